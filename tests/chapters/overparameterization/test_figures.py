"""Notebook 06: each figure shows the networks that its controls, labels and titles name."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.overparameterization import exercises, experiments, measures, models
from tests.pages import Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME, NET, SIX = "06_overparameterization", experiments.NET, experiments.SIX


@pytest.fixture
def figure(request):
    """The figure of the section that the test names."""
    with Page(NAME, request.param) as page:
        (figure,) = page.figures
        yield figure


def of(heading):
    """The test is about the figure below this heading."""
    return pytest.mark.parametrize("figure", [heading], indirect=True)


@of("the cover")
def test_twelve_curves_go_through_the_samples_that_are_shown(figure):
    for settings, data in (({}, SIX), (dict(data="ten", seed=2), experiments.TEN)):
        fan, spread = figure.set(**settings).results
        assert fan.data == data and fan.u.shape == (12, 301)
        assert np.allclose(spread.values[0], fan.u.max(0) - fan.u.min(0))
    starts = dl.initialize(NET, seed=range(24, 36), scale=2.0)
    figure.set(data="six", seed=2, scale=2)
    run = dl.train(NET, SIX, theta0=starts, seed=range(12), epochs=1000, optimizer=dl.Adam(1e-2))
    theta, _ = measures.levenberg_marquardt(NET, run.theta, SIX)
    assert np.allclose(figure.results[0].u, NET(theta, experiments.X[None])[:, 0], atol=1e-9)
    assert "12 of 12 networks go through all samples" in figure.sentence


@of("Weights against samples")
def test_the_map_counts_the_parameters_of_the_network_in_its_cell(figure):
    for p, k, depth, width in ((30, 2, 10, 1), (10, 1.5, 3, 0.5)):
        cells, counted = figure.set(p=p, k=k, depth=depth, width=width).results
        row, column = cells.chosen
        assert (
            cells.rows[row] == f"{depth}" and cells.columns[column] == {1: "p", 0.5: "0.5 p"}[width]
        )
        net = dl.Network((p, *[round(width * p)] * (depth - 1), 1))
        assert cells.values[row, column] == pytest.approx(net.n_params / round(p**k))
        assert counted.marks == ((0, depth, net.n_params),)
        assert counted.values[0][depth - 1] == net.n_params
        assert counted.values[1][depth - 1] == p**2 * depth + p * depth
        assert counted.hlines == {"N": round(p**k)}
        assert np.array_equal(cells.more, cells.values > 1)


@of("Does it pay?")
def test_dots_are_errors_of_networks_and_features_of_the_size_below_them(figure):
    for settings, (loss, how) in (
        (dict(noise=0.6), (dl.LEAST_SQUARES, "Adam")),
        (dict(optimizer="SGD", huber=True), (dl.HUBER, "SGD")),
    ):
        figure.reset()
        networks, features = figure.set(seeds=4, **settings).results
        data = models.five_inputs(settings.get("noise", 0.3), seed=3)
        k = networks.P.tolist().index(36)
        net = dl.Network((5, 5, 1))
        options = experiments.OPTIMIZERS[how]
        run = dl.train(net, data, seed=3, loss=loss, **options)
        right = [
            dl.objective(net, run.theta, x, y) / x.shape[1]
            for x, y in ((data.x, data.y), (data.x_test, data.y_test))
        ]
        assert np.allclose(networks.runs[k][3], right, rtol=1e-6)
        assert len(networks.runs[k]) == 4 and networks.N == features.N == data.N == 30
        assert features.P.tolist() == experiments.FEATURES
    networks, _ = figure.set(vary="depth", problem="one input").results
    assert networks.P.tolist() == [
        dl.Network((1, *[4] * (n - 1), 1)).n_params for n in models.LAYERS
    ]
    assert [panel.title for panel in figure.panels] == ["Networks", "Random features"]


@of("Down to 10⁻²⁰")
def test_the_chosen_cell_has_the_runs_whose_losses_are_shown(figure):
    settings = dict(width=3, N=10, hidden=1, sigma="Tanh", steps=60, seeds=4)
    cells, steps = figure.set(**settings).results
    net, data = dl.Network((1, 3, 1), dl.TANH), dl.sine(N=10)
    row, column = cells.chosen
    assert cells.rows[row] == f"3 (P = {net.n_params})" and cells.columns[column] == "10"
    optimizer = dl.Adam(1e-2, schedule="cosine")
    how = dict(epochs=2000, optimizer=optimizer, snapshots=1)
    run = dl.train(net, data, seed=range(4), **how)
    assert np.allclose(steps.values[:, 0], run.final_loss, rtol=1e-9)
    _, losses = measures.levenberg_marquardt(net, run.theta, data, 400)
    assert np.array_equal(steps.values[:, : losses.shape[1]], losses)
    assert cells.values[row, column] == np.mean(steps.values[:, 60] <= 1e-20)
    assert steps.hlines == {"zero": 1e-20} and steps.vlines == {"steps": 60}
    assert np.array_equal(cells.more[:, column], [False, False, True, True, True])


@of("A walk along the solutions")
def test_curves_and_losses_are_those_of_the_walk(figure):
    (before, after), curves = figure.set(distance=4.0, direction=2, seed=1).results
    path, straight = experiments.walked(SIX, 2, 1)
    for fit, theta in ((before, path[0]), (after, path[10])):
        assert np.array_equal(fit.u, NET(theta, fit.x[None])[0])
    assert np.allclose(np.linalg.norm(np.diff(straight, axis=0), axis=1), 0.4)
    assert curves.labels == ("training", "straight on", "test")
    for row, thetas, x, y in (
        (0, path, SIX.x, SIX.y), (1, straight, SIX.x, SIX.y), (2, path, SIX.x_test, SIX.y_test),
    ):  # fmt: skip
        assert np.allclose(curves.values[row], measures.mean_loss(NET, thetas, x, y), atol=1e-30)
    assert curves.marks == ((0, 4.0, curves.values[0][10]),)
    assert figure.panels[0].labels == ("start", "after the walk")
    assert "481 − 6 = 475 directions" in figure.sentence


@of("Let the twelve agree")
def test_the_goal_is_reached_by_samples_where_the_fan_is_wide_and_not_before(figure):
    check = exercises.AGREE.check
    assert "differ by 1.81 at x" in check({}, *figure.results)
    assert figure.results[1].hlines == {"goal": exercises.GOAL}
    data = SIX
    while data.N < exercises.MOST and check({}, *figure.set(data=data, scale=2).results):
        fan, _ = figure.results
        x = float(fan.x[np.argmax(fan.spread)])
        data = data.added(x, float(np.sin(2 * np.pi * x)))
    figure.set(data=data)
    assert check({}, *figure.results) == "" and SIX.N < data.N <= exercises.MOST
    assert "are too many" in check({}, *figure.set(data=dl.sine(N=12)).results)
