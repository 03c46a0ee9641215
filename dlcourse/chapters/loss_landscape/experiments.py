"""What notebook 04 trains and measures: the loss around solutions, in planes and along rays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

import dlcourse as dl
from dlcourse import Curves
from dlcourse.chapters.loss_landscape import measures
from dlcourse.checks import choice

SIGMAS = {"LeakyReLU": dl.LEAKY_RELU, "Tanh": dl.TANH}
SLIDES = [(sigma, choice) for sigma in SIGMAS for choice in (1, 2, 3)]  # the six pictures
STEPS = {"Adam": dl.Adam(0.01), "gradient descent": dl.GradientDescent(0.05, momentum=0.9)}
SCALINGS = {"length 1": "orthonormal", "raw Gaussian": "gaussian", "rows as in θ*": "filter"}
SQUARE = dict(radius=[0.1, 0.3, 1, 3, 10, 30, 100], scaling=SCALINGS, seed=(0, 19))
PAIRS = {"all pairs": np.inf, "both fit": 0.05}  # the largest mean training loss
OVER_SEEDS = dict(data=["wiggly", "piece", "abs", "sine"], pairs=[*PAIRS], seeds=[8, 20, 40, 100])

RADII, SIDES = measures.RADII, np.array([1, 3, 10, 30])
LEVELS = np.array([0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10])


def solution(sigma: str, seed: int, data: str = "wiggly", steps: str = "Adam") -> dl.Run:
    """The slides' network of 78 parameters, trained for 5000 epochs.

    Raises ValueError for a name outside SIGMAS, STEPS or the data sets.

    [002 Loss landscape – Leaky ReLU]
    """
    net = dl.deep_network(5, activation=SIGMAS[choice("sigma", sigma, SIGMAS)])
    optimizer = STEPS[choice("steps", steps, STEPS)]
    return dl.trained(net, dl.dataset(data), seed=seed, optimizer=optimizer)


def cut(
    run: dl.Run, directions, radius: float, title: str = "", points: int = 81, centre=(0.0, 0.0)
) -> dl.Plane:
    """The square |t_1 − c_1|, |t_2 − c_2| ≤ `radius` in the plane of `directions` (2, P) at θ*.

    values (points, points) of the lecture's sum. `centre` is (c_1, c_2). Raises what `plane`
    raises.

    [002 Loss landscape – Leaky ReLU]
    """
    side = np.linspace(-radius, radius, points)
    t1, t2 = centre[0] + side, centre[1] + side
    values = dl.plane(run.net, run.theta, directions, t1, t2, run.data.x, run.data.y)
    return dl.Plane(t1, t2, values, title=title)


def slide(
    sigma: str,
    choice: int,
    radius: float,
    scaling: str,
    seed: int,
    centre=(0.0, 0.0),
    points: int = 81,
) -> dl.Plane:
    """One of the six pictures: an activation, and the first, second, … choice of θ_1, θ_2.

    Raises what `solution`, `random_directions` and `plane` raise.

    [002 Loss landscape – Leaky ReLU, Loss landscape – Tanh]
    """
    run = solution(sigma, seed)
    directions = dl.random_directions(run.net, 2, choice - 1, scaling, run.theta)
    return cut(run, directions, radius, f"{sigma}, choice {choice}", points, centre)


@dl.remember
def _mean_losses(sigma, data, seed, radius):
    run = solution(sigma, seed, data)
    plane = cut(run, dl.random_directions(run.net, 2, seed), radius, points=101)
    return plane.t1, plane.values / run.data.N


def regions(data: str, seed: int, level: float, radius: float = 10) -> measures.Regions:
    """Where in a plane the mean loss is at most `level`, around both networks of one seed.

    [002 ReLU vs Tanh]
    """
    found = {sigma: _mean_losses(sigma, data, seed, radius) for sigma in SIGMAS}
    t = next(iter(found.values()))[0]
    return measures.Regions(t, {sigma: values for sigma, (_, values) in found.items()}, level, seed)


def training_path(run: dl.Run, directions: str, seed: int, epoch: int) -> dl.Plane:
    """The way of one seed until `epoch`, path (K, 2), in its "principal" or a "random" plane.

    The plane is that of the whole run at every epoch. Raises ValueError for other directions.

    [002 Loss landscape – Leaky ReLU]
    """
    whole = _whole_path(run, directions, seed)
    return replace(whole, path=whole.path[: run.index(epoch) + 1])


@dl.remember
def _whole_path(run, directions, seed):
    path, data = _path(run, directions, seed), run.data
    t1, t2 = path.axes()
    values = dl.plane(run.net, path.origin, path.directions, t1, t2, data.x, data.y)
    return dl.Plane(t1, t2, values, path.t, path.explained)


def _path(run, directions, seed):
    choice("directions", directions, ("principal", "random"))
    random = dl.random_directions(run.net, 2, seed) if directions == "random" else None
    return measures.path_in_plane(run, random)


# --- let it roll ------------------------------------------------------------------------------

STEPS_DOWN = 100
HELD, FREE = "held in the plane", "free in all 78 directions"


def rolled(run: dl.Run, directions: str, start, seed: int) -> tuple[measures.Rolls, Curves]:
    """Descent from θ* + t_1 θ_1 + t_2 θ_2, held in the plane and free: their ways and their losses.

    `start` is (t_1, t_2); the plane holds the "principal" directions of the run or "random" ones.
    Losses are the lecture's sum. Raises ValueError for other directions.

    [002 Loss landscape – Leaky ReLU]
    """
    ways, losses, distances = _rolled(run, directions, tuple(start), seed)
    square, names = _square(run, directions, seed), (HELD, FREE)
    each, far = dict(zip(names, ways, strict=True)), dict(zip(names, distances, strict=True))
    plane = measures.Rolls(square.t1, square.t2, square.values, ways=each, distances=far)
    return plane, Curves(np.arange(losses.shape[1]), losses, names)


@dl.remember
def _square(run, directions, seed):
    return cut(run, _path(run, directions, seed).directions, radius=10)


@dl.remember
def _rolled(run, directions, start, seed):
    plane = _path(run, directions, seed).directions
    return measures.descents(run, plane, start, STEPS_DOWN)


# --- over seeds -------------------------------------------------------------------------------


class Around(NamedTuple):
    """What is measured around one solution: its mean `loss`, and `values` (T,) at some places."""

    loss: float
    values: np.ndarray


@dl.remember
def rays(sigma: str, data: str, seed: int) -> measures.Rays:
    """Mean losses along 24 rays in each of 6 random planes out of one solution.

    Each seed has planes of its own, the same ones for both activations.

    [002 ReLU vs Tanh]
    """
    return measures.mean_ray_losses(solution(sigma, seed, data), seed=seed)


def _along_rays(measure):
    """A measure of `Rays`, (S, T), as one of a single network."""

    def around(sigma, data, *, seed):
        found = rays(sigma, data, seed)
        return Around(found.start[0], measure(found)[0])

    return around


def _valleys(sigma, data, *, seed):
    run = solution(sigma, seed, data)
    return Around(run.final_loss, measures.minima_in_planes(run, SIDES, seed=seed)[0])


@dataclass(frozen=True, eq=False)
class Quantity:
    """A property of the landscape around θ*, measured at several places, and how it is shown.

    Attributes:
        measure: a function (sigma, data, *, seed) → `Around` with values (T,).
        x: the places (T,): distances, half sides of squares, or levels of the mean loss.
        at: the places (B,) at which pairs are compared.
        xlabel, ylabel, limits: the axes of the medians.
        apart: (low, high), how far two networks may be apart in the picture.
        quotient: whether pairs are compared by their quotient, or by their difference.
        says: in words that the network {} has more at the places {}.
        more: the activation that is named first.
    """

    measure: Callable
    x: np.ndarray
    at: tuple
    xlabel: str
    ylabel: str
    limits: tuple
    apart: tuple
    says: str
    quotient: bool = True
    more: str = "LeakyReLU"

    def compare(self, found, pairs: str = "all pairs", beside=None):
        """Medians of both networks, and the comparison of each pair, one dot each.

        found {activation: [`Around` of each seed]} → (`Curves`, `Pairs`) of all pairs or of those
        that "both fit"; None as long as there is no such pair. `beside` takes the medians' place.
        Raises ValueError for other pairs.

        [002 ReLU vs Tanh]
        """
        each = list(zip(*found.values(), strict=False))  # a draft may be one network ahead
        worst = PAIRS[choice("pairs", pairs, PAIRS)]
        kept = [pair for pair in each if all(one.loss <= worst for one in pair)]
        if not kept:
            return None
        values = {
            sigma: np.stack([pair[k].values for pair in kept]) for k, sigma in enumerate(found)
        }
        (less,) = set(found) - {self.more}
        middle = np.stack([np.median(part, axis=0) for part in values.values()])
        look = dict(xlabel=self.xlabel, ylabel=self.ylabel, limits=self.limits)
        fit = np.array([all(one.loss <= PAIRS["both fit"] for one in pair) for pair in kept])
        return (
            beside or Curves(self.x, middle, tuple(values), **look),
            self._pairs(values[self.more], values[less], fit, (self.more, less)),
        )

    def _pairs(self, a, b, fit, names):
        nearest = np.abs(self.x - np.array(self.at)[:, None]).argmin(axis=1)
        a, b, how = a[:, nearest], b[:, nearest], "divided by" if self.quotient else "minus"
        return measures.Pairs(
            labels=tuple(f"{place:g}" for place in self.x[nearest]),
            values=measures.quotient(a, b) if self.quotient else a - b,
            fit=fit,
            percent=np.round(100 * measures.fraction_larger(a, b)),
            equal=1.0 if self.quotient else 0.0,
            names=names,
            xlabel=self.xlabel,
            ylabel=f"{self.ylabel}:\n{names[0]} {how} {names[1]}",
            limits=self.apart,
            says=self.says,
        )


DISTANCE, LEVEL = "distance r from θ*", "level of the mean loss"


def _at_distances(measure, at, ylabel, limits, apart, says, **how):
    """A quantity at all distances from at[0] to at[-1]."""
    low, high = 0.9 * at[0], 1.1 * at[-1]
    part = (low <= RADII) & (high >= RADII)
    around = _along_rays(lambda found: measure(found)[:, part])
    return Quantity(around, RADII[part], at, DISTANCE, ylabel, limits, apart, says, **how)


def _at_levels(measure, ylabel, limits, apart, says, **how):
    around = _along_rays(lambda found: measure(found, LEVELS))
    return Quantity(around, LEVELS, tuple(LEVELS), LEVEL, ylabel, limits, apart, says, **how)


def _rise(at, limits, apart):
    says = "the mean loss rises more for {} at distance {}"
    return _at_distances(measures.steepness, at, "rise of the mean loss", limits, apart, says)


RISE = {
    "close to θ*": _rise((0.1, 0.3, 1, 3), (1e-4, 10), (0.03, 100)),
    "far away": _rise((3, 10, 30, 100), (0.1, 1e9), (0.1, 1e8)),
}
EXTENT = _at_levels(
    measures.sublevel_radius, "distance to the level", (0.1, 100), (0.03, 30),
    "the minimum extends further for {} at level {}", more="Tanh",
)  # fmt: skip
ROUND = (0.1, 0.3, 1, 3, 10, 30)
IRREGULAR = {
    "rays": _at_distances(
        measures.spread_over_rays, ROUND, "spread over rays, decades", (0, 2.5), (-1, 2),
        "the rays differ more for {} at distance {}", quotient=False,
    ),
    "planes": _at_distances(
        measures.spread_over_planes, ROUND, "spread over planes, decades", (0, 1.5), (-1, 2),
        "the planes differ more for {} at distance {}", quotient=False,
    ),
    "valleys": Quantity(
        _valleys, SIDES, tuple(SIDES), "half side of the square", "valleys in a plane", (0, 15),
        (-10, 10), "a plane has more valleys for {} at half side {}", quotient=False,
    ),
    "level lines": _at_levels(
        measures.anisotropy, "unevenness, decades", (0, 0.5), (-0.3, 0.3),
        "the level lines are less round for {} at level {}", quotient=False,
    ),
}  # fmt: skip
