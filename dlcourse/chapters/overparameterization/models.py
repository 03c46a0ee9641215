"""The networks of notebook 06 and the samples they meet: few or many, true or without meaning."""

from itertools import pairwise

import numpy as np

import dlcourse as dl

SIGMAS = {"Tanh": dl.TANH, "LeakyReLU": dl.LEAKY_RELU}
WIDTHS = [1, 2, 3, 4, 5, 6, 8, 12, 25, 60]
LAYERS = [2, 3, 4, 5, 7, 9]


def parameters(p: int, width: int, depth: int) -> int:
    """All weights and biases of `depth` layers from p inputs to one output, hidden ones `width`.

    [002 Overparameterization – An example]
    """
    widths = (p, *[width] * (depth - 1), 1)
    return sum(n * (m + 1) for m, n in pairwise(widths))


def samples(N: int, labels: str = "sine") -> dl.Data:
    """N samples of sin 2πx with noise, or with labels from N(0, 1) that mean nothing.

    [002 What is overparameterization?]
    """
    data = dl.sine(N=N)
    if labels == "random":
        y = np.random.default_rng(N).normal(size=N)
        return dl.Data.from_arrays(data.x, y, name="random labels")
    return data


def one_input(noise: float, seed: int) -> dl.Data:
    """30 samples of sin 3x + 0.6 x sin 9x."""
    return dl.wiggly(noise=noise, seed=seed)


def five_inputs(noise: float, seed: int) -> dl.Data:
    """30 samples of sin 1.5x₁ + ½x₂ with inputs from N(0, I), five of them; 400 for the test."""

    def truth(x):
        return np.sin(1.5 * x[:1]) + 0.5 * x[1:2]

    rng = np.random.default_rng([seed, 7])
    x, x_test = rng.normal(size=(5, 30)), rng.normal(size=(5, 400))
    y = truth(x) + noise * rng.normal(size=(1, 30))
    return dl.Data.from_arrays(x, y, x_test, truth(x_test), name="five inputs")


PROBLEMS = {"five inputs": five_inputs, "one input": one_input}


def shapes(problem: str, vary: str) -> dict:
    """{P: network} of growing width, one hidden layer, or of growing depth, hidden width 4.

    [002 Why overparameterization?]
    """
    p = {"five inputs": 5, "one input": 1}[problem]
    if vary == "width":
        nets = [dl.Network((p, w, 1)) for w in WIDTHS]
    else:
        nets = [dl.Network((p, *[4] * (n - 1), 1)) for n in LAYERS]
    return {net.n_params: net for net in nets}
