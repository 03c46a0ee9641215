"""What notebook 10 takes apart, counts, compares and trains."""

from itertools import pairwise
from time import perf_counter

import numpy as np

import dlcourse as dl
from dlcourse.chapters.backpropagation import measures, models, pictures
from dlcourse.lesson.checking import MistakeError, UnfinishedError, answer_of

SIGMAS = {"Tanh": dl.TANH, "LeakyReLU": dl.LEAKY_RELU, "ReLU": dl.RELU}
SMALL = (2, 3, 3, 1)  # the widths of the network that is taken apart
STEPPED = dl.Epochs(tuple(range(22)), milliseconds=900)  # the steps of its two passes
KINKS = {"as drawn": np.inf, "0.01": 1e-2, "0.0001": 1e-4, "0 (a kink)": 0.0}
DATA = dl.wiggly()


def short_weights(net: dl.Network, seed: int) -> np.ndarray:
    """θ (P,) of random weights with one digit behind the point, so that they can be read.

    [002 Backpropagation summarized]
    """
    rng = np.random.default_rng([seed, 10])
    theta = np.round(rng.normal(0.0, 0.8, net.n_params), 1)
    return np.where(theta == 0, 0.1, theta)


def passes(sigma, residual, x, y, step, training=True, own=(), seed=0) -> measures.Moment:
    """The passes of one sample x (2,), y through the small network, stopped after `step`.

    [002 Backpropagation summarized; Backpropagation – Residual networks]
    """
    net = dl.Network(SMALL, sigma, residual)
    x = np.reshape(x, (2, 1))
    return measures.moment(net, short_weights(net, seed), x, [[y]], step, training, own)


# ---------------------------------------------------------------------------- shapes of Jacobians


def one_layer(n_in: int, n_out: int, seed: int) -> tuple:
    """W (m, n), z (n, 1), σ′(v) (m, 1) and δ (m, 1) of a random Tanh layer, n inputs, m outputs.

    [002 Dimensions]
    """
    rng = np.random.default_rng([seed, n_in, n_out])
    W, z = rng.normal(0, 0.7, (n_out, n_in)), rng.normal(0, 0.7, (n_in, 1))
    return W, z, dl.TANH.prime(W @ z), rng.normal(size=(n_out, 1))


def tensor(W, z, prime) -> np.ndarray:
    """∂z_{j+1}/∂W_j (m, m, n) of a layer W (m, n), z (n, 1), σ′ (m, 1); NaN for what is always 0.

    Entry l belongs to component l of z_{j+1}: only row l of its matrix is not 0.

    [002 Partial Jacobian ∂L/∂W_j]
    """
    m, n = W.shape
    found = np.full((m, m, n), np.nan)
    found[np.arange(m), np.arange(m)] = prime * z.T
    return found


# ------------------------------------------------------------------------- store or compute again


@dl.remember
def kept_at_most(n: int, checkpoints: int) -> tuple[int, int]:
    """How many numbers a chain of n steps keeps at most, and how often it evaluates f.

    [004 Backpropagation and other differentiation algorithms]
    """
    done = measures.chain_derivative(np.cos, lambda u: -np.sin(u), 0.7, n, checkpoints)
    return int(done.kept.max()), done.evaluations


def chain(n: int, checkpoints: int) -> measures.Chain:
    """dx_n/dw of x_{j+1} = cos x_j from x_0 = w = 0.7, with so many checkpoints.

    [004 Backpropagation and other differentiation algorithms]
    """
    return measures.chain_derivative(np.cos, lambda u: -np.sin(u), 0.7, n, checkpoints)


# ---------------------------------------------------------------------------- what a gradient costs


def paths(layers: int, width: int) -> pictures.Paths:
    """A graph of so many hidden layers of one width, with one input and one output.

    [004 Complexity of backpropagation]
    """
    widths = (1, *[width] * layers, 1)
    edges = sum(a * b for a, b in pairwise(widths))
    return pictures.Paths(widths, measures.paths_to(widths), edges)


