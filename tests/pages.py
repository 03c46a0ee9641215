"""The notebooks as tests see them: cells, sections, and the figures that a section makes."""

import ast
import gc
import re
from pathlib import Path

import nbformat

from dlcourse.lifetime import LIVE
from dlcourse.live import LiveFigure

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("*.ipynb"))
}


def cells(name, kind):
    """The sources of a notebook's cells of one kind."""
    return [cell.source for cell in NOTEBOOKS[name].cells if cell.cell_type == kind]


def sections(name):
    """{heading: its code cells} of a notebook; the import cell is in none of them."""
    found, heading = {}, "the cover"
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "markdown":
            for line in re.findall(r"^## +(.*)$", cell.source, re.M):
                heading = line
        else:
            found.setdefault(heading, []).append(cell)
    first = next(iter(found))
    del found[first][0]  # the import cell
    return {heading: inside for heading, inside in found.items() if inside}


SECTIONS = [(name, heading) for name in NOTEBOOKS for heading in sections(name)]


class Page:
    """A section run after the import cell alone, as a reader may: its figures are alive.

    Attributes:
        space: the notebook's names.
        figures: the live figures in the order in which they were made.
    """

    def __init__(self, name, heading):
        gc.collect()
        before = set(LIVE)
        self.space, self._shown = {"__name__": "__main__"}, []
        imports = next(cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code")
        for cell in [imports, *sections(name)[heading]]:
            self._run(cell.source, f"{name}, cell {cell.id}")
        self._made = [thing for thing in LIVE if thing not in before]  # in their order
        self.figures = [thing for thing in self._made if isinstance(thing, LiveFigure)]

    def figure(self, *controls):
        """The first figure that has all these controls."""
        return next(figure for figure in self.figures if set(controls) <= set(figure.controls))

    def _run(self, source, label):
        body = ast.parse(source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), label, "exec"), self.space)
        if last is not None:  # what a notebook would show stays alive
            code = compile(ast.Expression(last.value), label, "eval")
            self._shown.append(eval(code, self.space))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for thing in self._made:
            thing.close()


def figures_by_controls(name):
    """For a fixture: figure(control, …), the notebook's figure with these and the fewest others."""
    pages = [Page(name, heading) for of, heading in SECTIONS if of == name]
    made = [one for page in pages for one in page.figures]

    def found(*controls):
        fitting = [one for one in made if set(controls) <= set(one.controls)]
        return min(fitting, key=lambda one: len(one.controls))

    found.all = made
    yield found
    for page in pages:
        page.__exit__()
