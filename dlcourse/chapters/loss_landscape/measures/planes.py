"""A plane through θ* in numbers: its valleys, and how much of a training run it holds."""

from dataclasses import dataclass

import numpy as np

import dlcourse as dl
from dlcourse.chapters.loss_landscape.measures.rays import random_planes, solutions
from dlcourse.checks import array, kind, number, whole_number


def grid_minima(values) -> np.ndarray:
    """Valleys of a plane: inner grid points below all eight neighbours, (..., T1, T2) → (...).

    NaN is no valley, and there is none beside it. Raises ValueError for a grid below 3 × 3.

    [002 ReLU vs Tanh]
    """
    return _valleys(values).sum(axis=(-2, -1))


def _valleys(values):
    """Which inner points (..., T1 − 2, T2 − 2) of a grid are valleys."""
    values = array("values", values, (..., "T1", "T2"))
    T1, T2 = values.shape[-2:]
    if min(T1, T2) < 3:
        raise ValueError(f"values must be a grid of at least 3 × 3, got shape {values.shape}")
    inner = values[..., 1:-1, 1:-1]
    lowest = np.ones(inner.shape, bool)
    for i in range(3):
        for k in range(3):
            if (i, k) != (1, 1):
                lowest &= inner < values[..., i : T1 - 2 + i, k : T2 - 2 + k]
    return lowest


def ridge(run: dl.Run, directions, plane: dl.Plane) -> tuple[int, float]:
    """How many valleys a plane of a run has, and how high the straight way between two of them is.

    directions (2, P) of the plane → (V, the largest loss on the way divided by the larger loss at
    its two ends). The largest such quotient of all pairs, and 1 for fewer than two valleys. Of a
    convex function it is never above 1.

    [002 Loss landscape]
    """
    kind("run", run, dl.Run), kind("plane", plane, dl.Plane)
    directions = array("directions", directions, (2, run.net.n_params))
    rows, columns = np.nonzero(_valleys(plane.values))
    places = np.stack([np.asarray(plane.t1)[rows + 1], np.asarray(plane.t2)[columns + 1]], axis=1)
    if len(places) < 2:
        return len(places), 1.0
    one, other = np.triu_indices(len(places), 1)
    share = np.linspace(0, 1, 41)[:, None, None]
    way = (1 - share) * places[one] + share * places[other]  # (41, pairs, 2)
    losses = dl.objective(run.net, run.theta + way @ directions, run.data.x, run.data.y)
    return len(places), float(np.max(losses.max(axis=0) / losses[[0, -1]].max(axis=0)))


def minima_in_planes(
    run: dl.Run, radius, *, planes: int = 6, grid: int = 31, seed: int = 0
) -> np.ndarray:
    """Grid minima in the square |t_1|, |t_2| ≤ `radius` around θ*, mean over planes → (S,).

    The planes are those of `mean_ray_losses`, the grid has `grid` × `grid` points. Several radii
    (R,) → (S, R). Raises ValueError unless the radius is positive, and for fewer than one plane.

    [002 ReLU vs Tanh]
    """
    if array("radius", radius).ndim:
        array("radius", radius, ("R",))
        found = [minima_in_planes(run, r, planes=planes, grid=grid, seed=seed) for r in radius]
        return np.stack(found, axis=-1)
    radius, grid = number("radius", radius, above=True), whole_number("grid", grid, 3)
    kind("run", run, dl.Run)
    t, x, y = np.linspace(-radius, radius, grid), run.data.x, run.data.y
    pairs = random_planes(run.net, planes, seed)
    counts = [
        [
            grid_minima(dl.plane(run.net, theta, pair, t, t, x, y, run.objective_loss))
            for pair in pairs
        ]
        for theta in solutions(run)
    ]
    return np.mean(counts, axis=1)


@dataclass(frozen=True, eq=False)
class Regions:
    """What a RegionsPanel shows: mean losses of several networks around their solutions, a level.

    Attributes:
        t: the coordinates on both axes (T,).
        values: {name: mean losses (T, T)}, each around its own θ*.
        level: what still counts as the minimum.
        seed: that of the networks.
    """

    t: np.ndarray
    values: dict
    level: float
    seed: int


@dataclass(frozen=True, eq=False)
class Path:
    """A training run seen in a plane, usually that of its principal directions.

    Attributes:
        origin: the end θ* of the run (P,).
        directions: orthonormal directions (2, P) of the plane.
        t: coordinates (K, 2) of the recorded states; the last is (0, 0).
        explained: fraction of Σ_k ‖θ_k − θ*‖² that lies in the plane, in [0, 1].
    """

    origin: np.ndarray
    directions: np.ndarray
    t: np.ndarray
    explained: float

    def axes(self, points: int = 61) -> tuple[np.ndarray, np.ndarray]:
        """t_1 and t_2, each (points,), with a margin around the path; ValueError for points < 2."""
        whole_number("points", points, 2)
        low, high = self.t.min(axis=0), self.t.max(axis=0)
        margin = 0.25 * np.maximum(high - low, 0.1 * np.max(high - low))
        return tuple(np.linspace(low - margin, high + margin, points).T)


def path_in_plane(run: dl.Run, directions=None) -> Path:
    """A run of one seed in the plane that holds most of its movement towards its end.

    With orthonormal `directions` (2, P) the path is seen in their plane instead. Raises ValueError
    for other directions, for a run of several seeds, with fewer than three finite states, or one
    that never moved.

    [002 Loss landscape]
    """
    if kind("run", run, dl.Run).thetas.ndim != 2:
        raise ValueError(f"run must hold one seed, thetas (K, P); got shape {run.thetas.shape}")
    thetas = run.thetas[np.isfinite(run.thetas).all(-1) & np.isfinite(run.losses)]
    if len(thetas) < 3:
        raise ValueError(f"run must have at least three finite states, got {len(thetas)}")
    moved = thetas - run.theta
    if not moved.any():
        raise ValueError("run must have moved, got the same θ at all recorded epochs")
    if directions is None:
        directions = np.linalg.svd(moved, full_matrices=False)[2][:2]
    directions = array("directions", directions, (2, run.net.n_params))
    if not np.allclose(directions @ directions.T, np.eye(2)):
        raise ValueError("directions must be orthonormal, got others")
    t = moved @ directions.T
    return Path(run.theta, directions, t, float(np.sum(t**2) / np.sum(moved**2)))
