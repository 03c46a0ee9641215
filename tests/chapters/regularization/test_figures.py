"""Notebook 07: each figure shows the trainings that its controls, labels and titles name."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.regularization import experiments, measures, pictures
from tests.pages import Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "07_regularization"


@pytest.fixture
def figure(request):
    """The figure of the section that the test names."""
    with Page(NAME, request.param) as page:
        (figure,) = page.figures
        yield figure


def of(heading):
    """The test is about the figure below this heading."""
    return pytest.mark.parametrize("figure", [heading], indirect=True)


def same_curve(fit, net, theta):
    return np.array_equal(fit.u, net(theta, fit.x[None, :])[0])


@of("the cover")
def test_the_second_curve_is_that_of_the_remedy(figure):
    for remedy in ("width 4", "SGD", "early stopping"):
        (before, after), losses = figure.set(remedy=remedy, seed=3).results
        run, epoch = experiments.remedied(remedy, seed=3)
        plain = experiments.plain(seed=3)
        assert same_curve(before, plain.net, plain.theta)
        assert same_curve(after, run.net, run.at(epoch))
        assert np.isclose(losses.values[0, -1], plain.test_losses[-1])
        assert np.isclose(losses.marks[1][2], after.test_loss)
    assert experiments.smaller("width", 4) != experiments.NET


@of("Tikhonov")
def test_the_columns_are_the_penalties_of_their_labels(figure):
    (before, after), dots = figure.set(decay=0.1, seeds=4, seed=2).results
    run = dl.train(
        experiments.NET, experiments.WIGGLY, seed=2, epochs=2000, scale=0.5, weight_decay=0.1,
        optimizer=dl.Adam(0.01, schedule="cosine"), snapshots=100,
    )  # fmt: skip
    assert same_curve(after, run.net, run.theta)
    assert same_curve(before, run.net, experiments.tikhonov(0, seed=2).theta)
    assert float(dots.labels[dots.chosen]) == 0.1
    assert np.isclose(dots.groups["training"][-1][2], run.final_loss)
    assert np.isclose(dots.groups["test"][-1][2], run.test_losses[-1])


@of("Dropout")
def test_what_is_crossed_is_out_in_the_network_of_this_step(figure):
    units, (prediction, this_step), curves = figure.set(step=500, scaling="ρ", seed=1).results
    trained = experiments.dropped(0.2, seed=1)
    assert units.off == tuple(sorted(trained.struck(500)))
    assert same_curve(this_step, experiments.NET, trained.mask(500) * trained.at(500))
    assert same_curve(prediction, experiments.NET, trained.scaled(500, 0.2))
    assert np.allclose(curves.values[1], np.interp(curves.x, prediction.x, prediction.u), atol=0.05)


@of("The scoreboard")
def test_each_column_is_the_remedy_of_its_name(figure):
    (dots,) = figure.set(seeds=8).results
    names = [label.strip() for label in dots.labels]
    assert names == [*experiments.REMEDIES]
    for name, column in zip(names, dots.groups[""], strict=True):
        assert column[5] == experiments.test_loss(name, seed=5) and len(column) == 8
    better = np.sum(dots.groups[""][1] < dots.groups[""][0])
    assert dots.rows["better in"][1] == str(better)
    assert dots.hlines["nothing"] == np.median(dots.groups[""][0])


@of("Layer dropout")
def test_each_column_is_the_network_without_this_layer(figure):
    (dots,) = figure.set(rho=0.2, seeds=4).results
    run, net = experiments.dropped(0.2, "layers", seed=1).run, experiments.NET
    theta = run.theta.copy()
    net.blocks(theta)[3][...] = 0  # layer 3
    data = experiments.WIGGLY
    column = [label.strip() for label in dots.labels].index("no layer 3")
    found = [row[1] for row in dots.groups["layer dropout"]]
    assert np.isclose(found[column], dl.objective(net, theta, data.x, data.y) / data.N)
    assert np.isclose(found[0], run.final_loss)


@of("Each remedy, from weak to strong")
def test_the_columns_are_the_values_of_the_knob(figure):
    (dots,) = figure.set(knob="start", seeds=4).results
    assert [float(label) for label in dots.labels] == experiments.KNOBS["start"][2]
    run = experiments.plain(seed=2, scale=0.2)
    assert np.isclose(dots.groups["training"][1][2], run.final_loss)
    assert np.isclose(dots.groups["test"][1][2], run.test_losses[-1])


@of("Beat it")
def test_the_mixture_is_the_chosen_one(figure):
    (dots,) = figure.set(decay=0.01, rho=0.05).results
    theta = experiments.dropped(0.05, "units", 0.01, seed=0).run.theta
    assert dots.groups[""][1][0] == pytest.approx(
        measures.truth_loss(experiments.NET, theta, experiments.WIGGLY), rel=0.3
    )
    assert np.median(dots.groups[""][1]) < pictures.GOAL
