"""The straight way between two θ: is the objective convex along it, or not?"""

from dataclasses import dataclass

import numpy as np

from dlcourse.backprop import objective
from dlcourse.data import Data
from dlcourse.losses import LOGISTIC, Loss
from dlcourse.measures.sharpness import mean_hessian
from dlcourse.network import Network


@dataclass(frozen=True, eq=False)
class Segment:
    """The objective between θ_a (t = 0) and θ_b (t = 1).

    Attributes
    ----------
    t : places along the way (T,).
    values : mean loss + ½ ridge ‖θ‖² there (T,).
    chord : the straight line between its ends (T,); a convex function stays below.
    eigenvalues : smallest eigenvalue of its Hessian in θ (T,); a convex function has none below 0.
    """

    t: np.ndarray
    values: np.ndarray
    chord: np.ndarray
    eigenvalues: np.ndarray

    @property
    def above(self) -> float:
        """How far the objective rises above the chord, at most."""
        return float(np.max(self.values - self.chord))


def along_segment(
    net: Network, theta_a, theta_b, data: Data, loss: Loss = LOGISTIC, *, ridge=0.0, count=41
) -> Segment:
    """Follow the objective (1/N) Σ L + ½ ridge ‖θ‖² from theta_a (P,) to theta_b (P,).

    Raises ValueError for wrong shapes or fewer than two places.

    [002 Optimizing only final layer]
    """
    if count < 2:
        raise ValueError(f"count must be at least 2 places, got {count}")
    t = np.linspace(0, 1, count)
    theta = theta_a + t[:, None] * (np.asarray(theta_b) - theta_a)
    values = mean_ridge_loss(net, theta, data, loss, ridge)
    lowest = np.linalg.eigvalsh(mean_hessian(net, theta, data.x, data.y, loss))[:, 0] + ridge
    return Segment(t, values, values[0] + t * (values[-1] - values[0]), lowest)


def mean_ridge_loss(net: Network, theta, data: Data, loss: Loss = LOGISTIC, ridge=0.0):
    """Mean loss (1/N) Σ L plus ½ ridge ‖θ‖², what `weight_decay` trains: theta (..., P) → (...).

    Raises ValueError for wrong shapes.

    [002 Optimizing only final layer]
    """
    theta = np.asarray(theta, dtype=float)
    mean = objective(net, theta, data.x, data.y, loss) / data.N
    return mean + 0.5 * ridge * np.sum(theta**2, axis=-1)


def distinct(values, tolerance: float = 1e-3) -> int:
    """How many groups values (S,) form, if a gap above `tolerance` starts another one.

    Raises ValueError for no value or a negative tolerance.

    [beyond the slides: how many minima 002 Optimizing only final layer leaves]
    """
    values = np.sort(np.ravel(np.asarray(values, dtype=float)))
    if values.size == 0 or tolerance < 0:
        raise ValueError(
            f"values must not be empty and tolerance not negative, got {values} and {tolerance}"
        )
    return 1 + int(np.sum(np.diff(values) > tolerance))
