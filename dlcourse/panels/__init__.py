"""One class per kind of picture; each draws its artists once, then moves them."""

from .base import Panel
from .training import FitPanel, LossPanel

__all__ = ["FitPanel", "LossPanel", "Panel"]
