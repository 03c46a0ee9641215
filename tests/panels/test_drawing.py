"""What is kept as background is what would be drawn: no picture of a panel is out of date."""

from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse import (
    Bars,
    BarsPanel,
    Curves,
    CurvesPanel,
    Data,
    Dots,
    DotsPanel,
    Fit,
    FitPanel,
    GraphPanel,
    LossPanel,
    Network,
    NetworkPanel,
    Plane,
    unit_functions,
)
from dlcourse.chapters.loss_landscape.pictures import ContourPanel, SurfacePanel
from dlcourse.live.canvas import Canvas
from tests.pictures import picture

T = np.linspace(-2, 2, 9)
DATA = Data.from_arrays(T, np.sin(T), truth=np.sin)


def a_fit(data=DATA):
    return Fit(data, T, 0.5 * T, None, train_loss=0.1, test_loss=None, slope=0.5)


def a_run(last=1000, level=1.0):
    epochs, losses = np.array([0, 10, last]), level * np.array([1.0, 0.1, 0.01])
    return SimpleNamespace(epochs=epochs, losses=losses, test_losses=None, diverged_at=None)


def a_plane(size=1.0, title="near"):
    return Plane(size * T, T, np.add.outer(T**2, 3 * T**2), title=title)


def a_network(widths, **options):
    net = Network(widths, **options)
    return unit_functions(net, np.linspace(-1, 2, net.n_params), DATA)


SOME = Dots(("a", "b"), {"x": ([1.0, 2.0], [3.0])}, rows={"fail": ["0 %", ""]})
CASES = {  # a panel, and two results between which its ticks, labels, title or legend change
    "curves": (CurvesPanel, Curves(T, T, ("a",)), Curves(T, 40 * T, ("b",), ylabel="other")),
    "bars": (BarsPanel, Bars(("a", "b"), [1, 2]), Bars(("c",), [90], ylabel="other")),
    "dots": (DotsPanel, SOME, Dots(("c",), {"x": ([9.0, 90.0],)}, ylabel="other", chosen=0)),
    "fit": (FitPanel, a_fit(), a_fit(Data.from_arrays(T, 9 + T, T, T))),
    "loss": (LossPanel, a_run(), a_run(500, 1e-9)),
    "contour": (ContourPanel, a_plane(), a_plane(3, "far")),
    "surface": (SurfacePanel, a_plane(), a_plane(3, "far")),
    "graph": (GraphPanel, Network((1, 2, 1)), Network((1, 3, 3, 1), residual=True)),
    "network": (NetworkPanel, a_network((1, 2, 1)), a_network((1, 3, 3, 1), residual=True)),
}
each_panel = pytest.mark.parametrize("kind, first, second", CASES.values(), ids=CASES)


@each_panel
@pytest.mark.parametrize("scale", [1, 2])
def test_after_a_move_the_picture_is_that_of_a_new_figure(kind, first, second, scale):
    """Also at twice the pixels, where ticks, labels and legend are kept apart."""
    moved = picture(kind(), first, second, dots=scale)
    assert (moved == picture(kind(), second, dots=scale)).all()
    assert (moved != picture(kind(), first, dots=scale)).any()
    back = picture(kind(), first, second, first, dots=scale)
    assert (back == picture(kind(), first, dots=scale)).all()


@each_panel
@pytest.mark.parametrize("scale", [1, 2])
def test_a_margin_is_kept_on_all_sides(kind, first, second, scale):
    """Nothing drawn touches the edge of the picture: no label is cut off."""
    pixels = picture(kind(), first, dots=scale)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert (edge[:, :3] == 255).all()


def test_a_switch_is_another_picture_and_comes_back():
    canvas, seen = Canvas([CurvesPanel(switches=["log"])], (520, 380), 1), []
    for log in (False, True, False):
        canvas.update([Curves(T, np.exp(T), ("a",))], {"log": log})
        seen.append(canvas.pixels(2).copy())
    assert (seen[0] != seen[1]).any() and (seen[0] == seen[2]).all()


def test_two_panels_of_a_row_stand_on_one_line():
    one, two = FitPanel(), ContourPanel()
    Canvas([one, two], (1040, 400), 2)
    assert one.ax.get_position().y0 == pytest.approx(two.ax.get_position().y0)
    assert one.ax.get_position().y1 == pytest.approx(two.ax.get_position().y1)
