"""Residual networks: what the slides show and claim, over seeds.

Deep runs magnify rounding, so that their digits differ from machine to machine: asserted are
medians and shares with a margin.
"""

from functools import cache

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.residual import experiments, measures, pictures

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
DATA = dl.wiggly()
X = np.linspace(-1, 1, 201)[None, :]


def losses(depth, residual, count, *how, measure=experiments.final_loss):
    """The final losses (count,) of one setting, as the figure over many seeds gets them."""
    setting = {"this one": (depth, residual, *how)}
    return np.array(dl.sweep(measure, setting, range(count), lambda f: f["this one"]).result())


def share_failed(losses, data=DATA):
    """The share of losses above the limit, or not finite."""
    return np.mean(~(losses <= experiments.failure_limit(data)))


def failed(depth, residual, count, *how):
    """The share of runs that failed."""
    return share_failed(losses(depth, residual, count, *how))


def runs(depth, residual, count):
    """The trainings of the first `count` seeds."""
    return [experiments.trained(depth, residual, seed=seed) for seed in range(count)]


@cache
def deepened(way, count):
    """Losses (count,) before 42 layers were put in and after training on, and the pairs of runs."""
    pairs = [experiments.deepened(way, 42, seed=seed) for seed in range(count)]
    before, after = (np.array([run.final_loss for run in row]) for row in zip(*pairs, strict=True))
    return before, after, pairs


def test_the_ten_networks_of_the_slides_have_these_sizes():
    sizes = [(n, dl.deep_network(n).n_params) for n in experiments.DEPTHS]
    assert sizes == [(5, 78), (7, 138), (12, 288), (17, 438), (47, 1338)]
    for depth, params in sizes:
        net = dl.deep_network(depth, residual=True)
        assert net.n_params == params
        assert sum(net.skips(j) for j in range(1, depth + 1)) == depth - 3


def test_residual_backpropagation_adds_delta_where_a_layer_skips():
    net = dl.deep_network(12, residual=True)
    theta = dl.initialize(net, seed=1)
    W, _ = net.unpack(theta)
    _, delta, e = dl.backward(net, theta, DATA.x, DATA.y)
    for j in range(1, net.depth + 1):
        through = W[j].T @ e[j]
        assert np.allclose(delta[j], through + delta[j + 1] if net.skips(j) else through)
    assert measures.check_gradient(net, theta, DATA.x, DATA.y).passed


@pytest.mark.parametrize("depth", [5, 7])
def test_shallow_plain_networks_fit(depth):
    assert failed(depth, False, 12) <= 0.1
    assert np.median(losses(depth, False, 12)) < 0.02


def test_plain_networks_of_17_layers_mostly_fail_and_of_47_always():
    assert failed(17, False, 12) >= 0.5
    assert failed(47, False, 6) == 1


def test_the_seed_of_the_slides_shows_all_ten_pictures():
    """Starts that differ in the thirteenth digit end alike: the verdicts are safe from rounding."""
    for depth, residual in experiments.TEN.values():
        end = experiments.final_loss(depth, residual, seed=19)
        assert (end <= experiments.failure_limit()) == (residual or depth <= 12)
        assert (end < 0.02) == (residual or depth <= 12)


def test_sgd_tells_the_same_story():
    """Measured, 32 seeds: plain 5, 17, 47 fail in 6, 94, 100 %, residual 17 in 9 %.

    Batches of 5; the lecture's start, in residual layers 0.3 of it. Divergence is failure.
    """
    share = {}
    for depth, residual, count in ((5, False, 16), (17, False, 16), (17, True, 16), (47, False, 6)):
        ends = losses(depth, residual, count, measure=experiments.final_loss_of_sgd)
        share[depth, residual] = share_failed(ends)
    assert share[5, False] <= 0.2 and share[17, False] >= 0.5 and share[47, False] == 1
    assert share[17, True] <= 0.35


