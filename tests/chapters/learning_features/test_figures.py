"""The figures of notebook 02 show what their labels say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.learning_features import exercises, experiments, models
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


def test_two_ways_begin_at_the_start_and_go_as_they_are_named(figure):
    plane, losses = figure("The loss of a network with two weights").set(
        w_1=0.5, w_2=-1.2, step=100
    ).results  # fmt: skip
    assert tuple(plane.ways) == losses.labels == ("both weights", "only w₂")
    both, last = plane.ways.values()
    assert np.allclose(both, models.descent(0.5, -1.2)[:101]) and len(last) == 101
    assert (last[:, 0] == 0.5).all() and np.ptp(both[:, 0]) > 1
    for k, way in enumerate((both, last)):
        assert np.allclose(losses.values[k, :101], 0.5 * (way[:, 0] * way[:, 1] - 1) ** 2)
    assert plane.values[70, 20] == pytest.approx(0.5 * (plane.t[20] * plane.t[70] - 1) ** 2)
    assert all(np.allclose(line[:, 0] * line[:, 1], 1) for line in plane.solutions)
    weights, curves = figure("The loss of a network with two weights").panels
    assert weights.looks == curves.looks
    figure("The loss of a network with two weights").reset()


def test_inputs_stand_left_and_their_features_right(figure):
    setting = dict(data=dl.moons(), width=5, activation=dl.LEAKY_RELU, seed=3, epoch=101)
    planes = figure("The same samples in two planes")
    inputs, phi, units = planes.set(**setting).results
    net = units.net
    assert net.widths == (2, 5, 2, 1) and net.sigma[1] == dl.LEAKY_RELU and net.sigma[2] == dl.TANH
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
    inputs, _, units = planes.set(off=(("unit", 2, 3),)).results
    without = dl.without(net, theta, units.off)
    assert inputs.region[99, 7] == pytest.approx(net(without, [[left], [up]]).item())
    planes.reset()
    left, right = (panel.xlabel for panel in planes.panels if isinstance(panel, ScatterPanel))
    assert "x_1" in left and "phi_1" in right


def test_each_of_thirty_starts_is_of_the_method_that_is_named(figure):
    setting = dict(activation=dl.TANH, ridge=1e-3, lr=2.0, warm_up=100)
    units, falling, ends = figure("Thirty starts").set(**setting).results
    assert units.net.sigma[1] == dl.TANH
    assert ends.labels == ("last layer,\nNewton", "last layer,\ngradient\ndescent", "all layers")
    phi = experiments.fixed_features(dl.TANH, 100)
    last = train_last_layer(phi.x, phi.y, ridge=1e-3)
    best = last.losses[-1]
    assert np.array_equal(units.W[3], last.W) and np.array_equal(units.b[3], last.b)
    assert np.allclose(units.z[units.of(3)], phi.x.mean(axis=1))  # the layers that are fixed
    newton, slow, deep = (ends.groups[name][k] for k, name in enumerate(ends.labels))
    assert np.allclose(newton, best) and np.all(slow >= best - 1e-12)
    every = [experiments.objective_of_all_layers(dl.TANH, 1e-3, seed=seed) for seed in range(30)]
    assert np.array_equal(deep, every)
    assert np.median(deep) < best  # more to train, less objective
    assert falling.labels == ("gradient descent", "Newton")
    assert falling.hlines == {"minimum": pytest.approx(best)}
    assert falling.values[1, -1] == pytest.approx(best) and falling.x[0] == 1
    assert np.all(falling.low <= falling.values) and np.all(falling.values <= falling.high)
    other = figure("Thirty starts").set(lr=0.1).results[2]
    assert other.groups[ends.labels[1]][1].max() > slow.max()


def test_segments_and_chords_belong_to_the_two_seeds(figure):
    setting = dict(activation=dl.LEAKY_RELU, first=2, second=7, ridge=1e-3)
    lines = figure("On the line from one θ to another")
    last, deep, lowest = lines.set(**setting).results
    for way, of in ((last, "last layer"), (deep, "all layers")):
        line, chord = way.values
        assert way.labels == (of, "chord")
        assert np.allclose(chord[[0, -1]], line[[0, -1]])
        assert np.allclose(np.diff(chord, 2), 0)
    ends = [experiments.objective_of_all_layers(dl.LEAKY_RELU, 1e-3, seed=seed) for seed in (2, 7)]
    assert np.allclose(deep.values[0, [0, -1]], ends)
    assert deep.hlines == {"guessing": pytest.approx(np.log(2))} and last.hlines == {}
    phi, starts = experiments.fixed_features(dl.LEAKY_RELU), experiments.STARTS[[2, 7]]
    first = mean_ridge_loss(dl.Network((6, 1)), starts, phi, ridge=1e-3)
    assert np.allclose(last.values[0, [0, -1]], first)
    assert np.all(last.values[0] <= last.values[1] + 1e-12)
    assert tuple(lowest.labels) == ("last layer", "all layers")
    assert np.all(lowest.values[0] >= 1e-3 * (1 - 1e-6)) and lowest.values[1].min() < 0
    assert [p.ylabel for p in lines.panels] == ["objective", "objective", "smallest eigenvalue"]


def test_one_colour_means_one_thing_in_section_2_and_3(figure):
    _, falling, ends = figure("Thirty starts").panels
    last, deep, lowest = figure("On the line from one θ to another").panels
    newton, descent, all_layers = ends.looks
    assert falling.looks == [descent, newton]
    assert lowest.looks == [last.looks[0], deep.looks[0]] == [newton, all_layers]
    assert last.looks[1] == deep.looks[1]  # the chords
    assert last.looks[1]["linestyle"] == dl.style.DASHED


def test_graphs_mark_what_is_trained(figure):
    for title, trained in (("The same samples in two planes", "all"), ("Thirty starts", "last")):
        graphs = [p for p in figure(title).panels if isinstance(p, dl.NetworkPanel)]
        assert [graph.trained for graph in graphs] == [trained]


KINDS_OF = "Polynomials, random features, RBFs, or learned features"


def test_the_errors_of_each_kind_stand_over_its_own_parameters(figure):
    kinds = figure(KINDS_OF)
    setting = dict(data="moons", inputs=3, kind="random features", degree=2)
    shown, errors = kinds.set(**setting).results
    assert tuple(errors.groups) == experiments.KINDS and errors.labels == ()
    assert errors.places["polynomials"] == [10, 20, 35, 56]
    assert errors.places["learned"] == [6, 16, 31, 56]
    for kind in experiments.KINDS:
        for degree, runs in zip((2, 4), errors.groups[kind][::2], strict=True):
            of = [experiments.error_of(kind, "moons", 3, degree, seed=s) for s in range(12)]
            assert runs == of
    data = with_idle_inputs(dl.moons(200, seed=0), 1, 0)
    assert np.array_equal(shown.x, data.x[:2])
    model = experiments.model_of("random features", "moons", 3, 2, 0)
    assert shown.accuracy == pytest.approx(1 - error_rate(model(data.x), data.y) / 100)
    at = np.array([[shown.t1[7]], [shown.t2[99]], [0.0]])
    assert shown.region[99, 7] == pytest.approx(model(at).item())
    other = kinds.set(kind="learned").results[0]
    assert not np.allclose(other.region, shown.region)
    assert not np.allclose(kinds.set(degree=5).results[0].region, other.region)


def test_a_seed_draws_the_samples_and_the_model():
    data = experiments.sample("moons", 3, 3)
    assert np.array_equal(data.x, with_idle_inputs(dl.moons(200, seed=3), 1, 3).x)
    striped = experiments.sample("stripes", 3, 3)
    assert np.array_equal(striped.x, models.stripes(200, 3, 3).x)
    net = dl.Network((3, 6, 1), dl.TANH)  # 31 parameters, where polynomials have 35
    rule = dl.Adam(0.01, schedule="cosine")
    run = dl.train(
        net, data, seed=3, epochs=2000, optimizer=rule, loss=dl.LOGISTIC, weight_decay=1e-4
    )
    learned = experiments.model_of("learned", "moons", 3, 4, 3)
    assert np.array_equal(learned(data.x), net(run.theta, data.x))
    phi = features_within("RBFs", 3, 35, 3)
    last = train_last_layer(phi(data.x), data.y, ridge=1e-4)
    rbfs = experiments.model_of("RBFs", "moons", 3, 4, 3)
    assert np.array_equal(rbfs(data.x), last(phi(data.x)))


def test_scenes_set_what_their_names_say(figure):
    slide, graph, *begins = figure("The same samples in two planes").scenes.values()
    assert (slide, graph) == ({}, {"width": 4})
    assert begins == [{"data": data, "epoch": 0} for data in experiments.DATA.values()]
    slide, good = figure("Thirty starts").scenes.values()
    assert slide == {} and good == {"warm_up": 1000}
    for label, scene in figure(KINDS_OF).scenes.items():
        data, inputs = label.split(", ")
        assert scene.get("data", "spirals") == data
        assert scene.get("inputs", 4) == int(inputs.split()[0])


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


def test_dots_compare_the_named_choice(figure):
    (errors,) = figure("One choice at a time").set(vary="activation", data="xor").results
    assert errors.labels == tuple(experiments.UNITS) and errors.xlabel == "activation"
    net = dl.Network((2, 8, 8, 1), dl.TANH)
    of = np.array([experiments.design_errors(net, "xor", seed=seed) for seed in range(12)])
    k = errors.labels.index("Tanh")
    assert tuple(errors.groups) == ("training", "test")
    for series, runs in zip(errors.groups, of.T, strict=True):
        assert np.array_equal(errors.groups[series][k], runs)
        assert errors.middles[series][k] == np.median(runs)
    (panel,) = figure("One choice at a time").panels
    assert [look["color"] for look in panel.looks] == [dl.style.BLUE, dl.style.ORANGE]


# ------------------------------------------------------------------------------ the goals


def test_the_saddle_is_reached_from_the_line_only(figure):
    weights = figure("The loss of a network with two weights")

    def missing(**values):
        weights.reset()
        weights.set(**values)
        controls = {name: widget.value for name, widget in weights.controls.items()}
        return exercises.GOAL_SADDLE.check(controls, *weights.results)

    assert missing(w_1=-1.0, w_2=1.0) == "" == missing(w_1=2.5, w_2=-2.5)
    assert "away from the saddle" in missing(w_1=-1.0, w_2=0.9)
    assert "take 1 or more" in missing(w_1=0.5, w_2=-0.5)
    assert "400" in missing(w_1=-1.0, w_2=1.0, step=10)


def test_learning_pays_on_stripes_only(figure):
    kinds = figure(KINDS_OF)

    def missing(**values):
        kinds.reset()
        kinds.set(**values)
        controls = {name: widget.value for name, widget in kinds.controls.items()}
        return exercises.GOAL_LEARNING_PAYS.check(controls, *kinds.results)

    assert missing(data="stripes", inputs=3, degree=4) == ""
    assert "polynomials" in missing(data="spirals", inputs=4, degree=3)
    assert "%" in missing(data="moons", inputs=4, degree=4)  # all are good there
    draft = experiments.errors_by_kind({key: [] for key in experiments.settings_of("xor", 2)}, 2)
    assert "still" in exercises.GOAL_LEARNING_PAYS.check(dict(degree=3), None, draft)
