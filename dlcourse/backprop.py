"""Derivatives of the training objective by the lecture's recursion: z forwards, δ backwards.

The objective is the **sum** Σ_i L(m(x_i; θ), y_i) over the samples. With z_j and v_j from the
forward pass and δ_{n+1} = ∇L,

    e = δ_{j+1} ⊙ σ′_j(v_j),   ∂L/∂W_j = e z_jᵀ,   ∂L/∂b_j = e,   δ_j = W_jᵀ e (+ δ_{j+1}).

The slides write b_j's derivative with x_j where z_j is meant, and as a row; here it is a column.
"""

import numpy as np

from dlcourse import compiled
from dlcourse.checks import array, kind
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network, forward

NETWORKS_AT_ONCE = 256  # on numpy, so that all their z_j stay in the processor's cache


def check_response(net: Network, x, y):
    """`y` as an array, or a ValueError unless it is (n_{n+1}, N) for x (n_1, N)."""
    y = array("y", y)
    expected = (net.widths[-1], x.shape[-1])
    if y.shape != expected:
        raise ValueError(
            f"y must have one row per output and one column per sample, shape {expected}; "
            f"got shape {y.shape}"
        )
    return y


def _checked(net, theta, x, y, loss):
    """θ, x and y as arrays, or a refusal: TypeError for a wrong type, ValueError for a shape."""
    kind("net", net, Network)
    kind("loss", loss, Loss)
    theta, x = net.check_theta(theta), net.check_input(x)
    if x.ndim != 2:
        raise ValueError(f"x must have one column per sample, shape (n_1, N); got shape {x.shape}")
    return theta, x, check_response(net, x, y)


def objective(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES):
    """The training objective Σ_i L(m(x_i; θ), y_i), a sum and not a mean.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → (...). Raises ValueError for wrong shapes.

    [002 Deep learning]
    """
    theta, x, y = _checked(net, theta, x, y, loss)
    if compiled.serves(net, theta, x, y, loss):
        return compiled.objective(net, theta, x, y, loss)
    if theta[..., 0].size > NETWORKS_AT_ONCE:
        rows = theta.reshape(-1, net.n_params)
        starts = range(0, len(rows), NETWORKS_AT_ONCE)
        parts = [objective(net, rows[a : a + NETWORKS_AT_ONCE], x, y, loss) for a in starts]
        return np.concatenate(parts).reshape(theta.shape[:-1])
    with np.errstate(over="ignore", invalid="ignore"):  # an overflow is a result here, and kept
        return np.sum(loss(net(theta, x), y), axis=-1)


