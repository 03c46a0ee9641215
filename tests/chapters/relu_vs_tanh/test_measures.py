import numpy as np
import pytest
from numpy.polynomial import Polynomial

from dlcourse import (
    HARD_TANH,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    TANH,
    Network,
    deep_network,
    forward,
    initialize,
    random_directions,
    wiggly,
)
from dlcourse.chapters.relu_vs_tanh.measures import folded, piece_along_line

X = np.array([[0.4, -0.7]])


def signs(net, theta, x=X):
    _, v = forward(net, theta, x)
    return np.concatenate([v[j].ravel() >= 0 for j in range(1, net.depth)])


@pytest.mark.parametrize("seed", range(5))
def test_inside_the_piece_no_unit_changes_sign_and_just_outside_one_does(seed):
    net = Network((1, 4, 4, 1), LEAKY_RELU)
    theta, direction = initialize(net, seed=seed), random_directions(net, 1, seed=seed)[0]
    low, high = piece_along_line(net, theta, direction, X)
    assert low < 0 < high
    here = signs(net, theta)
    for t in np.linspace(low + 1e-9, high - 1e-9, 30):
        assert (signs(net, theta + t * direction) == here).all()
    for end, step in ((low, -1e-6), (high, 1e-6)):
        if abs(end) < 10:
            assert (signs(net, theta + (end + step) * direction) != here).any()


@pytest.mark.parametrize("sigma", [RELU, LEAKY_RELU, HARD_TANH])
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_on_its_piece_the_model_is_a_polynomial_of_degree_n(sigma, depth):
    net = Network((1, *[3] * (depth - 1), 1), sigma)
    theta, direction = initialize(net, seed=1), random_directions(net, 1, seed=1)[0]
    x = X[:, :1]
    t = np.linspace(*piece_along_line(net, theta, direction, x, limit=2.0), 101)
    m = net(theta + t[:, None] * direction, x)[:, 0, 0]
    assert np.abs(Polynomial.fit(t, m, depth)(t) - m).max() < 1e-13 * max(1, np.abs(m).max())


def test_a_smooth_network_has_no_ends_within_reach():
    net = Network((1, 3, 1), TANH)
    theta, direction = initialize(net, seed=0), random_directions(net, 1, seed=0)[0]
    assert piece_along_line(net, theta, direction, X, limit=3.0) == (-3.0, 3.0)


def test_reach_must_be_positive():
    net = Network((1, 3, 1))
    with pytest.raises(ValueError, match="limit must be a finite number > 0, got 0"):
        piece_along_line(net, np.zeros(10), np.ones(10), X, limit=0)


def test_folded_holds_the_line_that_the_network_draws():
    net, data = deep_network(5, activation=IDENTITY), wiggly()
    theta = initialize(net, seed=3)
    result = folded(net, theta, data)
    expected = result.slope * data.x + result.intercept
    np.testing.assert_allclose(net(theta, data.x), expected, rtol=0, atol=1e-14)
    assert result.loss == pytest.approx(np.mean((expected - data.y) ** 2) / 2, rel=1e-12)
    assert result.loss > result.best_loss > 0
    assert [W.shape for W in result.W[1:]] == [(5, 1), (5, 5), (5, 5), (1, 5), (1, 1)]


def test_folded_refuses_networks_that_draw_no_line():
    with pytest.raises(ValueError, match="identity"):
        folded(deep_network(5), np.zeros(78), wiggly())
    with pytest.raises(ValueError, match="one input and one output"):
        folded(Network((2, 1), IDENTITY), np.zeros(3), wiggly())
