"""What can be dragged in the figures of notebook 05, and what it sets."""

import pytest

from dlcourse import compiled
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "05_residual_depth_sweep"
CLICK, GAP, MARK = "layer: Enter or a click chooses it", "chosen layer", "mark 1 sets layer"


def test_the_layer_to_take_out_is_chosen_in_the_graph_and_on_the_curve():
    with Page(NAME, "Take a layer out") as page:
        (figure,) = page.figures
        x = figure.panels[0]._layers.get_xdata()
        for name, panel, place, layer in (
            (CLICK, 0, 0.5 * (x[3] + x[4]), 4), (GAP, 0, 0.5 * (x[7] + x[8]), 8), (MARK, 2, 3.1, 3),
        ):  # fmt: skip
            drag(figure, name, x=place, panel=panel)
            assert figure.controls["layer"].value == layer
            ((_, marked, loss),) = figure.results[2].marks
            assert marked == layer and loss == figure.results[1][1].train_loss
            assert offered(figure)[GAP].x == pytest.approx(0.5 * (x[layer - 1] + x[layer]))
        press(figure, MARK, right=1, panel=2)
        assert figure.controls["layer"].value == 4
        for name, panel in ((CLICK, 0), (GAP, 0), (MARK, 2)):
            assert sum(1 for _ in to_the_corners(figure, name, panel)) == 4


def test_the_line_of_eps_is_dragged_over_decades():
    with Page(NAME, "Why?") as page:
        figure = page.figure("eps")
        for y, eps in ((3e-17, 1e-16), (1e-49, 1e-40), (1e-51, 1e-60), (1.0, 1e-8)):
            drag(figure, "eps sets eps", y=y)
            assert figure.controls["eps"].value == eps
            assert figure.results[0].hlines["eps"] == eps
