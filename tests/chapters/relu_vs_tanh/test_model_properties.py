"""The section "Model properties and activation functions": the network as a function of x."""

from functools import cache

import numpy as np
import pytest

from dlcourse import (
    IDENTITY,
    LEAKY_RELU,
    TANH,
    Network,
    deep_network,
    initialize,
    input_gradient,
    kinks,
    mean_line_loss,
    objective,
    train,
    wiggly,
)
from dlcourse.chapters.relu_vs_tanh.measures import collapse

SEEDS = range(20)


@cache
def trained(sigma):
    """The slides' network with 78 parameters, 5000 epochs from each of 20 starts."""
    return train(deep_network(5, activation=sigma), wiggly(), seed=SEEDS, snapshots=20)


def test_leaky_relu_networks_are_continuous_and_piecewise_affine():
    """Corners joined by straight lines are the network itself, for all 20 trained ones."""
    run, grid = trained(LEAKY_RELU), np.linspace(-1, 1, 2001)
    for theta in run.theta:
        x = np.concatenate([[-1], kinks(run.net, theta).x, [1]])
        u = run.net(theta, x[None, :])[0]
        assert np.abs(np.interp(grid, x, u) - run.net(theta, grid[None, :])[0]).max() < 1e-12


def test_the_network_of_the_slides_has_78_parameters():
    net = deep_network(5)
    assert net.widths[1:] == (5, 5, 5, 1, 1)
    assert net.n_params == 78


def test_the_fit_of_the_slides_has_about_a_dozen_kinks():
    """Measured over 20 seeds: 4 to 17, median 13; mean loss .0014 to .0142, median .0073."""
    run = trained(LEAKY_RELU)
    counts = [len(kinks(run.net, theta)) for theta in run.theta]
    assert 9 <= np.median(counts) <= 17 and min(counts) >= 2 and max(counts) <= 26
    assert np.median(run.final_loss) < 0.012
    assert np.mean(run.final_loss < 0.25 * mean_line_loss(wiggly())) >= 0.9


def test_vertical_lines_stand_where_the_slope_jumps_and_nowhere_else():
    run = trained(LEAKY_RELU)
    for theta in run.theta:
        places = kinks(run.net, theta).x
        edges = np.linspace(-1, 1, 4001)
        slope = input_gradient(run.net, theta, edges[None, :])[0]
        jumps = np.abs(np.diff(slope)) > 1e-11 * np.abs(slope).max()
        holds_a_kink = np.histogram(places, edges)[0] > 0
        assert np.array_equal(jumps, holds_a_kink)


def test_tanh_networks_have_no_kinks():
    """At 100 times finer steps the slope changes by a hundredth: it has no jump."""
    run = trained(TANH)
    changes = []
    for step in (1e-4, 1e-6):
        x = np.linspace(-1, 1, 2001)[None, :]
        near, far = (input_gradient(run.net, run.theta, x + h) for h in (0, step))
        changes.append(np.abs(far - near).max(axis=(1, 2)))
    assert np.allclose(changes[1] / changes[0], 0.01, rtol=0.1)
    with pytest.raises(ValueError, match="tanh"):
        kinks(run.net, run.theta[0])


def test_identity_networks_collapse_to_one_affine_map():
    net = deep_network(5, activation=IDENTITY)
    x = np.linspace(-3, 3, 50)[None, :]
    for theta in initialize(net, seed=SEEDS, scale=2):
        W, b = collapse(net, theta)
        assert W.shape == b.shape == (1, 1)
        assert np.allclose(net(theta, x), W @ x + b, rtol=1e-12, atol=1e-13)


def test_the_bias_of_a_collapsed_network_as_002_writes_it():
    """b = b_n + Σ_{l=2}^{n} W_n ⋯ W_l b_{l−1}; 000 ends at l = n − 1 and loses W_n b_{n−1}."""
    net = Network((3, 4, 2, 3, 2), IDENTITY)
    theta = initialize(net, seed=1)
    W, b = net.unpack(theta)
    n = net.depth

    def product(down_to):
        result = np.eye(net.widths[-1])
        for j in range(n, down_to - 1, -1):
            result = result @ W[j]
        return result

    terms = {k: product(k) @ b[k - 1] for k in range(2, n + 1)}
    weight, bias = collapse(net, theta)
    assert np.allclose(weight, product(1), rtol=1e-13)
    assert np.allclose(bias, b[n] + sum(terms.values()), rtol=1e-13)
    too_short = b[n] + sum(terms[k] for k in range(2, n))
    assert np.abs(bias - too_short).max() > 0.01
    assert np.allclose(bias - too_short, W[n] @ b[n - 1], rtol=1e-12)


def test_training_an_identity_network_is_nonconvex():
    """Two signs flipped give a second solution; half way between the two the loss is larger."""
    data, net = wiggly(), deep_network(5, activation=IDENTITY)
    for theta in train(net, data, seed=range(5), epochs=2000).theta:
        other = theta.copy()
        blocks, (W, _) = net.blocks(other), net.unpack(other)
        blocks[1][...] *= -1
        W[2][...] *= -1
        ends = objective(net, np.stack([theta, other]), data.x, data.y)
        assert ends[0] == pytest.approx(ends[1], rel=1e-12)
        assert objective(net, 0.5 * (theta + other), data.x, data.y) > 1.1 * ends[0]
