"""Many trainings side by side, how often they failed; where a backward pass first goes wrong."""

from dataclasses import dataclass, replace

import numpy as np

from dlcourse import LEAST_SQUARES, Curves, Dots, Loss, Network, Run, gradient, objective
from dlcourse.checks import array, kind, number, some
from dlcourse.panels.base import percent

FAILS = "fails above"


def loss_curves(runs: dict, **straight) -> Curves:
    """The losses of several runs of one length, side by side: {label: Run} → `Curves`.

    `straight` are losses to compare with, {label: loss}, as lines across. Raises ValueError without
    a run.

    [002 Residual network – Example]
    """
    for label, run in some("runs", runs).items():
        kind(f"runs[{label!r}]", run, Run)
    longest = max((run.epochs for run in runs.values()), key=len)
    values = np.full((len(runs), len(longest)), np.nan)
    for row, run in zip(values, runs.values(), strict=True):
        row[: len(run.epochs)] = run.losses
    return Curves(longest, values, tuple(runs), hlines=straight)


def trials(labels, groups: dict, limit: float, **more) -> Dots:
    """Final losses {kind: an array (S,) for each setting}, and which share of the runs has failed.

    A run has failed if its loss is above `limit`; one that is not finite counts as infinite. `more`
    are further attributes of `Dots`.

    [002 Residual network – Example]
    """
    losses = {
        name: [np.nan_to_num(runs, nan=np.inf, posinf=np.inf) for runs in rows]
        for name, rows in groups.items()
    }
    found = Dots(tuple(labels), losses, ylabel="mean training loss", hlines={FAILS: limit}, **more)
    shares = {f"{name} fail, %": failed(found, name) for name in losses}
    rows = {name: ["" if s != s else percent(s)[:-2] for s in row] for name, row in shares.items()}
    return replace(found, rows=rows)


def failed(found: Dots, name: str) -> np.ndarray:
    """The share of runs of a group that failed, for each setting (K,); NaN where no run is yet."""
    limit = found.hlines[FAILS]
    return np.array([np.mean(r > limit) if len(r) else np.nan for r in found.groups[name]])


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
