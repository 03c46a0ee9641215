"""The panel of notebook 04: six planes at once, to be compared at one glance."""

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import number


class SmallContourPanel(dl.ContourPanel):
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
