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


@of("All ten at once")
def test_each_of_the_ten_is_the_network_of_its_title(figure):
    figure.set(seed=3, epoch=200)
    for panel, fit in zip(figure.panels, figure.results, strict=True):
        depth, kind = panel.title.split(" layers, ")
        net = the_network(int(depth), kind)
        run = experiments.trained(int(depth), kind == "residual", seed=3)
        assert run.net == net and same_curve(fit, net, run.at(200))
    titles = [panel.title for panel in figure.panels]
    assert titles[0] == "5 layers, plain" and len(set(titles)) == 10


@of("Over many seeds")
def test_bars_are_medians_of_the_setting_that_the_controls_say(figure):
    line = np.polyval(np.polyfit(DATA.x[0], DATA.y[0], 1), DATA.x[0])
    limit = 0.9 * np.mean(0.5 * (line - DATA.y[0]) ** 2)
    figure.set(seeds=8)
    for panel, bars in zip(figure.panels, figure.results, strict=True):
        for depth, label, value, points in zip(
            (5, 7, 12, 17, 47), bars.labels, bars.values, bars.points, strict=True
        ):
            runs = [experiments.trained(depth, panel.title == "residual", seed=s) for s in (0, 7)]
            assert {run.net for run in runs} == {the_network(depth, panel.title)}
            assert [run.final_loss for run in runs] == [points[0], points[7]]
            assert value == np.median(points) and len(points) == 8
            share = round(100 * np.mean(points > limit))
            assert label == f"{depth} layers\n{share} % fail"


def test_every_setting_of_the_bars_reaches_the_training():
    """Asked of the notebook's own function, over one seed."""
    with Page(NAME, "Over many seeds") as page:

        def losses_of_5_layers(**setting):
            bars = page.space["many"](seeds=1, **setting).result()
            return [row.values[0] for row in bars]  # plain, residual

    other = dl.absolute()
    changes = {}, {"data": other}, {"scale": 1}, {"eps": 1e-30}, {"sgd": True}
    changes += ({"sgd": True, "scale": 1}, {"sgd": True, "data": other})
    assert len({losses_of_5_layers(**change)[0] for change in changes}) == len(changes)
    plain, residual = the_network(5, "plain"), the_network(5, "residual")
    train = partial(dl.train, data=other, seed=0)

    how = dict(scale=1, optimizer=dl.Adam(3e-3, eps=1e-16))
    ends = [train(net, **how).final_loss for net in (plain, residual)]
    assert losses_of_5_layers(data=other, scale=1, eps=1e-16) == ends

    how = dict(optimizer=dl.GradientDescent(0.01, momentum=0.9), batch_size=5)
    theta = dl.initialize(residual, "lecture", seed=0, scale=0.5)
    for j in (2, 3):  # the two layers that skip; their biases are 0
        residual.blocks(theta)[j][...] *= 0.3
    ends = [train(plain, init="lecture", scale=0.5, **how), train(residual, theta0=theta, **how)]
    assert losses_of_5_layers(data=other, sgd=True, scale=0.5) == [run.final_loss for run in ends]


@of("Why?")
def test_first_gradients_and_losses_belong_to_their_labels(figure):
    layers, losses = figure.set(depth=12, eps=1e-16, seed=3).results
    assert layers.labels == losses.labels == ("plain", "residual") and layers.hlines["eps"] == 1e-16
    for kind, sizes, along in zip(layers.labels, layers.values, losses.values, strict=True):
        net = the_network(12, kind)
        theta = dl.initialize(net, seed=3, scale=0.5)
        W, _ = net.unpack(dl.gradient(net, theta, DATA.x, DATA.y) / DATA.N)
        assert np.allclose(sizes, [np.linalg.norm(w) for w in W[1:]], rtol=1e-9)
        assert same_training(along, net, theta, eps=1e-16)


@of("How large may the start be?")
def test_first_states_and_losses_belong_to_their_labels(figure):
    states, losses = figure.set(depth=12, scale=1.25, seed=3).results
    assert states.labels == losses.labels == ("plain", "residual")
    for kind, sizes, along in zip(states.labels, states.values, losses.values, strict=True):
        net = the_network(12, kind)
        theta = dl.initialize(net, seed=3, scale=1.25)
        z, _ = dl.forward(net, theta, DATA.x)
        assert np.allclose(sizes**2, [np.sum(state**2) / DATA.N for state in z[1:]], rtol=1e-9)
        assert same_training(along, net, theta)


def same_training(losses, net, theta, eps=1e-8):
    """Whether these are the losses of this network's training by the recipe."""
    run = dl.train(net, DATA, theta0=theta, optimizer=dl.Adam(3e-3, eps=eps), snapshots=100)
    return np.array_equal(losses, run.losses)


@pytest.mark.parametrize("heading", ["Why?", "How large may the start be?"])
def test_plain_and_residual_have_the_colours_of_the_slides(heading):
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        for panel in figure.panels:
            colours = [line.get_color() for line in panel._lines]
            assert colours == [dl.style.MODEL["color"], dl.style.RESIDUAL["color"]]
        assert [panel.ylabel for panel in figure.panels][1] == "mean training loss"


@of("Identity layers")
@pytest.mark.parametrize("way", ["residual, zero", "plain, zero", "plain, identity"])
def test_layers_are_put_in_as_the_choice_says(figure, way):
    kind, layers = way.split(", ")
    figure.set(layers=f"{way} layers", count=3, seed=3)
    (net, theta), (before, after), change, run = figure.results
    assert net == run.net == the_network(8, kind) and np.array_equal(theta, run.thetas[0])
    W, _ = net.unpack(theta)
    new = np.eye(5) if layers == "identity" else np.zeros((5, 5))
    assert all(np.array_equal(W[j], new) for j in (3, 4, 5)) and not np.array_equal(W[2], new)
    shallow = experiments.trained(5, kind == "residual", seed=3)
    assert figure.panels[1].labels == ("before", "after")
    assert same_curve(before, shallow.net, shallow.theta) and same_curve(after, net, theta)
    there = np.interp(change.x, after.x, after.u) - np.interp(change.x, before.x, before.u)
    assert np.allclose(change.values[0], there, atol=1e-9)
    assert run.losses[0] == after.train_loss and run.epochs[-1] == 5000


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
