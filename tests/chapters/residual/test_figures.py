"""Notebook 05: each figure shows the networks that its controls, labels and titles name."""

from functools import partial

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.residual import experiments
from tests.pages import Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME, DATA = "05_residual_depth_sweep", dl.wiggly()


@pytest.fixture
def figure(request):
    """The figure of the section that the test names."""
    with Page(NAME, request.param) as page:
        (figure,) = page.figures
        yield figure


def of(heading):
    """The test is about the figure below this heading."""
    return pytest.mark.parametrize("figure", [heading], indirect=True)


def the_network(depth, kind):
    return dl.deep_network(depth, residual={"plain": False, "residual": True}[kind])


def same_curve(fit, net, theta):
    return np.array_equal(fit.u, net(theta, fit.x[None, :])[0])


@of("The ten slides")
def test_each_slide_is_the_network_of_its_name_trained_by_the_recipe(figure):
    for scene in figure.scenes:
        depth, kind = scene.removeprefix("slide: ").split(" layers, ")
        units, fit, (run, epoch) = figure.scene(scene).results
        assert (
            units.net == run.net == the_network(int(depth), kind)
            and epoch == run.epochs[-1] == 5000
        )
        assert np.array_equal(run.thetas[0], dl.initialize(run.net, seed=19, scale=0.5))
    units, fit, (run, epoch) = figure.set(depth=7, residual=True, seed=3, epoch=50).results
    net = units.net
    assert net == run.net == the_network(7, "residual") and epoch == 50
    assert np.array_equal(run.thetas[0], dl.initialize(net, seed=3, scale=0.5))
    assert run.data == DATA and same_curve(fit, net, run.at(50))
    z, _ = dl.forward(net, run.at(50), units.x)
    assert np.allclose(units.values, np.concatenate(z[1:]))
    units, fit, _ = figure.set(off=(("unit", 3, 3),)).results
    assert same_curve(fit, net, dl.without(net, run.at(50), units.off)) and units.off
    steps = np.abs(run.thetas[1] - run.thetas[0]).max() / run.epochs[1]
    assert steps == pytest.approx(0.003, rel=0.05)  # Adam's first steps are its learning rate


@of("the cover")
def test_each_of_the_ten_is_the_network_of_its_title(figure):
    figure.set(seed=3, epoch=200)
    for panel, fit in zip(figure.panels, figure.results, strict=True):
        depth, kind = panel.title.split(" layers, ")
        net = the_network(int(depth), kind)
        run = experiments.trained(int(depth), kind == "residual", seed=3)
        assert run.net == net and same_curve(fit, net, run.at(200))
    figure.set(data="abs", epoch=5000)
    assert all(fit.data == dl.absolute() for fit in figure.results)
    titles = [panel.title for panel in figure.panels]
    assert titles[0] == "5 layers, plain" and len(set(titles)) == 10


@of("Over many seeds")
def test_dots_are_runs_of_the_setting_that_the_labels_say(figure):
    line = np.polyval(np.polyfit(DATA.x[0], DATA.y[0], 1), DATA.x[0])
    figure.set(seeds=8)
    (found,) = figure.results
    assert np.isclose(found.hlines["fails above"], 0.9 * np.mean(0.5 * (line - DATA.y[0]) ** 2))
    assert found.labels == tuple(f"{depth} layers" for depth in (5, 7, 12, 17, 47))
    for kind in ("plain", "residual"):
        for depth, points in zip((5, 7, 12, 17, 47), found.groups[kind], strict=True):
            runs = [experiments.trained(depth, kind == "residual", seed=s) for s in (0, 7)]
            assert {run.net for run in runs} == {the_network(depth, kind)}
            assert [run.final_loss for run in runs] == [points[0], points[7]] and len(points) == 8


