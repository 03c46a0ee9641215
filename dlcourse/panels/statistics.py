"""Many runs in one picture: bars for each setting, and the single runs as dots."""

from typing import ClassVar

import numpy as np

from .. import style
from .axes import plain, set_scale
from .base import Panel, number, outside, sentence


class BarsPanel(Panel):
    """Labelled bars with spread and single runs; the result is a `Bars`.

    Args:
        xlabel, ylabel: what the axes are, where the result does not say it.
        limits: the vertical range (low, high) while the axes are not free.
        colours: one per bar, where they have a meaning.
    """

    controls: ClassVar = {"log": False, "free": False}
    margins = (84, 60, 26, 46)

    def __init__(self, *, xlabel="", ylabel="", limits=None, colours=None, **view):
        super().__init__(**view)
        self.xlabel, self.ylabel = xlabel, ylabel
        self.limits, self.colours = limits, colours

    def draw(self, ax):
        super().draw(ax)
        ax.yaxis.set_major_formatter(plain)
        ax.tick_params(axis="x", length=0)
        self._labels, self._bars, self._numbers, self._references = None, [], [], []
        self._dots = ax.plot([], [], "o", color=style.BLACK, markersize=4, alpha=0.45)[0]
        self._spread = ax.plot([], [], color=style.INK, linewidth=2.0)[0]

    def moving(self):
        references = [artist for pair in self._references for artist in pair]
        return [*self._bars, *references, self._dots, self._spread, *self._numbers]

    def update(self, result, *, log=False, free=False):
        values = np.asarray(result.values, dtype=float)
        straight = list(result.hlines.values())
        everything = [values, *(result.points or ()), *self._ends(result), straight]
        flat = np.concatenate([np.ravel(part) for part in everything])
        if not log and (free or not self.limits):
            flat = np.append(flat, 0.0)  # bars begin at 0
        low, high = self._shown = self._range(flat, log, free, self.limits, result.ylabel)
        rebuilt = self._label(tuple(result.labels))
        other = self._axis_labels(result) | set_scale(self.ax.yaxis, log)
        moved = self._limits(y=(low, high))
        base = low if log else 0.0
        over = np.minimum(values if result.high is None else result.high, high)
        for bar, text, value, end in zip(self._bars, self._numbers, values, over, strict=True):
            top = np.clip(np.nan_to_num(value, nan=base, posinf=high), low, high)
            bar.set_y(base)
            bar.set_height(top - base)
            said = f"{number(value)}{result.unit and ' ' + result.unit}"
            text.set_text("" if result.points else said)  # dots need the room
            text.xy = (text.xy[0], max(top, base, np.nan_to_num(end, nan=base)))
        self._scatter(result, low, high)
        self._refer(result.hlines)
        return rebuilt or moved or other

    def _ends(self, result):
        return () if result.low is None else (result.low, result.high)

    def _label(self, labels):
        """Make bars for these labels; False when they stand there already."""
        if self._labels == labels:
            return False
        for artist in (*self._bars, *self._numbers):
            artist.remove()
        self._labels = labels
        count = len(labels)
        colours = self.colours or [style.SKY]  # in turn
        self._bars = list(self.ax.bar(range(count), np.ones(count), width=0.62, color=colours))
        look = {**style.TEXT, "color": style.INK, "textcoords": "offset points"}
        self._numbers = [
            self.ax.annotate("", (k, 0), (0, 4), ha="center", annotation_clip=False, **look)
            for k in range(count)
        ]
        self.ax.set_xlim(-0.6, count - 0.4)
        self.ax.set_xticks(range(count), labels)
        return True

    def _scatter(self, result, low, high):
        """The single runs side by side over their bar, and the lines of spread."""
        points = result.points or ()
        x = [k + 0.2 * beside(len(part)) for k, part in enumerate(points)]
        y = [np.asarray(part, dtype=float) for part in points]
        self._dots.set_data(*((np.concatenate(x), np.concatenate(y)) if points else ([], [])))
        x, y = [], []
        if result.low is not None:
            for k, ends in enumerate(zip(result.low, result.high, strict=True)):
                x += [k, k, np.nan]
                y += [*np.clip(ends, low, high), np.nan]
        self._spread.set_data(x, y)

    def _refer(self, hlines):
        """Dashed lines from edge to edge, each with its name at the right end."""
        look = {**style.TEXT, "color": style.INK, "ha": "right", "textcoords": "offset points"}
        for _ in range(len(self._references), len(hlines)):
            line = self.ax.plot([], [], **style.TRUTH)[0]
            self._references.append((line, self.ax.annotate("", (0, 0), (-4, 3), **look)))
        for line, text in self._references:
            line.set_data([], [])
            text.set_text("")
        for (line, text), (name, height) in zip(self._references, hlines.items(), strict=False):
            line.set_data(self.ax.get_xlim(), (height, height))
            text.xy = (self.ax.get_xlim()[1], height)
            text.set_text(name)

    def describe(self, result):
        """One sentence: the title, each bar's number, how many runs it has, what is not shown."""
        unit = result.unit and f" {result.unit}"
        said = [
            f"{_flat(label)}: {number(value)}{unit}{_spread(result, k)}"
            for k, (label, value) in enumerate(zip(result.labels, result.values, strict=True))
        ]
        counts = {len(part) for part in result.points or ()}
        runs = f"{counts.pop()} runs each" if len(counts) == 1 else ""
        straight = [f"{label}: {number(y)}{unit}" for label, y in result.hlines.items() if label]
        values = np.asarray(result.values, dtype=float)
        hidden = outside(values[np.isfinite(values)], *self._shown)
        head = ", ".join(part for part in (self.title, result.ylabel) if part)
        said[0] = f"{head}: {said[0]}" if head else said[0]
        return sentence([*said[:8], *straight, runs, hidden])


def beside(count: int):
    """Places (count,) in −1 … 1 that spread the dots of a column evenly, yet not in a line."""
    return 2.0 * ((np.arange(count) * 0.618034) % 1.0) - 1.0


def _spread(result, k):
    """` (0.38 to 0.5)`, the ends of bar k's line of spread, or nothing."""
    if result.low is None:
        return ""
    return f" ({number(result.low[k])} to {number(result.high[k])})"


def _flat(label):
    return ", ".join(line for line in str(label).split("\n") if line)
