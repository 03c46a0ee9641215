"""What notebook 12 says about first weights: variances, random matrices, rules, and trainings."""

from functools import cache

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import RELU, TANH, compiled
from dlcourse.chapters.initialization import experiments, measures, pictures
from dlcourse.chapters.initialization.experiments import DATA, OPTIMIZERS, RULES, SHAPES

trains = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)

# ------------------------------------------------------------------------------- fifty layers


@cache
def eight_losses(sigma, c, seed=0):
    """The final losses of the eight networks of a picture."""
    *_, last = experiments.fifty_layers(sigma, c, seed)
    (_, _, curves), fraction = last
    assert fraction == 1
    return curves


@trains
@pytest.mark.parametrize("seed", [0, 1])
def test_with_variance_two_over_n_fifty_relu_layers_learn(seed):
    count, learnt, exploded = pictures.words.ended(eight_losses(RELU, 2.0, seed))
    assert count == 8 and learnt >= 6 and exploded == 0


@trains
def test_relu_stands_still_below_and_explodes_above():
    still, away = eight_losses(RELU, 1.0), eight_losses(RELU, 4.0)
    assert np.allclose(still.values[:, -1], 0.288, atol=2e-3)
    assert pictures.words.ended(away) == (8, 0, 8)


@trains
@pytest.mark.parametrize("c", [1.0, 2.0])
def test_tanh_allows_a_wide_range_of_variances(c):
    assert pictures.words.ended(eight_losses(TANH, c))[1] >= 7


@trains
def test_tanh_with_four_over_n_does_not_learn_though_its_states_are_bounded():
    v, gradients = experiments.before(TANH, 4.0, 0)
    assert pictures.words.ended(eight_losses(TANH, 4.0))[1] <= 5
    assert np.nanmax(v.median) < 3 and gradients.median[0] > 30 * gradients.median[-2]


# ------------------------------------------------------------------------- before and after step 1


@cache
def changes(c, optimizer):
    """Factors (20,) by which step 1 changes layer 49's v_j, its spread, and layer 1's gradient.

    And the number of seeds whose loss is not finite afterwards.
    """
    net, found, lost = experiments.deep(RELU), [], 0
    for seed in range(20):
        how = dict(optimizer=OPTIMIZERS[optimizer], theta0=experiments.start(net, c, seed))
        run = dl.train(net, DATA, epochs=1, **how)
        lost += not np.isfinite(run.losses).all()
        both = [measures.states(net, theta, DATA.x, DATA.y) for theta in run.thetas]
        v = [measures.histograms(one["v"], (-16.0, 8.0), spread=True) for one in both]
        g = [measures.histograms(one["g"], (-18.0, 14.0)) for one in both]
        found.append((v[1].median[48] / v[0].median[48], v[1].between[48] / v[0].between[48],
                      g[1].median[0] / g[0].median[0]))  # fmt: skip
    return np.array(found).T, lost


@pytest.mark.parametrize(
    ("c", "optimizer", "middle", "low", "high"),
    [
        (1.0, "gradient descent", 3e5, 2e4, 5e6),
        (1.0, "Adam", 3e6, 3e5, 3e7),
        (2.0, "gradient descent", 1.1, 0.5, 7.5),
        (2.0, "Adam", 2.0, 0.5, 9),
        (4.0, "Adam", 0.6, 0.3, 2.4),
    ],
)
def test_the_first_step_changes_the_last_layer_by_these_factors(c, optimizer, middle, low, high):
    (v, _, _), lost = changes(c, optimizer)
    _, second, *_, last_but_one, _ = np.sort(v)
    assert lost == 0 and np.median(v) == pytest.approx(middle, rel=0.2)
    assert [second, last_but_one] == pytest.approx([low, high], rel=0.35)


def test_with_four_over_n_a_step_of_gradient_descent_overflows():
    assert changes(4.0, "gradient descent")[1] == 20


