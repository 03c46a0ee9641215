"""Pictures of notebook 08: fits under their names, networks as dots, and what figures mean."""

from dlcourse.chapters.weight_norms.pictures.clouds import AgreementPanel, CloudPanel, OrderPanel
from dlcourse.chapters.weight_norms.pictures.fits import SecantPanel, SolutionPanel
from dlcourse.chapters.weight_norms.pictures.looks import RATIOS, STRETCHES
from dlcourse.chapters.weight_norms.pictures.meanings import (
    best_guide,
    both_constants,
    by_decay,
    by_history,
    furthest,
    how_far_apart,
)

__all__ = [
    "RATIOS",
    "STRETCHES",
    "AgreementPanel",
    "CloudPanel",
    "OrderPanel",
    "SecantPanel",
    "SolutionPanel",
    "best_guide",
    "both_constants",
    "by_decay",
    "by_history",
    "furthest",
    "how_far_apart",
]
