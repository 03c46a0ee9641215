"""A plane cut into polygons, matrices as coloured squares, and what the figures mean in words."""

from dlcourse.chapters.relu_vs_tanh.pictures.matrices import SIGNS, MatricesPanel
from dlcourse.chapters.relu_vs_tanh.pictures.plane import PiecesPanel, SectionPanel
from dlcourse.chapters.relu_vs_tanh.pictures.words import (
    affine_pieces,
    growth,
    kinks_and_units,
    one_line,
    polynomials,
    sawtooth,
    steepest,
)

__all__ = [
    "SIGNS",
    "MatricesPanel",
    "PiecesPanel",
    "SectionPanel",
    "affine_pieces",
    "growth",
    "kinks_and_units",
    "one_line",
    "polynomials",
    "sawtooth",
    "steepest",
]
