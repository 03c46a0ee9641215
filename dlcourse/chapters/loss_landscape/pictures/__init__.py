"""The loss over a plane of parameters: from above in colours, or as a surface to walk around."""

from dlcourse.chapters.loss_landscape.pictures.contour import (
    COLOURS,
    FINER,
    ContourPanel,
    RollPanel,
    SmallContourPanel,
)
from dlcourse.chapters.loss_landscape.pictures.surface import SurfacePanel

__all__ = ["COLOURS", "FINER", "ContourPanel", "RollPanel", "SmallContourPanel", "SurfacePanel"]
