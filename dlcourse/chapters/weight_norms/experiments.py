"""What notebook 08 trains and measures: perfect fits of ten samples, tame ones and wild ones.

A way to a perfect fit is (target, wild): the prescribed ‖θ‖², and whether the network learns random
labels before it meets the samples, the `data`.
"""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

import dlcourse as dl
from dlcourse.chapters.weight_norms.measures import rank_correlation
from dlcourse.chapters.weight_norms.pictures.results import Agreement, History, with_history

NET = dl.deep_network(32, residual=True)  # 888 parameters

SLIDES = {72: (72, False), 540: (540, True), 595: (595, False)}  # ‖θ‖²: the way to it
TARGETS = [40, 72, 120, 200, 340, 540, 595, 1000]
HISTORIES = ("small weights", "random labels")  # wild = False, True
FITS = 256  # that are remembered, of some 50 kB each
DECAYS = [1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2]


class Solution(NamedTuple):
    """What a training found: θ (P,), and its curve beside the samples."""

    theta: np.ndarray
    fit: History

    @property
    def norm(self) -> float:
        """‖θ‖², the sum of squares that the slides call the norm of the weights."""
        return float(self.theta @ self.theta)

    @property
    def perfect(self) -> bool:
        """Whether the mean training loss is at most `dl.FITTED`."""
        return self.fit.train_loss <= dl.FITTED


def samples(draw: int = 0) -> dl.Data:
    """Ten samples of sin 2πx with a little noise, for each `draw` another one: x, y (1, 10).

    [002 Generalization – Norm of weights]
    """
    return dl.sine(N=10, seed=draw)


DRAWS = {f"noise {draw + 1}": samples(draw) for draw in range(3)}
SAMPLES = DRAWS["noise 1"]


def _solution(theta, data, wild=False):
    fit = dl.curve(NET, theta, data, label=f"‖θ‖² = {theta @ theta:.0f}")
    return Solution(theta, with_history(fit, wild))


@partial(dl.remember, answers=FITS)
def stages(
    target: float, wild: bool, data: dl.Data = SAMPLES, *, seed: int
) -> tuple[Solution, Solution]:
    """The network after the first stage of `dl.perfect_fit_stages`, and in the end.

    Raises ValueError for a target that is not positive or a seed that is no whole number.

    [002 Generalization – Norm of weights]
    """
    runs = dl.perfect_fit_stages(NET, data, target, wild=wild, seed=seed)
    return tuple(_solution(run.theta, data, wild) for run in runs)


@partial(dl.remember, answers=FITS)
def perfect_fit(target: float, wild: bool, data: dl.Data = SAMPLES, *, seed: int) -> Solution:
    """The network in the end, as `stages` has it; whether it fits says `.perfect`.

    [002 Generalization – Norm of weights]
    """
    return stages(target, wild, data, seed=seed)[-1]


def ordinary(scale: float, data: dl.Data = SAMPLES, *, seed: int) -> Solution:
    """Trained without a prescribed norm, from `scale` times the "uniform" weights.

    At most 10 000 epochs, until the mean loss is 1e-5.

    [002 Small norm likely to generalize better]
    """
    return _trained(data, seed=seed, scale=scale, tolerance=1e-5, snapshots=100)


def with_decay(decay: float, data: dl.Data = SAMPLES, *, seed: int) -> Solution:
    """Trained with weight decay from the start, half of the "uniform" weights, for 10 000 epochs.

    [002 Small norm likely to generalize better]
    """
    return _trained(data, seed=seed, scale=0.5, weight_decay=decay, snapshots=20)


def _trained(data, **options):
    adam = dl.Adam(3e-3, schedule="cosine")
    run = dl.train(NET, data, epochs=10_000, optimizer=adam, **options)
    return _solution(run.theta, data)


@partial(dl.remember, answers=FITS)
def trained_on(
    decay: float, target: float, wild: bool, data: dl.Data = SAMPLES, *, seed: int
) -> Solution:
    """A perfect fit that is trained on with weight decay for 5000 epochs, at learning rates ≤ 1e-3.

    [002 Small norm likely to generalize better]
    """
    run = dl.train(
        NET,
        data,
        theta0=perfect_fit(target, wild, data, seed=seed).theta,
        weight_decay=decay,
        optimizer=dl.Adam(1e-3, schedule="cosine"),
        snapshots=20,
    )
    return _solution(run.theta, data, wild)


# ------------------------------------------------------------------- 1 · three perfect fits

UNNAMED = {"network A": 595, "network B": 72, "network C": 540}  # on the cover, before the question


def three_unnamed(data: dl.Data, seed: int) -> dl.Sweep:
    """The three perfect fits of the slides under names that tell neither norm nor history.

    [002 Generalization – Norm of weights]
    """
    ways = {name: (*SLIDES[norm], data) for name, norm in UNNAMED.items()}

    def show(found):
        if all(found.values()):
            return tuple(replace(one.fit, label=name, wild=None) for name, (one,) in found.items())

    return dl.sweep(perfect_fit, ways, seed, show)


# ------------------------------------------------------------------- 2 · the same norm for all


def all_norms(data: dl.Data, first: float) -> dict:
    """All targets with both histories as settings of a sweep, the target `first` before all others.

    [002 Generalization – Norm of weights]
    """
    targets = sorted(TARGETS, key=lambda target: target != first)
    return {(target, wild): (target, wild, data) for target in targets for wild in (False, True)}


