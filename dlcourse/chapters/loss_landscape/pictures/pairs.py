"""Two networks of one seed compared: a dot per pair, a column per place."""

import numpy as np
from matplotlib.collections import LineCollection

from dlcourse import style
from dlcourse.panels.axes import clipped, plain, set_scale
from dlcourse.panels.base import Panel, number, outside, percent, say, sentence
from dlcourse.panels.dots import beside

COLUMN = 34  # pixels of a column's width from which on its numbers have their usual size
HALF = 0.33  # of the width of a column of dots; a column has the width 1
COLOURS = {"LeakyReLU": style.BLUE, "Tanh": style.VERMILLION}  # of the one that has more


class PairsPanel(Panel):
    """A dot for each pair of networks, above the line where the first one has more.

    Dots of pairs that do not both fit are hollow. A short line is the median of its column; below
    it stands in how many % of the pairs the first network has more. The result is a `Pairs`.
    """

    margins = (98, 100, 26, 64)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.tick_params(axis="x", length=0)
        self._labels = None
        self._equal = ax.axhline(1.0, **style.TRUTH)
        hollow = dict(marker="o", linestyle="none", markersize=5.5, markerfacecolor="w")
        self._unfit = ax.plot([], [], color=style.INK, **hollow)[0]  # only in the legend
        self._dots = {
            (name, fit): ax.plot([], [], color=colour, **(hollow | filled))[0]
            for name, colour in COLOURS.items()
            for fit, filled in ((True, dict(markerfacecolor=colour)), (False, {}))
        }
        median = dict(color=style.INK, linewidth=3.0)
        self._median = ax.plot([], [], **median)[0]  # only in the legend
        self._medians = ax.add_collection(
            LineCollection([], colors=style.INK, linewidths=3.0), autolim=False
        )

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._equal, *self._dots.values(), self._medians]

    def update(self, result):
        """Move the artists to `result`; True when axes, columns or legend changed."""
        quotients = result.equal > 0
        other = say(self.ax.yaxis.label, result.ylabel) | set_scale(self.ax.yaxis, quotients)
        if not quotients:
            self.ax.yaxis.set_major_formatter(plain)
        low, high = self._shown = result.limits
        moved = self._limits(x=(-0.5, len(result.labels) - 0.5), y=(low, high))
        rebuilt = self._columns(result)
        self._equal.set_ydata([result.equal] * 2)
        values = clipped(result.values, low, high)  # (S, B)
        x = np.arange(values.shape[1]) + HALF * beside(len(values))[:, None]
        more = result.values >= result.equal
        for (name, fit), dots in self._dots.items():
            shown = (more == (name == result.names[0])) & (result.fit == fit)[:, None]
            dots.set_data(x[shown], values[shown])
        middle = np.median(values, axis=0)
        self._medians.set_segments([[(k - 0.4, y), (k + 0.4, y)] for k, y in enumerate(middle)])
        rows = [(self._dots[name, True], f"{name} more") for name in result.names]
        if not result.fit.all():
            rows.append((self._unfit, "one does not fit"))
        rows.append((self._median, "median"))
        return self._legend(rows) or moved or other or rebuilt

    def resized(self):
        """The columns have another width."""
        super().resized()
        self._labels = None

    def _columns(self, result):
        """Name the columns and say their shares; False when they are named so already."""
        pairs = zip(result.labels, result.percent, strict=True)
        labels = [f"{place}\n{share:.0f}" for place, share in pairs]
        if self._labels == labels:
            return False
        self._labels = labels
        small = self.ax.bbox.width * 96 / self.ax.figure.dpi < COLUMN * len(labels)
        self.ax.set_xticks(range(len(labels)), labels, fontsize=9 if small else 12)
        self.ax.set_xlabel(f"{result.xlabel}\nlower row: % more for {result.names[0]}")
        return True

    def describe(self, result):
        """In how many pairs the first network has more, the medians, and what is not shown."""
        first, _ = result.names
        middle = np.median(clipped(result.values, *self._shown), axis=0)
        shares = zip(result.labels, result.percent, strict=True)
        listed = ", ".join(f"at {label} in {share:.0f} %" for label, share in shares)
        what = "quotient" if result.equal > 0 else "difference"
        low, high = number(middle.min()), number(middle.max())
        said = f"of {len(result.values)} pairs {first} has more, by {result.xlabel}: {listed}"
        medians = f"medians of the {what}s {low} to {high}"
        stuck = percent(1 - result.fit.mean()) if not result.fit.all() else ""
        hidden = outside(result.values, *self._shown)
        return sentence([said, medians, stuck and f"{stuck} of the pairs do not both fit", hidden])
