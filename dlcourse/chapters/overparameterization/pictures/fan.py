"""Many fits of the same samples in one picture: where they agree, and where they do not."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

import dlcourse as dl
from dlcourse.chapters.overparameterization.measures import ZERO
from dlcourse.panels.base import number, sentence
from dlcourse.panels.handles import sample_handles


class FanPanel(dl.FitPanel):
    """The curves of several networks over their common samples; the result is a `Fan`."""

    controls: ClassVar = {}
    switches = ()

    def __init__(self, **view):
        super().__init__(kinks=False, **view)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        look = dict(colors=dl.style.BLUE, linewidths=1.6, alpha=0.7)
        self._curves = ax.add_collection(LineCollection([], **look), autolim=False)
        self._key = Line2D([], [], color=dl.style.BLUE, linewidth=1.6)

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._truth, self._curves, self._dots]

    def lines(self):
        """None: twelve faint lines more would hide the others."""
        return []

    def update(self, result):
        """Move the artists to `result`; True when limits or legend changed."""
        self._show_data(result.data, result.x)
        self._test.set_data([], [])
        high = np.clip(result.u, -1e6, 1e6)
        self._curves.set_segments([np.column_stack([result.x, row]) for row in high])
        y = result.data.y
        room = 0.6 * max(float(np.ptp(y)), 1.0)
        moved = self._limits(x=(-1.04, 1.04), y=(y.min() - room, y.max() + room))
        names = [(self._dots, "samples"), (self._key, f"{len(result.u)} networks")]
        if len(self._truth.get_xdata()):
            names.append((self._truth, "truth"))
        return self._legend(names) or moved

    def handles(self, result):
        """The samples."""
        if "samples" not in self.bound:
            return []
        (left, right), (low, high) = self.ax.get_xlim(), self.ax.get_ylim()
        step = 0.01 * (right - left), 0.01 * (high - low)
        return sample_handles(result.data, self.bound["samples"], step)

    def describe(self, result):
        """How many networks reach loss 0, and the largest training loss."""
        fitted = int(np.sum(result.losses <= ZERO))
        return sentence([
            f"{fitted} of {len(result.losses)} networks have a training loss of at most "
            f"{number(ZERO)}",
            f"the largest is {number(result.losses.max())}",
        ])  # fmt: skip

    def meaning(self, result):
        """Nothing: the figure says it."""
        return ""


def spread_panel() -> dl.Panel:
    """A panel for the spread of a fan over x."""
    return dl.CurvesPanel(xlabel="x", ylabel="largest − smallest output", limits=(0, 2.5))
