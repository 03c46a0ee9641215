"""How large the layers are: operator norms, the Lipschitz bound they give, sizes of z_j and δ_j."""

import numpy as np

from dlcourse.backprop import backward
from dlcourse.checks import array, kind
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.measures.kinks import largest_jacobian_norms
from dlcourse.network import Network


def singular_values(net: Network, theta) -> list[np.ndarray]:
    """The singular values of each W_j: theta (..., P) → a list from index 1 of (..., min(n_j, …)).

    Raises ValueError for a theta of a wrong length or not finite, as all norms below do.

    [002 Avoiding vanishing and exploding gradients]
    """
    W, _ = kind("net", net, Network).unpack(array("theta", theta, finite=True))
    values: list = [None] * (net.depth + 1)
    for shape in {w.shape[-2:] for w in W[1:]}:  # one batched call for all layers of one shape
        layers = [j for j in range(1, net.depth + 1) if W[j].shape[-2:] == shape]
        batch = np.linalg.svd(np.stack([W[j] for j in layers]), compute_uv=False)
        for j, s in zip(layers, batch, strict=True):
            values[j] = s
    return values


def gram_singular_values(W) -> np.ndarray:
    """All singular values by way of the smaller of W Wᵀ and WᵀW: (..., m, n) → (..., min(m, n)).

    Falling, like those of `singular_values`, and for large matrices several times faster. Squares
    lose digits: values below about 1e-8 of the largest are rounding.

    [002 Initialization]
    """
    W = array("W", W, (..., "m", "n"), finite=True).astype(float)
    if W.shape[-2] > W.shape[-1]:
        W = W.swapaxes(-1, -2)
    squares = np.linalg.eigvalsh(W @ W.swapaxes(-1, -2))[..., ::-1]
    return np.sqrt(np.maximum(squares, 0.0))


def operator_norms(net: Network, theta) -> np.ndarray:
    """‖W_j‖₂, the largest singular value of each layer: theta (..., P) → (..., n).

    [002 Lipschitz continuity of ReLU networks]
    """
    return np.stack([s[..., 0] for s in singular_values(net, theta)[1:]], axis=-1)


def layer_bounds(net: Network, theta) -> np.ndarray:
    """L_j‖W_j‖₂ of each layer, L_j the Lipschitz constant of σ_j; 1 + L_j‖W_j‖₂ where it skips.

    theta (..., P) → (..., n).

    [002 Lipschitz continuity of ReLU networks; 002 Residual networks]
    """
    norms = operator_norms(net, theta)
    lipschitz = np.array([s.lipschitz for s in net.sigma[1:]])
    return [net.skips(j) for j in range(1, net.depth + 1)] + lipschitz * norms


def lipschitz_bound(net: Network, theta) -> np.ndarray:
    """The product of the layers' bounds, a Lipschitz constant of m(·; θ): theta (..., P) → (...).

    [002 Lipschitz continuity of ReLU networks]
    """
    return np.prod(layer_bounds(net, theta), axis=-1)


def largest_slope(net: Network, theta, interval: tuple[float, float] = (-1.0, 1.0)):
    """The true Lipschitz constant max ‖dm/dx‖ of a piecewise affine net: theta (..., P) → (...).

    The last of `largest_jacobian_norms`; raises as it does.

    [002 Lipschitz continuity of ReLU networks]
    """
    return largest_jacobian_norms(net, theta, interval)[..., -1]


def state_norms(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES):
    """‖z_j‖₂ and ‖δ_j‖₂ along the layers j = 1 … n + 1, root mean squares over the samples.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → two arrays (..., n + 1). Raises ValueError for
    wrong shapes.

    [002 Avoiding vanishing and exploding gradients]
    """
    z, delta, _ = backward(net, theta, x, y, loss)
    lead = np.shape(theta)[:-1]

    def norms(states):
        sizes = [np.sqrt(np.mean(np.sum(s**2, axis=-2), axis=-1)) for s in states[1:]]
        return np.stack([np.broadcast_to(s, lead) for s in sizes], axis=-1)

    return norms(z), norms(delta)


def mean_loss_gradient_norms(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> np.ndarray:
    """‖∂f/∂W_j‖ (Frobenius) of the **mean** loss f for each layer: theta (..., P) → (..., n).

    x (n_1, N), y (n_{n+1}, N). Raises ValueError for wrong shapes.

    [002 Vanishing and exploding gradients]
    """
    z, _, e = backward(net, theta, x, y, loss)
    N = np.shape(x)[-1]
    gradients = [e[j] @ z[j].swapaxes(-1, -2) / N for j in range(1, net.depth + 1)]
    return np.stack([np.linalg.norm(g, axis=(-2, -1)) for g in gradients], axis=-1)
