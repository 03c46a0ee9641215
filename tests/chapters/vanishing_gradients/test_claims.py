"""Vanishing and exploding gradients: gains per layer, bounds, averages, training, constraints."""

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
    WeightBound,
    compiled,
    initialize,
    mean_line_loss,
    operator_norms,
    scaled,
    state_norms,
)
from dlcourse.chapters.vanishing_gradients import experiments
from dlcourse.chapters.vanishing_gradients.experiments import DATA, SIGMAS, X, Y, gain_per_layer
from dlcourse.chapters.vanishing_gradients.measures import backward_bounds, power_iteration

fast = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
N_LAYERS = 20


def left_at_layer_1(sigma, residual=False, scale=1.0):
    """‖δ_1‖/‖δ_{n+1}‖ of the 30 draws of the figure with ‖W_j‖ = scale."""
    net = Network((10,) * (N_LAYERS + 1), sigma, residual)
    return experiments.gradient_left(net, experiments.draws(net, scale))


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


def test_gradients_explode_without_skips_when_norms_are_large():
    assert np.median(left_at_layer_1(RELU, scale=4.0)) > 300
    assert np.median(left_at_layer_1(RELU, scale=6.0)) > 1e5
    assert np.median(left_at_layer_1(TANH, scale=6.0)) < 100


def test_it_needs_the_norm_of_w_beside_the_slope():
    steep, flat = scaled(IDENTITY, 1.5), scaled(IDENTITY, 0.9)
    assert np.median(left_at_layer_1(steep)) < 0.1  # σ′ = 1.5 everywhere, and it vanishes
    assert np.median(left_at_layer_1(flat, scale=3.0)) > 300  # σ′ = 0.9, and it explodes


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


def test_tanh_states_cannot_grow_and_relu_states_can():
    tanh, relu = experiments.tanh_and_relu_states(norm=4.0, n=N_LAYERS, seed=0).values
    assert np.all(tanh[1:-1] <= np.sqrt(10))
    assert relu[-2] > 100 * relu[0]


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
    seeds = range(3 if n * m == 10**6 else 40)
    rows = [experiments.norm_and_averages(n, m, seed=seed) for seed in seeds]
    norm, average, _ = np.transpose(rows)
    return np.stack([2 * norm, average / norm])


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


def test_the_root_mean_square_keeps_the_gain_level_and_the_average_does_not():
    assert 0.65 < gain_per_layer("lecture") < 0.75
    assert 1.5 < gain_per_layer("lecture", scale=1 / 0.427) < 1.9
    assert 0.95 < gain_per_layer("he") < 1.12


def test_root_mean_squares_of_slopes_and_singular_values_give_he():
    net, L, alpha = Network((50, 50, 50), RELU), np.sqrt(0.5), 0.5
    lecture = initialize(net, "lecture", seed=3, scale=RELU.mean_prime / (L * alpha))
    hidden = np.arange(50 * 51)  # the last layer has no ReLU behind it
    assert np.allclose(lecture[hidden], initialize(net, "he", seed=3)[hidden], rtol=1e-12)
    assert 1 / ((2 * np.sqrt(50)) ** 2 * L**2 * alpha**2) == pytest.approx(2 / 50, rel=1e-12)


@cache
def losses(name, residual, layers, scale=1.0):
    """The final losses of eight seeds."""
    runs = (experiments.trained(name, layers, residual, scale, seed=seed) for seed in range(8))
    return np.array([values[-1] for _, values, _ in runs])


def failures(*setting):
    return int(np.sum(~(losses(*setting) <= 0.9 * mean_line_loss(DATA))))


@fast
def test_plain_networks_fail_one_after_the_other_sigmoid_first():
    assert failures("sigmoid", False, 5) == failures("Tanh", False, 20) == 0
    assert failures("sigmoid", False, 20) >= 7
    assert min(failures(sigma, False, 40) for sigma in ("sigmoid", "Tanh", "ReLU")) >= 7