def test_every_setting_reaches_the_training_over_many_seeds():
    """Asked of the notebook's own function, over one seed."""
    with Page(NAME, "Over many seeds") as page:

        def losses_of_5_layers(**setting):
            found = page.space["many"](seeds=1, **setting).result()
            return [found.groups[kind][0].item() for kind in ("plain", "residual")]

    other = dl.absolute()
    changes = {}, {"data": other}, {"sgd": True}, {"sgd": True, "data": other}
    assert len({losses_of_5_layers(**change)[0] for change in changes}) == len(changes)
    plain, residual = the_network(5, "plain"), the_network(5, "residual")
    train = partial(dl.train, data=other, seed=0)
    ends = [train(net, scale=0.5, optimizer=dl.Adam(3e-3)).final_loss for net in (plain, residual)]
    assert losses_of_5_layers(data=other) == ends

    how = dict(optimizer=dl.GradientDescent(0.01, momentum=0.9), batch_size=5)
    theta = dl.initialize(residual, "lecture", seed=0)
    for j in (2, 3):  # the two layers that skip; their biases are 0
        residual.blocks(theta)[j][...] *= 0.3
    ends = [train(plain, init="lecture", **how), train(residual, theta0=theta, **how)]
    assert losses_of_5_layers(data=other, sgd=True) == [run.final_loss for run in ends]


@of("Which layers learn?")
def test_first_gradients_moves_and_losses_belong_to_their_labels(figure):
    layers, moved, losses = figure.set(depth=12, eps=1e-16, seed=3).results
    assert layers.labels == moved.labels == losses.labels == ("plain", "residual")
    assert layers.hlines["eps"] == 1e-16
    rows = zip(layers.labels, layers.values, moved.values, losses.values, strict=True)
    for kind, sizes, ways, along in rows:
        net = the_network(12, kind)
        theta = dl.initialize(net, seed=3, scale=0.5)
        W, _ = net.unpack(dl.gradient(net, theta, DATA.x, DATA.y) / DATA.N)
        assert np.allclose(sizes, [np.linalg.norm(w) for w in W[1:]], rtol=1e-9)
        run = dl.train(net, DATA, theta0=theta, optimizer=dl.Adam(3e-3, eps=1e-16), snapshots=100)
        assert np.array_equal(along, run.losses)
        (W0, _), (W1, _) = net.unpack(theta), net.unpack(run.theta)
        assert np.isclose(ways[4], np.linalg.norm(W1[5] - W0[5]) / np.linalg.norm(W0[5]))


@of("How large may the start be?")
def test_first_states_and_losses_belong_to_their_labels(figure):
    states, trials = figure.set(depth=12, scale=1.25, seeds=4).results
    assert states.labels == ("plain", "residual")
    for kind, sizes in zip(states.labels, states.values, strict=True):
        net = the_network(12, kind)
        theta = dl.initialize(net, seed=range(4), scale=1.25)
        z, _ = dl.forward(net, theta, DATA.x)
        norms = [np.sqrt(np.sum(state**2, axis=(-2, -1)) / DATA.N) for state in z[1:]]
        assert np.allclose(sizes, [np.median(of_seeds) for of_seeds in norms], rtol=1e-9)
        points = trials.groups[kind][trials.chosen]
        how = dict(theta0=theta[3], optimizer=dl.Adam(3e-3))
        assert len(points) == 4 and points[3] == dl.train(net, DATA, **how).final_loss
    assert trials.labels[trials.chosen] == "1.25" and len(trials.labels) == 6


@of("Make 20 plain layers learn")
def test_six_plain_networks_of_20_layers_and_the_goal(figure):
    layers, losses = figure.set(scale=1.25, eps=1e-12).results
    net = the_network(20, "plain")
    assert layers.hlines["eps"] == 1e-12 and losses.hlines["goal"] == 0.01
    for k, label in enumerate(losses.labels):
        theta = dl.initialize(net, seed=int(label.removeprefix("seed ")), scale=1.25)
        W, _ = net.unpack(dl.gradient(net, theta, DATA.x, DATA.y) / DATA.N)
        assert np.allclose(layers.values[k], [np.linalg.norm(w) for w in W[1:]], rtol=1e-9)
        how = dict(optimizer=dl.Adam(3e-3, eps=1e-12), snapshots=100)
        assert np.array_equal(losses.values[k], dl.train(net, DATA, theta0=theta, **how).losses)


