"""What can be dragged in the figures of notebook 11, and what it sets."""

import numpy as np
import pytest

from dlcourse import compiled
from tests.pages import Page, sections
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
NAME = "11_vanishing_gradients"
POWERS, _, _, MATRICES, _, BOUNDS, *_ = sections(NAME)


def test_the_end_of_the_curve_chooses_alpha():
    with Page(NAME, POWERS) as page:
        (figure,) = page.figures
        name = "αⁿ sets alpha"
        for alpha in (0.5, 0.77, 1.0, 1.23, 1.6):
            drag(figure, name, y=alpha**60)
            assert figure.controls["alpha"].value == pytest.approx(alpha)
            end = offered(figure)[name]
            assert (end.x, end.y) == (60, pytest.approx(alpha**60))
            assert figure.panels[0]._lines[0].get_ydata()[-1] == pytest.approx(alpha**60)
        press(figure, name, up=-1)
        assert figure.controls["alpha"].value < 1.6
        ends = {figure.controls["alpha"].value for _ in to_the_corners(figure, name)}
        assert ends == {0.5, 1.6}


def test_the_line_at_1_over_L_chooses_the_bound_of_sigma():
    with Page(NAME, MATRICES) as page:
        figure = page.figure("aim")
        name = "1/L sets L"
        for y, L in ((1.3, 0.5**0.5), (0.9, 1.0), (2.4, 0.5)):
            drag(figure, name, y=y)
            assert figure.controls["L"].value == L
            assert offered(figure)[name].y == pytest.approx(1 / L)
        assert sum(1 for _ in to_the_corners(figure, name)) == 4


@pytest.mark.skipif(not compiled.available(), reason="takes minutes without the compiled kernels")
def test_the_bound_of_the_norms_is_dragged_and_kept():
    with Page(NAME, BOUNDS) as page:
        (figure,) = page.figures
        name = "c sets c"
        for y, c in ((2.1, 2.0), (0.55, 0.5)):
            drag(figure, name, y=y, panel=1)
            norms = figure.results[1].values[0]
            assert figure.controls["c"].value == c == offered(figure, 1)[name].y
            assert norms.max() <= c + 1e-9
        drag(figure, name, y=9, panel=1)
        assert figure.controls["c"].value == 3.0
        assert np.allclose(figure.panels[1]._references[0].get_ydata(), 3.0)
        press(figure, name, up=-1, panel=1)
        assert figure.controls["c"].value == 2.0
