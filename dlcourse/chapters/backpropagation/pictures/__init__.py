"""The passes number by number, products as coloured squares, and what the figures mean."""

from dlcourse.chapters.backpropagation.pictures.paths import Paths, PathsPanel
from dlcourse.chapters.backpropagation.pictures.products import Factor, Products, ProductsPanel
from dlcourse.chapters.backpropagation.pictures.pulling import own_weights
from dlcourse.chapters.backpropagation.pictures.stepper import StepperPanel
from dlcourse.chapters.backpropagation.pictures.words import (
    METHODS,
    WITH_RESPECT_TO,
    batch,
    best_steps,
    by_hand,
    checkpoints,
    growth,
    jacobians,
    over_time,
    paths_and_edges,
    prices,
    rank,
    sizes,
    valley,
    what_checkpoints_cost,
    what_is_kept,
    what_it_costs,
    whether_it_learns,
)

__all__ = [
    "METHODS",
    "WITH_RESPECT_TO",
    "Factor",
    "Paths",
    "PathsPanel",
    "Products",
    "ProductsPanel",
    "StepperPanel",
    "batch",
    "best_steps",
    "by_hand",
    "checkpoints",
    "growth",
    "jacobians",
    "over_time",
    "own_weights",
    "paths_and_edges",
    "prices",
    "rank",
    "sizes",
    "valley",
    "what_checkpoints_cost",
    "what_is_kept",
    "what_it_costs",
    "whether_it_learns",
]
