"""Many fits or planes at once, each in a small frame: to be compared at one glance."""

from typing import ClassVar

import numpy as np

from .. import style
from .base import number
from .landscape import ContourPanel
from .training import FitPanel


class SmallFitPanel(FitPanel):
    """A fit without legend and kinks, its mean training loss in the corner.

    The result is a `Fit`, or None as long as there is none.

    Args:
        title: a line above; the sentence, too, calls the fit by it.
        ylim: the vertical range; by default that of the data and a third of it around.
    """

    controls: ClassVar = {}
    switches = ()
    margins = (36, 28, 10, 28)

    def __init__(self, *, title: str = "", ylim=None):
        super().__init__(title=title, ylim=ylim, kinks=False)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="", ylabel="")
        ax.set_title(self.title, pad=6, fontsize=12)
        ax.locator_params(nbins=3)
        self._dots.set_markersize(3)
        for line in self._models:
            line.set_linewidth(2.2)
        look = {**style.TEXT, "color": style.INK}
        self._loss = ax.text(
            0.96, 0.05, "", transform=ax.transAxes, ha="right", va="bottom", **look
        )

    def moving(self):
        """The artists that move, in drawing order."""
        return [*super().moving(), self._loss]

    def update(self, result):
        """Move the artists to `result`; True when limits changed."""
        self._loss.set_text("" if result is None else number(result.train_loss))
        for line in self._models:
            line.set_visible(result is not None)
        return super().update(result) if result is not None else False

    def _legend(self, *rows):
        return False

    def describe(self, result):
        """The title and the training loss."""
        return "" if result is None else f"{self.title}: {number(result.train_loss)}."


class SmallContourPanel(ContourPanel):
    """The loss over a plane in a small frame, all frames with one scale of colours.

    The result is a `Plane`; its title stands above and in the sentence.

    Args:
        limits: (low, high) of the values, the same for all frames.
        bar: whether the scale of colours stands beside this frame.
        **view: beginnings of the view controls.
    """

    margins = (44, 32, 64, 32)

    def __init__(self, *, limits=None, bar=True, **view):
        super().__init__(limits=limits, **view)
        self.bar = bar

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="", ylabel="")
        ax.set_title("", pad=7, fontsize=12)
        ax.locator_params(nbins=4)
        self._bar.set_visible(self.bar)
        self._lowest.set_markersize(9)

    def describe(self, result):
        """The title, the smallest and the largest loss."""
        finite = result.values[np.isfinite(result.values)]
        if not finite.size:
            return f"{result.title}: nowhere finite."
        return f"{result.title}: {number(finite.min())} to {number(finite.max())}."
