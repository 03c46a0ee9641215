"""Many networks as dots: does one number of each go with another?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from matplotlib.ticker import LogLocator, NullLocator

from .. import style
from .base import Panel, number, sentence, spread


@dataclass(frozen=True, eq=False)
class Cloud:
    """What a CloudPanel shows: M networks, several positive numbers of each against one.

    Attributes:
        x : {name: values (M,)}, the candidates for the horizontal axis.
        y : what they are held against (M,).
        groups : the group of each network (M,), from 0.
        labels : what the legend calls the groups.
        correlation : {name: rank correlation of the candidate with y}.
    """

    x: Mapping
    y: np.ndarray
    groups: np.ndarray
    labels: tuple
    correlation: Mapping


class CloudPanel(Panel):
    """Dots on two logarithmic axes, which candidate is chosen by a view control.

    The result is a `Cloud`. The ranges are those of what is shown.

    Args:
        candidates: the names of the candidates; the first one is shown to begin with.
        ylabel: what the vertical axis shows.
    """

    controls: ClassVar = {"against": ()}
    margins = (84, 60, 26, 46)

    def __init__(self, candidates, *, ylabel="", title=""):
        super().__init__(title=title)
        self.controls = {"against": {name: name for name in candidates}}
        self.view = {"against": next(iter(candidates))}
        self.ylabel = ylabel

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel=self.ylabel, xscale="log", yscale="log")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(LogLocator(numticks=6))
            axis.set_minor_locator(NullLocator())
        self._groups = [
            ax.plot([], [], linestyle="none", markersize=7, markeredgecolor="w", **look)[0]
            for look in style.CLASSES
        ]

    def moving(self):
        """The artists that move, in drawing order."""
        return list(self._groups)

    def update(self, result, *, against=None):
        """Move the dots to `result`; True when limits, labels or legend changed."""
        name = against or self.view["against"]
        x, y, groups = (np.asarray(a) for a in (result.x[name], result.y, result.groups))
        named = self._text("set_xlabel", name)
        moved = self._limits(x=_around(x), y=_around(y))
        for k, dots in enumerate(self._groups):
            dots.set_data(x[groups == k], y[groups == k])
        row = list(zip(self._groups, result.labels, strict=False))
        return self._legend(row) or named or moved

    def describe(self, result):
        """One sentence: how many networks, and the rank correlations."""
        said = ", ".join(f"{name} {number(value)}" for name, value in result.correlation.items())
        return sentence(
            [f"{len(result.y)} perfect fits", f"rank correlation with the error: {said}"]
        )


def _around(values):
    """Limits with a little room on a logarithmic axis, at least a third of a decade wide."""
    if not np.size(values):
        return (0.1, 1.0)
    low, high = spread(np.log10(values), margin=0.08)
    middle, half = 0.5 * (low + high), max(0.17, 0.5 * (high - low))
    return 10 ** (middle - half), 10 ** (middle + half)
