"""Bounds on the lengths of z_j and δ_j hold, are reached, and mean slopes are the known ones."""

import numpy as np
import pytest

from dlcourse import (
    ACTIVATIONS,
    LEAKY_RELU,
    RELU,
    SIGMOID,
    TANH,
    Network,
    initialize,
    scaled,
    state_norms,
)
from dlcourse.chapters.vanishing_gradients.measures import (
    backward_bounds,
    forward_bounds,
    mean_prime,
    power_iteration,
)


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("sigma", [SIGMOID, TANH, RELU, LEAKY_RELU], ids=lambda s: s.name)
def test_bounds_hold_on_random_networks(sigma, residual):
    net = Network((4,) * 13, sigma, residual)
    theta = initialize(net, "uniform", seed=range(40), scale=1.7)
    x = np.random.default_rng(1).normal(size=(4, 1))
    norm_z, norm_delta = state_norms(net, theta, x, np.ones((4, 1)))
    assert np.all(norm_z <= forward_bounds(net, theta, np.linalg.norm(x)) * (1 + 1e-12))
    assert np.all(norm_delta <= backward_bounds(net, theta) * norm_delta[:, -1:] * (1 + 1e-12))


def test_the_sigmoid_bound_is_reached_and_the_slides_form_is_violated_by_four():
    n = 20
    net = Network((1,) * (n + 1), SIGMOID)
    theta = np.tile([1.0, -0.5], n)  # W_j = 1 and v_j = 0: σ′ is at its maximum
    norm_z, norm_delta = state_norms(net, theta, np.array([[0.5]]), np.array([[1.0]]))
    assert np.allclose(norm_z[1:-1], 0.5)
    j = np.arange(1, n + 1)
    tight = 0.25 ** (n - j) * norm_delta[-1]
    assert np.allclose(norm_delta[:-1], tight, rtol=1e-12)
    assert np.allclose(backward_bounds(net, theta)[:-1], 0.25 ** (n - j))
    assert np.allclose(norm_delta[:-1] / (0.25 ** (n - j + 1) * norm_delta[-1]), 4)


def test_mean_primes_for_unit_spread_are_the_tables():
    for sigma in ACTIVATIONS.values():
        assert mean_prime(sigma, 1.0) == pytest.approx(sigma.mean_prime, abs=1e-3)


def test_relu_halves_at_any_spread_and_tanh_less_the_wider_it_is():
    spread = np.array([0.1, 0.5, 1, 2, 5])
    assert np.allclose(mean_prime(RELU, spread), 0.5)
    assert np.all(np.diff(mean_prime(TANH, spread)) < 0)


def test_a_spread_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="spread must be"):
        mean_prime(TANH, np.array([1.0, 0.0]))


def test_a_scaled_activation_scales_value_slope_and_bound():
    half = scaled(TANH, 0.5)
    v = np.linspace(-2, 2, 9)
    assert np.array_equal(half(v), 0.5 * np.tanh(v))
    assert np.array_equal(half.prime(v), 0.5 * TANH.prime(v))
    assert half.lipschitz == 0.5
    assert scaled(TANH, 1.0) is TANH
    with pytest.raises(ValueError, match="factor must be"):
        scaled(TANH, 0)


@pytest.mark.parametrize("shape", [(8, 5), (5, 8), (4, 6, 6)])
def test_power_iteration_rises_to_the_norm(shape):
    W = np.random.default_rng(3).normal(size=shape)
    norm = np.linalg.norm(W, 2, axis=(-2, -1))
    found = np.array([power_iteration(W, steps) for steps in (1, 5, 25, 400)])
    assert np.all(np.diff(found, axis=0) > -1e-12)
    assert np.all(found <= norm * (1 + 1e-12))
    assert np.allclose(found[-1], norm, rtol=1e-6)


def test_power_iteration_of_zeros_is_zero_and_needs_a_step():
    assert power_iteration(np.zeros((3, 4))) == 0.0
    with pytest.raises(ValueError, match="steps must be"):
        power_iteration(np.eye(2), 0)
