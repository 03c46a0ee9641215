"""Ways to keep θ small or training tame: a pull on ‖θ‖², bounds on weights, clipped gradients."""

from dataclasses import dataclass

import numpy as np

from dlcourse.checks import array, choice, kind, number
from dlcourse.network import Network


@dataclass(frozen=True)
class NormPull:
    """Draws ‖θ‖² towards a target: adds strength · (‖θ‖² − target)/target · θ to the gradient.

    Raises ValueError unless target and strength are positive.

    [002 Generalization – Norm of weights]
    """

    target: float
    strength: float = 1e-3

    def __post_init__(self):
        number("target", self.target, above=True)
        number("strength", self.strength, above=True)

    def gradient(self, theta):
        """The term it adds to the gradient of the mean loss: theta (..., P) → (..., P)."""
        theta = array("theta", theta, (..., "P"))
        square = np.sum(theta**2, axis=-1, keepdims=True)
        return self.strength * (square - self.target) / self.target * theta


def _project_spectral(W, bound):
    U, s, Vt = np.linalg.svd(W, full_matrices=False)
    return (U * np.minimum(s, bound)[..., None, :]) @ Vt


def _shortened(a, bound, axis):
    norm = np.linalg.norm(a, axis=axis, keepdims=True)
    return a * np.minimum(1.0, bound / np.maximum(norm, 1e-300))


def _project_elements(W, bound):
    limit = bound / np.sqrt(W.shape[-2] * W.shape[-1])
    return np.clip(W, -limit, limit)


PROJECTIONS = {
    "spectral": _project_spectral,
    "frobenius": lambda W, bound: _shortened(W, bound, (-2, -1)),
    "elements": _project_elements,
}


@dataclass(frozen=True)
class WeightBound:
    """Keeps every W_j inside a set by projection after each step; biases are free.

    `kind` is "spectral" ‖W_j‖₂ ≤ bound (nearest matrix, one SVD per layer and step), "frobenius"
    ‖W_j‖_F ≤ bound, or "elements" |(W_j)_lk| ≤ bound/√(n_{j+1} n_j). Each of the last two implies
    the first. The slides call these gradient clipping; it is the weights that are clipped.

    Raises ValueError for an unknown kind or a bound that is not positive.

    [001 Avoiding exploding gradient – Gradient clipping; For large networks]
    """

    kind: str = "spectral"
    bound: float = 1.0

    def __post_init__(self):
        choice("kind", self.kind, PROJECTIONS)
        number("bound", self.bound, above=True)

    def project(self, net: Network, theta) -> np.ndarray:
        """The nearest allowed θ, a new array; nan and inf stay: theta (..., P) → (..., P)."""
        theta = np.array(kind("net", net, Network).check_theta(theta), dtype=float)
        finite = np.isfinite(theta).all(-1)
        W, _ = net.unpack(theta)
        for w in W[1:]:
            w[finite] = PROJECTIONS[self.kind](w[finite], self.bound)
        return theta


@dataclass(frozen=True)
class GradientClipping:
    """Shortens a gradient: "norm" to ‖g‖₂ ≤ bound as a whole, "elements" to |g_p| ≤ bound.

    Raises ValueError for an unknown kind or a bound that is not positive.

    [001 Avoiding exploding gradient – Gradient clipping]
    """

    kind: str = "norm"
    bound: float = 1.0

    def __post_init__(self):
        choice("kind", self.kind, ("norm", "elements"))
        number("bound", self.bound, above=True)

    def clip(self, g) -> np.ndarray:
        """The clipped gradient: g (..., P) → (..., P)."""
        g = array("g", g, (..., "P"))
        if self.kind == "elements":
            return np.clip(g, -self.bound, self.bound)
        return _shortened(g, self.bound, -1)
