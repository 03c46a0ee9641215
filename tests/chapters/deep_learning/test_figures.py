"""Notebook 01: each figure shows what its controls and labels say, and its handles set them."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.deep_learning import exercises, experiments
from tests.pages import Page

NAME = "01_deep_learning"


@pytest.fixture
def figure(request):
    """The figure of the section that the test names."""
    with Page(NAME, request.param) as page:
        (figure,) = page.figures
        yield figure


def of(heading):
    """The test is about the figure below this heading."""
    return pytest.mark.parametrize("figure", [heading], indirect=True)


def handle(figure, number, name):
    panel = figure.panels[number]
    return next(h for h in panel.handles(figure.results[number]) if h.name == name)


@pytest.mark.skipif(not compiled.available(), reason="trains on every move")
@of("the cover")
def test_numbers_in_the_boxes_are_the_units_values_at_x(figure):
    net, living, curve = figure.set(hidden=3, nodes=2, x=-0.5, seed=4).results
    run = dl.train(net, dl.wiggly(), seed=4)
    z, _ = dl.forward(net, run.theta, np.array([[-0.5]]))
    assert net.widths == (1, 2, 2, 2, 1)
    assert np.allclose(living.units.z, np.concatenate(z[1:])[:, 0])
    shown = [text.get_text() for text in figure.panels[1]._numbers if text.get_visible()]
    assert shown == [f"{v.round(2) + 0.0:.2f}".replace("-", "−") for v in living.units.z]
    assert curve.marks[0][1:] == (-0.5, run.net(run.theta, [[-0.5]]).item())
    assert np.allclose(curve.values[0], net(run.theta, curve.x[None])[0])
    assert "2·(1 + 1) + 2·(2 + 1) + 2·(2 + 1) + 1·(2 + 1) = 19 parameters" in figure.sentence


@pytest.mark.skipif(not compiled.available(), reason="trains on every move")
@of("the cover")
def test_a_weight_is_raised_by_as_much_as_it_is_dragged(figure):
    figure.set(hidden=1, nodes=2)
    before = figure.results[1].units
    weight = handle(figure, 1, "weight W₂[1, 2]")
    told = weight.to(weight.x, weight.y + 30)
    net = before.net
    after = figure.set(**told).results[1].units
    assert after.W[2][0, 1] == pytest.approx(before.W[2][0, 1] + 1)
    assert np.array_equal(after.W[1], before.W[1]) and net.offsets[1] + 1 == told["pulled"][0]
    moved = handle(figure, 1, "weight W₂[1, 2]")
    assert moved.y == pytest.approx(weight.y + 30)
    assert moved.to(moved.x, moved.y) == told  # held still, it stays
    x = handle(figure, 1, "input x")
    left, _, right, _ = figure.panels[1]._places.boxes[0]
    assert x.to(0.5 * (left + right), 0.0)["x"] == pytest.approx(0.0)
    figure.set(pulled=(99, 1.0))
    assert np.array_equal(figure.results[1].units.W[2], before.W[2])


@of("Bend an activation")
def test_the_dots_on_the_curve_set_alpha_and_lambda(figure):
    graph, prime = figure.set(activation="elu", alpha=1.5, scale=0.5).results
    sigma = dl.scaled(dl.elu(1.5), 0.5)
    assert np.allclose(graph.values[0], sigma(graph.x))
    assert np.allclose(prime.values[0], sigma.prime(prime.x))
    assert prime.hlines["Lipschitz constant"] == 0.75
    for name in ("alpha on the curve", "scale on the curve"):
        dot = handle(figure, 0, name)
        ((control, value),) = dot.to(dot.x, dot.y).items()
        assert value == pytest.approx(figure.controls[control].value)
        assert dot.y == pytest.approx(sigma(np.array(dot.x)).item())
    figure.set(activation="tanh")
    names = [h.name for h in figure.panels[0].handles(figure.results[0])]
    assert names == ["scale on the curve"]


@of("Bend an activation")
def test_the_challenge_tells_what_is_missing_and_can_be_met(figure):
    def missing(**settings):
        figure.set(**settings)
        values = {name: widget.value for name, widget in figure.controls.items()}
        return exercises.MEAN_SLOPE_ONE.check(values, *figure.results)

    assert "this is identity" in missing(activation="identity")
    assert "the mean slope is 0.762" in missing(activation="elu", alpha=1.0, scale=1.0)
    assert "Lipschitz constant is 1.78" in missing(alpha=1.7, scale=1.05)
    assert missing(alpha=1.0, scale=1.3) == ""


@of("Losses and their gradients")
def test_losses_and_gradients_are_those_of_their_labels(figure):
    values, slopes = figure.set(kind="regression", y=-0.5).results
    u = values.x
    assert np.allclose(values.values[0], 0.5 * (u + 0.5) ** 2)
    assert np.allclose(slopes.values[1], np.clip(u + 0.5, -1, 1))
    assert np.allclose(values.values[2], np.abs(u + 0.5)) and values.vlines == {"y": -0.5}
    for y, label in ((1.0, 1), (-1.0, 0)):
        values, slopes = figure.set(kind="two classes", y=y).results
        assert values.labels == ("logistic", "hinge")
        assert np.allclose(slopes.values[0], 1 / (1 + np.exp(-u)) - label)
        assert np.allclose(values.values[1], np.maximum(0, 1 - (2 * label - 1) * u))


@of("Pull one sample")
def test_each_line_is_the_fit_of_its_label(figure):
    figure.set(data="outlier")
    fits, slopes = figure.results
    data = experiments.OUTLIERS["outlier"]
    for line, fit, name in zip(figure.panels[0]._models, fits, experiments.FITS, strict=True):
        w, b = experiments.FITS[name](data.x[0], data.y[0])
        assert line.get_label() == name
        assert np.allclose(line.get_ydata(), w * fit.x + b)
        assert slopes.marks[slopes.labels.index(name)][1:] == (-6.0, pytest.approx(w))
    row = list(slopes.x).index(-6.0)
    assert np.allclose(slopes.values[:, row], [mark[2] for mark in slopes.marks])
    moved = figure.set(data=data.moved(3, -0.6, 8.0)).results[0]
    assert not np.allclose(moved[0].u, fits[0].u)


@of("No softmax in the last layer")
def test_the_three_forms_are_those_of_their_labels(figure):
    values, errors = figure.set(precision="float64", right=2).results
    s = values.x
    exact = s + np.log(1 + np.exp(-s) + np.exp(-2 * s))  # the middle output is 0
    stable, direct, _ = values.values
    assert values.labels == ("largest entry taken out", "as written", "softmax, then −log")
    assert np.allclose(stable, exact, rtol=1e-14)
    assert np.isnan(direct[s > 710]).all() and np.allclose(direct[s < 700], exact[s < 700])
    assert np.nanmin(errors.values) == 1e-17
    single = figure.set(precision="float32").results[0].values[1]
    assert np.isnan(single[s > 90]).all()


@pytest.mark.skipif(not compiled.available(), reason="trains on every move")
@of("Predict a class")
def test_the_star_stands_in_the_region_of_its_largest_bar(figure):
    plane, outputs, shares = figure.set(loss="multiclass hinge", x_1=-0.5, x_2=1.0).results
    run = experiments.classifier("multiclass hinge", 0.35, seed=0)
    u = run.net(run.theta, [[-0.5], [1.0]])
    assert np.allclose(outputs.values, u[:, 0]) and np.allclose(shares.values, dl.softmax(u)[:, 0])
    assert figure.sentence.startswith(f"Class {np.argmax(u) + 1} is predicted")
    star = handle(figure, 0, "new x")
    assert (star.x, star.y) == plane.point == (-0.5, 1.0)
    assert star.to(0.2, -0.3) == {"x_1": 0.2, "x_2": -0.3}
    row, column = (int(np.argmin(np.abs(plane.grid - at))) for at in (1.0, -0.5))
    assert plane.chosen[row, column] == np.argmax(u)


@pytest.mark.skipif(not compiled.available(), reason="trains on every move")
@of("What W can be")
def test_the_picture_is_that_of_the_matrix_and_of_what_it_makes_of_the_signal(figure):
    for name in experiments.LAYERS:
        found, signal, losses = figure.set(layer=name, kernel=5, seed=2).results
        z, out = signal.values
        assert np.allclose(out[np.isfinite(out)], found.W @ z)
        pixels = np.asarray(figure.panels[0]._entries.get_array())
        assert pixels.shape[:2] == found.W.shape
        assert np.array_equal(np.all(pixels == 1, axis=-1), found.W == 0)
        assert losses.labels == ("dense", "convolution")
