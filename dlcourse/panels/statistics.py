"""Few numbers side by side: a bar for each setting."""

from typing import ClassVar

import numpy as np

from .. import style
from .axes import plain, set_scale
from .base import Panel, number, outside, sentence


class BarsPanel(Panel):
    """Labelled bars with their numbers; the result is a `Bars`.

    Args:
        xlabel, ylabel: what the axes are, where the result does not say it.
        limits: the vertical range (low, high) while the axes are not free.
    """

    controls: ClassVar = {"log": False, "free": False}
    margins = (84, 60, 26, 46)

    def __init__(self, *, xlabel="", ylabel="", limits=None, **view):
        super().__init__(**view)
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits

    def draw(self, ax):
        super().draw(ax)
        ax.yaxis.set_major_formatter(plain)
        ax.tick_params(axis="x", length=0)
        self._labels, self._bars, self._numbers = None, [], []

    def moving(self):
        return [*self._bars, *self._numbers]

    def update(self, result, *, log=False, free=False):
        values = np.asarray(result.values, dtype=float)
        begins = [0.0] if not log and (free or not self.limits) else []  # bars begin at 0
        flat = np.append(values, begins)
        low, high = self._shown = self._range(flat, log, free, self.limits, result.ylabel)
        rebuilt = self._label(tuple(result.labels))
        other = self._axis_labels(result) | set_scale(self.ax.yaxis, log)
        moved = self._limits(y=(low, high))
        base = low if log else 0.0
        for bar, text, value in zip(self._bars, self._numbers, values, strict=True):
            top = np.clip(np.nan_to_num(value, nan=base, posinf=high), low, high)
            bar.set_y(base)
            bar.set_height(top - base)
            text.set_text(number(value))
            text.xy = (text.xy[0], max(top, base))
        return rebuilt or moved or other

    def _label(self, labels):
        """Make bars for these labels; False when they stand there already."""
        if self._labels == labels:
            return False
        for artist in (*self._bars, *self._numbers):
            artist.remove()
        self._labels = labels
        count = len(labels)
        self._bars = list(self.ax.bar(range(count), np.ones(count), width=0.62, color=style.SKY))
        look = {**style.TEXT, "color": style.INK, "textcoords": "offset points"}
        self._numbers = [
            self.ax.annotate("", (k, 0), (0, 4), ha="center", annotation_clip=False, **look)
            for k in range(count)
        ]
        self.ax.set_xlim(-0.6, count - 0.4)
        self.ax.set_xticks(range(count), labels)
        return True

    def describe(self, result):
        """One sentence: the title, each bar's number, what is not shown."""
        pairs = zip(result.labels, result.values, strict=True)
        said = [f"{label}: {number(value)}".replace("\n", " ") for label, value in pairs]
        values = np.asarray(result.values, dtype=float)
        hidden = outside(values[np.isfinite(values)], *self._shown)
        name = result.ylabel or self.ylabel
        head = ", ".join(part for part in (self.title, name) if part)
        said[0] = f"{head}: {said[0]}" if head else said[0]
        return sentence([*said[:8], hidden])
