"""What the figures of notebook 08 mean at the setting that is shown: one sentence each."""

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import number


def how_far_apart(*fits) -> str:
    """How far the curves of several networks lie apart, and how many of them fit."""
    perfect = sum(fit.train_loss <= dl.FITTED for fit in fits)
    x = np.linspace(-1, 1, 2001)
    apart = np.ptp([np.interp(x, fit.x, fit.u) for fit in fits], axis=0).max()
    many = "All" if perfect == len(fits) else number(perfect) if perfect else "None"
    return (
        f"{many} of these {len(fits)} networks fit the samples perfectly; between the samples the "
        f"curves lie up to {apart:.1f} apart."
    )


def furthest(*fits) -> str:
    """Which of several perfect fits is furthest from the truth, and which is closest."""
    if any(fit.rms_error is None or fit.train_loss > dl.FITTED for fit in fits):
        return ""
    *_, worst = ordered = sorted(fits, key=lambda fit: fit.rms_error)
    closest = ordered[0].label
    return f"Between the samples {worst.label} is furthest from the truth, {closest} is closest."


def by_history(tame, wild, cloud) -> str:
    """How many times larger the error is after random labels, at one prescribed norm."""
    if None in (tame.rms_error, wild.rms_error):
        return ""
    times = number(round(wild.rms_error / tame.rms_error, 1))
    return (
        f"With the same prescribed norm, the error after random labels is {times} times as large."
    )


def both_constants(secant, curves) -> str:
    """The true Lipschitz constant on [−1, 1] beside the product bound."""
    true, bound = number(secant.lipschitz), number(secant.bound)
    return (
        f"The steepest piece on [−1, 1] has slope {true}; the product of the norms allows {bound}."
    )


def best_guide(cloud, bars) -> str:
    """The candidate whose order agrees best with the order of the errors."""
    if np.isnan(bars.values).all():
        return ""
    best = bars.labels[int(np.nanargmax(bars.values))]
    return f"Over all these networks, the order by {best} agrees best with the order by error."


def by_decay(before, after, ratios) -> str:
    """What weight decay has made of norm and error, and whether the fit is still perfect."""
    chosen = dict(zip(ratios.labels, (mark[2] for mark in ratios.marks), strict=False))
    parts = " and ".join(
        f"{name} is {number(chosen[name])} times what it was"
        for name in ("‖θ‖²", "error")
        if name in chosen
    )
    kept = "still perfect" if after.train_loss <= dl.FITTED else "no longer perfect"
    return f"{parts[:1].upper()}{parts[1:]}; the fit is {kept}."
