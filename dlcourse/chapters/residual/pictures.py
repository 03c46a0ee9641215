"""The pictures of notebook 05: ten fits in small frames, plain and residual side by side."""

from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import number


class SmallFitPanel(dl.FitPanel):
    """A fit without legend and kinks, its mean training loss in the corner.

    The result is a `Fit`, or None as long as there is none.

    Args:
        title: a line above; the sentence, too, calls the fit by it.
    """

    controls: ClassVar = {}
    switches = ()
    margins = (36, 28, 10, 28)

    def __init__(self, *, title: str = ""):
        super().__init__(title=title, kinks=False)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="", ylabel="")
        ax.set_title(self.title, pad=6, fontsize=12)
        ax.locator_params(nbins=3)
        self._dots.set_markersize(3)
        for line in self._models:
            line.set_linewidth(2.2)
        look = {**dl.style.TEXT, "color": dl.style.INK}
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


def bars_of_both() -> list:
    """Two panels with the losses of plain and of residual networks, on one logarithmic scale."""
    colours = {"plain": dl.style.SKY, "residual": dl.style.GREEN}
    axis = dict(ylabel="mean training loss", limits=(1e-4, 10), log=True)
    return [dl.BarsPanel(title=kind, colours=[c], **axis) for kind, c in colours.items()]


def curves_of_both(**options) -> dl.Panel:
    """A panel for a curve of the plain and one of the residual network, in their colours."""
    looks = [dl.style.MODEL, dl.style.RESIDUAL]
    return dl.CurvesPanel(looks=looks, log=True, **options)


def losses_of_both() -> dl.Panel:
    """Both losses along the epochs; the sentence tells the last ones."""
    axes = dict(xlabel="epoch", ylabel="mean training loss", limits=(1e-4, 10))
    return curves_of_both(at=[np.inf], **axes)
