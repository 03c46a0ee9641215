"""Flat minima, first as a thought experiment, then in trained networks.

In the thought experiment two flat basins have one average loss and different individual losses. θ
is a single number t. The average loss h has two identical basins, at −1 and at +1. Around −1 all
individual losses equal the average; around +1 each is tilted to a side,

    f_i(t) = h(t) + s_i u e^{−u²},   u = (t − 1)/width,   Σ_i s_i = 0,

so that the average is h everywhere, and at t = 1 the individual slopes are s_i/width instead of 0.
A test loss is the training loss at shifted points, (1/N) Σ_i f_i(t + τ_i).
"""

from dataclasses import dataclass
from math import inf

import numpy as np

import dlcourse as dl
from dlcourse.chapters.flat_minima.measures import mean_perturbed_loss
from dlcourse.checks import array, choice, number, one_seed, whole_number

COMMON, TILTED = -1.0, 1.0  # a minimum of every f_i; a minimum of their mean alone
WIDTH = 0.35  # of the tilt in the second basin
TILT = np.exp(-0.5) / np.sqrt(2.0)  # the largest value of |u e^{−u²}|
SHIFTS = ("none", "same", "independent", "aligned")


def mean_basin_loss(t, steepness: float = 4.0) -> np.ndarray:
    """h = w/(1 + w) with w = |t² − 1|^steepness: two equal basins at ±1 with h = 0, walls to 1.

    t (...) → (...). The larger the steepness, the flatter the bottom and the steeper the wall.
    Raises ValueError for a steepness below 2.

    [002 Flatness of minima]
    """
    wall = np.abs(array("t", t) ** 2 - 1.0) ** number("steepness", steepness, 2)
    return wall / (1.0 + wall)


def sharp_and_flat(t, shift: float = 0.0) -> np.ndarray:
    """A loss with a sharp basin at −1 and a flat one at +1, both of depth 1, moved by `shift`.

    t (...) → (...) in [0, 1].

    [002 Flatness of minima]
    """
    t = array("t", t) - number("shift", shift, -inf)
    return 1.0 - np.exp(-((t + 1.0) ** 2) / 0.02) - np.exp(-((t - 1.0) ** 2) / 0.4)


@dataclass(frozen=True)
class Individuals:
    """N individual losses behind one average.

    Args:
        N: how many.
        strength: the standard deviation of the tilts s_i; 0 makes all of them equal.
        seed: draws the s_i.

    Raises ValueError for N < 2 or a negative strength.

    [002 Flatness of minima – Example]
    """

    N: int = 10
    strength: float = 0.5
    seed: int = 0

    def __post_init__(self):
        whole_number("N", self.N, 2)
        number("strength", self.strength)
        one_seed(self.seed)

    @property
    def tilts(self) -> np.ndarray:
        """s_i (N,): sum 0, root mean square `strength`."""
        s = np.random.default_rng(self.seed).normal(size=self.N)
        s -= s.mean()
        return self.strength * s / np.sqrt(np.mean(s**2))

    @property
    def level(self) -> float:
        """The constant that keeps every f_i ≥ 0, as losses are."""
        return float(TILT * np.abs(self.tilts).max())

    def __call__(self, t) -> np.ndarray:
        """f_i(t) of all losses: t (N, T) or (T,) → (N, T). Raises ValueError for another shape."""
        t = array("t", t, (self.N, "T") if array("t", t).ndim == 2 else ("T",))
        u = (t - TILTED) / WIDTH
        return self.level + mean_basin_loss(t) + self.tilts[:, None] * u * np.exp(-(u**2))

    def slopes(self, t: float) -> np.ndarray:
        """f_i′(t) at one of the two minima, where h′ = 0: t → (N,)."""
        u = (number("t", t, -inf) - TILTED) / WIDTH
        return self.tilts * (1.0 - 2.0 * u**2) * np.exp(-(u**2)) / WIDTH

    def shifts(self, kind: str, size: float, draws: int = 1, seed: int = 0) -> np.ndarray:
        """The shifts τ (draws, N) of the individual losses.

        "none" 0; "same" one draw of N(0, size²) for all i; "independent" one for each i; "aligned"
        |N(0, size²)| with the sign of s_i, so that every loss moves up its own slope.
        Raises ValueError for another kind or a negative size.

        [002 Generalization from loss landscape]
        """
        choice("kind", kind, SHIFTS)
        size, draws = number("size", size), whole_number("draws", draws, 1)
        rng = np.random.default_rng([self.seed, one_seed(seed)])
        if kind == "none":
            return np.zeros((draws, self.N))
        if kind == "same":
            return np.repeat(size * rng.normal(size=(draws, 1)), self.N, axis=1)
        tau = size * rng.normal(size=(draws, self.N))
        return tau if kind == "independent" else np.abs(tau) * np.sign(self.tilts)

    def mean_test_losses(self, t, tau) -> np.ndarray:
        """(1/N) Σ_i f_i(t + τ_i) for each draw: t (T,), tau (draws, N) → (draws, T).

        [002 Generalization from loss landscape]
        """
        t, tau = array("t", t, ("T",)), array("tau", tau, ("draws", self.N))
        return np.stack([np.mean(self(t + shift[:, None]), axis=0) for shift in tau])


# ------------------------------------------------------------------------ what the figures show


