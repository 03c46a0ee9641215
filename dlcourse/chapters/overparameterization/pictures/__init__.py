"""The pictures of notebook 06: a fan of fits, maps of cells, errors over sizes; what they mean."""

from dlcourse.chapters.overparameterization.pictures.errors import ErrorsPanel
from dlcourse.chapters.overparameterization.pictures.fan import FanPanel, spread_panel
from dlcourse.chapters.overparameterization.pictures.map import MapPanel
from dlcourse.chapters.overparameterization.pictures.words import (
    agree_and_differ,
    how_many_reach_zero,
    still_a_solution,
    weights_per_sample,
    where_it_peaks,
)

__all__ = [
    "ErrorsPanel", "FanPanel", "MapPanel", "agree_and_differ", "how_many_reach_zero",
    "spread_panel", "still_a_solution", "weights_per_sample", "where_it_peaks",
]  # fmt: skip
