"""Several curves over one axis: the loss along directions, norms along layers, and the like."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from .. import style
from .base import Panel, clipped, counted, number, outside, sentence, set_scale, spread


class CurvesPanel(Panel):
    """Curves over a common axis, linear or logarithmic; the result is a `Curves`.

    Args:
        xlabel, ylabel: the axes' labels.
        limits: the vertical range (low, high) while the axes are not free; by default that of
            the first result.
        looks: one dict of line properties per curve, where they have a meaning of their own.
        markers: whether each value gets a dot.
        ends: whether the sentence tells each curve's last value, not its range.
        title: a line above.
    """

    controls: ClassVar = {"log": False, "free": False}
    margins = (84, 60, 26, 64)
    _x = "x"

    def __init__(
        self, *, xlabel="", ylabel="", limits=None, looks=None, markers=False, ends=False, **view
    ):
        super().__init__(**view)
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits
        self.looks, self.markers, self.ends = looks, markers, ends

    def draw(self, ax):
        """Make the artists on `ax`; the curves come with the first result."""
        super().draw(ax)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel)
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        self._lines, self._bands, self._whole = [], [], False

    def moving(self):
        """The artists that move, in drawing order."""
        return [*self._bands, *self._lines]

    def update(self, result, *, log=False, free=False):
        """Move the artists to `result`; True when limits, scale or legend changed."""
        x, values = np.asarray(getattr(result, self._x)), np.atleast_2d(result.values)
        other = self._rescale(log, bool(np.all(x == np.round(x))))
        edges = [band for band in self._edges(result) if band is not None]
        self._shown = self._range(np.stack([values, *edges]), log, free, self.limits)
        low, high = self._shown
        across = spread(x, margin=0.02 if self.markers else 0.0)  # no dot is cut in half
        moved = self._limits(x=across if x.max() > x.min() else None, y=self._shown)
        far = (
            (low / 1e3, high * 1e3) if log else (low - 10 * (high - low), high + 10 * (high - low))
        )
        self._grow(len(values))
        for k, line in enumerate(self._lines):
            line.set_visible(k < len(values))
            if k < len(values):
                line.set_data(x, clipped(values[k], *far))
        self._fill(x, result, far)
        pairs = zip(self._lines, result.labels, strict=False)
        row = [(line, label) for line, label in pairs if not label.startswith("_")]
        return self._legend(*_rows(row)) or moved or other

    def _rescale(self, log, whole):
        """Log or linear, and ticks at whole numbers where x has only those; True when changed."""
        counts = whole != self._whole
        if counts:
            self._whole = whole
            self.ax.xaxis.get_major_locator().set_params(integer=whole)
        return set_scale(self.ax.yaxis, log) or counts

    def _edges(self, result):
        return getattr(result, "low", None), getattr(result, "high", None)

    def _grow(self, count):
        """Make lines and bands until there are `count`."""
        for k in range(len(self._lines), count):
            look = self.looks[k % len(self.looks)] if self.looks else style.look(k)
            look = {"linewidth": 2.4, **look}
            if self.markers:
                look = {"marker": "o", "markersize": 5, **look}
            self._lines += self.ax.plot([], [], **look)
            self._bands.append(
                self.ax.add_collection(
                    PolyCollection([], color=look["color"], alpha=0.16, linewidth=0), autolim=False
                )
            )

    def _fill(self, x, result, far):
        low, high = self._edges(result)
        for k, band in enumerate(self._bands):
            shown = low is not None and k < len(low)
            edge = []
            if shown:
                there = np.r_[clipped(low[k], *far), clipped(high[k], *far)[::-1]]
                points = np.column_stack([np.r_[x, x[::-1]], there])
                edge = [points[np.isfinite(points).all(axis=1)]]
            band.set_verts(edge)

    def describe(self, result):
        """One sentence: each curve's range, or its last value; and what is not shown."""
        named = [
            (label, np.asarray(row, dtype=float))
            for label, row in zip(result.labels, np.atleast_2d(result.values), strict=False)
            if not label.startswith("_")
        ]
        if self.ends:
            there = f"at {self.xlabel} = {number(np.ravel(getattr(result, self._x))[-1])}"
            last = ", ".join(f"{label} {number(row[-1])}" for label, row in named)
            return sentence([f"{there}: {last}"])
        said = [f"{label}: {_span(row[np.isfinite(row)])}" for label, row in named]
        if len(said) > 4:
            said = [*said[:3], f"{counted(len(said) - 3, 'further curve')}"]
        hidden = outside(np.array([row for _, row in named]), *self._shown) if named else ""
        return sentence([*said, hidden])


class LinesPanel(CurvesPanel):
    """The loss along directions through θ; the result is a `landscape.Lines`."""

    _x = "t"

    def __init__(self, *, xlabel="$t$", ylabel="loss", **options):
        super().__init__(xlabel=xlabel, ylabel=ylabel, **options)

    def describe(self, result):
        """One sentence: the loss in the middle and at the end of each line."""
        values = np.atleast_2d(result.values)
        middle = int(np.argmin(np.abs(result.t)))
        said = []
        for k in (middle, -1):
            numbers = [number(value) for value in values[:4, k]]
            named = zip(result.labels, numbers, strict=False)
            same = len(set(numbers)) == 1
            there = numbers[0] if same else ", ".join(f"{label} {n}" for label, n in named)
            said.append(f"loss at t = {number(result.t[k])}: {there}")
        return sentence([*said, outside(values, *self._shown)])


def _span(values):
    """`0.1 to 3`, or `0.1` for values that are all the same."""
    if values.size == 0:
        return "nowhere finite"
    low, high = number(values.min()), number(values.max())
    return low if low == high else f"{low} to {high}"


def _rows(row):
    """A legend of at most two rows; of more than eight curves only the first are named."""
    row = row[:8]
    return (row,) if len(row) <= 4 else (row[:4], row[4:])
