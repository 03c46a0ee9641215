"""What can be said of a trained network in numbers: kinks, slopes, growth, distance to the data."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlcourse.activations import IDENTITY
from dlcourse.backprop import objective
from dlcourse.data import Data
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network


@dataclass(frozen=True, eq=False)
class Kinks:
    """The breakpoints of a piecewise affine function of one variable, from left to right.

    Attributes
    ----------
    x : their places (M,).
    layer, unit : which hidden unit bends there, both counted from 1 (M,).
    """

    x: np.ndarray
    layer: np.ndarray
    unit: np.ndarray

    def __len__(self):
        return self.x.size


def kinks(net: Network, theta, interval: tuple[float, float] = (-1.0, 1.0)) -> Kinks:
    """The exact kinks of m(·; θ) inside an interval, each with the unit that causes it.

    A unit bends where its v_j passes a knot of σ_j. Between the kinks of the layers before, v_j is
    affine, so these places are found by one division each; what does not change the slope of the
    output (a unit that a dead one hides) is left out. theta (P,), net with one input.

    Raises ValueError for another input width, or an activation that is not piecewise affine.

    [002 1D Regression – Model properties]
    """
    if net.widths[0] != 1:
        raise ValueError(f"net must have one input to have kinks on a line, got {net.widths[0]}")
    smooth = [s.name for s in net.sigma[1:] if not s.piecewise_affine]
    if smooth:
        raise ValueError(f"net must have piecewise affine activations only, got {smooth[0]!r}")
    W, b = net.unpack(theta)
    x = np.array(interval, dtype=float)
    layer, unit = np.zeros(2, int), np.zeros(2, int)
    z = x[None, :]
    for j in range(1, net.depth):
        v = W[j] @ z + b[j]
        found = [_crossings(x, v, knot) for knot in net.sigma[j].knots]
        for place, which in found:
            x = np.concatenate([x, place])
            layer = np.concatenate([layer, np.full(place.size, j)])
            unit = np.concatenate([unit, which])
        order = np.argsort(x, kind="stable")
        old = x[: z.shape[1]]
        x, layer, unit = x[order], layer[order], unit[order]
        z = np.stack([np.interp(x, old, row) for row in z])
        out = net.sigma[j](W[j] @ z + b[j])
        z = out + z if net.skips(j) else out
    bends = _changes_slope(net, theta, x)
    return Kinks(x[bends], layer[bends], unit[bends])


def _crossings(x, v, knot):
    """Where the polylines v (m, M) over x (M,) pass a knot: places and units (from 1)."""
    left, right = v[:, :-1] - knot, v[:, 1:] - knot
    unit, segment = np.nonzero((left < 0) != (right < 0))
    share = left[unit, segment] / (left[unit, segment] - right[unit, segment])
    return x[segment] + share * (x[segment + 1] - x[segment]), unit + 1


def _changes_slope(net, theta, x):
    """Which of the sorted places x (M,) separate two different slopes of the output."""
    middle = 0.5 * (x[:-1] + x[1:])
    slopes = input_slope(net, theta, middle[None, :])
    jump = np.abs(np.diff(slopes, axis=-1)).max(axis=0)
    bends = np.zeros(x.size, bool)
    bends[1:-1] = jump > 1e-12 * max(1e-300, float(np.abs(slopes).max()))
    return bends


def input_slope(net: Network, theta, x) -> np.ndarray:
    """dm/dx of a network with one input: theta (..., P), x (1, N) → (..., n_{n+1}, N).

    z′_1 = 1, z′_{j+1} = σ′_j(v_j) ⊙ W_j z′_j (+ z′_j). Raises ValueError for another input width.

    [002 Lipschitz continuity of ReLU networks]
    """
    if net.widths[0] != 1:
        raise ValueError(f"net must have one input, got {net.widths[0]}")
    W, b = net.unpack(theta)
    z = net.check_input(x)
    dz = np.ones_like(z)
    for j in range(1, net.depth + 1):
        v = W[j] @ z + b[j]
        out, dout = net.sigma[j](v), net.sigma[j].prime(v) * (W[j] @ dz)
        z, dz = (out + z, dout + dz) if net.skips(j) else (out, dout)
    return dz


@dataclass(frozen=True, eq=False)
class Fit:
    """A network beside its data on a line: what a FitPanel draws.

    Attributes
    ----------
    data : the samples.
    x, u : the model's curve (M,); the kinks are among the x, so that straight lines draw it exactly.
    kinks : its `Kinks`, or None for a smooth network.
    train_loss, test_loss : mean losses; test_loss is None without test data.
    slope : the largest |dm/dx| on the interval: exact between kinks, on the grid for a smooth σ.
    diverged : whether the parameters are no longer finite; then u is nan.
    label : what the legend calls the curve.
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

    @cached_property
    def rms_error(self) -> float | None:
        """Root-mean-square distance to the truth over the curve; None without a truth."""
        if self.data.truth is None:
            return None
        even = np.linspace(self.x[0], self.x[-1], 400)
        return float(np.sqrt(np.mean((np.interp(even, self.x, self.u) - self.data.truth(even)) ** 2)))


