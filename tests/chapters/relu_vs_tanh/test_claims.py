"""What notebook 03 says it saw, held over seeds with a margin."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.relu_vs_tanh import experiments
from dlcourse.chapters.relu_vs_tanh.measures import collapse

SEEDS = range(20)
WIGGLY = experiments.WIGGLY


def pairs(layers=5, epochs=2000, seeds=SEEDS):
    return [experiments.pair(WIGGLY, layers, epochs, seed=seed) for seed in seeds]


@pytest.mark.parametrize("name", experiments.DATA)
def test_identity_networks_end_at_least_squares_from_every_start(name):
    data = experiments.DATA[name]
    for seed in SEEDS:
        run = experiments.without_activation(5, data, seed=seed)
        W, b = collapse(run.net, run.theta)
        assert [W.item(), b.item()] == pytest.approx(dl.straight_line(data), rel=0, abs=1e-10)
        assert run.final_loss == pytest.approx(dl.mean_line_loss(data), rel=1e-10)
        assert (run.losses >= dl.mean_line_loss(data) * (1 - 1e-12)).all()  # never below the line


@pytest.mark.parametrize("layers", [3, 5, 7])
def test_far_away_leaky_relu_grows_with_power_2n_and_tanh_with_power_2(layers):
    found = {name: [] for name in experiments.PAIR}
    for runs in pairs(layers):
        for direction in range(6):
            curves = experiments.growth(runs, direction)
            for name, p in zip(curves.labels, curves.values, strict=True):
                found[name].append(p[curves.x >= 4].mean())
    for name, power in (("LeakyReLU", 2 * layers), ("Tanh", 2)):
        assert np.median(found[name]) == pytest.approx(power, abs=0.01)
        assert np.mean(np.abs(np.array(found[name]) - power) < 0.2) > 0.95


def test_along_a_piece_the_trained_network_is_a_polynomial_of_degree_5_and_no_lower():
    for direction, runs in enumerate(pairs()):
        leaky, tanh = experiments.left_over(runs, direction).values
        _, m = experiments.piece(runs["LeakyReLU"], direction)
        assert leaky[4] < 1e-12 * np.abs(m).max() + 1e-13
        assert leaky[3] > 10 * leaky[4]
        assert tanh[-1] > 1e-12  # none is exact


def test_leaky_relu_always_beats_the_line_where_plain_relu_often_dies():
    failed, dead = dict.fromkeys(("ReLU", "LeakyReLU"), 0), []
    for name in failed:
        net = dl.deep_network(5, activation=experiments.SIGMAS[name])
        for seed in SEEDS:
            run = dl.trained(net, WIGGLY, seed=seed)
            if run.final_loss < 0.9 * dl.mean_line_loss(WIGGLY):
                continue
            failed[name] += 1
            if name == "ReLU":  # the single unit of layer 4 is off for every sample
                dead.append((dl.forward(net, run.theta, WIGGLY.x)[1][4] <= 0).all())
    assert failed["LeakyReLU"] <= 1
    assert failed["ReLU"] >= 6
    assert np.mean(dead) > 0.8


def test_the_slope_jumps_with_leaky_relu_and_is_continuous_with_tanh():
    for runs in pairs(epochs=5000, seeds=range(5)):
        coarse, fine = (experiments.slopes(runs, 5000, points) for points in (5_001, 50_001))
        assert coarse.labels == ("LeakyReLU", "Tanh")
        leaky, tanh = np.abs(np.diff(fine.values)).max(axis=1) / np.abs(np.diff(coarse.values)).max(
            axis=1
        )
        assert tanh < 0.15 and leaky > 0.5  # a tenth of the step: a tenth, if continuous


@pytest.mark.parametrize("seed", range(5))
def test_one_hidden_layer_makes_at_most_one_kink_per_unit(seed):
    for width in (1, 3, 10):
        net = dl.Network((1, width, 1))
        theta = dl.initialize(net, seed=seed, scale=3.0)
        found = dl.kinks(net, theta, (-100.0, 100.0))
        assert len(found) <= width
        assert len(set(found.unit.tolist())) == len(found)


def test_training_finds_about_half_a_kink_per_unit_in_one_layer_and_more_in_four():
    share = {}
    for hidden in (1, 4):
        kinks = [experiments.count_kinks(12, hidden, WIGGLY, seed=s) for s in experiments.SEEDS]
        share[hidden] = np.median(kinks) / (12 * hidden)
    assert 0.4 < share[1] < 0.8
    assert 0.6 < share[4] < 1.3
    assert share[4] > share[1]


@pytest.mark.parametrize("layers", [1, 2, 3, 4, 5, 6, 7])
def test_two_units_per_layer_can_double_the_kinks_with_every_layer(layers):
    found = dl.kinks(*experiments.sawtooth(layers))
    assert len(found) == 2**layers - 1
    np.testing.assert_allclose(found.x, np.linspace(-1, 1, 2**layers + 1)[1:-1], atol=1e-12)
    assert np.bincount(found.layer)[1:].tolist() == [2**j for j in range(layers)]


def test_training_does_not_find_the_sawtooth_that_the_network_could_draw():
    runs = [experiments.sawtooth_trained(4, seed=seed) for seed in range(10)]
    assert np.median([len(dl.kinks(run.net, run.theta)) for run in runs]) <= 5
    constant = np.var(runs[0].data.y) / 2  # the mean loss of the best one
    assert np.median([run.final_loss for run in runs]) > 0.9 * constant