def test_the_goal_is_reached_by_a_larger_start_or_a_smaller_eps_and_not_before():
    """Measured: 0 or 1 of 6 at first, 6 of 6 at scale 1.25, 5 of 6 with eps = 1e-16."""
    with Page(NAME, "Make 20 plain layers learn") as page:
        (figure,) = page.figures
        check = page.space["exercises"].TWENTY_LAYERS.check
        for settings, reached in (
            ({}, False), (dict(scale=1.25), True), (dict(eps=1e-16), True),
        ):  # fmt: skip
            figure.reset()
            missing = check({}, *figure.set(**settings).results)
            assert (missing == "") == reached, missing
        assert "of 6 networks end below 0.01; four are asked for." in check(
            {}, *figure.reset().results
        )


@pytest.mark.parametrize("heading", ["Which layers learn?", "How large may the start be?"])
def test_plain_and_residual_have_the_colours_of_the_slides(heading):
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        for panel in figure.panels:
            if isinstance(panel, dl.CurvesPanel):
                colours = [line.get_color() for line in panel._lines]
                assert colours == [dl.style.MODEL["color"], dl.style.RESIDUAL["color"]]
        assert "mean training loss" in [panel.ax.get_ylabel() for panel in figure.panels]


@of("Identity layers")
@pytest.mark.parametrize("way", ["residual, zero", "plain, zero", "plain, identity"])
def test_layers_are_put_in_as_the_choice_says(figure, way):
    kind, layers = way.split(", ")
    figure.set(layers=f"{way} layers", count=3, seed=3)
    (net, theta), (before, after), change, losses = figure.results
    assert net == the_network(8, kind)
    W, _ = net.unpack(theta)
    new = np.eye(5) if layers == "identity" else np.zeros((5, 5))
    assert all(np.array_equal(W[j], new) for j in (3, 4, 5)) and not np.array_equal(W[2], new)
    shallow = experiments.trained(5, kind == "residual", seed=3)
    assert figure.panels[1].labels == ("before", "after")
    assert same_curve(before, shallow.net, shallow.theta) and same_curve(after, net, theta)
    there = np.interp(change.x, after.x, after.u) - np.interp(change.x, before.x, before.u)
    assert np.allclose(change.values[0], there, atol=1e-9)
    run = dl.train(net, DATA, theta0=theta, optimizer=dl.Adam(3e-3))
    assert np.array_equal(losses.values[0], run.losses) and losses.x[-1] == 5000
    assert losses.hlines == {"before": shallow.final_loss}
    assert run.losses[0] == after.train_loss


@of("Take a layer out")
def test_the_layer_that_the_slider_says_is_missing(figure):
    for depth, residual, layer, seed in ((7, True, 4, 3), (12, False, 2, 3), (7, True, 45, 4)):
        figure.set(depth=depth, residual=residual, layer=layer, seed=seed)
        (net, theta), (before, after), curve = figure.results
        run = experiments.trained(depth, residual, seed=seed)
        assert net == run.net == dl.deep_network(depth, residual=residual)
        assert figure.panels[1].labels == ("before", "after")
        assert same_curve(before, run.net, run.theta)
        assert before.layers == after.layers + 1 == depth - 1
        assert list(curve.x) == list(range(2, depth - 1)) and curve.labels == ("without layer j",)
        assert curve.hlines["with all"] == before.train_loss == run.final_loss
        ((_, marked, loss),) = curve.marks
        assert marked == min(layer, depth - 2) and loss == after.train_loss
        assert loss == curve.values[list(curve.x).index(marked)]
        silent = [j for j, W in enumerate(net.unpack(theta)[0]) if j and not W.any()]
        assert silent == [marked]
        assert len(figure.panels[0]._chain.get_segments()) == depth - 1
        assert not residual or np.isclose(dl.objective(net, theta, DATA.x, DATA.y) / 30, loss)
        for j, value in zip(curve.x, curve.values, strict=True):
            assert not residual or np.isclose(value, loss_with_silent_layer(run, j), rtol=1e-12)


def loss_with_silent_layer(run, j):
    """The mean loss with W_j = 0, b_j = 0: in a residual network as if layer j were not there."""
    theta = run.theta.copy()
    run.net.blocks(theta)[j][...] = 0
    return dl.objective(run.net, theta, DATA.x, DATA.y) / DATA.N
