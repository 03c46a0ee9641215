"""What the figures of notebook 11 mean at the setting that is shown: one sentence each."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.vanishing_gradients.pictures.curves import GROUPS
from dlcourse.style import number


def what_is_left(*curves) -> str:
    """What `layers` means for the gradient, which comes last: its size at layer 1, and the bound.

    [002 Avoiding vanishing and exploding gradients]
    """
    middle, bound = (_about(row[0]) for row in curves[-1].values[-2:])
    said = f"The gradient arrives multiplied by {middle} (median)"
    return f"{said}; {curves[-1].labels[-1]}: {bound}."


def how_loose(answers: dl.Curves, _) -> str:
    """What `prices` means: how far the cheap bounds are from the norm of the largest matrix.

    [001 For large networks]
    """
    _, frobenius, entries = (_about(row[-1]) for row in answers.values)
    if "undefined" in (frobenius, entries):
        return ""
    return (
        f"For n = {answers.x[-1]} the Frobenius norm is {frobenius} times the norm, the bound from "
        f"the entries {entries} times."
    )


def what_powers_leave(curves: dl.Curves) -> str:
    """What αⁿ means after the last layer.

    [002 Vanishing and exploding gradients]
    """
    alpha, end = curves.values[0][[0, -1]]
    kept = "it shrinks" if end < 0.5 else "it grows" if end > 2 else "it hardly changes"
    return (
        f"{curves.x[-1]} layers, each with factor {alpha:g}, multiply a number by {_about(end)}: "
        f"{kept}."
    )


def what_arrives(curves: dl.Curves) -> str:
    """What `both_ways` means: how much of a signal and of a gradient arrives, in the median."""
    (z, delta), n = curves.values[-2:], len(curves.x) - 1
    return (
        f"{n} layers multiply the signal by {_about(z[-1])} and the gradient by {_about(delta[0])}."
    )


def growth(curves: dl.Curves) -> str:
    """What `both_ways` means per layer: the growth of ‖δ_j‖, from layer n back to layer 1."""
    delta = curves.values[-1]
    per_layer = (delta[0] / delta[-2]) ** (1 / (len(delta) - 2))
    return f"Each layer multiplies ‖δⱼ‖ by about {per_layer:.2f}."


def how_steep(primes: dl.Curves, means: dl.Curves) -> str:
    """What `slope_and_inputs` means: the mean slope beside the largest one.

    [002 Suggestions based on upper bounds]
    """
    ((k, s, _),) = means.marks
    mean, most = primes.hlines["mean slope"], np.max(primes.values[1 + k])
    return (
        f"For inputs of spread {s:g} the mean slope of {means.labels[k]} is {number(mean)}, its "
        f"largest slope {number(most)}."
    )


def how_large(curves: dl.Curves) -> str:
    """What `spectra` means: the largest singular value, and the average in relation to it.

    [002 Average singular value vs operator norm]
    """
    largest = np.mean(curves.values[:, 0])
    said = f"The largest singular value is {largest:.2f} in the mean of {len(curves.values)} draws"
    if len(curves.x) == 1:
        return f"{said}; there is no other one."
    return f"{said}; the average of all is {curves.hlines['average'] / largest:.2f} times as large."


def who_learns(losses: dl.Curves, _) -> str:
    """What `race` means: the σ whose training ends below the loss of the best straight line.

    Nothing before all trainings have ended.

    [002 Vanishing and exploding gradients]
    """
    if np.isnan(losses.values).all(axis=1).any():
        return ""
    line = dl.mean_line_loss(dl.wiggly())
    ends = [row[~np.isnan(row)][-1] for row in losses.values]
    good = [name for name, end in zip(losses.labels, ends, strict=True) if end < 0.9 * line]
    many = f"{len(good) or 'None'} of {len(ends)} networks"
    named = f": {', '.join(good)}" if 0 < len(good) < len(ends) else ""
    better = "fits better" if len(good) == 1 else "fit better"
    return f"{many} {better} than the best straight line (loss {number(line)}){named}."


def how_many_diverged(losses: dl.Curves, _) -> str:
    """What `explosions` means: how many of eight trainings diverged, and how the others ended.

    [001 Avoiding exploding gradient – Gradient clipping]
    """
    said = []
    for name, rows in zip(GROUPS, np.split(losses.values, len(losses.values) // 8), strict=False):
        lost = np.isinf(rows).any(axis=1)
        end = "" if lost.all() else f", median loss {_ended(rows[~lost])}"
        said.append(f"{name} {lost.sum() or 'none'} of 8 diverged{end}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _ended(rows):
    return number(np.median([row[np.isfinite(row)][-1] for row in rows]))


def _about(factor):
    return number(float(f"{factor:.2g}"))
