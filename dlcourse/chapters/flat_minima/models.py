"""A thought experiment on flat minima: losses of one number t, and what shifts do to them.

Two flat basins have one average loss and different individual losses. The average loss h has two
identical basins, at −1 and at +1. Around −1 all individual losses equal the average; around +1 each
is tilted to a side,

    f_i(t) = h(t) + s_i u e^{−u²},   u = (t − 1)/width,   Σ_i s_i = 0,

so that the average is h everywhere, and at t = 1 the individual slopes are s_i/width instead of 0.
A test loss is the training loss at shifted points, (1/N) Σ_i f_i(t + τ_i).
"""

from dataclasses import dataclass
from math import inf

import numpy as np

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
