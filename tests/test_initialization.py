"""Where training starts: each recipe's law, and seeds that give the same θ again."""

import numpy as np
import pytest

from dlcourse import INITIALIZATIONS, LEAKY_RELU, RBF, RELU, TANH, Network, deep_network, initialize

WIDE = Network((100, 400, 100), RELU)
every = pytest.mark.parametrize("init", sorted(INITIALIZATIONS))


@every
def test_the_same_seed_gives_the_same_theta(init):
    net = deep_network(5)
    assert np.array_equal(initialize(net, init, seed=3), initialize(net, init, seed=3))
    if init != "zeros":
        assert not np.array_equal(initialize(net, init, seed=3), initialize(net, init, seed=4))


@every
@pytest.mark.parametrize(
    "seeds", [range(3), [0, 1, 2], np.arange(3)], ids=["range", "list", "array"]
)
def test_several_seeds_give_a_leading_axis(init, seeds):
    net = deep_network(5)
    theta = initialize(net, init, seed=seeds)
    assert theta.shape == (3, 78)
    for s in range(3):
        assert np.array_equal(theta[s], initialize(net, init, seed=s))


@every
def test_scale_multiplies_theta(init):
    net = deep_network(5)
    assert np.array_equal(
        initialize(net, init, seed=1, scale=0.5), 0.5 * initialize(net, init, seed=1)
    )
    assert not initialize(net, init, seed=1, scale=0).any()


def test_uniform_fills_the_interval_that_torch_uses():
    W, b = WIDE.unpack(initialize(WIDE, "uniform", seed=0))
    for j, n in ((1, 100), (2, 400)):
        for part in (W[j], b[j]):
            assert np.abs(part).max() <= 1 / np.sqrt(n)
            assert np.abs(part).max() >= 0.95 / np.sqrt(n)
        assert np.std(W[j]) == pytest.approx(1 / np.sqrt(3 * n), rel=0.02)


def test_uniform_draws_layer_by_layer_W_and_then_b():
    net, rng = Network((2, 3, 1)), np.random.default_rng(7)
    W, b = net.unpack(initialize(net, "uniform", seed=7))
    for j, (n, m) in enumerate([(2, 3), (3, 1)], 1):
        bound = 1 / np.sqrt(n)
        assert np.array_equal(W[j], rng.uniform(-bound, bound, (m, n)))
        assert np.array_equal(b[j], rng.uniform(-bound, bound, (m, 1)))


@pytest.mark.parametrize(
    ("init", "deviation"),
    [
        ("lecture", {1: 1 / ((10 + 20) * 0.5), 2: 1 / ((20 + 10) * 1.0)}),  # L of ReLU, of Id
        ("glorot", {1: np.sqrt(2 / 500), 2: np.sqrt(2 / 500)}),
        ("he", {1: np.sqrt(2 / 100), 2: np.sqrt(2 / 400)}),
    ],
)
def test_weights_have_the_recipes_spread_and_biases_are_zero(init, deviation):
    W, b = WIDE.unpack(initialize(WIDE, init, seed=0))
    for j in (1, 2):
        assert np.std(W[j]) == pytest.approx(deviation[j], rel=0.02)
        assert abs(np.mean(W[j])) < 4 * deviation[j] / 200
        assert not b[j].any()


def test_glorot_is_bounded_and_the_gaussian_recipes_are_not():
    bound = np.sqrt(6 / 500)
    W, _ = WIDE.unpack(initialize(WIDE, "glorot", seed=0))
    assert np.abs(W[1]).max() <= bound
    W, _ = WIDE.unpack(initialize(WIDE, "he", seed=0))
    assert np.abs(W[1]).max() > 3 * np.std(W[1])


@pytest.mark.parametrize("sigma", [RELU, LEAKY_RELU, TANH], ids=lambda s: s.name)
def test_lecture_recipe_makes_operator_norms_one_over_the_mean_prime(sigma):
    net = Network((200, 300, 200, 1), sigma)
    W, _ = net.unpack(initialize(net, "lecture", seed=0))
    for j in (1, 2):
        assert np.linalg.norm(W[j], 2) == pytest.approx(1 / sigma.mean_prime, rel=0.04)


def test_lecture_recipe_copes_with_a_mean_prime_of_zero():
    assert RBF.mean_prime == 0
    assert np.isfinite(initialize(Network((2, 5, 1), RBF), "lecture")).all()


def test_spectral_makes_every_operator_norm_one():
    net = Network((3, 40, 40, 7, 1))
    W, b = net.unpack(initialize(net, "spectral", seed=range(2)))
    for j in range(1, 5):
        assert np.allclose(np.linalg.norm(W[j], 2, axis=(-2, -1)), 1, rtol=1e-13)
        assert not b[j].any()


def test_orthogonal_makes_every_singular_value_one_and_prefers_no_sign():
    net = Network((3, 40, 40, 7, 1))
    W, b = net.unpack(initialize(net, "orthogonal", seed=range(50)))
    for j in range(1, 5):
        assert np.allclose(np.linalg.svd(W[j], compute_uv=False), 1, rtol=1e-12)
        assert abs(np.mean(np.sign(W[j][:, 0, 0]))) < 0.5
        assert not b[j].any()


def test_zeros_are_zeros():
    assert not initialize(deep_network(5), "zeros", seed=5).any()


def test_unknown_recipe_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"init must be one of .*'he'.*got 'xavier'"):
        initialize(deep_network(5), "xavier")


@pytest.mark.parametrize("seed", [True, 1.5, None, -1, "one", [], [0, None], [0.0]])
def test_a_start_that_nobody_could_repeat_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        initialize(deep_network(5), seed=seed)


@pytest.mark.parametrize("scale", [-1.0, float("nan"), float("inf"), "2"])
def test_scale_is_a_number(scale):
    with pytest.raises(ValueError, match=rf"scale must be a finite number ≥ 0, got {scale!r}"):
        initialize(deep_network(5), scale=scale)
