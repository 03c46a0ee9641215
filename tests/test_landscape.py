"""Slices of the objective: directions, lines, planes against loops."""

import numpy as np
import pytest

from dlcourse import (
    HUBER,
    LEAKY_RELU,
    LEAST_SQUARES,
    TANH,
    Network,
    deep_network,
    initialize,
    line,
    objective,
    plane,
    random_directions,
    wiggly,
)
from dlcourse.landscape import NORMALIZATIONS

NET, DATA = deep_network(5), wiggly(10)
THETA = initialize(NET, seed=1)


@pytest.fixture(autouse=True, params=["on", "off"])
def accelerator(request, monkeypatch):
    monkeypatch.setenv("DLCOURSE_ACCELERATOR", request.param)
    return request.param


# -------------------------------------------------------------------------------- directions


@pytest.mark.parametrize("count", [1, 2, 78])
def test_orthonormal_directions_are_perpendicular_and_of_length_one(count):
    d = random_directions(NET, count, seed=3)
    assert d.shape == (count, 78)
    assert np.allclose(d @ d.T, np.eye(count), atol=1e-13)


def test_orthonormal_directions_come_from_the_gaussian_ones():
    raw = random_directions(NET, 2, seed=3, normalize="gaussian")
    d = random_directions(NET, 2, seed=3)
    assert np.allclose(d[0], raw[0] / np.linalg.norm(raw[0]), rtol=1e-12)
    rest = raw[1] - (raw[1] @ d[0]) * d[0]
    assert np.allclose(d[1], rest / np.linalg.norm(rest), rtol=1e-11)


def test_gaussian_directions_are_as_long_as_the_root_of_the_number_of_parameters():
    d = random_directions(NET, 78, seed=0, normalize="gaussian")
    assert np.mean(d**2) == pytest.approx(1.0, rel=0.05)
    assert abs(np.mean(d)) < 0.05


def test_filter_directions_are_as_long_as_each_units_weights():
    d = random_directions(NET, 3, seed=0, normalize="filter", theta=THETA)
    raw = random_directions(NET, 3, seed=0, normalize="gaussian")
    for block, model, drawn in zip(
        NET.blocks(d)[1:], NET.blocks(THETA)[1:], NET.blocks(raw)[1:], strict=True
    ):
        lengths = np.linalg.norm(block, axis=-1)
        assert np.allclose(lengths, np.linalg.norm(model, axis=-1), rtol=1e-12)
        cosine = np.sum(block * drawn, -1) / (lengths * np.linalg.norm(drawn, axis=-1))
        assert np.allclose(cosine, 1.0, rtol=1e-12)


def test_a_unit_without_weights_stays_where_it_is():
    theta = THETA.copy()
    NET.blocks(theta)[2][3] = 0.0
    d = random_directions(NET, 2, normalize="filter", theta=theta)
    assert not NET.blocks(d)[2][:, 3].any()
    assert np.isfinite(d).all()


@pytest.mark.parametrize("normalize", NORMALIZATIONS)
def test_the_same_seed_gives_the_same_directions(normalize):
    one, two, other = (
        random_directions(NET, 2, seed=s, normalize=normalize, theta=THETA) for s in (4, 4, 5)
    )
    assert np.array_equal(one, two)
    assert not np.allclose(one, other)


# -------------------------------------------------------------------------------- lines, planes


@pytest.mark.parametrize("loss", [LEAST_SQUARES, HUBER], ids=lambda loss: loss.name)
@pytest.mark.parametrize("residual", [False, True])
def test_plane_equals_a_loop_over_its_grid_points(loss, residual):
    net = Network((1, 4, 4, 1), (LEAKY_RELU, TANH), residual)
    theta, d = initialize(net, seed=2), random_directions(net, 2, seed=1)
    t1, t2 = np.linspace(-3, 2, 7), np.linspace(-1, 5, 4)
    values = plane(net, theta, d, t1, t2, DATA.x, DATA.y, loss)
    assert values.shape == (7, 4)
    for i, a in enumerate(t1):
        for k, b in enumerate(t2):
            single = objective(net, theta + a * d[0] + b * d[1], DATA.x, DATA.y, loss)
            assert values[i, k] == pytest.approx(single, rel=1e-10)


def test_a_fine_plane_is_the_same_in_all_its_parts():
    """101 × 101 networks are computed in portions; no seam between them."""
    d = random_directions(NET, 2, seed=1)
    t = np.linspace(-1, 1, 101)
    fine = plane(NET, THETA, d, t, t, DATA.x, DATA.y)
    coarse = plane(NET, THETA, d, t[::20], t[::25], DATA.x, DATA.y)
    assert np.allclose(fine[::20, ::25], coarse, rtol=1e-10)
    middle = objective(NET, THETA, DATA.x, DATA.y)
    assert fine[50, 50] == pytest.approx(middle, rel=1e-12)
    assert np.abs(np.diff(fine, axis=0)).max() < 0.2 * np.ptp(fine)


