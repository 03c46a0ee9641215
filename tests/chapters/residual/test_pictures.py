"""A small frame of notebook 05: its fit, its title, its loss in the corner."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.residual.pictures import SmallFitPanel
from tests.pictures import points, shown

X, U = np.linspace(-1, 1, 5), np.array([0.0, 1, 0.5, 1.5, 1])
FIT = dl.Fit(
    dl.Data.from_arrays(X, U), X, 2 * U, None, train_loss=0.0123, test_loss=None, slope=2.0
)


def test_a_small_fit_has_its_loss_in_the_corner_and_no_legend():
    panel = shown(SmallFitPanel(title="5 layers"), FIT)
    assert np.array_equal(points(panel._models[0]), np.column_stack([X, 2 * U]))
    assert panel._models[0].get_color() == dl.style.BLUE
    assert panel._loss.get_text() == "0.0123" and not panel._legends
    assert panel._title.get_text() == "5 layers"
    assert panel.describe(FIT) == "5 layers: 0.0123."


def test_a_fit_that_is_not_there_yet_is_an_empty_frame():
    panel = shown(SmallFitPanel(title="5 layers"), None)
    assert panel._loss.get_text() == panel.describe(None) == ""
    assert not any(line.get_visible() for line in panel._models)
    panel.update(FIT)
    assert panel._models[0].get_visible()
