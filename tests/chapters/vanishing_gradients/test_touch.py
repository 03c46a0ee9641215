"""What can be dragged in the figures of notebook 11, and what it sets."""

import numpy as np
import pytest

from dlcourse import compiled
from tests.pages import Page, sections
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
NAME = "11_vanishing_gradients"
_, POWERS, _, _, SLOPES, _, _, _, BOUNDS, EXPLOSION, _ = sections(NAME)


def test_the_end_of_the_curve_chooses_alpha():
    with Page(NAME, POWERS) as page:
        (figure,) = page.figures
        name = "αⁿ sets alpha"
        for alpha in (0.85, 0.93, 1.0, 1.045, 1.15):
            drag(figure, name, y=alpha**50)
            assert figure.controls["alpha"].value == pytest.approx(alpha)
            end = offered(figure)[name]
            assert (end.x, end.y) == (50, pytest.approx(alpha**50))
            assert figure.panels[0]._lines[0].get_ydata()[-1] == pytest.approx(alpha**50)
        press(figure, name, up=-1)
        assert figure.controls["alpha"].value < 1.15
        ends = {figure.controls["alpha"].value for _ in to_the_corners(figure, name)}
        assert ends == {0.85, 1.15}


def test_the_dot_on_the_mean_slopes_chooses_the_spread():
    with Page(NAME, SLOPES) as page:
        (figure,) = page.figures
        name = "mark 1 sets s"
        for s in (0.5, 2.0, 4.1):
            drag(figure, name, x=s, panel=1)
            assert figure.controls["s"].value == pytest.approx(s)
            dot = offered(figure, 1)[name]
            assert (dot.x, dot.y) == pytest.approx(
                (s, figure.results[0].hlines["mean slope"]), abs=1e-2
            )
        assert sum(1 for _ in to_the_corners(figure, name, panel=1)) == 4


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


@pytest.mark.skipif(not compiled.available(), reason="takes minutes without the compiled kernels")
def test_the_line_at_which_gradients_are_clipped_is_dragged():
    with Page(NAME, EXPLOSION) as page:
        (figure,) = page.figures
        figure.set(n=5)
        for y, c in ((4.6, 5.0), (0.4, 0.5)):
            drag(figure, "c sets c", y=y, panel=1)
            assert figure.controls["c"].value == c == offered(figure, 1)["c sets c"].y
        figure.set(clip=False)
        assert offered(figure, 1) == {}
