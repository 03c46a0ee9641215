"""The figures of notebook 02 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.learning_features import experiments
from dlcourse.chapters.learning_features.measures import error_rate, mean_ridge_loss
from dlcourse.chapters.learning_features.models import (
    features_within,
    train_last_layer,
    with_idle_inputs,
)
from dlcourse.chapters.learning_features.pictures import ScatterPanel
from tests.pages import SECTIONS, Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
PAGE = "02_learning_features"


@pytest.fixture(scope="module")
def figure():
    """figure(title): the figure of the notebook with that title."""
    pages = [Page(PAGE, heading) for name, heading in SECTIONS if name == PAGE]
    made = {one.title: one for page in pages for one in page.figures}
    yield made.__getitem__
    for page in pages:
        page.__exit__()


def test_inputs_stand_left_and_their_features_right(figure):
    setting = dict(data=dl.moons(), width=5, activation=dl.LEAKY_RELU, seed=3, epoch=101)
    planes = figure("The same samples in two planes")
    inputs, phi, units, (run, epoch) = planes.set(**setting).results
    net = units.net
    assert net.widths == (2, 5, 2, 1) and net.sigma[1] == dl.LEAKY_RELU and net.sigma[2] == dl.TANH
    assert run.data == dl.moons() and epoch == 101
    theta = dl.train(
        net, dl.moons(), seed=3, epochs=2000, optimizer=dl.Adam(0.01), loss=dl.LOGISTIC
    ).at(101)
    assert np.array_equal(units.values, dl.unit_functions(net, theta, dl.moons()).values)
    assert np.array_equal(inputs.x, dl.moons().x)
    assert np.allclose(phi.x, dl.features(net, theta, dl.moons().x))
    assert np.allclose(phi.mesh[4], dl.features(net, theta, inputs.mesh[4]))
    assert inputs.accuracy == phi.accuracy  # W_n φ + b_n is the model itself
    right = np.mean((net(theta, inputs.x)[0] > 0) == inputs.classes)
    assert inputs.accuracy == pytest.approx(right)
    left, up = np.array([inputs.t1[7], inputs.t2[99]])
    assert inputs.region[99, 7] == pytest.approx(net(theta, [[left], [up]]).item())
    inputs, _, units, _ = planes.set(off=(("unit", 2, 3),)).results
    without = dl.without(net, theta, units.off)
    assert inputs.region[99, 7] == pytest.approx(net(without, [[left], [up]]).item())
    planes.reset()
    left, right = (panel.xlabel for panel in planes.panels if isinstance(panel, ScatterPanel))
    assert "x_1" in left and "phi_1" in right


def test_each_of_thirty_starts_is_of_the_method_that_is_named(figure):
    setting = dict(activation=dl.TANH, ridge=1e-3, lr=2.0, warm_up=100)
    units, above, ends = figure("Thirty starts").set(**setting).results
    assert units.net.sigma[1] == dl.TANH
    assert ends.labels == ("Newton", "gradient descent", "all layers")
    phi = experiments.fixed_features(dl.TANH, 100)
    last = train_last_layer(phi.x, phi.y, ridge=1e-3)
    best = last.losses[-1]
    assert np.array_equal(units.W[3], last.W) and np.array_equal(units.b[3], last.b)
    assert np.allclose(units.z[units.of(3)], phi.x.mean(axis=1))  # the layers that are fixed
    assert np.allclose(ends.values[0], best) and np.all(ends.values[1] >= best - 1e-12)
    deep = [experiments.objective_of_all_layers(dl.TANH, 1e-3, seed=seed) for seed in range(30)]
    assert np.array_equal(ends.values[2], np.sort(deep))
    assert np.median(deep) < best  # more to train, less objective
    assert above.labels == ("excess, Newton", "excess, gradient descent")
    assert above.values[0, -1] < 1e-12 and np.all(above.low <= above.values)
    slow = figure("Thirty starts").set(lr=0.1).results[2]
    assert slow.values[1].max() > ends.values[1].max()


def test_segments_and_chords_belong_to_the_two_seeds(figure):
    setting = dict(activation=dl.LEAKY_RELU, first=2, second=7, ridge=1e-3)
    way, lowest = figure("Below the chord, or not").set(**setting).results
    assert way.labels == ("", "", "objective, last layer", "all layers")
    last_chord, deep_chord, last, deep = way.values
    for chord, line in ((last_chord, last), (deep_chord, deep)):
        assert np.allclose(chord[[0, -1]], line[[0, -1]])
    ends = [experiments.objective_of_all_layers(dl.LEAKY_RELU, 1e-3, seed=seed) for seed in (2, 7)]
    assert np.allclose(deep[[0, -1]], ends)
    phi, starts = experiments.fixed_features(dl.LEAKY_RELU), experiments.STARTS[[2, 7]]
    assert np.allclose(last[[0, -1]], mean_ridge_loss(dl.Network((6, 1)), starts, phi, ridge=1e-3))
    assert np.all(last <= last_chord + 1e-12)
    assert tuple(lowest.labels) == ("λₘᵢₙ, last layer", "λₘᵢₙ, all layers")
    assert np.all(lowest.values[0] >= 1e-3 * (1 - 1e-6)) and lowest.values[1].min() < 0


def test_one_colour_means_one_thing_in_section_2(figure):
    _, above, ends = figure("Thirty starts").panels
    way, lowest = figure("Below the chord, or not").panels
    assert above.looks == ends.looks
    assert [look["color"] for look in way.looks] == 2 * [look["color"] for look in lowest.looks]
    newton, _, all_layers = ends.looks
    assert [newton, all_layers] == lowest.looks == way.looks[2:]


def test_graphs_mark_what_is_trained(figure):
    for title, trained in (("The same samples in two planes", "all"), ("Thirty starts", "last")):
        graphs = [p for p in figure(title).panels if isinstance(p, dl.NetworkPanel)]
        assert [graph.trained for graph in graphs] == [trained]


def test_the_budget_that_is_named_is_that_of_the_picture_and_of_the_curves(figure):
    budgets = figure("The same number of parameters")
    shown, errors = budgets.set(data="moons", idle=1, kind="random features", budget=13).results
    assert errors.labels == experiments.KINDS and errors.x.tolist() == [13, 25, 49, 97]
    for kind, values in zip(experiments.KINDS, errors.values, strict=True):
        for budget, value in zip((13, 49), values[::2], strict=True):
            of = [experiments.budget_error(kind, "moons", 1, budget, seed=s) for s in range(6)]
            assert value == np.median(of)
    data = with_idle_inputs(dl.moons(200, seed=0), 1, 0)
    assert np.array_equal(shown.x, data.x[:2])
    model = experiments.model_within("random features", "moons", 1, 13, 0)
    assert shown.accuracy == pytest.approx(1 - error_rate(model(data.x), data.y) / 100)
    other = budgets.set(kind="learned").results[0]
    assert not np.allclose(other.region, shown.region)
    assert not np.allclose(budgets.set(budget=97).results[0].region, other.region)


def test_a_seed_draws_the_samples_and_the_model():
    data = experiments.sample("moons", 1, 3)
    assert np.array_equal(data.x, with_idle_inputs(dl.moons(200, seed=3), 1, 3).x)
    net = dl.Network((3, 9, 1), dl.TANH)  # 46 of 49 parameters
    rule = dl.Adam(0.01, schedule="cosine")
    run = dl.train(
        net, data, seed=3, epochs=2000, optimizer=rule, loss=dl.LOGISTIC, weight_decay=1e-4
    )
    learned = experiments.model_within("learned", "moons", 1, 49, 3)
    assert np.array_equal(learned(data.x), net(run.theta, data.x))
    phi = features_within("bells", 3, 49, 3)
    last = train_last_layer(phi(data.x), data.y, ridge=1e-4)
    bells = experiments.model_within("bells", "moons", 1, 49, 3)
    assert np.array_equal(bells(data.x), last(phi(data.x)))


def test_scenes_set_what_their_names_say(figure):
    slide, graph, *begins = figure("The same samples in two planes").scenes.values()
    assert (slide, graph) == ({}, {"width": 4})
    assert begins == [{"data": data, "epoch": 0} for data in experiments.DATA.values()]
    slide, good = figure("Thirty starts").scenes.values()
    assert slide == {} and good == {"warm_up": 1000}
    for label, scene in figure("The same number of parameters").scenes.items():
        idle = re.search(r"(\d) idle inputs", label)
        assert scene == {"data": label.split(",")[0], "idle": int(idle[1]) if idle else 0}


def test_one_network_has_the_chosen_design(figure):
    setting = dict(data="spirals", layers=3, width=6, activation=dl.TANH, residual=True, seed=2)
    picture, units, errors = figure("One network").set(**setting).results
    net = dl.Network((2, 6, 6, 6, 1), dl.TANH, residual=True)
    data = dl.spirals(100, 0.08)
    run = dl.train(net, data, seed=2, epochs=1500, optimizer=dl.Adam(0.01), loss=dl.LOGISTIC)
    assert np.array_equal(units.values, dl.unit_functions(net, run.theta, data).values)
    assert np.array_equal(picture.x, data.x)
    assert errors.labels == ("training error", "test error")
    assert np.array_equal(errors.values[0], error_rate(net(run.thetas, data.x), data.y))
    assert np.array_equal(errors.values[1], error_rate(net(run.thetas, data.x_test), data.y_test))
    score = net(run.theta, [[picture.t1[7]], [picture.t2[99]]]).item()
    assert picture.region[99, 7] == pytest.approx(score)
    *_, curves = figure("One network").panels
    assert curves.looks == [dl.style.TRAIN, dl.style.TEST]


def test_bars_compare_the_named_choice(figure):
    training, test = figure("One choice at a time").set(vary="activation", data="xor").results
    assert training.labels == test.labels == tuple(experiments.UNITS)
    net = dl.Network((2, 8, 8, 1), dl.TANH)
    of = np.array([experiments.design_errors(net, "xor", seed=seed) for seed in range(12)])
    k = training.labels.index("Tanh")
    assert training.values[k] == np.median(of[:, 0]) and test.values[k] == np.median(of[:, 1])
    assert np.array_equal(training.points[k], of[:, 0])
    titles = [panel.title for panel in figure("One choice at a time").panels]
    assert titles == ["training error", "test error"]