def test_a_long_thin_plane_is_computed_too():
    d = random_directions(NET, 2, seed=1)
    wide = plane(NET, THETA, d, [0.5], np.linspace(-1, 1, 5001), DATA.x, DATA.y)
    along = line(NET, THETA + 0.5 * d[0], d[1], np.linspace(-1, 1, 5001), DATA.x, DATA.y)
    assert np.allclose(wide[0], along, rtol=1e-10)


def test_line_equals_a_loop_over_its_points():
    t = np.linspace(-2, 2, 9)
    d = random_directions(NET, 1, seed=1)[0]
    values = line(NET, THETA, d, t, DATA.x, DATA.y)
    single = [objective(NET, THETA + s * d, DATA.x, DATA.y) for s in t]
    assert np.allclose(values, single, rtol=1e-10)


def test_lines_of_many_networks_along_many_directions():
    thetas, directions = initialize(NET, seed=range(3)), random_directions(NET, 2, seed=1)
    t = np.array([0.0, 0.7])
    values = line(NET, thetas[:, None], directions, t, DATA.x, DATA.y)
    assert values.shape == (3, 2, 2)
    for s in range(3):
        for k in range(2):
            single = line(NET, thetas[s], directions[k], t, DATA.x, DATA.y)
            assert np.allclose(values[s, k], single, rtol=1e-12)


def test_values_beyond_floating_point_are_kept():
    d = random_directions(NET, 2, seed=1)
    t = np.array([0.0, 1e60])
    values = plane(NET, THETA, d, t, t, DATA.x, DATA.y)
    assert np.isfinite(values[0, 0]) and not np.isfinite(values[1, 1])


def test_theta_is_left_alone():
    before = THETA.copy()
    d = random_directions(NET, 2, seed=1, normalize="filter", theta=THETA)
    plane(NET, THETA, d, [0, 1], [0, 1], DATA.x, DATA.y)
    line(NET, THETA, d[0], [0, 1], DATA.x, DATA.y)
    assert np.array_equal(THETA, before)


# ------------------------------------------------------------------------------ plain refusals


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"normalize": "unit"}, r"normalize must be one of .*'filter'.*got 'unit'"),
        ({"count": 0}, r"count must be a whole number ≥ 1, got 0"),
        ({"count": 79}, r"count must be a whole number ≤ 78, got 79"),
        ({"count": 2.0}, r"count must be a whole number ≥ 1, got 2\.0"),
        ({"seed": None}, r"seed must be a whole number ≥ 0, got None"),
        ({"normalize": "filter"}, r"theta, for normalize='filter', must be .*, got None"),
        (
            {"normalize": "filter", "theta": np.zeros((2, 78))},
            r"theta, for normalize='filter', must have shape \(78,\), got \(2, 78\)",
        ),
    ],
)
def test_directions_that_cannot_be_are_named(options, told):
    with pytest.raises(ValueError, match=told):
        random_directions(NET, **options)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"theta": np.zeros((2, 78))}, r"theta must have shape \(78,\), got \(2, 78\)"),
        ({"directions": np.zeros((3, 78))}, r"directions must have shape \(2, 78\), got \(3, 78\)"),
        ({"directions": np.zeros(78)}, r"directions must have shape \(2, 78\), got \(78,\)"),
        ({"t1": 0.0}, r"t1 must have shape \(T1,\), got \(\)"),
        ({"t2": []}, r"t2 must have shape \(T2,\), got \(0,\)"),
        ({"x": np.zeros((2, 10))}, r"x must have n_1 = 1 rows.*got shape \(2, 10\)"),
        ({"y": np.zeros((1, 9))}, r"y must .*got shape \(1, 9\)"),
    ],
)
def test_planes_that_cannot_be_are_named(change, told):
    good = {"theta": THETA, "directions": np.zeros((2, 78)), "t1": [0], "t2": [0]}
    with pytest.raises(ValueError, match=told):
        plane(NET, **({"x": DATA.x, "y": DATA.y} | good | change))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"theta": np.zeros(77)}, r"theta must end with .*78.*got shape \(77,\)"),
        ({"direction": np.zeros(1)}, r"direction must end with .*78.*got shape \(1,\)"),
        ({"t": 1.0}, r"t must have shape \(T,\)"),
    ],
)
def test_lines_that_cannot_be_are_named(change, told):
    good = {"theta": THETA, "direction": THETA, "t": [0.0], "x": DATA.x, "y": DATA.y}
    with pytest.raises(ValueError, match=told):
        line(NET, **(good | change))