def one_curve_moved(shift: float) -> tuple[dl.Curves, dl.Bars]:
    """The loss with a sharp and a flat minimum, once more moved by `shift`; its values at both.

    The two minima of the moved one are marked.

    [002 Flatness of minima]
    """
    t, minima = np.linspace(-2, 2.4, 500), np.array([-1.0, 1.0])
    losses, names = [sharp_and_flat(t), sharp_and_flat(t, shift)], ("training", "test")
    there = minima + shift
    marks = [(1, *mark) for mark in zip(there, sharp_and_flat(there, shift), strict=True)]
    curves = dl.Curves(t, losses, names, marks=marks)
    return curves, dl.Bars(("sharp minimum", "flat minimum"), sharp_and_flat(minima, shift))


def training_losses(losses: Individuals, shown: int) -> dl.Curves:
    """The first `shown` individual losses and the average of all, which is drawn last.

    [002 Flatness of minima – Example]
    """
    t = np.linspace(-2.1, 2.1, 300)
    single = losses(t)
    seen = np.where(np.arange(losses.N)[:, None] < shown, single, np.nan)
    names = ("single losses" if shown else "", *[""] * (losses.N - 1), "average")
    return dl.Curves(t, [*seen, single.mean(axis=0)], names)


def losses_in_the_test(losses: Individuals, tau) -> tuple[dl.Curves, dl.Bars]:
    """Mean, best and worst of the test losses along t and at the two minima: tau (draws, N).

    [002 Generalization from loss landscape]
    """
    t, minima = np.linspace(-2.1, 2.1, 300), np.array([COMMON, TILTED])
    tests, ends = losses.mean_test_losses(t, tau), losses.mean_test_losses(minima, tau).T
    curves = dl.Curves(t, [tests.mean(0)], ("test loss",), [tests.min(0)], [tests.max(0)])
    return curves, dl.Bars(("left", "right"), ends.mean(1), ends.min(1), ends.max(1))


# ---------------------------------------------------------------------------- trained networks

NET, DATA = dl.deep_network(5, residual=True), dl.wiggly()
BATCHES, RATES = (30, 10, 3, 1), (0.02, 0.05, 0.1)
DEEP, TEN = dl.deep_network(32, residual=True), dl.sine(10)
KINDS = {"72 fair": (72, False), "595 fair": (595, False), "540 wild": (540, True)}

# Numbers of a solution: functions of a network, its θ (P,) and the data.
MEASURES = {
    "λₘₐₓ": lambda net, theta, data: dl.sharpness(net, theta, data.x, data.y, tolerance=1e-2),
    "individual slope": lambda net, theta, data: dl.rms_gradient_norm(net, theta, data.x, data.y),
    "loss after a push": lambda net, theta, data: mean_perturbed_loss(net, theta, data.x, data.y),
    "‖θ‖²": lambda net, theta, data: theta @ theta,
    "error to the truth": lambda net, theta, data: dl.curve(net, theta, data).rms_error,
    "largest slope": lambda net, theta, data: dl.largest_slope(net, theta),
}


def descended(batch: int, lr: float, seed: int) -> dl.Run:
    """30 000 steps of gradient descent with batches of that size: the 5 layer residual network.

    [002 Flatness of minima]
    """
    rule = dl.GradientDescent(lr)
    epochs = 30_000 * batch // DATA.N
    return dl.trained(
        NET, DATA, seed=seed, epochs=epochs, optimizer=rule, batch_size=batch, snapshots=30
    )


@dl.remember
def sharpness_along(batch: int, lr: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Steps (K,) and λₘₐₓ (K,) at the recorded states, as long as they are finite.

    [002 Flatness of minima]
    """
    run = descended(batch, lr, seed)
    finite = np.isfinite(run.thetas).all(axis=-1)
    found = [MEASURES["λₘₐₓ"](NET, theta, DATA) for theta in run.thetas[finite]]
    return DATA.N // batch * run.epochs[finite], np.array(found)


def after_descent(measure: str, batch: int, lr: float, *, seed: int) -> float:
    """One of MEASURES at the end of `descended`.

    [002 Flatness of minima]
    """
    return MEASURES[measure](NET, descended(batch, lr, seed).theta, DATA)


@dl.remember
def solution(target: float, wild: bool, seed: int, noise: int = 0):
    """θ (888,) of a perfect fit of ten points with ‖θ‖² near target; None where none was reached.

    `noise` draws the ten points.

    [002 Generalization – Norm of weights]
    """
    run = dl.perfect_fit(DEEP, dl.sine(10, seed=noise), target, wild=wild, seed=seed)
    return run.theta if run.final_loss <= dl.FITTED else None


def of_perfect_fit(measure: str, target: float, wild: bool, *, seed: int, noise: int = 0):
    """One of MEASURES at a perfect fit; None where none was reached.

    [002 Generalization – Norm of weights]
    """
    theta = solution(target, wild, seed, noise)
    return None if theta is None else MEASURES[measure](DEEP, theta, dl.sine(10, seed=noise))


def to_zero(epochs: int, seed: int) -> dl.Run:
    """The deep network on ten points until its mean loss is 1e-20, at most for `epochs`.

    [002 Individually flat minima]
    """
    rule = dl.Adam(3e-3, schedule="cosine")
    return dl.trained(
        DEEP, TEN, seed=seed, epochs=epochs, optimizer=rule, scale=0.5, tolerance=1e-20
    )


def down_together(found: dict) -> dl.Curves:
    """Mean loss, individual slopes and residuals along the last training found so far.

    found {epochs: [Run]}, as a sweep over `to_zero` gives it.

    [002 Individually flat minima]
    """
    *_, run = (run for runs in found.values() for run in runs)
    slope = dl.rms_gradient_norm(run.net, run.thetas, run.data.x, run.data.y)
    lines = [run.losses, slope, np.sqrt(2 * run.losses)]
    return dl.Curves(run.epochs, lines, ("mean loss f", "rms of ‖∇f_i‖", "rms of the residuals"))
