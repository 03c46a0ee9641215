"""Every activation: its derivatives, its constants, and its manners far out."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dlcourse import (
    ACTIVATIONS,
    ELU,
    HARD_TANH,
    IDENTITY,
    LEAKY_RELU,
    RBF,
    RELU,
    SELU,
    SIGMOID,
    SOFTPLUS,
    TANH,
    activation,
    elu,
    leaky_relu,
    scaled,
)
from dlcourse.network import Network

ALL = [*ACTIVATIONS.values(), leaky_relu(0.3), elu(0.5), elu(2.0)]
ANALYTIC = [IDENTITY, SIGMOID, TANH, SOFTPLUS, RBF]
NAMES = [f"{s.name} {s.alpha:g}" for s in ALL]
every = pytest.mark.parametrize("sigma", ALL, ids=NAMES)
analytic = pytest.mark.parametrize("sigma", ANALYTIC, ids=lambda s: s.name)


def points_off_the_knots(sigma):
    """Places (M,) at least 0.01 away from every place where σ or σ′ is not smooth."""
    v = np.random.default_rng(0).uniform(-6, 6, 400)
    corners = {*sigma.knots, 0.0}
    return v[np.all([np.abs(v - c) > 0.01 for c in corners], axis=0)]


def mean_over_a_gaussian(function, corners):
    """E[f(v)] for v ~ N(0, 1) by Gauss–Legendre quadrature between the corners."""
    nodes, weights = np.polynomial.legendre.leggauss(50)
    edges = sorted({*np.arange(-12.0, 12.5), *corners})
    total = 0.0
    for a, b in pairwise(edges):
        v = 0.5 * (a + b) + 0.5 * (b - a) * nodes
        total += 0.5 * (b - a) * np.sum(weights * function(v) * np.exp(-0.5 * v * v))
    return total / np.sqrt(2 * np.pi)


def test_the_quadrature_used_here_is_exact():
    assert mean_over_a_gaussian(lambda v: v**2, ()) == pytest.approx(1.0, abs=1e-13)
    assert mean_over_a_gaussian(lambda v: np.where(v > 0.3, 1.0, 0.0), (0.3,)) == pytest.approx(
        0.38208857781104733, abs=1e-13
    )


@pytest.mark.parametrize(
    ("sigma", "v", "value"),
    [
        (IDENTITY, -2.5, -2.5),
        (SIGMOID, 1.0, 1 / (1 + np.exp(-1.0))),
        (TANH, 0.5, (np.exp(0.5) - np.exp(-0.5)) / (np.exp(-0.5) + np.exp(0.5))),
        (RELU, -3.0, 0.0),
        (RELU, 3.0, 3.0),
        (LEAKY_RELU, -3.0, -0.03),
        (LEAKY_RELU, 3.0, 3.0),
        (leaky_relu(0.25), -2.0, -0.5),
        (ELU, -1.0, np.exp(-1.0) - 1),
        (ELU, 2.0, 2.0),
        (elu(2.0), -1.0, 2 * (np.exp(-1.0) - 1)),
        (SELU, 2.0, 2 * 1.0507009873554805),
        (SELU, -1.0, 1.0507009873554805 * 1.6732632423543772 * (np.exp(-1.0) - 1)),
        (SOFTPLUS, 1.0, np.log(1 + np.e)),
        (HARD_TANH, 0.4, 0.4),
        (HARD_TANH, -7.0, -1.0),
        (HARD_TANH, 7.0, 1.0),
        (RBF, 2.0, np.exp(-4.0)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_values_equal_the_formulas(sigma, v, value):
    assert sigma(np.array([v]))[0] == pytest.approx(value, rel=1e-14)


@analytic
def test_derivatives_equal_the_complex_step(sigma):
    v = np.linspace(-8, 8, 161)
    assert np.allclose(sigma.prime(v), np.imag(sigma(v + 1e-30j)) / 1e-30, rtol=1e-12, atol=1e-15)
    assert np.allclose(
        sigma.second(v), np.imag(sigma.prime(v + 1e-30j)) / 1e-30, rtol=1e-9, atol=1e-13
    )


@every
def test_derivatives_equal_central_differences(sigma):
    v, h = points_off_the_knots(sigma), 1e-5
    assert np.allclose(sigma.prime(v), (sigma(v + h) - sigma(v - h)) / (2 * h), atol=1e-8)
    assert np.allclose(
        sigma.second(v), (sigma.prime(v + h) - sigma.prime(v - h)) / (2 * h), atol=1e-8
    )


@every
def test_at_a_kink_the_derivative_is_the_right_hand_one(sigma):
    for knot in sigma.knots:
        right = (sigma(np.array(knot + 1e-7)) - sigma(np.array(knot))) / 1e-7
        expected = 0.0 if sigma == RELU else right
        assert sigma.prime(np.array(knot)) == pytest.approx(expected, abs=1e-6)


@every
def test_knots_are_where_the_slope_jumps(sigma):
    v = np.round(np.arange(-3, 3, 0.125), 3)
    jumps = np.abs(sigma.prime(v + 1e-9) - sigma.prime(v - 1e-9)) > 1e-6
    assert tuple(v[jumps]) == sigma.knots


@every
def test_piecewise_affine_means_without_curvature(sigma):
    v = points_off_the_knots(sigma)
    assert sigma.piecewise_affine == (not sigma.second(v).any())


@every
def test_lipschitz_constant_is_the_largest_slope(sigma):
    v = np.linspace(-12, 12, 200_001)  # 0 and ±1 are among them
    slopes = np.abs(np.diff(sigma(v)) / np.diff(v))
    assert slopes.max() <= sigma.lipschitz * (1 + 1e-9)
    assert slopes.max() >= sigma.lipschitz * (1 - 1e-3)


@every
def test_mean_prime_is_the_gaussian_mean_of_the_derivative(sigma):
    mean = mean_over_a_gaussian(sigma.prime, (*sigma.knots, 0.0))
    assert sigma.mean_prime == pytest.approx(mean, abs=1e-12)


@every
@pytest.mark.parametrize("far", [1e4, -1e4])
def test_far_out_everything_is_finite_and_silent(sigma, far):
    v = np.array([far, far + 0.5])
    for values in (sigma(v), sigma.prime(v), sigma.second(v)):
        assert np.isfinite(values).all()
    slope = (sigma(v)[1] - sigma(v)[0]) / 0.5
    assert sigma.prime(v)[0] == pytest.approx(slope, abs=1e-9)


@analytic
def test_far_out_the_complex_step_still_works(sigma):
    v = np.array([-1e4, 1e4]) + 1e-30j
    assert np.allclose(np.imag(sigma(v)) / 1e-30, sigma.prime(np.real(v)), atol=1e-12)


@every
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 1, 4)])
def test_shape_stays_and_the_input_is_not_changed(sigma, shape):
    v = np.random.default_rng(1).normal(size=shape)
    before = v.copy()
    for values in (sigma(v), sigma.prime(v), sigma.second(v)):
        assert np.shape(values) == shape
        if shape:
            values[...] = 17.0  # a result is the caller's, even that of the identity
    assert np.array_equal(v, before)


@every
def test_whole_numbers_count_as_numbers(sigma):
    whole, real = np.array([-2, 0, 3]), np.array([-2.0, 0.0, 3.0])
    assert np.allclose(sigma(whole), sigma(real))
    assert np.allclose(sigma.prime(whole), sigma.prime(real))


def test_activations_are_equal_if_their_functions_and_parameters_are():
    assert leaky_relu(0.01) == LEAKY_RELU and hash(leaky_relu(0.01)) == hash(LEAKY_RELU)
    assert leaky_relu(0.02) != LEAKY_RELU
    assert elu(1.0) == ELU and elu(2.0) != ELU
    assert scaled(leaky_relu(0.3), 0.5) == scaled(leaky_relu(0.3), 0.5) != scaled(RELU, 0.5)
    assert len(set(ALL)) == len(ALL)
    for sigma in ALL:
        other = replace(sigma, function=lambda v: v)
        assert other != sigma and replace(sigma, prime=np.cos) != sigma
        assert Network((1, 2, 1), other) != Network((1, 2, 1), sigma)


def test_lookup_by_name():
    for name, sigma in ACTIVATIONS.items():
        assert activation(name) is sigma
        assert sigma.name == name
    assert activation(TANH) is TANH


@pytest.mark.parametrize("name", ["Tanh", "", None, 3, ["tanh"]])
def test_unknown_name_lists_the_known_ones(name):
    with pytest.raises(ValueError, match=r"activation must be .*'elu'.*'tanh'.*got ") as refusal:
        activation(name)
    assert str(refusal.value).endswith(f"got {name!r}")


@pytest.mark.parametrize("alpha", [-0.1, 1.5, float("nan")])
def test_slope_of_leaky_relu_lies_between_0_and_1(alpha):
    with pytest.raises(ValueError, match=rf"alpha, .* finite number [≤≥] [01], got {alpha}"):
        leaky_relu(alpha)


@pytest.mark.parametrize("alpha", [0.0, -1.0, float("nan")])
def test_plateau_of_elu_is_positive(alpha):
    with pytest.raises(ValueError, match=rf"alpha, .* finite number > 0, got {alpha}"):
        elu(alpha)
