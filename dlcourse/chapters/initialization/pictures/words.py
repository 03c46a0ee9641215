"""What the figures of notebook 12 are given, and what they mean, in words."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.initialization.measures import limit_density
from dlcourse.chapters.initialization.pictures.dots import in_a_line
from dlcourse.panels.base import counted, percent

GOAL = 0.1  # the mean training loss below which a network of fifty layers has learnt
WIDEST, BINS = 4.5, 90  # the axis of a histogram of singular values


def losses(answers: list, epochs) -> dl.Curves:
    """The losses of the trainings so far as lines of one look: each (K,), at the first K epochs.

    A training that explodes leaves the picture upwards and ends.
    """
    values = np.full((max(1, len(answers)), len(epochs)), np.nan)
    for row, found in zip(values, answers, strict=False):
        row[: len(found)] = found
        if not np.isfinite(found).all():
            end = np.argmin(np.isfinite(found))
            row[end], row[end + 1 :] = np.inf, np.nan
    labels = (counted(len(answers), "network"),) * len(answers) or ("",)
    return dl.Curves(epochs, values, labels, hlines={f"goal: {GOAL:g}": GOAL})


def ended(curves: dl.Curves) -> tuple[int, int, int]:
    """Of the losses: how many networks there are, how many learnt, how many exploded."""
    rows = [row for row, label in zip(curves.values, curves.labels, strict=True) if label]
    exploded = sum(bool(np.isinf(row).any()) for row in rows)
    learnt = sum(bool(row[-1] < GOAL) for row in rows)
    return len(rows), learnt, exploded


def how_many_learn(v, gradients, curves: dl.Curves) -> str:
    """What the eight trainings mean: how many learn, how many explode; what they begin with."""
    count, learnt, exploded = ended(curves)
    left = count - learnt - exploded
    said = f"{learnt} of {count} networks learn"
    said += f", {exploded} explode{'s' if exploded == 1 else ''}" if exploded else ""
    said += f", {left} stay{'s' if left == 1 else ''} above {GOAL:g}" if left else ""
    return f"{said}."


def what_became(v, z, gradients) -> str:
    """What the steps did: by how much v_j has changed in layer 49, and the gradient in layer 1."""
    if gradients.lost:
        return "The numbers are no longer finite: training has exploded."
    change, first = v.median[-2] / v.before[-2], gradients.median[0] / gradients.before[0]
    return (
        f"In layer {v.j[-2]} the size of vⱼ is {_about(change)} times that before step 1, "
        f"in layer 1 that of the gradient {_about(first)} times."
    )


def _about(factor):
    return dl.style.number(float(f"{factor:.2g}")) if np.isfinite(factor) else "infinitely many"


# ------------------------------------------------------------------------------- random matrices


def one_over(place: float) -> float:
    """L, where the line 1/L has been dragged to; the axis itself stands for a very large L."""
    return 1 / max(place, 0.01)


def histogram(n: int, m: int, L: float):
    """A function of {label: [singular values for L = 1]} → Curves of their histogram and its limit.

    [002 The power of random initialization]
    """

    def show(found):
        (answers,) = found.values()
        values = np.concatenate(answers) / L
        edges = np.linspace(0, WIDEST, BINS + 1)
        share, _ = np.histogram(values, edges, density=True)
        x = np.linspace(0, WIDEST, 12 * BINS + 1)
        bars = share[np.clip((x / edges[1]).astype(int), 0, BINS - 1)]
        limit = limit_density(x, n, m, L) if min(n, m) > 1 else np.full_like(x, np.nan)
        names = counted(len(answers), "draw"), "limit for large matrices"
        top = max(1.6, 1.25 * np.nanmax(limit, initial=0), 1.05 * bars.max())
        lines = {"1/L": 1 / L}
        return dl.Curves(x, np.stack([bars, limit]), names, limits=(0, top), vlines=lines)

    return show


def how_many_are_small(curves: dl.Curves) -> str:
    """What the histogram means: which share of the singular values lies below half of 1/L."""
    bars, middle = curves.values[0], 0.5 * curves.vlines["1/L"]
    share = percent(np.sum(bars[curves.x < middle]) / np.sum(bars))
    return f"{share} of the singular values lie below half of 1/L."


def norms_and_alphas(found: dict, L: float) -> tuple[dl.Dots, dl.Dots] | None:
    """‖W_j‖ and α of the draws so far: {shape: [singular values for L = 1, falling]}.

    α is the average of the singular values, divided by the largest.

    [002 Initialization example; 002 Average singular value vs operator norm]
    """
    norms = [np.array([s[0] / L for s in answers]) for answers in found.values()]
    alphas = [np.array([s.mean() / s[0] for s in answers]) for answers in found.values()]
    if not any(len(row) for row in norms):
        return None
    large = {"4/(3π)": 4 / (3 * np.pi)}
    return (
        dl.Dots(tuple(found), {"": norms}, hlines={"1/L": 1 / L}),
        dl.Dots(tuple(found), {"": alphas}, hlines=large),
    )


def how_far_apart(norms: dl.Dots, alphas: dl.Dots) -> str:
    """What the tables mean: how far apart draws of the smallest and of the largest shape lie."""
    first, last = (np.ptp(row) for row in (norms.groups[""][0], norms.groups[""][-1]))
    names = [in_a_line(label) for label in (norms.labels[0], norms.labels[-1])]
    return (
        f"The norms lie within {first:.2g} of each other for {names[0]} units, within "
        f"{last:.2g} for {names[1]}."
    )


# ----------------------------------------------------------------------------------------- rules

WAYS = [dict(color=dl.style.BLUE), dict(color=dl.style.PURPLE, marker="^")]  # forwards, backwards
LEVEL = 0.05  # a gain within so much of 1 is level


def both_gains(found: dict) -> dl.Dots | None:
    """The gains (z, δ) of each rule so far, {rule: [(z, δ)]}.

    [002 Suggestions based on upper bounds]
    """
    ahead, back = (
        [np.array([a[k] for a in answers]) for answers in found.values()] for k in (0, 1)
    )
    if not any(len(row) for row in ahead):
        return None
    return dl.Dots(tuple(found), {"‖zⱼ‖": ahead, "‖δⱼ‖": back}, hlines={"level": 1.0})


def final_losses(found: dict) -> dl.Dots | None:
    """The final losses of each rule so far, {rule: [loss]}.

    [002 Estimation from upper bounds]
    """
    rows = [
        np.nan_to_num(np.array(answers, float), nan=np.inf, posinf=np.inf)
        for answers in found.values()
    ]
    if not any(len(row) for row in rows):
        return None
    return dl.Dots(tuple(found), {"": rows}, hlines={f"goal: {GOAL:g}": GOAL})


def which_are_level(dots: dl.Dots) -> str:
    """What the gains mean: which rules keep signal and gradient level."""
    ahead, back = dots.middles.values()
    level = [
        in_a_line(label)
        for label, a, b in zip(dots.labels, ahead, back, strict=True)
        if max(abs(a - 1), abs(b - 1)) < LEVEL
    ]
    return f"Level both ways, within {percent(LEVEL)}: {'; '.join(level) or 'none'}."


def which_learn(dots: dl.Dots) -> str:
    """What the losses mean: how many networks of each rule learn."""
    told = [
        f"{np.sum(row < GOAL)} ({in_a_line(label)})"
        for label, row in zip(dots.labels, dots.groups[""], strict=True)
    ]
    return f"Of {len(dots.groups[''][0])} networks each, so many learn: {', '.join(told)}."


RESIDUAL = [dict(dl.style.MODEL), dict(dl.style.DELTA), dict(dl.style.SECOND)]


def how_it_grows(curves: dl.Curves) -> str:
    """What the residual sizes mean: the signal's growth over the fewest and the most layers."""
    first, last = (_about(curves.values[0, k]) for k in (0, -1))
    return (
        f"The signal becomes {first} times as large over {curves.x[0]} layers, "
        f"{last} times over {curves.x[-1]}."
    )
