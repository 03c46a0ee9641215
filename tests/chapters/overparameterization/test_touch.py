"""What can be dragged in the figures of notebook 06, and what it sets."""

import numpy as np
import pytest

from dlcourse import compiled
from dlcourse.chapters.overparameterization import experiments
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "06_overparameterization"
CELL, CLICK = "the chosen cell", "a cell: Enter or a click chooses it"


def test_a_sample_is_pulled_and_all_networks_follow():
    with Page(NAME, "the cover") as page:
        (figure,) = page.figures
        before = figure.results[0].u
        drag(figure, "sample 3", y=0.5)
        fan, _ = figure.results
        assert fan.data.name == "yours" and fan.data.y[0, 2] == pytest.approx(0.5, abs=0.01)
        x = float(fan.data.x[0, 2])
        there = [np.interp(x, fan.x, row) for row in fan.u]
        assert np.allclose(there, fan.data.y[0, 2], atol=0.1) and np.all(fan.losses < 1e-15)
        assert np.all(np.abs(fan.u - before).max(axis=1) > 0.5)
        assert "empty place: Enter or a click adds a sample" in offered(figure)


def test_a_cell_is_chosen_by_a_click_and_by_the_arrow_keys():
    with Page(NAME, "Weights against samples") as page:
        (figure,) = page.figures
        for name, place in ((CLICK, (0.2, 4.1)), (CELL, (3.7, 0.4))):
            drag(figure, name, *place)
            row, column = round(place[1]), round(place[0])
            assert figure.controls["depth"].value == experiments.DEPTHS[row]
            assert figure.controls["width"].value == experiments.SIZES[column]
            assert figure.results[0].chosen == (row, column)
        press(figure, CELL, up=1)
        assert figure.controls["depth"].value == 2
        drag(figure, "mark 1 sets depth", x=21, panel=1)
        assert figure.controls["depth"].value == 20
        for name in (CLICK, CELL):
            assert sum(1 for _ in to_the_corners(figure, name)) == 4


def test_the_steps_and_the_cell_of_the_map_are_dragged():
    with Page(NAME, "Down to 10⁻²⁰") as page:
        (figure,) = page.figures
        figure.set(sigma="LeakyReLU", hidden=1)
        drag(figure, CELL, 0, 2)
        assert (figure.controls["N"].value, figure.controls["width"].value) == (5, 5)
        drag(figure, "steps sets steps", x=70, panel=1)
        assert figure.controls["steps"].value == 60


def test_the_dot_walks_along_the_solutions():
    with Page(NAME, "A walk along the solutions") as page:
        (figure,) = page.figures
        drag(figure, "mark 1 sets distance", x=12.1, panel=1)
        assert figure.controls["distance"].value == pytest.approx(12.0)
        drag(figure, "sample 2", y=0.4)
        (before, after), _ = figure.results
        assert before.data.name == "yours" and max(before.train_loss, after.train_loss) < 1e-18
