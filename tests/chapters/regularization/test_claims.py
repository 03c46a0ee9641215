"""Regularization: what helps on the overfitted problem of notebook 07, over seeds."""

from functools import cache

import numpy as np
import pytest

from dlcourse import compiled
from dlcourse.chapters.regularization import experiments, measures, pictures

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
SEEDS = 16


@cache
def losses(remedy):
    return np.array([experiments.test_loss(remedy, seed=seed) for seed in range(SEEDS)])


def wins(remedy):
    return np.sum(losses(remedy) < losses("nothing"))


def test_without_a_remedy_the_network_overfits():
    runs = [experiments.tikhonov(0, seed=seed) for seed in range(SEEDS)]
    noise = 0.5 * 0.3**2  # the truth's own mean training loss, on average
    assert runs[0].net.n_params == 471
    assert np.median([run.final_loss for run in runs]) < 0.6 * noise
    ends, lowest = (np.array([f(run.test_losses) for run in runs]) for f in (lambda t: t[-1], min))
    assert np.median(ends / lowest) > 1.3


def test_tikhonov_and_augmentation_help_in_nearly_every_seed():
    for remedy in ("Tikhonov", "augmentation"):
        assert wins(remedy) >= 12
        assert np.median(losses(remedy)) < 0.85 * np.median(losses("nothing"))


def test_early_stopping_and_dropout_are_near_a_coin_toss():
    for remedy in ("early stopping", "dropout"):
        assert 4 <= wins(remedy) <= 12 and wins(remedy) < wins("Tikhonov")


def test_fewer_weights_help_in_most_seeds():
    assert wins("width 4") >= 9 and wins("sparse") >= 8
    assert experiments.smaller("width", 4).n_params == 93
    assert experiments.smaller("convolution", 3).n_weights < experiments.NET.n_params / 3


def test_small_batches_help_and_a_small_start_does_not():
    assert wins("SGD") >= 9
    assert wins("small start") <= 8
    assert np.median(losses("small start")) > np.median(losses("nothing"))


def test_more_decay_costs_training_loss_and_test_loss_has_a_minimum():
    of_all = [[experiments.tikhonov_losses(d, seed=s) for s in range(8)] for d in (0, 0.01, 0.1)]
    (train, test) = np.median(of_all, axis=1).T
    assert (np.diff(train) > 0.01).all()
    assert test[1] < 0.85 * test[0] and test[2] > 2 * test[0]


def test_prediction_needs_one_minus_rho_and_not_rho():
    def median_gap(scaling):
        trained = (experiments.dropped(0.2, seed=seed) for seed in range(6))
        curves = (measures.dropout_curves(one, 2000, scaling) for one in trained)
        return np.median([measures.gap(curve) for curve in curves])

    right, slide, nothing = map(median_gap, experiments.SCALINGS)
    assert right < 0.12 < 0.15 < nothing < 0.35 and 0.45 < slide < 0.65


def test_a_mixture_reaches_the_goal_of_the_challenge():
    def median(*mixture):
        return np.median([experiments.mixed_loss(*mixture, seed=seed) for seed in range(8)])

    mixed = median(0.01, 0.05, "units")
    assert mixed < pictures.GOAL < median(0, 0, "units") and mixed < median(0.01, 0, "units")


def test_after_layer_dropout_a_layer_less_is_harmless():
    def medians(rho):
        every = np.array([experiments.layer_losses(rho, seed=seed) for seed in range(8)])
        return np.median(every[:, 0]), np.median(every[:, 1:])

    (all_usual, less_usual), (all_dropped, less_dropped) = medians(0), medians(0.3)
    assert less_usual > 7 * all_usual and less_dropped < 2 * all_dropped
    assert less_dropped < 0.3 * less_usual and all_dropped > all_usual


def test_each_knob_has_a_best_place():
    def median(*setting):
        found = [experiments.knob_losses(*setting, seed=seed) for seed in range(4)]
        return np.median(found, axis=0)

    shift = [median("augmentation: shift", value)[1] for value in (0.01, 0.1, 0.4)]
    assert shift[1] < shift[0] < shift[2]
    assert median("SGD: batch size", 30)[0] > 2 * median("SGD: batch size", 3)[0]
    assert median("width", 4)[1] < median("width", 10)[1] < median("start", 0.1)[1]
