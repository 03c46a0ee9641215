"""How far a piece of a piecewise polynomial extends: in θ, LeakyReLU networks are made of them."""

import numpy as np

from dlcourse.network import Network, forward


def piece_along_line(net: Network, theta, direction, x, limit: float = 10.0):
    """The t around 0 for which m(x; θ + t·θ_1) is one polynomial: its ends (low, high).

    As long as no hidden unit passes a knot of its σ, a piecewise affine σ is one affine function,
    and the model a polynomial in t of degree at most n. theta, direction (P,), x (n_1, N); with
    several samples the piece they have in common. The ends lie within ±limit; a smooth network has
    no knots and its piece extends all the way, though it is no polynomial there.

    Raises ValueError unless limit is positive, and for wrong shapes.

    [002 Training problem properties]
    """
    if not limit > 0:
        raise ValueError(f"limit must be positive, got {limit}")

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
