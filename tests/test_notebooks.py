"""The notebooks are thin, honest off-line, linked, and every control of every figure works.

Their cells themselves run under nbval (`testpaths` in pyproject.toml); what nbval cannot do is move
a slider. Here each notebook's cells run in this process, and every control goes to its ends.
"""

import ast
import base64
import json
import re
from importlib import import_module
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.lesson.question import Question
from dlcourse.live.switched import Touched
from tests import refresh_outputs
from tests.pages import NOTEBOOKS, SECTIONS, Page, cells, sections

ROOT = Path(__file__).parents[1]
LINES = 15  # of a code cell, twice as many of a folded one; what is longer belongs in the package
STORED = 80_000  # bytes of one stored picture
VIEW_ONLY = {"free", "log", "before"}  # switches that may well leave a picture as it is

each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def outputs(name):
    """(number of the cell, output) of a notebook."""
    for number, cell in enumerate(NOTEBOOKS[name].cells):
        yield from ((number, output) for output in cell.get("outputs", ()))


def is_import(source):
    """Whether a cell begins with imports."""
    return isinstance(ast.parse(source).body[0], ast.Import | ast.ImportFrom)


# ------------------------------------------------------------------------------------- thin


def folded(cell):
    """Whether a reader sees the cell's source only after unfolding it."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


@each_notebook
def test_code_cells_are_short(name):
    long = {
        cell.id: count
        for cell in NOTEBOOKS[name].cells
        if cell.cell_type == "code" and not is_import(cell.source)
        if (count := sum(bool(line.strip()) for line in cell.source.splitlines()))
        > LINES * (1 + folded(cell))
    }
    assert long == {}


def visible_lines(name):
    """The lines of code that a reader sees: those of the cells whose source is not folded."""
    open_cells = (
        cell.source
        for cell in NOTEBOOKS[name].cells
        if cell.cell_type == "code" and not folded(cell)
    )
    return [line for source in open_cells for line in source.splitlines() if line.strip()]


@each_notebook
def test_little_code_is_in_sight_and_none_of_it_keeps_books(name):
    lines = visible_lines(name)
    assert len(lines) <= 90
    books = re.compile(r"\b(yield|lru_cache|cache_info|@cache|cache)\b|hide=|\"_+\"")
    assert [line for line in lines if books.search(line)] == []
    assert not any("yield" in source or "cache" in source for source in cells(name, "code"))


@each_notebook
def test_the_wiring_of_figures_is_folded(name):
    """A cell that calls explore holds wiring; a reader who wants it unfolds it."""
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code" and re.search(r"\bexplore\(", cell.source):
            assert cell.metadata.get("jupyter") == {"source_hidden": True}, cell.id


@each_notebook
def test_the_import_cell_is_two_or_three_lines(name):
    assert sum(bool(line) for line in cells(name, "code")[0].splitlines()) <= 3


@each_notebook
def test_one_cell_imports_and_nothing_is_drawn_by_hand(name):
    sources = cells(name, "code")
    assert is_import(sources[0])
    assert [source for source in sources[1:] if is_import(source)] == []
    for source in sources:
        assert not re.search(r"\bmatplotlib\b|\bplt\.|\bipywidgets\b|^\s*[%!]", source, re.M)


@each_notebook
def test_frame_of_a_notebook(name):
    """Title, slides, minutes and goals first; three sentences to keep last."""
    texts = cells(name, "markdown")
    assert texts[0].startswith("# ")
    assert re.search(r"slides", texts[0], re.I)
    assert re.search(r"\d+ minutes", texts[0])
    goals = next(text for text in texts if "you can" in text)
    assert 1 <= len(re.findall(r"^\d\. ", goals, re.M)) <= 3
    assert re.search(r"^## .*\bkeep$", texts[-1], re.M)
    assert len(re.findall(r"^(?:\d\.|-) ", texts[-1], re.M)) == 3


@each_notebook
def test_minutes_agree_with_the_readme(name):
    (minutes,) = re.findall(r"(\d+) minutes", cells(name, "markdown")[0])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"\(notebooks/{name}\.ipynb\).*\| {minutes} \|$", readme, re.M)


@each_notebook
def test_links_lead_somewhere(name):
    text = "\n".join(cells(name, "markdown"))
    targets = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text)
    local = {target for target in targets if not re.match(r"\w+:", target)}
    assert {target for target in local if not (ROOT / "notebooks" / target).exists()} == set()


# ---------------------------------------------------------------------------------- off-line


@each_notebook
def test_stored_outputs_are_light_and_free_of_state(name):
    """Renew them by `python -m tests.refresh_outputs`."""
    notebook = NOTEBOOKS[name]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter"}
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        assert cell.execution_count == number or not cell.outputs, f"code cell {number}"
    for number, output in outputs(name):
        assert output.output_type != "error", number
        data = output.get("data", {})
        assert not any("widget" in mime for mime in data), number
        if "image/png" in data:
            assert data.get("text/plain"), f"cell {number}: a picture without its sentence"
            assert len(base64.b64decode(data["image/png"])) <= STORED, number


@each_notebook
def test_stored_notebook_shows_its_figures(name):
    code = "\n".join(cells(name, "code"))
    pictures = sum("image/png" in output.get("data", {}) for _, output in outputs(name))
    pictures += sum("attachments" in cell for cell in NOTEBOOKS[name].cells)
    assert pictures == len(re.findall(r"(?<!import )\bexplore\(", code)), "refresh the outputs"


def test_stripping_leaves_pictures_and_sentences_only():
    data = {"image/png": "AA==", "text/plain": "14 kinks.", refresh_outputs.VIEW: {}}
    shown = nbformat.v4.new_output("execute_result", data, execution_count=3)
    bare = nbformat.v4.new_output("display_data", {refresh_outputs.VIEW: {}})
    cell = nbformat.v4.new_code_cell("1", outputs=[shown, bare], execution_count=3)
    cell.metadata["execution"] = {"iopub.status.busy": "today"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": {}}})
    kept = json.loads(nbformat.writes(refresh_outputs.stripped(notebook)))
    assert set(kept["metadata"]) == {"kernelspec", "language_info"}
    (cell,) = kept["cells"]
    assert cell["metadata"] == {} and cell["execution_count"] == 3
    (output,) = cell["outputs"]
    assert set(output["data"]) == {"image/png", "text/plain"}


# ------------------------------------------------------------------------- notes for the speaker

WITH_FIGURES = [
    (name, heading)
    for name, heading in SECTIONS
    if any("explore(" in cell.source for cell in sections(name)[heading])
]


def chapter(name, file):
    """A file of a notebook's chapter as a module."""
    (folder,) = re.findall(r"from dlcourse\.chapters\.(\w+) import ex", cells(name, "code")[0])
    return import_module(f"dlcourse.chapters.{folder}.{file}")


