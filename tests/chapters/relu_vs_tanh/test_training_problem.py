"""The section "Loss landscape": the network and its loss as functions of θ."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.relu_vs_tanh import experiments


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("depth", [3, 5, 7])
def test_without_biases_leaky_relu_is_homogeneous_of_degree_n(depth, rng):
    """m(x; tθ) = tⁿ m(x; θ), and the loss of y = 0 has degree 2n: the largest degrees there are."""
    net, x = dl.deep_network(depth), rng.normal(size=(1, 6))
    theta = dl.initialize(net, "he", seed=range(5))
    for t in (0.1, 3.0, 50.0):
        assert np.allclose(net(t * theta, x), t**depth * net(theta, x), rtol=1e-11)
        grown = dl.objective(net, t * theta, x, 0 * x)
        assert np.allclose(grown, t ** (2 * depth) * dl.objective(net, theta, x, 0 * x), rtol=1e-11)


def test_the_model_is_continuous_in_theta():
    """Along a line through θ, where units change sides, small steps make small changes."""
    net, data = dl.deep_network(5), experiments.WIGGLY
    theta, d = dl.initialize(net, seed=3), dl.random_directions(net, 1, seed=1)[0]
    sides, largest = [], []
    for points in (301, 3_001):
        t = np.linspace(-3, 3, points)
        along = theta + t[:, None] * d
        _, v = dl.forward(net, along, data.x)
        sides.append(np.unique(v[1] >= 0, axis=0).shape[0])
        largest.append(np.abs(np.diff(net(along, data.x), axis=0)).max())
    assert min(sides) > 5
    assert largest[1] < 0.15 * largest[0]


def test_tanh_outputs_cannot_outgrow_the_last_layer():
    net, data = dl.deep_network(5, activation=dl.TANH), experiments.WIGGLY
    theta = dl.initialize(net, seed=range(10)) + 30 * dl.random_directions(net, 10, seed=0)
    W, b = net.unpack(theta)
    bound = np.abs(W[5]).sum(axis=-1) + np.abs(b[5][..., 0])
    assert (np.abs(net(theta, data.x)).max(axis=-1) <= bound).all()
    leaky = np.abs(dl.deep_network(5)(theta, data.x)).max(axis=-1)
    assert np.mean(leaky > bound) > 0.5


@pytest.mark.parametrize("name", experiments.PAIR)
def test_the_plotted_landscape_is_the_slides_formula(name):
    """Σ_i L(m(x_i; θ* + t_1 θ_1 + t_2 θ_2), y_i), summed here sample by sample."""
    run, t = experiments.pair(experiments.WIGGLY, seed=0)[name], np.array([-2.0, 0.0, 0.5])
    net, data, star = run.net, run.data, run.theta
    d = dl.random_directions(net, 2, seed=1)
    values = dl.plane(net, star, d, t, t, data.x, data.y)
    for i, k in np.ndindex(3, 3):
        u = net(star + t[i] * d[0] + t[k] * d[1], data.x)[0]
        by_hand = sum(0.5 * (u[s] - data.y[0, s]) ** 2 for s in range(data.N))
        assert values[i, k] == pytest.approx(by_hand, rel=1e-10)


@pytest.mark.parametrize("name", experiments.PAIR)
def test_three_choices_of_directions_share_only_their_centre(name):
    run, t = experiments.pair(experiments.WIGGLY, seed=0)[name], np.linspace(-5, 5, 11)
    seen = [
        dl.plane(run.net, run.theta, dl.random_directions(run.net, 2, seed=k), t, t, *samples(run))
        for k in (1, 2, 3)
    ]
    at_the_centre = [values[5, 5] for values in seen]
    assert np.allclose(at_the_centre, run.final_loss * run.data.N, rtol=1e-10)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert np.median(np.abs(np.log(seen[a] / seen[b]))) > 0.02


def samples(run):
    return run.data.x, run.data.y
