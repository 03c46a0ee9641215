"""The exercises of notebook 11 take every form of a right answer, and no other."""

import numpy as np
import pytest

from dlcourse.chapters.vanishing_gradients.exercises import (
    LEVEL_GAIN,
    TIGHT_BOUND,
    level_gain,
    tight_bound,
)
from dlcourse.lesson.checking import MistakeError

FORMS = [float, np.asarray, np.float64]


@pytest.mark.parametrize("form", FORMS, ids=["float", "0-d array", "numpy's number"])
def test_the_bound_may_come_as_any_kind_of_number(form):
    assert TIGHT_BOUND.check(lambda *given: form(tight_bound(*given)))


@pytest.mark.parametrize("form", [*FORMS, np.float32], ids=lambda form: form.__name__)
def test_the_gain_may_come_as_any_kind_of_number_and_rounded(form):
    assert LEVEL_GAIN.check(lambda alpha: form(level_gain(alpha)))
    assert LEVEL_GAIN.check(lambda alpha: form(np.round(level_gain(alpha), 3)))


@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_a_gain_one_per_cent_beside_is_refused(factor):
    with pytest.raises(MistakeError, match="not level"):
        LEVEL_GAIN.check(lambda alpha: factor * level_gain(alpha))


def test_the_bound_must_hold_and_be_reached_to_the_digit():
    for factor, words in ((0.999, "is broken"), (1.001, "not tight")):
        with pytest.raises(MistakeError, match=words):
            TIGHT_BOUND.check(lambda n, j, C, f=factor: tight_bound(n, j, C) * (f if j <= n else 1))