def notes(name):
    """{constant: {scene: note}} of a notebook's chapter."""
    return {key: value for key, value in vars(chapter(name, "notes")).items() if key.isupper()}


@pytest.mark.parametrize(("name", "heading"), WITH_FIGURES)
def test_every_scene_has_a_note_for_the_speaker(name, heading, monkeypatch):
    """Each figure of a section has scenes, and in their order a note on each; nothing is drawn."""
    found = []

    def explore(*_, scenes, notes, **__):
        found.append((list(scenes), list(notes)))

    monkeypatch.setattr(dl, "explore", explore)
    for card in ("predict", "challenge"):
        monkeypatch.setattr(dl, card, lambda *_, **__: None)
    with Page(name, heading):
        assert found
        for scenes, noted in found:
            assert scenes and scenes == noted


@each_notebook
def test_notes_are_those_of_the_figures(name):
    """A figure that has gone leaves no notes behind."""
    used = re.findall(r"\bnotes\.([A-Z_]+)", "\n".join(cells(name, "code")))
    assert sorted(used) == sorted(notes(name))


def test_notes_are_short_and_none_repeats_another():
    every = [
        note for name in NOTEBOOKS for figure in notes(name).values() for note in figure.values()
    ]
    assert [note for note in every if len(note.split()) > 40] == []
    assert len(set(every)) == len(every)


