"""Many trainings side by side and how often they failed; where a backward pass first goes wrong."""

from dataclasses import dataclass

import numpy as np

from dlcourse import LEAST_SQUARES, Bars, Curves, Loss, Network, Run, gradient, objective
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


@dataclass(frozen=True)
class GradientCheck:
    """What `check_gradient` found: relative errors of ∂L/∂W_j and ∂L/∂b_j, from index 1.

    An error up to `tolerance` passes.
    """

    errors_W: tuple
    errors_b: tuple
    tolerance: float

    @property
    def first_wrong_layer(self) -> int | None:
        """The layer where the backward pass first goes wrong, coming from the output; else None."""
        for j in range(len(self.errors_W) - 1, 0, -1):
            # Not max(…) > tolerance: a nan compares false with everything and must not pass.
            if not (self.errors_W[j] <= self.tolerance and self.errors_b[j] <= self.tolerance):
                return j
        return None

    @property
    def passed(self) -> bool:
        """Whether every layer agrees."""
        return self.first_wrong_layer is None

    def __str__(self):
        if self.passed:
            worst = max(*self.errors_W[1:], *self.errors_b[1:])
            return f"gradient agrees in every layer, relative error at most {worst:.1e}"
        j = self.first_wrong_layer
        return (
            f"going backwards, layer {j} is the first that is wrong: relative error "
            f"{self.errors_W[j]:.1e} in W_{j}, {self.errors_b[j]:.1e} in b_{j}"
        )


def check_gradient(
    net: Network, theta, x, y, loss: Loss = LEAST_SQUARES, candidate=None, tolerance: float = 1e-6
) -> GradientCheck:
    """Compares a gradient `(P,)` with central differences of the objective, layer by layer.

    theta (P,), x (n_1, N), y (n_{n+1}, N); `candidate` is the gradient to check, by default the
    package's own. Choose θ away from kinks. Raises ValueError for wrong shapes.

    [002 Backpropagation summarized]
    """
    shape, tolerance = (kind("net", net, Network).n_params,), number("tolerance", tolerance)
    theta = array("theta", theta, shape)
    candidate = gradient(net, theta, x, y, loss) if candidate is None else candidate
    candidate = array("candidate", candidate, shape)
    step = 1e-6 * np.maximum(1.0, np.abs(theta))
    moved = step[:, None] * np.eye(theta.size)
    difference = (
        objective(net, theta + moved, x, y, loss) - objective(net, theta - moved, x, y, loss)
    ) / (2 * step)
    (dW, db), (tW, tb) = net.unpack(candidate), net.unpack(difference)
    # Differences lose digits in proportion to the objective; a layer with a gradient far below
    # that is compared with this floor.
    size = float(objective(net, theta, x, y, loss))
    floor = 1e-3 * max(float(np.linalg.norm(difference)), size, 1e-6)

    def error(a, b):
        return float(np.linalg.norm(a - b)) / max(float(np.linalg.norm(b)), floor)

    layers = range(1, net.depth + 1)
    return GradientCheck(
        (None, *(error(dW[j], tW[j]) for j in layers)),
        (None, *(error(db[j], tb[j]) for j in layers)),
        tolerance,
    )
