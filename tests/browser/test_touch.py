"""The picture is touched in the real JupyterLab: by mouse, finger and key; and put on the stage."""

import re

import pytest

from tests.browser import chromium, sample
from tests.browser.lab import ARTEFACTS, PANEL, LabPage
from tests.browser.server import LabServer
from tests.browser.test_live_figure import wait_until

CELLS = f"() => {PANEL}.content.widgets.length"
RESTART = f"() => {PANEL}.sessionContext.session.kernel.restart()"
STAGE = """() => {
  const root = window.dlcourseStage.root;
  return root && {scene: root.dataset.scene, wide: root.clientWidth, blank:
    root.classList.contains('dlc-blank'), card: root.classList.contains('dlc-question')};
}"""
# The smallest type of the controls and sentences in CSS pixels, as it is seen.
SMALLEST = """() => Math.min(...Array.from(
  window.dlcourseStage.root.querySelectorAll('*'), node => {
    const own = Array.from(node.childNodes).some(n => n.nodeType === 3 && n.textContent.trim());
    const box = node.getBoundingClientRect();
    if (!own || !box.width || getComputedStyle(node).visibility === 'hidden') return Infinity;
    return parseFloat(getComputedStyle(node).fontSize) * (node.currentCSSZoom ?? 1);
  }))"""


