"""What can be dragged in the figures of notebook 09, and what it sets."""

import numpy as np
import pytest

from dlcourse import compiled
from tests.pages import Page, sections
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
NAME = "09_flat_minima"
_, SHIFT, BEHIND, NETWORKS, *_ = sections(NAME)
SHARP, FLAT = "mark 1 sets shift", "mark 2 sets shift"


@pytest.fixture(scope="module")
def moved():
    with Page(NAME, SHIFT) as page:
        yield page.figure("shift")


@pytest.mark.parametrize("name, minimum", [(SHARP, -1.0), (FLAT, 1.0)])
def test_the_test_curve_is_dragged_by_its_minima(moved, name, minimum):
    for shift in (-0.42, 0.3):
        drag(moved, name, x=minimum + shift)
        assert moved.controls["shift"].value == pytest.approx(shift, abs=0.0051)
        curves = moved.results[0]
        test = curves.values[1]
        there = (curves.x - curves.x[0] > 0.1) & (abs(curves.x - minimum - shift) < 0.4)
        assert curves.x[there][test[there].argmin()] == pytest.approx(minimum + shift, abs=0.01)
        assert offered(moved)[name].x == pytest.approx(minimum + moved.controls["shift"].value)
        assert offered(moved)[name].y == pytest.approx(0, abs=1e-3)


def test_the_curve_is_moved_by_keys_and_into_corners(moved):
    before = moved.controls["shift"].value
    press(moved, FLAT, right=1)
    assert before < moved.controls["shift"].value < before + 0.1
    for name in (SHARP, FLAT):
        assert sum(1 for _ in to_the_corners(moved, name)) == 4
    assert moved.controls["shift"].value == 0.6


@pytest.mark.skipif(not compiled.available(), reason="takes minutes without the compiled kernels")
def test_the_line_of_stability_chooses_the_learning_rate():
    with Page(NAME, NETWORKS) as page:
        figure = page.figure("lr")
        name = "2/lr sets lr"
        for y, lr in ((100, 0.02), (22, 0.1), (43, 0.05)):
            drag(figure, name, y=y)
            assert figure.controls["lr"].value == lr
            assert offered(figure)[name].y == pytest.approx(2 / lr)
            assert np.allclose(figure.panels[0]._references[0].get_ydata(), 2 / lr)
        press(figure, name, up=1)  # further up, to the smaller rate
        assert figure.controls["lr"].value == 0.02
        assert sum(1 for _ in to_the_corners(figure, name)) == 4


def test_the_upright_line_sets_the_spread_of_the_shifts():
    with Page(NAME, BEHIND) as page:
        figure = page.figure("shifts")
        name = "spread sets spread"
        for t, spread in ((1.25, 0.25), (1.04, 0.04), (0.2, 0.0), (2.0, 0.5)):
            drag(figure, name, x=t)
            assert figure.controls["spread"].value == pytest.approx(spread, abs=0.0051)
            assert offered(figure)[name].x == pytest.approx(1 + figure.controls["spread"].value)
        assert sum(1 for _ in to_the_corners(figure, name)) == 4
