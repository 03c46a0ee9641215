"""Histograms of layers and the limit of spectra, beside a slower way to get them."""

import numpy as np
import pytest

from dlcourse import RELU, Network, gradient, initialize
from dlcourse.chapters.initialization.measures import BINS, histograms, limit_density, states

NET = Network((2, 6, 5, 1), RELU)
THETA = initialize(NET, seed=range(3))
X = np.random.default_rng(0).normal(size=(2, 7))
Y = np.ones((1, 7))


def test_states_are_those_of_the_passes_and_gradients_those_of_the_mean_loss():
    found = states(NET, THETA, X, Y)
    W, b = NET.unpack(THETA)
    v = W[1] @ X + b[1]
    assert np.allclose(found["v"][0], v)
    assert np.allclose(found["z"][1], np.maximum(v, 0)) and np.array_equal(found["z"][0], X)
    dW, _ = NET.unpack(gradient(NET, THETA, X, Y) / 7)
    for j in (1, 2, 3):
        assert np.allclose(found["g"][j - 1], dW[j])


def test_a_column_counts_the_sizes_and_leaves_zeros_out():
    layers = histograms([np.array([[1e-3, -1e-3, 1e-3], [10.0, 0.0, -0.1]])], (-4.0, 2.0), c=1.5)
    (counted,) = np.nonzero(layers.share[:, 0])
    exponents = -4 + 6 * (counted + 0.5) / BINS
    assert np.allclose(exponents, [-3, -1, 1], atol=6 / BINS)
    assert layers.share.max() == 1 and layers.share[counted[1], 0] == pytest.approx(1 / 3)
    assert layers.median[0] == pytest.approx(1e-3) and layers.zeros == pytest.approx(1 / 6)
    assert layers.j.tolist() == [1] and layers.c == 1.5 and layers.lost == 0


def test_what_is_not_finite_is_counted_apart():
    layers = histograms([np.ones((2, 2)), np.array([[np.inf, np.nan]])], (-1.0, 1.0), spread=True)
    assert layers.lost == pytest.approx(2 / 6) and np.isnan(layers.median[1])
    assert not layers.share[:, 1].any() and np.isnan(layers.between).all()


def test_the_spread_between_samples_is_that_of_the_units():
    rng = np.random.default_rng(1)
    values = 5.0 + np.array([[0.1], [0.2], [0.3]]) * rng.normal(size=(3, 4000))
    layers = histograms([values], (-3.0, 3.0), spread=True)
    assert layers.between[0] == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize(("n", "m"), [(50, 50), (20, 80), (300, 30)])
@pytest.mark.parametrize("L", [0.5, 2.0])
def test_the_limit_is_a_density_with_the_mean_square_of_the_entries(n, m, L):
    s = np.linspace(0, 1.2 / L, 200001)
    density = limit_density(s, n, m, L)
    scale = (np.sqrt(n) + np.sqrt(m)) * L
    assert np.trapezoid(density, s) == pytest.approx(1, abs=2e-3)
    assert np.trapezoid(density * s**2, s) == pytest.approx(max(n, m) / scale**2, rel=2e-3)


def test_the_limit_of_square_matrices_is_a_quarter_circle():
    s = np.linspace(0, 1, 11)
    assert np.allclose(limit_density(s, 40, 40), 4 / np.pi * np.sqrt(1 - s**2))
