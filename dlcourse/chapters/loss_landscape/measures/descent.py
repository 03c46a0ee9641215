"""Downhill from a place of a plane: held in the plane, and free in all directions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

import dlcourse as dl


@dataclass(frozen=True, eq=False)
class Rolls(dl.Plane):
    """What a RollPanel shows: a plane, and descents that begin at one place of it.

    Attributes:
        ways: {name: its coordinates (K, 2) in the plane}.
        distances: {name: ‖θ_K − θ_1‖, how far its end is from its start}.
    """

    ways: Mapping = field(default_factory=dict)
    distances: Mapping = field(default_factory=dict)


def descents(run: dl.Run, plane, start, steps: int) -> tuple:
    """Two descents of the lecture's sum from θ* + t_1 θ_1 + t_2 θ_2: held in the plane, then free.

    plane (2, P) of orthonormal directions, start (t_1, t_2) → coordinates (2, K, 2) in the plane,
    losses (2, K) and the distances (2,) of the ends from the start, K = steps + 1.

    A step that does not lower the loss is not taken, and the next one is half as long; after any
    other the next one is longer. So the loss never rises, however steep it is at the start.

    [002 Loss landscape – Leaky ReLU]
    """
    net, data = run.net, run.data
    theta = np.stack([run.theta + np.array(start) @ plane] * 2)
    thetas, losses = [theta], [dl.objective(net, theta, data.x, data.y)]
    rate = None
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            g = dl.gradient(net, theta, data.x, data.y)
            g[0] = g[0] @ plane.T @ plane  # what of it lies in the plane
            if rate is None:
                rate = 0.1 / np.maximum(np.linalg.norm(g, axis=1), 1e-9)
            tried = theta - rate[:, None] * g
            loss = dl.objective(net, tried, data.x, data.y)
            lower = loss < losses[-1]
            theta = np.where(lower[:, None], tried, theta)
            rate = rate * np.where(lower, 1.3, 0.5)
            thetas.append(theta)
            losses.append(np.where(lower, loss, losses[-1]))
    moved = np.stack(thetas, axis=1) - run.theta
    return moved @ plane.T, np.stack(losses, axis=1), np.linalg.norm(theta - thetas[0], axis=1)
