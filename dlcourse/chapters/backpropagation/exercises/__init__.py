"""The tasks of notebook 10: a ladder from one δ to a whole backward pass, and a gradient of 0."""

from dlcourse.chapters.backpropagation.exercises.beyond import (
    NO_GRADIENT,
    SHARED_WEIGHTS,
    SOFTMAX_DELTA,
)
from dlcourse.chapters.backpropagation.exercises.one_layer import DELTA_STEP, WEIGHT_GRADIENT
from dlcourse.chapters.backpropagation.exercises.whole_pass import MY_BACKWARD

__all__ = [
    "DELTA_STEP",
    "MY_BACKWARD",
    "NO_GRADIENT",
    "SHARED_WEIGHTS",
    "SOFTMAX_DELTA",
    "WEIGHT_GRADIENT",
]
