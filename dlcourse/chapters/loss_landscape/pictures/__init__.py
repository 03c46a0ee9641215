"""The loss over a plane of parameters: from above or as a surface; and pairs of networks."""

from dlcourse.chapters.loss_landscape.pictures.contour import (
    COLOURS,
    FINER,
    ContourPanel,
    RollPanel,
    SmallContourPanel,
)
from dlcourse.chapters.loss_landscape.pictures.pairs import PairsPanel
from dlcourse.chapters.loss_landscape.pictures.regions import RegionsPanel
from dlcourse.chapters.loss_landscape.pictures.surface import SurfacePanel

__all__ = [
    "COLOURS", "FINER", "ContourPanel", "PairsPanel", "RegionsPanel", "RollPanel",
    "SmallContourPanel", "SurfacePanel",
]  # fmt: skip
