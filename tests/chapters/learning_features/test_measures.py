"""The way between two θ, distinct values, error rates, and planes of scores."""

import numpy as np
import pytest

from dlcourse import LOGISTIC, TANH, Data, Network, initialize, spirals
from dlcourse.chapters.learning_features.measures import (
    along_segment,
    distinct,
    error_rate,
    mean_ridge_loss,
    mesh,
    score_plane,
)
from dlcourse.chapters.learning_features.models import with_idle_inputs

DATA = spirals(20)


def test_one_layer_is_convex_between_any_two_points():
    for seed in range(10):
        theta = 4 * np.random.default_rng(seed).normal(size=(2, 3))
        way = along_segment(Network((2, 1)), *theta, DATA)
        assert way.above <= 1e-14 and (way.eigenvalues >= -1e-14).all()


def test_ends_of_a_segment_and_the_ridge():
    net = Network((2, 3, 1), TANH)
    a, b = initialize(net, seed=[0, 1], scale=2.0)
    way = along_segment(net, a, b, DATA, ridge=0.3, count=5)
    assert way.t.shape == way.values.shape == way.eigenvalues.shape == (5,)
    ends = mean_ridge_loss(net, np.stack([a, b]), DATA, ridge=0.3)
    assert np.allclose(way.values[[0, -1]], ends) and np.allclose(way.chord[[0, -1]], ends)
    bare = along_segment(net, a, b, DATA, count=5)
    assert np.allclose(way.eigenvalues - bare.eigenvalues, 0.3)
    middle = LOGISTIC(net((a + b) / 2, DATA.x), DATA.y).mean() + 0.15 * np.sum(((a + b) / 2) ** 2)
    assert way.values[2] == pytest.approx(middle)


def test_the_smallest_eigenvalue_is_the_least_curvature_of_the_segment():
    """Along the line itself the second difference is at least the smallest eigenvalue."""
    net = Network((2, 3, 1), TANH)
    a, b = initialize(net, seed=[2, 3], scale=2.0)
    way = along_segment(net, a, b, DATA, count=201)
    curvature = np.diff(way.values, 2) / (way.t[1] * np.linalg.norm(b - a)) ** 2
    assert (curvature >= way.eigenvalues[1:-1] - 1e-4).all()


def test_distinct_counts_groups():
    assert distinct([0.3, 0.1, 0.1005, 0.3001]) == 2
    assert distinct([0.5]) == 1
    assert distinct([0.1, 0.1005], tolerance=1e-4) == 2


def test_error_rate_in_percent_with_leading_axes():
    y = np.array([[0.0, 1.0, 1.0, 0.0]])
    u = np.array([[-1.0, 2.0, -3.0, -1.0]])
    assert error_rate(u, y) == 25.0
    assert error_rate(np.stack([u, -u]), y).tolist() == [25.0, 75.0]


def test_a_plane_of_scores_has_rows_along_the_second_input():
    t1, t2 = np.linspace(-1, 1, 3), np.linspace(0, 1, 2)
    plane = score_plane(lambda x: x[:1] + 10 * x[1:], t1, t2)
    assert np.allclose(plane, [[-1, 0, 1], [9, 10, 11]])


def test_a_mesh_is_a_square_grid_of_lines():
    lines = mesh(-1, 1, lines=3, count=5)
    assert lines.shape == (6, 2, 5)
    assert np.allclose(lines[:3, 0], np.array([[-1], [0], [1]]) * np.ones(5))
    assert np.allclose(lines[3:, 1], np.array([[-1], [0], [1]]) * np.ones(5))


def test_idle_inputs_leave_the_others_alone():
    more = with_idle_inputs(DATA, 3, seed=1)
    assert more.x.shape == (5, 20) and np.array_equal(more.x[:2], DATA.x)
    assert np.array_equal(more.y_test, DATA.y_test) and np.abs(more.x[2:]).max() <= 1
    assert np.array_equal(with_idle_inputs(DATA, 0).x, DATA.x)
    many = with_idle_inputs(spirals(500, seed=3), 2, seed=3)  # the same seed, and yet no relation
    radius = np.hypot(*many.x[:2])
    assert np.abs(np.corrcoef(np.vstack([radius, many.x[2:]]))[0, 1:]).max() < 0.15


@pytest.mark.parametrize(
    "call",
    [
        lambda: along_segment(Network((2, 1)), np.zeros(3), np.ones(3), DATA, count=1),
        lambda: distinct([]),
        lambda: distinct([1.0], tolerance=-1),
        lambda: error_rate(np.zeros((1, 3)), np.zeros((1, 4))),
        lambda: mesh(1, -1),
        lambda: with_idle_inputs(DATA, -1),
        lambda: with_idle_inputs(Data.from_arrays([[0.0, 1.0]], [0, 1]), 1),
    ],
)
def test_errors(call):
    with pytest.raises(ValueError):
        call()
