"""What notebook 03 trains and measures: networks as functions of x and of θ, with three σ's."""

import numpy as np
from numpy.polynomial import Polynomial

import dlcourse as dl
from dlcourse import style
from dlcourse.chapters.relu_vs_tanh.measures import limit_network, mirrored, piece_along_line

DATA = {name: dl.dataset(name) for name in dl.DATASETS}  # 30 noisy samples each
CLASSES = {name: make() for name, make in dl.TWO_CLASSES.items()}  # 80 samples in the plane each
WIGGLY = DATA["wiggly"]
SIGMAS = {
    "LeakyReLU": dl.LEAKY_RELU,
    "Tanh": dl.TANH,
    "ReLU": dl.RELU,
    "ELU": dl.ELU,
    "Sigmoid": dl.SIGMOID,
}
PAIR = ("LeakyReLU", "Tanh")
RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
RADII = [0.1, 0.3, 1, 3, 10, 30, 100]
FAR = np.logspace(1, 3, 81)  # the t at which the growth is shown
DEGREES = np.arange(1, 11)


# ------------------------------------------------------------------- 1 to 3 · as a function of x


def pair(data: dl.Data, layers: int = 5, epochs: int = 5000, *, seed: int) -> dict[str, dl.Run]:
    """The network of the slides trained with LeakyReLU and with Tanh: {name: run}.

    The random numbers from which the two start are the same.

    [002 1D Regression – Model properties]
    """
    nets = {name: dl.deep_network(layers, activation=SIGMAS[name]) for name in PAIR}
    return {name: dl.trained(net, data, seed=seed, epochs=epochs) for name, net in nets.items()}


def in_the_plane(layers: int, data: dl.Data, *, seed: int) -> dl.Run:
    """Hidden layers of six LeakyReLU units, trained to tell two classes in the plane apart.

    Adam for 2000 epochs on the logistic loss.

    [002 Model properties – ReLU networks]
    """
    net = dl.Network((2, *[6] * layers, 1))
    rule = dl.Adam(0.01)
    return dl.trained(net, data, seed=seed, epochs=2000, optimizer=rule, loss=dl.LOGISTIC)


def fits(runs: dict[str, dl.Run], epoch: int) -> tuple:
    """The curves of several runs at an epoch, a `Fit` each.

    [002 1D Regression – Model properties]
    """
    return tuple(dl.curve(run.net, run.at(epoch), run.data) for run in runs.values())


def slopes(runs: dict[str, dl.Run], epoch: int, points: int = 2001) -> dl.Curves:
    """dm/dx on [−1, 1] at an epoch, for each run: values (len(runs), points).

    A dot stands where it is largest in size.

    [002 1D Regression – Model properties]
    """
    x = np.linspace(-1, 1, points)
    u = [dl.input_gradient(run.net, run.at(epoch), x[None])[0] for run in runs.values()]
    at = [int(np.argmax(np.abs(row))) for row in u]
    marks = tuple((k, x[i], row[i]) for k, (i, row) in enumerate(zip(at, u, strict=True)))
    return dl.Curves(x, np.array(u), tuple(runs), marks=marks)


# ------------------------------------------------------------------ 4 · without an activation


def without_activation(layers: int, data: dl.Data, *, seed: int) -> dl.Run:
    """σ = Id in all layers, trained for 2000 epochs with a learning rate that falls to 0.

    [002 Identity activation]
    """
    net, adam = dl.deep_network(layers, activation=dl.IDENTITY), dl.Adam(0.01, schedule="cosine")
    return dl.trained(net, data, seed=seed, epochs=2000, optimizer=adam)


def on_the_way(run: dl.Run, epoch: int, way: float) -> np.ndarray:
    """θ (P,) on the straight way from a training's θ to the mirrored one: way 0 … 1.

    [002 Identity activation]
    """
    theta = run.at(epoch)
    return (1 - way) * theta + way * mirrored(run.net, theta)


# ---------------------------------------------------------------------- 5 · as a function of θ


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


def limits(runs: dict[str, dl.Run], direction: int) -> dict[str, float]:
    """½ Σ_i m_0(x_i)², to which f(t) / t^{2n} or, with Tanh, f(t) / t² tends, for each run.

    [002 Training problem properties]
    """
    found = {}
    for name, run in runs.items():
        theta_1 = dl.random_directions(run.net, 1, seed=direction)[0]
        found[name] = 0.5 * float(np.sum(limit_network(run.net, theta_1, run.data.x) ** 2))
    return found


def powers(runs: dict[str, dl.Run]) -> dict[str, int]:
    """The power of t by which the loss grows far away: 2n, with Tanh 2.

    [002 Training problem properties]
    """
    return {name: 2 if run.net.sigma[1] == dl.TANH else 2 * run.net.depth
            for name, run in runs.items()}  # fmt: skip


def far(runs: dict[str, dl.Run], direction: int, t=FAR) -> dl.Curves:
    """The loss f(t) far away, for each run, and then what it tends to: (2 len(runs), len(t)).

    [002 Training problem properties]
    """
    rows = [_along(run, direction, t) for run in runs.values()]
    names = [*runs]
    for name, c in limits(runs, direction).items():
        power = powers(runs)[name]
        rows.append(c * t**power)
        names.append(f"½Σm₀(xᵢ)² t{style.power(power)[2:]}")
    return dl.Curves(t, np.array(rows), tuple(names))


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


# ------------------------------------------------------------------------- 6 · units and kinks


def wide_or_deep(width: int, hidden: int, data: dl.Data, *, seed: int) -> dl.Run:
    """`hidden` layers of equal width with LeakyReLU, trained for 5000 epochs.

    [002 Model properties – ReLU networks]
    """
    return dl.trained(dl.Network((1, *[width] * hidden, 1)), data, seed=seed)


def kinks_per_unit(width: int, hidden: int, data: dl.Data, *, seed: int) -> float:
    """The kinks in [−1, 1] of a trained network over the number of its hidden units.

    [002 Model properties – ReLU networks]
    """
    run = wide_or_deep(width, hidden, data, seed=seed)
    return len(dl.kinks(run.net, run.theta)) / (width * hidden)


def sawtooth(layers: int) -> tuple[dl.Network, np.ndarray]:
    """θ by hand: two ReLU units per layer fold [−1, 1] once more, so the pieces double.

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
