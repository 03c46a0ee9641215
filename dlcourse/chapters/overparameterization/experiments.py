"""What notebook 06 trains and measures: networks with more weights than samples, and with fewer.

N is the number of samples, P that of all weights and biases.
"""

from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np

import dlcourse as dl
from dlcourse.chapters.overparameterization import measures, models
from dlcourse.chapters.overparameterization.measures import ZERO, levenberg_marquardt, mean_loss

NET = dl.Network((1, 20, 20, 1), dl.TANH)  # 481 parameters
TWELVE = 12  # networks of a fan
X = np.linspace(-1, 1, 301)

SIX, TEN, FOUR = dl.sine(N=6), dl.sine(N=10), dl.wiggly(N=4)
SETS = {"six": SIX, "ten": TEN, "four": FOUR}

# ------------------------------------------------------------------- many fits of the same samples


class Fan(NamedTuple):
    """Networks that were trained on the same samples: the outputs u (S, 301) over x (301,)."""

    data: dl.Data
    x: np.ndarray
    u: np.ndarray
    losses: np.ndarray

    @property
    def spread(self) -> np.ndarray:
        """The largest minus the smallest output at each x (301,)."""
        return np.ptp(self.u, axis=0)


@partial(dl.remember, answers=64)
def fitted(data: dl.Data, scale: float, seeds: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Networks from several starts, 1000 epochs of Adam, then Levenberg–Marquardt: θ, losses (S,).

    `scale` multiplies the "uniform" start. [002 What is overparameterization?]
    """
    run = dl.train(
        NET, data, seed=seeds, epochs=1000, optimizer=dl.Adam(1e-2), scale=scale, snapshots=1
    )
    theta, losses = levenberg_marquardt(NET, run.theta, data)
    return theta, losses[:, -1]


def origin(data: dl.Data) -> dl.Data:
    """Of the sets offered the one that shares most samples with `data`."""
    return max(SETS.values(), key=lambda known: len({*known.x[0]} & {*data.x[0]}))


@partial(dl.remember, answers=64)
def fan(data: dl.Data = SIX, scale: float = 1.0, seed: int = 0) -> Fan:
    """Twelve networks that differ in their start only, trained on `data` to loss 0.

    Where samples were moved, added or removed, the networks of the original set are trained on by
    Levenberg–Marquardt, so that each follows in small steps.

    [002 What is overparameterization?]
    """
    seeds = tuple(range(TWELVE * seed, TWELVE * (seed + 1)))
    theta, losses = fitted(origin(data), scale, seeds)
    if data not in SETS.values():
        theta, losses = levenberg_marquardt(NET, theta, data, 200)
        losses = losses[:, -1]
    return Fan(data, X, NET(theta, X[None])[:, 0], losses)


def spread(found: Fan, goal: float | None = None) -> dl.Curves:
    """The spread of a fan over x, and the `goal` as a line.

    [002 What is overparameterization?]
    """
    lines = {} if goal is None else {"goal": goal}
    return dl.Curves(found.x, found.spread[None], ("spread",), hlines=lines)


# --------------------------------------------------------------------------- counting parameters

SIZES = [0.25, 0.5, 1, 2, 4]  # widths, in multiples of p
DEPTHS = [1, 2, 3, 5, 10, 20, 50]


def ratios(p: int, samples: int, width: float, depth: int) -> measures.Map:
    """P/N for each depth and each width in multiples of p; (`width`, `depth`) is the chosen cell.

    [002 Overparameterization – An example]
    """
    values = [[models.parameters(p, round(s * p), n) / samples for s in SIZES] for n in DEPTHS]
    return measures.Map(
        tuple(f"{n}" for n in DEPTHS), tuple("p" if s == 1 else f"{s:g} p" for s in SIZES),
        np.array(values),
        np.array(values) > 1, (DEPTHS.index(depth), SIZES.index(width)),
    )  # fmt: skip


def counted(p: int, samples: int, width: float, depth: int) -> dl.Curves:
    """P after each layer: counted, and the lecture's p²n + pn; N as a line.

    A layer that is the last one has one output. [002 Overparameterization – An example]
    """
    n, wide = np.arange(1, max(DEPTHS) + 1), round(width * p)
    rows = [[models.parameters(p, wide, j) for j in n], p**2 * n + p * n]
    mark = (0, depth, models.parameters(p, wide, depth))
    labels = ("P, counted", "p²n + pn")
    return dl.Curves(n, np.array(rows, float), labels, hlines={"N": samples}, marks=(mark,))


# ------------------------------------------------------------------------- errors over parameters

FEATURES = [2, 5, 10, 15, 20, 25, 28, 30, 32, 36, 45, 60, 100, 200, 500]
OPTIMIZERS = {
    "Adam": dict(epochs=4000, optimizer=dl.Adam(1e-2, schedule="cosine")),
    "SGD": dict(epochs=1000, optimizer=dl.GradientDescent(0.01, momentum=0.9), batch_size=5),
}
LOSSES = {"least squares": dl.LEAST_SQUARES, "Huber": dl.HUBER}


@dl.remember
def errors(net, problem, noise, optimizer, loss, *, seed) -> tuple[float, float]:
    """The mean training and test error ½(m − y)² in the end; the seed draws samples and start.

    [002 Why overparameterization?]
    """
    data = models.PROBLEMS[problem](noise, seed)
    run = dl.train(net, data, seed=seed, loss=LOSSES[loss], snapshots=1, **OPTIMIZERS[optimizer])
    pairs = ((data.x, data.y), (data.x_test, data.y_test))
    return tuple(float(mean_loss(net, run.theta, x, y)) for x, y in pairs)


@dl.remember
def random_features(count, problem, noise, *, seed) -> tuple[float, float]:
    """Training and test error of least squares on `count` random ReLU features, smallest norm.

    Only the last layer is fitted: P is `count`. [002 Why overparameterization?]
    """
    data, rng = models.PROBLEMS[problem](noise, seed), np.random.default_rng([seed, 8])
    W = rng.normal(size=(count, len(data.x) + 1))

    def features(x):
        return np.maximum(W[:, :-1] @ x + W[:, -1:], 0.0) / np.sqrt(count)

    w = data.y @ np.linalg.pinv(features(data.x))
    pairs = ((data.x, data.y), (data.x_test, data.y_test))
    return tuple(float(0.5 * np.mean((w @ features(x) - y) ** 2)) for x, y in pairs)


def both(problem, vary, *how) -> dict:
    """Networks and random features as settings of a sweep: {(kind, P): (kind, P, …)}.

    [002 Why overparameterization?]
    """
    nets = {
        ("networks", P): (net, problem, *how) for P, net in models.shapes(problem, vary).items()
    }
    noise = how[0]
    features = {("features", M): (M, problem, noise) for M in FEATURES}
    return {**nets, **features}


@dl.remember
def either(first, *setting, seed) -> tuple[float, float]:
    """`errors` of a network, or `random_features` of a number of them."""
    measure = errors if isinstance(first, dl.Network) else random_features
    return measure(first, *setting, seed=seed)


def by_size(found: dict) -> tuple:
    """{(kind, P): [(training error, test error), …]} → the `Errors` of networks and features.

    None as long as a size has no run yet.
    """
    if not all(found.values()):
        return None
    rows = {kind: {P: v for (k, P), v in found.items() if k == kind} for kind, _ in found}
    return tuple(
        measures.Errors(np.array([*row]), tuple(np.array(v) for v in row.values()), 30)
        for row in (rows["networks"], rows["features"])
    )


# ------------------------------------------------------------------------------ down to 1e-20

COLUMNS = [5, 10, 15, 20, 30]  # N
ROWS = [2, 3, 5, 8, 20]  # widths
MOST_STEPS = 400


@dl.remember
def to_zero(width, hidden, N, sigma, labels, count, *, seed) -> tuple:
    """Networks trained by 2000 epochs of Adam, then by Levenberg–Marquardt, up to 400 steps.

    `count` of them, from the starts `seed`, `seed` + 1, …. Returns the losses (count, 401) after
    Adam and after each step, where what has stopped keeps its last one, and `nearest_bend` (count,)
    in the end.

    [002 What is overparameterization?]
    """
    net = dl.Network((1, *[width] * hidden, 1), models.SIGMAS[sigma])
    data = models.samples(N, labels)
    seeds, adam = range(seed, seed + count), dl.Adam(1e-2, schedule="cosine")
    run = dl.train(net, data, seed=seeds, epochs=2000, optimizer=adam, snapshots=1)
    theta, losses = levenberg_marquardt(net, run.theta, data, MOST_STEPS)
    rest = np.repeat(losses[:, -1:], MOST_STEPS + 1 - losses.shape[1], axis=1)
    return np.hstack([losses, rest]), measures.nearest_bend(net, theta, data.x)


def grid(width, N, hidden, *how) -> dict:
    """All widths and numbers of samples as settings of a sweep, (`width`, `N`) before all others.

    {(width, N): (width, hidden, N, *how)}. [002 What is overparameterization?]
    """
    cells = sorted(product(ROWS, COLUMNS), key=lambda cell: cell != (width, N))
    return {(w, n): (w, hidden, n, *how) for w, n in cells}


def successes(found: dict, hidden: int, steps: int) -> tuple:
    """{(width, N): [what `to_zero` found]} → the shares of runs below ZERO after so many steps.

    Beside them the losses of the first cell along the steps.
    None as long as that cell is still missing; other missing ones are NaN.

    [002 What is overparameterization?]
    """
    chosen = next(iter(found))
    if not found[chosen]:
        return None
    nets = [dl.Network((1, *[w] * hidden, 1)) for w in ROWS]
    values = np.full((len(ROWS), len(COLUMNS)), np.nan)
    for (w, n), cells in found.items():
        for losses, _ in cells:
            values[ROWS.index(w), COLUMNS.index(n)] = np.mean(losses[:, steps] <= ZERO)
    shown = measures.Map(
        tuple(f"{w} (P = {net.n_params})" for w, net in zip(ROWS, nets, strict=True)),
        tuple(f"{n}" for n in COLUMNS), values,
        np.array([[net.n_params > n for n in COLUMNS] for net in nets]),
        (ROWS.index(chosen[0]), COLUMNS.index(chosen[1])),
    )  # fmt: skip
    ((losses, _),) = found[chosen]
    names = ("runs",) * len(losses)
    k = np.arange(MOST_STEPS + 1)
    lines = dict(hlines={"zero": ZERO}, vlines={"steps": steps})
    return shown, dl.Curves(k, losses, names, **lines)


# --------------------------------------------------------------------------------- the walk

LENGTH = 0.4  # of one of the steps of a walk
STEPS = 40


@partial(dl.remember, answers=32)
def walked(data: dl.Data, direction: int, seed: int) -> tuple:
    """A walk from a network of loss 0 along its solutions, and one straight on: θ (41, P) twice.

    Both go towards the same random direction, of length 1; the straight one leaves the solutions.

    [002 What is overparameterization?]
    """
    theta, _ = fitted(origin(data), 1.0, (seed,))
    if data not in SETS.values():
        theta, _ = levenberg_marquardt(NET, theta, data)
    d = np.random.default_rng([direction, 9]).normal(size=NET.n_params)
    d /= np.linalg.norm(d)
    path = measures.walk(NET, theta[0], data, d, STEPS, LENGTH)
    return path, theta[0] + LENGTH * np.arange(STEPS + 1)[:, None] * d


def at(data: dl.Data, distance: float, direction: int, seed: int) -> tuple:
    """The curves before and after a walk of this length, and losses along it and straight on.

    [002 What is overparameterization?]
    """
    path, straight = walked(data, direction, seed)
    k = round(distance / LENGTH)
    fits = tuple(dl.curve(NET, theta, data) for theta in (path[0], path[k]))
    x = LENGTH * np.arange(STEPS + 1)
    rows = {
        "training": mean_loss(NET, path, data.x, data.y),
        "straight on": mean_loss(NET, straight, data.x, data.y),
    }
    if data.x_test is not None:
        rows["test"] = mean_loss(NET, path, data.x_test, data.y_test)
    values = np.maximum([*rows.values()], 1e-32)
    return fits, dl.Curves(x, values, tuple(rows), marks=((0, x[k], values[0, k]),))
