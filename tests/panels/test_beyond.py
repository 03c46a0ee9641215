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


def test_each_stretch_outside_has_one_triangle_in_its_middle_at_its_edge():
    rows = np.full((2, 11), 5.0)
    rows[0, [1, 2, 3, 8]] = 50, 60, 70, np.inf
    rows[1, 4:9] = -1
    panel = shown(CurvesPanel(limits=(0, 10)), Curves(X, rows, ("a", "b")))
    above, below = triangles(panel)
    assert [x for x, _ in above] == [2, 8] and [x for x, _ in below] == [6]
    assert all(0.95 < y < 1 for _, y in above) and all(0 < y < 0.05 for _, y in below)
    colours = [hexes(mark.get_facecolors()) for mark in panel._beyond.marks]
    assert colours == [[style.look(0)["color"]] * 2, [style.look(1)["color"]]]
    panel.update(Curves(X, rows, ("a", "b")), free=True)
    assert [x for x, _ in triangles(panel)[0]] == [8] and triangles(panel)[1] == []


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
    assert [x for x, _ in triangles(panel)[0]] == [4]
    assert "9 % beyond the scale" in panel.describe(fit)


@pytest.mark.parametrize("spoilt, edge", [(1e3, 0), (1e-9, 1)])
def test_a_loss_outside_the_axis_is_marked_and_said(spoilt, edge):
    run = a_run([1.0, 0.5, spoilt, 0.2, 0.1], test_losses=None)
    panel = shown(LossPanel(), run)
    assert [x for x, _ in triangles(panel)[edge]] == [run.epochs[2]]
    assert "20 % beyond the scale" in panel.describe(run)
