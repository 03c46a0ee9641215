"""Fixed feature maps, and the last layer as a convex problem."""

from math import comb

import numpy as np
import pytest

from dlcourse import (
    HINGE,
    LEAST_SQUARES,
    LOGISTIC,
    TANH,
    Data,
    GradientDescent,
    Network,
    spirals,
    train,
)
from dlcourse.chapters.learning_features.models import (
    FEATURES,
    features_within,
    mean_last_layer_loss,
    polynomial_features,
    random_features,
    rbf_features,
    stripes,
    train_last_layer,
)

X = np.random.default_rng(0).uniform(-1, 1, size=(2, 7))


def noisy_problem(count=5, N=40, seed=0):
    """Features and labels that no line separates."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, N)), (rng.random((1, N)) < 0.5).astype(float)


def test_polynomials_of_two_inputs_to_degree_two():
    phi = polynomial_features(2, 2)
    assert phi.count == 5
    rows = {tuple(np.round(row, 12)) for row in phi(X)}
    x1, x2 = X
    assert rows == {tuple(np.round(row, 12)) for row in (x1, x2, x1 * x1, x1 * x2, x2 * x2)}


@pytest.mark.parametrize("degree", [1, 3, 6])
@pytest.mark.parametrize("n_in", [1, 2, 4])
def test_number_of_polynomials(n_in, degree):
    assert polynomial_features(n_in, degree).count == comb(n_in + degree, n_in) - 1


def test_random_features_are_drawn_once():
    phi = random_features(2, 6, TANH, seed=3)
    assert phi(X).shape == (6, 7) and np.array_equal(phi(X), phi(X))
    assert np.array_equal(phi(X)[:, :3], phi(X[:, :3]))
    assert not np.array_equal(phi(X), random_features(2, 6, TANH, seed=4)(X))


@pytest.mark.parametrize("n_in", [1, 3])
def test_stripes_depend_on_the_sum_of_all_inputs(n_in):
    data = stripes(200, n_in, seed=4)
    assert data.x.shape == data.x_test.shape == (n_in, 200) and np.abs(data.x).max() <= 1
    for x, y in ((data.x, data.y), (data.x_test, data.y_test)):
        u = x.sum(axis=0) / np.sqrt(n_in)
        assert np.array_equal(y[0] == 1, u - np.floor(u) < 0.5)
    assert not np.array_equal(data.x, data.x_test)
    assert not np.array_equal(data.x, stripes(200, n_in, seed=5).x)


def test_an_rbf_is_one_at_its_centre():
    centres = np.random.default_rng(8).uniform(-1, 1, size=(2, 3)).T
    phi = rbf_features(2, 3, seed=8)
    assert phi(X).shape == (3, 7) and (phi(X) > 0).all() and (phi(X) <= 1).all()
    drawn = np.random.default_rng(8).uniform(-1, 1, size=(3, 2))
    assert np.allclose(np.diag(phi(drawn.T)), 1) and centres.shape == (3, 2)


@pytest.mark.parametrize("kind", FEATURES)
@pytest.mark.parametrize("n_in", [2, 4])
@pytest.mark.parametrize("budget", [13, 49, 97])
def test_features_stay_within_the_budget(kind, n_in, budget):
    phi = features_within(kind, n_in, budget)
    assert phi.count + 1 <= budget
    if kind == "polynomials":  # the next degree would be too many
        degree = int(phi.name.split()[-1])
        assert polynomial_features(n_in, degree + 1).count + 1 > budget
    else:
        assert phi.count + 1 == budget


@pytest.mark.parametrize("loss", [LOGISTIC, LEAST_SQUARES])
def test_gradient_and_hessian_of_the_last_layer(loss):
    phi, y = noisy_problem()
    w, h = np.random.default_rng(1).normal(size=6), 1e-6
    _, slope, H = mean_last_layer_loss(w, phi, y, loss, ridge=0.01)
    for k, step in enumerate(h * np.eye(6)):
        up, down = (mean_last_layer_loss(w + s * step, phi, y, loss, 0.01) for s in (1, -1))
        assert slope[k] == pytest.approx((up[0] - down[0]) / (2 * h), abs=1e-8)
        assert np.allclose(H[k], (up[1] - down[1]) / (2 * h), atol=1e-7)


def test_newton_agrees_with_least_squares():
    phi, y = noisy_problem()
    last = train_last_layer(phi, y, LEAST_SQUARES, ridge=0.0)
    rows = np.vstack([phi, np.ones((1, 40))])
    w = np.linalg.lstsq(rows.T, y[0], rcond=None)[0]
    assert np.allclose(np.r_[last.W[0], last.b[0]], w, atol=1e-12)
    assert len(last.losses) <= 4  # a quadratic: one step


@pytest.mark.parametrize("ridge", [0.0, 1e-4, 1e-1])
def test_newton_ends_at_the_minimum_without_ever_rising(ridge):
    phi, y = noisy_problem()
    for seed in range(5):
        start = 3 * np.random.default_rng(seed).normal(size=6)
        last = train_last_layer(phi, y, ridge=ridge, start=start)
        assert (np.diff(last.losses) <= 1e-15).all()
        assert last.gradient_norm < 1e-7
        assert len(last.losses) < 30


def test_newton_and_gradient_descent_meet():
    phi, y = noisy_problem()
    slow = train(
        Network((5, 1)), Data.from_arrays(phi, y), optimizer=GradientDescent(1.0), loss=LOGISTIC,
        weight_decay=0.1, epochs=2000,
    )  # fmt: skip
    fast = train_last_layer(phi, y, ridge=0.1)
    assert np.allclose(np.r_[fast.W[0], fast.b[0]], slow.theta, atol=1e-8)


def test_separable_classes_stay_finite_with_a_ridge():
    data = spirals(40)
    phi = rbf_features(2, 30)
    last = train_last_layer(phi(data.x), data.y)
    assert np.isfinite(last.W).all() and last.losses[-1] < 1e-2
    assert ((last(phi(data.x)) > 0) == (data.y > 0.5)).all()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: polynomial_features(2, 0), "degree"),
        (lambda: random_features(2, 0), "count"),
        (lambda: rbf_features(2, 3, width=0), "width"),
        (lambda: features_within("wavelets", 2, 20), "wavelets"),
        (lambda: features_within("RBFs", 4, 4), "n_params"),
        (lambda: train_last_layer(X, np.ones((1, 7)), HINGE), "loss"),
        (lambda: train_last_layer(X, np.ones((1, 6))), "y must have shape"),
    ],
)
def test_errors_name_the_culprit(call, told):
    with pytest.raises(ValueError, match=told):
        call()
