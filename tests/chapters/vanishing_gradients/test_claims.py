"""What notebook 11 says about layers and starts: gains, bounds, average slopes, random matrices."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from dlcourse import (
    ELU,
    IDENTITY,
    RELU,
    SIGMOID,
    TANH,
    Network,
    initialize,
    scaled,
    state_norms,
)
from dlcourse.chapters.vanishing_gradients import experiments
from dlcourse.chapters.vanishing_gradients.experiments import SIGMAS, X, Y
from dlcourse.chapters.vanishing_gradients.measures import (
    backward_bounds,
    mean_prime,
)

N_LAYERS = 20


@cache
def at_the_ends(sigma, residual=False, scale=1.0, bias=0.0, factor=1.0):
    """‖z_n‖ and ‖δ_1‖/‖δ_{n+1}‖ of the 300 networks of seeds 0 to 9 with ‖W_j‖ = scale."""
    net = Network((10,) * (N_LAYERS + 1), scaled(sigma, factor), residual)
    theta = [experiments.draws(net, scale, bias, seed) for seed in range(10)]
    z, delta = experiments.sizes(net, np.concatenate(theta))
    return z[:, -2], delta[:, 0]


def left_at_layer_1(*setting, **named):
    return at_the_ends(*setting, **named)[1]


def test_ten_per_cent_per_layer_decide_over_fifty_layers():
    powers = np.array([0.9, 1.1]) ** 50
    assert powers == pytest.approx([0.005, 117], rel=0.05)
    assert np.log(2) / 50 == pytest.approx(0.014, abs=5e-4)


# ‖δ_1‖/‖δ_21‖ in twenty plain layers, medians, for ‖W_j‖ = 1, 4, 6.
LEFT = {
    "sigmoid": (1e-17, 2e-7, 1e-5),
    "Tanh": (4e-6, 9, 28),
    "ReLU": (9e-10, 5e3, 2e7),
    "LeakyReLU": (9e-10, 5e3, 2e7),
    "ELU": (4e-6, 1e4, 3e7),
    "SELU": (2e-3, 5e4, 8e7),
    "identity": (5e-6, 2e7, 6e10),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_at_layer_one_is_what_the_table_says(name):
    sigma = SIGMAS.get(name, IDENTITY)
    for scale, stated in zip((1.0, 4.0, 6.0), LEFT[name], strict=True):
        assert np.median(left_at_layer_1(sigma, scale=scale)) == pytest.approx(stated, rel=0.5)


@pytest.mark.parametrize(
    ("name", "stated"),
    [("sigmoid", 0.8), ("Tanh", 3.7), ("ReLU", 40), ("LeakyReLU", 39), ("ELU", 11), ("SELU", 14)],
)
def test_residual_gradients_have_these_sizes(name, stated):
    assert np.median(left_at_layer_1(SIGMAS[name], True)) == pytest.approx(stated, rel=0.1)


@pytest.mark.parametrize("alpha", [0.7, 1.0, 1.3])
def test_one_scalar_per_layer_composes_to_alpha_to_the_n(alpha):
    net = Network((1,) * (N_LAYERS + 1), IDENTITY)
    delta = state_norms(net, np.tile([alpha, 0.0], N_LAYERS), np.ones((1, 1)), np.zeros((1, 1)))[1]
    assert delta[0] / delta[-1] == pytest.approx(alpha**N_LAYERS, rel=1e-12)


def test_sigmoid_gradients_vanish_far_below_the_bound():
    assert np.max(left_at_layer_1(SIGMOID)) < 0.25 ** (N_LAYERS - 1)
    assert np.median(left_at_layer_1(SIGMOID)) < 1e-16


@pytest.mark.parametrize("sigma", [SIGMOID, TANH, RELU], ids=lambda s: s.name)
def test_residual_gradients_do_not_vanish(sigma):
    assert np.min(left_at_layer_1(sigma, residual=True)) > 0.1


def test_the_largest_residual_draws_stay_far_below_the_bound():
    assert np.max(left_at_layer_1(TANH, residual=True)) == pytest.approx(12, rel=0.1)
    assert np.max(left_at_layer_1(RELU, residual=True)) == pytest.approx(161, rel=0.1)
    assert 2 ** (N_LAYERS - 1) > 1000 * 161


@pytest.mark.parametrize(("sigma", "wild", "tamed"), [(RELU, 2e5, 6), (TANH, 52, 2)])
def test_residual_gradients_can_explode_and_a_factor_tames_them(sigma, wild, tamed):
    assert np.median(left_at_layer_1(sigma, True, 3.0)) == pytest.approx(wild, rel=0.3)
    calm = left_at_layer_1(sigma, True, 3.0, factor=0.1)
    assert np.median(calm) == pytest.approx(tamed, rel=0.3) and np.max(calm) < 20


def test_large_biases_move_the_states_and_not_the_gradient():
    """The slide: L‖W_j‖ and ‖b_j‖ small for residual networks."""
    ends = {b: at_the_ends(RELU, True, 0.1, bias=b) for b in (0.0, 0.1, 2.0)}
    states = [np.median(z) for z, _ in ends.values()]
    assert states == pytest.approx([1.5, 2.0, 18], rel=0.1)
    gradients = [np.median(delta) for _, delta in ends.values()]
    assert gradients == pytest.approx([0.058, 0.057, 0.056], rel=0.1)
    assert np.median(at_the_ends(TANH, True, 1.0, bias=2.0)[0]) > 1.5 * np.median(
        at_the_ends(TANH, True, 1.0)[0]
    )


def test_large_biases_let_residual_states_grow_along_a_line():
    net = Network((10,) * 41, RELU, True)
    z, _ = experiments.sizes(net, experiments.draws(net, 0.1, 2.0))
    middle = np.median(z, axis=0)[:-1]
    first, second = middle[19] - middle[0], middle[39] - middle[20]
    assert second == pytest.approx(first, rel=0.35)


def test_it_needs_the_norm_of_w_beside_the_slope():
    steep, flat = scaled(IDENTITY, 1.5), scaled(IDENTITY, 0.9)
    assert np.median(left_at_layer_1(steep)) == pytest.approx(0.01, rel=0.4)  # it vanishes
    assert np.median(left_at_layer_1(flat, scale=3.0)) == pytest.approx(7000, rel=0.3)


def test_elu_and_selu_vanish_less_than_sigmoid_by_many_powers_of_ten():
    for sigma in (ELU, SIGMAS["SELU"]):
        assert np.median(left_at_layer_1(sigma)) > 1e8 * np.median(left_at_layer_1(SIGMOID))


def test_the_slides_sigmoid_bound_is_violated_by_exactly_four():
    net = Network((1,) * (N_LAYERS + 1), SIGMOID)
    theta = np.tile([1.0, -0.5], N_LAYERS)
    delta = state_norms(net, theta, np.array([[0.5]]), np.array([[1.0]]))[1]
    j = np.arange(1, N_LAYERS + 1)
    assert np.allclose(delta[:-1] / (0.25 ** (N_LAYERS - j + 1) * delta[-1]), 4.0)
    assert np.allclose(backward_bounds(net, theta)[:-1] * delta[-1], delta[:-1])


def test_tanh_and_relu_gradients_vanish_too_when_all_norms_are_one():
    """Although their estimate stays at 1."""
    for sigma, stated in ((TANH, 4e-6), (RELU, 9e-10)):
        net = Network((10,) * (N_LAYERS + 1), sigma)
        assert np.allclose(backward_bounds(net, experiments.draws(net, 1.0)), 1.0)
        assert np.median(left_at_layer_1(sigma)) == pytest.approx(stated, rel=0.2)


def test_gradients_explode_without_skips_when_norms_are_large():
    assert np.median(left_at_layer_1(RELU, scale=4.0)) > 1000
    assert np.median(left_at_layer_1(TANH, scale=6.0)) < 100


def test_tanh_states_cannot_grow_and_relu_states_can():
    tanh, relu = (at_the_ends(sigma, scale=4.0)[0] for sigma in (TANH, RELU))
    assert np.max(tanh) <= np.sqrt(10) and np.median(relu) > 100


def test_every_network_exceeds_the_slides_estimate_at_the_last_layer():
    for n in (2, 20):
        net = Network((10,) * (n + 1), SIGMOID)
        _, delta = experiments.sizes(net, experiments.draws(net, 1.0))
        assert np.all(delta[:, n - 1] > 0.25)  # j = n
        assert np.all(delta <= backward_bounds(net, experiments.draws(net, 1.0)) * (1 + 1e-12))


def test_mean_slopes_are_what_the_text_says():
    at = {name: [experiments.mean_slope(name, s) for s in (0.1, 3.0, 5.0)] for name in SIGMAS}
    assert at["ReLU"] == pytest.approx([0.5] * 3, abs=1e-3)
    assert at["LeakyReLU"] == pytest.approx([0.505] * 3, abs=1e-3)
    assert at["Tanh"] == pytest.approx([0.99, 0.26, 0.16], abs=0.01)
    assert at["sigmoid"][:2] == pytest.approx([0.25, 0.12], abs=0.01)


def test_selus_mean_slope_falls_to_half_of_lambda_not_of_its_largest_slope():
    far = mean_prime(SIGMAS["SELU"], np.array([1.0, 10.0, 100.0, 1000.0]))
    assert np.all(np.diff(far) < 0) and np.all(far > 1.0507 / 2)
    assert far[-1] == pytest.approx(1.0507 / 2, rel=2e-3)
    assert SIGMAS["SELU"].lipschitz == pytest.approx(1.758, abs=1e-3)
    assert mean_prime(ELU, 1000.0) == pytest.approx(0.5, rel=2e-3)


@pytest.mark.parametrize("sigma", [TANH, RELU, ELU], ids=lambda s: s.name)
def test_norm_one_and_biases_at_most_d_let_states_grow_by_d_per_layer(sigma):
    net, d = Network((10,) * (N_LAYERS + 1), sigma), 0.7
    theta = experiments.draws(net, 1.0)
    rng = np.random.default_rng(0)
    for b in net.unpack(theta)[1][1:]:
        b[...] = rng.normal(size=b.shape)
        b[...] *= d / np.linalg.norm(b, axis=-2, keepdims=True)
    z = state_norms(net, theta, X, Y)[0]
    assert np.max(np.diff(z, axis=-1)) <= d + 1e-12


# Means over the slides' ten draws: (n_j, n_{j+1}) → ‖W_j‖ for L = 0.5, and α.
TABLE = {
    (100, 1): (1.795, 1.0),
    (100, 10): (1.903, 0.7855),
    (100, 100): (1.950, 0.4301),
    (1000, 1): (1.945, 1.0),
    (1000, 100): (1.983, 0.7572),
    (1000, 1000): (1.992, 0.4271),
}


@cache
def draws(n, m):
    """‖W_j‖ for L = ½ and α of random layers, 40 of them; three of the largest."""
    spectra = [experiments.spectrum(n, m, seed=k) for k in range(3 if n * m == 10**6 else 40)]
    return np.array([(2 * s[0], s.mean() / s[0]) for s in spectra]).T


def near(values, slides):
    """Whether the mean of `values` and the slide's of ten draws agree within their scatter."""
    return abs(np.mean(values) - slides) < max(0.08, 3 * np.std(values) / np.sqrt(10))


