"""Triangles at the edge where a curve leaves the axes: how many, where, in which colour."""

import numpy as np
import pytest

from dlcourse import Curves, CurvesPanel, Data, Fit, FitPanel, LossPanel, style
from tests.panels.test_training import a_run
from tests.pictures import hexes, shown

X = np.linspace(0, 10, 11)


def triangles(panel):
    """[(x, y)] of the triangles at the upper and at the lower edge; y is a part of the height."""
    return [mark.get_offsets().tolist() for mark in panel._beyond.marks]


def test_a_curve_inside_has_no_triangle():
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(X, X[None], ("a",)))
    assert triangles(panel) == [[], []]


def test_triangles_stand_where_a_curve_leaves_and_where_it_returns():
    """Straight lines from 5 to 30, from 55 to 5, and from 5 to −5: they meet the edges there."""
    rows = np.full((2, 11), 5.0)
    rows[0, [1, 2, 3]] = 30, 40, 55
    rows[1, 4:9] = -5
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(X, rows, ("a", "b")))
    above, below = triangles(panel)
    assert [x for x, _ in above] == pytest.approx([0.2, 3.9])
    assert [x for x, _ in below] == pytest.approx([3.5, 8.5])
    assert all(0.95 < y < 1 for _, y in above) and all(0 < y < 0.05 for _, y in below)
    colours = [hexes(mark.get_facecolors()) for mark in panel._beyond.marks]
    assert colours == [[style.look(0)["color"]] * 2, [style.look(1)["color"]] * 2]
    panel.update(Curves(X, rows, ("a", "b")), free=True)
    assert triangles(panel) == [[], []]


def test_on_logarithmic_axes_they_stand_where_the_drawn_line_meets_the_edge():
    """From 1 to 10⁴ on the way from x = 1 to 100: 10² is half of it on both axes."""
    x = np.array([1.0, 100.0, 200.0])
    panel = CurvesPanel(limits=(0.1, 100), log=True, logx=True)
    shown(panel, Curves(x, np.array([[1.0, 1e4, 1e4]]), ("a",)))
    assert [x for x, _ in triangles(panel)[0]] == pytest.approx([10])


def test_a_narrow_stretch_has_one_triangle_and_a_curve_that_never_returns_one():
    x = np.linspace(0, 10, 1001)
    spike, away = np.full((2, 1001), 5.0)
    spike[400:405], away[700:] = 20, np.nan
    away[700] = np.inf
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(x, np.array([spike, away]), ("a", "b")))
    assert [x for x, _ in triangles(panel)[0]] == pytest.approx([4.02, 7.0], abs=0.01)
    panel.update(Curves(x, np.array([x, 20 + x]), ("inside", "outside")))
    assert [x for x, _ in triangles(panel)[0]] == pytest.approx([5.0])


def test_what_is_not_a_number_leaves_no_mark():
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(X, np.full((1, 11), np.nan), ("a",)))
    assert triangles(panel) == [[], []]


def test_a_curve_that_leaves_again_and_again_is_not_hidden_by_its_triangles():
    x = np.arange(1000.0)
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(x, 20 * (x[None] % 2), ("a",)))
    assert 5 <= len(triangles(panel)[0]) <= 16


def test_a_fit_that_leaves_the_picture_is_marked_and_said():
    data = Data.from_arrays(X, np.sin(X))
    u = np.where(X == 4, 100.0, np.sin(X))
    fit = Fit(data, X, u, None, train_loss=0.1, test_loss=None, slope=1.0)
    panel = shown(FitPanel(), fit)
    top = panel.ax.get_ylim()[1]
    ends = [near + (top - np.sin(near)) / (100 - np.sin(near)) * (4 - near) for near in (3, 5)]
    assert [x for x, _ in triangles(panel)[0]] == pytest.approx(ends)
    assert "9 % beyond the scale" in panel.describe(fit)


@pytest.mark.parametrize("spoilt, edge", [(1e3, 0), (1e-9, 1)])
def test_a_loss_outside_the_axis_is_marked_and_said(spoilt, edge):
    run = a_run([1.0, 0.5, spoilt, 0.2, 0.1], test_losses=None)
    panel = shown(LossPanel(), run)
    found = [x for x, _ in triangles(panel)[edge]]
    assert found and all(run.epochs[1] < x < run.epochs[3] for x in found)
    assert "20 % beyond the scale" in panel.describe(run)
