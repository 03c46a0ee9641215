"""Pieces: of a line in θ, of the plane of two inputs; growth far away; networks without σ."""

from dataclasses import dataclass

import numpy as np

from dlcourse.activations import IDENTITY, TANH
from dlcourse.backprop import objective
from dlcourse.checks import array, kind, line_interval, number
from dlcourse.data import Data
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.measures.line import straight_line
from dlcourse.network import Network, forward
from dlcourse.results import Kinks


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


def limit_network(net: Network, direction, x) -> np.ndarray:
    """What m(x; θ + t·θ_1) becomes for t → ∞, divided by t^n, or by t for Tanh: m_0(x).

    With a σ that only multiplies by α or 1, m_0 is the network of θ_1 whose biases b_2, …, b_n are
    left out; with Tanh it is the network of θ_1 with the sign in place of σ. It does not depend on
    θ. direction (..., P), x (n_1, N) → (..., n_{n+1}, N). Raises ValueError for other activations,
    residual networks and wrong shapes.

    [002 Training problem properties]
    """
    W, b = kind("net", net, Network).unpack(net.check_theta(direction, "direction"))
    hidden = set(net.sigma[1:-1])
    bounded = hidden == {TANH}
    if net.residual or not (bounded or all(s.piecewise_affine for s in hidden)):
        raise ValueError("net must be plain, with Tanh or a piecewise affine σ in all layers")
    z = array("x", x, (net.widths[0], "N"), finite=True)
    for j in range(1, net.depth + 1):
        v = W[j] @ z + (b[j] if bounded or j == 1 else 0.0)
        z = v if j == net.depth else np.sign(v) if bounded else net.sigma[j](v)
    return z


@dataclass(frozen=True, eq=False)
class Pieces:
    """A network of two inputs on a square: the polygons on which it is affine, and a place.

    Attributes:
        polygons: their corners, one (corners, 2) per piece.
        slopes, offsets: m(x) = slope · x + offset on each piece, (M, 2) and (M,).
        edges: the lines between pieces (E, 2, 2), each with its two ends.
        layer: the hidden layer in which a unit passes 0 there (E,).
        t: places on both axes (T,).
        values: m on the grid (T, T), a row for each place on the second axis.
        place: one input (2,).
        here: the number of the piece that it lies in.
        x, u: m along the horizontal line through the place (K,), its kinks among the x.
        kinks: the kinks there, a `Kinks` whose units are not told.
        data: the samples.
    """

    polygons: list
    slopes: np.ndarray
    offsets: np.ndarray
    edges: np.ndarray
    layer: np.ndarray
    t: np.ndarray
    values: np.ndarray
    place: np.ndarray
    here: int
    x: np.ndarray
    u: np.ndarray
    kinks: Kinks
    data: Data


