"""What notebook 05 trains and measures: ten networks, their first gradients, layers put in and out.

Everywhere `residual` says whether the layers add their input, and `scale` what the drawn start is
multiplied by.
"""

from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse.chapters.residual import measures
from dlcourse.checks import kind, number, whole_number

WIGGLY = dl.wiggly()  # 30 samples
DEPTHS = [5, 7, 12, 17, 47]
SCALES = [0.25, 0.5, 0.75, 1, 1.25, 1.5]
KINDS = {"plain": False, "residual": True}
TEN = {f"{n} layers, {kind}": (n, residual) for kind, residual in KINDS.items() for n in DEPTHS}


def ten(*how) -> dict:
    """The lecture's ten networks as settings of a sweep: {name: (depth, residual, *how)}.

    First the plain ones, then the residual ones.

    [002 Residual network – Example]
    """
    return {name: (*network, *how) for name, network in TEN.items()}


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


def bars(losses, data=WIGGLY) -> tuple:
    """Of the ten networks' losses {name: (S,)} the bars of the plain and of the residual ones.

    [002 Residual network – Example]
    """
    rows = ({f"{n} layers": losses[f"{n} layers, {kind}"] for n in DEPTHS} for kind in KINDS)
    return tuple(measures.trials(row, failure_limit(data)) for row in rows)


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


# ------------------------------------------------------------------- layers put in and taken out


@partial(dl.remember, answers=8)
def deepened(way, count, data=WIGGLY, *, seed) -> tuple:
    """A trained network of 5 layers, and how training goes on with `count` more behind layer 2.

    `way` is one of WAYS. Returns two runs; the second begins with the new layers as they were put
    in, untrained. Raises ValueError for a count that is no whole number ≥ 0.

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
    left = {j: delete_layer(run.net, run.theta, j) for j in range(2, run.net.depth - 1)}
    x, y, N = run.data.x, run.data.y, run.data.N
    return {j: dl.objective(*network, x, y) / N for j, network in left.items()}


def insert_zero_layers(net: dl.Network, theta, count: int, after: int):
    """`count` further layers with W = 0, b = 0 behind layer `after`: the new network and its θ.

    theta (..., P) → (Network, (..., P′)); the new layers are as wide as z_{after+1} and take σ of
    layer `after`. In a residual network with σ(0) = 0 they are the identity mapping.
    Raises ValueError unless 1 ≤ after ≤ n − 1 and count ≥ 0.

    [002 Residual networks]
    """
    after = _behind(net, after)
    width = net.widths[after]
    theta = net.check_theta(theta)
    blocks = net.blocks(theta)[1:]
    zero = np.zeros((*theta.shape[:-1], width, width + 1))
    new = [zero] * whole_number("count", count, 0)
    return _rebuilt(net, [*blocks[:after], *new, *blocks[after:]], after, count)


def insert_identity_layers(net: dl.Network, theta, count: int, after: int, shift: float = 10.0):
    """`count` further layers behind layer `after` of a plain network that let z pass all the same.

    W = I, and the first of them adds `shift`, so that the values reach σ where σ(v) = v for v ≥ 0;
    the bias of the layer that follows takes the shift away again. Holds as long as the entries of
    z_{after+1} are at least −shift, up to rounding. theta (..., P) → (Network, (..., P′)).
    Raises ValueError for a residual network, for a σ of layer `after` other than a (leaky) ReLU,
    and unless 1 ≤ after ≤ n − 1 and count ≥ 0.

    [002 Performance with increasing depth]
    """
    after = _behind(net, after)
    width = net.widths[after]
    if net.residual:
        raise ValueError("net must be a plain network; in a residual one zero layers do it")
    if net.sigma[after].name not in ("relu", "leaky relu"):
        raise ValueError(
            f"σ of layer {after} must be relu or leaky relu, got {net.sigma[after].name!r}"
        )
    theta, shift = net.check_theta(theta).astype(float), number("shift", shift)
    blocks = net.blocks(theta)[1:]
    pass_on = np.broadcast_to(np.eye(width, width + 1), (*theta.shape[:-1], width, width + 1))
    new = [pass_on.copy() for _ in range(whole_number("count", count, 0))]
    if new:
        new[0][..., -1] = shift
        blocks[after][..., -1] -= shift * blocks[after][..., :-1].sum(-1)
    return _rebuilt(net, [*blocks[:after], *new, *blocks[after:]], after, count)


def delete_layer(net: dl.Network, theta, j: int):
    """The network without layer j, and its θ: theta (..., P) → (Network, (..., P′)).

    Raises ValueError unless 1 ≤ j ≤ n − 1 and layer j has as many outputs as inputs.

    [002 Residual networks]
    """
    _behind(net, j, "j")
    if net.widths[j - 1] != net.widths[j]:
        raise ValueError(
            f"j must be a layer with n_j = n_(j+1), else its neighbours do not fit together; "
            f"layer {j} has widths {net.widths[j - 1]} and {net.widths[j]}"
        )
    blocks = net.blocks(theta)[1:]
    return _rebuilt(net, [*blocks[: j - 1], *blocks[j:]], j, -1)


def without_line(net: dl.Network, theta, j: int) -> tuple:
    """The network and θ with W_j = 0 and b_j = 0, as a GraphPanel shows that layer j is out.

    theta (P,) → (Network, (P,)). Raises ValueError unless 1 ≤ j ≤ n − 1.

    [002 Residual networks]
    """
    _behind(net, j, "j")
    theta = net.check_theta(theta).copy()
    net.blocks(theta)[j][...] = 0
    return net, theta


def _behind(net, after, name="after"):
    return whole_number(
        f"{name}, a hidden layer,", after, 1, kind("net", net, dl.Network).depth - 1
    )


def _rebuilt(net, blocks, j, more):
    """The network of these blocks: `more` layers than before (or −1) at layer j."""
    widths = (net.widths[0], *(B.shape[-2] for B in blocks))
    sigmas = net.activation
    if isinstance(sigmas, tuple):
        sigmas = (*sigmas[: j + min(more, 0)], *sigmas[j - 1 : j] * more, *sigmas[j:])
    lead = blocks[0].shape[:-2]
    theta = np.concatenate([B.reshape(*lead, -1) for B in blocks], axis=-1)
    return dl.Network(widths, sigmas, net.residual), theta


WAYS = {
    "residual, zero layers": (True, insert_zero_layers),
    "plain, zero layers": (False, insert_zero_layers),
    "plain, identity layers": (False, insert_identity_layers),
}
