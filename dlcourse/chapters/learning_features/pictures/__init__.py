"""The pictures of notebook 02: samples, lines between two θ, the plane of two w."""

from dlcourse.chapters.learning_features.pictures.meanings import (
    where_starts_end,
    which_setting,
    who_is_best,
)
from dlcourse.chapters.learning_features.pictures.scatter import ScatterPanel
from dlcourse.chapters.learning_features.pictures.segment import SegmentPanel
from dlcourse.chapters.learning_features.pictures.two_weights import TwoWeightsPanel

__all__ = [
    "ScatterPanel", "SegmentPanel", "TwoWeightsPanel", "where_starts_end", "which_setting",
    "who_is_best",
]  # fmt: skip
