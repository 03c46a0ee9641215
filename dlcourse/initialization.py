"""Where training starts: a random θ, by the name of its recipe.

Weights W_j are n_{j+1} × n_j. Biases are zero unless the recipe says otherwise.
"""

import numpy as np

from dlcourse.checks import choice, kind, number, seeds, several
from dlcourse.network import Network


def _lecture(rng, m, n, sigma):
    return rng.normal(size=(m, n)) / ((np.sqrt(m) + np.sqrt(n)) * _gain(sigma)), np.zeros((m, 1))


def _uniform(rng, m, n, sigma):
    bound = 1.0 / np.sqrt(n)
    return rng.uniform(-bound, bound, (m, n)), rng.uniform(-bound, bound, (m, 1))


def _glorot(rng, m, n, sigma):
    bound = np.sqrt(6.0 / (m + n))
    return rng.uniform(-bound, bound, (m, n)), np.zeros((m, 1))


def _he(rng, m, n, sigma):
    return rng.normal(size=(m, n)) * np.sqrt(2.0 / n), np.zeros((m, 1))


def _spectral(rng, m, n, sigma):
    W = rng.normal(size=(m, n))
    return W / np.linalg.norm(W, 2), np.zeros((m, 1))


def _zeros(rng, m, n, sigma):
    return np.zeros((m, n)), np.zeros((m, 1))


def _gain(sigma):
    """The "average" Lipschitz constant; an even σ (E σ′ = 0) falls back to the true one."""
    return sigma.mean_prime or sigma.lipschitz


INITIALIZATIONS = {
    "lecture": _lecture,
    "uniform": _uniform,
    "glorot": _glorot,
    "he": _he,
    "spectral": _spectral,
    "zeros": _zeros,
}


def initialize(net: Network, init: str = "uniform", *, seed=0, scale: float = 1.0) -> np.ndarray:
    """A random starting point θ `(P,)`, or `(S, P)` for a sequence of S seeds.

    Args:
        init: "lecture" W ~ N(0, 1/((√n_j + √n_{j+1})² L²)) with the mean L = E σ′ of σ_j; "uniform"
            W and b ~ U(±1/√n_j); "glorot" W ~ U(±√(6/(n_j + n_{j+1}))); "he" W ~ N(0, 2/n_j);
            "spectral" Gaussian, divided so that ‖W_j‖₂ = 1; "zeros".
        seed: a whole number, or a sequence of them.
        scale: multiplies θ.

    Raises ValueError for an unknown recipe, a seed that is no whole number ≥ 0, a negative scale.

    [002 The power of random initialization]
    """
    kind("net", net, Network)
    choice("init", init, INITIALIZATIONS)
    scale = number("scale", scale)
    if several(seed):
        return np.stack([initialize(net, init, seed=s, scale=scale) for s in seeds(seed)])
    rng = np.random.default_rng(seeds(seed)[0])
    layers = []
    for n, m, sigma in zip(net.widths, net.widths[1:], net.sigma[1:], strict=False):
        W, b = INITIALIZATIONS[init](rng, m, n, sigma)
        layers.append(np.hstack([W, b]).ravel())  # one block [W_j b_j], row after row
    return scale * np.concatenate(layers)
