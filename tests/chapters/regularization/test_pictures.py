"""What the figures of notebook 07 mean, in words."""

from dataclasses import replace

import numpy as np

import dlcourse as dl
from dlcourse.chapters.regularization import experiments, measures, pictures

X = np.linspace(-1, 1, 5)
FIT = dl.Fit(dl.Data.from_arrays(X, X), X, X, None, 0.01, 0.2, 1.0)


def test_a_remedy_is_better_or_not():
    better = (FIT, replace(FIT, test_loss=0.1))
    assert pictures.better_or_not(better, None).endswith("without it 0.2: better in this seed.")
    assert "0.2: not better" in pictures.better_or_not((FIT, FIT), None)
    unknown = replace(FIT, test_loss=None)
    assert pictures.better_or_not((unknown, unknown), None) == ""


def test_the_lowest_median_is_named():
    found = {d: [(0.1, 0.5 if d else 0.3)] for d in experiments.DECAYS}
    dots = measures.against(found, experiments.DECAYS, 0.01)
    assert pictures.underfits_or_not(None, dots).endswith("λ = 0.")
    empty = measures.against({d: [] for d in experiments.DECAYS}, experiments.DECAYS, 0)
    assert pictures.underfits_or_not(None, empty) == ""


def test_the_scoreboard_says_who_is_best_and_who_is_no_better():
    dots = measures.board({"nothing": [0.2, 0.3], "a": [0.1, 0.2], "b": [0.4, 0.1]})
    assert dots.rows["better in"] == ("", "2", "1")
    told = pictures.best_remedy(dots)
    assert told.startswith("Lowest median: a, 0.15") and told.endswith("no better than nothing: b.")
    assert dots.hlines == {"nothing": 0.25}


def test_the_gap_is_a_root_mean_square():
    curves = dl.Curves(X, np.array([X, X + 0.5]), ("mean", "prediction"))
    assert measures.gap(curves) == 0.5
    assert pictures.how_far_off(None, None, curves).startswith("The prediction is 0.5 away")


def test_the_goal_is_told():
    dots = measures.mixed({"nothing": [0.2], "yours": [0.03, 0.01]})
    assert pictures.goal_or_not(dots) == "Your median test loss is 0.02; the goal is 0.0195."


def test_held_out_samples_are_a_fifth_and_not_trained_on():
    data = experiments.held_out(experiments.WIGGLY, seed=1)
    assert data.N == 24 and data.x_test.shape == (1, 6)
    assert not set(data.x[0]) & set(data.x_test[0])


def test_augmentation_moves_inputs_only():
    data = experiments.augmented_data(experiments.WIGGLY, 10, 0.1)
    moved = data.x - np.repeat(experiments.WIGGLY.x, 10, axis=1)
    assert data.N == 300 and 0.08 < moved.std() < 0.12
    assert np.array_equal(data.y, np.repeat(experiments.WIGGLY.y, 10, axis=1))
