"""What notebook 12 draws, trains and measures: deep networks from starts of every size."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.initialization import measures, pictures

SIGMAS = {"ReLU": dl.RELU, "Tanh": dl.TANH}
OPTIMIZERS = {"gradient descent": dl.GradientDescent(0.01), "Adam": dl.Adam(1e-3)}
DATA = dl.wiggly()
LAYERS, WIDTH = 50, 20
SIZES, GRADIENTS = (-16.0, 8.0), (-18.0, 14.0)  # exponents of ten that the pictures show


def deep(sigma: dl.Activation) -> dl.Network:
    """Fifty plain layers with 20 units each.

    [002 Vanishing and exploding gradients]
    """
    return dl.Network((1, *[WIDTH] * (LAYERS - 1), 1), sigma)


def start(net: dl.Network, c: float, seed) -> np.ndarray:
    """θ (P,), or (S, P) for S seeds: the entries of W_j from N(0, c/n_j), all b_j = 0.

    [002 The power of random initialization]
    """
    return dl.initialize(net, "he", seed=seed, scale=np.sqrt(c / 2))


# ------------------------------------------------------------------------------- fifty layers


def eight(seed: int) -> range:
    """The seeds of the eight networks of a picture."""
    return range(8 * seed, 8 * seed + 8)


@dl.remember
def before(sigma: dl.Activation, c: float, seed: int) -> tuple:
    """`Layers` of v_j and of the gradients of eight networks before the first step.

    [002 Avoiding vanishing and exploding gradients]
    """
    net = deep(sigma)
    found = measures.states(net, start(net, c, eight(seed)), DATA.x, DATA.y)
    return (
        measures.histograms(found["v"], SIZES, c=c),
        measures.histograms(found["g"], GRADIENTS),
    )


DESCENT = 300  # steps
RECORDED = dl.snapshot_epochs(DESCENT, 60)


def descended(sigma: dl.Activation, c: float, *, seed: int) -> np.ndarray:
    """Mean losses (K,) of 300 steps of gradient descent from such a start, as far as it came.

    [002 Vanishing and exploding gradients]
    """
    net = deep(sigma)
    how = dict(optimizer=OPTIMIZERS["gradient descent"], theta0=start(net, c, seed))
    return dl.train(net, DATA, epochs=DESCENT, snapshots=60, **how).losses


def fifty_layers(sigma: dl.Activation, c: float, seed: int):
    """The picture of eight networks: first what they begin with, then one loss after the other.

    Yields ((Layers of v_j, Layers of gradients, Curves of losses), fraction).

    [002 Avoiding vanishing and exploding gradients]
    """
    layers = before(sigma, c, seed)
    yield (*layers, pictures.losses([], RECORDED)), 0.0
    drafts = dl.sweep(descended, {"": (sigma, c)}, eight(seed), show=lambda found: found[""])
    try:
        for answers, fraction in drafts:
            yield (*layers, pictures.losses(answers, RECORDED)), fraction
    finally:
        drafts.close()


# ------------------------------------------------------------------------------- step after step

STEPS = 100


def _hundred_steps(sigma, c, optimizer, seed):
    net = deep(sigma)
    theta = start(net, c, seed)
    return dl.train(net, DATA, epochs=STEPS, optimizer=OPTIMIZERS[optimizer], theta0=theta)


_remembered = dl.remember(_hundred_steps, 4)  # each has 15 MB


def during(sigma: dl.Activation, c: float, optimizer: str, step: int, seed: int) -> tuple:
    """`Layers` of v_j, z_j and the gradients after so many steps, with the medians before.

    [002 Avoiding vanishing and exploding gradients]
    """
    run = _remembered(sigma, c, optimizer, seed)
    begun, now = (
        measures.states(run.net, theta, DATA.x, DATA.y) for theta in (run.thetas[0], run.at(step))
    )
    shown = []
    for name in ("v", "z", "g"):
        limits = GRADIENTS if name == "g" else SIZES
        medians = measures.histograms(begun[name], limits).median
        shown.append(measures.histograms(now[name], limits, medians, spread=name != "g"))
    return tuple(shown)


# ------------------------------------------------------------------------------- random matrices


def spectrum(n: int, m: int, *, seed: int) -> np.ndarray:
    """The singular values (min(n, m),) of W (m, n) from the lecture's start with L = 1, falling.

    [002 The power of random initialization]
    """
    layer = dl.Network((n, m))  # σ_1 = Id, with L = 1
    return dl.gram_singular_values(layer.unpack(dl.initialize(layer, "lecture", seed=seed))[0][1])


SHAPES = ((100, 1), (100, 10), (100, 100), (1000, 1), (1000, 100), (1000, 1000))


def tables(L: float, draws: int, seed: int) -> dl.Sweep:
    """‖W_j‖ and α of so many draws of each shape of the slides, as two `Dots`.

    [002 Initialization example; 002 Average singular value vs operator norm]
    """
    settings = {f"{n}\n→ {m}": (n, m) for n, m in SHAPES}
    drawn = range(draws * seed, draws * (seed + 1))
    return dl.sweep(
        spectrum, settings, drawn, show=lambda found: pictures.norms_and_alphas(found, L)
    )


def histogram(n: int, m: int, draws: int, L: float, seed: int) -> dl.Sweep:
    """The histogram of all singular values of so many draws of W (m, n), and its limit.

    [002 The power of random initialization]
    """
    drawn = range(draws * seed, draws * (seed + 1))
    show = pictures.histogram(n, m, L)
    return dl.sweep(spectrum, {"W_j": (n, m)}, drawn, show=show)


# --------------------------------------------------------------------------------------- rules

# Each rule: its recipe in the library, and what its weights are multiplied by.
RULES = {
    "lecture,\nnorm": "lecture",
    "lecture,\naverage": "average",
    "Glorot": "glorot",
    "He": "he",
    "orthogonal": "orthogonal",
    "orthogonal\n× √2": "orthogonal √2",
}


def ruled(net: dl.Network, rule: str, L: float, seed) -> np.ndarray:
    """θ (P,), or (S, P) for S seeds, by one of the `RULES`; L counts for the lecture's two only.

    Layer n has σ_n = Id and so L = 1 in them; the second one divides by α, too.

    [002 Average singular value vs operator norm]
    """
    if rule not in ("lecture", "average"):
        recipe, _, factor = rule.partition(" ")
        return dl.initialize(net, recipe, seed=seed, scale=np.sqrt(2) if factor else 1.0)
    linear = dl.Network(net.widths, dl.IDENTITY)  # with L = 1 everywhere
    theta = dl.initialize(linear, "lecture", seed=seed)
    for j, W in enumerate(net.unpack(theta)[0][1:], 1):
        W /= 1.0 if j == net.depth else L
        W /= alpha(net.widths[j - 1], net.widths[j]) if rule == "average" else 1.0
    return theta


@dl.remember
def alpha(n: int, m: int) -> float:
    """The average of the singular values of W (m, n), divided by the largest; mean of ten draws.

    [002 Average singular value vs operator norm]
    """
    return float(np.mean([s.mean() / s[0] for s in (spectrum(n, m, seed=k) for k in range(10))]))


def gains(sigma: dl.Activation, rule: str, L: float, aligned: bool, *, seed: int) -> tuple:
    """By what a layer multiplies ‖z_j‖ and, on the way back, ‖δ_j‖: 29 hidden layers of 100 units.

    δ_{n+1} is drawn independently of the network, or is z_{n+1} − y if `aligned`.

    [002 Suggestions based on upper bounds]
    """
    net, hidden = dl.Network((100,) * 31, sigma), 29
    rng = np.random.default_rng([seed, 1])
    x, drawn = rng.normal(size=(2, 100, 4))
    theta = ruled(net, rule, L, seed)
    y = drawn if aligned else net(theta, x) - drawn
    z, delta = dl.state_norms(net, theta, x, y)
    return (z[hidden] / z[0]) ** (1 / hidden), (delta[0] / delta[hidden]) ** (1 / hidden)


def measured_gains(sigma: dl.Activation, L: float, aligned: bool, seed: int) -> dl.Sweep:
    """`gains` of all rules for ten networks each, as `Dots`.

    [002 Estimation from upper bounds]
    """
    settings = {name: (sigma, rule, L, aligned) for name, rule in RULES.items()}
    return dl.sweep(gains, settings, range(10 * seed, 10 * seed + 10), show=pictures.both_gains)


def trained(sigma: dl.Activation, rule: str, L: float, optimizer: str, *, seed: int) -> float:
    """The mean loss of 30 plain layers with 20 units after 300 steps; not finite if it exploded.

    [002 Estimation from upper bounds]
    """
    net = dl.Network((1, *[WIDTH] * 29, 1), sigma)
    how = dict(optimizer=OPTIMIZERS[optimizer], theta0=ruled(net, rule, L, seed))
    return float(dl.train(net, DATA, epochs=300, snapshots=1, **how).final_loss)


def trainings(sigma: dl.Activation, L: float, optimizer: str, seed: int) -> dl.Sweep:
    """`trained` of all rules for eight networks each, as `Dots`.

    [002 Estimation from upper bounds]
    """
    settings = {name: (sigma, rule, L, optimizer) for name, rule in RULES.items()}
    return dl.sweep(trained, settings, eight(seed), show=pictures.final_losses)


# ------------------------------------------------------------------------------- residual layers

DEPTHS = (5, 10, 20, 40, 80)


@dl.remember
def _ten_unit_starts(n, seed):
    net = dl.Network((WIDTH,) * (n + 1))
    return start(net, 1.0, range(10 * seed, 10 * seed + 10))


def residual_growth(sigma: dl.Activation, p: float, n: int, seed: int) -> tuple:
    """‖z_n‖/‖z_1‖ and ‖δ_1‖/‖δ_n‖ (10,) of ten residual networks of n layers with c = 2/n^p.

    δ_{n+1} is drawn independently of the networks.

    [002 Residual networks]
    """
    net = dl.Network((WIDTH,) * (n + 1), sigma, residual=True)
    x, last = np.random.default_rng(1).normal(size=(2, WIDTH, 1))
    theta = np.sqrt(2 * n**-p) * _ten_unit_starts(n, seed)
    found = [dl.state_norms(net, one, x, net(one, x) - last) for one in theta]
    z, delta = np.moveaxis(np.array(found), 1, 0)
    return z[:, n - 1] / z[:, 0], delta[:, 0] / delta[:, n - 1]


def residual_sizes(sigma: dl.Activation, p: float, seed: int) -> dl.Curves:
    """The medians of `residual_growth` over the number of layers, and the lecture's bound.

    The bound is (1 + L‖W_j‖)^{n−1} with ‖W_j‖ = 2√c, the norm of large matrices.

    [002 Residual networks]
    """
    n = np.array(DEPTHS)
    ahead, back = np.median([residual_growth(sigma, p, depth, seed) for depth in DEPTHS], axis=2).T
    bound = (1 + sigma.lipschitz * 2 * np.sqrt(2.0 * n**-p)) ** (n - 1)
    names = ("‖zₙ‖ / ‖z₁‖", "‖δ₁‖ / ‖δₙ‖", "the slide's bound")
    return dl.Curves(n, np.stack([ahead, back, bound]), names, hlines={"level": 1.0})
