"""What can be dragged in the figures of notebook 02, and what it sets."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.learning_features import experiments, measures
from dlcourse.chapters.learning_features.pictures import ScatterPanel
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
INPUTS, FEATURES = 0, 1  # numbers of the panels


@pytest.fixture(scope="module")
def planes():
    if not compiled.available():
        pytest.skip("takes minutes without the compiled kernels")
    with Page("02_learning_features", "1 · Two planes") as page:
        yield page.figure("width")


def test_a_sample_among_the_inputs_is_dragged_and_the_network_trains_anew(planes):
    planes.reset()
    before = planes.results[FEATURES].x
    drag(planes, "sample 3", x=-0.2, y=1.1, panel=INPUTS)
    data = planes.controls["data"].value
    assert data.name == "yours" and data.N == 80
    assert data.x[:, 2] == pytest.approx([-0.2, 1.1])
    for panel in (INPUTS, FEATURES):
        shown = planes.panels[panel]
        dots = np.hstack([line.get_data() for line in shown._classes])
        assert np.abs(dots.T - planes.results[panel].x[:, 2]).sum(axis=1).min() < 1e-9
    assert not np.allclose(before, planes.results[FEATURES].x)
    drag(planes, "empty place: Enter or a click adds a sample", x=0.5, y=-0.5, panel=INPUTS)
    assert planes.controls["data"].value.N == 81 and planes.controls["data"].value.y[0, -1] in (
        0,
        1,
    )


def test_a_sample_and_its_image_have_one_name_and_tell_both_places(planes):
    planes.reset()
    left, right = offered(planes, INPUTS), offered(planes, FEATURES)
    samples = [f"sample {k + 1}" for k in range(80)]
    assert set(left) == set(right) == set(samples)
    assert {one.along for one in left.values()} == {"xy"}
    assert {one.along for one in right.values()} == {""}
    net, data = planes.results[2].net, planes.controls["data"].value
    theta = experiments.classified(net, data, planes.controls["seed"].value).theta
    phi = dl.features(net, theta, data.x)
    for k in (0, 41, 79):
        name = samples[k]
        assert (left[name].x, left[name].y) == pytest.approx(data.x[:, k])
        assert (right[name].x, right[name].y) == pytest.approx(phi[:, k])
        assert left[name].tip() == right[name].tip()
        (x1, x2), (p1, p2) = data.x[:, k], phi[:, k]
        assert left[name].tip() == f"x = ({x1:.2f}, {x2:.2f})\nφ(x) = ({p1:.2f}, {p2:.2f})"
        assert right[name].said == f"{p1:.2f}, {p2:.2f}"


def test_a_sample_is_dragged_into_every_corner_and_moved_by_keys(planes):
    planes.reset()
    assert sum(1 for _ in to_the_corners(planes, "sample 1", INPUTS)) == 4
    before = planes.controls["data"].value.x[0, 0]
    press(planes, "sample 1", right=-1, panel=INPUTS)
    assert planes.controls["data"].value.x[0, 0] == pytest.approx(before - 0.026, abs=1e-4)


def test_without_a_control_of_samples_inputs_are_looked_at_only():
    net, data = dl.Network((2, 3, 2, 1)), dl.spirals(6)
    pair = measures.two_planes(net, dl.initialize(net, seed=0), data)
    figure = dl.explore(lambda seed=0: pair[0], ScatterPanel(), seed=(0, 3))
    assert {one.along for one in offered(figure).values()} == {""}
    figure.close()
    told = dl.Points(data.x, data.y[0])
    figure = dl.explore(lambda seed=0: told, ScatterPanel(), seed=(0, 3))
    assert offered(figure) == {}
    figure.close()


@pytest.fixture(scope="module")
def weights():
    with Page("02_learning_features", "the cover") as page:
        yield page.figure("w_1")


def test_the_start_is_dragged_and_clicked_and_both_ways_follow(weights):
    weights.reset()
    drag(weights, "start", x=1.5, y=-0.4)
    assert (weights.controls["w_1"].value, weights.controls["w_2"].value) == pytest.approx(
        (1.5, -0.4)
    )
    for way in weights.results[0].ways.values():
        assert way[0] == pytest.approx([1.5, -0.4])
    drag(weights, "place to start from: Enter or a click", x=-2.0, y=1.0)
    assert weights.controls["w_1"].value == pytest.approx(-2.0)
    press(weights, "start", up=1)
    assert weights.controls["w_2"].value == pytest.approx(1.1)


def test_the_start_is_dragged_into_every_corner(weights):
    weights.reset()
    assert sum(1 for _ in to_the_corners(weights, "start")) == 4


def test_the_dot_on_the_loss_sets_the_step(weights):
    weights.reset()
    drag(weights, "mark 1 sets step", x=100, panel=1)
    assert weights.controls["step"].value == pytest.approx(100, abs=5)
    assert len(weights.results[0].ways["both weights"]) == weights.controls["step"].value + 1
