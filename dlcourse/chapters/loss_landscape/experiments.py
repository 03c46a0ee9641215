"""What notebook 04 trains and measures: the loss around solutions, in planes and along rays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

import dlcourse as dl
from dlcourse import Bars, Curves
from dlcourse.chapters.loss_landscape import measures
from dlcourse.checks import array, choice, line_interval, some

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

HELD, FREE = "held in the plane", "free in all 78 directions"


@dataclass(frozen=True, eq=False)
class Rolls(dl.Plane):
    """What a RollPanel shows: a plane, and descents that begin at one place of it.

    Attributes:
        ways: {name: its coordinates (K, 2) in the plane}.
        distances: {name: ‖θ_K − θ_1‖, how far its end is from its start}.
    """

    ways: Mapping = field(default_factory=dict)
    distances: Mapping = field(default_factory=dict)


def rolled(run: dl.Run, directions: str, start, seed: int) -> tuple[Rolls, Curves]:
    """Descent from θ* + t_1 θ_1 + t_2 θ_2, held in the plane and free: their ways and their losses.

    `start` is (t_1, t_2); the plane holds the "principal" directions of the run or "random" ones.
    Losses are the lecture's sum. Raises ValueError for other directions.

    [002 Loss landscape – Leaky ReLU]
    """
    ways, losses, distances = _rolled(run, directions, tuple(start), seed)
    square, names = _square(run, directions, seed), (HELD, FREE)
    each, far = dict(zip(names, ways, strict=True)), dict(zip(names, distances, strict=True))
    plane = Rolls(square.t1, square.t2, square.values, ways=each, distances=far)
    return plane, Curves(np.arange(losses.shape[1]), losses, names)


@dl.remember
def _square(run, directions, seed):
    return cut(run, _path(run, directions, seed).directions, radius=10)


@dl.remember
def _rolled(run, directions, start, seed, steps=100):
    """Coordinates (2, K, 2), losses (2, K) and distances (2,) of both descents.

    A step that does not lower the loss is not taken, and the next one is half as long; after any
    other the next one is longer. So the loss never rises, however steep it is at the start.
    """
    plane, net, data = _path(run, directions, seed).directions, run.net, run.data
    theta = np.stack([run.theta + np.array(start) @ plane] * 2)
    thetas, losses = [theta], [dl.objective(net, theta, data.x, data.y)]
    rate = None
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            g = dl.gradient(net, theta, data.x, data.y)
            g[0] = g[0] @ plane.T @ plane  # what of it lies in the plane
            if rate is None:
                rate = 0.1 / np.maximum(np.linalg.norm(g, axis=1), 1e-9)
            tried = theta - rate[:, None] * g
            loss = dl.objective(net, tried, data.x, data.y)
            lower = loss < losses[-1]
            theta = np.where(lower[:, None], tried, theta)
            rate = rate * np.where(lower, 1.3, 0.5)
            thetas.append(theta)
            losses.append(np.where(lower, loss, losses[-1]))
    moved = np.stack(thetas, axis=1) - run.theta
    return moved @ plane.T, np.stack(losses, axis=1), np.linalg.norm(theta - thetas[0], axis=1)


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
    """A property of the landscape around θ*, measured at several places, and its axes.

    Attributes:
        measure: a function (sigma, data, *, seed) → `Around` with values (T,).
        x: the places (T,): distances, half sides of squares, or levels of the mean loss.
        at: the places (B,) for which pairs are counted.
        xlabel, ylabel, limits: the axes of the figure.
        more: the activation whose larger values are counted.
    """

    measure: Callable
    x: np.ndarray
    at: tuple
    xlabel: str
    ylabel: str
    limits: tuple
    more: str = "LeakyReLU"

    def compare(self, found, pairs: str = "all pairs"):
        """Medians of both networks, and in how many pairs `more` has the larger value.

        found {activation: [`Around` of each seed]} → (`Curves`, `Bars`) of all pairs or of those in
        which "both fit"; None as long as there is no such pair. Raises ValueError for other pairs.

        [002 ReLU vs Tanh]
        """
        each = zip(*found.values(), strict=False)  # a draft may be one network ahead
        worst = PAIRS[choice("pairs", pairs, PAIRS)]
        kept = [pair for pair in each if all(one.loss <= worst for one in pair)]
        if not kept:
            return None
        values = {
            sigma: np.stack([pair[k].values for pair in kept]) for k, sigma in enumerate(found)
        }
        (less,) = set(found) - {self.more}
        return (
            bands(self.x, values, self.xlabel, self.ylabel, self.limits),
            fractions(self.x, values[self.more], values[less], self.at, self.xlabel),
        )


def _at_distances(measure, ylabel, limits):
    at = (0.1, 0.3, 1, 3, 10, 30, 100)
    return Quantity(_along_rays(measure), RADII, at, "distance r", ylabel, limits)


def _at_levels(measure, ylabel, limits, **more):
    around = _along_rays(lambda found: measure(found, LEVELS))
    return Quantity(around, LEVELS, tuple(LEVELS), "level of the mean loss", ylabel, limits, **more)


RISE = _at_distances(measures.steepness, "rise of the mean loss", (1e-5, 1e9))
EXTENT = _at_levels(measures.sublevel_radius, "distance to the level", (0.1, 100), more="Tanh")
IRREGULAR = {
    "rays": _at_distances(measures.spread_over_rays, "spread over rays, decades", (0, 2.5)),
    "planes": _at_distances(measures.spread_over_planes, "spread over planes, decades", (0, 1.5)),
    "valleys": Quantity(
        _valleys, SIDES, tuple(SIDES), "half side of the square", "valleys in a plane", (0, 15)
    ),
    "level lines": _at_levels(measures.anisotropy, "unevenness, decades", (0, 0.5)),
}


def bands(x, samples: dict, xlabel: str = "", ylabel: str = "", limits=None) -> Curves:
    """Median and quartiles over the seeds: x (T,), samples {label: (S, T)} → `Curves`.

    Raises ValueError unless there is a sample, and each has one column per entry of x.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    x = array("x", x, ("T",))
    if limits is not None:
        line_interval("limits", limits)
    for label, values in some("samples", samples).items():
        array(f"samples[{label!r}]", values, ("S", x.size))
    low, middle, high = np.stack(
        [np.quantile(values, (0.25, 0.5, 0.75), axis=0) for values in samples.values()], axis=1
    )
    return Curves(x, middle, tuple(samples), low, high, xlabel, ylabel, limits)


