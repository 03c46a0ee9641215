"""One class per kind of picture; each draws its artists once, then moves them."""

from .base import Panel
from .curves import Curves, CurvesPanel, LinesPanel
from .graph import GraphPanel
from .landscape import ContourPanel, SurfacePanel
from .matrices import MatricesPanel
from .scatter import Points, ScatterPanel
from .small import SmallFitPanel
from .statistics import Bars, BarsPanel
from .training import FitPanel, LossPanel

__all__ = [
    "Bars",
    "BarsPanel",
    "ContourPanel",
    "Curves",
    "CurvesPanel",
    "FitPanel",
    "GraphPanel",
    "LinesPanel",
    "LossPanel",
    "MatricesPanel",
    "Panel",
    "Points",
    "ScatterPanel",
    "SmallFitPanel",
    "SurfacePanel",
]
