"""Vanishing and exploding gradients: gains per layer, bounds, averages, training, constraints."""

from functools import cache

import numpy as np
import pytest

from dlcourse import compiled
from dlcourse.activations import IDENTITY, LEAKY_RELU, RELU, SIGMOID, TANH, scaled
from dlcourse.data import wiggly
from dlcourse.initialization import initialize
from dlcourse.measures import (
    backward_bounds,
    fit,
    line_loss,
    operator_norms,
    singular_values,
    state_norms,
)
from dlcourse.network import Network
from dlcourse.regularization import WeightBound
from dlcourse.training import Adam, train

fast = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
N_LAYERS, DATA = 20, wiggly()
X, Y = np.full((10, 1), 1 / np.sqrt(10)), np.ones((10, 1))


def left_at_layer_1(sigma, residual=False, scale=1.0):
    """‖δ_1‖/‖δ_{n+1}‖ of 50 draws with ‖W_j‖ = scale."""
    net = Network((10,) * (N_LAYERS + 1), sigma, residual)
    delta = state_norms(net, initialize(net, "spectral", seed=range(50), scale=scale), X, Y)[1]
    return delta[:, 0] / delta[:, -1]


@pytest.mark.parametrize("alpha", [0.7, 1.0, 1.3])
def test_one_scalar_per_layer_composes_to_alpha_to_the_n(alpha):
    net = Network((1,) * (N_LAYERS + 1), IDENTITY)
    delta = state_norms(net, np.tile([alpha, 0.0], N_LAYERS), np.ones((1, 1)), np.zeros((1, 1)))[1]
    assert delta[0] / delta[-1] == pytest.approx(alpha**N_LAYERS, rel=1e-12)


def test_sigmoid_gradients_vanish_far_below_the_bound():
    assert np.max(left_at_layer_1(SIGMOID)) < 0.25 ** (N_LAYERS - 1)
    assert 1e-18 < np.median(left_at_layer_1(SIGMOID)) < 1e-16


def test_tanh_and_relu_gradients_vanish_too_when_all_norms_are_one():
    assert 1e-7 < np.median(left_at_layer_1(TANH)) < 1e-3
    assert 1e-11 < np.median(left_at_layer_1(RELU)) < 1e-6


@pytest.mark.parametrize("sigma", [SIGMOID, TANH, RELU], ids=lambda s: s.name)
def test_residual_gradients_do_not_vanish(sigma):
    assert np.min(left_at_layer_1(sigma, residual=True)) > 0.1


@pytest.mark.parametrize(
    ("sigma", "low", "high"), [(SIGMOID, 0.5, 1.3), (TANH, 2, 7), (RELU, 15, 80)]
)
def test_residual_gradients_have_these_sizes(sigma, low, high):
    left = left_at_layer_1(sigma, residual=True)
    assert low < np.median(left) < high
    assert np.max(left) < 2 ** (N_LAYERS - 1) / 100


def test_residual_gradients_can_explode_and_a_factor_tames_them():
    assert np.median(left_at_layer_1(RELU, residual=True, scale=3.0)) > 1e4
    assert np.median(left_at_layer_1(scaled(RELU, 0.1), residual=True, scale=3.0)) < 100


def test_the_slides_sigmoid_bound_is_violated_by_exactly_four():
    net = Network((1,) * (N_LAYERS + 1), SIGMOID)
    theta = np.tile([1.0, -0.5], N_LAYERS)
    delta = state_norms(net, theta, np.array([[0.5]]), np.array([[1.0]]))[1]
    j = np.arange(1, N_LAYERS + 1)
    assert np.allclose(delta[:-1] / (0.25 ** (N_LAYERS - j + 1) * delta[-1]), 4.0)
    assert np.allclose(backward_bounds(net, theta)[:-1] * delta[-1], delta[:-1])


