"""Many networks as dots: does one number of each go with another?"""

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from .. import style
from .base import Panel, counted, number, say, sentence, spread


class CloudPanel(Panel):
    """Dots on two logarithmic axes, which candidate is chosen by a view control.

    The result is a `Cloud`.

    Args:
        candidates: the names of the candidates; the first one is shown to begin with.
        ylabel: what the vertical axis shows.
        xlim, ylim: the ranges (low, high); by default those of what is shown.
        looks: one dict of marker properties per group, where they have a meaning of their own.
        title: a line above.
    """

    margins = (84, 60, 26, 64)

    def __init__(self, candidates, *, ylabel="", xlim=None, ylim=None, looks=None, title=""):
        super().__init__(title=title)
        self.first = next(iter(candidates))
        several = len(candidates) > 1
        self.controls = {"against": {name: name for name in candidates}} if several else {}
        self.view = {"against": self.first} if several else {}
        self.ylabel, self.xlim, self.ylim = ylabel, xlim, ylim
        self.looks = looks or style.CLASSES

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel=self.ylabel, xscale="log", yscale="log")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(
                FuncFormatter(lambda value, _: number(value).removeprefix("1·"))
            )
            axis.set_minor_locator(NullLocator())
        look = dict(linestyle="none", markersize=8, markeredgecolor="w")
        self._groups = [ax.plot([], [], **{**look, **own})[0] for own in self.looks]

    def moving(self):
        """The artists that move, in drawing order."""
        return list(self._groups)

    def update(self, result, *, against=None):
        """Move the dots to `result`; True when limits, labels or legend changed."""
        name = against or self.first
        x, y, groups = (np.asarray(a) for a in (result.x[name], result.y, result.groups))
        named = say(self.ax.xaxis.label, name)
        moved = self._limits(x=self.xlim or _around(x), y=self.ylim or _around(y))
        if moved:
            for axis, (low, high) in ((self.ax.xaxis, self.ax.get_xlim()),
                                      (self.ax.yaxis, self.ax.get_ylim())):  # fmt: skip
                subs = (1.0, 2.0, 5.0) if high / low < 200 else (1.0,)
                axis.set_major_locator(LogLocator(subs=subs, numticks=5))
        for k, dots in enumerate(self._groups):
            dots.set_data(x[groups == k], y[groups == k])
        row = list(zip(self._groups, result.labels, strict=False))
        return self._legend(row) or named or moved

    def describe(self, result):
        """One sentence: how many networks, and the median of each group."""
        y, groups = np.asarray(result.y), np.asarray(result.groups)
        medians = ", ".join(
            f"{number(np.median(y[groups == k]))} ({label})"
            for k, label in enumerate(result.labels)
            if (groups == k).any()
        )
        return sentence(
            [counted(len(y), "network"), medians and f"median {self.ylabel}: {medians}"]
        )


def _around(values):
    """Limits with a little room on a logarithmic axis, at least a third of a decade wide."""
    if not np.size(values):
        return (0.1, 1.0)
    low, high = spread(np.log10(values), margin=0.08)
    middle, half = 0.5 * (low + high), max(0.17, 0.5 * (high - low))
    return 10 ** (middle - half), 10 ** (middle + half)
