"""What notebook 02 trains: all layers or only the last, on features learned or prespecified."""

from collections.abc import Callable
from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse import LOGISTIC, TANH, Activation
from dlcourse.chapters.learning_features.measures import (
    T,
    error_rate,
    mean_ridge_loss,
    points,
    score_plane,
)
from dlcourse.chapters.learning_features.models import (
    FEATURES,
    features_within,
    train_last_layer,
    with_idle_inputs,
)

DATA = {name: make() for name, make in dl.TWO_CLASSES.items()}  # 80 samples, 80 for the test


# ------------------------------------------------------------------------ all layers, or the last

WIDTHS = (2, 6, 6, 1)  # 67 parameters, 7 of them in the last layer
STARTS = 3 * np.random.default_rng(1).normal(size=(30, 7))  # thirty starts of the last layer
FALLING = dl.Adam(0.01, schedule="cosine")


def classified(net: dl.Network, data: dl.Data, seed: int, epochs: int = 2000) -> dl.Run:
    """A network trained to tell two classes apart, by Adam on the logistic loss.

    [002 Learning features]
    """
    rule = dl.Adam(0.01)
    return dl.trained(net, data, seed=seed, epochs=epochs, optimizer=rule, loss=LOGISTIC)


@dl.remember
def fixed_features(sigma: Activation, warm_up: int = 0, N: int = 80) -> dl.Data:
    """The last layer's problem: features (6, N) of N samples of spirals, and their labels.

    The features are random, or those of a network that was trained for `warm_up` epochs.

    [002 Optimizing only final layer]
    """
    data = dl.spirals(N)
    net, theta = _fixed(sigma, warm_up, data)
    return dl.Data.from_arrays(dl.features(net, theta, data.x), data.y)


def _fixed(sigma, warm_up, data):
    """The network and its θ (67,), from which all layers but the last are taken."""
    net = dl.Network(WIDTHS, sigma)
    theta = dl.initialize(net, seed=0, scale=3.0)
    if warm_up:
        theta = dl.train(net, data, epochs=warm_up, theta0=theta, loss=LOGISTIC).theta
    return net, theta


@dl.remember
def best_last_layer(sigma: Activation, ridge: float, warm_up: int = 0) -> dl.UnitFunctions:
    """The network of the fixed features, its last layer at the minimum of its convex problem.

    [002 Optimizing only final layer]
    """
    data, phi = dl.spirals(80), fixed_features(sigma, warm_up)
    net, theta = _fixed(sigma, warm_up, data)
    last = train_last_layer(phi.x, phi.y, ridge=ridge)
    theta = np.concatenate([theta[:-7], last.W[0], last.b[0]])
    return dl.unit_functions(net, theta, data)


@dl.remember
def last_layer_alone(sigma: Activation, ridge: float, lr: float, warm_up: int = 0, N: int = 80):
    """Steps (K,) and the objective from thirty starts (30, K), by Newton and gradient descent.

    [002 Optimizing only final layer]
    """
    phi, one = fixed_features(sigma, warm_up, N), dl.Network((6, 1))
    run = dl.train(
        one, phi, seed=range(30), theta0=STARTS, optimizer=dl.GradientDescent(lr), loss=LOGISTIC,
        weight_decay=ridge,
    )  # fmt: skip
    newton = [train_last_layer(phi.x, phi.y, ridge=ridge, start=w).losses for w in STARTS]
    fast = np.array([losses[np.minimum(run.epochs, len(losses) - 1)] for losses in newton])
    return run.epochs, fast, mean_ridge_loss(one, run.thetas, phi, ridge=ridge)


@dl.remember
def all_layers(sigma: Activation, ridge: float, *, seed: int) -> np.ndarray:
    """θ (67,) after training all layers with weight decay.

    [002 Optimizing only final layer]
    """
    net, data = dl.Network(WIDTHS, sigma), DATA["spirals"]
    options = dict(optimizer=FALLING, loss=LOGISTIC, weight_decay=ridge, snapshots=1)
    return dl.train(net, data, seed=seed, **options).theta


def objective_of_all_layers(sigma: Activation, ridge: float, *, seed: int) -> float:
    """The objective at the end of `all_layers`.

    [002 Optimizing only final layer]
    """
    theta = all_layers(sigma, ridge, seed=seed)
    return mean_ridge_loss(dl.Network(WIDTHS, sigma), theta, DATA["spirals"], ridge=ridge)


# -------------------------------------------------------------- prespecified or learned, by budget

