"""Several curves over one axis: the loss along directions, norms along layers, and the like."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from .. import style
from .axes import clipped, plain, set_scale, spread
from .base import Panel, counted, number, outside, sentence
from .handles import Handle

NAMED = 8  # curves that the legend names
DASHES = (style.DASHED, style.DOTTED, style.DASH_DOT)  # of the reference lines, in turn


class CurvesPanel(Panel):
    """Curves over a common axis, linear or logarithmic; the result is a `Curves`.

    Each quantity, which is what the vertical axis is called, keeps its range.

    Args:
        xlabel, ylabel: the axes' labels, where the result has none.
        limits: the vertical range (low, high) while the axes are not free, where the result has
            none; by default that of the quantity's first result.
        looks: one dict of line properties per curve, where they have a meaning of their own.
        logx: whether the horizontal axis is logarithmic.
        markers: whether each value gets a dot.
        at: places on the axis, the end with `inf`; the sentence tells each curve's values there,
            not its range.
        touch: {part: control}, what can be dragged: a straight line or the end of a curve by its
            label, or "mark 1", "mark 2", …. The control gets the place: a mark's or an upright
            line's on the horizontal axis, otherwise that on the vertical one. With {part: (control,
            function)} it gets function(place), for instance {"2/lr": ("lr", lambda y: 2 / y)}.
    """

    controls: ClassVar = {"log": False, "free": False, "before": False}
    switches = ("before",)
    ticks = 6
    margins = (84, 60, 26, 64)

    def __init__(
        self, *, xlabel="", ylabel="", limits=None, looks=None, logx=False, markers=False, at=(),
        touch=None, **view,
    ):  # fmt: skip
        pairs = {
            part: (to, float) if isinstance(to, str) else to for part, to in (touch or {}).items()
        }
        super().__init__(touch={part: control for part, (control, _) in pairs.items()}, **view)
        self._values = {part: value for part, (_, value) in pairs.items()}
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits
        self.looks, self.logx, self.markers, self.at = looks, logx, markers, tuple(at)
        self.ticks = None if logx else self.ticks

    def draw(self, ax):
        super().draw(ax)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel)
        ax.yaxis.set_major_formatter(plain)
        if not set_scale(ax.xaxis, self.logx):
            ax.xaxis.set_major_locator(MaxNLocator(self.ticks, steps=[1, 2, 5, 10]))
        self._lines, self._bands, self._references, self._whole = [], [], [], False
        self._marks = ax.scatter([], [], s=90, edgecolors=style.BLACK, clip_on=False)

    def moving(self):
        still = [*self._ghosts.lines, *self._bands, *self._references]
        return [*still, *self._lines, *self._beyond.marks, self._marks]

    def lines(self):
        return self._lines

    def update(self, result, *, log=False, free=False, before=False):
        x, values = np.asarray(result.x), np.atleast_2d(result.values)
        other = self._axis_labels(result)
        other |= self._rescale(log, not self.logx and bool(np.all(x == np.round(x))))
        shown = (values, *self._edges(result), list(result.hlines.values()))
        flat = np.concatenate([np.ravel(part) for part in shown])
        self._shown = self._range(flat, log, free, result.limits or self.limits, result.ylabel)
        low, high = self._shown
        moved = self._limits(x=self._across(x), y=self._shown)
        far = (
            (low / 1e3, high * 1e3) if log else (low - 10 * (high - low), high + 10 * (high - low))
        )
        self._grow(len(values))
        for k, line in enumerate(self._lines):
            line.set_visible(k < len(values))
            if k < len(values):
                line.set_data(x, clipped(values[k], *far))
        looks = (line.get_color() for line in self._lines)
        drawn = clipped(values, *far)
        self._beyond.show((x, row, look) for row, look in zip(drawn, looks, strict=False))
        self._ghosts.show(before)
        self._fill(x, result, far)
        self._refer(result)
        self._mark(result)
        pairs = [
            *zip(self._lines, result.labels, strict=False),
            *zip(self._references, (*result.hlines, *result.vlines), strict=False),
        ]
        row = {label: line for line, label in reversed(pairs) if label}
        named = [(line, label) for label, line in reversed(row.items())]
        return self._legend(named[:NAMED]) or moved or other

    def _across(self, x):
        """The horizontal range: from end to end, so that no dot is cut in half; None for one x."""
        low, high = spread(np.log10(x) if self.logx else x, margin=0.02 if self.markers else 0.0)
        if x.max() <= x.min():
            return None
        return (10**low, 10**high) if self.logx else (low, high)

    def _rescale(self, log, whole):
        """Log or linear, and ticks at whole numbers where x has only those; True when changed."""
        counts = whole != self._whole
        if counts:
            self._whole = whole
            self.ax.xaxis.get_major_locator().set_params(integer=whole)
        return set_scale(self.ax.yaxis, log) or counts

    @staticmethod
    def _edges(result):
        return () if result.low is None else (result.low, result.high)

    def _look(self, k):
        return self.looks[k % len(self.looks)] if self.looks else style.look(k)

    def _grow(self, count):
        """Make lines and bands until there are `count`."""
        for k in range(len(self._lines), count):
            look = {"linewidth": 2.4, **self._look(k)}
            if self.markers:
                look = {"marker": "o", "markersize": 5, **look}
            self._lines += self.ax.plot([], [], **look)
            self._bands.append(
                self.ax.add_collection(
                    PolyCollection([], color=look["color"], alpha=0.16, linewidth=0), autolim=False
                )
            )

    def _fill(self, x, result, far):
        low, high = self._edges(result) or ((), ())
        for k, band in enumerate(self._bands):
            edge = []
            if k < len(low):
                there = np.r_[clipped(low[k], *far), clipped(high[k], *far)[::-1]]
                points = np.column_stack([np.r_[x, x[::-1]], there])
                edge = [points[np.isfinite(points).all(axis=1)]]
            band.set_verts(edge)

    def _refer(self, result):
        """Straight lines from edge to edge, first those across, then the upright ones."""
        across, upright = self.ax.get_xlim(), self.ax.get_ylim()
        wanted = [(across, (y, y)) for y in result.hlines.values()]
        wanted += [((x, x), upright) for x in result.vlines.values()]
        for k in range(len(self._references), len(wanted)):
            look = {**style.TRUTH, "linestyle": DASHES[k % len(DASHES)]}
            self._references += self.ax.plot([], [], **look)
        for k, line in enumerate(self._references):
            line.set_data(*(wanted[k] if k < len(wanted) else ([], [])))

    def _mark(self, result):
        curve, x, y = np.reshape(result.marks, (-1, 3)).T
        self._marks.set_offsets(np.column_stack([x, clipped(y, *self._shown)]))
        self._marks.set_facecolors([self._look(int(k))["color"] for k in curve])

    def handles(self, result):
        """The parts that are bound, as far as this result has them; at most at the axes' edge."""
        found, edges = [], np.transpose([self.ax.get_xlim(), self.ax.get_ylim()])
        for part, control in self.bound.items():
            kind, along, place = self._part(part, result)
            if not np.isfinite(place).all():
                continue
            place, k, value = np.clip(place, *edges).tolist(), "xy".index(along), self._values[part]
            by = self._step(k, place[k])
            found.append(Handle(
                f"{part} sets {control}", *place, along=along, kind=kind,
                to=lambda *xy, k=k, value=value, control=control: {control: value(xy[k])},
                step=(0.0, by) if k else (by, 0.0), said=f"{control} = {number(value(place[k]))}",
            ))  # fmt: skip
        return found

    def _part(self, part, result):
        """Kind, direction and place of what can be dragged; NaN where it is missing."""
        word, _, count = part.partition(" ")
        if part in result.hlines:
            return "line", "y", (self.ax.get_xlim()[0], result.hlines[part])
        if part in result.vlines:
            return "line", "x", (result.vlines[part], self.ax.get_ylim()[0])
        if part in result.labels:
            return "dot", "y", (result.x[-1], result.values[result.labels.index(part)][-1])
        if word == "mark" and count.isdecimal() and 1 <= int(count) <= len(result.marks):
            return "dot", "x", result.marks[int(count) - 1][1:]
        return "dot", "x", (np.nan, np.nan)

    def _step(self, k, place):
        """How far an arrow key moves along axis k: a fiftieth of what is shown."""
        axis = (self.ax.xaxis, self.ax.yaxis)[k]
        low, high = axis.get_view_interval()
        if axis.get_scale() == "log":
            return place * ((high / low) ** 0.02 - 1)
        return 0.02 * (high - low)

    def describe(self, result):
        """One sentence: the quantity; each curve's range, or values at places; what is hidden."""
        x = np.asarray(result.x)
        said, named = [], {}
        for label, row in zip(result.labels, np.atleast_2d(result.values), strict=False):
            if label:
                named.setdefault(label, []).append(np.asarray(row, dtype=float))
        named = {label: np.array(rows) for label, rows in named.items()}
        for place in self.at:
            k = int(np.argmin(np.abs(x - np.clip(place, x.min(), x.max()))))
            numbers = ", ".join(f"{label} {_values(rows[:, k])}" for label, rows in named.items())
            along = (result.xlabel or self.xlabel).split(" (")[0]
            said.append(f"at {along} = {number(x[k])}: {numbers}")
        if not self.at:
            said = [f"{label}: {_span(rows[np.isfinite(rows)])}" for label, rows in named.items()]
        if len(said) > NAMED and not self.at:
            said = [*said[:NAMED], f"{counted(len(said) - NAMED, 'further curve')}"]
        name = (result.ylabel or self.ylabel).replace("\n", " ").split(" (")[0]
        if said and name:
            said[0] = f"{name}, {said[0]}"
        straight = {**result.hlines, **result.vlines}.items()
        said += [f"{label}: {number(place)}" for label, place in straight if label]
        hidden = outside(np.vstack([*named.values()]), *self._shown) if named else ""
        return sentence([*said, hidden])


def _values(values):
    """One number, or the range of those of several curves of one name."""
    return number(values[0]) if len(values) == 1 else _span(values[np.isfinite(values)])


def _span(values):
    """`0.1 to 3`, or `0.1` for values that are all the same."""
    if values.size == 0:
        return "nowhere finite"
    low, high = number(values.min()), number(values.max())
    return low if low == high else f"{low} to {high}"
