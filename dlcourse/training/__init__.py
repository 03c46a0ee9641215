"""Training is recorded: `train` returns a Run that holds θ along the epochs."""

from dlcourse.regularization import GradientClipping, NormPull, WeightBound
from dlcourse.training.loop import train
from dlcourse.training.optimizers import Adam, GradientDescent
from dlcourse.training.perfect_fits import (
    FITTED,
    perfect_fit,
    perfect_fit_stages,
    random_labels,
)
from dlcourse.training.run import Run, snapshot_epochs

__all__ = [
    "FITTED",
    "Adam",
    "GradientClipping",
    "GradientDescent",
    "NormPull",
    "Run",
    "WeightBound",
    "perfect_fit",
    "perfect_fit_stages",
    "random_labels",
    "snapshot_epochs",
    "train",
]
