"""A thousand moves in one kernel: no memory lost, no figure left over, no lag built up."""

import psutil
import pytest

from tests.browser import sample
from tests.browser.latency import FORGET, SEEN, WATCH
from tests.browser.server import LabServer

MOVES = 1000
GROWTH = 20e6  # bytes


@pytest.fixture
def sample_server(browser, tmp_path):
    sample.write(tmp_path, cells=[sample.IMPORTS, sample.RETRAIN])
    with LabServer(tmp_path) as running:
        yield running


def kernel(server):
    """The process of the only kernel."""
    (found,) = [
        child
        for child in psutil.Process(server.process.pid).children(recursive=True)
        if any("ipykernel" in word for word in child.cmdline())
    ]
    return found


def moves(figure, count):
    """Arrow keys to and fro, 25 a second; ms from the last key to the picture that stays."""
    figure.slider("seed").focus()
    figure.page.evaluate(FORGET)
    for number in range(count):
        figure.page.keyboard.press("ArrowRight" if number % 100 < 50 else "ArrowLeft")
        figure.page.wait_for_timeout(40)
    figure.settle(quiet=1.0)
    seen = figure.page.evaluate(SEEN)
    return seen["pictures"][-1]["time"] - seen["keys"][-1]


def test_a_thousand_moves_leave_nothing_behind(sample_server, open_lab):
    lab = open_lab(sample_server, "sample.ipynb")
    lab.run_all()
    figure = lab.figures()[0]
    figure.image.evaluate(WATCH)
    early = moves(figure, 100)
    process = kernel(sample_server)
    before = process.memory_info().rss
    late = moves(figure, MOVES)
    growth = process.memory_info().rss - before
    print(f"{MOVES} moves: {growth / 1e6:+.1f} MB; at rest after {early:.0f}, then {late:.0f} ms")
    assert growth < GROWTH
    assert late < 2 * early + 100
    assert len(lab.figures()) == 1
    assert lab.errors() == []
