"""One class per kind of picture; each draws its artists once, then moves them."""

from ..results import Bars, Cloud, Curves, Points, Secant
from .base import Panel
from .clouds import CloudPanel
from .curves import CurvesPanel, LinesPanel
from .graph import GraphPanel
from .landscape import ContourPanel, SurfacePanel
from .matrices import MatricesPanel
from .scatter import ScatterPanel
from .seeds import BandsPanel, FractionsPanel
from .small import SmallContourPanel, SmallFitPanel
from .solutions import SecantPanel, SolutionPanel
from .statistics import BarsPanel
from .training import FitPanel, LossPanel

__all__ = [
    "BandsPanel",
    "Bars",
    "BarsPanel",
    "Cloud",
    "CloudPanel",
    "ContourPanel",
    "Curves",
    "CurvesPanel",
    "FitPanel",
    "FractionsPanel",
    "GraphPanel",
    "LinesPanel",
    "LossPanel",
    "MatricesPanel",
    "Panel",
    "Points",
    "ScatterPanel",
    "Secant",
    "SecantPanel",
    "SmallContourPanel",
    "SmallFitPanel",
    "SolutionPanel",
    "SurfacePanel",
]
