"""What notebook 11 draws, trains and measures: states, gradients and norms along the layers."""

from time import perf_counter

import numpy as np

import dlcourse as dl
from dlcourse.chapters.vanishing_gradients import measures, pictures

SIGMAS = {
    "sigmoid": dl.SIGMOID,
    "Tanh": dl.TANH,
    "ReLU": dl.RELU,
    "LeakyReLU": dl.LEAKY_RELU,
    "ELU": dl.ELU,
    "SELU": dl.SELU,
}
DRAWS = 30  # networks in one picture of layers with a given norm
X = np.full((10, 1), 1 / np.sqrt(10))  # a sample of length 1
Y = np.ones((10, 1))
DATA = dl.wiggly()


# ----------------------------------------------------------------------- layers of a given norm


@dl.remember
def _unit_norm(n, seed):
    net = dl.Network((10,) * (n + 1))
    return dl.initialize(net, "spectral", seed=range(DRAWS * seed, DRAWS * (seed + 1)))


def draws(net: dl.Network, norm: float, bias: float = 0.0, seed: int = 0) -> np.ndarray:
    """θ (30, P) of random networks of width 10 with all ‖W_j‖₂ = norm and ‖b_j‖ about `bias`.

    [002 Vanishing and exploding gradient problem]
    """
    theta = norm * _unit_norm(net.depth, seed)
    rng = np.random.default_rng([seed, 7])
    for b in net.unpack(theta)[1][1:]:
        b[...] = bias / np.sqrt(10) * rng.normal(size=b.shape)
    return theta


def sizes(net: dl.Network, theta) -> tuple[np.ndarray, np.ndarray]:
    """‖z_j‖ and ‖δ_j‖/‖δ_{n+1}‖ of the networks theta (S, P): two arrays (S, n + 1).

    [002 Avoiding vanishing and exploding gradients]
    """
    z, delta = dl.state_norms(net, theta, X, Y)
    return z, delta / delta[:, -1:]


def bounds(net: dl.Network, theta) -> tuple[np.ndarray, np.ndarray]:
    """Upper bounds for what `sizes` gives, the medians over the networks theta (S, P): (n + 1,).

    [002 Avoiding vanishing and exploding gradients; Residual networks]
    """
    both = measures.forward_bounds(net, theta, 1.0), measures.backward_bounds(net, theta)
    ahead, back = (np.median(bound, axis=0) for bound in both)
    return ahead, back


# ---------------------------------------------------------------------------- averages, not bounds


@dl.remember
def mean_slope(name: str, s: float) -> float:
    """E σ′(v) for v from N(0, s²), σ by its name.

    [002 Suggestions based on upper bounds]
    """
    return float(measures.mean_prime(SIGMAS[name], s))


@dl.remember
def mean_slopes() -> dict:
    """E σ′(v) over the spread 0.1 … 5 of v, {name: (99,)}.

    [002 Suggestions based on upper bounds]
    """
    return {name: measures.mean_prime(SIGMAS[name], pictures.SPREAD) for name in pictures.SLOPED}


# ------------------------------------------------------------------------------ gains and starts

EIGHT = 8  # networks where a gain is chosen, and trainings that may explode


@dl.remember
def _unit_gain(width, n, seed):
    net = dl.Network((width,) * (n + 1))
    seeds = range(EIGHT * seed, EIGHT * (seed + 1))
    return dl.initialize(net, "he", seed=seeds, scale=1 / np.sqrt(2))


