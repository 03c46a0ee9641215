"""Where a network of one variable bends, and how steep it is between two bends."""

import numpy as np

from dlcourse.checks import array, kind, line_interval
from dlcourse.network import Network, each
from dlcourse.results import Kinks

COINCIDE = 1e-12  # places closer than this fraction of the interval are one place


def kinks(net: Network, theta, interval: tuple[float, float] = (-1.0, 1.0)):
    """The exact kinks of m(·; θ) inside an interval, each with the unit that causes it.

    theta (P,), net with one input → `Kinks`; theta (..., P) → an array (...) of them.

    A unit bends where its v_j passes a knot of σ_j. Between the kinks of the layers before, v_j is
    affine, so these places are found by one division each; what does not change the slope of the
    output (a unit that a dead one hides) is left out. Where several units bend at one place, as all
    of the first layer do with zero biases, the place counts once, for a unit of the earliest layer.

    Raises ValueError for another input width, an activation that is not piecewise affine, a theta
    that is not finite, or an interval that is not left < right.

    [002 1D Regression – Model properties]
    """

    def of_one(theta):
        x, layer, unit = _places(net, theta, ends)
        slopes = input_gradient(net, theta, 0.5 * (x[:-1] + x[1:])[None, :])  # mid-piece
        jump = np.abs(np.diff(slopes, axis=-1)).max(axis=0)
        bends = jump > 1e-12 * max(1e-300, float(np.abs(slopes).max()))
        return Kinks(x[1:-1][bends], layer[1:-1][bends], unit[1:-1][bends])

    theta, ends = _checked(net, theta, interval)
    return each(net, theta, of_one, object)


def _checked(net, theta, interval):
    """θ and the ends of the interval (2,), or a refusal of what has no kinks on a line."""
    if kind("net", net, Network).widths[0] != 1:
        raise ValueError(f"net must have one input to have kinks on a line, got {net.widths[0]}")
    smooth = [s.name for s in net.sigma[1:] if not s.piecewise_affine]
    if smooth:
        raise ValueError(f"net must have piecewise affine activations only, got {smooth[0]!r}")
    return array("theta", theta, finite=True), line_interval("interval", interval)


def _places(net, theta, x):
    """Where any unit passes a knot, x (M,) sorted with the two ends, and layer, unit (M,).

    Among places that coincide, the one of the earliest layer stands for all; the ends have layer 0,
    so that they swallow what lies on them.
    """
    W, b = net.unpack(theta)
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
    group = np.cumsum(np.diff(x, prepend=x[0]) > COINCIDE * (x[-1] - x[0]))
    by_layer = np.lexsort((layer, group))
    chosen = by_layer[np.unique(group[by_layer], return_index=True)[1]]
    return x[chosen], layer[chosen], unit[chosen]


def _crossings(x, v, knot):
    """Where the polylines v (m, M) over x (M,) pass a knot: places and units (from 1)."""
    left, right = v[:, :-1] - knot, v[:, 1:] - knot
    unit, segment = np.nonzero((left < 0) != (right < 0))
    part = left[unit, segment] / (left[unit, segment] - right[unit, segment])
    return x[segment] + part * (x[segment + 1] - x[segment]), unit + 1


def input_gradient(net: Network, theta, x) -> np.ndarray:
    """dm/dx of a network with one input: theta (..., P), x (1, N) → (..., n_{n+1}, N).

    Raises ValueError for another input width.

    [002 Lipschitz continuity of ReLU networks]
    """
    return state_jacobians(net, theta, x)[-1]


def state_jacobians(net: Network, theta, x) -> list[np.ndarray]:
    """dz_j/dx of a network with one input, a list from index 1 to n + 1 of (..., n_j, N).

    z′_1 = 1, z′_{j+1} = σ′_j(v_j) ⊙ W_j z′_j (+ z′_j); theta (..., P), x (1, N). Raises ValueError
    for another input width.

    [002 Lipschitz continuity of ReLU networks]
    """
    W, b = kind("net", net, Network).unpack(theta)
    if net.widths[0] != 1:
        raise ValueError(f"net must have one input, got {net.widths[0]}")
    z = net.check_input(array("x", x, finite=True))
    jacobians = [None, np.ones_like(z, float)]
    for j in range(1, net.depth + 1):
        v = W[j] @ z + b[j]
        out, jacobian = net.sigma[j](v), net.sigma[j].prime(v) * (W[j] @ jacobians[j])
        z, jacobian = (out + z, jacobian + jacobians[j]) if net.skips(j) else (out, jacobian)
        jacobians.append(jacobian)
    return jacobians


def largest_jacobian_norms(
    net: Network, theta, interval: tuple[float, float] = (-1.0, 1.0)
) -> np.ndarray:
    """max ‖dz_j/dx‖₂ over an interval for j = 1 … n + 1: how much x is stretched up to layer j.

    Exact: between two places where a unit passes a knot of its σ all states are affine in x. The
    last one is the true Lipschitz constant of m(·; θ). theta (..., P) → (..., n + 1). Raises
    ValueError as `kinks` does.

    [002 Lipschitz continuity of ReLU networks]
    """

    def of_one(theta):
        x = _places(net, theta, ends)[0]
        jacobians = state_jacobians(net, theta, 0.5 * (x[:-1] + x[1:])[None, :])
        return np.array([np.linalg.norm(J, axis=0).max() for J in jacobians[1:]])

    theta, ends = _checked(net, theta, interval)
    return each(net, theta, of_one)
