"""What notebook 03 says it saw, held over seeds with a margin."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.relu_vs_tanh import experiments
from dlcourse.chapters.relu_vs_tanh.exercises import check_more_kinks
from dlcourse.chapters.relu_vs_tanh.measures import collapse, pieces

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
        ends = [collapse(run.net, experiments.on_the_way(run, 2000, way)) for way in (0, 1)]
        assert np.allclose(ends, [(W, b)] * 2, rtol=0, atol=1e-12)
        assert [W.item(), b.item()] == pytest.approx(dl.straight_line(data), rel=0, abs=1e-10)
        assert run.final_loss == pytest.approx(dl.mean_line_loss(data), rel=1e-10)
        assert (run.losses >= dl.mean_line_loss(data) * (1 - 1e-12)).all()  # never below the line


@pytest.mark.parametrize("layers", [3, 5, 7])
def test_far_away_leaky_relu_grows_with_power_2n_and_tanh_with_power_2(layers):
    """The picture's loss over its limit ½ Σ m_0(x_i)² t^{2n} or t²: 1 in the end."""
    found = {t: {name: [] for name in experiments.PAIR} for t in (1e3, 1e4, 1e5)}
    for runs in pairs(layers):
        assert experiments.powers(runs) == {"LeakyReLU": 2 * layers, "Tanh": 2}
        for direction in range(2):
            relu, tanh, *limits = experiments.far(runs, direction, np.array([*found])).values
            for k, ratios in enumerate(found.values()):
                ratios["LeakyReLU"].append(relu[k] / limits[0][k])
                ratios["Tanh"].append(tanh[k] / limits[1][k])
    for t, within in ((1e3, 0.06), (1e4, 0.005), (1e5, 0.001)):
        for ratios in found[t].values():
            assert np.median(ratios) == pytest.approx(1, abs=within)
    for name in experiments.PAIR:
        assert np.abs(np.array(found[1e5][name]) - 1).max() < 0.02
        assert (np.abs(np.array(found[1e4][name]) - 1) < 0.06).mean() >= 0.9
    assert (np.abs(np.array(found[1e3]["LeakyReLU"]) - 1) < 0.5).mean() >= 0.85


def test_along_a_piece_the_trained_network_is_a_polynomial_of_degree_5_and_no_lower():
    for direction, runs in enumerate(pairs()):
        leaky, tanh = experiments.left_over(runs, direction).values
        _, m = experiments.piece(runs["LeakyReLU"], direction)
        assert leaky[4] < 1e-12 * np.abs(m).max() + 1e-13
        assert leaky[3] > 10 * leaky[4]
        assert tanh[-1] > 1e-12  # none is exact


def test_leaky_relu_always_beats_the_line_where_plain_relu_often_dies():
    """And how many kinks the others have, and how small their loss is."""
    told = {
        "LeakyReLU": (0, (4, 13, 17), (0.0015, 0.014)),
        "ReLU": (13, (4, 7, 11), (0.011, 0.063)),
    }
    dead = []
    for name, (failures, kinks, losses) in told.items():
        net, good = dl.deep_network(5, activation=experiments.SIGMAS[name]), []
        for seed in SEEDS:
            run = dl.trained(net, WIGGLY, seed=seed)
            if run.final_loss < 0.9 * dl.mean_line_loss(WIGGLY):
                good.append((len(dl.kinks(net, run.theta)), run.final_loss))
            elif name == "ReLU":  # the single unit of layer 4 is off for every sample
                dead.append((dl.forward(net, run.theta, WIGGLY.x)[1][4] <= 0).all())
        counts, values = np.transpose(good)
        assert abs(len(SEEDS) - len(good) - failures) <= (1 if name == "LeakyReLU" else 4)
        found = counts.min(), np.median(counts), counts.max()
        assert np.abs(np.subtract(found, kinks)).max() <= 4
        assert (values.min(), values.max()) == pytest.approx(losses, rel=0.5)
    assert np.mean(dead) > 0.8


def test_half_way_to_the_mirrored_parameters_the_line_is_flat_and_worse():
    for data in experiments.DATA.values():
        run = experiments.without_activation(5, data, seed=0)
        half = experiments.on_the_way(run, 2000, 0.5)
        assert abs(collapse(run.net, half)[0].item()) < 1e-12
        loss = dl.objective(run.net, half, data.x, data.y) / data.N
        assert loss > 1.03 * dl.mean_line_loss(data)


def test_two_hidden_layers_make_some_fifty_polygons_and_three_about_a_hundred():
    data = experiments.CLASSES["spirals"]
    for layers, (fewest, median, most) in {
        1: (3, 12, 19),
        2: (22, 54, 99),
        3: (53, 103, 197),
    }.items():
        runs = [experiments.in_the_plane(layers, data, seed=seed) for seed in SEEDS]
        counts = [len(pieces(run.net, run.theta, data, (0.0, 0.0)).polygons) for run in runs]
        assert np.median(counts) == pytest.approx(median, rel=0.25)
        assert 0.6 * fewest <= min(counts) <= 1.5 * fewest
        assert 0.7 * most <= max(counts) <= 1.3 * most


