"""Pictures of notebook 09: how one test of many is marked, and what the figures mean."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.flat_minima.models import COMMON, TILTED
from dlcourse.panels.base import number

EACH, ONE = dict(color=dl.style.BLUE, marker="o"), dict(dl.style.TEST, marker="D", markersize=9)
TESTS = [EACH, dict(ONE, alpha=1.0, markeredgecolor=dl.style.INK, markeredgewidth=1.0)]


def leans(curves) -> str:
    """How steep the single losses in sight are at both minima of their average."""
    single = np.asarray(curves.values)[1:]
    slopes = np.abs(np.gradient(single[np.isfinite(single).all(axis=1)], curves.x, axis=1))
    left, right = (slopes[:, np.argmin(np.abs(curves.x - t))] for t in (COMMON, TILTED))
    if not len(slopes):
        return "The average has two minima, equally deep and equally flat."
    if max(right) < 0.01:
        return "The single losses are as flat as their average at both minima."
    low, high = (number(round(max(at), 2)) for at in (left, right))
    return (
        f"The single losses in sight have slopes up to {low} at the left minimum and up to {high} "
        "at the right one."
    )


def where_it_costs(curves, bars) -> str:
    """At which minimum the shift costs more."""
    sharp, flat = bars.values
    if max(sharp, flat) < 0.01:
        return "Without a shift both minima are equally good."
    return (
        f"The shift costs {number(sharp)} at the sharp minimum and {number(flat)} at the flat one."
    )


def mean_and_spread(curves, tests) -> str:
    """The means of the rises at both minima, and how their spreads compare."""
    (points, _), (middles, _) = tests.groups.values(), tests.middles.values()
    left, right = (np.std(part) for part in points)
    means = " and ".join(number(round(value, 3)) for value in middles)
    if left < 1e-12:
        return "Nothing is moved: training and test are the same."
    return (
        f"On average the test loss rises by {means}, left and right; its standard deviation is "
        f"{number(round(right / left, 1))} times as large on the right."
    )


def ends(curves) -> str:
    """The curvature at which the largest and the smallest batch end, if they do."""
    first, last = (row[-1] for row in (curves.values[0], curves.values[-1]))
    if not np.isfinite([first, last]).all():
        return "A run diverged: its curve ends early."
    names = curves.labels[0], curves.labels[-1]
    return f"With {names[0]} λₘₐₓ ends at {number(first)}, with {names[1]} at {number(last)}."


def beside_the_error(measured, errors) -> str:
    """How the medians of a measure and of the error change from the first to the last kind."""
    parts = []
    for one in (measured, errors):
        first, *_, last = one.middles[""]
        if np.isfinite([first, last]).all():
            factor = number(round(last / first, 2))
            parts.append(f"{one.ylabel} changes by a factor of {factor}")
    if len(parts) < 2:
        return ""
    first, *_, last = (label.replace("\n", " ") for label in measured.labels)
    return f"From {first} to {last} {', the '.join(parts)}."


def average_below(fit, curves) -> str:
    """How the slope of the average compares with the single ones."""
    _, mean, whole = curves.values
    if mean[0] < 1e-4:
        return "All single losses are stationary, and so is their average."
    return (
        f"The average has slope {number(whole[0])}, the single losses have {number(mean[0])} "
        "in the mean."
    )