def fit(
    net: Network,
    theta,
    data: Data,
    loss: Loss = LEAST_SQUARES,
    interval: tuple[float, float] = (-1.0, 1.0),
    label: str = "model",
    points: int = 300,
) -> Fit:
    """The curve of m(·; θ) over an interval, with kinks, losses and largest slope.

    theta (P,), net with one input and one output. Raises ValueError for other widths.

    [002 1D Regression – Model properties]
    """
    if net.widths[0] != 1 or net.widths[-1] != 1:
        raise ValueError(f"net must have one input and one output, got widths {net.widths}")
    x = np.linspace(*interval, points)
    if not np.isfinite(theta).all():
        nothing = np.full(points, np.nan)
        return Fit(data, x, nothing, None, np.inf, np.inf, np.inf, True, label)
    found = None
    if all(s.piecewise_affine for s in net.sigma[1:]):
        found = kinks(net, theta, interval)
        corners = np.concatenate([[interval[0]], found.x, [interval[1]]])
        steepest = input_slope(net, theta, 0.5 * (corners[:-1] + corners[1:])[None, :])
        x = np.sort(np.concatenate([x, found.x]))
    else:
        steepest = input_slope(net, theta, x[None, :])
    test = None
    if data.x_test is not None:
        test = float(objective(net, theta, data.x_test, data.y_test, loss)) / data.x_test.shape[1]
    train = float(objective(net, theta, data.x, data.y, loss)) / data.N
    u = net(theta, x[None, :])[0]
    slope = float(np.abs(steepest).max())
    return Fit(data, x, u, found, train, test, slope, False, label)


def collapse(net: Network, theta) -> tuple[np.ndarray, np.ndarray]:
    """W and b with m(x; θ) = W x + b for a network whose activations are all the identity.

    W = W_n ⋯ W_1 and b = b_n + Σ_{l=2}^{n} W_n ⋯ W_l b_{l−1}: theta (..., P) →
    W (..., n_{n+1}, n_1), b (..., n_{n+1}, 1). A residual layer counts as W_j + I.
    Raises ValueError for any other activation.

    [002 Identity activation]
    """
    others = [s.name for s in net.sigma[1:] if s != IDENTITY]
    if others:
        raise ValueError(f"net must have identity activations only, got {others[0]!r}")
    W_j, b_j = net.unpack(theta)
    W, b = np.eye(net.widths[0]), np.zeros((net.widths[0], 1))
    for j in range(1, net.depth + 1):
        step = W_j[j] + np.eye(net.widths[j]) if net.skips(j) else W_j[j]
        W, b = step @ W, step @ b + b_j[j]
    return W, b


def growth_exponent(
    net: Network, theta, direction, x, y, loss: Loss = LEAST_SQUARES, radii=(1e3, 1e4)
) -> np.ndarray:
    """The p of f(θ + r·θ_1) ≈ c·r^p between two radii: log f(r_2)/f(r_1) over log r_2/r_1.

    theta, direction (..., P), x (n_1, N), y (n_{n+1}, N), radii (2,) → (...). For LeakyReLU and least
    squares p tends to 2n, for a bounded σ to 2. Raises ValueError unless 0 < r_1 < r_2.

    [002 Training problem properties]
    """
    r1, r2 = radii
    if not 0 < r1 < r2:
        raise ValueError(f"radii must satisfy 0 < r_1 < r_2, got {radii}")
    theta, direction = np.asarray(theta), np.asarray(direction)
    near, far = (objective(net, theta + r * direction, x, y, loss) for r in (r1, r2))
    return np.log(far / near) / np.log(r2 / r1)
