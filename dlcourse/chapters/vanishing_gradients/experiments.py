"""What notebook 11 draws, trains and measures: states, gradients and norms along the layers."""

from time import perf_counter

import numpy as np

import dlcourse as dl
from dlcourse.chapters.vanishing_gradients import measures

SIGMAS = {
    "sigmoid": dl.SIGMOID,
    "Tanh": dl.TANH,
    "ReLU": dl.RELU,
    "LeakyReLU": dl.LEAKY_RELU,
    "ELU": dl.ELU,
    "SELU": dl.SELU,
}
DRAWS = 30  # networks in a band
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


def gradient_left(net: dl.Network, theta) -> np.ndarray:
    """‖δ_1‖/‖δ_{n+1}‖: theta (..., P) → (...).

    [002 Vanishing and exploding gradient problem]
    """
    delta = dl.state_norms(net, theta, X, Y)[1]
    return delta[..., 0] / delta[..., -1]


def forwards(net: dl.Network, theta) -> dl.Curves:
    """‖z_j‖ of the draws theta (S, P), median and 5 to 95 %, and its bound.

    [002 Avoiding vanishing and exploding gradients]
    """
    z, _ = dl.state_norms(net, theta, X, Y)
    bound = np.median(measures.forward_bounds(net, theta, 1.0), axis=0)
    return _band(z, {"bound": bound})


def backwards(net: dl.Network, theta, slides_form: bool = False) -> dl.Curves:
    """‖δ_j‖/‖δ_{n+1}‖ of the draws theta (S, P), median and 5 to 95 %, and its bound.

    With `slides_form` also the slide's bound, which counts a factor L for layer n, too.

    [002 Vanishing gradient example: Sigmoid]
    """
    _, delta = dl.state_norms(net, theta, X, Y)
    bound = np.median(measures.backward_bounds(net, theta), axis=0)
    slide = {"slide's form": np.append(bound[:-1] * net.sigma[1].lipschitz, 1)}
    return _band(delta / delta[:, -1:], {"bound": bound, **(slide if slides_form else {})})


def _band(sizes, lines):
    low, middle, high = np.quantile(sizes, (0.05, 0.5, 0.95), axis=0)
    j, values = np.arange(1, sizes.shape[1] + 1), [middle, *lines.values()]
    return dl.Curves(j, values, (f"{DRAWS} draws", *lines), [low], [high])


# ---------------------------------------------------------------------------- averages, not bounds


@dl.remember
def mean_primes() -> dl.Curves:
    """E σ′(v) for v from N(0, s²) along s, for each σ.

    [002 Suggestions based on upper bounds]
    """
    spread = np.linspace(0.05, 5, 100)
    values = [measures.mean_prime(sigma, spread) for sigma in SIGMAS.values()]
    return dl.Curves(spread, values, tuple(SIGMAS))


def tanh_and_relu_states(norm: float, n: int, seed: int) -> dl.Curves:
    """The median of ‖z_j‖ over 30 draws for Tanh and ReLU; Tanh cannot exceed √10.

    [002 Suggestions based on upper bounds]
    """
    nets = {name: dl.Network((10,) * (n + 1), SIGMAS[name]) for name in ("Tanh", "ReLU")}
    z = [dl.state_norms(net, draws(net, norm, 0.0, seed), X, Y)[0] for net in nets.values()]
    values = [np.median(sizes, axis=0) for sizes in z]
    return dl.Curves(np.arange(1, n + 2), values, tuple(nets), hlines={"√10, Tanh's cap": 10**0.5})


# ------------------------------------------------------------------------------- random matrices


def norm_and_averages(n: int, m: int, *, seed: int) -> np.ndarray:
    """‖W‖₂, average and root mean square of the singular values (3,) of W (m, n).

    The entries come from N(0, 1/(√n + √m)²), the lecture's start for L = 1.

    [002 Average singular value vs operator norm]
    """
    W = np.random.default_rng([seed, n, m]).normal(size=(m, n)) / (np.sqrt(n) + np.sqrt(m))
    s = measures.gram_singular_values(W)
    return np.array([s[0], s.mean(), np.sqrt(np.mean(s**2))])


def ten_matrices(L: float, aim: int, found: dict) -> tuple[dl.Curves, dl.Curves]:
    """The singular values of up to ten draws for this L, and divided by ‖W_j‖₂.

    found {label: [(3,)]} holds one setting of a sweep over `norm_and_averages`. The matrices are
    scaled so that ‖W_j‖₂ (aim 0), the average (1) or the root mean square (2) is at 1/L.

    [002 The power of random initialization]
    """
    (answers,) = found.values()
    gains = np.full((3, 10), np.nan)
    gains[:, : len(answers)] = np.transpose(answers)
    size = gains / L / (np.nanmean(gains[aim]) if aim else 1.0)
    names = ("‖Wⱼ‖", "average", "root mean square")
    return (
        dl.Curves(np.arange(1, 11), size, names, hlines={"1/L": 1 / L}),
        dl.Curves(np.arange(1, 11), gains[1:] / gains[0], ("average: α", names[2])),
    )


