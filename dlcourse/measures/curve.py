"""A network seen as a curve beside its data."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlcourse.backprop import objective
from dlcourse.data import Data
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.measures.kinks import Kinks, input_gradient, kinks
from dlcourse.network import Network


@dataclass(frozen=True, eq=False)
class Fit:
    """A network beside its data on a line: what a FitPanel draws.

    Attributes
    ----------
    data : the samples.
    x, u : the model's curve (M,); kinks are among the x, so that straight lines draw it exactly.
    kinks : its `Kinks`, or None for a smooth network.
    train_loss, test_loss : mean losses; test_loss is None without test data.
    slope : the largest |dm/dx| on the interval: exact between kinks, on the grid for a smooth σ.
    diverged : whether θ or the training loss is no longer finite; then u is nan.
    label : what the legend calls the curve.
    layers : the number of hidden layers, so that a layer keeps its colour.
    """

    data: Data
    x: np.ndarray
    u: np.ndarray
    kinks: Kinks | None
    train_loss: float
    test_loss: float | None
    slope: float
    diverged: bool
    label: str = "model"
    layers: int = 1

    @cached_property
    def rms_error(self) -> float | None:
        """Root-mean-square distance to the truth over the curve; None without a truth."""
        if self.data.truth is None:
            return None
        even = np.linspace(self.x[0], self.x[-1], 400)
        return float(
            np.sqrt(np.mean((np.interp(even, self.x, self.u) - self.data.truth(even)) ** 2))
        )


def curve(
    net: Network,
    theta,
    data: Data,
    loss: Loss = LEAST_SQUARES,
    interval: tuple[float, float] = (-1.0, 1.0),
    label: str = "model",
    points: int = 300,
) -> Fit:
    """The curve of m(·; θ) over an interval, with kinks, losses and largest slope.

    theta (P,), net with one input and one output. Raises ValueError for other widths, or a theta of
    several networks.

    [002 1D Regression – Model properties]
    """
    if net.widths[0] != 1 or net.widths[-1] != 1:
        raise ValueError(f"net must have one input and one output, got widths {net.widths}")
    if np.shape(theta) != (net.n_params,):
        raise ValueError(f"theta must have shape ({net.n_params},), got {np.shape(theta)}")
    layers = max(1, net.depth - 1)
    x = np.linspace(*interval, points)
    train = float(objective(net, theta, data.x, data.y, loss)) / data.N
    if not (np.isfinite(theta).all() and np.isfinite(train)):
        nothing = np.full(points, np.nan)
        return Fit(data, x, nothing, None, np.inf, np.inf, np.inf, True, label, layers)
    found = None
    if all(s.piecewise_affine for s in net.sigma[1:]):
        found = kinks(net, theta, interval)
        corners = np.concatenate([[interval[0]], found.x, [interval[1]]])
        steepest = input_gradient(net, theta, 0.5 * (corners[:-1] + corners[1:])[None, :])
        x = np.sort(np.concatenate([x, found.x]))
    else:
        steepest = input_gradient(net, theta, x[None, :])
    test = None
    if data.x_test is not None:
        test = float(objective(net, theta, data.x_test, data.y_test, loss)) / data.x_test.shape[1]
    u = net(theta, x[None, :])[0]
    slope = float(np.abs(steepest).max())
    return Fit(data, x, u, found, train, test, slope, False, label, layers)
