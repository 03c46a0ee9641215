"""What notebook 03 trains and measures: networks as functions of x and of θ, with three σ's."""

import numpy as np
from numpy.polynomial import Polynomial

import dlcourse as dl
from dlcourse.chapters.relu_vs_tanh.measures import piece_along_line

DATA = {name: dl.dataset(name) for name in dl.DATASETS}  # 30 noisy samples each
WIGGLY = DATA["wiggly"]
SIGMAS = {
    "LeakyReLU": dl.LEAKY_RELU,
    "Tanh": dl.TANH,
    "ReLU": dl.RELU,
    "ELU": dl.ELU,
    "Sigmoid": dl.SIGMOID,
    "Id": dl.IDENTITY,
}
PAIR = ("LeakyReLU", "Tanh")
RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
RADII = [0.1, 0.3, 1, 3, 10, 30, 100]
FAR = np.logspace(-1, 5, 121)  # the t at which the growth is measured
DEGREES = np.arange(1, 11)
WIDTHS = (1, 2, 3, 5, 8, 12, 16, 20)
SEEDS = range(10)


# ------------------------------------------------------------- 1 and 2 · as a function of x


def pair(data: dl.Data, layers: int = 5, epochs: int = 5000, *, seed: int) -> dict[str, dl.Run]:
    """The network of the slides trained with LeakyReLU and with Tanh: {name: run}.

    The random numbers from which the two start are the same.

    [002 1D Regression – Model properties]
    """
    nets = {name: dl.deep_network(layers, activation=SIGMAS[name]) for name in PAIR}
    return {name: dl.trained(net, data, seed=seed, epochs=epochs) for name, net in nets.items()}


def slopes(runs: dict[str, dl.Run], epoch: int, points: int = 2001) -> dl.Curves:
    """dm/dx on [−1, 1] at an epoch, for each run: values (len(runs), points).

    [002 1D Regression – Model properties]
    """
    x = np.linspace(-1, 1, points)
    u = [dl.input_gradient(run.net, run.at(epoch), x[None])[0] for run in runs.values()]
    return dl.Curves(x, np.array(u), tuple(runs))


# ------------------------------------------------------------------ 3 · without an activation


def without_activation(layers: int, data: dl.Data, *, seed: int) -> dl.Run:
    """σ = Id in all layers, trained for 2000 epochs with a learning rate that falls to 0.

    [002 Identity activation]
    """
    net, adam = dl.deep_network(layers, activation=dl.IDENTITY), dl.Adam(0.01, schedule="cosine")
    return dl.trained(net, data, seed=seed, epochs=2000, optimizer=adam)


# ---------------------------------------------------------------------- 4 · as a function of θ


def _along(run, direction, t):
    """The sum of losses at θ* + t θ_1: t (T,) → (T,)."""
    theta_1 = dl.random_directions(run.net, 1, seed=direction)[0]
    return dl.line(run.net, run.theta, theta_1, t, run.data.x, run.data.y)


def near(runs: dict[str, dl.Run], direction: int, radius: float) -> dl.Curves:
    """The loss f(t) along a random direction, |t| ≤ radius, for each run: (len(runs), 401).

    [002 Training problem properties]
    """
    t = np.linspace(-radius, radius, 401)
    return dl.Curves(t, np.array([_along(run, direction, t) for run in runs.values()]), tuple(runs))


def growth(runs: dict[str, dl.Run], direction: int) -> dl.Curves:
    """The exponent p = d log f / d log t over log₁₀ t, for each run: (len(runs), 121).

    With straight lines at 2n and at 2.

    [002 Training problem properties]
    """
    rows = [np.log(_along(run, direction, FAR)) for run in runs.values()]
    (n,) = {run.net.depth for run in runs.values()}
    p = np.gradient(np.array(rows), np.log(FAR), axis=1)
    return dl.Curves(np.log10(FAR), p, tuple(runs), hlines={"2n": 2 * n, "2": 2})


def piece(run: dl.Run, direction: int) -> tuple[np.ndarray, np.ndarray]:
    """t (201,) and m(0.4; θ* + t θ_1) (201,), |t| ≤ 2, as far as no hidden unit passes a knot.

    [002 Training problem properties]
    """
    net, x = run.net, np.array([[0.4]])
    theta_1 = dl.random_directions(net, 1, seed=direction)[0]
    t = np.linspace(*piece_along_line(net, run.theta, theta_1, x, limit=2.0), 201)
    return t, net(run.theta + t[:, None] * theta_1, x)[:, 0, 0]


def left_over(runs: dict[str, dl.Run], direction: int) -> dl.Curves:
    """How far off the best polynomials of degree 1 … 10 are on a `piece`: (len(runs), 10).

    [002 Training problem properties]
    """
    pieces = [piece(run, direction) for run in runs.values()]
    off = [[np.abs(Polynomial.fit(t, m, k)(t) - m).max() for k in DEGREES] for t, m in pieces]
    return dl.Curves(DEGREES, np.array(off), tuple(runs))


# ------------------------------------------------------------------------- 5 · units and kinks


def count_kinks(width: int, hidden: int, data: dl.Data, *, seed: int) -> int:
    """The kinks in [−1, 1] of `hidden` layers of equal width after 2000 epochs.

    [002 Model properties – ReLU networks]
    """
    net = dl.Network((1, *[width] * hidden, 1))
    run = dl.train(net, data, seed=seed, epochs=2000, snapshots=1)
    return len(dl.kinks(net, run.theta))


def kinks_over_units(found: dict[int, list[int]]) -> dl.Curves:
    """The median of the kinks, from the fewest to the most, and one for each unit.

    {units: kinks of each seed}, with NaN where there is no seed yet → values (2, len(found)).

    [002 Model properties – ReLU networks]
    """
    units, counts = np.array([*found]), [kinks or [np.nan] for kinks in found.values()]
    median, least, most = ([f(kinks) for kinks in counts] for f in (np.median, np.min, np.max))
    names = ("kinks after training", "one kink per unit")
    return dl.Curves(units, np.array([median, units]), names, np.array([least]), np.array([most]))


def sawtooth(layers: int) -> tuple[dl.Network, np.ndarray]:
    """θ by hand: two ReLU units per layer fold [−1, 1] once more, so the kinks double.

    [002 Model properties – ReLU networks]
    """
    net = dl.Network((1, *[2] * layers, 1), dl.RELU)
    theta = np.zeros(net.n_params)
    W, b = net.unpack(theta)  # views: what is written into W and b stands in θ
    W[1][:], b[1][:] = 0.5, [[0.5], [0.0]]  # u = (x + 1) / 2 and u − ½
    for j in range(2, layers + 1):
        W[j][:], b[j][:] = [2, -4], [[0.0], [-0.5]]  # a tooth, 2u − 4 max(u − ½, 0)
    W[layers + 1][:] = [2, -4]
    return net, theta


def sawtooth_trained(layers: int, one_layer: bool = False, *, seed: int) -> dl.Run:
    """LeakyReLU networks trained for 2000 epochs on noise-free samples of the sawtooth.

    Of the same widths, or with as many units in one hidden layer. 4 · 2^layers + 1 samples.

    [002 Model properties – ReLU networks]
    """
    net, theta = sawtooth(layers)
    x = np.linspace(-1, 1, 4 * 2**layers + 1)[None]
    widths = (1, 2 * layers, 1) if one_layer else net.widths
    data = dl.Data.from_arrays(x, net(theta, x))
    return dl.trained(dl.Network(widths), data, seed=seed, epochs=2000)
