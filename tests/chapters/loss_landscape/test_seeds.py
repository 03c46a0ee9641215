"""Pairs of networks compared, on samples small enough to count by hand."""

import numpy as np
import pytest

from dlcourse.chapters.loss_landscape.measures import fraction_larger, quotient


def test_ties_count_half():
    assert fraction_larger([3, 1, 2, 2], [1, 3, 2, 1]) == pytest.approx(2.5 / 4)


def test_fractions_keep_the_other_axes():
    a = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(fraction_larger(a, a[:, ::-1]), [0, 0, 1, 1])


def test_fractions_need_pairs():
    with pytest.raises(ValueError, match="same shape"):
        fraction_larger(np.zeros((2, 3)), np.zeros((3, 3)))


def test_quotients_know_zero():
    found = quotient([6.0, 0.0, 2.0, 0.0, -1.0], [3.0, 2.0, 0.0, 0.0, 2.0])
    assert found.tolist() == [2, 0, np.inf, 1, 0]
