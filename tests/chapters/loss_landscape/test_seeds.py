"""Summaries over seeds, on samples small enough to count by hand."""

import numpy as np
import pytest

from dlcourse.chapters.loss_landscape.experiments import bands, fraction_larger, fractions


def test_bands_are_median_and_quartiles():
    five = np.array([[1.0], [5.0], [2.0], [4.0], [3.0]])
    found = bands([7.0], {"a": five, "b": 10 * five})
    assert found.labels == ("a", "b")
    assert np.allclose(found.values[:, 0], [3, 30])
    assert np.allclose(found.low[:, 0], [2, 20]) and np.allclose(found.high[:, 0], [4, 40])


def test_ties_count_half():
    assert fraction_larger([3, 1, 2, 2], [1, 3, 2, 1]) == pytest.approx(2.5 / 4)


def test_fractions_keep_the_other_axes():
    a = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(fraction_larger(a, a[:, ::-1]), [0, 0, 1, 1])


@pytest.mark.parametrize("samples", [{}, {"a": np.zeros(3)}, {"a": np.zeros((2, 4))}])
def test_bands_name_what_does_not_fit(samples):
    with pytest.raises(ValueError, match="samples"):
        bands([1.0, 2.0, 3.0], samples)


def test_fractions_need_pairs():
    with pytest.raises(ValueError, match="same shape"):
        fraction_larger(np.zeros((2, 3)), np.zeros((3, 3)))


def test_fractions_are_percent_at_the_nearest_places():
    a = np.array([[1.0, 5.0, 5.0], [1.0, 5.0, 1.0]])
    found = fractions([0.1, 1.0, 10.0], a, np.full((2, 3), 3.0), at=[10, 0.1], xlabel="distance")
    assert found.labels == ("10", "0.1")
    assert found.ylabel == "% of 2 pairs" and found.xlabel == "distance"
    assert np.allclose(found.values, [50, 0])


def test_fractions_name_a_wrong_axis():
    with pytest.raises(ValueError, match="columns like x"):
        fractions([1.0, 2.0], np.zeros((4, 3)), np.ones((4, 3)), at=[1])
