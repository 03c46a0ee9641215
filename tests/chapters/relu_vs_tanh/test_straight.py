import numpy as np
import pytest

from dlcourse import IDENTITY, Data, Network, deep_network, initialize, straight_line, wiggly
from dlcourse.chapters.relu_vs_tanh.measures import folded


def test_the_straight_line_is_what_polyfit_finds():
    data = wiggly()
    np.testing.assert_allclose(straight_line(data), np.polyfit(data.x[0], data.y[0], 1), rtol=1e-12)


def test_the_straight_line_takes_several_inputs_and_outputs():
    rng = np.random.default_rng(0)
    x, theta = rng.normal(size=(3, 20)), rng.normal(size=8)
    net = Network((3, 2))
    np.testing.assert_allclose(straight_line(Data.from_arrays(x, net(theta, x))), theta, rtol=1e-9)


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
