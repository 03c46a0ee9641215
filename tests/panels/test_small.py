"""Small frames beside each other: the number in the corner, the title, one scale of colours."""

import numpy as np

from dlcourse import Data, Fit, Plane, SmallContourPanel, SmallFitPanel, style
from tests.pictures import points, shown

X, U = np.linspace(-1, 1, 5), np.array([0.0, 1, 0.5, 1.5, 1])
FIT = Fit(Data.from_arrays(X, U), X, 2 * U, None, train_loss=0.0123, test_loss=None, slope=2.0)
T = np.linspace(-2, 2, 5)
PLANE = Plane(T, T, 0.5 + np.add.outer(T**2, 3 * T**2), title="first")


def test_a_small_fit_has_its_loss_in_the_corner_and_no_legend():
    panel = shown(SmallFitPanel(title="5 layers"), FIT)
    assert np.array_equal(points(panel._models[0]), np.column_stack([X, 2 * U]))
    assert panel._models[0].get_color() == style.BLUE
    assert panel._loss.get_text() == "0.0123" and not panel._legends
    assert panel._title.get_text() == "5 layers"
    assert panel.describe(FIT) == "5 layers: 0.0123."


def test_a_fit_that_is_not_there_yet_is_an_empty_frame():
    panel = shown(SmallFitPanel(title="5 layers"), None)
    assert panel._loss.get_text() == panel.describe(None) == ""
    assert not any(line.get_visible() for line in panel._models)
    panel.update(FIT)
    assert panel._models[0].get_visible()


def test_a_small_plane_has_its_title_and_the_scale_where_asked_for():
    panel = shown(SmallContourPanel(limits=(0.1, 20), bar=False), PLANE)
    assert panel._title.get_text() == "first" and not panel._bar.get_visible()
    assert shown(SmallContourPanel(), PLANE)._bar.get_visible()
    assert panel.describe(PLANE) == "first: 0.5 to 16.5."


def test_a_small_plane_that_is_nowhere_finite_is_said():
    nowhere = Plane(T, T, np.full((5, 5), np.nan), title="Tanh")
    assert shown(SmallContourPanel(), nowhere).describe(nowhere) == "Tanh: nowhere finite."
