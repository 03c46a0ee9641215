"""Many runs in one picture: a dot for each run, and a line through the medians."""

from typing import ClassVar

import numpy as np

from dlcourse import style
from dlcourse.panels.axes import plain, spread
from dlcourse.panels.base import Panel, number, say, sentence
from dlcourse.panels.statistics import beside


class DotsPanel(Panel):
    """Single runs as dots, with a mark at each median; the result is a `Dots`.

    Series over settings with names stand side by side; over numbers each has places of its own.

    Args:
        xlabel, ylabel: the axes' labels.
        limits: the vertical range (low, high).
        looks: one dict of line properties per series, where they have a meaning of their own.
        legend: whether the series are named above the axes.
    """

    controls: ClassVar = {}
    margins = (72, 74, 20, 64)

    def __init__(self, *, xlabel="", ylabel="", limits=None, looks=None, legend=True, **view):
        super().__init__(**view)
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits
        self.looks, self.named = looks, legend

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel)
        ax.yaxis.set_major_formatter(plain)
        ax.grid(axis="y", color=style.GREY, alpha=0.25, linewidth=0.8)
        ax.set_axisbelow(True)
        self._dots, self._medians, self._ticks = [], [], None

    def moving(self):
        """The artists that move, in drawing order."""
        return [*self._dots, *self._medians]

    def update(self, result):
        """Move the artists to `result`; True when limits, ticks or legend changed."""
        self._grow(len(result.names))
        every = [np.asarray(runs, float) for series in result.points for runs in series]
        seen = np.concatenate([np.empty(0), *every])
        low, high = self._shown = self._range(seen, False, False, self.limits)
        for k, (places, points) in enumerate(zip(result.x, result.points, strict=True)):
            offset, wide = self._room(k, result)
            x = np.asarray(places, float) + offset
            parts = zip(x, points, strict=True)
            dots = [at + wide * beside(len(runs)) for at, runs in parts]
            self._dots[k].set_data(*(np.concatenate([np.empty(0), *p]) for p in (dots, points)))
            self._medians[k].set_data(x, result.medians[k])
        for k in range(len(result.names), len(self._dots)):
            self._dots[k].set_data([], [])
            self._medians[k].set_data([], [])
        count = len(result.labels)
        across = (-0.5, count - 0.5) if count else spread(*result.x, margin=0.04)
        moved = self._limits(x=across, y=(low, high)) | self._label(result.labels)
        moved |= say(self.ax.xaxis.label, result.xlabel or self.xlabel)
        row = list(zip(self._medians, result.names, strict=False)) if self.named else []
        return self._legend(row) or moved

    def _room(self, k, result):
        """How far series k stands beside its settings, and how wide its dots are spread."""
        count = len(result.names)
        if not result.labels:
            return 0.0, 0.0
        if sum(len(places) for places in result.x) == len(result.labels):  # a setting each
            return 0.0, 0.25
        return 0.28 * (k - (count - 1) / 2), 0.1

    def _look(self, k):
        return self.looks[k % len(self.looks)] if self.looks else style.look(k)

    def _grow(self, count):
        """Make dots and medians until there are those of `count` series."""
        for k in range(len(self._dots), count):
            look = {"linewidth": 2.0, **self._look(k)}
            how = dict(color=look["color"], markersize=5, alpha=0.4, markeredgewidth=0)
            self._dots += self.ax.plot([], [], "o", clip_on=False, **how)
            mark = dict(marker="D", markersize=8, markeredgecolor="w", zorder=3)
            self._medians += self.ax.plot([], [], **{**look, **mark})

    def _label(self, labels):
        """Name the settings; True when they have other names than before."""
        if self._ticks == labels:
            return False
        self._ticks = labels
        if labels:
            self.ax.set_xticks(range(len(labels)), labels)
        return True

    def describe(self, result):
        """One sentence: the medians of each series."""
        said = []
        for name, places, middle in zip(result.names, result.x, result.medians, strict=True):
            named = [
                f"{number(value)} ({result.labels[int(at)] if result.labels else number(at)})"
                for at, value in zip(places, middle, strict=True)
                if np.isfinite(value)
            ]
            alone = len(places) == 1 and result.labels
            values = number(middle[0]) if alone else ", ".join(named)
            said.append(f"{name}: {values}".replace("\n", " "))
        head = self.title or self.ylabel
        return sentence([f"{head}, medians: {said[0]}", *said[1:]])
