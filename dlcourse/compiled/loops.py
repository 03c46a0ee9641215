"""What is called from outside: the objective, the gradients and the training of one network.

Arguments come in tuples: `task` = (layers, shapes, x, y, n_samples, N, code of the loss, number of
the weight at each entry of θ if some are shared) and `states` = room for (z, σ′(v), δ, e, a sum for
each shared weight) as `passes` takes them; x and y hold rows of N places, of which
n_samples count. `loading` compiles `sweep` and `train` for the SIGNATURES below.
"""

import math

from numba import types

from dlcourse.compiled.codes import ALL_EPOCHS, DIVERGED, FITTED, GOES_ON, OBJECTIVE, PER_SAMPLE
from dlcourse.compiled.lanes import fma, lanes, load, number, sqrt, store, total
from dlcourse.compiled.passes import backward, forget_padding, forward, sum_up
from dlcourse.compiled.tables import inline, loss_and_gradient


@inline
def put(source, target, count):
    """The first `count` entries of `target` become those of `source`."""
    for q in range(count):
        target[q] = source[q]


def sweep(wanted, thetas, task, states, out):
    """What is `wanted` of f_i = L(m(x_i; θ_c), y_i), where θ_c = thetas[c P], …, for each c.

    OBJECTIVE: out[c] = Σ_i f_i. GRADIENT: out[c P], … = Σ_i ∇f_i. PER_SAMPLE: the ∇f_i one by one
    from out[(c n_samples + i) P] on.
    """
    layers, shapes, x, y, n_samples, N, loss, weights = task
    z, slopes, delta, e, sums = states
    n = layers.shape[0] - 2
    P, n_out, u_row = layers[n + 1, 4], layers[n, 1], layers[n + 1, 5]
    put(x, z, x.size)
    for c in range(thetas.size // P):
        forward(thetas, c * P, layers, shapes, z, slopes, N, wanted != OBJECTIVE)
        L = loss_and_gradient(loss, z, u_row * N, y, N, n_samples, n_out, delta)
        if wanted == OBJECTIVE:
            out[c] = L
            continue
        if not math.isfinite(L):
            forget_padding(z, layers[1, 0], u_row, N, n_samples)
        singles = n_samples if wanted == PER_SAMPLE else 0
        backward(thetas, c * P, layers, z, slopes, delta, e, N, singles, out)
        for first in range(c * max(1, singles), (c + 1) * max(1, singles)):
            sum_up(out, first * P, weights, sums)


@inline
def adam(theta, g, m, s, per_sample, shrink, rate, beta1, beta2, eps, t):
    """θ ← θ − rate m̂ / (√ŝ + eps) for the mean gradient, plus shrink · θ."""
    eight = lanes(8, 0.0)
    m_hat, s_hat = 1.0 / (1.0 - beta1**t), 1.0 / (1.0 - beta2**t)
    for p in range(0, g.size, 8):
        th = load(eight, theta, p)
        step = fma(shrink, th, load(eight, g, p) * per_sample)
        mean = fma(beta1, load(eight, m, p), step * (1.0 - beta1))
        square = fma(beta2, load(eight, s, p), step * step * (1.0 - beta2))
        store(m, p, mean)
        store(s, p, square)
        store(theta, p, th - rate * (mean * m_hat) / (sqrt(square * s_hat) + eps))


@inline
def descend(theta, g, m, per_sample, shrink, rate, momentum):
    """θ ← θ − rate m with m ← momentum · m + the mean gradient, plus shrink · θ."""
    eight = lanes(8, 0.0)
    for p in range(0, g.size, 8):
        th = load(eight, theta, p)
        mean = fma(momentum, load(eight, m, p), fma(shrink, th, load(eight, g, p) * per_sample))
        store(m, p, mean)
        store(theta, p, th - rate * mean)


@inline
def squared_norm(theta, P):
    """‖θ‖²."""
    eight = squares = lanes(8, 0.0)
    for p in range(0, P - 7, 8):
        squares = fma(load(eight, theta, p), load(eight, theta, p), squares)
    rest = 0.0
    for p in range(P // 8 * 8, P):
        rest += number(theta, p) ** 2
    return total(squares) + rest


@inline
def write_down(theta, L, thetas, losses, k, tolerance):
    """The record k of θ and the mean loss L; returns whether training goes on."""
    losses[k] = L
    for p in range(thetas.shape[1]):
        thetas[k, p] = theta[p]
    if not math.isfinite(L):
        return DIVERGED
    if tolerance >= L:
        return FITTED
    return ALL_EPOCHS if k + 1 == losses.size else GOES_ON


@inline
def gather(rows, source, N_source, order, epoch, first, n_batch, target, N):
    """The columns order[epoch, first], … of a matrix; the last one is repeated up to N."""
    for s in range(N):
        i = order[epoch, first + min(s, n_batch - 1)]
        for k in range(rows):
            target[k * N + s] = source[k * N_source + i]


def train(task, states, steps, rule, memory, record, until):
    """Trains on from the epoch at which `memory` is up to the epoch `until`; says why it ended.

    `memory` = (θ, its gradient, the optimiser's m and s, (epoch, k)) is kept between two calls.
    `steps` = (rates (epochs,), order of the samples (epochs, N) if a step does not take them all,
    samples in a step, room for their y). `rule` = (is it Adam?, β₁ or momentum, β₂, eps, decay,
    strength, target): (decay + strength (‖θ‖² − target) / target) θ adds to the mean gradient.
    `record` = (epochs (K,), thetas (K, P), losses (K,), tolerance), of which k are written.
    """
    layers, shapes, x, y, n_samples, N, loss, weights = task
    z, slopes, delta, e, sums = states
    rates, order, batch, y_batch = steps
    adaptive, beta1, beta2, eps, decay, strength, target = rule
    theta, g, m, s, at = memory
    epochs, thetas, losses, tolerance = record
    n = layers.shape[0] - 2
    P, n_in, n_out, u_row = layers[n + 1, 4], layers[1, 0], layers[n, 1], layers[n + 1, 5]
    whole, k, t = batch >= n_samples, at[1], at[0] * ((n_samples + batch - 1) // batch)
    put(x, z, x.size)
    for epoch in range(at[0], until):
        L = 0.0
        if whole or epoch == epochs[k]:
            if not whole:
                put(x, z, x.size)
            forward(theta, 0, layers, shapes, z, slopes, N, True)
            L = loss_and_gradient(loss, z, u_row * N, y, N, n_samples, n_out, delta)
        if epoch == epochs[k]:
            ended = write_down(theta, L / n_samples, thetas, losses, k, tolerance)
            at[1] = k
            if ended != GOES_ON:
                return ended
            k += 1
        for first in range(0, n_samples, batch):
            n_batch = min(batch, n_samples - first)
            M = (n_batch + 7) // 8 * 8
            if not whole:
                gather(n_in, x, N, order, epoch, first, n_batch, z, M)
                gather(n_out, y, N, order, epoch, first, n_batch, y_batch, M)
                forward(theta, 0, layers, shapes, z, slopes, M, True)
                L = loss_and_gradient(loss, z, u_row * M, y_batch, M, n_batch, n_out, delta)
            if not math.isfinite(L):
                forget_padding(z, n_in, u_row, M, n_batch)
            backward(theta, 0, layers, z, slopes, delta, e, M, 0, g)
            sum_up(g, 0, weights, sums)
            t += 1
            shrink = decay
            if strength > 0.0:
                shrink += strength * (squared_norm(theta, P) - target) / target
            if adaptive:
                adam(theta, g, m, s, 1.0 / n_batch, shrink, rates[epoch], beta1, beta2, eps, t)
            else:
                descend(theta, g, m, 1.0 / n_batch, shrink, rates[epoch], beta1)
    at[0], at[1] = until, k
    return GOES_ON


_tuple, _whole, _number = types.BaseTuple.from_types, types.int64, types.float64
_numbers, _wholes = types.Array(_number, 1, "C"), types.Array(_whole, 1, "C")
_matrix, _whole_matrix = types.Array(_number, 2, "C"), types.Array(_whole, 2, "C")
_task = _tuple((_whole_matrix, _matrix, _numbers, _numbers, _whole, _whole, _whole, _wholes))
_states, _steps = _tuple((_numbers,) * 5), _tuple((_numbers, _whole_matrix, _whole, _numbers))
_rule, _memory = _tuple((types.boolean, *(_number,) * 6)), _tuple((*(_numbers,) * 4, _wholes))
_record = _tuple((_wholes, _matrix, _numbers, _number))
SIGNATURES = {
    sweep: (_whole, _numbers, _task, _states, _numbers),
    train: (_task, _states, _steps, _rule, _memory, _record, _whole),
}
