"""The section "Model properties and activation functions": the network as a function of x."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.relu_vs_tanh import experiments
from dlcourse.chapters.relu_vs_tanh.measures import collapse

SEEDS = range(20)
WIGGLY = experiments.WIGGLY


def trained(name):
    """The slides' network with 78 parameters, 5000 epochs from each of 20 starts."""
    return [experiments.pair(WIGGLY, seed=seed)[name] for seed in SEEDS]


def test_leaky_relu_networks_are_continuous_and_piecewise_affine():
    """Corners joined by straight lines are the network itself, for all 20 trained ones."""
    grid = np.linspace(-1, 1, 2001)
    for run in trained("LeakyReLU"):
        x = np.concatenate([[-1], dl.kinks(run.net, run.theta).x, [1]])
        u = run.net(run.theta, x[None, :])[0]
        assert np.abs(np.interp(grid, x, u) - run.net(run.theta, grid[None, :])[0]).max() < 1e-12


def test_the_network_of_the_slides_has_78_parameters():
    net = dl.deep_network(5)
    assert net.widths[1:] == (5, 5, 5, 1, 1)
    assert net.n_params == 78


def test_the_fit_of_the_slides_has_about_a_dozen_kinks():
    """Measured over 20 seeds: 4 to 17, median 13; mean loss .0014 to .0142, median .0073."""
    runs = trained("LeakyReLU")
    counts = [len(dl.kinks(run.net, run.theta)) for run in runs]
    losses = np.array([run.final_loss for run in runs])
    assert 9 <= np.median(counts) <= 17 and min(counts) >= 2 and max(counts) <= 26
    assert np.median(losses) < 0.012
    assert np.mean(losses < 0.25 * dl.mean_line_loss(WIGGLY)) >= 0.9


def test_vertical_lines_stand_where_the_slope_jumps_and_nowhere_else():
    for run in trained("LeakyReLU"):
        places = dl.kinks(run.net, run.theta).x
        edges = np.linspace(-1, 1, 4001)
        slope = dl.input_gradient(run.net, run.theta, edges[None, :])[0]
        jumps = np.abs(np.diff(slope)) > 1e-11 * np.abs(slope).max()
        holds_a_kink = np.histogram(places, edges)[0] > 0
        assert np.array_equal(jumps, holds_a_kink)


def test_tanh_networks_have_no_kinks():
    """At 100 times finer steps the slope changes by a hundredth: it has no jump."""
    runs, changes = trained("Tanh"), []
    net, theta = runs[0].net, np.stack([run.theta for run in runs])
    for step in (1e-4, 1e-6):
        x = np.linspace(-1, 1, 2001)[None, :]
        near, far = (dl.input_gradient(net, theta, x + h) for h in (0, step))
        changes.append(np.abs(far - near).max(axis=(1, 2)))
    assert np.allclose(changes[1] / changes[0], 0.01, rtol=0.1)
    with pytest.raises(ValueError, match="tanh"):
        dl.kinks(net, theta[0])


def test_identity_networks_collapse_to_one_affine_map():
    net = dl.deep_network(5, activation=dl.IDENTITY)
    x = np.linspace(-3, 3, 50)[None, :]
    for theta in dl.initialize(net, seed=SEEDS, scale=2):
        W, b = collapse(net, theta)
        assert W.shape == b.shape == (1, 1)
        assert np.allclose(net(theta, x), W @ x + b, rtol=1e-12, atol=1e-13)


def test_the_bias_of_a_collapsed_network_as_002_writes_it():
    """b = b_n + Σ_{l=2}^{n} W_n ⋯ W_l b_{l−1}; 000 ends at l = n − 1 and loses W_n b_{n−1}."""
    net = dl.Network((3, 4, 2, 3, 2), dl.IDENTITY)
    theta = dl.initialize(net, seed=1)
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
    data, net = WIGGLY, dl.deep_network(5, activation=dl.IDENTITY)
    for seed in range(5):
        theta = experiments.without_activation(5, WIGGLY, seed=seed).theta
        other = theta.copy()
        blocks, (W, _) = net.blocks(other), net.unpack(other)
        blocks[1][...] *= -1
        W[2][...] *= -1
        ends = dl.objective(net, np.stack([theta, other]), data.x, data.y)
        assert ends[0] == pytest.approx(ends[1], rel=1e-12)
        assert dl.objective(net, 0.5 * (theta + other), data.x, data.y) > 1.1 * ends[0]
