"""How sharp a minimum is: the curvature of the **mean** loss.

The mean, because that is what an optimiser steps along: full-batch gradient descent with learning
rate lr is stable where the largest eigenvalue stays below 2/lr.
"""

import numpy as np

from dlcourse.backprop import hessian_vector_product, per_sample_gradient_norms
from dlcourse.checks import kind, number, one_seed, whole_number
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network, each

SMALL = 200  # parameters, up to which all of the Hessian costs less than the iteration


def mean_hessian(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """∇² of the mean loss, exact: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P, P).

    Symmetric to the last bit. Raises ValueError for wrong shapes.

    [002 Flatness of minima]
    """
    theta = kind("net", net, Network).check_theta(theta)[..., None, :]
    columns = hessian_vector_product(net, theta, x, y, np.eye(net.n_params), loss) / np.shape(x)[1]
    return 0.5 * (columns + columns.mT)


def sharpness(
    net: Network, theta, x, y, loss: Loss = LEAST_SQUARES, *, seed=0, tolerance=1e-4, most=500
):
    """λ_max of the Hessian of the **mean** loss: theta (..., P) → (...).

    x (n_1, N), y (n_{n+1}, N). Exact for P ≤ 200; beyond that by power iteration on
    Hessian-vector products, until the Rayleigh quotient changes by less than `tolerance`
    (relative), or for `most` products. NaN where θ is not finite. Raises ValueError for wrong
    shapes and values out of range.

    [002 Flatness of minima]
    """
    seed, tolerance = one_seed(seed), number("tolerance", tolerance)
    most = whole_number("most", most, 1)

    def of_one(theta):
        if net.n_params <= SMALL:
            H = mean_hessian(net, theta, x, y, loss)
            return float(np.linalg.eigvalsh(H)[-1]) if np.isfinite(H).all() else np.nan
        value = dominant(theta, 0.0)
        # The iteration finds the eigenvalue of largest modulus; where that one is negative,
        # shifting by it leaves λ_max as the largest.
        return value if value >= 0 else dominant(theta, value)

    def dominant(theta, shift):
        d = np.random.default_rng(seed).normal(size=net.n_params)
        value = 0.0
        for _ in range(most):
            d /= np.linalg.norm(d)
            Hd = hessian_vector_product(net, theta, x, y, d, loss) / np.shape(x)[1] - shift * d
            old, value = value, float(d @ Hd)
            size = float(np.linalg.norm(Hd))
            if size == 0.0 or abs(value - old) <= tolerance * abs(value):
                break
            d = Hd
        return value + shift

    return each(net, theta, of_one)


def rms_gradient_norm(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """Root mean square of ‖∇f_i‖ over the samples, 0 at a perfect fit: theta (..., P) → (...).

    x (n_1, N), y (n_{n+1}, N). Raises ValueError for wrong shapes.

    [002 Individually flat minima]
    """
    return np.sqrt(np.mean(per_sample_gradient_norms(net, theta, x, y, loss) ** 2, axis=-1))