@pytest.mark.parametrize(("n", "m"), TABLE)
def test_operator_norms_of_the_lectures_start_concentrate_near_one_over_l(n, m):
    assert near(draws(n, m)[0], TABLE[n, m][0])
    assert np.mean(draws(n, m)[0]) == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize(("n", "m"), TABLE)
def test_average_singular_values_are_alpha_times_the_norm(n, m):
    alpha = draws(n, m)[1]
    assert np.mean(alpha) == pytest.approx(TABLE[n, m][1], abs=0.02)
    assert np.all((alpha > 0.38) & (alpha < 1 + 1e-12))


def test_the_larger_the_matrix_the_closer_its_norm_stays_to_the_mean():
    spread = {size: np.std(draws(*size), axis=1) for size in TABLE}
    for k, chain in ((0, [(100, 1), (100, 10), (100, 100), (1000, 1000)]),
                     (1, [(100, 10), (100, 100), (1000, 1000)])):  # fmt: skip
        sizes = [spread[size][k] for size in chain]
        assert all(large < small for small, large in pairwise(sizes))
    assert spread[1000, 1][0] < spread[100, 1][0] / 2
    assert np.all(spread[1000, 100] < spread[100, 10] / 2)


# Growth of ‖δ_j‖ per ReLU layer: median and range over twenty seeds.
GROWTH = {
    ("lecture", 1.0): (0.70, 0.68, 0.72),
    ("lecture", 1 / 0.427): (1.64, 1.60, 1.68),
    ("he", 1.0): (0.99, 0.96, 1.02),
}


