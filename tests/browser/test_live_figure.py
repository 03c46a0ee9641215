"""A live figure in the real JupyterLab: by key, mouse and button, on both kinds of display."""

import time

import pytest

from tests.browser import chromium, sample
from tests.browser.lab import ARTEFACTS, LabPage
from tests.browser.server import LabServer


@pytest.fixture(scope="module", params=["as installed", "callbacks in threads"])
def sample_server(request, browser, tmp_path_factory):
    """JupyterLab as the package configures it, and with JupyterLab's own default threads."""
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder)
    sample.write(folder, "fine.ipynb")
    stock = request.param == "callbacks in threads"
    options = {"prompt": False, "subshells": True} if stock else {}
    with LabServer(folder, **options) as running:
        yield running


@pytest.fixture(scope="module")
def opened(sample_server, browser):
    with chromium.page(browser) as page:
        lab = LabPage(page, sample_server, "sample.ipynb")
        lab.run_all()
        assert lab.errors() == []
        yield lab


@pytest.fixture
def lab(opened):
    """The sample notebook with its first figure as in the beginning."""
    figure = opened.figures()[0]
    figure.press("seed", "Home")
    figure.click("Reset")
    figure.settle()
    yield opened
    opened.screenshot(ARTEFACTS / "live-figure.png")


def wait_until(lab, condition, seconds=20):
    """Look again and again; False when `condition` has not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        lab.page.wait_for_timeout(50)
    return True


def test_arrow_keys_move_the_picture_and_the_sentence(lab):
    figure = lab.figures()[0]
    picture, sentence = figure.picture(), figure.sentence
    figure.press("seed", "ArrowRight")
    figure.settle()
    assert figure.picture() != picture
    assert figure.sentence != sentence
    figure.press("seed", "ArrowLeft")
    figure.settle()
    assert figure.sentence == sentence
    assert figure.picture() == picture
    assert lab.errors() == []


def test_dragging_ends_on_the_last_value(lab):
    figure = lab.figures()[0]
    figure.press("seed", "End")
    figure.settle()
    last, picture = figure.sentence, figure.picture()
    figure.press("seed", "Home")
    figure.settle()
    place = figure.place()
    figure.drag("seed", 0, 1, seconds=1.5)
    figure.settle()
    assert figure.sentence == last
    assert figure.picture() == picture
    assert figure.place() == place
    assert lab.errors() == []


def test_reset_keeps_the_seed_and_undoes_the_rest(lab):
    figure = lab.figures()[0]
    figure.press("seed", "ArrowRight")
    figure.settle()
    seeded = figure.sentence
    figure.press("depth", "ArrowRight")
    figure.switch("residual")
    figure.settle()
    assert figure.sentence != seeded
    figure.click("Reset")
    figure.settle()
    assert figure.sentence == seeded


def test_play_runs_through_the_epochs_and_the_controls_stay_alive(lab):
    figure = lab.figures()[0]
    figure.press("epoch", "Home")
    figure.settle()
    start = figure.sentence
    figure.play()  # starts
    assert wait_until(lab, lambda: figure.sentence != start)
    figure.play()  # pauses
    figure.settle()
    stopped = figure.sentence
    figure.press("seed", "ArrowRight")
    figure.settle()
    assert figure.sentence != stopped
    assert lab.errors() == []


def test_view_controls_turn_the_surface(lab):
    figure = lab.figures()[1]
    picture = figure.picture()
    figure.press("elevation", "ArrowRight", times=3)
    figure.settle()
    assert figure.picture() != picture


def test_the_picture_at_rest_is_sharp_on_a_fine_display(sample_server, open_lab):
    opened = open_lab(sample_server, "fine.ipynb", scale=2)
    opened.run_all()
    figure = opened.figures()[0]
    figure.press("seed", "ArrowRight")
    figure.settle(quiet=1.0)
    dots = figure.image.evaluate("image => image.naturalWidth")
    assert dots >= 2 * figure.box()["width"] - 1


def test_running_a_cell_again_leaves_one_living_figure(lab):
    before = len(lab.figures())
    lab.run_all()
    figures = lab.figures()
    assert len(figures) == before
    figures[0].show()
    figures[0].settle()
    sentence = figures[0].sentence
    figures[0].press("seed", "ArrowRight")
    assert wait_until(lab, lambda: figures[0].sentence != sentence)
    assert lab.errors() == []