def samples(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """z (3, N) and e (4, N) of a random layer and N samples.

    [004 Multiple input-output pairs]
    """
    rng = np.random.default_rng([seed, 5])
    return rng.normal(0, 0.9, (3, 6))[:, :count], rng.normal(0, 0.9, (4, 6))[:, :count]


WIDTHS = (2, 4, 8, 16, 32, 64, 128)


def prices(layers: int, clock: bool):
    """The cost of a gradient over that of f, width after width: (Curves, fraction).

    Backpropagation counted, or timed if `clock`; and forward differences, P + 1 values of f.

    [004 Complexity of backpropagation]
    """
    ratios, evaluations = np.full((2, len(WIDTHS)), np.nan)
    for done, width in enumerate(WIDTHS):
        net = dl.Network((width,) * (layers + 1), dl.TANH)
        f, both = measures.multiplications(net)
        ratios[done] = _timed(net) if clock else both / f
        evaluations[done] = net.n_params + 1
        curves = pictures.prices(WIDTHS, ratios.copy(), evaluations.copy(), clock)
        yield curves, (done + 1) / len(WIDTHS)


def _timed(net):
    """Time of the gradient over time of the objective, 50 samples, the median of seven."""
    theta, rng = dl.initialize(net, seed=0), np.random.default_rng(0)
    x, y = rng.normal(size=(2, net.widths[0], 50))
    seconds = np.empty((2, 7))
    for row, function in zip(seconds, (dl.objective, dl.gradient), strict=True):
        for k in range(7):
            start = perf_counter()
            function(net, theta, x, y)
            row[k] = perf_counter() - start
    f, gradient = np.median(seconds, axis=1)
    return gradient / f


# ------------------------------------------------------------------------------------- differences

STEPS = 10.0 ** np.arange(-16, 0.01, 0.25)


@dl.remember
def difference_errors(name: str, apart: float, seed: int) -> dict:
    """{method: relative errors} of differences over the steps `STEPS`, along a random direction.

    The network has widths 1, 5, 5, 1. The bias of its first unit is moved so that the unit's v is
    `apart` at the first sample: so far is its kink. With `inf` it stays as it was drawn.

    [beyond the slides]
    """
    net = dl.Network((1, 5, 5, 1), SIGMAS[name])
    theta = dl.initialize(net, seed=seed)
    x, y = DATA.x, DATA.y
    if np.isfinite(apart):
        W, b = net.unpack(theta)
        b[1][0] = apart - W[1][0, 0] * x[0, 0]
    direction = dl.random_directions(net, 1, seed=seed)[0]
    right = float(direction @ dl.gradient(net, theta, x, y))
    found = measures.differences(net, theta, direction, x, y, STEPS)
    return {method: np.abs(values / right - 1) for method, values in found.items()}


# ----------------------------------------------------------------------------- trained by a reader

EPOCHS = tuple(range(0, 2001, 50))


def works(net, backward) -> bool:
    """Whether a reader's backward pass returns a gradient of the right shapes at all."""
    theta = dl.initialize(net, seed=0)
    z, v = dl.forward(net, theta, DATA.x)
    W, b = net.unpack(theta)
    try:
        dW, db = answer_of(backward, net, W, z, v, z[-1] - DATA.y)
        fits = [np.shape(dW[j]) == W[j].shape and np.shape(db[j]) == b[j].shape
                for j in range(1, net.depth + 1)]  # fmt: skip
    except (MistakeError, UnfinishedError, TypeError, ValueError, IndexError):
        return False
    return all(fits)


@dl.remember
def trained_by(backward, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """θ (K, P) and mean losses (K,) at `EPOCHS` of the network of 00, trained by a backward pass.

    Adam, learning rate 0.01, all 30 samples in each step. None stands for the right backward pass;
    where one returns no gradient θ stays.

    [002 Training algorithm]
    """
    net, backward = dl.deep_network(5), backward or models.package_backward
    theta = dl.initialize(net, seed=seed)
    thetas = np.tile(theta, (len(EPOCHS), 1))
    if works(net, backward):
        _adam(net, backward, theta, thetas)
    return thetas, dl.objective(net, thetas, DATA.x, DATA.y) / DATA.N


def _adam(net, backward, theta, thetas):
    """Fill the rows of `thetas` (K, P), beginning with theta (P,), which is changed."""
    first, second, g = np.zeros((3, net.n_params))
    blocks, gW, gb = net.unpack(theta)[0], *net.unpack(g)
    for epoch in range(1, EPOCHS[-1] + 1):
        z, v = dl.forward(net, theta, DATA.x)
        dW, db = backward(net, blocks, z, v, (z[-1] - DATA.y) / DATA.N)
        for j in range(1, net.depth + 1):
            gW[j][...], gb[j][...] = dW[j], db[j]
        first += 0.1 * (g - first)
        second += 0.001 * (g * g - second)
        scale = np.sqrt(second / (1 - 0.999**epoch)) + 1e-8
        theta -= 0.01 * first / (1 - 0.9**epoch) / scale
        if epoch in EPOCHS:
            thetas[EPOCHS.index(epoch)] = theta