def errors_by_norm(found: dict) -> dl.Cloud:
    """The error of each perfect fit over its prescribed norm: {(target, wild): solutions} → M dots.

    There are none without a truth.

    [002 Generalization – Norm of weights]
    """
    dots = [
        (target, solution.fit.rms_error, wild)
        for (target, wild), solutions in found.items()
        for solution in solutions
        if solution.perfect and solution.fit.rms_error is not None
    ]
    target, error, wild = np.array(dots).reshape(-1, 3).T
    return dl.Cloud({"prescribed ‖θ‖²": target}, error, wild, HISTORIES)


# --------------------------------------------------------------------- 3 · true and bounded


def secant(solution: Solution, x_1: float, x_2: float) -> dl.Secant:
    """Two inputs, the outputs there, the true Lipschitz constant and the product bound.

    [002 Lipschitz continuity of ReLU networks]
    """
    x = np.array([x_1, x_2])
    bound = dl.lipschitz_bound(NET, solution.theta)
    return dl.Secant(solution.fit, x, NET(solution.theta, x[None])[0], solution.fit.slope, bound)


def stretches(solution: Solution, x_1: float, x_2: float) -> dl.Curves:
    """By how much the states z_1 … z_{n+1} are stretched: at most by the norms, truly, x_1 to x_2.

    [002 Lipschitz continuity of ReLU networks]
    """
    theta = solution.theta
    bound = np.cumprod([1.0, *dl.layer_bounds(NET, theta)])
    z, _ = dl.forward(NET, theta, np.array([[x_1, x_2]]))
    apart = max(abs(x_2 - x_1), 1e-9)  # equal inputs have equal states
    between = [np.linalg.norm(states[:, 1] - states[:, 0]) / apart for states in z[1:]]
    rows = np.stack([bound, dl.largest_jacobian_norms(NET, theta), between])
    return dl.Curves(np.arange(1, NET.depth + 2), rows, ("product bound", "true", "x₁ to x₂"))


# ----------------------------------------------------------- 4 · which number tells the error

KINDS = {
    "72, 540, 595 as on the slides": {
        f"‖θ‖² = {target}": (perfect_fit, target, wild) for target, wild in SLIDES.values()
    },
    "small weights; 72, 200, 595": {
        f"‖θ‖² = {target}": (perfect_fit, target, False) for target in (72, 200, 595)
    },
    "no pull; start × ½, ¾, 1": {
        f"start × {scale:g}": (ordinary, scale) for scale in (0.5, 0.75, 1.0)
    },
}
CANDIDATES = ("‖θ‖²", "bound", "true slope", "λₘₐₓ")


@dl.remember
def numbers(training, *options, seed: int) -> tuple | None:
    """The four CANDIDATES and the error (5,) of what `training(*options, seed=seed)` finds.

    None where that is no perfect fit.

    [002 Small norm likely to generalize better]
    """
    solution = training(*options, seed=seed)
    if not solution.perfect:
        return None
    theta, fit = solution
    curvature = dl.sharpness(NET, theta, fit.data.x, fit.data.y)
    bound = float(dl.lipschitz_bound(NET, theta))
    return solution.norm, bound, fit.slope, curvature, fit.rms_error


def agreement(found: dict) -> tuple[dl.Cloud, Agreement]:
    """Each candidate against the error, {group: its numbers} → M dots and four rank correlations.

    The correlations, of all dots (`values`) and within each group (`points`), are rounded to two
    digits, and NaN for fewer than three dots.

    [002 Small norm likely to generalize better]
    """
    dots = [
        (group, *row)
        for group, rows in enumerate(found.values())
        for row in rows
        if row is not None
    ]
    group, *values, error = np.array(dots).reshape(-1, 6).T

    def agree(value, chosen):
        few = np.sum(chosen) < 3
        return np.nan if few else round(rank_correlation(value[chosen], error[chosen]), 2)

    pooled = np.array([agree(value, group >= 0) for value in values])
    within = [np.array([agree(v, group == k) for k in range(len(found))]) for v in values]
    cloud = dl.Cloud(dict(zip(CANDIDATES, values, strict=True)), error, group, tuple(found))
    return cloud, Agreement(CANDIDATES, pooled, points=tuple(within), kinds=tuple(found))


# ----------------------------------------------------------------------- 5 · weight decay


def all_decays(start: float, data: dl.Data, first: float) -> dict:
    """All λ after the way to `start` as settings of a sweep, the λ `first` before all others.

    [002 Small norm likely to generalize better]
    """
    decays = sorted(DECAYS, key=lambda decay: decay != first)
    return {decay: (decay, *SLIDES[start], data) for decay in decays}


def ratios(before: Solution, found: dict, chosen: float) -> dl.Curves:
    """‖θ‖², slope and error after weight decay over those before: {decay: [solution]} → (3, 8).

    NaN where no solution is there yet, and no error without a truth; the values at the `chosen`
    decay are marked.

    [002 Small norm likely to generalize better]
    """

    def sizes(solution):
        own = {"‖θ‖²": solution.norm, "slope": solution.fit.slope, "error": solution.fit.rms_error}
        return {name: size for name, size in own.items() if size is not None}

    first = sizes(before)
    rows = {
        decay: [size / first[name] for name, size in sizes(found[decay][0]).items()]
        if found[decay]
        else [np.nan] * len(first)
        for decay in sorted(found)
    }
    x = np.log10([*rows])
    marks = tuple((k, np.log10(chosen), ratio) for k, ratio in enumerate(rows[chosen]))
    return dl.Curves(x, np.transpose([*rows.values()]), tuple(first), marks=marks)
