"""The pictures of notebook 05 and what they mean, in words."""

from dataclasses import replace

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.residual import pictures
from dlcourse.chapters.residual.measures import trials
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
    assert panel._loss.get_text() == "loss 0.0123" and not panel._legends
    assert panel._title.get_text() == "5 layers"
    assert panel.describe(FIT) == "5 layers: training loss 0.0123."


def test_a_fit_that_is_not_there_yet_is_an_empty_frame():
    panel = shown(SmallFitPanel(title="5 layers"), None)
    assert panel._loss.get_text() == panel.describe(None) == ""
    assert not any(line.get_visible() for line in panel._models)
    assert panel.handles(None) == []
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


LOST = {
    "plain": ([0.01, 0.02, 0.3], [0.3, 0.3]), "residual": ([0.01], [9e9, 1e-9, np.nan]),
}  # fmt: skip
TRIALS = trials(("5 layers", "47 layers"), LOST, limit=0.1, chosen=1)


def test_runs_are_dots_in_the_colour_of_their_kind_and_one_that_diverged_stands_at_the_edge():
    panel = shown(pictures.trials_of_both(), TRIALS)
    looks = [(line.get_color(), line.get_marker()) for line in panel._dots]
    assert looks == [(dl.style.BLUE, "o"), (dl.style.GREEN, "^")]
    assert points(panel._dots[0])[:, 1].tolist() == [0.01, 0.02, 0.3, 0.3, 0.3]
    assert points(panel._dots[1])[:, 1].tolist() == [0.01] and panel.ax.get_yscale() == "log"
    assert [len(mark.get_offsets()) for mark in panel._beyond.marks] == [2, 1]


def test_the_share_of_failures_is_that_of_the_deepest_networks():
    assert pictures.deepest_fail(TRIALS) == (
        "With 47 layers, 100 % of the plain networks fail and 67 % of the residual ones."
    )


@pytest.mark.parametrize("learns", LOSSES)
def test_layers_below_eps_and_layers_that_stay_are_counted_and_who_learns_is_said(learns):
    layers = both(J, [1e-20, 1e-9, 1], [1e-7, 1, 1], hlines={"eps": 1e-8})
    moved = both(J, [0, 0.5, 1], [2, 2, 2])
    assert pictures.below_eps(layers, moved, LOSSES[learns]) == (
        "In the plain network the first gradient is below eps in 2 layers, and 1 layer hardly "
        f"moves; {learns}."
    )


def test_residual_states_grow_over_the_layers_of_one_width():
    states = both(range(1, 7), [9, 1, 3, 0.01, 9, 9], [9, 0.5, 2, 100, 9, 9])
    assert pictures.states_grow(states, TRIALS) == (
        "From this start the residual states grow to 200 times their size; 67 % of the residual "
        "runs fail and 100 % of the plain ones."
    )


def test_networks_below_the_goal_are_counted():
    assert pictures.how_many_of_all(None, both(J, [9, 1, 0.0099], [9, 9, 0.0101])) == (
        "1 of 2 networks end with a mean training loss below 0.01."
    )


def test_new_layers_change_nothing_or_something_and_training_goes_on():
    losses, fits = both(J, [9, 9, 0.01], [0, 0, 0], hlines={"before": 0.02}), (FIT, FIT)
    change = dl.Curves(X, np.zeros((1, 5)), ("",))
    assert pictures.what_changes(None, fits, change, losses) == (
        "The new layers change nothing as they are put in; after further training the loss is "
        "lower than before."
    )
    change = replace(change, values=-3 * np.eye(1, 5))
    losses = replace(losses, values=np.array([[0.3]]))
    said = pictures.what_changes(None, fits, change, losses)
    assert "change the output by up to 3 as" in said and "the loss is no lower than before" in said


def test_a_layer_costs_what_the_loss_is_without_it():
    losses = both(J, [1, 6, 1], [1, 1, 1], marks=[(0, 2, 0.6)], hlines={"with all": 0.1})
    said = "Without layer 2 the loss is 6 times as large."
    assert pictures.price_of_a_layer(None, None, losses) == said
