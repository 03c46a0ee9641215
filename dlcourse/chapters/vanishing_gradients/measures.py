"""What one layer does to the length of a vector, forwards and backwards: bounds and averages."""

import numpy as np

from dlcourse.activations import Activation
from dlcourse.checks import array, kind, number, one_seed, whole_number
from dlcourse.measures.norms import layer_bounds
from dlcourse.network import Network


def backward_bounds(net: Network, theta) -> np.ndarray:
    """Upper bounds for ‖δ_j‖/‖δ_{n+1}‖, j = 1 … n + 1: theta (..., P) → (..., n + 1).

    The product of L_l‖W_l‖₂ (1 + … where layer l skips) over l = j … n, with L_n = 1 since
    σ_n = Id. One version of the slides counts a factor L for layer n, too.

    [002 Avoiding vanishing and exploding gradients]
    """
    factors = layer_bounds(net, theta)
    products = np.cumprod(factors[..., ::-1], axis=-1)[..., ::-1]
    return np.concatenate([products, np.ones_like(products[..., :1])], axis=-1)


def forward_bounds(net: Network, theta, start) -> np.ndarray:
    """Upper bounds for ‖z_j‖, j = 1 … n + 1, where ‖z_1‖ = start (...).

    theta (..., P) → (..., n + 1).
    ‖z_{j+1}‖ ≤ L_j‖W_j‖‖z_j‖ + L_j‖b_j‖ + |σ_j(0)|√n_{j+1} (+ ‖z_j‖ where layer j skips). The
    slides assume σ(0) = 0, so that the last term is missing there.

    [002 Avoiding vanishing and exploding gradients]
    """
    factors, (_, b) = layer_bounds(net, theta), net.unpack(theta)
    start = array("start", start)
    if start.shape not in ((), factors.shape[:-1]):
        raise ValueError(f"start must have the shape {factors.shape[:-1]}, got {start.shape}")
    bounds = [np.broadcast_to(start.astype(float), factors.shape[:-1])]
    for j in range(1, net.depth + 1):
        offset = abs(float(net.sigma[j](np.zeros(1))[0])) * np.sqrt(net.widths[j])
        bias = net.sigma[j].lipschitz * np.linalg.norm(b[j][..., 0], axis=-1)
        bounds.append(factors[..., j - 1] * bounds[-1] + bias + offset)
    return np.stack(bounds, axis=-1)


def mean_prime(sigma: Activation, spread) -> np.ndarray:
    """E[σ′(v)] for v ~ N(0, spread²), the "average Lipschitz constant": spread (...) → (...).

    By the midpoint rule on 4000 points, which a kink of σ does not disturb. Raises ValueError
    unless every spread is positive.

    [002 Suggestions based on upper bounds]
    """
    kind("sigma", sigma, Activation)
    spread = array("spread", spread, finite=True)
    for s in spread.ravel():
        number("spread", s, above=True)
    v, weight = _normal_grid()
    return np.sum(weight * sigma.prime(spread[..., None] * v), axis=-1)


def _normal_grid(points=4000, limit=8.0):
    """Points (T,) and weights (T,) of the midpoint rule for N(0, 1)."""
    v = (np.arange(points) + 0.5) / points * 2 * limit - limit
    weight = np.exp(-0.5 * v**2)
    return v, weight / weight.sum()


def power_iteration(W, steps: int = 20, *, seed=0) -> np.ndarray:
    """‖W‖₂ from below, by two products a step with W and Wᵀ: W (..., m, n) → (...).

    It begins at a random vector. Raises ValueError unless steps is a whole number ≥ 1 and W finite.

    [001 For large networks]
    """
    W = array("W", W, (..., "m", "n"), finite=True).astype(float)
    steps = whole_number("steps", steps, least=1)
    v = np.random.default_rng(one_seed(seed)).normal(size=(*W.shape[:-2], W.shape[-1], 1))
    for _ in range(steps):
        u = W @ _unit(v)
        v = W.swapaxes(-1, -2) @ _unit(u)  # v = WᵀW v / ‖W v‖
    return np.linalg.norm(v, axis=(-2, -1))


def _unit(v):
    """v (..., n, 1) divided by its length; a vector of zeros stays."""
    length = np.linalg.norm(v, axis=-2, keepdims=True)
    return v / np.where(length > 0, length, 1.0)
