"""Many networks as dots: their numbers, their places in two orders, and how far these agree."""

from typing import ClassVar

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

import dlcourse as dl
from dlcourse.chapters.weight_norms.measures import ranks
from dlcourse.chapters.weight_norms.pictures import looks
from dlcourse.panels.axes import spread
from dlcourse.panels.base import counted, number, say, sentence

PLAIN = dict(linestyle="none", markersize=8, markeredgecolor="w")  # of groups without a name here
ROOM = 110  # pixels of a decade from which on the numbers at 1, 2 and 5 keep apart
NAMES = 300  # pixels from which on four candidates' names keep apart


class CloudPanel(dl.Panel):
    """Dots on two logarithmic axes; the result is a `Cloud` with one candidate.

    Args:
        ylabel: what the vertical axis shows.
        xlim, ylim: the ranges (low, high); by default those of what is shown.
    """

    margins = (84, 60, 26, 76)

    def __init__(self, *, ylabel="", xlim=None, ylim=None, **view):
        super().__init__(**view)
        self.ylabel, self.xlim, self.ylim = ylabel, xlim, ylim

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel=self.ylabel, xscale="log", yscale="log")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
            axis.set_minor_locator(NullLocator())
        self._groups = [ax.plot([], [], **PLAIN)[0] for _ in dl.style.CLASSES]

    def moving(self):
        """The artists that move, in drawing order."""
        return list(self._groups)

    def update(self, result):
        """Move the dots to `result`; True when limits, labels or legend changed."""
        ((name, x),) = result.x.items()
        x, y, groups = (np.asarray(a) for a in (x, result.y, result.groups))
        named = say(self.ax.xaxis.label, name)
        moved = self._limits(x=self.xlim or _around(x), y=self.ylim or _around(y))
        if moved:
            self._ticks()
        return self._legend(_placed(self._groups, x, y, groups, result.labels)) or named or moved

    def resized(self):
        """The axes have another size in pixels, and perhaps room for other ticks."""
        super().resized()
        self._ticks()

    def _ticks(self):
        """Ticks at 1, 2 and 5 where they have room, otherwise at powers of ten."""
        wide, high = self.ax.bbox.size * 96 / self.ax.figure.dpi
        for axis, pixels in ((self.ax.xaxis, wide), (self.ax.yaxis, 3 * high)):
            decades = np.ptp(np.log10(axis.get_view_interval()))
            fine = pixels > ROOM * decades
            axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if fine else (1.0,), numticks=5))

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


class OrderPanel(dl.Panel):
    """Each network at its place in the order by a candidate and in the order by y.

    The result is a `Cloud`; which candidate orders is the view control `against`. If both orders
    agree, all dots lie on the dashed diagonal.

    Args:
        candidates: the names of the candidates; the first one is shown to begin with.
        of: what y is.
    """

    margins = (84, 60, 26, 76)
    square = True

    def __init__(self, candidates, *, of, **view):
        super().__init__(**view)
        self.controls = {"against": {name: name for name in candidates}}
        self.view = {"against": next(iter(candidates))}
        self.of = of

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel=f"place in the order by {self.of}")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], integer=True))
        self._diagonal = ax.plot([], [], **dl.style.TRUTH)[0]
        self._groups = [ax.plot([], [], **PLAIN)[0] for _ in dl.style.CLASSES]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._diagonal, *self._groups]

    def update(self, result, *, against=None):
        """Move the dots to `result`; True when limits, labels or legend changed."""
        name = against or self.view["against"]
        x, y = (ranks(values) if len(result.y) else [] for values in (result.x[name], result.y))
        ends = (0, len(result.y) + 1)
        self._diagonal.set_data(ends, ends)
        moved = self._limits(x=ends, y=ends) | say(
            self.ax.xaxis.label, f"place in the order by {name}"
        )
        row = _placed(self._groups, np.asarray(x), np.asarray(y), result.groups, result.labels)
        return self._legend(row) or moved

    def describe(self, result):
        """One sentence: how many networks."""
        return sentence([counted(len(result.y), "perfect fit")])


class AgreementPanel(dl.Panel):
    """Rank correlations: of all networks, large, and within each kind, in the kind's look.

    The result is an `Agreement`.
    """

    margins: ClassVar = (84, 60, 26, 76)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel="rank correlation with the error", ylim=(-1, 1), xlim=(-0.5, 3.5))
        ax.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
        ax.axhline(0.0, color=dl.style.GREY, linewidth=1.0)
        ax.tick_params(axis="x", length=0)
        self._labels = None
        look = dict(color=dl.style.INK, marker="_", markersize=44, markeredgewidth=3.5)
        self._all = ax.plot([], [], linestyle="none", **look)[0]
        self._key = Line2D([], [], color=dl.style.INK, linewidth=3.5)
        self._kinds = [ax.plot([], [], **PLAIN)[0] for _ in dl.style.CLASSES]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._all, *self._kinds]

    def resized(self):
        """The axes have another size in pixels, and perhaps room for larger names below them."""
        super().resized()
        wide = self.ax.bbox.width * 96 / self.ax.figure.dpi
        self.ax.tick_params(axis="x", labelsize=12 if wide > NAMES else 10)

    def update(self, result):
        """Move the artists to `result`; True when labels or legend changed."""
        where = np.arange(len(result.labels))
        values = ["" if np.isnan(value) else number(value) for value in result.values]
        labels = [f"{label}\n{said}" for label, said in zip(result.labels, values, strict=True)]
        renamed, self._labels = self._labels != labels, labels
        if renamed:
            self.ax.set_xticks(where, labels)
        self._all.set_data(where, result.values)
        within = np.transpose(result.points)
        for k, dots in enumerate(self._kinds):
            there = k < len(within)
            dots.set_data(*((where + 0.16 * (k - 1), within[k]) if there else ([], [])))
        row = _looked(self._kinds, result.kinds, result.kinds)
        return self._legend([(self._key, "all (number below)"), *row]) or renamed

    def describe(self, result):
        """One sentence: each candidate's correlation, and those within the kinds."""
        said = [
            f"{label}: {number(value)} (within the kinds {', '.join(number(p) for p in points)})"
            for label, value, points in zip(
                result.labels, result.values, result.points, strict=True
            )
        ]
        return sentence([f"Rank correlation with the error: {said[0]}", *said[1:]])


def _placed(artists, x, y, groups, labels):
    """Set the dots of each group, and return the legend's row."""
    for k, dots in enumerate(artists):
        dots.set_data(x[np.asarray(groups) == k], y[np.asarray(groups) == k])
    return _looked(artists, labels, labels)


def _looked(artists, labels, groups):
    """Give dots the looks of their groups, and return (dots, label) of each."""
    for k, (dots, group) in enumerate(zip(artists, groups, strict=False)):
        look = looks.DOTS.get(group, dl.style.CLASSES[k])
        dots.set(**{"fillstyle": "full", "markeredgewidth": 1.0, **PLAIN, **look})
        if look.get("fillstyle") == "none":
            dots.set_markeredgecolor(look["color"])
    return list(zip(artists, labels, strict=False))


def _around(values):
    """Limits with a little room on a logarithmic axis, at least a third of a decade wide."""
    if not np.size(values):
        return (0.1, 1.0)
    low, high = spread(np.log10(values), margin=0.08)
    middle, half = 0.5 * (low + high), max(0.17, 0.5 * (high - low))
    return 10 ** (middle - half), 10 ** (middle + half)
