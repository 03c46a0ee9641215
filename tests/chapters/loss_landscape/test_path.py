"""A run seen in a plane: its coordinates there, and how much of its movement the plane holds."""

from dataclasses import replace

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.loss_landscape.measures import path_in_plane

NET, DATA = dl.deep_network(5), dl.wiggly(10)


def test_path_in_plane_is_the_projection_of_the_run():
    run = dl.train(NET, DATA, epochs=300, seed=2)
    path = path_in_plane(run)
    assert path.t.shape == (run.epochs.size, 2)
    assert np.array_equal(path.origin, run.theta)
    assert np.allclose(path.directions @ path.directions.T, np.eye(2), atol=1e-12)
    assert np.allclose(path.t, (run.thetas - run.theta) @ path.directions.T, atol=1e-12)
    assert np.allclose(path.t[-1], 0, atol=1e-12)


def test_no_plane_explains_more_of_the_movement():
    run = dl.train(NET, DATA, epochs=300, seed=2)
    path, moved = path_in_plane(run), run.thetas - run.theta
    share = np.sum((moved @ path.directions.T) ** 2) / np.sum(moved**2)
    assert path.explained == pytest.approx(share, rel=1e-10)
    assert 0.5 < path.explained <= 1.0
    for seed in range(20):
        other = dl.random_directions(NET, 2, seed=seed)
        assert np.sum((moved @ other.T) ** 2) / np.sum(moved**2) < path.explained
    nudged = path.directions + 0.1 * dl.random_directions(NET, 2, seed=0)
    nudged = np.linalg.qr(nudged.T)[0].T
    assert np.sum((moved @ nudged.T) ** 2) / np.sum(moved**2) < path.explained


def test_a_path_can_be_seen_in_a_given_plane():
    run = dl.train(NET, DATA, epochs=300, seed=2)
    d = dl.random_directions(NET, 2, seed=1)
    path, best = path_in_plane(run, d), path_in_plane(run)
    assert np.array_equal(path.directions, d)
    assert np.allclose(path.t, (run.thetas - run.theta) @ d.T, atol=1e-13)
    assert 0 < path.explained < best.explained
    with pytest.raises(ValueError, match=r"directions must (be orthonormal|have shape \(2, 78\))"):
        path_in_plane(run, 2 * d)


def test_a_run_of_two_parameters_lies_in_its_plane():
    run = dl.train(dl.Network((1, 1)), DATA, epochs=50, optimizer=dl.GradientDescent(0.3))
    path = path_in_plane(run)
    assert path.explained == pytest.approx(1.0, rel=1e-12)
    assert np.allclose(path.origin + path.t @ path.directions, run.thetas, atol=1e-12)


def test_a_diverged_run_shows_its_finite_part():
    run = dl.train(NET, DATA, epochs=500, optimizer=dl.GradientDescent(3.0, momentum=0.99), seed=0)
    assert run.stopped == "diverged"
    path = path_in_plane(run)
    assert np.isfinite(path.t).all() and 0 <= path.explained <= 1 + 1e-12
    assert len(path.t) < run.epochs.size


def test_a_path_needs_one_run_that_moves():
    with pytest.raises(ValueError, match=r"run must hold one seed.*got shape \(2, \d+, 78\)"):
        path_in_plane(dl.train(NET, DATA, seed=range(2), epochs=5))
    with pytest.raises(ValueError, match=r"run must have at least three finite states, got 2"):
        path_in_plane(dl.train(NET, DATA, epochs=1, optimizer=dl.Adam()))
    run = dl.train(NET, DATA, epochs=10)
    with pytest.raises(ValueError, match=r"run must have moved"):
        path_in_plane(replace(run, thetas=np.zeros_like(run.thetas)))
