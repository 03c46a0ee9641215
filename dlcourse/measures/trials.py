"""The same training many times: medians, single runs, and how often it failed."""

import numpy as np

from dlcourse.backprop import objective
from dlcourse.checks import array, kind, number, some
from dlcourse.data import Data
from dlcourse.network import Network
from dlcourse.results import Bars, Curves
from dlcourse.training.run import Run


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


def mean_line_loss(data: Data) -> float:
    """The mean training loss of the best straight line: what a fit has to beat.

    [002 Deep learning]
    """
    theta = straight_line(data)
    line = Network((data.x.shape[0], data.y.shape[0]))
    return float(objective(line, theta, data.x, data.y)) / data.N


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


def straight_line(data: Data) -> np.ndarray:
    """The least squares solution of Wx + b ≈ y, as θ of the one-layer Network((n_1, K)).

    data with x (n_1, N), y (K, N) → θ (K (n_1 + 1),); the shortest one where several are best.

    [002 Deep learning; Identity activation]
    """
    kind("data", data, Data)
    ones = np.vstack([data.x, np.ones((1, data.N))])  # [x; 1], so that [W b] [x; 1] = Wx + b
    return np.linalg.lstsq(ones.T, data.y.T, rcond=None)[0].T.ravel()
