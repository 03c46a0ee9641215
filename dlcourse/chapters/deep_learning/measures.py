"""Lines fitted with three losses, losses in floating point, and what figures of 01 are given."""

from dataclasses import dataclass

import numpy as np

import dlcourse as dl


@dataclass(frozen=True, eq=False)
class Living:
    """A network at one input.

    Attributes:
        units: its `UnitFunctions`, whose means z are the values at x.
        x: the input.
        pulled: (p, by), which entry of θ was raised by how much, or None.
    """

    units: dl.UnitFunctions
    x: float
    pulled: tuple | None


@dataclass(frozen=True, eq=False)
class Shape(dl.Curves):
    """The graph of an activation; its marks stand where α and λ can be dragged.

    Attributes:
        scale: λ.
        per_alpha: σ(−3) for α = λ = 1, or 0 where there is no α.
        per_scale: σ(1) for λ = 1.
    """

    scale: float = 1.0
    per_alpha: float = 0.0
    per_scale: float = 1.0


@dataclass(frozen=True, eq=False)
class Regions:
    """Which class is predicted where.

    Attributes:
        grid: places on both axes (G,).
        chosen: the class 0, 1, 2 there (G, G), a row for each place on the second axis.
        x: samples (2, N).
        classes: their classes (N,).
        point: a new input (x_1, x_2).
    """

    grid: np.ndarray
    chosen: np.ndarray
    x: np.ndarray
    classes: np.ndarray
    point: tuple


@dataclass(frozen=True, eq=False)
class Map:
    """A matrix W (m, n), and how many weights it and its bias have together."""

    W: np.ndarray
    n_weights: int


def least_squares_line(x, y) -> np.ndarray:
    """(w, b) of the least ½ Σ (w x_i + b − y_i)², for x, y (N,)."""
    return np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[0]


def absolute_line(x, y) -> np.ndarray:
    """(w, b) of the least Σ |w x_i + b − y_i|: one of the best lines goes through two samples."""
    i, k = np.triu_indices(len(x), 1)
    apart = x[i] != x[k]
    i, k = i[apart], k[apart]
    if not len(i):
        return np.array([0.0, np.median(y)])
    w = (y[k] - y[i]) / (x[k] - x[i])
    b = y[i] - w * x[i]
    best = np.argmin(np.abs(w[:, None] * x + b[:, None] - y).sum(axis=1))
    return np.array([w[best], b[best]])


def huber_line(x, y, steps: int = 300) -> np.ndarray:
    """(w, b) of the least Huber loss, by least squares with weights min(1, 1/|r_i|), repeated."""
    line, A = absolute_line(x, y), np.column_stack([x, np.ones_like(x)])
    for _ in range(steps):
        root = np.sqrt(1 / np.maximum(1.0, np.abs(A @ line - y)))
        new = np.linalg.lstsq(A * root[:, None], root * y, rcond=None)[0]
        if np.abs(new - line).max() < 1e-10:
            break
        line = new
    return line


def direct_loss(u, k: int):
    """log Σ e^{u_j} − u_k as it is written: u (K, S) → (S,); infinite once some e^{u_j} is."""
    with np.errstate(over="ignore"):
        return np.log(np.exp(u).sum(axis=0)) - u[k]


def softmax_then_log(u, k: int):
    """−log of entry k of e^u / Σ e^{u_j} as it is written: u (K, S) → (S,)."""
    with np.errstate(all="ignore"):
        e = np.exp(u)
        return -np.log(e[k] / e.sum(axis=0))


def shifted_loss(u, k: int):
    """log Σ e^{u_j} − u_k with the largest entry taken out first: u (K, S) → (S,)."""
    top = u.max(axis=0)
    return top - u[k] + np.log(np.exp(u - top).sum(axis=0))
