"""Projections give the nearest allowed weights, clipping shortens, a pull pulls."""

import numpy as np
import pytest

from dlcourse import (
    GradientClipping,
    GradientDescent,
    Network,
    NormPull,
    WeightBound,
    deep_network,
    initialize,
    operator_norms,
    train,
    wiggly,
)

NET = Network((2, 4, 3, 1))
KINDS = ("spectral", "frobenius", "elements")


@pytest.fixture
def thetas():
    return initialize(NET, "uniform", seed=range(6), scale=4.0)


@pytest.mark.parametrize("kind", KINDS)
def test_each_bound_implies_the_spectral_one(kind, thetas):
    projected = WeightBound(kind, 0.7).project(NET, thetas)
    assert operator_norms(NET, projected).max() <= 0.7 * (1 + 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_projection_is_idempotent_leaves_biases_and_the_argument_alone(kind, thetas):
    before, bound = thetas.copy(), WeightBound(kind, 0.7)
    once = bound.project(NET, thetas)
    assert np.array_equal(thetas, before)
    assert np.allclose(bound.project(NET, once), once, atol=1e-13)
    for b, kept in zip(NET.unpack(thetas)[1][1:], NET.unpack(once)[1][1:], strict=True):
        assert np.array_equal(b, kept)


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_allowed_weights_are_nearer(kind, thetas):
    bound, rng = WeightBound(kind, 0.7), np.random.default_rng(0)
    projected = bound.project(NET, thetas)
    away = np.linalg.norm(thetas - projected, axis=-1)
    for _ in range(50):
        other = bound.project(NET, projected + 0.3 * rng.normal(size=projected.shape))
        assert np.all(np.linalg.norm(thetas - other, axis=-1) >= away - 1e-12)


def test_allowed_weights_stay_as_they_are(thetas):
    small = 1e-3 * thetas
    for kind in KINDS:
        assert np.allclose(WeightBound(kind, 1.0).project(NET, small), small, atol=1e-15)


def test_parameters_that_are_not_finite_pass_through(thetas):
    thetas[2, 0] = np.nan
    projected = WeightBound("spectral", 0.7).project(NET, thetas)
    assert np.isnan(projected[2, 0])
    assert np.isfinite(projected[[0, 1, 3, 4, 5]]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_training_keeps_the_bound_at_every_recorded_epoch(kind):
    net, data = deep_network(5), wiggly()
    run = train(net, data, seed=[0, 1], epochs=60, bound=WeightBound(kind, 0.9))
    assert operator_norms(net, run.thetas).max() <= 0.9 * (1 + 1e-12)
    assert np.all(run.losses[:, -1] < run.losses[:, 0])


def test_clipping_shortens_long_gradients_and_keeps_the_direction():
    g = np.array([[3.0, 4.0], [0.3, 0.4]])
    clipped = GradientClipping("norm", 1.0).clip(g)
    assert np.allclose(clipped, [[0.6, 0.8], [0.3, 0.4]])
    assert np.allclose(GradientClipping("elements", 1.0).clip(g), [[1.0, 1.0], [0.3, 0.4]])


def test_clipping_saves_a_run_that_would_diverge():
    net, data, wild = deep_network(5), wiggly(), GradientDescent(2.0)
    assert train(net, data, seed=0, epochs=200, optimizer=wild, scale=3.0).stopped == "diverged"
    clipped = train(
        net,
        data,
        seed=0,
        epochs=200,
        optimizer=wild,
        scale=3.0,
        clipping=GradientClipping(bound=0.1),
    )
    assert clipped.stopped == "epochs"


def test_the_whole_step_is_clipped_weight_decay_and_pull_included():
    """Each alone would make a step far longer than the bound."""
    net, data, theta0 = deep_network(5), wiggly(), np.full(78, 0.3)
    for more in ({"weight_decay": 100.0}, {"pull": NormPull(1e-3)}):
        run = train(
            net, data, epochs=1, theta0=theta0, optimizer=GradientDescent(1.0), snapshots=1,
            clipping=GradientClipping("norm", 0.1), **more,
        )  # fmt: skip
        assert np.linalg.norm(run.thetas[-1] - theta0) == pytest.approx(0.1)


def test_a_pull_points_outwards_below_the_target_and_inwards_above():
    theta, pull = np.array([1.0, 2.0]), NormPull(10.0)
    assert pull.gradient(theta) @ theta < 0  # ‖θ‖² = 5: descent along −gradient grows θ
    assert pull.gradient(2 * theta) @ theta > 0  # ‖θ‖² = 20
    assert np.allclose(pull.gradient(np.sqrt(2) * theta), 0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: WeightBound("nuclear"), "kind must be one of"),
        (lambda: WeightBound("spectral", 0.0), "bound must be a finite number > 0"),
        (lambda: GradientClipping("spectral"), "kind must be"),
        (lambda: GradientClipping("norm", -1.0), "bound must be a finite number > 0"),
        (lambda: NormPull(-1.0), "target must be a finite number > 0"),
    ],
)
def test_what_makes_no_sense_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
