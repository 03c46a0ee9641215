"""Right answers of the exercises of notebook 04 are taken in every form; reasons are whole."""

from fractions import Fraction

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.loss_landscape import exercises, questions
from dlcourse.lesson.question import Why


@pytest.mark.parametrize("form", [int, float, np.int64, np.float32, np.array, Fraction])
def test_a_degree_is_a_number_of_any_kind(form):
    exercises.GROWTH_DEGREE.check(lambda n, name: form(exercises.growth_degree(n, name)))


@pytest.mark.parametrize("form", [list, tuple, np.array, lambda losses: losses.astype(object)])
def test_losses_along_a_line_are_any_kind_of_row(form):
    exercises.LANDSCAPE_FORMULA.check(
        lambda *given: form(exercises.landscape_formula(*given)),
    )


def test_the_package_solves_the_line():
    exercises.LANDSCAPE_FORMULA.check(
        lambda net, data, star, direction, t: dl.line(net, star, direction, t, data.x, data.y)
    )


def test_reasons_have_a_model_answer_and_points():
    asked = [value for value in vars(questions).values() if isinstance(value, Why)]
    assert len(asked) == 3
    for why in asked:
        assert why.question.endswith("?") and why.answer.endswith(".")
        assert 2 <= len(why.points) <= 4