def gain_per_layer(init: str, scale: float = 1.0, layers: int = 30) -> float:
    """Median growth of ‖δ_j‖ per ReLU layer of 100 units, over 20 seeds.

    [002 Suggestions based on upper bounds]
    """
    net = dl.Network((100,) * (layers + 1), dl.RELU)
    x = np.random.default_rng(0).normal(size=(100, 4))
    theta = dl.initialize(net, init, seed=range(20), scale=scale)
    delta = dl.state_norms(net, theta, x, x)[1]
    return float(np.median((delta[:, 0] / delta[:, layers - 1]) ** (1 / (layers - 1))))


# --------------------------------------------------------------------------------------- training


def trained(name: str, n: int, residual: bool, scale: float, *, seed: int) -> tuple:
    """Epochs (K,), mean losses (K,), and the first gradients ‖∂f/∂W_j‖ (n,) of a training.

    [002 Vanishing and exploding gradients]
    """
    net = dl.Network((1, *[8] * (n - 1), 1), SIGMAS[name], residual)
    run = dl.train(net, DATA, seed=seed, epochs=3000, optimizer=dl.Adam(3e-3), scale=scale)
    first = dl.mean_loss_gradient_norms(net, run.thetas[0], DATA.x, DATA.y)
    return run.epochs, run.losses, first


def race(found: dict) -> tuple[dl.Curves, dl.Curves]:
    """The losses and the first gradients of all σ trained so far: found {name: [`trained`]}.

    [002 Vanishing and exploding gradients]
    """
    ended = {name: answers[0] for name, answers in found.items() if answers}
    longest = max((epochs for epochs, _, _ in ended.values()), key=len)
    losses = np.full((len(ended), len(longest)), np.nan)
    for row, (_, values, _) in zip(losses, ended.values(), strict=True):
        row[: len(values)] = values
    first = [norms for _, _, norms in ended.values()]
    j = np.arange(1, len(first[0]) + 1)
    return dl.Curves(longest, losses, tuple(ended)), dl.Curves(j, first, tuple(ended))


CONSTRAINTS = {
    "nothing": lambda c: {},
    "‖Wⱼ‖₂ ≤ c": lambda c: {"bound": dl.WeightBound("spectral", c)},
    "Frobenius norm ≤ c": lambda c: {"bound": dl.WeightBound("frobenius", c)},
    "entries": lambda c: {"bound": dl.WeightBound("elements", c)},
    "‖g‖ ≤ c": lambda c: {"clipping": dl.GradientClipping("norm", c)},
}


def constrained(keep: str, c: float, epochs: int, *, seed: int) -> tuple[dl.Fit, dl.Curves]:
    """A network of eight layers trained under a constraint: its fit, its norms ‖W_j‖₂ and c.

    [002 Avoiding exploding gradient – Gradient clipping; For large networks]
    """
    net = dl.Network((1, *[8] * 7, 1), dl.LEAKY_RELU)
    rule = CONSTRAINTS[keep](c)
    run = dl.train(net, DATA, seed=seed, epochs=epochs, optimizer=dl.Adam(1e-2), **rule)
    norms = dl.operator_norms(net, run.theta)
    lines = dl.Curves(np.arange(1, 9), [norms], ("‖Wⱼ‖₂",), hlines={"c": c})
    return dl.curve(net, run.thetas[-1], DATA), lines


def latest(found: dict):
    """The last answer of a sweep so far: a draft first, then what it stands for."""
    *_, last = (answer for answers in found.values() for answer in answers)
    return last


# ---------------------------------------------------------------------------- what a norm costs

# Each method: a function of W (n, n) and k steps, and its operations for n and k.
METHODS = {
    "SVD": (lambda W, k: np.linalg.norm(W, 2), lambda n, k: 8 / 3 * n**3),
    "power": (measures.power_iteration, lambda n, k: 4 * k * n**2),
    "Frobenius": (lambda W, k: np.linalg.norm(W), lambda n, k: 2 * n**2),
    "entries": (lambda W, k: len(W) * np.abs(W).max(), lambda n, k: n**2),
}


def price_of_norms(n: int, steps: int, clock: bool, seed: int):
    """‖W‖₂ of W (n, n) or a bound for it by each method, and what it costs: drafts, cheap first.

    Yields ((Bars of values, Bars of costs), fraction); costs in milliseconds if `clock`, else in
    million operations. One method after the other, so that the clock measures it alone.

    [002 For large networks]
    """
    W = np.random.default_rng(seed).normal(size=(n, n)) / (2 * np.sqrt(n))
    value, spent = np.full((2, len(METHODS)), np.nan)
    names, unit = tuple(METHODS), "ms" if clock else "M"
    for done, k in enumerate(reversed(range(len(METHODS))), 1):
        method, operations = METHODS[names[k]]
        value[k], ms = _timed(method, W, steps, repeats=3 if clock else 1)
        spent[k] = ms if clock else operations(n, steps) / 1e6
        bars = dl.Bars(names, value.copy()), dl.Bars(names, spent.copy(), unit=unit)
        yield bars, done / len(METHODS)


def _timed(method, W, k, repeats):
    """The value, and the median of the milliseconds that it took."""
    milliseconds = []
    for _ in range(repeats):
        start = perf_counter()
        value = method(W, k)
        milliseconds.append(1e3 * (perf_counter() - start))
    return value, np.median(milliseconds)