@fast
def test_elu_trains_where_sigmoid_cannot_and_fails_later():
    assert failures("ELU", False, 20) == 0
    assert np.median(losses("ELU", False, 20)) < np.median(losses("Tanh", False, 20)) / 2
    assert np.median(losses("ELU", False, 20)) < np.median(losses("sigmoid", False, 20)) / 8
    assert failures("ELU", False, 40) >= 7
    assert failures("ELU", True, 40) <= 1
    assert np.median(losses("ELU", True, 40)) < 0.01


@fast
def test_leaky_relu_and_selu_avoid_it_only_partly():
    for sigma in ("LeakyReLU", "SELU"):
        assert failures(sigma, False, 20) <= 3
        assert failures(sigma, False, 40) >= 5


@fast
def test_residual_networks_of_forty_layers_learn():
    assert failures("sigmoid", True, 40) == failures("Tanh", True, 40) == 0
    assert failures("ReLU", True, 40, 0.5) <= 1
    assert np.median(losses("Tanh", True, 40)) < 0.01


@fast
def test_residual_relu_of_forty_layers_often_fails_unless_it_starts_smaller():
    assert failures("ReLU", True, 40) >= 2
    assert failures("ReLU", True, 40) > failures("ReLU", True, 40, 0.5)


@pytest.mark.parametrize("keep", ["‖Wⱼ‖₂ ≤ c", "Frobenius norm ≤ c", "entries"])
def test_norms_at_most_one_keep_the_slope_at_most_one(keep):
    fit, norms = experiments.constrained(keep, 1.0, 150, seed=0)
    assert fit.slope <= 1 + 1e-9 and norms.values[0].max() <= 1 + 1e-9
    assert fit.train_loss > 0.05


def test_the_cheap_bounds_imply_the_spectral_one():
    net = Network((7, 7))
    theta = initialize(net, "he", seed=range(20), scale=3.0)
    for kind in ("frobenius", "elements"):
        assert operator_norms(net, WeightBound(kind, 1.0).project(net, theta)).max() <= 1 + 1e-12


@cache
def kept(keep, c):
    """Median loss of eight seeds under a constraint, 1000 epochs."""
    fits = [experiments.constrained(keep, c, 1000, seed=seed)[0] for seed in range(8)]
    return np.median([fit.train_loss for fit in fits])


@fast
def test_a_bound_of_one_costs_and_the_cheap_ones_cost_more():
    spectral = kept("‖Wⱼ‖₂ ≤ c", 1.0)
    assert spectral > 0.1
    assert min(kept("Frobenius norm ≤ c", 1.0), kept("entries", 1.0)) > 1.2 * spectral


@fast
def test_a_bound_of_two_and_a_clipped_gradient_cost_little():
    for keep in experiments.CONSTRAINTS:
        assert kept(keep, 2.0) < 0.03
    assert kept("‖g‖ ≤ c", 1.0) < 0.03


@pytest.mark.parametrize("n", [100, 300])
def test_power_iteration_finds_the_norm_in_few_products(n):
    for seed in range(5):
        W = np.random.default_rng(seed).normal(size=(n, n)) / (2 * np.sqrt(n))
        norm = np.linalg.norm(W, 2)
        assert 0.85 * norm < power_iteration(W, 20) <= norm * (1 + 1e-12)
        assert power_iteration(W, 100) == pytest.approx(norm, rel=0.01)


def test_the_cheap_bounds_become_looser_the_larger_the_layer():
    loose = {}
    for n in (30, 100, 300):
        W = np.random.default_rng(n).normal(size=(n, n))
        norm = np.linalg.norm(W, 2)
        loose[n] = np.linalg.norm(W) / norm, n * np.abs(W).max() / norm
        assert loose[n][0] == pytest.approx(np.sqrt(n) / 2, rel=0.2)
        assert loose[n][1] > 1.5 * loose[n][0]
    assert np.all(np.array(loose[300]) > 2 * np.array(loose[30]))
