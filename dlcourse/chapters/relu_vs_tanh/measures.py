"""Networks along a line in θ: the end of a piece, the growth far away; and networks without σ."""

from dataclasses import dataclass

import numpy as np

from dlcourse.activations import IDENTITY
from dlcourse.backprop import objective
from dlcourse.checks import array, kind, line_interval, number
from dlcourse.data import Data
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.measures.line import straight_line
from dlcourse.network import Network, forward


def piece_along_line(net: Network, theta, direction, x, limit: float = 10.0):
    """The t around 0 for which m(x; θ + t·θ_1) is one polynomial: its ends (low, high).

    As long as no hidden unit passes a knot of its σ, a piecewise affine σ is one affine function,
    and the model a polynomial in t of degree at most n. theta, direction (P,), x (n_1, N); with
    several samples the piece they have in common. The ends lie within ±limit; a smooth network has
    no knots and its piece extends all the way, though it is no polynomial there.

    Raises ValueError unless limit is positive, for wrong shapes and for what is not finite.

    [002 Training problem properties]
    """
    limit, P = number("limit", limit, above=True), kind("net", net, Network).n_params
    theta = array("theta", theta, (P,), finite=True)
    direction = array("direction", direction, (P,), finite=True)
    x = array("x", x, (net.widths[0], "N"), finite=True)

    def sides(t):
        """On which side of its knots each unit is: t (T,) → (T, everything)."""
        _, v = forward(net, theta + np.asarray(t)[:, None] * direction, x)
        passed = [v[j] >= knot for j in range(1, net.depth) for knot in net.sigma[j].knots] or [
            np.zeros((len(t), 1), bool)
        ]
        return np.concatenate([side.reshape(len(t), -1) for side in passed], axis=1)

    here = sides([0.0])
    steps = np.linspace(0.0, limit, 1001)
    forth = _first_change(lambda t: (sides(t) == here).all(axis=1), steps)
    back = _first_change(lambda t: (sides(-t) == here).all(axis=1), steps)
    return -back, forth


def _first_change(same, steps):
    """The first t at which `same` fails: found on the grid `steps`, refined by halving."""
    fails = np.flatnonzero(~same(steps))
    if not fails.size:
        return float(steps[-1])
    low, high = steps[fails[0] - 1], steps[fails[0]]
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if same(np.array([middle]))[0] else (low, middle)
    return float(low)


def growth_exponent(
    net: Network, theta, direction, x, y, loss: Loss = LEAST_SQUARES, radii=(1e3, 1e4)
) -> np.ndarray:
    """The p of f(θ + r·θ_1) ≈ c·r^p between two radii: log f(r_2)/f(r_1) over log r_2/r_1.

    theta, direction (..., P), x (n_1, N), y (n_{n+1}, N), radii (2,) → (...); nan where a value is
    beyond the range of floating point. For LeakyReLU and least squares p tends to 2n, for a bounded
    σ to 2. Raises ValueError unless 0 < r_1 < r_2, or for wrong shapes.

    [002 Training problem properties]
    """
    r1, r2 = line_interval("radii", radii)
    number("radii", r1, above=True)
    theta = kind("net", net, Network).check_theta(theta)
    direction = net.check_theta(direction, "direction")
    near, far = (objective(net, theta + r * direction, x, y, loss) for r in (r1, r2))
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = (np.log(far) - np.log(near)) / np.log(r2 / r1)
    return np.where(np.isfinite(exponent), exponent, np.nan)[()]


@dataclass(frozen=True, eq=False)
class Folded:
    """A network without σ on a line, beside least squares: what a MatricesPanel draws.

    Attributes:
        W, b: the layers' W_j (n_{j+1}, n_j) and b_j (n_{j+1}, 1), lists from index 1.
        slope, intercept: the one affine map that they make.
        loss: its mean training loss.
        best_slope, best_intercept, best_loss: the same three of the least squares line.
    """

    W: list
    b: list
    slope: float
    intercept: float
    loss: float
    best_slope: float
    best_intercept: float
    best_loss: float


def folded(net: Network, theta, data: Data) -> Folded:
    """The layers of a network without σ, the line that they make, and the best line.

    theta (P,), net with one input and one output. Raises ValueError for other widths, and for any
    activation but the identity.

    [002 Network with identity activations – Example]
    """
    kind("data", data, Data)
    if kind("net", net, Network).widths[0] != 1 or net.widths[-1] != 1:
        raise ValueError(f"net must have one input and one output, got widths {net.widths}")
    theta = array("theta", theta, (net.n_params,))
    slope, intercept = (part.item() for part in collapse(net, theta))
    best = straight_line(data)
    losses = (
        objective(Network((1, 1)), line, data.x, data.y).item() / data.N
        for line in (np.array([slope, intercept]), best)
    )
    loss, best_loss = losses
    return Folded(*net.unpack(theta), slope, intercept, loss, *best.tolist(), best_loss)


def collapse(net: Network, theta) -> tuple[np.ndarray, np.ndarray]:
    """W and b with m(x; θ) = W x + b for a network whose activations are all the identity.

    W = W_n ⋯ W_1 and b = b_n + Σ_{l=2}^{n} W_n ⋯ W_l b_{l−1}: theta (..., P) →
    W (..., n_{n+1}, n_1), b (..., n_{n+1}, 1). A residual layer counts as W_j + I.
    Raises ValueError for any other activation.

    [002 Identity activation]
    """
    others = [s.name for s in kind("net", net, Network).sigma[1:] if s != IDENTITY]
    if others:
        raise ValueError(f"net must have identity activations only, got {others[0]!r}")
    W_j, b_j = net.unpack(theta)
    W, b = np.eye(net.widths[0]), np.zeros((net.widths[0], 1))
    for j in range(1, net.depth + 1):
        step = W_j[j] + np.eye(net.widths[j]) if net.skips(j) else W_j[j]
        W, b = step @ W, step @ b + b_j[j]
    return W, b
