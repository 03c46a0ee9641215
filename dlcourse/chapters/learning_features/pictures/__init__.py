"""The pictures of notebook 02: samples, lines between two θ, the plane of two w."""

from dlcourse.chapters.learning_features.pictures.scatter import ScatterPanel
from dlcourse.chapters.learning_features.pictures.segment import SegmentPanel
from dlcourse.chapters.learning_features.pictures.two_weights import TwoWeightsPanel

__all__ = ["ScatterPanel", "SegmentPanel", "TwoWeightsPanel"]
