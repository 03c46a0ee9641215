"""Affine layers of notebook 01: dense, convolutional, sparse, pooling; and what they can learn."""

from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse.chapters.deep_learning import measures

SIDE = 16  # places of the signal
LAYERS = {
    "convolution": lambda kernel, seed: dl.convolution(SIDE, kernel),
    "convolution, stride 2": lambda kernel, seed: dl.convolution(SIDE, kernel, stride=2),
    "dense": lambda kernel, seed: dl.dense(SIDE, SIDE),
    "sparse": lambda kernel, seed: dl.sparse(SIDE, SIDE, kernel / SIDE, seed),
    "average pooling": lambda kernel, seed: None,
}


SHOWN = ("convolution", "dense", "sparse", "average pooling")


def layer(name: str, kernel: int, *, seed) -> measures.Map:
    """W (m, 16) with random weights, tied and missing as the layer says; averages for pooling.

    [002 Examples of affine transformations]
    """
    affine = LAYERS[name](kernel, seed)
    if affine is None:
        rows = np.arange(SIDE) // kernel == np.arange(SIDE // kernel)[:, None]
        return measures.Map(rows / kernel, 0)
    weights = np.random.default_rng(seed).normal(size=affine.n_weights)
    numbers = affine.numbers[:, :-1]
    return measures.Map(np.where(numbers < 0, 0.0, weights[numbers]), affine.n_weights)


def on_a_signal(found) -> dl.Curves:
    """A signal z of 16 entries, a jump and a peak, and W z at the places of its units.

    [002 Examples of affine transformations]
    """
    z = np.where(np.arange(SIDE) < 6, 0.0, 1.0) + 2.0 * (np.arange(SIDE) == 11)
    out = np.full(SIDE, np.nan)
    m = len(found.W)
    out[np.arange(m) * (SIDE // m)] = found.W @ z
    return dl.Curves(np.arange(1, SIDE + 1), np.array([z, out]), ("z", "Wz"))


@partial(dl.remember, answers=256)
def learnt(name: str, samples: int, *, seed) -> dl.Run:
    """One layer, trained on so many random signals to smooth them by (1/4, 1/2, 1/4).

    [002 Examples of affine transformations]
    """
    rng = np.random.default_rng(seed)
    smooth = 0.5 * np.eye(SIDE) + 0.25 * (np.eye(SIDE, k=1) + np.eye(SIDE, k=-1))
    x, x_test = rng.normal(size=(SIDE, samples)), rng.normal(size=(SIDE, 200))
    data = dl.Data("signals", x, smooth @ x, x_test, smooth @ x_test)
    net = dl.Network((SIDE, SIDE), affine=(LAYERS[name](3, seed),))
    return dl.train(net, data, epochs=1000, optimizer=dl.Adam(1e-2), seed=seed, snapshots=60)


def losses_on_new_signals(samples: int, *, seed) -> dl.Curves:
    """The mean test losses of a dense layer and of a convolution along the training."""
    runs = {name: learnt(name, samples, seed=seed) for name in ("dense", "convolution")}
    losses = np.array([run.test_losses for run in runs.values()])
    return dl.Curves(runs["dense"].epochs, np.maximum(losses, 1e-12), tuple(runs))