def fraction_larger(a, b) -> np.ndarray:
    """The fraction of seeds with a > b, ties counted half: a, b (S, ...) → (...) in [0, 1].

    Compare only what is paired: row s of both must come from the same seed. NaN where one of them
    is NaN. Raises ValueError for different shapes or no seed.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    a, b = array("a", a), array("b", b)
    if a.shape != b.shape or a.ndim < 1 or len(a) < 1:
        raise ValueError(
            f"a and b must have the same shape (S, ...), S ≥ 1; got {a.shape}, {b.shape}"
        )
    larger = np.where(np.isnan(a) | np.isnan(b), np.nan, (a > b) + 0.5 * (a == b))
    return np.mean(larger, axis=0)


def fractions(x, a, b, at, xlabel: str = "") -> Bars:
    """`fraction_larger` in whole percents at some places: x (T,), a, b (S, T), at (B,) → `Bars`.

    Each place takes the entry of x that is nearest. Raises ValueError as `fraction_larger` does,
    and unless a and b have one column per entry of x.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    x, at = array("x", x, ("T",), finite=True), array("at", at, ("B",), finite=True)
    larger = fraction_larger(a, b)
    if larger.shape != x.shape:
        raise ValueError(f"a and b must have {x.size} columns like x, got shape {np.shape(a)}")
    nearest = np.abs(x - at[:, None]).argmin(axis=1)
    labels = tuple(f"{value:g}" for value in x[nearest])
    percent, of = np.round(100.0 * larger[nearest]), f"% of {len(a)} pairs"
    return Bars(labels, percent, xlabel=xlabel, ylabel=of, hlines={"": 50})
