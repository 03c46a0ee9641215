"""What a small push of θ costs."""

import numpy as np

from dlcourse import LEAST_SQUARES, Loss, Network, objective
from dlcourse.checks import kind, number, one_seed, whole_number
from dlcourse.network import each


def mean_perturbed_loss(
    net: Network,
    theta,
    x,
    y,
    loss: Loss = LEAST_SQUARES,
    *,
    relative: float = 0.01,
    count: int = 100,
    seed: int = 0,
):
    """Mean loss after θ is pushed by `relative`·‖θ‖ in a random direction, averaged over `count`.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → (...); all θ are pushed in the same directions.
    Raises ValueError for wrong shapes and values out of range.

    [002 Flatness of minima]
    """
    number("relative", relative, above=True)
    size = whole_number("count", count, 1), kind("net", net, Network).n_params
    push = np.random.default_rng(one_seed(seed)).normal(size=size)
    push *= relative / np.linalg.norm(push, axis=-1, keepdims=True)

    def of_one(theta):
        pushed = objective(net, theta + np.linalg.norm(theta) * push, x, y, loss)
        return float(np.mean(pushed)) / np.shape(x)[1]

    return each(net, theta, of_one)