@pytest.mark.parametrize("name", dl.DATASETS)
def test_on_four_data_sets_17_layers_need_skip_connections(name):
    """Measured, 50 seeds: plain 17 fails in 78 % on each, residual 17 in 0 to 2 %."""
    data = dl.dataset(name)
    plain, residual = (losses(17, kind, 12, 0.5, 1e-8, data) for kind in (False, True))
    assert share_failed(plain, data) >= 0.5 and share_failed(residual, data) <= 0.25
    assert np.median(plain) > 10 * np.median(residual)
    assert share_failed(losses(5, False, 12, 0.5, 1e-8, data), data) <= 0.2


def test_a_failed_plain_network_is_a_constant_and_worse_than_a_line():
    constant = 0.5 * np.var(DATA.y)
    for run in runs(47, False, 6):
        assert np.ptp(run.net(run.theta, X)) < 1e-6
        assert np.isclose(run.final_loss, constant, rtol=1e-3)
    assert constant > 2 * dl.mean_line_loss(DATA)


def test_12_plain_layers_are_often_better_than_5():
    twelve, five = losses(12, False, 20), losses(5, False, 20)
    assert 0.25 <= np.mean(twelve < five) <= 0.8
    fit = twelve <= experiments.failure_limit()
    assert 0.4 <= np.mean((twelve < five)[fit]) <= 0.85  # measured, 50 seeds: 64 %
    assert np.median(losses(12, False, 20)) < 0.02
    assert 0.02 <= failed(12, False, 20) <= 0.45


@pytest.mark.parametrize(("depth", "count"), [(5, 12), (7, 12), (12, 12), (17, 12), (47, 8)])
def test_residual_networks_of_every_depth_fit(depth, count):
    assert failed(depth, True, count) <= 0.2
    assert np.median(losses(depth, True, count)) < 0.02


def test_47_residual_layers_fit_better_than_5():
    assert np.median(losses(47, True, 8)) < np.median(losses(5, True, 12)) / 2


def test_the_first_gradient_vanishes_in_plain_networks_only():
    def first(depth, residual):
        return np.median(experiments.first_gradients(depth, residual, seed=range(50))[:, 0])

    assert first(5, False) > 1e-6 > first(12, False) > 1e-14
    assert first(47, False) < 1e-35
    assert min(first(depth, True) for depth in (5, 12, 47)) > 1e-4


def test_a_smaller_eps_in_adam_wakes_the_deep_plain_network():
    assert failed(47, False, 6) == 1
    assert failed(47, False, 6, 0.5, 1e-60) <= 0.5
    assert failed(17, False, 12, 0.5, 1e-16) <= failed(17, False, 12) - 0.4


def test_layers_whose_gradient_begins_below_eps_stand_still_and_the_last_ones_move():
    """Measured, 47 plain layers: the first 30 hardly move in 19 of 20 seeds; the last ones do."""
    moved = np.array([experiments.moved(run) for run in runs(47, False, 20)])
    still = moved < pictures.STILL
    assert np.mean(still[:, :30].all(axis=1)) >= 0.8
    assert np.median(moved[:, -5:], axis=0).min() > 0.2
    below = np.sum(experiments.first_gradients(47, False, seed=range(20)) < 1e-8, axis=1)
    assert np.median(np.abs(below - still.sum(axis=1))) <= 4  # layers
    assert np.median([experiments.moved(run) for run in runs(47, True, 8)], axis=0).min() > 0.1


def test_the_last_layers_of_a_plain_network_get_an_input_that_hardly_depends_on_x():
    for run in runs(47, False, 6):
        z, _ = dl.forward(run.net, run.theta, X)
        assert np.ptp(z[40], axis=-1).max() < 1e-6


def test_at_the_full_start_the_gradient_is_larger_and_eps_1e_30_is_small_enough():
    """Measured, 47 plain layers: 1e-26 in the median of 50 seeds; 4 of 20 fail at eps 1e-30."""
    first = experiments.first_gradients(47, False, 1.0, seed=range(50))[:, 0]
    assert 1e-30 < np.median(first) < 1e-23
    assert failed(47, False, 12, 1.0) == 1
    assert failed(47, False, 12, 1.0, 1e-30) <= 0.5


