"""Training and test errors over the number of parameters: runs as dots, medians as lines."""

from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.panels.axes import clipped, set_scale
from dlcourse.panels.base import Panel, number, sentence

LOOKS = {"training": {**dl.style.TRAIN, "marker": "o"}, "test": {**dl.style.TEST, "marker": "D"}}


class ErrorsPanel(Panel):
    """Errors of models of several sizes, both axes logarithmic; the result is an `Errors`.

    Errors beyond the axes stand at their edge.

    Args:
        xlabel: what P counts.
        limits: the vertical range (low, high).
        sizes: the horizontal range (low, high).
    """

    controls: ClassVar = {}
    margins = (84, 60, 26, 64)

    def __init__(self, *, xlabel, limits=(1e-3, 50.0), sizes=(1.5, 700.0), **view):
        super().__init__(**view)
        self.xlabel, self.limits, self.sizes = xlabel, limits, sizes

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        set_scale(ax.xaxis, True)
        set_scale(ax.yaxis, True)
        ax.set(xlabel=self.xlabel, ylabel="mean error  ½(m − y)²")
        ax.set(xlim=self.sizes, ylim=self.limits)
        self._threshold = ax.plot([], [], **{**dl.style.TRUTH, "linestyle": dl.style.DOTTED})[0]
        dots = dict(linestyle="none", markersize=3.6, alpha=0.45, markeredgewidth=0)
        self._dots = [ax.plot([], [], **{**look, **dots})[0] for look in LOOKS.values()]
        lines = dict(markersize=6.5, markeredgecolor=dl.style.BLACK)
        self._medians = [ax.plot([], [], **{**look, **lines})[0] for look in LOOKS.values()]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._threshold, *self._dots, *self._medians]

    def update(self, result):
        """Move the artists to `result`; True when the legend changed."""
        self._threshold.set_data([result.N] * 2, self.limits)
        x = np.repeat(result.P, [len(rows) for rows in result.runs])
        every, medians = np.concatenate(result.runs), result.medians
        for k, (dots, line) in enumerate(zip(self._dots, self._medians, strict=True)):
            dots.set_data(x, clipped(every[:, k], *self.limits))
            line.set_data(result.P, clipped(medians[:, k], *self.limits))
        lines = zip(self._medians, LOOKS, strict=True)
        threshold = (self._threshold, f"P = N = {result.N}")
        return self._legend([*((line, f"{n}, median") for line, n in lines), threshold])

    def describe(self, result):
        """Medians of the test error: of the smallest, the worst, and the largest; how many runs."""
        test = result.medians[:, 1]
        said = [f"P = {result.P[k]} {number(test[k])}" for k in (0, int(np.argmax(test)), -1)]
        first, worst, last = said
        return sentence([
            f"{self.title}, test error: {first}, at its largest {worst}, {last}",
            f"medians of {len(result.runs[0])} runs",
        ])  # fmt: skip
