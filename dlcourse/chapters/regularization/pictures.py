"""The panels of notebook 07 with their looks, and what its figures mean, in words."""

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import number

from .measures import gap

GOAL = 0.0195  # the median test loss that the challenge asks for
TWO = [dict(dl.style.TRAIN, marker="o"), dict(dl.style.TEST, marker="^")]
LOSS = "mean loss"


def train_and_test(**options) -> dl.Panel:
    """A panel for training and test losses of many runs, in their colours."""
    axes = dict(ylabel=LOSS, log=True, limits=(3e-3, 0.3))
    return dl.DotsPanel(looks=TWO, **{**axes, **options})


def scoreboard(**options) -> dl.Panel:
    """A panel for the test losses of many remedies."""
    axes = dict(ylabel="mean test loss", log=True, limits=(1e-2, 0.1))
    return dl.DotsPanel(looks=[dict(dl.style.TEST, marker="o")], **{**axes, **options})


def losses_of_both(**options) -> dl.Panel:
    """A panel for the losses of two trainings along the epochs, in the colours of the fits."""
    axes = dict(xlabel="epoch", limits=(5e-3, 1), log=True, at=[np.inf])
    looks = [dl.style.MODEL, dl.style.SECOND]
    return dl.CurvesPanel(looks=looks, **{**axes, **options})


def layers_of_both(**options) -> dl.Panel:
    """A panel for the losses without a layer, after usual training and after layer dropout."""
    looks = [dict(dl.style.MODEL, marker="o"), dict(dl.style.SECOND, marker="^")]
    axes = dict(ylabel="mean training loss", log=True, limits=(3e-3, 3), lines=3)
    return dl.DotsPanel(looks=looks, **{**axes, **options})


# ------------------------------------------------------------------ what the figures mean, in words


def better_or_not(fits, losses: dl.Curves) -> str:
    """Of one seed: whether the remedy ends with a lower test loss than nothing."""
    if fits[0].test_loss is None:
        return ""
    before, after = (fit.test_loss for fit in fits)
    return (
        f"With the remedy the test loss is {number(after)}, without it {number(before)}: "
        f"{'better' if after < before else 'not better'} in this seed."
    )


def underfits_or_not(_, dots: dl.Dots) -> str:
    """Of many λ: the one with the lowest median test loss."""
    return lowest_column(dots, "λ = ")


def lowest_column(dots: dl.Dots, name="") -> str:
    """The column with the lowest median test loss."""
    medians = dots.middles["test"]
    if np.isnan(medians).all():
        return ""
    best = int(np.nanargmin(medians))
    return f"The median test loss is lowest in the column {name}{dots.labels[best].strip()}."


def how_far_off(_units, _fits, curves: dl.Curves) -> str:
    """Of dropout: the distance of the prediction from the mean of many networks."""
    return (
        f"The prediction is {number(gap(curves))} away from the mean of 500 networks with units "
        "out (root mean square)."
    )


def best_remedy(dots: dl.Dots) -> str:
    """Of the scoreboard: the lowest median, and which medians are no better than nothing."""
    names = [name.strip() for name in dots.labels]
    medians = dict(zip(names, dots.middles[""], strict=True))
    base = medians.pop("nothing")
    best = min(medians, key=medians.get)
    worse = [name for name, m in medians.items() if m >= base]
    said = f"; no better than nothing: {', '.join(worse)}" if worse else ""
    return f"Lowest median: {best}, {number(medians[best])}, against {number(base)}{said}."


def goal_or_not(dots: dl.Dots) -> str:
    """Of the challenge: the median of the student's mixture."""
    return f"Your median test loss is {number(dots.middles[''][-1])}; the goal is {GOAL:g}."


def price_of_a_layer(dots: dl.Dots) -> str:
    """Of layers deleted: how many times larger the loss is, in the median over the layers."""
    times = {name: np.median(row[1:]) / row[0] for name, row in dots.middles.items()}
    told = (f"{number(factor)} times after {name}" for name, factor in times.items())
    return f"Without a layer the loss is {', '.join(told)} (medians)."
