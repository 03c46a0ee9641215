"""Where training starts: a random θ, by the name of its recipe."""

import numpy as np

from dlcourse.checks import choice, kind, number, seeds, several
from dlcourse.network import Network


def _evenly(rng, bound, m, n):
    return rng.uniform(-bound, bound, (m, n))


def _spectral(rng, m, n, sigma):
    W = rng.normal(size=(m, n))
    return W / np.linalg.norm(W, 2)


def _orthogonal(rng, m, n, sigma):
    Q, R = np.linalg.qr(rng.normal(size=(max(m, n), min(m, n))))
    Q = Q * np.sign(np.diag(R))  # so that no direction is preferred
    return Q if m >= n else Q.T


def _lecture(rng, m, n, sigma):
    L = sigma.mean_prime or sigma.lipschitz  # the mean is 0 for an even σ
    return rng.normal(size=(m, n)) / ((np.sqrt(m) + np.sqrt(n)) * L)


INITIALIZATIONS = {
    "lecture": _lecture,
    "uniform": lambda rng, m, n, sigma: _evenly(rng, 1.0 / np.sqrt(n), m, n),
    "glorot": lambda rng, m, n, sigma: _evenly(rng, np.sqrt(6.0 / (m + n)), m, n),
    "he": lambda rng, m, n, sigma: rng.normal(size=(m, n)) * np.sqrt(2.0 / n),
    "spectral": _spectral,
    "orthogonal": _orthogonal,
    "zeros": lambda rng, m, n, sigma: np.zeros((m, n)),
}


def initialize(net: Network, init: str = "uniform", *, seed=0, scale: float = 1.0) -> np.ndarray:
    """A random starting point θ `(P,)`, or `(S, P)` for a sequence of S seeds.

    Args:
        init: "lecture" W ~ N(0, 1/((√n_j + √n_{j+1})² L²)) with the mean L = E σ′ of σ_j; "uniform"
            W and b ~ U(±1/√n_j); "glorot" W ~ U(±√(6/(n_j + n_{j+1}))); "he" W ~ N(0, 2/n_j);
            "spectral" Gaussian, divided so that ‖W_j‖₂ = 1; "orthogonal" all singular values 1;
            "zeros". Where b is not named, b = 0.
        scale: multiplies θ.

    A unit of an `Affine` map with k inputs instead of n_j has weights √(n_j/k) times as large.

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
    maps = net.affine or (None,) * net.depth
    for n, m, sigma, one in zip(net.widths, net.widths[1:], net.sigma[1:], maps, strict=False):
        W = INITIALIZATIONS[init](rng, m, n, sigma)
        W *= 1.0 if one is None else np.sqrt(n / one.fan_in)
        b = _evenly(rng, 1.0 / np.sqrt(n), m, 1) if init == "uniform" else np.zeros((m, 1))
        layers.append(np.hstack([W, b]).ravel())  # one block [W_j b_j], row after row
    return net.tied(scale * np.concatenate(layers))
