"""What notebook 05 trains and measures: ten networks, their first gradients, and their starts.

Everywhere `residual` says whether the layers add their input, and `scale` what the drawn start is
multiplied by.
"""

from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse.chapters.residual import measures, models

WIGGLY = dl.wiggly()  # 30 samples
DEPTHS = [5, 7, 12, 17, 47]
SCALES = [0.25, 0.5, 0.75, 1, 1.25, 1.5]
EPS = [1e-8, 1e-12, 1e-16, 1e-20, 1e-30, 1e-40, 1e-60]
KINDS = {"plain": False, "residual": True}
TEN = {f"{n} layers, {kind}": (n, residual) for kind, residual in KINDS.items() for n in DEPTHS}
WAYS = models.WAYS  # of putting further layers in
STARTS = range(1, 7)  # the seeds of the challenge


def ten(*how) -> dict:
    """The lecture's ten networks as settings of a sweep: {name: (depth, residual, *how)}.

    First the plain ones, then the residual ones.

    [002 Residual network – Example]
    """
    return {name: (*network, *how) for name, network in TEN.items()}


def scales(depth) -> dict:
    """A plain and a residual network of one depth from each start, as settings of a sweep.

    [002 Exploding gradient – Residual network]
    """
    return {
        f"{scale:g}, {kind}": (depth, residual, scale)
        for kind, residual in KINDS.items()
        for scale in SCALES
    }


# ------------------------------------------------------------------------------------ training


@partial(dl.remember, answers=64)
def trained(depth, residual, scale=0.5, eps=1e-8, data=WIGGLY, *, seed) -> dl.Run:
    """A network trained as all are here: 5000 epochs of Adam, from weights and biases U(±1/√n_j).

    Raises ValueError for a depth below 3 and whatever `train` does not take.

    [002 Residual network – Example]
    """
    net, adam = dl.deep_network(depth, residual=residual), dl.Adam(3e-3, eps=eps)
    how = dict(scale=scale, optimizer=adam, snapshots=100)
    return dl.train(net, data, seed=seed, **how)


def final_loss(depth, residual, scale=0.5, eps=1e-8, data=WIGGLY, *, seed) -> float:
    """The mean training loss at the end of such a training.

    [002 Performance with increasing depth]
    """
    return trained(depth, residual, scale, eps, data, seed=seed).final_loss


def final_loss_of_sgd(depth, residual, scale=1.0, data=WIGGLY, *, seed) -> float:
    """The mean training loss after batches of 5 with momentum; not finite where training diverged.

    The start is `scale` times the lecture's, and in layers that skip 0.3 of that.

    [002 Performance with increasing depth; Avoiding vanishing and exploding gradients]
    """
    net, sgd = dl.deep_network(depth, residual=residual), dl.GradientDescent(0.01, momentum=0.9)
    theta = dl.initialize(net, "lecture", seed=seed, scale=scale)
    W, _ = net.unpack(theta)  # views: what is done to them is done to θ
    for j in range(1, net.depth + 1):
        W[j] *= 0.3 if net.skips(j) else 1.0
    how = dict(theta0=theta, optimizer=sgd, batch_size=min(5, data.N), snapshots=1)
    return dl.train(net, data, seed=seed, **how).final_loss


def failure_limit(data=WIGGLY) -> float:
    """The mean training loss above which a run has failed: 0.9 times that of the best line.

    [002 Residual network – Example]
    """
    return 0.9 * dl.mean_line_loss(data)


def over_depths(losses, data=WIGGLY) -> dl.Dots:
    """The ten networks' final losses {name: [loss, …]}, depth by depth.

    [002 Residual network – Example]
    """
    return _both_kinds(losses, [f"{n} layers" for n in DEPTHS], data)


def over_scales(losses, scale) -> dl.Dots:
    """The final losses of `scales(depth)`, start by start; `scale` is the one to point out.

    [002 Exploding gradient – Residual network]
    """
    chosen = dict(chosen=SCALES.index(scale), xlabel="scale of the start")
    return _both_kinds(losses, [f"{s:g}" for s in SCALES], **chosen)


def _both_kinds(losses, names, data=WIGGLY, **more):
    groups = {kind: [losses[f"{name}, {kind}"] for name in names] for kind in KINDS}
    return measures.trials(names, groups, failure_limit(data), **more)


def curves(runs, epoch) -> tuple:
    """The curves at an epoch of {name: [Run]}, one for each name; None where no run is yet.

    [002 Residual network – Example]
    """
    return tuple(
        dl.curve(known[0].net, known[0].at(epoch), known[0].data) if known else None
        for known in runs.values()
    )


# --------------------------------------------------------------------------------- the start


def first_gradients(depth, residual, scale=0.5, *, seed) -> np.ndarray:
    """‖∂f/∂W_j‖ of the mean loss before the first step: (n,), or (S, n) for S seeds.

    [002 Backpropagation – Residual networks; Vanishing gradients – Residual networks]
    """
    return dl.mean_loss_gradient_norms(*_start(depth, residual, scale, seed))


def first_states(depth, residual, scale=0.5, *, seed) -> np.ndarray:
    """‖z_j‖ before the first step, root mean squares over the samples: (n + 1,), or (S, n + 1).

    [002 Exploding gradient – Residual network]
    """
    return dl.state_norms(*_start(depth, residual, scale, seed))[0]


def _start(depth, residual, scale, seed):
    """The network, θ as `trained` begins with it, and the samples x and y."""
    net = dl.deep_network(depth, residual=residual)
    return net, dl.initialize(net, seed=seed, scale=scale), WIGGLY.x, WIGGLY.y


def moved(run) -> np.ndarray:
    """How far training has moved each matrix: ‖W_j − W_j(0)‖ / ‖W_j(0)‖, (n,) for one Run.

    [002 Vanishing gradients – Residual networks]
    """
    (before, _), (after, _) = run.net.unpack(run.at(0)), run.net.unpack(run.theta)
    norms = np.linalg.norm
    layers = range(1, run.net.depth + 1)
    return np.array([norms(after[j] - before[j]) / norms(before[j]) for j in layers])


# ------------------------------------------------------------------- layers put in and taken out


@partial(dl.remember, answers=8)
def deepened(way, count, data=WIGGLY, *, seed) -> tuple:
    """A trained network of 5 layers, and how training goes on with `count` more behind layer 2.

    `way` is one of WAYS. Returns two runs; the second begins with the new layers as they
    were put in, untrained. Raises ValueError for a count that is no whole number ≥ 0.

    [002 Residual networks; Performance with increasing depth]
    """
    residual, insert = WAYS[way]
    shallow = trained(5, residual, data=data, seed=seed)
    net, theta = insert(shallow.net, shallow.theta, count, after=2)
    return shallow, dl.train(net, shallow.data, theta0=theta, optimizer=dl.Adam(3e-3))


def losses_without(run) -> dict:
    """{j: the mean training loss without layer j}, for each layer from 5 to 5 nodes of one Run.

    [002 Residual networks]
    """
    left = {j: models.delete_layer(run.net, run.theta, j) for j in range(2, run.net.depth - 1)}
    x, y, N = run.data.x, run.data.y, run.data.N
    return {j: dl.objective(*network, x, y) / N for j, network in left.items()}


def without_layer(run, j) -> tuple:
    """One Run without layer j, not trained again: (network, θ) for a GraphPanel, and its `Fit`.

    [002 Residual networks]
    """
    less = models.delete_layer(run.net, run.theta, j)
    return models.without_line(run.net, run.theta, j), dl.curve(*less, run.data)