@pytest.mark.parametrize(
    ("name", "relu", "tanh", "steeper"),
    [("wiggly", 6.8, 14, 15), ("sine", 7.7, 10, 12), ("piece", 27, 43, 14), ("abs", 10, 10, 12)],
)
def test_tanh_fits_are_steeper_in_most_pairs(name, relu, tanh, steeper):
    runs = [experiments.pair(experiments.DATA[name], seed=seed) for seed in SEEDS]
    slopes = np.array([[fit.slope for fit in experiments.fits(pair, 5000)] for pair in runs])
    assert np.median(slopes, axis=0) == pytest.approx([relu, tanh], rel=0.3)
    assert abs(np.sum(slopes[:, 1] > slopes[:, 0]) - steeper) <= 3
    assert np.sum(slopes[:, 1] > slopes[:, 0]) >= 11
    losses = [[run.final_loss for run in pair.values()] for pair in runs]
    told = (0.008, 0.009) if name == "wiggly" else (0.002, 0.002)
    assert np.median(losses, axis=0) == pytest.approx(told, rel=0.4)


def test_the_largest_slopes_of_all_stand_on_short_pieces_without_a_sample():
    steep = []
    for seed in SEEDS:
        run = experiments.pair(WIGGLY, seed=seed)["LeakyReLU"]
        x = np.concatenate([[-1], dl.kinks(run.net, run.theta).x, [1]])
        slopes = np.abs(np.diff(run.net(run.theta, x[None])[0]) / np.diff(x))
        k = int(slopes.argmax())
        if slopes[k] > 80:
            steep.append(x[k + 1] - x[k])
            assert not ((x[k] < WIGGLY.x[0]) & (WIGGLY.x[0] < x[k + 1])).any()
    assert 2 <= len(steep) <= 7 and max(steep) < 0.004


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


@pytest.mark.skipif(not compiled.available(), reason="takes minutes without the compiled kernels")
@pytest.mark.parametrize("name", ["wiggly", "piece"])
def test_training_finds_about_half_a_kink_per_unit_in_one_layer_and_about_one_in_four(name):
    """Medians of ten seeds, widths 5 to 20, as the table tells them."""
    data = experiments.DATA[name]
    ends = {}
    for hidden in (1, 2, 3, 4):
        medians = [
            np.median([experiments.kinks_per_unit(w, hidden, data, seed=s) for s in range(10)])
            for w in (5, 8, 12, 20)
        ]
        ends[hidden] = min(medians), max(medians)
    said = {
        "wiggly": {1: (0.5, 0.6), 2: (0.6, 0.7), 3: (0.7, 0.8), 4: (0.9, 1.0)},
        "piece": {1: (0.5, 0.8), 2: (0.7, 0.7), 3: (0.8, 0.9), 4: (1.0, 1.1)},
    }
    for hidden, (low, high) in said[name].items():
        assert ends[hidden] == pytest.approx((low, high), abs=0.15)
    assert ends[1][1] < ends[4][0] + 0.05


def test_more_kinks_than_units_need_a_second_hidden_layer_and_are_sometimes_found():
    data = experiments.DATA["piece"]

    def reached(width, hidden, seed):
        run = experiments.wide_or_deep(width, hidden, data, seed=seed)
        units = dl.unit_functions(run.net, run.theta, data)
        return check_more_kinks({}, units, dl.curve(run.net, run.theta, data)) == ""

    assert not any(reached(width, 1, seed) for width in (2, 5, 12) for seed in range(10))
    assert 3 <= sum(reached(5, 4, seed) for seed in SEEDS) <= 15


@pytest.mark.parametrize("layers", [1, 2, 3, 4, 5, 6, 7])
def test_two_units_per_layer_can_double_the_kinks_with_every_layer(layers):
    found = dl.kinks(*experiments.sawtooth(layers))
    assert len(found) == 2**layers - 1
    np.testing.assert_allclose(found.x, np.linspace(-1, 1, 2**layers + 1)[1:-1], atol=1e-12)
    assert np.bincount(found.layer)[1:].tolist() == [2**j for j in range(layers)]


@pytest.mark.parametrize(("one_layer", "median", "most"), [(False, 1, 8), (True, 4.5, 8)])
def test_training_does_not_find_the_sawtooth_that_the_network_could_draw(one_layer, median, most):
    runs = [experiments.sawtooth_trained(4, one_layer, seed=seed) for seed in range(10)]
    counts = [len(dl.kinks(run.net, run.theta)) for run in runs]
    assert abs(np.median(counts) - median) <= 2 and max(counts) <= most + 1
    losses = np.array([run.final_loss for run in runs]) / (np.var(runs[0].data.y) / 2)
    assert losses.min() > 0.8 and losses.max() < 1.001  # over that of the best constant


def test_even_one_tooth_is_missed_by_about_half_of_the_starts():
    losses = [experiments.sawtooth_trained(1, seed=seed).final_loss for seed in range(10)]
    assert 4 <= sum(loss > 0.03 for loss in losses) <= 8
