"""The pictures of notebook 05 and what they mean, in words."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.residual import pictures
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


# ------------------------------------------------------------------ what the figures mean, in words

J = np.arange(1, 4)


def both(x, *rows, **more):
    """A curve of the plain and one of the residual network."""
    return dl.Curves(np.asarray(x), np.array(rows, dtype=float), ("plain", "residual"), **more)


LOSSES = {
    "neither learns": both(J, [9, 1, 0.13], [9, 0.2, np.nan]),  # 0.135 is the best straight line
    "only the residual one learns": both(J, [1, 1, 0.9], [1, 0.5, 0.01]),
    "both learn": both(J, [1, 0.5, 0.05], [1, 0.5, 0.01]),
}


def test_of_the_ten_fits_those_are_counted_that_beat_a_straight_line():
    fits = [replace(FIT, train_loss=loss, line_loss=0.1) for loss in (0.01, 0.08, 0.095, 0.1, 9)]
    said = pictures.how_many_learn(*fits, *[replace(fits[0]) for _ in range(5)])
    assert said == "2 of 5 plain and 5 of 5 residual networks beat a straight line."


def test_the_share_of_failures_is_that_of_the_deepest_networks():
    plain, residual = (
        dl.Bars(("5 layers\n0 % fail", f"47 layers\n{share} % fail"), np.ones(2))
        for share in (88, 6)
    )
    assert pictures.deepest_fail(plain, residual) == (
        "With 47 layers, 88 % of the plain networks fail and 6 % of the residual ones."
    )


@pytest.mark.parametrize("learns", LOSSES)
def test_layers_below_eps_are_counted_and_who_learns_is_said(learns):
    layers = both(J, [1e-20, 1e-9, 1], [1e-7, 1, 1], hlines={"eps": 1e-8})
    assert pictures.below_eps(layers, LOSSES[learns]) == (
        "The first gradient is below eps in 2 layers of the plain network and in no layer of the "
        f"residual one; {learns}."
    )


def test_states_grow_or_shrink_over_the_layers_of_one_width():
    states = both(range(1, 7), [9, 1, 3, 0.01, 9, 9], [9, 0.5, 2, 100, 9, 9])
    assert pictures.states_grow(states, LOSSES["both learn"]) == (
        "From layer to layer the states of the plain network shrink, in all 100 times, those of "
        "the residual network grow, in all 200 times; both learn."
    )


def test_new_layers_change_nothing_or_something_and_training_goes_on():
    run, fits = SimpleNamespace(final_loss=0.01), (replace(FIT, train_loss=0.02), FIT)
    change = dl.Curves(X, np.zeros((1, 5)), ("",))
    assert pictures.what_changes(None, fits, change, run) == (
        "The new layers change nothing as they are put in; after further training the loss is "
        "lower than before."
    )
    change, run = replace(change, values=-3 * np.eye(1, 5)), SimpleNamespace(final_loss=0.3)
    said = pictures.what_changes(None, fits, change, run)
    assert "change the output by up to 3 as" in said and "the loss is no lower than before" in said


def test_a_layer_costs_what_the_loss_is_without_it():
    losses = both(J, [1, 6, 1], [1, 1, 1], marks=[(0, 2, 0.6)], hlines={"with all": 0.1})
    said = "Without layer 2 the loss is 6 times as large."
    assert pictures.price_of_a_layer(None, None, losses) == said
