"""What is read off the trainings of notebook 07: losses, curves, columns of dots."""

import numpy as np

import dlcourse as dl

SCALINGS = {"1 − ρ": lambda rho: 1 - rho, "ρ": lambda rho: rho, "1 (none)": lambda rho: 1.0}


def truth_loss(net, theta, data):
    """The mean test loss against the truth: theta (..., P) → (...).

    [002 Generalization]
    """
    return dl.objective(net, theta, data.x_test, data.y_test) / data.x_test.shape[1]


def losses_of(run) -> np.ndarray:
    """The mean training and test loss at the end of a Run: (2,)."""
    return np.array([run.final_loss, run.test_losses[-1]])


def loss_curves(runs, data) -> dl.Curves:
    """Mean test losses along the epochs of {name: (Run, epoch taken)}; training ones without test.

    [002 Generalization]
    """
    names, epochs = tuple(runs), next(iter(runs.values()))[0].epochs
    if data.x_test is None:
        rows, kind = [run.losses for run, _ in runs.values()], "mean training loss"
    else:
        rows = [truth_loss(run.net, run.thetas, data) for run, _ in runs.values()]
        kind = "mean test loss"
    taken = [
        (k, at, row[run.index(at)])
        for k, (row, (run, at)) in enumerate(zip(rows, runs.values(), strict=True))
    ]
    return dl.Curves(epochs, np.array(rows), names, ylabel=kind, marks=tuple(taken))


def dropout_curves(dropped, step, scaling, count=500) -> dl.Curves:
    """At a step: the mean curve of so many networks with units out, and the prediction.

    [001 Dropouts]
    """
    x, net = np.linspace(-1, 1, 121), dropped.run.net
    draws = np.random.default_rng(1).random((count, dropped.kept.shape[1])) >= dropped.rho
    draws[:, -1] = True
    mean = net(draws[:, dropped.owner] * dropped.at(step), x[None, :]).mean(axis=0)[0]
    theta = dropped.scaled(step, SCALINGS[scaling](dropped.rho))
    return dl.Curves(x, np.array([mean, net(theta, x[None, :])[0]]), ("mean", "prediction"))


def gap(curves) -> float:
    """The root mean square distance of the two curves.

    [001 Dropouts]
    """
    return float(np.sqrt(np.mean((curves.values[0] - curves.values[1]) ** 2)))


def staggered(names) -> tuple:
    """Names of columns, every other one a line lower, so that neighbours keep apart."""
    return tuple(name if k % 2 == 0 else f"\n{name}" for k, name in enumerate(names))


def against(found, names, chosen=None) -> dl.Dots:
    """{setting: [(training loss, test loss), …]} as columns of dots, one of them chosen.

    [002 Regularization techniques]
    """
    parts = {name: np.array(found[name]).reshape(-1, 2) for name in names}
    groups = {kind: [parts[n][:, k] for n in names] for k, kind in enumerate(("training", "test"))}
    at = None if chosen is None else list(names).index(chosen)
    return dl.Dots(staggered(f"{name:g}" for name in names), groups, chosen=at)


def board(losses) -> dl.Dots:
    """Test losses {remedy: [loss, …]} as columns, and the median of nothing to compare with.

    The row below counts the seeds in which the remedy is better than nothing.

    [002 Regularization techniques]
    """
    base = np.array(losses["nothing"])
    wins = [_wins(np.array(row), base) for name, row in losses.items() if name != "nothing"]
    return dl.Dots(
        staggered(losses),
        {"": [np.array(row) for row in losses.values()]},
        rows={"better in": ("", *wins)},
        hlines={"nothing": float(np.median(base)) if base.size else np.nan},
    )


def _wins(row, base):
    both = min(len(row), len(base))
    return f"{np.sum(row[:both] < base[:both])}" if both else ""


def mixed(losses) -> dl.Dots:
    """Test losses of nothing and of the student's mixture as columns.

    [001 Regularization]
    """
    parts = [np.array(row) for row in losses.values()]
    return dl.Dots(tuple(losses), {"": parts})


def layer_less(found) -> dl.Dots:
    """{name: [losses (1 + layers), …]} as columns: with all layers, and without each that skips.

    [001 Regularization – Layer Dropouts]
    """
    parts = {name: np.array(rows).reshape(-1, 5) for name, rows in found.items()}
    labels = ("all", *(f"no layer {j}" for j in range(2, 6)))
    return dl.Dots(staggered(labels), {name: [*rows.T] for name, rows in parts.items()})
