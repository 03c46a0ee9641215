"""A network seen as a curve beside its data."""

import numpy as np

from dlcourse.backprop import objective
from dlcourse.checks import kind, line_interval, subscripts, whole_number
from dlcourse.data import Data
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.measures.kinks import input_gradient, kinks, largest_jacobian_norms
from dlcourse.measures.line import mean_line_loss
from dlcourse.network import Network, each
from dlcourse.results import Fit


def curve(
    net: Network, theta, data: Data, loss: Loss = LEAST_SQUARES, interval=(-1.0, 1.0),
    label: str = "model", points: int = 300, unit=None,
):  # fmt: skip
    """The curve of m(·; θ) over an interval, with kinks, losses and largest slope.

    theta (P,), net with one input and one output → `Fit`; theta (..., P) → an array (...) of them.
    The kinks of a `unit` (j, i), unit i of z_j, are to stand out. Raises ValueError for other
    widths, wrong shapes, a wrong interval, fewer than two points.

    [002 1D Regression – Model properties]
    """
    kind("net", net, Network)
    kind("data", data, Data)
    kind("label", label, str)
    kind("loss", loss, Loss)
    if net.widths[0] != 1 or net.widths[-1] != 1:
        raise ValueError(f"net must have one input and one output, got widths {net.widths}")
    unit = None if unit is None else subscripts("unit", unit, 2)
    x = np.linspace(*line_interval("interval", interval), whole_number("points", points, 2))
    more = dict(label=label, layers=max(1, net.depth - 1), unit=unit)
    if loss == LEAST_SQUARES:
        more |= dict(constant_loss=float(0.5 * np.var(data.y)), line_loss=mean_line_loss(data))

    def of_one(theta):
        def mean_loss(x, y):
            return None if x is None else float(objective(net, theta, x, y, loss)) / x.shape[1]

        train = mean_loss(data.x, data.y)
        if not (np.isfinite(theta).all() and np.isfinite(train)):
            nothing = np.full(points, np.nan)
            return Fit(data, x, nothing, None, np.inf, np.inf, np.inf, True, **more)
        found, at = None, x
        if all(s.piecewise_affine for s in net.sigma[1:]):
            found = kinks(net, theta, interval)
            at = np.sort(np.concatenate([x, found.x]))
            slope = largest_jacobian_norms(net, theta, interval)[-1]
        else:
            slope = np.abs(input_gradient(net, theta, x[None, :])).max()
        test, u = mean_loss(data.x_test, data.y_test), net(theta, at[None, :])[0]
        return Fit(data, at, u, found, train, test, float(slope), **more)

    return each(net, theta, of_one, object)
