"""Rank correlation with and without ties; the slope of a network on the whole line."""

import numpy as np
import pytest

from dlcourse import RELU, Network, largest_slope
from dlcourse.chapters.weight_norms.measures import rank_correlation, ranks, slope_anywhere

RNG = np.random.default_rng(0)


def test_ranks_count_from_one_and_equal_values_share_theirs():
    assert ranks([3.0, 1.0, 2.0]).tolist() == [3, 1, 2]
    assert ranks([5.0, 5.0, 1.0, 5.0]).tolist() == [3, 3, 1, 3]


def test_only_the_order_counts():
    a = RNG.normal(size=30)
    assert rank_correlation(a, np.exp(a)) == pytest.approx(1)
    assert rank_correlation(a, -(a**3)) == pytest.approx(-1)
    b = RNG.normal(size=30)
    assert rank_correlation(a, b) == pytest.approx(rank_correlation(np.exp(a), b))


def test_without_ties_it_is_spearmans_formula():
    a, b = RNG.permutation(9), RNG.permutation(9)
    formula = 1 - 6 * np.sum((a - b) ** 2) / (9 * (81 - 1))
    assert rank_correlation(a, b) == pytest.approx(formula)


def test_a_constant_has_no_order():
    assert np.isnan(rank_correlation([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]))


@pytest.mark.parametrize(
    ("a", "b"), [([1.0], [2.0]), ([1, 2], [1, 2, 3]), ([[1, 2]], [[1, 2]]), ([1, np.nan], [1, 2])]
)
def test_other_shapes_and_nan_are_refused(a, b):
    with pytest.raises(ValueError, match=r"a (and b )?must (have|be finite)"):
        rank_correlation(a, b)


def test_the_slope_anywhere_sees_kinks_outside_of_the_interval():
    """σ(x) + 4 σ(x − 3): slope 1 on [−1, 1], 5 beyond 3."""
    net = Network((1, 2, 1), RELU)
    theta = np.zeros(net.n_params)
    W, b = net.unpack(theta)
    W[1][...], b[1][...], W[2][...] = [[1.0], [1.0]], [[0.0], [-3.0]], [[1.0, 4.0]]
    assert largest_slope(net, theta) == pytest.approx(1)
    assert slope_anywhere(net, theta) == pytest.approx(5)
