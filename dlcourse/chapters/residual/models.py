"""Networks with layers put in or taken out: which mapping stays the same, and which does not."""

import numpy as np

import dlcourse as dl
from dlcourse.checks import kind, number, whole_number


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
