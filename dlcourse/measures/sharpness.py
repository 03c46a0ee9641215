"""How sharp a minimum is: the curvature of the **mean** loss, and what a small push costs.

The mean, because that is what an optimiser steps along: full-batch gradient descent with learning
rate lr is stable where the largest eigenvalue stays below 2/lr.
"""

import numpy as np

from dlcourse.backprop import hessian_vector_product, objective, per_sample_gradient_norms
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network

SMALL = 200  # parameters, up to which all of the Hessian costs less than the iteration


def mean_hessian(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """∇² of the mean loss, exact: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P, P).

    Symmetric to the last bit. Raises ValueError for wrong shapes.

    [002 Flatness of minima]
    """
    theta, along = np.asarray(theta)[..., None, :], np.eye(net.n_params)
    columns = hessian_vector_product(net, theta, x, y, along, loss) / np.shape(x)[1]
    return 0.5 * (columns + columns.mT)


def sharpness(
    net: Network, theta, x, y, loss: Loss = LEAST_SQUARES, *, seed=0, tolerance=1e-4, most=500
) -> float:
    """λ_max of the Hessian of the **mean** loss.

    theta (P,), x (n_1, N), y (n_{n+1}, N). Exact for P ≤ 200; beyond that by power iteration on
    Hessian-vector products, until the Rayleigh quotient changes by less than `tolerance`
    (relative), or for `most` products. Raises ValueError for wrong shapes.

    [002 Flatness of minima]
    """
    if net.n_params <= SMALL:
        return float(np.linalg.eigvalsh(mean_hessian(net, theta, x, y, loss))[-1])
    N = np.shape(x)[1]

    def dominant(shift):
        d = np.random.default_rng(seed).normal(size=net.n_params)
        value = 0.0
        for _ in range(most):
            d /= np.linalg.norm(d)
            Hd = hessian_vector_product(net, theta, x, y, d, loss) / N - shift * d
            old, value = value, float(d @ Hd)
            size = float(np.linalg.norm(Hd))
            if size == 0.0 or abs(value - old) <= tolerance * abs(value):
                break
            d = Hd
        return value + shift

    value = dominant(0.0)
    # The iteration finds the eigenvalue of largest modulus; where that one is negative, shifting
    # by it leaves λ_max as the largest.
    return value if value >= 0 else dominant(value)


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
) -> float:
    """Mean loss after θ is pushed by `relative`·‖θ‖ in a random direction, averaged over `count`.

    theta (P,), x (n_1, N), y (n_{n+1}, N). Raises ValueError unless relative, count are positive.

    [002 Flatness of minima]
    """
    if not (relative > 0 and count >= 1):
        raise ValueError(f"relative and count must be positive, got {relative} and {count}")
    push = np.random.default_rng(seed).normal(size=(count, net.n_params))
    push *= relative * np.linalg.norm(theta) / np.linalg.norm(push, axis=-1, keepdims=True)
    return float(np.mean(objective(net, theta + push, x, y, loss)) / np.shape(x)[1])


def rms_gradient_norm(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """Root mean square of ‖∇f_i‖ over the samples, 0 at a perfect fit: theta (..., P) → (...).

    x (n_1, N), y (n_{n+1}, N). Raises ValueError for wrong shapes.

    [002 Individually flat minima]
    """
    return np.sqrt(np.mean(per_sample_gradient_norms(net, theta, x, y, loss) ** 2, axis=-1))