def gained(
    sigma: dl.Activation, gain: float, n: int, width: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """‖z_j‖/‖z_1‖ and ‖δ_j‖/‖δ_{n+1}‖ (8, n + 1) of random layers, entries from N(0, g²/width).

    δ_{n+1} is drawn independently of the network. With δ_{n+1} = z_{n+1} − y it would point
    largely along the signal, which the transposed layers carry back better than other vectors.

    [002 Vanishing and exploding gradients]
    """
    net = dl.Network((width,) * (n + 1), sigma)
    return independent_sizes(net, gain * _unit_gain(width, n, seed))


def independent_sizes(net: dl.Network, theta, samples: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """‖z_j‖/‖z_1‖ and ‖δ_j‖/‖δ_{n+1}‖ (S, n + 1) for a δ_{n+1} that is independent of θ (S, P).

    [002 Avoiding vanishing and exploding gradients]
    """
    rng = np.random.default_rng(1)
    x = rng.normal(size=(net.widths[0], samples))
    last = rng.normal(size=(net.widths[-1], samples))
    with np.errstate(over="ignore", invalid="ignore"):
        found = [dl.state_norms(net, one, x, net(one, x) - last) for one in theta]
    z, delta = np.moveaxis(np.array(found), 1, 0)
    return z / z[:, :1], delta / delta[:, -1:]


def growth_per_layer(init: str, scale: float = 1.0, layers: int = 30) -> np.ndarray:
    """The growth of ‖δ_j‖ per ReLU layer of 100 units, for 20 seeds (20,); δ_{n+1} independent.

    [002 Suggestions based on upper bounds]
    """
    net = dl.Network((100,) * (layers + 1), dl.RELU)
    theta = dl.initialize(net, init, seed=range(20), scale=scale)
    _, delta = independent_sizes(net, theta, samples=4)
    return (delta[:, 0] / delta[:, layers - 1]) ** (1 / (layers - 1))


# Sizes of a large square matrix with entries from N(0, 1/n): norm, and of its singular values …
OF_UNIT_GAIN = {"norm": 2.0, "average": 8 / (3 * np.pi), "root mean square": 1.0}


def gain_of(rule: str, L: float) -> float:
    """The g of entries from N(0, g²/n) with which that size of a large square W_j is 1/L.

    [002 Estimation from upper bounds]
    """
    return 1 / (L * OF_UNIT_GAIN[rule])


def spectrum(n: int, m: int, *, seed: int) -> np.ndarray:
    """The singular values (min(n, m),) of W (m, n), falling, entries from N(0, 1/(√n + √m)²).

    That is the lecture's start for L = 1.

    [002 The power of random initialization]
    """
    W = np.random.default_rng([seed, n, m]).normal(size=(m, n)) / (np.sqrt(n) + np.sqrt(m))
    return dl.gram_singular_values(W)


# --------------------------------------------------------------------------------------- training


def trained(name: str, n: int, residual: bool, scale: float, *, seed: int) -> tuple:
    """Epochs (K,), mean losses (K,), and the first gradients ‖∂f/∂W_j‖ (n,) of a training.

    [002 Vanishing and exploding gradients]
    """
    net = dl.Network((1, *[8] * (n - 1), 1), SIGMAS[name], residual)
    run = dl.train(net, DATA, seed=seed, epochs=3000, optimizer=dl.Adam(3e-3), scale=scale)
    first = dl.mean_loss_gradient_norms(net, run.thetas[0], DATA.x, DATA.y)
    return run.epochs, run.losses, first


CONSTRAINTS = {
    "nothing": lambda c: {},
    "‖Wⱼ‖₂ ≤ c": lambda c: {"bound": dl.WeightBound("spectral", c)},
    "Frobenius norm ≤ c": lambda c: {"bound": dl.WeightBound("frobenius", c)},
    "entries": lambda c: {"bound": dl.WeightBound("elements", c)},
}


def constrained(keep: str, c: float, epochs: int, *, seed: int) -> tuple[dl.Fit, dl.Curves]:
    """A network of eight layers trained under a constraint: its fit, its norms ‖W_j‖₂ and c.

    [001 Avoiding exploding gradient – Gradient clipping; For large networks]
    """
    net = dl.Network((1, *[8] * 7, 1), dl.LEAKY_RELU)
    rule = CONSTRAINTS[keep](c)
    run = dl.train(net, DATA, seed=seed, epochs=epochs, optimizer=dl.Adam(1e-2), **rule)
    norms = dl.operator_norms(net, run.theta)
    lines = dl.Curves(np.arange(1, 9), [norms], ("‖Wⱼ‖₂",), hlines={"c": c})
    return dl.curve(net, run.thetas[-1], DATA), lines


def explosions(clip: bool, c: float, lr: float, n: int, seed: int) -> dl.Sweep:
    """The trainings of a figure: without clipping, and with it if `clip`, first as a draft.

    [001 Avoiding exploding gradient – Gradient clipping]
    """
    runs = {"without": (n, lr, None, 2000)}
    if clip:
        runs |= {"a draft": (n, lr, c, 100), "with": (n, lr, c, 2000)}
    return dl.sweep(explosion, runs, seed, show=pictures.explosions(c if clip else None))


def explosion(n: int, lr: float, c: float | None, epochs: int, *, seed: int) -> tuple:
    """Eight residual networks trained by gradient descent: epochs (K,), losses, ‖g‖ (8, K).

    g is the gradient of the mean loss before it is clipped to ‖g‖ ≤ c (None: not at all).

    [001 Avoiding exploding gradient – Gradient clipping]
    """
    net = dl.Network((1, *[8] * (n - 1), 1), dl.LEAKY_RELU, True)
    clipping = {} if c is None else {"clipping": dl.GradientClipping("norm", c)}
    seeds, descent = range(EIGHT * seed, EIGHT * (seed + 1)), dl.GradientDescent(lr)
    run = dl.train(net, DATA, seed=seeds, epochs=epochs, optimizer=descent, **clipping)
    with np.errstate(over="ignore", invalid="ignore"):
        g = dl.gradient(net, run.thetas, DATA.x, DATA.y) / DATA.N
        return run.epochs, run.losses, np.linalg.norm(g, axis=-1)


# ---------------------------------------------------------------------------- what a norm costs

# Each method: a function of W (n, n) and k steps, and its operations for n and k.
METHODS = {
    "SVD": (lambda W, k: np.linalg.norm(W, 2), lambda n, k: 8 / 3 * n**3),
    "power iteration": (measures.power_iteration, lambda n, k: 4 * k * n**2),
    "Frobenius": (lambda W, k: np.linalg.norm(W), lambda n, k: 2 * n**2),
    "entries": (lambda W, k: len(W) * np.abs(W).max(), lambda n, k: n**2),
}
WIDTHS = (10, 30, 100, 300, 1000)


def price_of_norms(steps: int, clock: bool, seed: int):
    """‖W‖₂ of W (n, n) or a bound for it by each method, and what it costs, n after n.

    Yields ((Curves of values/‖W‖₂, Curves of costs), fraction); costs in milliseconds if `clock`,
    else in operations. One method after the other, so that the clock measures it alone.

    [001 For large networks]
    """
    value, spent = np.full((2, len(METHODS), len(WIDTHS)), np.nan)
    for done, n in enumerate(WIDTHS):
        for k, (name, (_, operations)) in enumerate(METHODS.items()):
            said = _timed(name, n, steps, seed) if clock else _said(name, n, steps, seed)
            value[k, done], spent[k, done] = said if clock else (said, operations(n, steps))
        shown = pictures.prices(WIDTHS, value.copy(), spent.copy(), tuple(METHODS), clock)
        yield shown, (done + 1) / len(WIDTHS)


@dl.remember
def _said(name, n, steps, seed):
    """What a method says for ‖W‖₂ of a random W (n, n); only power iteration takes the steps."""
    if name != "power iteration" and steps:
        return _said(name, n, 0, seed)
    return METHODS[name][0](_square(n, seed), steps)


def _square(n, seed):
    return np.random.default_rng(seed).normal(size=(n, n)) / (2 * np.sqrt(n))


def _timed(name, n, steps, seed):
    """What a method says, and the median of the milliseconds that it took, three times."""
    W, milliseconds = _square(n, seed), []
    for _ in range(3):
        start = perf_counter()
        value = METHODS[name][0](W, steps)
        milliseconds.append(1e3 * (perf_counter() - start))
    return value, np.median(milliseconds)