def test_failures_go_as_eps_sinks_below_the_first_gradients():
    """Measured, 20 plain networks of 47 layers: 20, 16, 13, 5, 1 fail."""
    ladder = [failed(47, False, 12, 0.5, eps) for eps in (1e-16, 1e-20, 1e-30, 1e-40, 1e-60)]
    assert ladder[0] >= 0.9 and ladder[1] >= 0.5 and ladder[3] <= 0.6 and ladder[4] <= 0.35
    assert ladder[1] > ladder[4] + 0.25


def test_residual_networks_want_a_small_start():
    assert failed(47, True, 8, 0.25) <= 0.15
    assert 0.1 <= failed(47, True, 16, 1.0) <= 0.7
    assert failed(47, True, 8, 1.5) >= 0.75


@pytest.mark.parametrize("scale", experiments.SCALES)
def test_47_plain_layers_fail_from_every_start(scale):
    assert failed(47, False, 6, scale) == 1


def test_17_plain_layers_mostly_fit_from_a_start_that_is_not_halved():
    """Measured: 15 % of 20 fail, against 78 % of 50 from the halved start; residual ones hardly."""
    assert failed(17, False, 20, 1.0) <= 0.4
    assert max(failed(17, True, 12, scale) for scale in (0.25, 0.5, 1.0)) <= 0.25


def test_states_grow_along_residual_layers_and_with_the_start():
    last = [
        np.median(experiments.first_states(47, True, scale, seed=range(30))[:, -3])
        for scale in (0.5, 1.0, 1.5)
    ]
    assert last[1] > 20 * last[0] and last[2] > 20 * last[1]
    states = np.median(experiments.first_states(47, True, 1.0, seed=range(30)), axis=0)
    factors = states[2:-2] / states[1:-3]  # about the same in every layer
    assert 1.1 < np.median(factors) < 1.4 and np.all(np.abs(factors - np.median(factors)) < 0.4)
    plain = experiments.first_states(47, False, 1.5, seed=range(30))
    assert np.median(plain, axis=0).max() < 3


def test_zero_layers_do_no_harm_and_training_goes_on_from_there():
    """Measured, 42 layers: of 20 seeds 19 end at most 1 % above their start, one 10 % above."""
    before, after, pairs = deepened("residual, zero layers", 10)
    for shallow, deep in pairs:
        assert np.array_equal(deep.net(deep.at(0), X), shallow.net(shallow.theta, X))
    ratio = after / before
    assert np.median(ratio) < 1.02 and np.mean(ratio < 1.15) >= 0.8


def test_a_plain_network_of_47_layers_that_fits_exists():
    before, _, pairs = deepened("plain, identity layers", 12)
    assert {deep.net for _, deep in pairs} == {dl.deep_network(47)}
    built = [deep.losses[0] for _, deep in pairs]
    assert np.allclose(built, before, rtol=1e-9)
    assert np.median(built) < 0.05 * 0.5 * np.var(DATA.y)


def test_training_on_from_plain_identity_layers_tends_to_lose_the_fit():
    """Measured: 12 of 20 seeds end with more than three times the loss they had."""
    before, after, _ = deepened("plain, identity layers", 12)
    assert np.mean(after > 3 * before) >= 0.25
    assert np.median(after) > 1.2 * np.median(before)


def test_the_more_residual_layers_the_less_one_of_them_matters():
    def left(depth, residual, count):
        fitted = [run for run in runs(depth, residual, count) if run.final_loss < 0.02]
        return np.median([[*experiments.losses_without(run).values()] for run in fitted])

    assert left(12, False, 12) > 1.5 * left(12, True, 12) > 3 * left(47, True, 8)
    assert left(12, False, 12) > dl.mean_line_loss(DATA) > 2 * left(47, True, 8)
    whole = np.median([run.final_loss for run in runs(47, True, 20) if run.final_loss < 0.02])
    assert 8 < left(47, True, 20) / whole < 50  # measured: 20
