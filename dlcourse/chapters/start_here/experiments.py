"""What notebook 00 trains: one small network from many starts, and networks with few parameters."""

from functools import partial

import numpy as np

import dlcourse as dl

WIGGLY = dl.wiggly()  # 30 points


def one_network(activation="leaky relu", data=WIGGLY, *, seed) -> dl.Run:
    """The lecture's network of widths 1, 5, 5, 5, 1, 1 after 5000 epochs, recorded along the way.

    Raises ValueError for an activation or a seed that there is not.

    [002 Deep learning]
    """
    return dl.trained(dl.deep_network(5, activation=activation), data, seed=seed)


def few_nodes(layers: int, nodes: int, seed: int) -> dl.Run:
    """A network with so many hidden layers and nodes in each of them on 30 points, 5000 epochs.

    Raises ValueError for fewer than one of them.

    [002 Deep learning]
    """
    return dl.trained(dl.Network((1, *[nodes] * layers, 1)), WIGGLY, seed=seed)


def four_losses(runs, epoch) -> dl.Curves:
    """The mean training losses of several runs of one length, with a dot on each at an epoch.

    [002 Training algorithm]
    """
    names = tuple(f"start {k}" for k in range(1, len(runs) + 1))
    epochs, losses = runs[0].epochs, np.array([run.losses for run in runs])
    k = min(int(np.searchsorted(epochs, epoch)), len(epochs) - 1)
    marks = [(curve, epochs[k], row[k]) for curve, row in enumerate(losses)]
    return dl.Curves(epochs, losses, names, marks=marks)


@partial(dl.remember, answers=512)
def share_gone(epoch, activation, data, *, seed) -> float:
    """Which part of the first training loss is gone at an epoch, 0 … 1.

    [002 Training algorithm]
    """
    run = one_network(activation, data, seed=seed)
    then = run.losses[np.searchsorted(run.epochs, epoch)]
    return float(1 - then / run.losses[0])
