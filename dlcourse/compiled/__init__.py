"""The lecture's recursion once more, as loops that numba compiles: the same results, much sooner.

Nothing here has to be called by a reader: `backprop`, `training` and `landscape` ask `serves` and
take the fast way where there is one. Without numba, or with DLCOURSE_ACCELERATOR=off in the
environment, everything runs on numpy.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from dlcourse.compiled.codes import GRADIENT, OBJECTIVE, PER_SAMPLE, loss_code
from dlcourse.compiled.layout import filled, known, plan, room, up_to_eights
from dlcourse.compiled.loading import available, kernels, warm_up

__all__ = [
    "available", "gradient", "objective", "per_sample_gradients", "serves", "train", "warm_up",
]  # fmt: skip

WORTH_A_THREAD = 500_000  # multiplications; some 0.1 ms


def serves(net, theta, x, y, loss) -> bool:
    """Whether a kernel does this: real theta (..., P), x (n_1, N), y (n_{n+1}, N), known σ, L."""
    x, y = np.asarray(x), np.asarray(y)
    return (
        available()
        and np.asarray(theta).dtype == np.float64
        and x.ndim == y.ndim == 2
        and x.dtype.kind in "fiub"
        and y.dtype.kind in "fiub"
        and x.size > 0
        and loss_code(loss) is not None
        and known(net)
        and kernels() is not None
    )


@cache
def _workers():
    """Plain threads, one for each core: the kernels do not hold Python's lock."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ThreadPoolExecutor(cores, thread_name_prefix="dlcourse"), cores


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_workers.cache_clear)


def _sweep(wanted, net, thetas, x, y, loss, out):
    """Calls the kernel for thetas (C, P) and out (C, ·), in equal parts on all cores."""
    x, y = np.asarray(x), np.asarray(y)
    N = up_to_eights(x.shape[1])
    layers, shapes, z_rows, v_rows = plan(net, wanted in (GRADIENT, PER_SAMPLE))
    xs, ys, widest = filled(x, N), filled(y, N), max(net.widths)
    sweep = kernels().sweep

    def part(start, stop):
        work, places = room(z_rows * N, v_rows * N, widest * N, widest * N)
        sweep(
            wanted, thetas[start:stop].reshape(-1), layers, shapes, xs, ys, x.shape[1], N,
            loss_code(loss), work, places, out[start:stop].reshape(-1),
        )  # fmt: skip

    count = thetas.shape[0]
    if count * net.n_params * N < WORTH_A_THREAD:
        part(0, count)
        return
    pool, cores = _workers()
    cuts = np.linspace(0, count, min(count, 4 * cores) + 1).astype(int)
    list(pool.map(part, cuts[:-1], cuts[1:]))


def _rows(theta):
    """θ (..., P) as a writable, contiguous matrix (C, P)."""
    return np.require(theta, np.float64, ["C", "W"]).reshape(-1, np.shape(theta)[-1])


def objective(net, theta, x, y, loss):
    """`backprop.objective`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (...)."""
    out = np.empty(np.shape(theta)[:-1])
    _sweep(OBJECTIVE, net, _rows(theta), x, y, loss, out.reshape(-1, 1))
    return out if out.ndim else out[()]


def gradient(net, theta, x, y, loss):
    """`backprop.gradient`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P)."""
    out = np.empty(np.shape(theta))
    _sweep(GRADIENT, net, _rows(theta), x, y, loss, out.reshape(-1, out.shape[-1]))
    return out


def per_sample_gradients(net, theta, x, y, loss):
    """`backprop.per_sample_gradients`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., N, P)."""
    size = (np.shape(x)[1], net.n_params)
    out = np.empty((*np.shape(theta)[:-1], *size))
    _sweep(PER_SAMPLE, net, _rows(theta), x, y, loss, out.reshape(-1, size[0] * size[1]))
    return out


def train(
    net, theta, x, y, loss, optimizer, *, rates, orders, batch, record, weight_decay, pull,
    tolerance,
):  # fmt: skip
    """The loop of `training` for S seeds, spread over the cores.

    theta (S, P), x (n_1, N), y (n_{n+1}, N), rates (epochs,), orders (S, epochs, N), record (K,) →
    thetas (S, K, P), losses (S, K), last (S,), reason (S,).
    """
    x, y = np.asarray(x), np.asarray(y)
    N, P, S = up_to_eights(x.shape[1]), net.n_params, theta.shape[0]
    layers, shapes, z_rows, v_rows = plan(net, True)
    xs, ys, widest = filled(x, N), filled(y, N), max(net.widths)
    thetas, losses = np.empty((S, record.size, P)), np.empty((S, record.size))
    last, reason = np.empty(S, np.int64), np.empty(S, np.int64)
    starts, numbers = _rows(theta), _numbers_of(optimizer)
    target, strength = (pull.target, pull.strength) if pull is not None else (1.0, 0.0)
    loop = kernels().train

    def one(s):
        work, places = room(
            z_rows * N, v_rows * N, widest * N, widest * N, net.widths[-1] * N, P, P, P, P
        )
        end, reason[s] = loop(
            starts[s], layers, shapes, xs, ys, x.shape[1], N, loss_code(loss), numbers, rates,
            orders[s], batch, record, float(weight_decay), float(target), float(strength),
            float(tolerance), work, places, thetas[s], losses[s],
        )  # fmt: skip
        last[s] = end
        thetas[s, end + 1 :], losses[s, end + 1 :] = thetas[s, end], losses[s, end]

    if S == 1:
        one(0)
    else:
        list(_workers()[0].map(one, range(S)))
    return thetas, losses, last, reason


def _numbers_of(optimizer):
    """(1, β₁, β₂, eps) for Adam, (0, momentum, 0, 0) for gradient descent."""
    if hasattr(optimizer, "beta1"):
        return np.array([1.0, optimizer.beta1, optimizer.beta2, optimizer.eps])
    return np.array([0.0, optimizer.momentum, 0.0, 0.0])
