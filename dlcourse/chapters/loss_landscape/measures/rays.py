"""The landscape around a solution in numbers: straight rays out of θ*.

One picture shows two directions of 78. Here many rays leave each of many solutions; how steep, how
regular, how wide the surroundings are becomes one number per solution, which can be compared.

All losses here are means (1/N) Σ L. Directions have length 1, so a radius r is a distance ‖θ − θ*‖.
"""

from dataclasses import dataclass

import numpy as np

import dlcourse as dl
from dlcourse.checks import array, kind, number, one_seed, whole_number

RADII = np.array([
    0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0,
    20.0, 30.0, 50.0, 70.0, 100.0,
])  # fmt: skip


@dataclass(frozen=True, eq=False)
class Rays:
    """Mean losses along rays out of S solutions.

    Attributes:
        radii: distances from the solution (T,), increasing and positive.
        start: mean loss at each solution (S,).
        values: mean loss at θ* + r·d (S, D, R, T): D random planes through θ*, R rays in each.
    """

    radii: np.ndarray
    start: np.ndarray
    values: np.ndarray


def rays_in_plane(directions, count: int) -> np.ndarray:
    """`count` unit vectors at equal angles: orthonormal directions (..., 2, P) → (..., count, P).

    Raises ValueError for another shape or fewer than two rays.

    [002 Loss landscape]
    """
    directions = array("directions", directions, (..., 2, "P"))
    count = whole_number("count", count, 2)
    angle = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1) @ directions


def mean_ray_losses(
    run: dl.Run, *, radii=RADII, planes: int = 6, count: int = 24, seed: int = 0
) -> Rays:
    """Leave each solution of `run` on `count` rays in each of `planes` random planes.

    run of one seed or of S seeds, radii (T,) → `Rays`. The planes depend on `seed` only, not on the
    solution, so two networks of equal shape are seen along the same directions. Raises ValueError
    unless the radii are positive and increase, and there is at least one plane.

    [002 Loss landscape]
    """
    kind("run", run, dl.Run)
    radii = array("radii", radii, ("T",), finite=True).astype(float)
    if not (radii[0] > 0 and (np.diff(radii) > 0).all()):
        raise ValueError(f"radii must be positive and increase, got {radii}")
    rays = rays_in_plane(random_planes(run.net, planes, seed), count)
    x, y, N = run.data.x, run.data.y, run.data.N
    values = [
        dl.line(run.net, theta, rays, radii, x, y, run.objective_loss) / N
        for theta in solutions(run)
    ]
    return Rays(radii, _start(run), np.stack(values))


def random_planes(net: dl.Network, planes: int, seed: int = 0) -> np.ndarray:
    """Independent random planes, each two orthonormal directions: (planes, 2, P).

    Different seeds share no plane. Raises ValueError for fewer than one plane or a seed that is no
    whole number.

    [002 Loss landscape]
    """
    planes = whole_number("planes", planes, 1)
    of_each = np.random.SeedSequence(one_seed(seed)).generate_state(planes)
    return np.stack([dl.random_directions(net, 2, seed=int(one)) for one in of_each])


def solutions(run: dl.Run) -> np.ndarray:
    """Where each seed of `run` ended: (S, P)."""
    return np.reshape(run.theta, (-1, run.net.n_params))


def _start(run):
    x, y, zero = run.data.x, run.data.y, np.zeros(run.net.n_params)
    values = dl.line(run.net, solutions(run), zero, [0.0], x, y, run.objective_loss)
    return values[:, 0] / run.data.N


def steepness(rays: Rays) -> np.ndarray:
    """The rise of the loss at each radius: f(θ* + r·d) − f(θ*), median over all rays → (S, T).

    The median, because far out a few rays outgrow the sum of all others.

    [002 ReLU vs Tanh]
    """
    kind("rays", rays, Rays)
    return np.median(rays.values, axis=(1, 2)) - rays.start[:, None]


def spread_over_rays(rays: Rays) -> np.ndarray:
    """Irregularity within a plane: standard deviation of log₁₀ f over its rays → (S, T).

    Zero for a round bowl; 1 if the loss typically differs tenfold between rays at the same
    distance. Averaged over the planes.

    [002 ReLU vs Tanh]
    """
    return _decades(kind("rays", rays, Rays).values).std(axis=2).mean(axis=1)


def spread_over_planes(rays: Rays) -> np.ndarray:
    """Dissimilarity of planes: standard deviation of log₁₀ of their means over rays → (S, T).

    Zero if every choice of the two directions shows the same average loss at this distance.

    [002 ReLU vs Tanh]
    """
    return _decades(kind("rays", rays, Rays).values.mean(axis=2)).std(axis=1)


def _decades(values):
    return np.log10(np.maximum(values, np.finfo(float).tiny))


def sublevel_radius(rays: Rays, level=0.1) -> np.ndarray:
    """The radius of the sublevel set around θ*, mean loss ≤ `level`, along the rays → (S,).

    Linear between the radii, median over all rays; a ray that stays below counts with the largest
    radius, a solution that lies above from the start with 0. Several levels (L,) → (S, L). Raises
    ValueError unless level > 0.

    [002 ReLU vs Tanh]
    """
    return _at_levels(lambda distance: np.median(distance, axis=(1, 2)), rays, level)


def anisotropy(rays: Rays, level=0.1) -> np.ndarray:
    """Anisotropy of the sublevel set f ≤ `level` → (S,): zero for a circle around θ*.

    Standard deviation, over the rays of a plane, of log₁₀ of the distance to the level; averaged
    over the planes. Unlike the spread of the loss itself it does not grow with its steepness.
    Several levels (L,) → (S, L). Raises ValueError unless level > 0.

    [002 ReLU vs Tanh]
    """
    nearest = 1e-2 * kind("rays", rays, Rays).radii[0]  # stands for a distance of 0

    def spread(distance):
        return np.log10(np.maximum(distance, nearest)).std(axis=2).mean(axis=1)

    return _at_levels(spread, rays, level)


def _at_levels(measure, rays, level):
    """`measure` of the distances (S, D, R) → (S,) at one level, or (S, L) at several."""
    kind("rays", rays, Rays)
    levels = array("level", np.atleast_1d(array("level", level)), ("L",))
    found = [measure(_distances(rays, one)) for one in levels]
    return np.stack(found, axis=-1) if np.ndim(level) else found[0]


def _distances(rays, level):
    """Where each ray first exceeds the level (S, D, R)."""
    number("level", level, above=True)
    start = np.broadcast_to(rays.start[:, None, None, None], (*rays.values.shape[:-1], 1))
    values = np.concatenate([start, rays.values], axis=-1)
    radii = np.concatenate([[0.0], rays.radii])
    above = ~(values <= level)  # a value that is not finite is above, too
    k = np.maximum(above.argmax(axis=-1), 1)
    before, after = (np.take_along_axis(values, i[..., None], -1)[..., 0] for i in (k - 1, k))
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(np.isfinite(after), (level - before) / (after - before), 0.0)
    distance = radii[k - 1] + part * (radii[k] - radii[k - 1])
    distance = np.where(above.any(axis=-1), distance, radii[-1])
    return np.where(above[..., 0], 0.0, distance)
