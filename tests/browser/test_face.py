"""The face of a figure in the real page: nothing is cut, nothing overlaps, down to 700 pixels."""

import itertools

import pytest

from tests.browser import sample
from tests.browser.lab import ARTEFACTS
from tests.browser.server import LabServer

CROWDED = """
def crowded(sharpness=1.0, kind="sin", learning_rate=0.1, flip=False, seed=0, epoch=100):
    x = np.linspace(0, 1, 20)
    return Curves(x, [(-1 if flip else 1) * sharpness * x + seed + epoch / 100], ("curve",))

explore(crowded, CurvesPanel(switches=("log", "free")), title="A title of many words for a figure",
        sharpness=(0.5, 4.0), kind=["sin", "every sample", "no sample"], learning_rate=[0.1, 0.2],
        flip=False, epoch=epochs(100), seed=(0, 5), labels={"learning_rate": "the learning rate"},
        scenes={"slide: the first of all scenes": {}, "another": dict(kind="no sample")})
"""
# Of all that carries text: what is wider than its room. A select shows its choice in its own way.
CUT = """figure => Array.from(figure.querySelectorAll(
  '.widget-label, .widget-readout, .widget-toggle-button, .dlcourse-title, .dlcourse-more'))
  .filter(node => node.offsetParent && node.scrollWidth > node.clientWidth + 1)
  .map(node => node.textContent)"""
# The boxes of all that can be moved or read, each with a name.
BOXES = """figure => Array.from(figure.querySelectorAll(
  '.dlcourse-title, .dlcourse-scenes > *, .dlcourse-tools > *, .dlcourse-controls > * > *, '
  + '.widget-image, .dlcourse-player > button, .widget-play, .dlcourse-player > .widget-hslider'))
  .filter(node => node.offsetParent)
  .map(node => [node.className + ' ' + node.textContent, node.getBoundingClientRect().toJSON()])"""
# The smallest type of anything that is read.
TYPE = """figure => Math.min(...Array.from(figure.querySelectorAll('*'))
  .filter(node => node.offsetParent && node.tagName !== 'OPTION'
    && Array.from(node.childNodes).some(part => part.nodeType === 3 && part.data.trim()))
  .map(node => parseFloat(getComputedStyle(node).fontSize)))"""
NULL = "figure => figure.querySelectorAll('[title=null]').length"
PAGE = "figure => figure.getBoundingClientRect().toJSON()"


@pytest.fixture(scope="module")
def crowded_server(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowded")
    imports = sample.IMPORTS.replace("import (", "import (Curves, CurvesPanel,")
    sample.write(folder, cells=(imports, CROWDED))
    with LabServer(folder) as running:
        yield running


def overlap(one, other):
    """How far two boxes reach into each other, in pixels; 0 where they do not."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return max(0, min(across, down))


@pytest.mark.parametrize("width", [1280, 900, 780])
def test_the_face_fits_the_page(crowded_server, open_lab, width):
    lab = open_lab(crowded_server, "sample.ipynb", width=width)
    lab.close_file_list()
    lab.run_all()
    (figure,) = lab.figures()
    figure.show()
    figure.settle()
    lab.screenshot(ARTEFACTS / f"face-{width}.png")
    face = figure.output.query_selector(".dlcourse-figure")
    assert face.evaluate(CUT) == []
    assert face.evaluate(NULL) == 0
    assert face.evaluate(TYPE) >= 11
    page, boxes = face.evaluate(PAGE), face.evaluate(BOXES)
    for name, box in boxes:
        assert box["left"] >= page["left"] - 1 and box["right"] <= page["right"] + 1, name
    for (name, one), (other, two) in itertools.combinations(boxes, 2):
        assert overlap(one, two) <= 2, f"{name} and {other}"
    head = [b["top"] for n, b in boxes if "dlcourse-title" in n or "dlcourse-icon" in n][:4]
    assert max(head) - min(head) < 12, "title and icons stand in one line"
    tracks = [t.bounding_box()["width"] for t in face.query_selector_all(".noUi-target")]
    assert min(tracks) >= 100 and tracks[-1] >= 0.4 * page["width"]
    assert lab.errors() == []
