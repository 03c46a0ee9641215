"""Training is recorded: `train` returns a Run that holds θ along the epochs."""

from dlcourse.regularization import GradientClipping, NormPull, WeightBound
from dlcourse.training.loop import train
from dlcourse.training.optimizers import Adam, GradientDescent
from dlcourse.training.run import Run, snapshot_epochs

__all__ = [
    "Adam",
    "GradientClipping",
    "GradientDescent",
    "NormPull",
    "Run",
    "WeightBound",
    "snapshot_epochs",
    "train",
]
