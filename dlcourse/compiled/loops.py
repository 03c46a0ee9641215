"""What is called from outside: the objective, the gradients and the training of one network.

All arrays are flat but for `layers` and `shapes` (see `passes`) and the records. x and y hold rows
of N places, of which n_samples count. `work` is room for what is needed on the way, cut up by
`places`.
"""

import math

from numba import njit, types

from dlcourse.compiled.codes import GRADIENT, PER_SAMPLE
from dlcourse.compiled.lanes import fma, lanes, load, sqrt, store, total
from dlcourse.compiled.passes import backward, forward
from dlcourse.compiled.tables import OPTIONS, inline, loss_and_gradient


def kernel(function):
    """Compiled at its first use and kept on disk, if there is a folder that can be written to."""
    try:
        return njit(function, cache=True, **OPTIONS)
    except RuntimeError:  # no such folder: compiled anew in each session
        return njit(function, **OPTIONS)


@inline
def put(source, target, count):
    """The first `count` entries of `target` become those of `source`."""
    for q in range(count):
        target[q] = source[q]


@kernel
def sweep(wanted, thetas, layers, shapes, x, y, n_samples, N, loss, work, places, out):
    """What is `wanted` of f_i = L(m(x_i; θ_c), y_i), where θ_c = thetas[c P], …, for each c.

    OBJECTIVE: out[c] = Σ_i f_i. GRADIENT: out[c P], … = Σ_i ∇f_i. PER_SAMPLE: the ∇f_i one by one
    from out[(c n_samples + i) P] on.
    """
    n = layers.shape[0] - 2
    P = layers[n + 1, 4]
    z, slopes = work[places[0] : places[1]], work[places[1] : places[2]]
    delta, e = work[places[2] : places[3]], work[places[3] : places[4]]
    back = wanted in (GRADIENT, PER_SAMPLE)
    put(x, z, x.size)
    for c in range(thetas.size // P):
        forward(thetas, c * P, layers, shapes, z, slopes, N, back)
        L = loss_and_gradient(loss, z, layers[n + 1, 5] * N, y, N, n_samples, layers[n, 1], delta)
        if back:
            singles = n_samples if wanted == PER_SAMPLE else 0
            backward(thetas, c * P, layers, z, slopes, delta, e, N, singles, out)
        else:
            out[c] = L


@inline
def adam(theta, g, m, s, count, per_sample, shrink, rate, beta1, beta2, eps, t):
    """θ ← θ − rate m̂ / (√ŝ + eps) for the mean gradient, plus shrink · θ."""
    eight = lanes(8, 0.0)
    m_hat, s_hat = 1.0 / (1.0 - beta1**t), 1.0 / (1.0 - beta2**t)
    for p in range(0, count, 8):
        th = load(eight, theta, p)
        step = fma(shrink, th, load(eight, g, p) * per_sample)
        mean = fma(beta1, load(eight, m, p), step * (1.0 - beta1))
        square = fma(beta2, load(eight, s, p), step * step * (1.0 - beta2))
        store(m, p, mean)
        store(s, p, square)
        store(theta, p, th - rate * (mean * m_hat) / (sqrt(square * s_hat) + eps))


@inline
def descend(theta, g, m, count, per_sample, shrink, rate, momentum):
    """θ ← θ − rate m with m ← momentum · m + the mean gradient, plus shrink · θ."""
    eight = lanes(8, 0.0)
    for p in range(0, count, 8):
        th = load(eight, theta, p)
        mean = fma(momentum, load(eight, m, p), fma(shrink, th, load(eight, g, p) * per_sample))
        store(m, p, mean)
        store(theta, p, th - rate * mean)


@inline
def squared_norm(theta, count):
    """‖θ‖²."""
    eight = squares = lanes(8, 0.0)
    for p in range(0, count, 8):
        squares = fma(load(eight, theta, p), load(eight, theta, p), squares)
    return total(squares)


@inline
def gather(rows, source, N_source, order, epoch, first, n_batch, target, N):
    """The columns order[epoch, first], … of a matrix; the last one is repeated up to N."""
    for s in range(N):
        i = order[epoch, first + min(s, n_batch - 1)]
        for k in range(rows):
            target[k * N + s] = source[k * N_source + i]


@kernel
def train(
    start, layers, shapes, x, y, n_samples, N, loss, optimizer, rates, orders, batch, record,
    weight_decay, target, strength, tolerance, work, places, thetas, losses,
):  # fmt: skip
    """Trains from θ = start and fills thetas (K, P) and losses (K,); returns (last, reason)."""
    n, P = layers.shape[0] - 2, start.size
    n_in, n_out, u_row = layers[1, 0], layers[n, 1], layers[n + 1, 5]
    z, slopes = work[places[0] : places[1]], work[places[1] : places[2]]
    delta, e = work[places[2] : places[3]], work[places[3] : places[4]]
    y_batch, theta = work[places[4] : places[5]], work[places[5] : places[6]]
    g, m, s = work[places[6] : places[7]], work[places[7] : places[8]], work[places[8] : places[9]]
    adaptive, o1, o2, o3 = optimizer[0] != 0.0, optimizer[1], optimizer[2], optimizer[3]
    put(start, theta, P)
    put(x, z, x.size)
    k, t = 0, 0
    whole = batch >= n_samples
    for epoch in range(rates.size + 1):
        L = 0.0
        if whole or epoch == record[k]:
            if not whole:
                put(x, z, x.size)
            forward(theta, 0, layers, shapes, z, slopes, N, True)
            L = loss_and_gradient(loss, z, u_row * N, y, N, n_samples, n_out, delta)
        if epoch == record[k]:
            losses[k] = L / n_samples
            for p in range(P):
                thetas[k, p] = theta[p]
            if not math.isfinite(losses[k]):
                return k, 2
            if losses[k] <= tolerance:
                return k, 1
            k += 1
            if k == record.size:
                break
        for first in range(0, n_samples, batch):
            n_batch = min(batch, n_samples - first)
            M = (n_batch + 7) // 8 * 8
            if not whole:
                gather(n_in, x, N, orders, epoch, first, n_batch, z, M)
                gather(n_out, y, N, orders, epoch, first, n_batch, y_batch, M)
                forward(theta, 0, layers, shapes, z, slopes, M, True)
                loss_and_gradient(loss, z, u_row * M, y_batch, M, n_batch, n_out, delta)
            backward(theta, 0, layers, z, slopes, delta, e, M, 0, g)
            shrink = weight_decay
            if strength > 0.0:  # the pull towards ‖θ‖² = target
                shrink += strength * (squared_norm(theta, theta.size) - target) / target
            t += 1
            if adaptive:
                adam(theta, g, m, s, g.size, 1.0 / n_batch, shrink, rates[epoch], o1, o2, o3, t)
            else:
                descend(theta, g, m, g.size, 1.0 / n_batch, shrink, rates[epoch], o1)
    return record.size - 1, 0


_whole, _number = types.int64, types.float64
_numbers, _wholes = types.Array(_number, 1, "C"), types.Array(_whole, 1, "C")
_matrix, _whole_matrix = types.Array(_number, 2, "C"), types.Array(_whole, 2, "C")
SIGNATURES = (
    (sweep, (_whole, _numbers, _whole_matrix, _matrix, _numbers, _numbers, _whole, _whole, _whole,
             _numbers, _wholes, _numbers)),
    (train, (_numbers, _whole_matrix, _matrix, _numbers, _numbers, _whole, _whole, _whole, _numbers,
             _numbers, _whole_matrix, _whole, _wholes, _number, _number, _number, _number, _numbers,
             _wholes, _matrix, _numbers)),
)  # fmt: skip
