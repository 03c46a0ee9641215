"""Two settings over many seeds: their medians along an axis, and who has more how often."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from .. import style
from .base import number, sentence, set_scale
from .curves import CurvesPanel
from .statistics import BarsPanel


class BandsPanel(CurvesPanel):
    """Medians over seeds, the middle half of them as a band, over a logarithmic axis.

    The result is a `measures.Bands`; it names the axes. Each quantity keeps its range: the one that
    the result asks for, or that of the first result.

    Args:
        **options: those of CurvesPanel.
    """

    def draw(self, ax):
        """Make the artists on `ax`; the curves come with the first result."""
        super().draw(ax)
        self._ranges, self._quantity = {}, None
        set_scale(ax.xaxis, log=True)
        self._plain_numbers()

    def update(self, result, *, log=False, free=False):
        """Move the artists to `result`; True when limits, labels or legend changed."""
        self._ranges[self._quantity] = self._first
        self._quantity = result.ylabel
        self._first, self.limits = self._ranges.get(self._quantity), result.limits
        return super().update(result, log=log, free=free)

    def _rescale(self, log, whole):
        changed = super()._rescale(log, self._whole)  # the axis is logarithmic: decades, no counts
        if changed and not log:
            self._plain_numbers()
        return changed

    def _plain_numbers(self):
        """No power of ten apart from the ticks, where the legend stands."""
        self.ax.yaxis.set_major_formatter(lambda value, _: number(value))

    def describe(self, result):
        """One sentence: the medians at the chosen places."""
        said = []
        for place in self.at:
            k = int(np.argmin(np.abs(np.asarray(result.x) - place)))
            named = zip(result.labels, result.values[:, k], strict=True)
            numbers = ", ".join(f"{label} {number(value)}" for label, value in named)
            said.append(f"{'' if said else 'median '}at {number(result.x[k])}: {numbers}")
        return sentence(said)


class FractionsPanel(BarsPanel):
    """The percentage of pairs for which something holds; the result: `measures.Fractions`.

    A dashed line at one half marks where neither side has more; the range is fixed.

    Args:
        title: a line above: what holds.
    """

    controls: ClassVar = {}
    switches = ()

    def __init__(self, *, title=""):
        super().__init__(ylabel="% of pairs", limits=(0, 108), title=title)

    def draw(self, ax):
        """Make the artists on `ax`; the bars come with the first result."""
        super().draw(ax)
        ax.set_yticks([0, 25, 50, 75, 100])
        ax.axhline(50, color=style.GREY, linestyle=style.DASHED, linewidth=1.4, zorder=0)

    def update(self, result):
        """Move the artists to `result`; True when bars or labels changed."""
        named = self._text("set_xlabel", result.xlabel)
        return super().update(replace(result, values=np.round(result.values))) or named

    def describe(self, result):
        """One sentence: the shares, and of how many seeds."""
        pairs = zip(result.labels, result.values, strict=True)
        said = ", ".join(f"{round(value)} at {label}" for label, value in pairs)
        return f"{self.title or 'Larger'}, in % of {result.seeds} pairs: {said}."
