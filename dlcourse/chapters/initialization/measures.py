"""What notebook 12 measures: how large the numbers in each layer are, and the limit of spectra."""

from dataclasses import dataclass

import numpy as np

from dlcourse.backprop import backward
from dlcourse.checks import array, number, whole_number
from dlcourse.network import Network, forward

BINS = 96  # of a histogram on its logarithmic axis


@dataclass(frozen=True, eq=False)
class Layers:
    """What a LayersPanel shows: for each layer a histogram of sizes, on a logarithmic axis.

    Attributes:
        first: the number of the first layer.
        share: the histograms (B, L), each divided by its largest entry; zeros are in none.
        limits: exponents of ten (low, high) between which the B bins lie.
        median: of what is not zero (L,); NaN where a layer has nothing finite.
        before: the medians before the first step (L,), or None.
        between: the spread of a unit's values over the samples, median over the units (L,), or
            None.
        zeros: the share of exact zeros among all numbers.
        lost: the share of numbers that are not finite.
        c: n_j times the variance that the weights began with, or None.
    """

    first: int
    share: np.ndarray
    limits: tuple[float, float]
    median: np.ndarray
    before: np.ndarray | None = None
    between: np.ndarray | None = None
    zeros: float = 0.0
    lost: float = 0.0
    c: float | None = None

    @property
    def j(self) -> np.ndarray:
        """The layers' numbers (L,)."""
        return self.first + np.arange(len(self.median))


def states(net: Network, theta, x, y) -> dict[str, list]:
    """Of each layer the numbers z_j, v_j and ∂f/∂W_j, f the mean loss: {"z": …, "v": …, "g": …}.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → lists without the empty first entry: z_1 … z_{n+1}
    (..., n_j, N), v_1 … v_n (..., n_{j+1}, N), gradients (..., n_{j+1}, n_j).

    [002 Backpropagation summarized]
    """
    with np.errstate(over="ignore", invalid="ignore"):  # an overflow is a result here
        z, _, e = backward(net, theta, x, y)
        _, v = forward(net, theta, x)
        g = [e[j] @ z[j].swapaxes(-1, -2) / np.shape(x)[-1] for j in range(1, net.depth + 1)]
    return {"z": z[1:], "v": v[1:], "g": g}


def histograms(
    values: list, limits: tuple[float, float], before=None, spread=False, c=None
) -> Layers:
    """`Layers` of a list of arrays, one for each layer, of any shapes; the last axis are samples.

    Sizes beyond the limits count in the last bin. With `spread` also how far samples differ.

    [002 Avoiding vanishing and exploding gradients]
    """
    low, high = limits
    share, median, between = np.zeros((BINS, len(values))), [], []
    zeros = lost = count = 0
    for k, array_of in enumerate(values):
        size = np.abs(array_of).ravel()
        finite = size[np.isfinite(size)]
        there = finite[finite > 0]
        count, lost = count + size.size, lost + size.size - finite.size
        zeros += finite.size - there.size
        median.append(np.median(there) if there.size else np.nan)
        bins = np.clip((np.log10(there) - low) / (high - low) * BINS, 0, BINS - 1).astype(int)
        share[:, k] = np.bincount(bins, minlength=BINS)
        if spread:
            between.append(_between(array_of))
    share /= np.maximum(share.max(axis=0), 1)
    spread_of = np.array(between) if spread else None
    return Layers(
        1, share, limits, np.array(median), before, spread_of, zeros / count, lost / count, c
    )


def _between(values):
    """The median over the units of the standard deviation over the samples, zeros left out."""
    with np.errstate(over="ignore", invalid="ignore"):
        apart = np.std(values, axis=-1).ravel()
    apart = apart[np.isfinite(apart) & (apart > 0)]
    return np.median(apart) if apart.size else np.nan


def limit_density(s, n: int, m: int, L: float = 1.0) -> np.ndarray:
    """The density of singular values of a large m × n matrix with the lecture's variance: s (T,).

    Between |√n − √m| and √n + √m, both divided by (√n + √m)L; a quarter of an ellipse if n = m.
    Marchenko and Pastur's law, for singular values instead of their squares.

    [002 Average singular value vs operator norm]
    """
    s = array("s", s, finite=True).astype(float)
    n, m = whole_number("n", n, 1), whole_number("m", m, 1)
    scale = (np.sqrt(n) + np.sqrt(m)) * number("L", L, above=True)
    low, high = abs(np.sqrt(n) - np.sqrt(m)) / scale, (np.sqrt(n) + np.sqrt(m)) / scale
    inside = np.maximum((high**2 - s**2) * (s**2 - low**2), 0.0)
    density = np.zeros_like(s)
    seen = (inside > 0) & (s > 0)
    density[seen] = np.sqrt(inside[seen]) / (np.pi * min(n, m) / scale**2 * s[seen])
    if n == m:  # at s = 0 the quotient above is not defined
        density[s == 0] = high / (np.pi * n / scale**2)
    return density
