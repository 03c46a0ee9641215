"""The passes number by number, products as coloured squares, and what the figures mean."""

from dlcourse.chapters.backpropagation.pictures.products import Factor, Products, ProductsPanel
from dlcourse.chapters.backpropagation.pictures.pulling import own_weights
from dlcourse.chapters.backpropagation.pictures.stepper import StepperPanel
from dlcourse.chapters.backpropagation.pictures.words import (
    METHODS,
    WITH_RESPECT_TO,
    best_steps,
    by_hand,
    checkpoints,
    jacobians,
    over_time,
    sizes,
    valley,
    what_checkpoints_cost,
    what_is_kept,
    whether_it_learns,
)

__all__ = [
    "METHODS",
    "WITH_RESPECT_TO",
    "Factor",
    "Products",
    "ProductsPanel",
    "StepperPanel",
    "best_steps",
    "by_hand",
    "checkpoints",
    "jacobians",
    "over_time",
    "own_weights",
    "sizes",
    "valley",
    "what_checkpoints_cost",
    "what_is_kept",
    "whether_it_learns",
]