@pytest.mark.parametrize(("optimizer", "apart", "first"), [("gradient descent", 1.4, 1.4),
                                                           ("Adam", 1.7, 1.0)])  # fmt: skip
def test_the_samples_are_no_further_apart_and_the_first_gradient_is_no_larger(
    optimizer, apart, first
):
    (_, between, gradient), _ = changes(1.0, optimizer)
    assert np.median(between) == pytest.approx(apart, rel=0.2)
    assert np.median(gradient) == pytest.approx(first, rel=0.2)


def test_it_is_the_biases_that_lift_the_last_layers():
    """The sizes before and after; with the biases back at 0 they are tiny again."""
    net = experiments.deep(RELU)
    theta0 = experiments.start(net, 1.0, range(10))
    run = dl.train(net, DATA, seed=range(10), epochs=1, optimizer=OPTIMIZERS["Adam"], theta0=theta0)
    before, after = run.thetas[:, 0], run.thetas[:, 1]
    without = after.copy()
    for b in net.unpack(without)[1][1:]:
        b[...] = 0.0
    sizes = [
        measures.histograms(measures.states(net, theta, DATA.x, DATA.y)["v"], (-16, 8)).median[48]
        for theta in (before, after, without)
    ]
    assert 1e-10 < sizes[0] < 1e-8 and 3e-4 < sizes[1] < 3e-3
    assert sizes[2] < 1e-3 * sizes[1]
    largest = max(np.abs(b).max() for b in net.unpack(after)[1][1:])
    assert largest == pytest.approx(1e-3, rel=1e-3)


# ------------------------------------------------------------------------------- random matrices

# Mean and standard deviation of ‖W_j‖ for L = 1/2, and of α: (n_j, n_{j+1}) → …
TABLE = {
    (100, 1): (1.79, 0.14, 1.0, 0.0),
    (100, 10): (1.90, 0.07, 0.785, 0.025),
    (100, 100): (1.95, 0.04, 0.434, 0.009),
    (1000, 1): (1.93, 0.04, 1.0, 0.0),
    (1000, 100): (1.979, 0.013, 0.757, 0.005),
    (1000, 1000): (1.989, 0.007, 0.427, 0.002),
}


@cache
def drawn(n, m):
    """‖W_j‖ for L = 1/2 and α of forty draws, of the largest shape three."""
    spectra = [experiments.spectrum(n, m, seed=k) for k in range(3 if n * m == 10**6 else 40)]
    return np.array([(2 * s[0], s.mean() / s[0]) for s in spectra]).T


@pytest.mark.parametrize("shape", SHAPES)
def test_norms_and_alphas_are_those_of_the_table(shape):
    norms, alphas = drawn(*shape)
    norm, scatter, alpha, apart = TABLE[shape]
    assert np.mean(norms) == pytest.approx(norm, abs=0.6 * scatter)
    assert np.mean(alphas) == pytest.approx(alpha, abs=0.6 * apart + 1e-6)
    if len(norms) == 40:
        assert np.std(norms) == pytest.approx(scatter, rel=0.25)
        assert np.std(alphas) == pytest.approx(apart, rel=0.25, abs=1e-6)


def test_alpha_depends_on_the_shape_and_its_scatter_on_the_size():
    small, large = drawn(100, 100)[1], drawn(1000, 1000)[1]
    assert np.mean(small) == pytest.approx(np.mean(large), abs=0.01)
    assert np.ptp(large) < 0.3 * np.ptp(small)
    assert np.mean(large) == pytest.approx(4 / (3 * np.pi), abs=0.005)


def test_singular_values_fill_a_quarter_of_a_circle():
    s = experiments.spectrum(1000, 1000, seed=0)
    assert np.mean(s < 0.5) == pytest.approx(0.61, abs=0.01)
    heights, edges = np.histogram(s, 10, (0, 1), density=True)
    middles = 0.5 * (edges[1:] + edges[:-1])
    assert np.allclose(heights, 4 / np.pi * np.sqrt(1 - middles**2), atol=0.12)
    assert s[0] == pytest.approx(1, abs=0.02)
    small = np.array([experiments.spectrum(10, 10, seed=k)[0] for k in range(30)])
    assert 0.65 < small.min() < 0.78 and 1.0 < small.max() < 1.1


