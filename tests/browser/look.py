"""Shows a notebook as a reader sees it: runs it in JupyterLab and takes its pictures.

    python -m tests.browser.look notebooks/03_relu_vs_tanh.ipynb --out artefacts/look

writes `section-…png` (each section in full), `figure-N.png` (each live figure in a window of
exactly `--width` by `--height`), `figure-N-extremes.png` (one sheet: each slider at both ends,
each choice, each switch), `figure-N-scenes.png` (the window at each scene, called up in order by
the presenter's button) and prints the errors, the sentences, whether the layout jumped, and
whether the window is too low for a figure with its controls.
"""

import argparse
import re
import sys
from pathlib import Path

from tests.browser import chromium
from tests.browser.lab import PANEL, LabPage
from tests.browser.server import LabServer

TALL = 3000
HEADINGS = f"""() => {PANEL}.content.widgets.map((cell, index) => [
    index, cell.model.type, cell.model.sharedModel.source])
  .filter(([, type, source]) => type === 'markdown' && /^#{{1,2}} /.test(source))
  .map(([index, , source]) => [index, source.split('\\n')[0].replace(/^#+ /, '')])"""
SPAN = f"""([first, last]) => {{
  const cells = {PANEL}.content.widgets;
  const top = cells[first].node.getBoundingClientRect();
  const end = last < cells.length ? cells[last].node.getBoundingClientRect().top
                                  : cells[cells.length - 1].node.getBoundingClientRect().bottom;
  return {{x: top.left, y: top.top, width: top.width, height: end - top.top}};
}}"""
N_CELLS = f"() => {PANEL}.content.widgets.length"


