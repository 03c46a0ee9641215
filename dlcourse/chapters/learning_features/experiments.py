"""What notebook 02 trains: all layers or only the last, on features learned or prespecified."""

from collections.abc import Callable
from functools import partial
from math import comb

import numpy as np

import dlcourse as dl
from dlcourse import LOGISTIC, TANH, Activation
from dlcourse.chapters.learning_features.measures import (
    T,
    Ways,
    error_rate,
    mean_ridge_loss,
    points,
    score_plane,
)
from dlcourse.chapters.learning_features.models import (
    FEATURES,
    features_within,
    stripes,
    train_last_layer,
    two_weight_loss,
    with_idle_inputs,
)

DATA = {name: make() for name, make in dl.TWO_CLASSES.items()}  # 80 samples, 80 for the test


# ---------------------------------------------------------------------------------- two weights

PLANE = np.linspace(-2.5, 2.5, 101)  # of either weight
_VALUES = two_weight_loss(PLANE[None, :], PLANE[:, None])
_BRANCH = np.geomspace(0.4, 2.5, 81)
_SOLUTIONS = [sign * np.stack([_BRANCH, 1 / _BRANCH], axis=1) for sign in (1, -1)]


def ways_down(ways: dict, step: int) -> tuple[Ways, dl.Curves]:
    """Ways {name: (K + 1, 2)} of `models.descent` up to a step, and the loss along all K steps.

    [002 Optimizing only final layer]
    """
    losses = np.array([two_weight_loss(*way.T) for way in ways.values()])
    marks = tuple((k, step, row[step]) for k, row in enumerate(losses))
    shown = {name: way[: step + 1] for name, way in ways.items()}
    curves = dl.Curves(np.arange(losses.shape[1]), losses, tuple(ways), marks=marks)
    return Ways(PLANE, _VALUES, _SOLUTIONS, shown), curves


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


# ---------------------------------------------------------------- prespecified or learned, by size

KINDS, DEGREES = (*FEATURES, "learned"), (2, 3, 4, 5)
SAMPLED = (*dl.TWO_CLASSES, "stripes")


@dl.remember
def sample(name: str, inputs: int, seed: int) -> dl.Data:
    """200 samples of two classes, and as many for the test, with two or more inputs.

    The class of stripes depends on all inputs alike, that of the others only on the first two.

    [002 Learning features]
    """
    if name == "stripes":
        return stripes(200, inputs, seed)
    return with_idle_inputs(dl.TWO_CLASSES[name](200, seed=seed), inputs - 2, seed)


def trained_count(kind: str, inputs: int, degree: int) -> int:
    """How many parameters a model of a kind trains: as polynomials to `degree`, or just fewer.

    Polynomials have C(inputs + degree, degree) with b_n, and so have random features and RBFs. The
    hidden layer gets the largest width with at most that many.

    [002 Learning features]
    """
    most = comb(inputs + degree, degree)
    return most if kind != "learned" else 1 + (inputs + 2) * ((most - 1) // (inputs + 2))


@dl.remember
def model_of(kind: str, name: str, inputs: int, degree: int, seed: int) -> Callable:
    """A model x (inputs, N) → (1, N) with `trained_count` parameters, trained on `sample`.

    `kind` is one of KINDS: prespecified features, or one hidden layer that learns them.

    [002 Learning features]
    """
    data, count = sample(name, inputs, seed), trained_count(kind, inputs, degree)
    if kind == "learned":
        net = dl.Network((inputs, (count - 1) // (inputs + 2), 1), TANH)
        options = dict(optimizer=FALLING, loss=LOGISTIC, weight_decay=1e-4, snapshots=1)
        return partial(net, dl.train(net, data, seed=seed, epochs=2000, **options).theta)
    phi = features_within(kind, inputs, count, seed)
    last = train_last_layer(phi(data.x), data.y, ridge=1e-4)
    return lambda x: last(phi(x))


def error_of(kind: str, name: str, inputs: int, degree: int, *, seed: int) -> float:
    """The test error of `model_of` in percent.

    [002 Learning features]
    """
    data = sample(name, inputs, seed)
    return float(error_rate(model_of(kind, name, inputs, degree, seed)(data.x_test), data.y_test))


def settings_of(name: str, inputs: int) -> dict:
    """All kinds and sizes, {(kind, degree): what `error_of` takes}.

    [002 Learning features]
    """
    return {(k, d): (k, name, inputs, d) for k in KINDS for d in DEGREES}


def errors_by_kind(found: dict, inputs: int) -> dl.Dots:
    """Test errors of each kind over its trained parameters: found {(kind, degree): [errors]}.

    [002 Learning features]
    """
    places = {k: [trained_count(k, inputs, d) for d in DEGREES] for k in KINDS}
    return dl.Dots((), {k: [found[k, d] for d in DEGREES] for k in KINDS}, places)


def plane_of(kind: str, name: str, inputs: int, degree: int) -> dl.Points:
    """The regions of a model in the plane of the first two inputs, where the others are 0.

    [002 Learning features]
    """
    data, model = sample(name, inputs, 0), model_of(kind, name, inputs, degree, 0)
    right = 1 - error_rate(model(data.x), data.y) / 100
    score = score_plane(lambda x: model(np.pad(x, ((0, inputs - 2), (0, 0)))), T, T)
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
