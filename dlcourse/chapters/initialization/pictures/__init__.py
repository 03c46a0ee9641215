"""The pictures of notebook 12: layers as histograms, single draws as dots, and what they mean."""

from dlcourse.chapters.initialization.pictures.dots import DraggedPanel
from dlcourse.chapters.initialization.pictures.layers import LayersPanel
from dlcourse.chapters.initialization.pictures.words import (
    GOAL,
    RESIDUAL,
    WAYS,
    both_gains,
    final_losses,
    histogram,
    how_far_apart,
    how_it_grows,
    how_many_are_small,
    how_many_learn,
    losses,
    norms_and_alphas,
    one_over,
    what_became,
    which_are_level,
    which_learn,
)

__all__ = [
    "GOAL", "RESIDUAL", "WAYS", "DraggedPanel", "LayersPanel", "both_gains", "final_losses",
    "histogram", "how_far_apart", "how_it_grows", "how_many_are_small", "how_many_learn", "losses",
    "norms_and_alphas", "one_over", "what_became", "which_are_level", "which_learn",
]  # fmt: skip
