"""Notebook 10: each figure shows what its controls, labels and titles name."""

from itertools import pairwise

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.backpropagation import experiments
from dlcourse.chapters.backpropagation.exercises import MY_BACKWARD, NO_GRADIENT
from tests.pages import Page, sections

NAME = "10_backpropagation"
COVER, KEPT, SHAPES, STORED, GRAPH, SAMPLES, PRICES, ERRORS, WRITE = list(sections(NAME))[:9]


@pytest.fixture
def figure(request):
    """The figure of the section that the test names."""
    with Page(NAME, request.param) as page:
        (figure,) = page.figures
        figure.set(**figure._scenes.defaults)
        yield figure


def of(heading):
    """The test is about the figure below this heading."""
    return pytest.mark.parametrize("figure", [heading], indirect=True)


@of(COVER)
def test_the_stepper_shows_the_sample_the_network_and_the_step_of_its_controls(figure):
    figure.set(sigma=dl.RELU, residual=True, x_1=0.5, x_2=2.0, y=-1.0, seed=4, step=21)
    (moment,) = figure.results
    net = dl.Network((2, 3, 3, 1), dl.RELU, True)
    assert moment.net == net and moment.step == 21 and moment.now.kind == "row"
    x, y = np.array([[0.5], [2.0]]), np.array([[-1.0]])
    gradient = dl.gradient(net, experiments.short_weights(net, 4), x, y)
    assert all(np.array_equal(a, b) for a, b in
               zip(moment.dW[1:], net.unpack(gradient)[0][1:], strict=True))  # fmt: skip
    for scene, kind, j in (("the input", "input", 1), ("first layer", "forward", 1),
                           ("the loss", "loss", 4), ("last gradient", "row", 3),
                           ("one step back", "back", 3), ("the end", "row", 1)):  # fmt: skip
        (moment,) = figure.scene(scene).results
        assert (moment.now.kind, moment.now.j) == (kind, j)
    (moment,) = figure.scene("with skip connections").results
    assert moment.net.residual


@of(COVER)
def test_play_takes_one_step_after_the_other_slowly_enough_to_read(figure):
    player = figure._layout.players["step"]
    assert player.play.interval == 900 and player.play.max == 21
    figure.buttons["step: rewind"].click()
    figure.buttons["step: step on"].click()
    assert figure.results[0].step == 1


@of(COVER)
def test_the_challenge_is_reached_where_no_gradient_arrives(figure):
    def missing():
        controls = {name: widget.value for name, widget in figure.controls.items()}
        return NO_GRADIENT.check(controls, *figure.results)

    assert "largest entry" in missing()
    figure.set(own=tuple((3, 1, k, 0.0) for k in (1, 2, 3)))
    assert missing() == ""
    figure.set(own=())
    assert "largest entry" in missing()
    output = figure.set(sigma=dl.TANH, seed=2).results[0].z[4][0, 0]
    assert "nearly 0" in NO_GRADIENT.check({}, experiments.passes(
        dl.TANH, False, (1.0, -0.5), output, 21, seed=2))  # fmt: skip


@of(KEPT)
def test_a_prediction_has_no_way_back(figure):
    (training,) = figure.results
    (prediction,) = figure.set(purpose="prediction").results
    assert len(training.steps) == 22 and len(prediction.steps) == 8 == prediction.step + 1
    assert figure.scene("prediction").results[0].now.kind == "forward"
    assert figure.scene("training, half way back").results[0].step == 14


@of(SHAPES)
def test_the_products_belong_to_the_chosen_derivative_and_sizes(figure):
    products, _ = figure.set(of="Wⱼ", n_in=2, n_out=5).results
    tensor = products.lines[0][2].values
    assert tensor.shape == (5, 5, 2) and products.lines[0][0].values.shape == (1, 5)
    products, _ = figure.set(of="zⱼ").results
    assert [p.name for p in products.lines[1] if not isinstance(p, str)] == ["Wⱼᵀ", "eⱼ", "δⱼ"]
    assert figure.scene("biases").results[0].lines[1][-1].name == "∂L/∂bⱼ"


