"""The pictures of notebook 05: fits in small frames, both kinds side by side, and their meaning."""

from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import number

from .experiments import failure_limit


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
        if result is None:
            self._beyond.show(())
            return False
        return super().update(result)

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


# ------------------------------------------------------------------ what the figures mean, in words


def how_many_learn(*fits) -> str:
    """Of the ten networks, plain ones first: how many beat a straight line clearly."""
    learnt = [fit.train_loss < 0.9 * fit.line_loss for fit in fits]
    plain, residual = sum(learnt[:5]), sum(learnt[5:])
    return f"{plain} of 5 plain and {residual} of 5 residual networks beat a straight line."


def deepest_fail(plain: dl.Bars, residual: dl.Bars) -> str:
    """Of both rows of bars: which part of the deepest networks failed."""
    (depth, lost), (_, kept) = (bars.labels[-1].split("\n") for bars in (plain, residual))
    lost, kept = (share.removesuffix(" fail") for share in (lost, kept))
    return f"With {depth}, {lost} of the plain networks fail and {kept} of the residual ones."


def below_eps(layers: dl.Curves, losses: dl.Curves) -> str:
    """Of the first gradients: in how many layers they are below Adam's eps, and who learns."""
    eps = layers.hlines["eps"]
    below = [int(np.sum(sizes < eps)) for sizes in layers.values]
    plain, residual = (f"{count} layers" if count else "no layer" for count in below)
    return (
        f"The first gradient is below eps in {plain} of the plain network and in {residual} of the "
        f"residual one; {_who_learns(losses)}."
    )


def states_grow(states: dl.Curves, losses: dl.Curves) -> str:
    """Of the states at the start: how they grow or shrink from z_2 to z_{n−1}, and who learns."""
    ways = []
    for name, sizes in zip(states.labels, states.values, strict=True):
        factor = sizes[-3] / sizes[1]
        way, times = ("grow", factor) if factor >= 1 else ("shrink", 1 / factor)
        ways.append(f"the {name} network {way}, in all {number(times)} times")
    return f"From layer to layer the states of {', those of '.join(ways)}; {_who_learns(losses)}."


def what_changes(_, fits, change: dl.Curves, run: dl.Run) -> str:
    """Of layers put in: whether the function is still the same, and where training ends."""
    most, after = float(np.max(np.abs(change.values))), fits[0].train_loss
    begins = "change nothing" if most < 1e-9 else f"change the output by up to {number(most)}"
    ends = "lower than before" if run.final_loss < 0.99 * after else "no lower than before"
    return f"The new layers {begins} as they are put in; after further training the loss is {ends}."


def price_of_a_layer(_graph, _fits, losses: dl.Curves) -> str:
    """Of one layer taken out: how many times larger the loss is without it."""
    ((_, layer, without),), with_all = losses.marks, losses.hlines["with all"]
    return f"Without layer {int(layer)} the loss is {without / with_all:.2g} times as large."


def _who_learns(losses):
    """Which of both losses ends below that of a run that has failed."""
    ends = zip(losses.labels, losses.values, strict=True)
    fallen = [name for name, row in ends if row[np.isfinite(row)][-1] < failure_limit()]
    return {0: "neither learns", 1: f"only the {''.join(fallen)} one learns"}.get(
        len(fallen), "both learn"
    )