def test_tanh_states_cannot_grow_and_relu_states_can():
    sizes = {}
    for sigma in (TANH, RELU):
        net = Network((10,) * (N_LAYERS + 1), sigma)
        theta = initialize(net, "spectral", seed=range(30), scale=4.0)
        sizes[sigma.name] = np.median(state_norms(net, theta, X, Y)[0], axis=0)
    assert np.all(sizes["tanh"][1:-1] <= np.sqrt(10))
    assert sizes["relu"][-2] > 100 * sizes["relu"][0]


TABLE = {(100, 1): 1.79, (100, 10): 1.89, (100, 100): 1.95, (1000, 1): 1.93, (1000, 100): 1.985}


@pytest.mark.parametrize(("n", "m"), TABLE)
def test_operator_norms_of_the_lectures_start_concentrate_near_one_over_l(n, m):
    net = Network((n, m, 1), RELU)
    norms = operator_norms(net, initialize(net, "lecture", seed=range(20)))[:, 0]
    assert np.mean(norms) == pytest.approx(TABLE[n, m], abs=0.1)
    assert np.std(norms) < 0.2


@pytest.mark.parametrize(("m", "alpha"), [(1, 1.0), (10, 0.792), (100, 0.434)])
def test_average_singular_values_are_alpha_times_the_norm(m, alpha):
    net = Network((100, m, 1), RELU)
    s = singular_values(net, initialize(net, "lecture", seed=range(20)))[1]
    assert np.mean(s.mean(axis=-1) / s[:, 0]) == pytest.approx(alpha, abs=0.02)


def test_the_root_mean_square_keeps_the_gain_level_and_the_average_does_not():
    net, layers = Network((100,) * 31, RELU), 30
    x = np.random.default_rng(0).normal(size=(100, 4))
    gain = {}
    for init in ("lecture", "he"):
        delta = state_norms(net, initialize(net, init, seed=range(5)), x, x)[1]
        gain[init] = np.median((delta[:, 0] / delta[:, layers - 1]) ** (1 / (layers - 1)))
    assert gain["he"] == pytest.approx(1.0, abs=0.05)
    assert gain["lecture"] == pytest.approx(0.70, abs=0.05)


@cache
def losses(sigma, residual, layers, scale=1.0):
    net = Network((1, *[8] * (layers - 1), 1), sigma, residual)
    optimizer = Adam(3e-3)
    run = train(
        net, DATA, seed=range(6), epochs=3000, optimizer=optimizer, scale=scale, snapshots=1
    )
    return run.final_loss


def failures(*setting):
    return int(np.sum(~(losses(*setting) <= 0.9 * line_loss(DATA))))


@fast
def test_plain_networks_fail_one_after_the_other_sigmoid_first():
    assert failures(SIGMOID, False, 5) == failures(TANH, False, 20) == 0
    assert failures(SIGMOID, False, 20) >= 5
    assert min(failures(sigma, False, 40) for sigma in (SIGMOID, TANH, RELU)) >= 5


@fast
def test_residual_networks_of_forty_layers_learn():
    assert failures(SIGMOID, True, 40) == failures(TANH, True, 40) == 0
    assert failures(RELU, True, 40, 0.5) <= 1
    assert np.median(losses(TANH, True, 40)) < 0.01


@pytest.mark.parametrize("kind", ["spectral", "frobenius", "elements"])
def test_norms_at_most_one_keep_the_slope_at_most_one(kind):
    net = Network((1, *[8] * 7, 1), LEAKY_RELU)
    run = train(net, DATA, seed=0, epochs=150, bound=WeightBound(kind, 1.0))
    assert fit(net, run.theta, DATA).slope <= 1 + 1e-9
    assert run.final_loss > 0.05


def test_the_cheap_bounds_imply_the_spectral_one():
    net = Network((7, 7))
    theta = initialize(net, "he", seed=range(20), scale=3.0)
    for kind in ("frobenius", "elements"):
        assert operator_norms(net, WeightBound(kind, 1.0).project(net, theta)).max() <= 1 + 1e-12