@each_notebook
def test_no_note_gives_the_answer_of_a_question_away(name):
    """A note may stand beside a question that is still to come."""
    asked = [q for q in vars(chapter(name, "questions")).values() if isinstance(q, Question)]
    said = [note for figure in notes(name).values() for note in figure.values()]
    for question in asked:
        answer = re.compile(rf"(?<!\w){re.escape(question.answer)}")
        assert [note for note in said if answer.search(note)] == [], question.answer


# --------------------------------------------------------------------------------- the sweep


def settings(widget):
    """The values to try: both ends and the middle of a slider, every choice, both positions."""
    if isinstance(widget, widgets.Checkbox | widgets.ToggleButton):
        return [False, True]
    if hasattr(widget, "takes_samples"):  # a reader's own come without a truth and without a test
        sets = [data for _, data in widget.options]
        return [*sets, dl.Data("yours", sets[0].x[:, :7], sets[0].y[:, :7])]
    if hasattr(widget, "examples"):
        return widget.examples
    if hasattr(widget, "options"):
        values = [option[1] if isinstance(option, tuple) else option for option in widget.options]
        if isinstance(widget, widgets.SelectionSlider):
            return list(dict.fromkeys([values[0], values[len(values) // 2], values[-1]]))
        return values
    if isinstance(widget, Touched):
        return [None, (2, 1)] if widget.value is None else [(), (("unit", 2, 1),)]
    middle = widget.min + (widget.max - widget.min) / 2
    return [widget.min, type(widget.value)(middle), widget.max]


@pytest.mark.skipif(
    not compiled.available(), reason="each move trains: takes hours without the compiled kernels"
)
@pytest.mark.parametrize(("name", "heading"), SECTIONS)
def test_a_section_runs_alone_and_every_control_goes_to_its_ends(
    name, heading, tmp_path, monkeypatch, capsys
):
    """Each figure answers each control with a picture and a sentence, and Reset leads back."""
    monkeypatch.chdir(tmp_path)  # where "Save picture" writes
    with Page(name, heading) as page:
        for number, figure in enumerate(page.figures, start=1):
            where = f"{name}, {heading}, figure {number} ({', '.join(figure.controls)})"
            figure.set(**figure._scenes.defaults)  # a question may have opened it elsewhere
            first = figure.png, figure.sentence
            for control, widget in figure.controls.items():
                answers = set()
                for value in settings(widget):
                    figure.set(**{control: value})
                    assert figure.error is None, f"{where}: {control} = {value}: {figure.error}"
                    assert figure.png and figure.sentence, f"{where}: {control} = {value}"
                    assert "$" not in figure.sentence, f"{where}: TeX in {figure.sentence!r}"
                    answers.add((figure.png, figure.sentence))
                assert len(answers) > 1 or control in VIEW_ONLY, f"{where}: {control} does nothing"
                figure.set(**{control: figure._scenes.defaults[control]})
            assert (figure.png, figure.sentence) == first, f"{where}: the way back is another"
            pictures = {}
            for scene in figure.scenes:
                figure.scene(scene)
                assert figure.error is None, f"{where}: scene {scene}"
                twin = pictures.setdefault(figure.png, scene)
                assert twin == scene, f"{where}: scenes {twin} and {scene} show one picture"
            for label, button in figure.buttons.items():
                button.click()
                assert figure.error is None, f"{where}: button {label}"
            if "seed" in figure.controls:
                figure.set(seed=figure._scenes.defaults["seed"])
            figure.reset()
            assert (figure.png, figure.sentence) == first, f"{where}: Reset does not lead back"
    assert "Traceback" not in capsys.readouterr().out