KINDS, BUDGETS = (*FEATURES, "learned"), (13, 25, 49, 97)


@dl.remember
def sample(name: str, idle: int, seed: int) -> dl.Data:
    """200 samples of two classes, with `idle` further inputs that say nothing about them.

    [002 Learning features]
    """
    return with_idle_inputs(dl.TWO_CLASSES[name](200, seed=seed), idle, seed)


@dl.remember
def model_within(kind: str, name: str, idle: int, budget: int, seed: int) -> Callable:
    """A model x (2 + idle, N) → (1, N) with at most `budget` trained parameters.

    `kind` is one of KINDS: prespecified features, or one hidden layer that learns them.

    [002 Learning features]
    """
    data, n_in = sample(name, idle, seed), 2 + idle
    if kind == "learned":
        net = dl.Network((n_in, (budget - 1) // (n_in + 2), 1), TANH)
        options = dict(optimizer=FALLING, loss=LOGISTIC, weight_decay=1e-4, snapshots=1)
        return partial(net, dl.train(net, data, seed=seed, epochs=2000, **options).theta)
    phi = features_within(kind, n_in, budget, seed)
    last = train_last_layer(phi(data.x), data.y, ridge=1e-4)
    return lambda x: last(phi(x))


def budget_error(kind: str, name: str, idle: int, budget: int, *, seed: int) -> float:
    """The test error of `model_within` in percent.

    [002 Learning features]
    """
    data = sample(name, idle, seed)
    return float(error_rate(model_within(kind, name, idle, budget, seed)(data.x_test), data.y_test))


def plane_within(kind: str, name: str, idle: int, budget: int) -> dl.Points:
    """The regions of a model within the budget, seen in the plane of the first two inputs.

    [002 Learning features]
    """
    data, model = sample(name, idle, 0), model_within(kind, name, idle, budget, 0)
    right = 1 - error_rate(model(data.x), data.y) / 100
    score = score_plane(lambda x: model(np.pad(x, ((0, idle), (0, 0)))), T, T)
    return dl.Points(data.x[:2], data.y[0], T, T, score, right)


# ------------------------------------------------------------------------------- design choices

NOISY = {
    name: partial(dl.TWO_CLASSES[name], N=100, noise=noise)
    for name, noise in {"moons": 0.25, "spirals": 0.08, "xor": 0.25}.items()
}  # two classes that overlap
UNITS = {
    "LeakyReLU": dl.LEAKY_RELU, "ReLU": dl.RELU, "Tanh": TANH, "ELU": dl.ELU, "Sigmoid": dl.SIGMOID,
}  # fmt: skip


def _net(layers=2, width=8, sigma=dl.LEAKY_RELU, residual=False):
    return dl.Network((2, *[width] * layers, 1), sigma, residual)


CHOICES = {
    "hidden layers": {str(k): _net(k) for k in (1, 2, 4, 8)},
    "width": {str(k): _net(width=k) for k in (2, 4, 8, 16, 32)},
    "activation": {name: _net(sigma=sigma) for name, sigma in UNITS.items()},
    "skip connections": {
        f"{'residual' if r else 'plain'}\n{k} layers": _net(k, residual=r)
        for k in (2, 8)
        for r in (False, True)
    },
}


@dl.remember
def noisy(name: str, seed: int) -> dl.Data:
    """100 samples of two classes that overlap.

    [002 Design choices]
    """
    return NOISY[name](seed=seed)


def errors_along(run: dl.Run) -> np.ndarray:
    """Training and test error in percent along the epochs (2, K), without test samples (1, K).

    [002 Design choices]
    """
    sets = (run.data.x, run.data.y), (run.data.x_test, run.data.y_test)
    return np.array([error_rate(run.net(run.thetas, x), y) for x, y in sets if x is not None])


def regions_and_errors(run: dl.Run) -> tuple[dl.Points, dl.Curves]:
    """The regions at the end of a training, and its two errors along the epochs.

    [002 Design choices]
    """
    picture = points(run.data.x, run.data, partial(run.net, run.theta), at=1.4 * T)
    errors, names = errors_along(run), ("training error", "test error")
    return picture, dl.Curves(run.epochs, errors, names[: len(errors)])


def design_errors(net: dl.Network, name: str, *, seed: int) -> np.ndarray:
    """Training and test error (2,) in percent after 1500 epochs; the seed draws samples, too.

    [002 Design choices]
    """
    return errors_along(classified(net, noisy(name, seed), seed, 1500))[:, -1]
