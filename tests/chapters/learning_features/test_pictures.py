"""Samples in a plane and the regions of the classes, read back from what is drawn."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from dlcourse import Points, style
from dlcourse.chapters.learning_features.pictures import ScatterPanel
from tests.pictures import legend, points, shown

PLACES = np.array([[-1.0, 0, 1, 0.5], [0, 1, 0.25, -1]])
CLASSES = np.array([0, 1, 1, 0])
T1, T2 = np.linspace(-2, 2, 5), np.linspace(0, 6, 4)
RIGHT = Points(PLACES, CLASSES, T1, T2, np.broadcast_to(T1 - 0.5, (4, 5)), accuracy=0.75)


def tint(k):
    """The light colour of the region of class k."""
    return [0.82 + 0.18 * c for c in to_rgb(style.CLASSES[k]["color"])]


def test_each_class_has_its_dots_its_look_and_its_name():
    panel = shown(ScatterPanel(), RIGHT)
    assert points(panel._classes[0]).tolist() == [[-1, 0], [0.5, -1]]
    assert points(panel._classes[1]).tolist() == [[0, 1], [1, 0.25]]
    assert not len(points(panel._classes[2]))
    looks = [(dots.get_color(), dots.get_marker()) for dots in panel._classes[:2]]
    assert looks == [(style.BLUE, "o"), (style.VERMILLION, "s")]
    named = [(key.get_color(), label) for key, label in legend(panel)]
    assert named == [(style.BLUE, "class 0"), (style.VERMILLION, "class 1")]


def test_the_region_of_class_1_is_where_the_score_is_positive():
    panel = shown(ScatterPanel(), RIGHT)
    image = panel._region.get_array()  # [t2, t1]
    assert image.shape == (4, 5, 3)
    for i, k in np.ndindex(5, 4):
        assert np.allclose(image[k, i], tint(int(T1[i] > 0.5)))
    left, right, bottom, top = panel._region.get_extent()
    assert (left, right) == (-2.5, 2.5) and (bottom, top) == (-1, 7)  # half a step around


def test_the_boundary_runs_where_the_score_is_zero():
    panel = shown(ScatterPanel(), RIGHT)
    (line,) = panel._border.get_segments()
    assert np.allclose(line[:, 0], 0.5) and np.ptp(line[:, 1]) == 6


def test_of_more_classes_the_region_is_the_number_of_the_class():
    region = np.array([[0, 1, 2, 2, 2]] * 4)
    panel = shown(ScatterPanel(), Points(PLACES, np.array([0, 1, 2, 2]), T1, T2, region))
    image = panel._region.get_array()
    assert np.allclose(image[0], [tint(k) for k in (0, 1, 2, 2, 2)])
    assert sorted({round(line[0, 0], 9) for line in panel._border.get_segments()}) == [-1.5, -0.5]
    assert [label for _, label in legend(panel)] == ["class 0", "class 1", "class 2"]


def test_samples_without_a_model_have_no_region():
    panel = shown(ScatterPanel(), RIGHT)
    panel.update(Points(PLACES, CLASSES))
    assert not panel._region.get_visible() and not len(panel._border.get_segments())
    assert panel.describe(Points(PLACES, CLASSES)) == "4 samples."


def test_a_grid_that_was_carried_along_is_drawn_behind():
    mesh = np.array([[[0, 1, 2], [0, 0, 1]], [[0, 0, 0], [0, 1, 2]]])  # two lines (2, T)
    panel = shown(ScatterPanel(), Points(PLACES, CLASSES, mesh=mesh))
    drawn = [line.tolist() for line in panel._mesh.get_segments()]
    assert drawn == [[[0, 0], [1, 0], [2, 1]], [[0, 0], [0, 1], [0, 2]]]


def test_the_sentence_and_the_labels():
    panel = shown(ScatterPanel(xlabel="features", limits=((-2, 2), (0, 6))), RIGHT)
    assert panel.describe(RIGHT) == "4 samples; 75 % on the right side of the boundary."
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("features", "$x_2$")
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((-3, 3), (0, 6))  # of one length


def test_limits_are_those_of_the_first_samples_and_hold_later_ones():
    panel = shown(ScatterPanel(), RIGHT)
    first = panel.ax.get_xlim(), panel.ax.get_ylim()
    assert np.allclose(first, [(-1.16, 1.16), (-1.16, 1.16)])
    panel.update(Points(0.5 * PLACES, CLASSES))
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == first
    panel.update(Points(PLACES + 5, CLASSES))
    assert panel.ax.get_xlim()[1] > 6 and panel.ax.get_ylim()[1] > 6
    panel.update(Points(PLACES + 5, CLASSES), free=True)
    assert np.allclose(panel.ax.get_xlim(), (3.84, 6.16))


@pytest.mark.parametrize("limits", [None, ((-1, 1), (-1, 1))])
def test_features_that_are_not_finite_are_left_out(limits):
    broken = PLACES.copy()
    broken[:, 0] = np.nan
    panel = shown(ScatterPanel(limits=limits), Points(broken, CLASSES))
    assert np.isfinite([panel.ax.get_xlim(), panel.ax.get_ylim()]).all()
