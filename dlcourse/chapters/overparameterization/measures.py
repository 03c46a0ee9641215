"""The Jacobian of a network's outputs, and two moves with it: down to loss 0, and along loss 0."""

from dataclasses import dataclass

import numpy as np

import dlcourse as dl

GOAL = 1e-22  # the mean loss at which Levenberg–Marquardt stops
STUCK = 1e6  # the damping, relative to the mean of diag(JJᵀ), at which it gives up
ZERO = 1e-20  # a mean loss up to this counts as 0


@dataclass(frozen=True, eq=False)
class Map:
    """What a MapPanel shows: a number for each row and column.

    Attributes:
        rows, columns: their names, from below and from the left.
        values: the numbers (R, C).
        more: where P > N (R, C).
        chosen: the row and the column of the cell to point out, from 0.
    """

    rows: tuple
    columns: tuple
    values: np.ndarray
    more: np.ndarray
    chosen: tuple


@dataclass(frozen=True, eq=False)
class Errors:
    """What an ErrorsPanel shows: training and test errors of models of several sizes.

    Attributes:
        P: their numbers of parameters (M,).
        runs: for each size, training and test error of each run, M arrays (S, 2).
        N: the number of samples.
    """

    P: np.ndarray
    runs: tuple
    N: int

    @property
    def medians(self) -> np.ndarray:
        """The medians over the runs (M, 2), training and test."""
        return np.array([np.median(rows, axis=0) for rows in self.runs])


def jacobian(net: dl.Network, theta, x) -> np.ndarray:
    """∂m(x_i; θ)/∂θ for each sample: theta (..., P), x (n_1, N), one output → (..., N, P).

    The gradient of ½(m − y)² is (m − y) ∂m/∂θ, so those for y = −1 and y = 0 differ by ∂m/∂θ.
    Raises ValueError for wrong shapes.

    [002 What is overparameterization?]
    """
    y = np.zeros((1, np.shape(x)[-1]))
    return dl.per_sample_gradients(net, theta, x, y - 1) - dl.per_sample_gradients(net, theta, x, y)


def mean_loss(net: dl.Network, theta, x, y) -> np.ndarray:
    """The mean of ½(m(x_i; θ) − y_i)²: theta (..., P) → (...)."""
    return dl.objective(net, theta, x, y) / np.shape(x)[-1]


def nearest_bend(net: dl.Network, theta, x) -> np.ndarray:
    """The smallest |v_j(x_i)| of all hidden units and samples: theta (..., P) → (...).

    Where it is 0 a unit bends exactly at a sample, if σ has its kink at 0.
    [002 1D Regression – Model properties]
    """
    _, v = dl.forward(net, theta, x)
    return np.min([np.abs(v[j]).min(axis=(-2, -1)) for j in range(1, net.depth)], axis=0)


def levenberg_marquardt(net: dl.Network, theta, data: dl.Data, steps: int = 60):
    """S networks towards loss 0 by Levenberg–Marquardt: theta (S, P) → θ (S, P), losses (S, K).

    A step solves (JJᵀ + μI) a = r, N equations for the residuals r = m − y, and subtracts Jᵀa: for
    μ → 0 the shortest step to the zero of the linearized residuals, for large μ one along the
    negative gradient. A step that lowers the loss is taken and divides μ by 5; another one is not,
    and μ grows by 4. A network stops at a mean loss of GOAL, or where no step
    lowers the loss however large μ is; K − 1 steps are made, at most `steps`.

    [002 What is overparameterization?]
    """
    theta, x, y = np.array(theta), data.x, data.y[0]
    residual = net(theta, x)[:, 0] - y
    losses = [0.5 * np.mean(residual**2, axis=-1)]
    damping, eye = np.full(len(theta), 1e-2), np.eye(data.N)
    for _ in range(steps):
        on = np.flatnonzero((losses[-1] > GOAL) & (damping < STUCK))
        if not on.size:
            break
        J = jacobian(net, theta[on], x)
        gram = J @ J.mT
        mu = damping[on] * np.trace(gram, axis1=-2, axis2=-1) / data.N + 1e-300
        a = np.linalg.solve(gram + mu[:, None, None] * eye, residual[on][..., None])
        new = theta[on] - (J.mT @ a)[..., 0]
        there = net(new, x)[:, 0] - y
        loss = 0.5 * np.mean(there**2, axis=-1)
        lower = loss < losses[-1][on]
        theta[on[lower]], residual[on[lower]] = new[lower], there[lower]
        now = losses[-1].copy()
        now[on[lower]] = loss[lower]
        losses.append(now)
        damping[on] = np.clip(damping[on] * np.where(lower, 0.2, 4.0), 1e-15, STUCK)
    return theta, np.array(losses).T


def in_null_space(J, d) -> np.ndarray:
    """The part of d (P,) that J (N, P) maps to 0: d − Jᵀ(JJᵀ)⁻¹Jd, (P,).

    [002 What is overparameterization?]
    """
    return d - J.T @ np.linalg.lstsq(J @ J.T, J @ d, rcond=None)[0]


def walk(net: dl.Network, theta, data: dl.Data, d, steps: int = 40, length: float = 0.2):
    """Along the set of solutions: from theta (P,) always towards d (P,), (steps + 1, P).

    Each step has the `length` in the null space of the Jacobian, along the part of d in it; then
    three steps of Gauss–Newton, the shortest ones, lead back to the samples.

    [002 What is overparameterization?]
    """
    path = [_onto_the_samples(net, np.array(theta), data)]
    for _ in range(steps):
        step = in_null_space(jacobian(net, path[-1], data.x), d)
        new = path[-1] + length * step / np.linalg.norm(step)
        path.append(_onto_the_samples(net, new, data))
    return np.array(path)


def _onto_the_samples(net, theta, data):
    """Three steps of Gauss–Newton from a θ (P,) close to the solutions."""
    for _ in range(3):
        J = jacobian(net, theta, data.x)
        residual = net(theta, data.x)[0] - data.y[0]
        theta = theta - J.T @ np.linalg.lstsq(J @ J.T, residual, rcond=None)[0]
    return theta
