"""Slices through the training objective: along lines and planes in the space of all θ.

The values are the lecture's **sum** Σ_i L(m(x_i; θ* + t_1 θ_1 + t_2 θ_2), y_i). A slice is nothing
but many θ at once, so every function here ends in one call of `objective`.
"""

import numpy as np

from dlcourse.backprop import objective
from dlcourse.checks import array, choice, kind, one_seed, whole_number
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network

NORMALIZATIONS = ("orthonormal", "gaussian", "filter")
NUMBERS_AT_ONCE = 2**21  # of the θ of a plane: 16 MB are there at a time


def random_directions(
    net: Network, count: int = 2, seed: int = 0, normalize: str = "orthonormal", theta=None
) -> np.ndarray:
    """Random directions θ_1, θ_2, … in parameter space, (count, P).

    `normalize` is "orthonormal" (perpendicular, length 1), "gaussian" (raw N(0, I), length ≈ √P),
    or "filter" (each unit's row of [W_j b_j] as long as that row of `theta` (P,)).
    Raises ValueError for an unknown normalisation, a count outside 1 … P, a seed that is no whole
    number, or a missing theta.

    [002 Loss landscape]
    """
    choice("normalize", normalize, NORMALIZATIONS)
    size = whole_number("count", count, 1, kind("net", net, Network).n_params), net.n_params
    raw = np.random.default_rng(one_seed(seed)).normal(size=size)
    if normalize == "gaussian":
        return raw
    if normalize == "orthonormal":
        q, r = np.linalg.qr(raw.T)
        return (q * np.sign(np.diag(r))).T  # keeps each direction on the side it was drawn
    theta = array("theta, for normalize='filter',", theta, (net.n_params,), finite=True)
    for block, model in zip(net.blocks(raw)[1:], net.blocks(theta)[1:], strict=True):
        block *= np.linalg.norm(model, axis=-1, keepdims=True) / np.linalg.norm(
            block, axis=-1, keepdims=True
        )
    return raw


def line(net: Network, theta, direction, t, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """The objective along θ + t·θ_1: theta, direction (..., P), t (T,) → (..., T).

    x (n_1, N), y (n_{n+1}, N). Leading axes broadcast, so S networks along D directions are
    `line(net, thetas[:, None], directions, …)` (S, D, T). Raises ValueError for wrong shapes.

    [002 Training problem properties]
    """
    theta = kind("net", net, Network).check_theta(theta)
    direction, t = net.check_theta(direction, "direction"), array("t", t, ("T",))
    points = theta[..., None, :] + t[:, None] * direction[..., None, :]
    return objective(net, points, x, y, loss)


def plane(net: Network, theta, directions, t1, t2, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """The objective at θ + t_1 θ_1 + t_2 θ_2: entry [i, k] belongs to t1[i], t2[k].

    theta (P,), directions (2, P), t1 (T1,), t2 (T2,), x (n_1, N), y (n_{n+1}, N) → (T1, T2). Values
    beyond the range of floating point stay as inf or nan. Raises ValueError for wrong shapes.

    [002 Loss landscape]
    """
    P = kind("net", net, Network).n_params
    theta, directions = array("theta", theta, (P,)), array("directions", directions, (2, P))
    t1, t2 = array("t1", t1, ("T1",)), array("t2", t2, ("T2",))
    values = np.empty((t1.size, t2.size))
    along_second = t2[:, None] * directions[1]
    rows = max(1, NUMBERS_AT_ONCE // along_second.size)
    for i in range(0, t1.size, rows):
        start = theta + t1[i : i + rows, None] * directions[0]
        values[i : i + rows] = objective(net, start[:, None, :] + along_second, x, y, loss)
    return values