def test_between_unequal_layers_a_gap_opens_at_zero():
    s = experiments.spectrum(1000, 100, seed=0)
    low = (np.sqrt(1000) - np.sqrt(100)) / (np.sqrt(1000) + np.sqrt(100))
    assert low == pytest.approx(0.52, abs=0.005)
    assert s[-1] == pytest.approx(low, abs=0.03) and s[0] == pytest.approx(1, abs=0.03)


# ----------------------------------------------------------------------------------------- rules


@cache
def gains(sigma, rule, L=0.5, aligned=False):
    """Median gains forwards and backwards over 20 seeds."""
    found = [experiments.gains(sigma, rule, L, aligned, seed=seed) for seed in range(20)]
    return np.median(found, axis=0)


GAINS = {
    "lecture": (0.70, 0.70, 0.93, 0.93),
    "average": (1.61, 1.61, 0.99, 1.22),
    "glorot": (0.70, 0.70, 0.93, 0.93),
    "he": (0.99, 0.99, 0.98, 1.03),
    "orthogonal": (0.70, 0.71, 0.93, 0.94),
    "orthogonal √2": (0.99, 1.00, 0.98, 1.04),
}


@pytest.mark.parametrize("rule", RULES.values())
def test_the_gains_of_the_rules_are_those_of_the_table(rule):
    found = [*gains(RELU, rule), *gains(TANH, rule)]
    assert found == pytest.approx(GAINS[rule], abs=0.012)


def test_only_two_rules_are_level_for_relu():
    level = [rule for rule in RULES.values() if np.all(np.abs(gains(RELU, rule) - 1) < 0.05)]
    assert level == ["he", "orthogonal √2"]


def test_the_gradient_of_the_loss_is_carried_back_better_than_a_random_one():
    assert gains(RELU, "he", aligned=True)[1] == pytest.approx(1.04, abs=0.015)
    assert gains(RELU, "average", aligned=True)[1] == pytest.approx(1.70, abs=0.03)


def test_the_averaged_rule_would_need_another_l():
    assert np.all(np.abs(gains(RELU, "average", 0.8) - 1) < 0.03)


def test_the_lectures_first_rule_is_glorots_variance_for_square_layers():
    net = dl.Network((100, 100, 100), RELU)
    lecture, glorot = (
        net.unpack(experiments.ruled(net, rule, 0.5, 0))[0][1] for rule in ("lecture", "glorot")
    )
    assert np.std(lecture) == pytest.approx(np.std(glorot), rel=0.03)
    assert np.std(lecture) == pytest.approx(0.1, rel=0.02)


def test_the_gain_is_the_root_of_half_of_n_times_the_variance():
    for c in (1.0, 2.0, 3.0):
        net = dl.Network((200,) * 21, RELU)
        theta = experiments.start(net, c, 0)
        x = np.random.default_rng(0).normal(size=(200, 4))
        z, _ = dl.state_norms(net, theta, x, x)
        assert (z[19] / z[0]) ** (1 / 19) == pytest.approx(np.sqrt(c / 2), rel=0.03)


def test_root_mean_squares_turn_the_averaged_rule_into_hes():
    L, alpha = np.sqrt(0.5), 0.5  # variance 1/((2√n)² L² α²)
    assert 1 / (4 * L**2 * alpha**2) == pytest.approx(2.0)


# How many of 16 networks learn, in the order of RULES.
LEARN = {
    ("ReLU", "gradient descent"): (0, 0, 0, 16, 0, 16),
    ("ReLU", "Adam"): (16, 5, 16, 16, 15, 16),
    ("Tanh", "gradient descent"): (16, 13, 16, 16, 16, 16),
    ("Tanh", "Adam"): (16, 16, 16, 16, 16, 16),
}