@pytest.mark.parametrize("start", GROWTH)
def test_the_root_mean_square_keeps_the_gain_level_and_the_average_does_not(start):
    growth = experiments.growth_per_layer(*start)
    assert [np.median(growth), growth.min(), growth.max()] == pytest.approx(GROWTH[start], abs=0.01)


def test_growth_is_linear_in_the_gain():
    """So none of the three numbers is free: a network of ReLU without biases is homogeneous."""
    one, average, he = (experiments.growth_per_layer(*start) for start in GROWTH)
    assert np.allclose(average, one / 0.427, rtol=1e-9)
    assert np.allclose(he, one * np.sqrt(2), rtol=1e-9)


def test_a_gradient_that_depends_on_the_network_is_carried_back_better():
    net = Network((100,) * 31, RELU)
    x = np.random.default_rng(0).normal(size=(100, 4))
    theta = initialize(net, "he", seed=range(20))
    _, aligned = state_norms(net, theta, x, x)
    growth = (aligned[:, 0] / aligned[:, 29]) ** (1 / 29)
    assert np.median(growth) > np.median(experiments.growth_per_layer("he")) + 0.02


def test_the_gains_of_the_three_rules_put_those_sizes_at_one_over_l():
    s = 2 * experiments.spectrum(1000, 1000, seed=0)  # of entries from N(0, 1/n)
    found = {"norm": s[0], "average": s.mean(), "root mean square": np.sqrt(np.mean(s**2))}
    assert found == pytest.approx(experiments.OF_UNIT_GAIN, rel=0.01)
    for rule, size in found.items():
        assert experiments.gain_of(rule, 0.5) * size == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize(("sigma", "good"), [(RELU, 1.42), (TANH, 1.2)], ids=["ReLU", "Tanh"])
def test_a_gain_keeps_fifty_layers_alive_and_a_few_per_cent_beside_it_do_not(sigma, good):
    for seed in range(5):
        ends = [np.median(part, axis=0) for part in experiments.gained(sigma, good, 50, 50, seed)]
        assert 1 / 5 < ends[0][-1] < 5 and 1 / 5 < ends[1][0] < 5
    for gain in (1.0, 2.0):
        z, delta = (np.median(part, axis=0) for part in experiments.gained(sigma, gain, 50, 50, 0))
        assert not (1 / 5 < z[-1] < 5 and 1 / 5 < delta[0] < 5)


def test_root_mean_squares_of_slopes_and_singular_values_give_he():
    net, L, alpha = Network((50, 50, 50), RELU), np.sqrt(0.5), 0.5
    lecture = initialize(net, "lecture", seed=3, scale=RELU.mean_prime / (L * alpha))
    hidden = np.arange(50 * 51)  # the last layer has no ReLU behind it
    assert np.allclose(lecture[hidden], initialize(net, "he", seed=3)[hidden], rtol=1e-12)
    assert 1 / ((2 * np.sqrt(50)) ** 2 * L**2 * alpha**2) == pytest.approx(2 / 50, rel=1e-12)
