"""Many runs in one picture: a dot for each, columns side by side, and a mark at each middle."""

from typing import ClassVar

import numpy as np
from matplotlib.patches import Rectangle

from .. import style
from .axes import FARTHEST, clipped, plain, set_scale, spread
from .base import Panel, number, outside, sentence
from .curves import DASHES
from .rows import LINE, Rows

MARKERS = "o^sDv"  # of the groups, in turn
ROOM, SPREAD, HALF = 0.8, 0.34, 0.42  # of a column for its groups; of a group for dots and bar
DOT = dict(markersize=6, alpha=0.55, markeredgewidth=0, clip_on=False)
JOINT, NOWHERE = dict(markersize=8, markeredgecolor="w"), (np.nan, np.nan)
NONE = [np.nan] * len(DASHES)  # lines across that there are not


class DotsPanel(Panel):
    """Single numbers as dots in columns, groups side by side; the result is a `Dots`.

    The middle of two or more dots is a thick bar; those of columns at numbers are joined by a line.
    A dot beyond the scale is a triangle at its edge.

    Args:
        xlabel, ylabel: what the axes are, where the result does not say it.
        limits: the vertical range (low, high); by default that of the quantity's first result.
        looks: one dict of line properties per group, where they have a meaning of their own.
        log: whether the vertical axis is logarithmic.
        numbers: whether the middles stand below the columns, too.
        left: pixels left of the axes, where the names of rows stand.
        lines: of text below the axes: the columns' names, the rows, the axis' label.
    """

    controls: ClassVar = {}

    def __init__(
        self, *, xlabel="", ylabel="", limits=None, looks=None, log=False, numbers=False, left=84,
        lines=2, **view,
    ):  # fmt: skip
        super().__init__(**view)
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits
        self.looks, self.log, self.numbers = looks, log, numbers
        self.margins = (left, 18 + LINE * lines, 26, 66)

    def draw(self, ax):
        super().draw(ax)
        ax.yaxis.set_major_formatter(plain)
        set_scale(ax.yaxis, self.log)
        ax.grid(axis="y", color=style.GREY, alpha=0.25, linewidth=0.8)
        look = dict(color=style.GREY, alpha=0.2, linewidth=0, transform=ax.get_xaxis_transform())
        self._chosen = ax.add_patch(Rectangle((0, 0), 1, 1, **look))
        look = dict(color=style.INK, linewidth=3.0, clip_on=False, solid_capstyle="butt")
        self._bars = ax.plot([], [], **look)[0]
        looks = [{**style.TRUTH, "linestyle": dashes} for dashes in DASHES]
        self._references = [ax.plot([], [], **look)[0] for look in looks]
        self._dots, self._middles, self._rows = [], [], Rows(ax)

    def moving(self):
        still = [self._chosen, *self._references, *self._dots, *self._middles]
        return [*still, self._bars, *self._beyond.marks, *self._rows.texts]

    def update(self, result):
        zero = [] if self.log else [0.0]
        flat = np.concatenate([*result.runs, list(result.hlines.values()), zero])
        self._shown = self._range(flat, self.log, False, self.limits, result.ylabel)
        other = self._axis_labels(result) | self._rows.show(result.labels, self._written(result))
        ends = (-0.5, len(result.labels) - 0.5)
        across = ends if result.labels else spread(*result.places.values(), margin=0.04)
        moved = self._limits(x=across, y=self._shown)
        self._move(result)
        for line, y in zip(self._references, [*result.hlines.values(), *NONE], strict=False):
            line.set_data(self.ax.get_xlim(), (y, y))
        self._chosen.set_visible(result.chosen is not None)
        self._chosen.set_x((result.chosen or 0) - 0.5)
        keys = zip(self._dots if result.labels else self._middles, result.groups, strict=False)
        row = [(key, name) for key, name in keys if name and name not in result.labels]
        lines = zip(self._references, result.hlines, strict=False)
        row += [(self._bars, result.middle.__name__), *(pair for pair in lines if pair[1])]
        return self._legend(row) or moved or other

    def _move(self, result):
        """Dots and middles go to their places; what lies beyond the scale, to its edge."""
        self._grow(len(result.groups))
        low, high = self._shown
        beyond, bars = [], [np.empty((0, 2))]
        for line in (*self._dots, *self._middles):
            line.set_data([], [])
        for dots, middles, name in zip(self._dots, self._middles, result.groups, strict=False):
            x, room = _places(result, name)
            parts = [np.ravel([] if part is None else part) for part in result.groups[name]]
            aside = [SPREAD * w * beside(len(part)) for w, part in zip(room, parts, strict=True)]
            at, y = np.repeat(x, [*map(len, parts)]) + np.concatenate(aside), np.concatenate(parts)
            inside = (low <= y) & (y <= high)
            dots.set_data(at[inside], y[inside])
            away = clipped(np.transpose([at, y])[~inside], -FARTHEST, FARTHEST)
            beyond += [([a], [b], dots.get_color()) for a, b in away]
            middle = clipped(result.middles[name], low, high)
            if not result.labels:
                middles.set_data(x, middle)
                continue
            ends = zip(x - HALF * room, x + HALF * room, middle, parts, strict=True)
            bars += [[(a, y), (b, y), NOWHERE] for a, b, y, part in ends if len(part) > 1]
        self._bars.set_data(*np.concatenate(bars).T)
        self._beyond.show(beyond)

    def _grow(self, count):
        """Make dots and middles until there are those of `count` groups."""
        for k in range(len(self._dots), count):
            look = self.looks[k % len(self.looks)] if self.looks else style.look(k)
            look = {"marker": MARKERS[k % len(MARKERS)], "linewidth": 2.0, **look}
            self._dots += self.ax.plot([], [], **{**DOT, **look, "linestyle": "none"})
            self._middles += self.ax.plot([], [], **{**look, **JOINT})

    def _written(self, result):
        """The rows of text below the columns."""
        of = result.middles.items() if self.numbers else ()
        rows = {name or result.middle.__name__: row for name, row in of}
        said = {name: ["" if m != m else number(m) for m in row] for name, row in rows.items()}
        return {**said, **result.rows}

    def describe(self, result):
        """One sentence: the middles of each group, the rows of text, what is not shown."""
        counts = {len(part) for part in result.runs} - {0}
        of = f" of {counts.pop()} dots" if len(counts) == 1 else ""
        said = []
        for name, row in result.middles.items():
            at = result.labels or [number(place) for place in result.places[name]]
            told = [(where, number(m)) for where, m in zip(at, row, strict=True) if m == m]
            values = ", ".join(m if where == name else f"{m} ({where})" for where, m in told)
            said.append(f"{name}: {values}" if name else values)
        said += [f"{name}: {', '.join(filter(None, row))}" for name, row in result.rows.items()]
        said += [f"{name}: {number(y)}" for name, y in result.hlines.items() if name]
        head = f"{result.ylabel or self.ylabel}, {result.middle.__name__}{of}: {said[0]}"
        hidden = outside(np.concatenate(result.runs), *self._shown) if any(counts) else ""
        return sentence([head, *said[1:], hidden]).replace("\n", " ")


def beside(count: int):
    """Places (count,) in −1 … 1 that spread the dots of a column evenly, yet not in a line."""
    return 2.0 * ((np.arange(count) * 0.618034) % 1.0) - 1.0


def _places(result, name):
    """Where a group's columns stand (C,), and how much room it has there (C,)."""
    if not result.labels:
        return np.asarray(result.places[name], float), np.zeros(len(result.places[name]))
    there = np.array([[part is not None for part in row] for row in result.groups.values()])
    count = np.maximum(1, there.sum(axis=0))
    before = there[: list(result.groups).index(name)].sum(axis=0)
    room = ROOM / count
    return np.arange(len(count)) + room * (before - (count - 1) / 2), room