def pieces(net: Network, theta, data: Data, place, half: float = 1.1, grid: int = 121) -> Pieces:
    """The pieces of m(·; θ) on the square |x_1|, |x_2| ≤ half, found layer by layer.

    Where all units before layer j are affine, v_j is affine, so that each unit that changes sign
    cuts a polygon along a straight line in two. theta (P,), place (2,), net with two inputs, one
    output and a σ with its only knot at 0. Raises ValueError for others and for wrong shapes.

    [002 Model properties – ReLU networks]
    """
    if kind("net", net, Network).widths[0] != 2 or net.widths[-1] != 1 or net.residual:
        raise ValueError(f"net must be plain, with two inputs and one output, got {net.widths}")
    if any(tuple(s.knots) != (0.0,) for s in net.sigma[1:-1]):
        raise ValueError("net must have activations whose only knot is 0")
    theta = array("theta", theta, (net.n_params,), finite=True)
    place, (W, b) = array("place", place, (2,), finite=True), net.unpack(theta)
    half, data = number("half", half, above=True), kind("data", data, Data)
    corners = half * np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])
    found, edges, layer = [(corners, np.eye(2), np.zeros((2, 1)))], [], []
    for j in range(1, net.depth):
        after = []
        for polygon, A, c in found:  # z_j = A x + c on this polygon
            A, c = W[j] @ A, W[j] @ c + b[j]
            parts = [polygon]
            for a, offset in zip(A, c[:, 0], strict=True):
                parts, cuts = _cut(parts, a, offset)
                edges += cuts
                layer += [j] * len(cuts)
            for part in parts:
                v = A @ part.mean(axis=0)[:, None] + c
                kept = net.sigma[j].prime(v)
                after.append((part, kept * A, kept * c))
        found = after
    n = net.depth
    slopes = np.array([(W[n] @ A)[0] for _, A, _ in found])
    offsets = np.array([(W[n] @ c + b[n]).item() for *_, c in found])
    t = np.linspace(-half, half, grid)
    values = net(theta, np.stack([axis.ravel() for axis in np.meshgrid(t, t)])).reshape(grid, grid)
    polygons = [polygon for polygon, *_ in found]
    here = int(np.argmax([_depth_inside(polygon, place) for polygon in polygons]))
    edges, layer = np.array(edges).reshape(-1, 2, 2), np.array(layer, int)
    kinks = _crossed(edges, layer, place[1])
    x = np.concatenate([[-half], kinks.x, [half]])
    u = net(theta, np.stack([x, np.full_like(x, place[1])]))[0]
    found = polygons, slopes, offsets, edges, layer
    return Pieces(*found, t, values, place, here, x, u, kinks, data)


def _crossed(edges, layer, height):
    """The kinks along the horizontal line at a height: where it crosses edges (E, 2, 2)."""
    above = edges[:, :, 1] >= height
    crosses = above[:, 0] != above[:, 1]
    (x0, y0), (x1, y1) = edges[crosses].transpose(1, 2, 0)
    x = x0 + (height - y0) / (y1 - y0) * (x1 - x0)
    order = np.argsort(x)
    return Kinks(x[order], layer[crosses][order], np.zeros(x.size, int))


def _cut(polygons, a, offset):
    """Cut convex polygons along a · x + offset = 0: the parts, and the cuts (2, 2) between them."""
    parts, cuts = [], []
    for polygon in polygons:
        v = polygon @ a + offset
        if (v >= 0).all() or (v <= 0).all():
            parts.append(polygon)
            continue
        before, after = polygon, np.roll(polygon, -1, axis=0)
        next_v = np.roll(v, -1)
        crosses = (v >= 0) != (next_v >= 0)
        share = (v[crosses] / (v - next_v)[crosses])[:, None]
        ends = before[crosses] + share * (after - before)[crosses]
        first, second = np.flatnonzero(crosses)
        parts.append(np.vstack([ends[:1], polygon[first + 1 : second + 1], ends[1:]]))
        parts.append(np.vstack([ends[1:], polygon[second + 1 :], polygon[: first + 1], ends[:1]]))
        cuts.append(ends)
    return parts, cuts


def _depth_inside(polygon, place):
    """How far inside a convex polygon a place is: below 0 outside."""
    side = np.roll(polygon, -1, axis=0) - polygon
    length = np.maximum(np.hypot(*side.T), 1e-300)
    to = place - polygon
    return float(np.min((side[:, 0] * to[:, 1] - side[:, 1] * to[:, 0]) / length))


def mirrored(net: Network, theta) -> np.ndarray:
    """Another θ of the same function of a network without σ: W_1, b_1 and W_2 change their signs.

    theta (..., P) → (..., P). Raises ValueError for another σ and for a single layer.

    [002 Identity activation]
    """
    collapse(net, theta)  # refuses other activations
    if net.depth < 2:
        raise ValueError("net must have two layers or more")
    other = np.array(net.check_theta(theta), float)
    W, b = net.unpack(other)  # views: what is done to them is done to θ
    for block in (W[1], b[1], W[2]):
        block *= -1.0
    return other


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