def backward(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> tuple[list, list, list]:
    """The forward and the backward pass: z, δ and e = δ_{j+1} ⊙ σ′_j(v_j), from index 1.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → z[j], delta[j] (..., n_j, N) for j = 1 … n + 1 and
    e[j] (..., n_{j+1}, N) for j = 1 … n. Raises ValueError for wrong shapes.

    [002 Backpropagation summarized; Backpropagation – Residual networks]
    """
    return _backward(net, *_checked(net, theta, x, y, loss), loss)


def _backward(net, theta, x, y, loss):
    W, _ = net.unpack(theta)
    z, v = forward(net, theta, x)
    n = net.depth
    delta, e = [None] * (n + 2), [None] * (n + 1)
    delta[n + 1] = loss.gradient(z[n + 1], y)  # δ_{n+1} = ∇L
    for j in range(n, 0, -1):
        e[j] = delta[j + 1] * net.sigma[j].prime(v[j])
        delta[j] = W[j].swapaxes(-1, -2) @ e[j]  # δ_j = W_jᵀ (δ_{j+1} ⊙ σ′_j(v_j))
        if net.skips(j):
            delta[j] = delta[j] + delta[j + 1]
    return z, delta, e


def deltas(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES) -> list:
    """δ_j = ∂L/∂z_j of every sample: a list from index 1 of (..., n_j, N), j = 1 … n + 1.

    theta (..., P), x (n_1, N), y (n_{n+1}, N). Raises ValueError for wrong shapes.

    [002 Partial Jacobian δ_j]
    """
    return backward(net, theta, x, y, loss)[1]


def gradient(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES):
    """∇_θ Σ_i L(m(x_i; θ), y_i): theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P).

    Raises ValueError for wrong shapes.

    [002 Backpropagation summarized]
    """
    theta, x, y = _checked(net, theta, x, y, loss)
    if compiled.serves(net, theta, x, y, loss):
        return compiled.gradient(net, theta, x, y, loss)
    return batch_gradients(net, theta, x, y, loss)


def batch_gradients(net: Network, theta, x, y, loss: Loss):
    """`gradient` on numpy, unchecked, also with samples of their own for each of S networks.

    theta (S, P), x (S, n_1, N), y (S, n_{n+1}, N) → (S, P).

    [002 Backpropagation summarized]
    """
    z, _, e = _backward(net, theta, x, y, loss)
    out = np.empty((*theta.shape[:-1], net.n_params), np.result_type(theta, x, float))
    dW, db = net.unpack(out)
    for j in range(1, net.depth + 1):
        dW[j][...] = e[j] @ z[j].swapaxes(-1, -2)  # ∂L/∂W_j = Σ_i e z_jᵀ
        db[j][...] = e[j].sum(-1, keepdims=True)  # ∂L/∂b_j = Σ_i e
    return net.summed(out)


def per_sample_gradients(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES):
    """∇_θ f_i for each single loss f_i(θ) = L(m(x_i; θ), y_i).

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., N, P); the sum over N is `gradient`.
    Raises ValueError for wrong shapes.

    [002 Individually flat minima]
    """
    theta, x, y = _checked(net, theta, x, y, loss)
    if compiled.serves(net, theta, x, y, loss):
        return compiled.per_sample_gradients(net, theta, x, y, loss)
    z, _, e = _backward(net, theta, x, y, loss)
    shape = (*theta.shape[:-1], x.shape[-1], net.n_params)
    out = np.empty(shape, np.result_type(theta, x, float))
    dW, db = net.unpack(out)
    for j in range(1, net.depth + 1):
        columns = e[j].swapaxes(-1, -2)[..., None]  # (..., N, n_{j+1}, 1)
        dW[j][...] = columns * z[j].swapaxes(-1, -2)[..., None, :]
        db[j][...] = columns
    return net.summed(out)


def per_sample_gradient_norms(net: Network, theta, x, y, loss: Loss = LEAST_SQUARES):
    """‖∇f_i(θ)‖₂ without forming the gradients: e_j z_jᵀ has rank one, so its norm is ‖e_j‖‖z_j‖.

    theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., N). Raises ValueError for wrong shapes.

    [002 Individually flat minima]
    """
    if kind("net", net, Network).affine:  # a sum over the places of a shared weight has no rank one
        single = per_sample_gradients(net, theta, x, y, loss)
        return np.linalg.norm(single[..., net.first_entries], axis=-1)
    z, _, e = backward(net, theta, x, y, loss)
    squares = sum(
        np.sum(e[j] ** 2, axis=-2) * (np.sum(z[j] ** 2, axis=-2) + 1.0)
        for j in range(1, net.depth + 1)
    )
    return np.sqrt(squares)


def hessian_vector_product(net: Network, theta, x, y, direction, loss: Loss = LEAST_SQUARES):
    """∇²f(θ) d of the objective f = Σ_i L, exact: the recursion differentiated along d.

    theta, direction (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P). With R the derivative along d,
    Rv_j = D_j z_j + W_j Rz_j + d_j forwards and R of each backward line backwards (D_j, d_j are the
    entries of the direction that belong to W_j, b_j). Raises ValueError for wrong shapes.

    [beyond the slides: the curvature behind 002 Flatness of minima]
    """
    theta, x, y = _checked(net, theta, x, y, loss)
    direction = net.check_theta(direction, "direction")
    W, _ = net.unpack(theta)
    D, d = net.unpack(direction)
    z, v = forward(net, theta, x)
    n = net.depth
    Rz, Rv = [None, np.zeros_like(z[1], dtype=float)], [None]
    for j in range(1, n + 1):
        Rv.append(D[j] @ z[j] + W[j] @ Rz[j] + d[j])
        Rout = net.sigma[j].prime(v[j]) * Rv[j]
        Rz.append(Rout + Rz[j] if net.skips(j) else Rout)

    shape = np.broadcast_shapes(theta.shape, direction.shape)
    out = np.empty(shape, np.result_type(theta, direction, float))
    HW, Hb = net.unpack(out)
    delta, Rdelta = loss.gradient(z[n + 1], y), loss.hessian_product(z[n + 1], y, Rz[n + 1])
    for j in range(n, 0, -1):
        prime = net.sigma[j].prime(v[j])
        e = delta * prime
        Re = Rdelta * prime + delta * net.sigma[j].second(v[j]) * Rv[j]
        HW[j][...] = Re @ z[j].swapaxes(-1, -2) + e @ Rz[j].swapaxes(-1, -2)
        Hb[j][...] = Re.sum(-1, keepdims=True)
        back = W[j].swapaxes(-1, -2) @ e
        Rback = D[j].swapaxes(-1, -2) @ e + W[j].swapaxes(-1, -2) @ Re
        delta, Rdelta = (back + delta, Rback + Rdelta) if net.skips(j) else (back, Rback)
    return net.summed(out)
