"""Pictures of notebook 09: single numbers as dots with their middle, and what figures mean."""

from typing import ClassVar

import numpy as np
from matplotlib.lines import Line2D

import dlcourse as dl
from dlcourse.panels.axes import plain, set_scale
from dlcourse.panels.base import Panel, number, sentence
from dlcourse.panels.statistics import beside

MIDDLE = dict(color=dl.style.INK, linewidth=3.0)
RING = dict(color=dl.style.ORANGE, marker="D", markersize=8, markeredgecolor=dl.style.INK)


class DotsPanel(Panel):
    """A column of dots for each label, and a short line at their middle; the result is a `Bars`.

    Its `points` are the dots, its `values` the middles, its `ylabel` what they are.

    Args:
        middle: what the middles are called.
        limits: the vertical range (low, high); by default that of the quantity's first result.
        logs: quantities that are shown on a logarithmic axis.
        first: what the first dot of each column is called, which then stands out.
    """

    margins: ClassVar = (84, 74, 26, 66)

    def __init__(self, *, middle="median", limits=None, logs=(), first="", ylabel="", **view):
        super().__init__(**view)
        self.middle, self.limits, self.logs = middle, limits, logs
        self.first, self.ylabel, self.xlabel = first, ylabel, ""

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.yaxis.set_major_formatter(plain)
        ax.tick_params(axis="x", length=0)
        ax.axhline(0.0, color=dl.style.GREY, linewidth=1.0)
        self._labels = None
        dots = dict(linestyle="none", alpha=0.6, markeredgewidth=0)
        self._dots = ax.plot([], [], "o", color=dl.style.BLUE, markersize=6, **dots)[0]
        self._firsts = ax.plot([], [], **{**RING, "linestyle": "none"})[0]
        look = dict(marker="_", markersize=48, markeredgewidth=3.0, linestyle="none")
        self._middles = ax.plot([], [], color=dl.style.INK, **look)[0]
        self._key = Line2D([], [], **MIDDLE)

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._dots, self._middles, self._firsts]

    def update(self, result):
        """Move the artists to `result`; True when limits, labels or legend changed."""
        log = result.ylabel in self.logs
        points = [np.asarray(part, dtype=float) for part in result.points]
        flat = np.concatenate([*points, [] if log else [0.0]])
        self._shown = self._range(flat, log, False, self.limits, result.ylabel)
        renamed = self._axis_labels(result) | self._columns(result)
        other = set_scale(self.ax.yaxis, log)
        moved = self._limits(y=self._shown)
        x = [k + 0.24 * beside(len(part)) for k, part in enumerate(points)]
        self._dots.set_data(np.concatenate(x), np.clip(np.concatenate(points), *self._shown))
        firsts = [(a[0], y[0]) for a, y in zip(x, points, strict=True) if self.first and len(y)]
        self._firsts.set_data(*np.reshape(firsts, (-1, 2)).T)
        self._middles.set_data(range(len(points)), result.values)
        row = [(self._key, self.middle), *([(self._firsts, self.first)] if self.first else [])]
        return self._legend(row) or moved or other or renamed

    def _columns(self, result):
        """Name the columns, with their middles below; False when they stand there already."""
        values = ["" if np.isnan(value) else number(value) for value in result.values]
        names = [label.replace(" ", "\n") for label in result.labels]  # narrow columns have room
        labels = [f"{name}\n{said}" for name, said in zip(names, values, strict=True)]
        if self._labels == labels:
            return False
        self._labels = labels
        self.ax.set_xlim(-0.5, len(labels) - 0.5)
        self.ax.set_xticks(range(len(labels)), labels)
        return True

    def describe(self, result):
        """One sentence: the middle of each column, and how many dots it has."""
        said = [
            f"{label}: {number(value)}"
            for label, value in zip(result.labels, result.values, strict=True)
        ]
        counts = {len(part) for part in result.points}
        dots = f"{counts.pop()} dots each" if len(counts) == 1 else ""
        name = result.ylabel or self.ylabel
        return sentence([f"{name}, {self.middle}: {said[0]}", *said[1:], dots])


# ------------------------------------------------------------------------ what the figures mean


def where_it_costs(curves, bars) -> str:
    """At which minimum the shift costs more."""
    sharp, flat = bars.values
    if max(sharp, flat) < 0.01:
        return "Without a shift both minima are equally good."
    return (
        f"The shift costs {number(sharp)} at the sharp minimum and {number(flat)} at the flat one."
    )


def mean_and_spread(curves, bars) -> str:
    """The means of the rises at both minima, and how their spreads compare."""
    left, right = (np.std(part) for part in bars.points)
    means = " and ".join(number(round(value, 3)) for value in bars.values)
    if left < 1e-12:
        return "Nothing is moved: training and test are the same."
    return (
        f"On average the test loss rises by {means}, left and right; its standard deviation is "
        f"{number(round(right / left, 1))} times as large on the right."
    )


def ends(curves) -> str:
    """The curvature at which the largest and the smallest batch end, if they do."""
    first, last = (row[-1] for row in (curves.values[0], curves.values[-1]))
    if not np.isfinite([first, last]).all():
        return "A run diverged: its curve ends early."
    names = curves.labels[0], curves.labels[-1]
    return f"With {names[0]} λₘₐₓ ends at {number(first)}, with {names[1]} at {number(last)}."


def beside_the_error(bars, errors) -> str:
    """How the medians of a measure and of the error change from the first to the last kind."""
    parts = [
        f"{one.ylabel} changes by a factor of {number(round(one.values[-1] / one.values[0], 2))}"
        for one in (bars, errors)
        if np.isfinite(one.values[[0, -1]]).all()
    ]
    if len(parts) < 2:
        return ""
    return f"From {bars.labels[0]} to {bars.labels[-1]} {', the '.join(parts)}."


def average_below(fit, curves) -> str:
    """How the slope of the average compares with the single ones."""
    _, mean, whole = curves.values
    if mean[0] < 1e-4:
        return "All single losses are stationary, and so is their average."
    return (
        f"The average has slope {number(whole[0])}, the single losses have {number(mean[0])} "
        "in the mean."
    )
