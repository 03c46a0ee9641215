"""Renews what stored notebooks show where no kernel runs: a light picture, a sentence, no state.

    python -m tests.refresh_outputs                                   # all of them
    python -m tests.refresh_outputs notebooks/03_relu_vs_tanh.ipynb

Runs each notebook from top to bottom in a fresh kernel. A second run without a change in between
writes the same bytes. The picture of a figure behind a question is kept under the fold "What you
saw" below it, not beside the question.
"""

import argparse
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
VIEW = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120
FOLD = re.compile(r"(<details><summary><b>What you saw</b></summary>\n)(\n!\[.*\n)?")
COMPILING = "compiling the fast kernels"  # said once per installation, and not to be stored


def refreshed(path):
    """The notebook at `path`, run and stripped, as the text of its file."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    put_pictures_under_folds(notebook)
    return nbformat.writes(stripped(notebook)) + "\n"


def stripped(notebook):
    """The notebook without widget views, timings and editor settings.

    The cells' numbers stay, 1, 2, 3, … in a fresh kernel: nbval refuses outputs without one.
    """
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.metadata.items() if key in ("tags", "jupyter")}
        )
        if cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := _without_view(output))]
    return notebook


def put_pictures_under_folds(notebook):
    """Move the picture of each question's figure into the first fold "What you saw" below it."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.pop("attachments", None)
            cell.source = FOLD.sub(r"\1", cell.source)
    for k, cell in enumerate(notebook.cells):
        hidden = [out for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]
        if "predict(" not in cell.source or not hidden:
            continue
        below = next(
            (c for c in notebook.cells[k:] if c.cell_type == "markdown" and FOLD.search(c.source)),
            None,
        )
        if below is None or "attachments" in below:
            raise ValueError(f"no fold “What you saw” of its own below the cell:\n{cell.source}")
        (data,) = (output.data for output in hidden)
        below.attachments = {"picture.png": {"image/png": data["image/png"].strip()}}
        told = re.sub(r"([\[\]])", r"\\\1", " ".join(data["text/plain"].split()))
        line = f"![A stored picture. {told}](attachment:picture.png)"
        below.source = FOLD.sub(lambda found, line=line: f"{found[1]}\n{line}\n", below.source)
        cell.outputs = [output for output in cell.outputs if output not in hidden]


def _without_view(output):
    """What an output shows off-line, or None where that is nothing."""
    if output.get("data", {}).get("text/plain", "").startswith(COMPILING):
        return None
    if output.output_type == "error":
        raise ValueError(f"a figure fails while it is shown: {output.ename}: {output.evalue}")
    if output.get("name") == "stderr":
        raise ValueError(f"a cell writes to stderr: {output.text}")
    if "data" not in output or VIEW not in output.data:
        return output
    del output.data[VIEW]
    output.metadata.pop(VIEW, None)
    return output if output.data else None


def main(arguments=None):
    """Refresh the notebooks named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path, nargs="*", help="default: all of notebooks/")
    os.environ["DLCOURSE_STORE"] = "1"  # questions hand over their pictures
    os.environ["DLCOURSE_STRICT"] = "1"  # an error in a figure stops here instead of being stored
    for path in parser.parse_args(arguments).notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        text = refreshed(path)
        changed = text != path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'renewed' if changed else 'as before'}, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