@of(STORED)
def test_time_and_checkpoints_are_those_of_the_controls(figure):
    time, curves = figure.set(checkpoints=6, n=36).results
    assert time.labels == ("all stored", "checkpoints")
    assert time.values[0].max() == 36 and time.values[1].max() == 11 == curves.values[0][6]
    assert curves.marks[0][1:] == (6, 11) and curves.values[1][0] == 36 * 35 // 2
    _, curves = figure.set(checkpoints=64).results
    assert curves.marks[0][1:] == (36, 36)


@of(GRAPH)
def test_the_graph_has_the_layers_and_the_width_of_its_controls(figure):
    graph, curves = figure.set(layers=5, width=4).results
    assert graph.widths == (1, 4, 4, 4, 4, 4, 1) and graph.edges == 4 * 16 + 8
    assert graph.counts[-1][0] == 4**5 and list(graph.counts[2]) == [4.0] * 4
    assert curves.marks == [(0, 5, 4**5), (1, 5, graph.edges)]
    assert np.array_equal(curves.values[1], [sum(a * b for a, b in pairwise((1, *[4] * n, 1)))
                                             for n in curves.x])  # fmt: skip
    assert "72 edges make 1020 paths" in figure.sentence


@of(SAMPLES)
def test_the_product_sums_over_the_samples_of_the_control(figure):
    (products,) = figure.set(N=5, seed=2).results
    z, e = experiments.samples(5, 2)
    right = sum(np.outer(e[:, k], z[:, k]) for k in range(5))
    one, parts = products.lines
    assert np.allclose(one[-1].values, right) and np.allclose(one[0].values @ one[2].values, right)
    assert np.allclose(sum(part.values for part in parts[:-1:2]), right)
    assert [part.name for part in parts[:-1:2]][-1] == "e₅z₅ᵀ"


@of(PRICES)
def test_prices_are_those_of_networks_of_the_widths_on_the_axis(figure):
    for layers in (1, 30):
        (curves,) = figure.set(layers=layers).results
        assert np.allclose(curves.values[0], 3 - 1 / layers)
        net = dl.Network((int(curves.x[2]),) * (layers + 1))
        assert curves.values[1][2] == net.n_params + 1
    (curves,) = figure.set(how="timed", layers=2).results
    assert curves.labels[0].endswith("timed") and np.all(curves.values[0] > 0)


@of(ERRORS)
def test_the_curves_are_the_errors_of_their_methods(figure):
    (curves,) = figure.set(sigma="LeakyReLU", apart=1e-2, seed=3).results
    right = experiments.difference_errors("LeakyReLU", 1e-2, 3)
    assert curves.labels == tuple(right) == ("forward", "central", "complex step")
    for row, label in zip(curves.values, curves.labels, strict=True):
        assert np.array_equal(row, np.maximum(right[label], 1e-17))
    for name, apart in experiments.KINKS.items():
        if np.isfinite(apart):
            assert apart == float(name.split()[0])


@of(WRITE)
def test_the_readers_own_pass_trains_the_network(figure):
    fit, curves = figure.results
    assert np.ptp(curves.values) == 0 and "No gradient" in figure.sentence
    fit, curves = figure.set(by="package", epoch=500).results
    thetas, losses = experiments.trained_by(None, 19)
    assert np.array_equal(curves.values[0], losses) and curves.marks[0][1] == 500
    net = dl.deep_network(5)
    assert np.array_equal(fit.u, net(thetas[10], fit.x[None])[0])


def test_the_function_of_the_exercise_is_the_one_that_trains():
    with Page(NAME, WRITE) as page:
        page.space["my_backward"] = MY_BACKWARD.solution
        (figure,) = page.figures
        _, curves = figure.set(seed=5).results
        assert np.array_equal(curves.values[0], experiments.trained_by(None, 5)[1])
