"""The exercises of notebook 03: which right answers are taken, which near ones are not."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.relu_vs_tanh.exercises import KINKS_1_3_1, kinks_1_3_1
from dlcourse.lesson.checking import MistakeError


@pytest.mark.parametrize("kind", [set, frozenset, list, tuple, np.array, lambda x: x[::-1]])
def test_the_kinks_may_be_a_set_or_a_sequence_in_any_order(kind):
    told = KINKS_1_3_1.check(lambda *given: kind(kinks_1_3_1(*given).tolist()))
    assert "seven networks" in told


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (lambda x, low, high: x < high, "x = −0.80 lies below the lower end of the interval"),
        (lambda x, low, high: x > low, "x = 1.60 lies above the upper end of the interval"),
        (lambda x, low, high: abs(x) < high, "below the lower end"),
    ],
)
def test_an_end_of_the_interval_that_is_ignored_is_named(inside, words):
    def attempt(W, b, interval):
        x = kinks_1_3_1(W, b, (-np.inf, np.inf))
        return x[inside(x, *interval)]

    with pytest.raises(MistakeError, match=words):
        KINKS_1_3_1.check(attempt)


def test_two_products_are_best_and_the_one_half_way_is_not():
    """Two layers of one unit without biases: w₂w₁ = 1 at (1, 1) and (−1, −1), not at (0, 0)."""
    net, x = dl.Network((1, 1, 1), dl.IDENTITY), np.array([[-1.0, 0.5, 1.0]])
    theta = np.array([[1.0, 0, 1, 0], [-1, 0, -1, 0], [0, 0, 0, 0]])
    one, other, between = dl.objective(net, theta, x, x)
    assert one == other == 0 < between