@pytest.fixture(scope="module")
def sample_server(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("touch")
    sample.write(folder, cells=[sample.IMPORTS, sample.SCENES, sample.ASKED, sample.SCRUB])
    sample.write(folder, "restarted.ipynb", cells=[sample.IMPORTS, sample.SCRUB])
    with LabServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def opened(sample_server, browser):
    with chromium.page(browser) as page:
        lab = LabPage(page, sample_server, "sample.ipynb")
        lab.close_file_list()
        lab.run_all()
        assert lab.errors() == []
        yield lab


@pytest.fixture
def lab(opened):
    figure = opened.figures()[0]
    figure.click("Reset")
    figure.show()
    figure.settle()
    yield opened
    opened.page.keyboard.press("Escape")
    opened.screenshot(ARTEFACTS / "touch.png")
    assert opened.errors() == []


def epoch(figure):
    """The epoch that the sentence names."""
    return int(re.search(r"epoch (\d+)", figure.sentence, re.I)[1])


def test_a_handle_is_dragged_with_the_mouse(lab):
    figure = lab.figures()[0]
    picture, place = figure.picture(), figure.centre("epoch")
    figure.pull("epoch", -120, 40, let_go=False)
    x, _ = figure.centre("epoch")
    assert x == pytest.approx(place[0] - 120, abs=1)  # at once, before the kernel has answered
    lab.page.mouse.up()
    assert wait_until(lab, lambda: epoch(figure) < 5000)
    figure.settle()
    assert figure.picture() != picture
    assert str(epoch(figure)) in figure.handle("epoch").get_attribute("aria-valuetext")
    readout = figure.output.query_selector(".widget-inline-hbox:has-text('epoch') .widget-readout")
    assert readout.inner_text() == str(epoch(figure))


def test_a_handle_is_dragged_with_a_finger(lab):
    figure = lab.figures()[0]
    figure.swipe("epoch", -200, 0)
    assert wait_until(lab, lambda: epoch(figure) < 4000)


def test_a_handle_is_moved_by_keys_coarsely_with_shift(lab):
    figure = lab.figures()[0]
    figure.handle("epoch").focus()
    for _ in range(3):
        lab.page.keyboard.press("ArrowLeft")
    assert wait_until(lab, lambda: epoch(figure) < 5000)
    figure.settle()
    fine = 5000 - epoch(figure)
    lab.page.keyboard.press("Shift+ArrowLeft")
    assert wait_until(lab, lambda: 5000 - epoch(figure) > 2 * fine)


def test_tab_leads_to_the_handle(lab):
    figure = lab.figures()[0]
    figure.slider("seed").focus()
    for _ in range(30):
        lab.page.keyboard.press("Tab")
        if lab.page.evaluate("() => document.activeElement.ariaLabel") == "epoch":
            return
    raise AssertionError("30 presses of Tab do not reach the handle")


def test_commands_of_one_key_leave_a_focused_control_alone(lab):
    figure, before = lab.figures()[0], lab.page.evaluate(CELLS)
    for node in (figure.slider("seed"), figure.handle("epoch")):
        node.focus()
        for key in "ddaxb":
            lab.page.keyboard.press(key)
    assert lab.page.evaluate(CELLS) == before


def test_the_picture_says_its_sentence_instead_of_being_seen(lab):
    figure = lab.figures()[0]
    assert figure.image.get_attribute("alt").split() == figure.sentence.split()


def test_the_stage_shows_one_figure_and_its_scenes_for_the_last_row(lab):
    page, figure = lab.page, lab.figures()[0]
    page.set_viewport_size({"width": 1920, "height": 1080})
    figure.click("Stage (f)")
    assert wait_until(lab, lambda: page.evaluate(STAGE) is not None)
    assert page.evaluate(STAGE)["wide"] == 1920
    for key, seen in (("ArrowRight", "1 / 2"), ("PageDown", "2 / 2"), ("PageUp", "1 / 2")):
        page.keyboard.press(key)
        assert wait_until(lab, lambda seen=seen: page.evaluate(STAGE)["scene"].startswith(seen))
    assert page.evaluate(SMALLEST) >= 20
    lab.screenshot(ARTEFACTS / "stage.png")
    page.keyboard.press("b")
    assert page.evaluate(STAGE)["blank"]
    page.keyboard.press("b")
    assert not page.evaluate(STAGE)["blank"]
    before = epoch(figure)
    page.keyboard.press("Home")
    page.keyboard.press(" ")  # plays
    assert wait_until(lab, lambda: epoch(figure) != before)
    page.keyboard.press(" ")
    page.keyboard.press("Escape")
    assert wait_until(lab, lambda: page.evaluate(STAGE) is None)
    page.set_viewport_size({"width": 1280, "height": 720})


def test_the_stage_walks_on_to_the_question_and_never_shows_its_answer(lab):
    page, figure = lab.page, lab.figures()[0]
    figure.slider("seed").focus()
    page.keyboard.press("f")
    assert wait_until(lab, lambda: page.evaluate(STAGE) is not None)
    for _ in range(3):  # at most two scenes are left
        if not page.evaluate(STAGE)["card"]:
            page.keyboard.press("PageDown")
            figure.settle()
    assert page.evaluate(STAGE)["card"]
    shown = page.evaluate("() => window.dlcourseStage.root.innerText")
    assert sample.QUESTION in shown and sample.BECAUSE not in shown
    page.keyboard.press("PageUp")
    assert wait_until(lab, lambda: not page.evaluate(STAGE)["card"])
    page.keyboard.press("Escape")


def test_after_a_restart_the_figure_says_that_its_kernel_is_gone(sample_server, open_lab):
    lab = open_lab(sample_server, "restarted.ipynb")
    lab.run_all()
    gone = lab.page.locator(".dlc-gone").first
    assert not gone.is_visible()
    lab.page.evaluate(RESTART)
    assert wait_until(lab, gone.is_visible)
    assert "Run" in gone.inner_text()
    lab.run_all()
    assert not lab.page.locator(".dlc-gone").first.is_visible()


ROLES = {"slider", "button", "combobox", "checkbox", "radio", "spinbutton", "textbox", "image"}


def test_everything_has_a_name_for_a_screen_reader(lab):
    """Of the figure's part of the accessibility tree; a glyph of the icon type is no name."""
    figure, session = lab.figures()[0], lab.page.context.new_cdp_session(lab.page)
    session.send("Accessibility.enable")
    root = figure.image.evaluate_handle("image => image.closest('.dlcourse-figure')").as_element()
    root.evaluate("node => node.setAttribute('data-of-the-test', '')")
    document = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    query = {"nodeId": document, "selector": "[data-of-the-test]"}
    node = session.send("DOM.querySelector", query)["nodeId"]
    described = session.send("DOM.describeNode", {"nodeId": node, "depth": -1})["node"]
    inside = set()

    def collect(part):
        inside.add(part["backendNodeId"])
        for child in part.get("children", []):
            collect(child)

    collect(described)
    seen = {}
    for found in session.send("Accessibility.getFullAXTree")["nodes"]:
        role = found.get("role", {}).get("value")
        if found.get("backendDOMNodeId") in inside and role in ROLES and not found.get("ignored"):
            seen.setdefault(role, []).append(found.get("name", {}).get("value", ""))
    assert {"slider", "button", "combobox", "checkbox", "image"} <= set(seen)
    names = [(role, name) for role, listed in seen.items() for name in listed]
    assert [pair for pair in names if not re.search(r"\w", pair[1])] == []
    assert {"seed", "epoch", "depth"} <= set(seen["slider"])


def test_a_slider_over_a_list_is_read_by_its_value_not_by_its_place(lab):
    figure = lab.figures()[0]

    def reads(wanted):
        return figure.slider("depth").get_attribute("aria-valuetext") == wanted

    for key, wanted in (("End", "47"), ("Home", "5"), ("ArrowRight", "7")):
        figure.press("depth", key)
        assert wait_until(lab, lambda wanted=wanted: reads(wanted)), wanted
