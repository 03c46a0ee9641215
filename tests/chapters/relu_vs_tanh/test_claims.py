"""What notebook 03 says it saw, held over seeds with a margin."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial

from dlcourse import (
    DATASETS,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    TANH,
    Adam,
    Data,
    Network,
    curve,
    deep_network,
    forward,
    initialize,
    input_gradient,
    kinks,
    random_directions,
    straight_line,
    train,
    wiggly,
)
from dlcourse.chapters.relu_vs_tanh.measures import collapse, growth_exponent, piece_along_line

SEEDS = range(20)


def mean_line_loss(data):
    """The mean loss of the best straight line."""
    return curve(Network((1, 1)), straight_line(data), data).train_loss


@pytest.mark.parametrize("name", DATASETS)
def test_identity_networks_end_at_least_squares_from_every_start(name):
    data, net = DATASETS[name](), deep_network(5, activation=IDENTITY)
    run = train(net, data, seed=SEEDS, epochs=2000, optimizer=Adam(1e-2, schedule="cosine"))
    W, b = collapse(net, run.theta)
    found = np.stack([W[:, 0, 0], b[:, 0, 0]], axis=-1)
    np.testing.assert_allclose(found, np.tile(straight_line(data), (20, 1)), rtol=0, atol=1e-10)
    np.testing.assert_allclose(run.final_loss, mean_line_loss(data), rtol=1e-10)
    assert (run.losses >= mean_line_loss(data) * (1 - 1e-12)).all()  # never below the line


@pytest.mark.parametrize("depth", [3, 5, 7])
def test_far_away_leaky_relu_grows_with_power_2n_and_tanh_with_power_2(depth):
    data = wiggly()
    for sigma, power in ((LEAKY_RELU, 2 * depth), (TANH, 2)):
        net = deep_network(depth, activation=sigma)
        theta = train(net, data, seed=SEEDS, epochs=500).theta[:, None]
        directions = random_directions(net, 6, seed=1)
        found = growth_exponent(net, theta, directions, data.x, data.y, radii=(1e4, 1e5))
        assert np.median(found) == pytest.approx(power, abs=0.01)
        assert np.mean(np.abs(found - power) < 0.2) > 0.95


def test_along_a_piece_the_trained_network_is_a_polynomial_of_degree_5_and_no_lower():
    data, net = wiggly(), deep_network(5)
    thetas = train(net, data, seed=SEEDS, epochs=500).theta
    x = np.array([[0.4]])
    for seed, theta in enumerate(thetas):
        direction = random_directions(net, 1, seed=seed)[0]
        t = np.linspace(*piece_along_line(net, theta, direction, x, limit=2.0), 201)
        m = net(theta + t[:, None] * direction, x)[:, 0, 0]
        off = [np.abs(Polynomial.fit(t, m, k)(t) - m).max() for k in (4, 5)]
        assert off[1] < 1e-12 * np.abs(m).max() + 1e-13
        assert off[0] > 10 * off[1]


def test_leaky_relu_always_beats_the_line_where_plain_relu_often_dies():
    data = wiggly()
    failed = {}
    for sigma in (RELU, LEAKY_RELU):
        run = train(deep_network(5, activation=sigma), data, seed=SEEDS)
        lost = run.final_loss >= 0.9 * mean_line_loss(data)
        failed[sigma.name] = int(np.sum(lost))
        if sigma is RELU:  # the single unit of layer 4 is off for every sample
            _, v = forward(run.net, run.theta[lost], data.x)
            assert np.mean((v[4] <= 0).all(axis=(-2, -1))) > 0.8
    assert failed["leaky relu"] <= 1
    assert failed["relu"] >= 6


def test_the_slope_jumps_with_leaky_relu_and_is_continuous_with_tanh():
    data = wiggly()
    for sigma in (LEAKY_RELU, TANH):
        net = deep_network(5, activation=sigma)
        thetas = train(net, data, seed=range(5), epochs=2000).theta
        jumps = []
        for points in (5_001, 50_001):
            x = np.linspace(-1, 1, points)[None]
            jumps.append(np.abs(np.diff(input_gradient(net, thetas, x)[:, 0])).max(axis=-1))
        ratio = jumps[1] / jumps[0]  # a tenth of the step: a tenth of the change, if continuous
        assert (ratio < 0.15).all() if sigma is TANH else (ratio > 0.5).all()


@pytest.mark.parametrize("seed", range(5))
def test_one_hidden_layer_makes_at_most_one_kink_per_unit(seed):
    for width in (1, 3, 10):
        net = Network((1, width, 1))
        theta = initialize(net, seed=seed, scale=3.0)
        found = kinks(net, theta, (-100.0, 100.0))
        assert len(found) <= width
        assert len(set(found.unit.tolist())) == len(found)


def test_training_finds_about_half_a_kink_per_unit_in_one_layer_and_more_in_four():
    share = {}
    for hidden in (1, 4):
        net = Network((1, *[12] * hidden, 1))
        run = train(net, wiggly(), seed=range(10), epochs=2000, snapshots=1)
        count = [len(kinks(net, theta)) for theta in run.theta]
        share[hidden] = np.median(count) / (12 * hidden)
    assert 0.4 < share[1] < 0.8
    assert 0.6 < share[4] < 1.3
    assert share[4] > share[1]


@pytest.mark.parametrize("layers", [1, 2, 3, 4, 5, 6, 7])
def test_two_units_per_layer_can_double_the_kinks_with_every_layer(layers):
    net = Network((1, *[2] * layers, 1), RELU)
    theta = np.zeros(net.n_params)
    W, b = net.unpack(theta)
    W[1][:], b[1][:] = 0.5, [[0.5], [0.0]]
    for j in range(2, layers + 1):
        W[j][:], b[j][:] = [2, -4], [[0.0], [-0.5]]
    W[layers + 1][:] = [2, -4]
    found = kinks(net, theta)
    assert len(found) == 2**layers - 1
    np.testing.assert_allclose(found.x, np.linspace(-1, 1, 2**layers + 1)[1:-1], atol=1e-12)
    assert np.bincount(found.layer)[1:].tolist() == [2**j for j in range(layers)]


def test_training_does_not_find_the_sawtooth_that_the_network_could_draw():
    teeth = np.linspace(-1, 1, 17)
    x = np.linspace(-1, 1, 65)[None]
    y = np.interp(x, teeth, np.arange(17) % 2)
    data = Data.from_arrays(x, y)
    run = train(Network((1, 2, 2, 2, 2, 1)), data, seed=range(10), epochs=2000)
    count = [len(kinks(run.net, theta)) for theta in run.theta]
    assert np.median(count) <= 5
    assert np.median(run.final_loss) > 0.9 * np.var(y) / 2
