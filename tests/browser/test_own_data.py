"""A reader's own samples in the real JupyterLab: clicked, dragged, deleted, pasted, loaded."""

import psutil
import pytest

from tests.browser import chromium, sample
from tests.browser.lab import ARTEFACTS, LabPage
from tests.browser.latency import FORGET, SEEN, WATCH
from tests.browser.server import LabServer
from tests.browser.test_endurance import GROWTH, kernel
from tests.browser.test_live_figure import wait_until

BROKEN = {  # what is pasted → what is said of it
    "": "", "0.1; 0.2": "one sample only", "0.1; 0.2\nabc; 0.3": "abc", "0.1; 0.2\n0.3": "line 2",
    "1; 2; 3\n4; 5; 6": "column", "nan; 1\n2; 3": "line 1", "inf; 1\n2; 3": "line 1",
    "1e300; 1\n2; 3": "line 1", "x; y": "sample", "\n".join(f"{k}; {k}" for k in range(501)): "501",
    "0.1; 0.2\n0.1; 0.2.3": "line 2",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample_server(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    sample.write(folder, cells=[sample.IMPORTS, sample.DRAG])
    with LabServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def lab(sample_server, browser):
    with chromium.page(browser) as page:
        lab = LabPage(page, sample_server, "sample.ipynb")
        lab.close_file_list()
        lab.run_all()
        yield lab
        lab.screenshot(ARTEFACTS / "own-data.png")
        assert lab.errors() == []


@pytest.fixture
def figure(lab):
    figure = lab.figures()[0]
    figure.click("Reset")
    figure.show()
    figure.settle()
    return figure


def count(figure):
    """How many samples there are."""
    return sum(name.startswith("sample") for name in figure.handles())


def own(figure):
    figure.choose("data", "yours")
    assert wait_until(figure.lab, lambda: any("empty" in name for name in figure.handles()))
    figure.settle()


def paste(figure, text):
    own(figure)
    if not figure.output.query_selector("textarea").is_visible():
        figure.output.query_selector("button:has-text('numbers')").click()
    figure.output.query_selector("textarea").fill(text)
    figure.click("use these numbers")
    figure.settle()


def said(figure):
    """All that the figure says now."""
    return " ".join(node.inner_text() for node in figure.output.query_selector_all("[role]"))


def test_a_dragged_sample_becomes_one_s_own_and_the_network_follows(figure):
    picture, before = figure.picture(), figure.sentence
    figure.pull("sample 12", 10, -50)
    assert wait_until(figure.lab, lambda: any("empty" in name for name in figure.handles()))
    figure.settle()
    assert figure.picture() != picture and figure.sentence != before
    assert count(figure) == 30
    figure.click("undo")  # on a busy machine the kernel may begin late
    assert wait_until(figure.lab, lambda: figure.sentence == before)


def test_keys_move_a_sample_and_delete_it(figure):
    before = figure.sentence
    figure.handle("sample 12").focus()
    figure.page.keyboard.press("Shift+ArrowUp")
    assert wait_until(figure.lab, lambda: figure.sentence != before)
    figure.settle()
    figure.handle("sample 12").focus()
    figure.page.keyboard.press("Delete")
    assert wait_until(figure.lab, lambda: count(figure) == 29)


def test_a_click_and_enter_add_a_sample(figure):
    own(figure)
    before = count(figure)
    box = figure.handle("empty place: Enter or a click adds a sample").bounding_box()
    figure.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"])
    assert wait_until(figure.lab, lambda: count(figure) == before + 1)
    figure.settle()
    figure.handle("empty place: Enter or a click adds a sample").focus()
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        figure.page.keyboard.press(key)
    assert wait_until(figure.lab, lambda: count(figure) == before + 2)


def test_pasted_columns_become_the_samples(figure):
    paste(figure, "x;y\n-0,5;0,2\n0,1;-0,4\n0,5;0,9\n")
    assert wait_until(figure.lab, lambda: count(figure) == 3)
    assert "3 samples" in said(figure)


def test_a_file_becomes_the_samples(figure, tmp_path):
    own(figure)
    path = tmp_path / "four.csv"
    path.write_text("x,y\n-0.5,0.2\n0.1,-0.4\n0.5,0.9\n0.7,0.1\n", encoding="utf-8")
    if not figure.output.query_selector("textarea").is_visible():
        figure.output.query_selector("button:has-text('numbers')").click()
    with figure.page.expect_file_chooser() as chooser:
        figure.output.query_selector("button:has-text('load a CSV file')").click()
    chooser.value.set_files(str(path))
    assert wait_until(figure.lab, lambda: count(figure) == 4)


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: repr(text[:14]))
def test_what_cannot_be_read_is_refused_and_nothing_is_lost(figure, text):
    own(figure)
    before, sentence = count(figure), figure.sentence
    paste(figure, text)
    assert wait_until(figure.lab, lambda: BROKEN[text] in said(figure))
    assert (count(figure), figure.sentence) == (before, sentence)


def test_own_samples_stay_when_another_control_moves(figure):
    paste(figure, "-0.5;0.2\n0.1;-0.4\n0.5;0.9\n")
    assert wait_until(figure.lab, lambda: count(figure) == 3)
    figure.press("seed", "ArrowRight")
    figure.settle()
    assert count(figure) == 3
    figure.click("Reset")
    assert wait_until(figure.lab, lambda: count(figure) == 30)


def test_a_thousand_moves_of_a_sample_leave_nothing_behind(lab, figure, sample_server):
    page, mouse = lab.page, lab.page.mouse
    figure.image.evaluate(WATCH)

    def drag(moves):
        (x, y) = figure.centre("sample 15")
        mouse.move(x, y)
        mouse.down()
        page.evaluate(FORGET)
        for k in range(moves):
            mouse.move(x + k % 20, y - k % 30)
            page.wait_for_timeout(20)
        mouse.up()
        figure.settle(quiet=1.0)
        seen = page.evaluate(SEEN)
        return seen["pictures"][-1]["time"] - seen["release"]

    early = drag(100)
    process = psutil.Process(kernel(sample_server).pid)
    before = process.memory_info().rss
    late = drag(1000)
    growth = process.memory_info().rss - before
    print(f"1000 moves: {growth / 1e6:+.1f} MB; at rest after {early:.0f}, then {late:.0f} ms")
    assert growth < GROWTH
    assert late < 2 * early + 300