@trains
@pytest.mark.parametrize(("name", "optimizer"), LEARN)
def test_as_many_networks_learn_as_the_table_says(name, optimizer):
    for rule, stated in zip(RULES.values(), LEARN[name, optimizer], strict=True):
        sigma = experiments.SIGMAS[name]
        ended = np.array(
            [experiments.trained(sigma, rule, 0.5, optimizer, seed=seed) for seed in range(16)]
        )
        assert np.sum(ended < pictures.GOAL) == pytest.approx(stated, abs=3), rule
        if (name, optimizer, rule) == ("ReLU", "gradient descent", "average"):
            assert not np.isfinite(ended).any()


def test_the_first_gradients_of_thirty_layers_are_above_adams_eps():
    net = dl.Network((1, *[20] * 29, 1), RELU)
    theta = experiments.ruled(net, "lecture", 0.5, range(8))
    g = measures.states(net, theta, DATA.x, DATA.y)["g"][0]
    assert 4e-8 < np.median(np.abs(g[g != 0])) < 4e-7
    assert OPTIMIZERS["Adam"].eps == 1e-8


# ------------------------------------------------------------------------------- residual layers

# ‖z_n‖/‖z_1‖ for p = 0.5, 1, 1.5, 2.
GROWTH = {
    ("ReLU", 5): (3.0, 1.8, 1.4, 1.2),
    ("ReLU", 20): (90, 6.2, 1.9, 1.2),
    ("ReLU", 80): (1.4e6, 80, 2.9, 1.2),
    ("Tanh", 5): (2.1, 1.7, 1.3, 1.1),
    ("Tanh", 20): (4.6, 2.2, 1.2, 1.05),
    ("Tanh", 80): (11, 2.4, 1.1, 1.02),
}


@pytest.mark.parametrize(("name", "n"), GROWTH)
def test_residual_signals_grow_as_the_table_says(name, n):
    for p, stated in zip((0.5, 1.0, 1.5, 2.0), GROWTH[name, n], strict=True):
        found = [
            experiments.residual_growth(experiments.SIGMAS[name], p, n, seed)[0]
            for seed in range(10)
        ]
        assert np.median(found) == pytest.approx(stated, rel=0.05)
        if (name, p) == ("Tanh", 1.0):
            assert np.median(found) < 2.6


def test_relu_parts_point_in_similar_directions_and_those_of_tanh_do_not():
    """The parts σ(W_j z_j) that forty layers add: how large their sum is, by squares that is 1."""
    for sigma, low, high in ((RELU, 2.2, 10.0), (TANH, 0.7, 1.4)):
        net = dl.Network((20,) * 42, sigma, residual=True)
        theta = np.sqrt(2 / 41) * experiments.start(dl.Network((20,) * 42), 1.0, 0)
        x = np.random.default_rng(1).normal(size=(20, 8))
        z, _ = dl.forward(net, theta, x)
        parts = np.array([z[j + 1] - z[j] for j in range(1, 41)])
        together = np.linalg.norm(parts.sum(axis=0)) / np.sqrt(np.sum(parts**2))
        assert low < together < high, sigma.name


@pytest.mark.parametrize("sigma", [RELU, TANH], ids=["ReLU", "Tanh"])
def test_with_weights_like_one_over_n_the_bound_and_the_growth_stay_bounded(sigma):
    curves = experiments.residual_sizes(sigma, 2.0, 0)
    ahead, back, bound = curves.values
    assert np.all(ahead < 1.3) and np.all(back < 1.3)
    assert np.all(bound < np.exp(2 * np.sqrt(2))) and np.exp(2 * np.sqrt(2)) == pytest.approx(
        17, abs=0.1
    )
    assert np.all(ahead < bound)
