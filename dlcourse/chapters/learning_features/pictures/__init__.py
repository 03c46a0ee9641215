"""The pictures of notebook 02: samples in a plane, runs as dots, and a plane of two weights."""

from dlcourse.chapters.learning_features.pictures.dots import DotsPanel
from dlcourse.chapters.learning_features.pictures.scatter import ScatterPanel
from dlcourse.chapters.learning_features.pictures.two_weights import TwoWeightsPanel

__all__ = ["DotsPanel", "ScatterPanel", "TwoWeightsPanel"]
