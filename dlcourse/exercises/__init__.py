"""The exercises of all notebooks by name: task, check, hints, and a solution that passes.

`lesson.exercise` shows them. Each also brings plausible wrong answers, with which the tests make
sure that its check tells one slip from another.
"""

from dlcourse.exercises.checking import Exercise, MistakeError, UnfinishedError, answer_of
from dlcourse.exercises.flat_minima import INDIVIDUAL_GRADIENTS
from dlcourse.exercises.learning_features import EXTRACT_FEATURES, LAST_LAYER_HESSIAN
from dlcourse.exercises.loss_landscape import GROWTH_DEGREE, LANDSCAPE_FORMULA
from dlcourse.exercises.relu_vs_tanh import COLLAPSE, KINKS_1_3_1
from dlcourse.exercises.residual import RESIDUAL_BACKWARD
from dlcourse.exercises.start_here import COUNT_PARAMETERS
from dlcourse.exercises.vanishing_gradients import LEVEL_GAIN, TIGHT_BOUND
from dlcourse.exercises.weight_norms import RESIDUAL_BOUND, STEEPEST_PAIR

__all__ = ["EXERCISES", "Exercise", "MistakeError", "UnfinishedError", "answer_of", "find_exercise"]

EXERCISES = {
    exercise.name: exercise
    for exercise in (
        COUNT_PARAMETERS,
        EXTRACT_FEATURES,
        LAST_LAYER_HESSIAN,
        COLLAPSE,
        KINKS_1_3_1,
        GROWTH_DEGREE,
        LANDSCAPE_FORMULA,
        RESIDUAL_BACKWARD,
        RESIDUAL_BOUND,
        STEEPEST_PAIR,
        INDIVIDUAL_GRADIENTS,
        TIGHT_BOUND,
        LEVEL_GAIN,
    )
}


def find_exercise(name: str) -> Exercise:
    """The exercise of that name. Raises ValueError for an unknown one and lists the known ones."""
    if name not in EXERCISES:
        raise ValueError(f"name must be one of {sorted(EXERCISES)}, got {name!r}")
    return EXERCISES[name]
