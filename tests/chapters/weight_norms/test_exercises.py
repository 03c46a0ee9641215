"""Right answers of the exercises of notebook 08 that come in other forms."""

import numpy as np
import pytest

from dlcourse.chapters.weight_norms.exercises import (
    RESIDUAL_BOUND,
    STEEPEST_PAIR,
    residual_bound,
    steepest_pair,
)


@pytest.mark.parametrize(
    "form",
    [
        set,
        np.array,
        lambda pair: np.array(pair)[:, None],
        lambda pair: [np.array(x) for x in pair],
        lambda pair: pair[::-1],
    ],
    ids=["a set", "an array", "a column", "arrays without an axis", "right before left"],
)
def test_a_pair_may_come_in_any_form(form):
    told = STEEPEST_PAIR.check(lambda *given: form(steepest_pair(*given)))
    assert "100 %" in told


def test_a_bound_may_be_an_array_without_an_axis():
    RESIDUAL_BOUND.check(lambda *given: np.array(residual_bound(*given)))