def main(arguments=None):
    """Run one notebook and take its pictures; returns the number of errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--scale", type=float, default=1, help="dots per CSS pixel")
    parser.add_argument("--out", type=Path, default=Path("artefacts/look"))
    parser.add_argument("--seconds", type=float, default=120, help="longest time for Run All")
    parser.add_argument("--presenting", action="store_true", help="with the file list closed")
    parser.add_argument("--figure", type=int, help="only this live figure, counted from 1")
    parser.add_argument("--no-sections", action="store_true")
    parser.add_argument("--no-extremes", action="store_true")
    parser.add_argument("--no-scenes", action="store_true")
    chosen = parser.parse_args(arguments)
    if reason := chromium.why_not():
        sys.exit(reason)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with (
        LabServer(chosen.notebook.parent) as server,
        chromium.browser() as browser,
        chromium.page(browser, chosen.width, chosen.height, chosen.scale) as page,
    ):
        lab = LabPage(page, server, chosen.notebook.name)
        if chosen.presenting:
            lab.close_file_list()
        print(f"{chosen.notebook.name}: Run All took {lab.run_all(chosen.seconds):.1f} s")
        lab.reveal()
        if not chosen.no_sections:
            sections(lab, chosen)
        for number, figure in enumerate(lab.figures(), start=1):
            if chosen.figure in (None, number):
                look_at(figure, number, chosen)
        errors = lab.errors()
        print("\n".join(["errors:", *errors]) if errors else "no errors")
    return len(errors)


def sections(lab, chosen):
    """One picture per section, from its heading to the next, at most TALL pixels high."""
    lab.page.set_viewport_size({"width": chosen.width, "height": TALL})
    headings = lab.page.evaluate(HEADINGS)
    ends = [index for index, _ in headings[1:]] + [lab.page.evaluate(N_CELLS)]
    for number, ((first, title), last) in enumerate(zip(headings, ends, strict=True)):
        lab.show_cell(first)
        box = lab.page.evaluate(SPAN, [first, last])
        box["height"] = max(20, min(box["height"], TALL - box["y"]))
        name = re.sub(r"\W+", "-", title.lower()).strip("-")[:40]
        lab.screenshot(chosen.out / f"section-{number:02d}-{name}.png", clip=box)
    lab.page.set_viewport_size({"width": chosen.width, "height": chosen.height})
    lab.page.wait_for_timeout(300)


def look_at(figure, number, chosen):
    """The figure in the window, then at the ends of its controls on one sheet."""
    figure.show()
    figure.settle()
    figure.lab.screenshot(chosen.out / f"figure-{number}.png")
    whole, picture = figure.output.bounding_box(), figure.box()
    print(
        f"figure {number} (cell {figure.cell}): {whole['width']:.0f} x {whole['height']:.0f} px, "
        f"picture {picture['width']:.0f} x {picture['height']:.0f}: {figure.sentence}"
        f"{'' if figure.fits() else '  OFF THE SCREEN'}"
    )
    if not chosen.no_scenes:
        shots = scenes(figure, number, chosen.out)
        sheet(shots, chosen.out / f"figure-{number}-scenes.png", columns=2, width=960)
    if not chosen.no_extremes:
        shots = extremes(figure, number, chosen.out)
        sheet(shots, chosen.out / f"figure-{number}-extremes.png")


def scenes(figure, number, folder):
    """The window at each scene, called up in order as a presenter does; [(caption, path)]."""
    shots = []
    scene = figure.output.query_selector("select:has(option:text('scenes …'))")
    names = scene.evaluate("s => Array.from(s.options, o => o.label).slice(1)") if scene else []
    for k in range(1, len(names) + 1):
        figure.click("next scene")
        figure.settle(seconds=120)
        name = scene.evaluate("s => s.selectedOptions[0].label")
        path = folder / "scenes" / f"figure-{number}-{k:02d}.png"
        figure.lab.screenshot(path)
        shots.append((f"{name}: {figure.sentence}", path))
        print(f"  scene {name}: {figure.sentence}")
        if name == names[-1]:
            break
    if names:
        figure.click("Reset")
        figure.settle()
    return shots


def extremes(figure, number, folder):
    """Take the figure at both ends of each control; returns [(caption, path)]."""
    if "more" in figure.buttons():
        figure.click("more")
    shots, size = [], figure.place()

    def take(caption):
        figure.settle()
        name = re.sub(r"[^-.=\w]+", "-", f"figure-{number}-{caption}")
        path = folder / "extremes" / f"{name}.png"
        path.parent.mkdir(exist_ok=True)
        figure.screenshot(path)
        shots.append((caption, path))
        now = figure.place()
        jumped = max(abs(a - b) for a, b in zip(now, size, strict=True)) > 0.5
        print(f"  {caption}: {figure.sentence}{f'  LAYOUT JUMPED {size} {now}' if jumped else ''}")

    def rest():
        if "Reset" in figure.buttons():
            figure.click("Reset")
            figure.settle()

    for label in figure.sliders():
        for key, end in (("Home", "min"), ("End", "max")):
            figure.press(label, key)
            take(f"{label}={end}")
        rest()
    for label, options in figure.choices().items():
        for option in options:
            figure.choose(label, option)
            take(f"{label}={option}")
        rest()
    for label in figure.switches():
        figure.switch(label)
        take(f"{label} switched")
        figure.switch(label)
        figure.settle()
    return shots


def sheet(shots, path, columns=3, width=640):
    """Put the pictures side by side on one sheet, each under its caption."""
    from PIL import Image, ImageDraw

    tiles = []
    for caption, file in shots:
        picture = Image.open(file).convert("RGB")
        picture = picture.resize((width, round(picture.height * width / picture.width)))
        tile = Image.new("RGB", (width + 8, picture.height + 24), "white")
        tile.paste(picture, (4, 20))
        ImageDraw.Draw(tile).text((6, 1), caption[: width // 8], fill="black", font_size=15)
        tiles.append(tile)
    rows = [tiles[i : i + columns] for i in range(0, len(tiles), columns)]
    if not rows:
        return
    heights = [max(tile.height for tile in row) for row in rows]
    page = Image.new("RGB", (columns * (width + 8), sum(heights)), "grey")
    for r, row in enumerate(rows):
        for c, tile in enumerate(row):
            page.paste(tile, (c * (width + 8), sum(heights[:r])))
    page.save(path)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
