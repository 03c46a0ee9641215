"""Runs as dots, and the plane of two weights, read back from what is drawn."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlcourse import style
from dlcourse.chapters.learning_features.experiments import ways_down
from dlcourse.chapters.learning_features.measures import Dots, training_and_test
from dlcourse.chapters.learning_features.models import descent
from dlcourse.chapters.learning_features.pictures import DotsPanel, TwoWeightsPanel
from tests.pictures import legend, points, shown

PAIR = [style.look(0), style.look(1)]
ERRORS = training_and_test({"2": [(11, 13), (9, 12), (10, 20)], "4": [(1, 8), (3, 9)]}, "width")
COUNTS = Dots(("a", "b"), ((3, 6), (2, 5)), (([1.0, 3.0], [0.5]), ([4.0], [])))


def test_each_series_has_its_dots_beside_the_others():
    panel = shown(DotsPanel(ylabel="error, %", limits=(0, 40), looks=PAIR), ERRORS)
    training, test = (points(line) for line in panel._dots)
    assert training[:, 1].tolist() == [11, 9, 10, 1, 3] and test[:, 1].tolist() == [
        13,
        12,
        20,
        8,
        9,
    ]
    for place, (left, right) in enumerate(((training[:3], test[:3]), (training[3:], test[3:]))):
        assert place - 0.5 < left[:, 0].min() and right[:, 0].max() < place + 0.5
        assert left[:, 0].max() < right[:, 0].min()
    assert len(np.unique(training[:, 0])) == 5  # equal runs do not hide each other


def test_medians_labels_and_the_legend():
    panel = shown(DotsPanel(ylabel="error, %", limits=(0, 40), looks=PAIR), ERRORS)
    assert [line.get_ydata().tolist() for line in panel._medians] == [[10, 2], [13, 8.5]]
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["2", "4"]
    assert panel.ax.get_xlabel() == "width" and panel.ax.get_ylim() == (0, 40)
    named = [(handle.get_color(), label) for handle, label in legend(panel)]
    assert named == [(PAIR[0]["color"], "training"), (PAIR[1]["color"], "test")]
    said = panel.describe(ERRORS)
    assert said == "Error, %, medians: training: 10 (2), 2 (4); test: 13 (2), 8.5 (4)."


def test_over_numbers_each_series_has_its_own_places():
    panel = shown(DotsPanel(xlabel="parameters", ylabel="error, %", limits=(0, 5)), COUNTS)
    assert points(panel._dots[0]).tolist() == [[3, 1], [3, 3], [6, 0.5]]
    assert points(panel._dots[1]).tolist() == [[2, 4]]
    (x, y), (_, other) = (line.get_data() for line in panel._medians)
    assert list(x) == [3, 6] and list(y) == [2, 0.5] and other[0] == 4 and np.isnan(other[1])
    left, right = panel.ax.get_xlim()
    assert 1.5 < left < 2 and 6 < right < 6.5 and panel.ax.get_xlabel() == "parameters"
    assert panel.describe(COUNTS) == "Error, %, medians: a: 2 (3), 0.5 (6); b: 4 (2)."


def test_fewer_series_leave_no_dots_of_the_others():
    panel = shown(DotsPanel(limits=(0, 5)), COUNTS)
    panel.update(Dots(("a",), ((3, 6),), (([1.0], [0.5]),)))
    assert not len(points(panel._dots[1])) and not len(points(panel._medians[1]))


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
