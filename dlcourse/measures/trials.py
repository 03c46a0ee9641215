"""The same training many times: medians, single runs, and how often it failed."""

from dataclasses import dataclass

import numpy as np

from dlcourse.backprop import objective
from dlcourse.data import Data
from dlcourse.measures.straight import straight_line
from dlcourse.network import Network


@dataclass(frozen=True, eq=False)
class Trials:
    """Final losses for B settings: what a BarsPanel draws.

    Attributes
    ----------
    labels : the settings and the share that failed (B,).
    values : median losses (B,).
    points : the single losses, one array per setting; not finite where training diverged.
    failed : the shares (B,) that failed.
    low, high, unit : nothing; a BarsPanel asks for them.
    """

    labels: tuple[str, ...]
    values: np.ndarray
    points: tuple[np.ndarray, ...]
    failed: np.ndarray
    low: None = None
    high: None = None
    unit: str = ""


def line_loss(data: Data) -> float:
    """The mean training loss of the best straight line: what a fit has to beat.

    [002 Deep learning]
    """
    return (
        float(
            objective(
                Network((data.x.shape[0], data.y.shape[0])), straight_line(data), data.x, data.y
            )
        )
        / data.N
    )


def trials(losses: dict, limit: float) -> Trials:
    """Median and share of failures for each setting: {label: losses (S,)} → `Trials`.

    A run has failed if its loss is above `limit` or not finite. Raises ValueError for no setting,
    or a setting without a run.

    [002 Residual network – Example]
    """
    if not losses or not all(np.size(values) for values in losses.values()):
        raise ValueError("losses must hold at least one setting, and at least one run of each")
    points = tuple(np.asarray(values, dtype=float).ravel() for values in losses.values())
    failed = np.array([np.mean(~(values <= limit)) for values in points])
    labels = tuple(
        f"{label}\n{round(100 * share)} % fail" for label, share in zip(losses, failed, strict=True)
    )
    medians = np.array([np.median(np.where(np.isnan(v), np.inf, v)) for v in points])
    return Trials(labels, medians, points, failed)
