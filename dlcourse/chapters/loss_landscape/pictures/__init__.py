"""The loss over a plane of parameters: from above or as a surface; and pairs of networks."""

from dlcourse.chapters.loss_landscape.pictures.contour import (
    ABOVE,
    COLOURS,
    FINER,
    ContourPanel,
    SmallContourPanel,
)
from dlcourse.chapters.loss_landscape.pictures.pairs import PairsPanel
from dlcourse.chapters.loss_landscape.pictures.regions import RegionsPanel
from dlcourse.chapters.loss_landscape.pictures.rolls import RollPanel
from dlcourse.chapters.loss_landscape.pictures.surface import SurfacePanel
from dlcourse.chapters.loss_landscape.pictures.words import (
    higher_row,
    how_much_of_the_path,
    valleys,
    where_it_is_clear,
)

__all__ = [
    "ABOVE", "COLOURS", "FINER", "ContourPanel", "PairsPanel", "RegionsPanel", "RollPanel",
    "SmallContourPanel", "SurfacePanel", "higher_row", "how_much_of_the_path", "valleys",
    "where_it_is_clear",
]  # fmt: skip
