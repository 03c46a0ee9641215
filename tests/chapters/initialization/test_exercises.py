"""The tasks of notebook 12 take every form of a right answer, and no other."""

import numpy as np
import pytest

from dlcourse.chapters.initialization.exercises import LECTURE_START, lecture_start
from dlcourse.lesson.checking import MistakeError


@pytest.mark.parametrize("form", [np.asarray, np.float32, lambda W: W.tolist()])
def test_the_matrix_may_come_in_any_form(form):
    assert LECTURE_START.check(lambda *given: form(lecture_start(*given)))


def test_the_spread_may_be_handed_to_the_generator():
    def scaled(n, m, L, rng):
        return rng.normal(0, 1 / ((n**0.5 + m**0.5) * L), (m, n))

    assert "norm" in LECTURE_START.check(scaled)


@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_a_spread_five_per_cent_beside_is_refused(factor):
    with pytest.raises(MistakeError, match="instead of"):
        LECTURE_START.check(lambda *given: factor * lecture_start(*given))


def test_evenly_distributed_entries_of_the_right_spread_have_the_right_norm_too():
    def evenly(n, m, L, rng):
        bound = np.sqrt(3) / ((np.sqrt(n) + np.sqrt(m)) * L)
        return rng.uniform(-bound, bound, (m, n))

    assert LECTURE_START.check(evenly)
