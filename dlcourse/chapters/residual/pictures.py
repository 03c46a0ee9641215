"""The pictures of notebook 05: small fits, both kinds side by side, many runs; what they mean."""

from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import counted, number, percent

from .experiments import failure_limit
from .measures import failed

STILL = 0.01  # a matrix that has moved by less than this part of itself has hardly moved
GOAL = 0.01  # the mean training loss that the challenge asks for


class SmallFitPanel(dl.FitPanel):
    """A fit without legend and kinks, its mean training loss in the corner.

    The result is a `Fit`, or None as long as there is none.

    Args:
        title: a line above; the sentence, too, calls the fit by it.
    """

    controls: ClassVar = {}
    switches = ()
    margins = (44, 44, 10, 28)

    def __init__(self, *, title: str = ""):
        super().__init__(title=title, kinks=False)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.xaxis.labelpad, ax.yaxis.labelpad = 0, -4
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
        self._loss.set_text("" if result is None else f"loss {number(result.train_loss)}")
        for line in self._models:
            line.set_visible(result is not None)
        if result is None:
            self._beyond.show(())
            return False
        return super().update(result)

    def handles(self, result):
        """The samples, as long as there is a fit."""
        return [] if result is None else super().handles(result)

    def _legend(self, *rows):
        return False

    def describe(self, result):
        """The title and the training loss."""
        return "" if result is None else f"{self.title}: training loss {number(result.train_loss)}."


def trials_of_both(**options) -> dl.Panel:
    """A panel for the final losses of plain and residual networks, in their colours."""
    looks = [dict(dl.style.MODEL, marker="o"), dict(dl.style.RESIDUAL, marker="^")]
    return dl.DotsPanel(looks=looks, log=True, limits=(3e-4, 3.0), left=128, **options)


def curves_of_both(**options) -> dl.Panel:
    """A panel for a curve of the plain and one of the residual network, in their colours."""
    return dl.CurvesPanel(looks=[dl.style.MODEL, dl.style.RESIDUAL], **options)


def losses_of_both(**options) -> dl.Panel:
    """Both losses along the epochs; the sentence tells the last ones."""
    axes = dict(xlabel="epoch", ylabel="mean training loss", limits=(1e-4, 10), log=True)
    return curves_of_both(at=[np.inf], **axes, **options)


# ------------------------------------------------------------------ what the figures mean, in words


def how_many_learn(*fits) -> str:
    """Of the ten networks, plain ones first: how many beat a straight line clearly."""
    learnt = [fit.train_loss < 0.9 * fit.line_loss for fit in fits]
    plain, residual = sum(learnt[:5]), sum(learnt[5:])
    return f"{plain} of 5 plain and {residual} of 5 residual networks beat a straight line."


def deepest_fail(trials: dl.Dots) -> str:
    """Of many seeds: which part of the deepest networks failed."""
    lost, kept = (percent(failed(trials, kind)[-1]) for kind in ("plain", "residual"))
    return (
        f"With {trials.labels[-1]}, {lost} of the plain networks fail and {kept} of the residual "
        "ones."
    )


def below_eps(layers: dl.Curves, moved: dl.Curves, losses: dl.Curves) -> str:
    """Of the plain network: how many layers begin below Adam's eps, how many stay; who learns."""
    below = int(np.sum(layers.values[0] < layers.hlines["eps"]))
    still = int(np.sum(moved.values[0] < STILL))
    return (
        f"In the plain network the first gradient is below eps in {counted(below, 'layer')}, and "
        f"{counted(still, 'layer')} hardly {'moves' if still == 1 else 'move'}; "
        f"{_who_learns(losses)}."
    )


def states_grow(states: dl.Curves, trials: dl.Dots) -> str:
    """Of the start pointed out: how much residual states grow, z_2 to z_{n−1}, and who fails."""
    plain, residual = (percent(failed(trials, name)[trials.chosen]) for name in states.labels)
    factor = number(states.values[1][-3] / states.values[1][1])
    return (
        f"From this start the residual states grow to {factor} times their size; {residual} of the "
        f"residual runs fail and {plain} of the plain ones."
    )


def how_many_of_all(_, losses: dl.Curves) -> str:
    """Of networks from several starts: how many end below the goal."""
    count = f"{learnt(losses)} of {len(losses.values)} networks"
    return f"{count} end with a mean training loss below {GOAL:g}."


def learnt(losses: dl.Curves) -> int:
    """How many of the losses end below the goal."""
    return int(np.sum(losses.values[:, -1] < GOAL))


def what_changes(_graph, _fits, change: dl.Curves, losses: dl.Curves) -> str:
    """Of layers put in: whether the function is still the same, and where training ends."""
    most, before = float(np.max(np.abs(change.values))), losses.hlines["before"]
    begins = "change nothing" if most < 1e-9 else f"change the output by up to {number(most)}"
    ends = "lower than before" if losses.values[0, -1] < 0.99 * before else "no lower than before"
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
