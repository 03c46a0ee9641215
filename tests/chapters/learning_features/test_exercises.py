"""The exercises of notebook 02 take right answers of other forms, and name what is slipped."""

import numpy as np
import pytest

from dlcourse.chapters.learning_features import exercises
from dlcourse.chapters.learning_features.exercises import (
    EXTRACT_FEATURES,
    LAST_LAYER_HESSIAN,
    extract_features,
    last_layer_hessian,
)
from dlcourse.lesson.checking import MistakeError


def total(phi, w):
    """The sum of the logistic losses, all labels 0."""
    return np.sum(np.logaddexp(0, w[:-1] @ phi + w[-1]))


def by_differences(phi, w, h=1e-4):
    """The Hessian by second differences of the objective."""
    steps = h * np.eye(w.size)
    return np.array([
        [
            (total(phi, w + a + b) - total(phi, w + a - b)
             - total(phi, w - a + b) + total(phi, w - a - b)) / (4 * h * h)
            for b in steps
        ]
        for a in steps
    ])  # fmt: skip


def sample_by_sample(phi, w):
    """The sum written as a loop; the result as nested lists."""
    H = np.zeros((w.size, w.size))
    for column in phi.T:
        one = np.append(column, 1.0)
        s = 1 / (1 + np.exp(-one @ w))
        H += s * (1 - s) * np.outer(one, one)
    return H.tolist()


@pytest.mark.parametrize("attempt", [by_differences, sample_by_sample, last_layer_hessian])
def test_a_right_hessian_is_taken_however_it_was_found(attempt):
    assert "none below 0" in LAST_LAYER_HESSIAN.check(attempt)


def test_a_hessian_that_is_a_little_wrong_is_refused():
    def off(phi, w):
        return last_layer_hessian(phi, w) + 0.01 * np.eye(w.size)

    with pytest.raises(MistakeError, match="not right"):
        LAST_LAYER_HESSIAN.check(off)


def rows_of(phi):
    return np.vstack([phi, np.ones((1, phi.shape[1]))])


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda phi, w: rows_of(phi).T @ rows_of(phi), "pair of samples"),
        (lambda phi, w: np.diag(np.diag(last_layer_hessian(phi, w))), "by one parameter only"),
        (
            lambda phi, w: np.roll(last_layer_hessian(phi, np.roll(w, -1)), 1, (0, 1)),
            "stands below φ",
        ),
        (lambda phi, w: last_layer_hessian(phi, np.append(w[:-1], 0.0)), "b_n is missing"),
    ],
)
def test_a_slip_in_the_hessian_is_named(slip, told):
    with pytest.raises(MistakeError, match=told):
        LAST_LAYER_HESSIAN.check(slip)


def test_features_as_a_list_are_taken_and_all_states_are_not():
    EXTRACT_FEATURES.check(lambda W, b, sigma, x: extract_features(W, b, sigma, x).tolist())

    def states(W, b, sigma, x):
        z = [x]
        for j in range(1, len(W) - 1):
            z.append(sigma[j](W[j] @ z[-1] + b[j]))
        return z

    with pytest.raises(MistakeError, match="all layers; φ is only the last"):
        EXTRACT_FEATURES.check(states)


def test_the_activation_of_another_layer_is_named():
    def shifted(W, b, sigma, x):
        z = x
        for j in range(1, len(W) - 1):
            z = sigma[1 if j == len(W) - 2 else j](W[j] @ z + b[j])
        return z

    with pytest.raises(MistakeError, match="one σ in all layers"):
        EXTRACT_FEATURES.check(shifted)
    with pytest.raises(MistakeError, match="follows the affine map"):
        EXTRACT_FEATURES.check(exercises._activated_first)
