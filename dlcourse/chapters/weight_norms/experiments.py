"""What notebook 08 trains and measures: perfect fits of ten samples, tame ones and wild ones.

A way to a perfect fit is (target, wild): the prescribed ‖θ‖², and whether the network learns random
labels before it meets the samples. `draw` draws other samples and noise of the same truth.
"""

from typing import NamedTuple

import numpy as np

import dlcourse as dl
from dlcourse.chapters.weight_norms.measures import rank_correlation

NET = dl.deep_network(32, residual=True)  # 888 parameters

SLIDES = {72: (72, False), 540: (540, True), 595: (595, False)}  # ‖θ‖²: the way to it
TARGETS = [40, 72, 120, 200, 340, 540, 595, 1000]
HISTORIES = ("small weights", "random labels")  # wild = False, True
WAYS = {(target, wild): (target, wild) for target in TARGETS for wild in (False, True)}
DECAYS = [1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2]


class Solution(NamedTuple):
    """What a training found: θ (P,), and its curve beside the samples."""

    theta: np.ndarray
    fit: dl.Fit

    @property
    def norm(self) -> float:
        """‖θ‖², the sum of squares that the slides call the norm of the weights."""
        return float(self.theta @ self.theta)

    @property
    def perfect(self) -> bool:
        """Whether the mean training loss is at most `dl.FITTED`."""
        return self.fit.train_loss <= dl.FITTED


def samples(draw: int = 0) -> dl.Data:
    """Ten samples of sin 2πx with a little noise: x, y (1, 10).

    [002 Generalization – Norm of weights]
    """
    return dl.sine(N=10, seed=draw)


def _solution(theta, draw=0):
    label = f"‖θ‖² = {theta @ theta:.0f}"
    return Solution(theta, dl.curve(NET, theta, samples(draw), label=label))


def untrained(seed: int) -> Solution:
    """Where training starts: half of the "uniform" weights.

    [002 Generalization – Norm of weights]
    """
    return _solution(dl.initialize(NET, "uniform", seed=seed, scale=0.5))


def stages(target: float, wild: bool, draw: int = 0, *, seed: int) -> tuple[Solution, Solution]:
    """The network after the first stage of `dl.perfect_fit_stages`, and in the end.

    Raises ValueError for a target that is not positive or a seed that is no whole number.

    [002 Generalization – Norm of weights]
    """
    return _stages(target, wild, draw, seed)


@dl.remember
def _stages(target, wild, draw, seed):
    runs = dl.perfect_fit_stages(NET, samples(draw), target, wild=wild, seed=seed)
    return tuple(_solution(run.theta, draw) for run in runs)


def perfect_fit(target: float, wild: bool, draw: int = 0, *, seed: int) -> Solution:
    """The network in the end, as `stages` has it; whether it fits says `.perfect`.

    [002 Generalization – Norm of weights]
    """
    return _stages(target, wild, draw, seed)[-1]


def ordinary(scale: float, draw: int = 0, *, seed: int) -> Solution:
    """Trained without a prescribed norm, from `scale` times the "uniform" weights.

    At most 10 000 epochs, until the mean loss is 1e-5.

    [002 Small norm likely to generalize better]
    """
    return _trained(draw, seed=seed, scale=scale, tolerance=1e-5, snapshots=100)


def with_decay(decay: float, draw: int = 0, *, seed: int) -> Solution:
    """Trained with weight decay from the start, half of the "uniform" weights, for 10 000 epochs.

    [002 Small norm likely to generalize better]
    """
    return _trained(draw, seed=seed, scale=0.5, weight_decay=decay, snapshots=20)


def _trained(draw, **options):
    adam = dl.Adam(3e-3, schedule="cosine")
    return _solution(
        dl.train(NET, samples(draw), epochs=10_000, optimizer=adam, **options).theta, draw
    )


@dl.remember
def trained_on(decay: float, target: float, wild: bool, *, seed: int) -> Solution:
    """A perfect fit that is trained on with weight decay for 5000 epochs, at learning rates ≤ 1e-3.

    [002 Small norm likely to generalize better]
    """
    run = dl.train(
        NET,
        samples(),
        theta0=perfect_fit(target, wild, seed=seed).theta,
        weight_decay=decay,
        optimizer=dl.Adam(1e-3, schedule="cosine"),
        snapshots=20,
    )
    return _solution(run.theta)


# ------------------------------------------------------------------- 2 · the same norm for all


def errors_by_norm(found: dict) -> dl.Cloud:
    """The error of each perfect fit over its prescribed norm: {(target, wild): solutions} → M dots.

    [002 Generalization – Norm of weights]
    """
    dots = [
        (target, solution.fit.rms_error, wild)
        for (target, wild), solutions in found.items()
        for solution in solutions
        if solution.perfect
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


def agreement(found: dict) -> tuple[dl.Cloud, dl.Bars]:
    """Each candidate against the error, {group: its numbers} → M dots and four rank correlations.

    The correlations are rounded to two digits, and NaN for fewer than three dots.

    [002 Small norm likely to generalize better]
    """
    dots = [
        (group, *row)
        for group, rows in enumerate(found.values())
        for row in rows
        if row is not None
    ]
    group, *values, error = np.array(dots).reshape(-1, 6).T
    agree = [rank_correlation(value, error) if len(dots) > 2 else np.nan for value in values]
    cloud = dl.Cloud(dict(zip(CANDIDATES, values, strict=True)), error, group, tuple(found))
    return cloud, dl.Bars(CANDIDATES, np.round(agree, 2))


# ----------------------------------------------------------------------- 5 · weight decay


def ratios(before: Solution, found: dict, chosen: float) -> dl.Curves:
    """‖θ‖², slope and error after weight decay over those before: {decay: [solution]} → (3, 8).

    NaN where no solution is there yet; the values at the `chosen` decay are marked.

    [002 Small norm likely to generalize better]
    """

    def sizes(solution):
        return np.array([solution.norm, solution.fit.slope, solution.fit.rms_error])

    rows = {
        decay: sizes(after[0]) / sizes(before) if after else np.full(3, np.nan)
        for decay, after in found.items()
    }
    x = np.log10([*rows])
    marks = tuple((k, np.log10(chosen), ratio) for k, ratio in enumerate(rows[chosen]))
    return dl.Curves(x, np.transpose([*rows.values()]), ("‖θ‖²", "slope", "error"), marks=marks)
