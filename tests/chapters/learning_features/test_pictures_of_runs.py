"""The plane of two weights, read back from what is drawn."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlcourse import style
from dlcourse.chapters.learning_features.experiments import ways_down
from dlcourse.chapters.learning_features.models import descent
from dlcourse.chapters.learning_features.pictures import TwoWeightsPanel
from tests.pictures import legend, points, shown

PAIR = [style.look(0), style.look(1)]


def ways(w_1=-0.8, w_2=0.9, step=400):
    both, last = descent(w_1, w_2), descent(w_1, w_2, only_last=True)
    return ways_down({"both weights": both, "only w₂": last}, step)[0]


def test_ways_begin_at_the_start_and_end_where_descent_is():
    panel = shown(TwoWeightsPanel(looks=PAIR), ways(step=30))
    for k, way in enumerate(ways(step=30).ways.values()):
        assert np.allclose(points(panel._ways[k]), way) and len(way) == 31
        assert np.allclose(points(panel._ends[k]), way[-1:])
        assert to_hex(panel._ends[k].get_color()).upper() == PAIR[k]["color"]
    assert np.allclose(points(panel._begin), [[-0.8, 0.9]])
    assert [label for _, label in legend(panel)] == ["both weights", "only w₂"]


def test_the_plane_is_dark_where_the_loss_is_small_and_its_solutions_lie_there():
    panel = shown(TwoWeightsPanel(looks=PAIR), ways())
    image = panel._image.get_array().astype(float)  # [w_2, w_1]
    bright = image[..., :3].mean(axis=-1)
    assert bright[70, 70] < bright[50, 50] < bright[95, 5]  # near (1, 1), the saddle, (-2.25, 2.25)
    for line in panel._solved.get_segments():
        assert np.allclose(line[:, 0] * line[:, 1], 1)
    left, right, low, high = panel._image.get_extent()
    assert (left, right, low, high) == pytest.approx((-2.525, 2.525, -2.525, 2.525))


@pytest.mark.parametrize(
    ("start", "step", "told"),
    [
        ((-0.8, 0.9), 400, "upper curve"),
        ((0.8, -0.9), 400, "lower curve"),
        ((-1.0, 1.0), 400, "stands still at the saddle"),
        ((-0.8, 0.9), 3, "has not arrived yet"),
    ],
)
def test_what_is_said_of_the_way(start, step, told):
    panel = shown(TwoWeightsPanel(looks=PAIR), ways(*start, step))
    assert told in panel.meaning(ways(*start, step))
    assert f"from ({style.number(start[0])}, {style.number(start[1])})" in panel.describe(
        ways(*start, step)
    )
