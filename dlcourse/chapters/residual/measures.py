"""The same training many times: losses side by side, medians, and how often it failed."""

import numpy as np

from dlcourse import Bars, Curves, Run
from dlcourse.checks import array, kind, number, some


def loss_curves(runs: dict) -> Curves:
    """The losses of several runs of one length, side by side: {label: Run} → `Curves`.

    Raises ValueError without a run.

    [002 Residual network – Example]
    """
    for label, run in some("runs", runs).items():
        kind(f"runs[{label!r}]", run, Run)
    longest = max((run.epochs for run in runs.values()), key=len)
    values = np.full((len(runs), len(longest)), np.nan)
    for row, run in zip(values, runs.values(), strict=True):
        row[: len(run.epochs)] = run.losses
    return Curves(longest, values, tuple(runs))


def trials(losses: dict, limit: float) -> Bars:
    """Medians, single runs and how many failed, for each setting: {label: losses (S,)} → `Bars`.

    A run has failed if its loss is above `limit` or not finite; the percentage stands in the bar's
    label. A setting that has no run yet gets NaN. Raises ValueError for no setting.

    [002 Residual network – Example]
    """
    given = some("losses", losses).items()
    points = tuple(array(f"losses[{label!r}]", values).ravel() for label, values in given)
    limit = number("limit", limit)
    labels = tuple(
        f"{label}\n{round(100 * np.mean(~(v <= limit)))} % fail" if v.size else f"{label}\n"
        for label, v in zip(losses, points, strict=True)
    )
    medians = [np.median(np.where(np.isnan(v), np.inf, v)) if v.size else np.nan for v in points]
    return Bars(labels, np.array(medians), points=points)
