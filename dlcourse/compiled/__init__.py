"""The lecture's recursion once more, as loops that numba compiles: the same results, much sooner.

Nothing here has to be called by a reader: `backprop`, `training` and `landscape` ask `serves` and
take the fast way where there is one. Without numba, or with DLCOURSE_ACCELERATOR=off in the
environment, everything runs on numpy.
"""

from threading import Event

import numpy as np

from dlcourse.compiled.codes import GOES_ON, GRADIENT, OBJECTIVE, PER_SAMPLE, loss_code
from dlcourse.compiled.layout import known, room, task_and_sizes
from dlcourse.compiled.loading import available, kernels
from dlcourse.compiled.threads import cores, on_all_cores

__all__ = [
    "available", "gradient", "kernels", "objective", "per_sample_gradients", "serves", "train",
]  # fmt: skip

WORTH_A_THREAD = 1_000_000  # multiplications; some 0.3 ms
PIECE = 100_000_000  # multiplications; some 0.05 s, then an interrupt gets its turn


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


def _sweep(wanted, net, theta, x, y, loss, out):
    """Calls the kernel for theta (..., P) and out (C, ·), in equal parts on all cores."""
    thetas = np.require(theta, np.float64, "C").reshape(-1, net.n_params)
    task, sizes = task_and_sizes(net, x, y, loss, wanted != OBJECTIVE)
    loop = kernels().sweep

    def part(start, stop):
        rows, places = thetas[start:stop].reshape(-1), out[start:stop].reshape(-1)
        loop(wanted, rows, task, room(*sizes), places)

    count = thetas.shape[0]
    parts = min(count, 4 * cores(), count * net.n_params * np.shape(x)[1] // WORTH_A_THREAD)
    if parts < 2:
        part(0, count)
    else:
        cuts = np.linspace(0, count, parts + 1).astype(int)
        on_all_cores(part, cuts[:-1], cuts[1:])


def objective(net, theta, x, y, loss):
    """`backprop.objective`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (...)."""
    out = np.empty(np.shape(theta)[:-1])
    _sweep(OBJECTIVE, net, theta, x, y, loss, out.reshape(-1, 1))
    return out if out.ndim else out[()]


def gradient(net, theta, x, y, loss):
    """`backprop.gradient`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., P)."""
    out = np.empty(np.shape(theta))
    _sweep(GRADIENT, net, theta, x, y, loss, out.reshape(-1, out.shape[-1]))
    return out


def per_sample_gradients(net, theta, x, y, loss):
    """`backprop.per_sample_gradients`: theta (..., P), x (n_1, N), y (n_{n+1}, N) → (..., N, P)."""
    size = (np.shape(x)[1], net.n_params)
    out = np.empty((*np.shape(theta)[:-1], *size))
    _sweep(PER_SAMPLE, net, theta, x, y, loss, out.reshape(-1, size[0] * size[1]))
    return out


def train(
    net, theta, x, y, loss, optimizer, *, rates, orders, batch, record, weight_decay, pull,
    tolerance,
):  # fmt: skip
    """The loop of `training` for S seeds, spread over the cores; an interrupt ends it soon.

    theta (S, P), x (n_1, N), y (n_{n+1}, N), rates (epochs,), orders (S, epochs, N), record (K,) →
    thetas (S, K, P), losses (S, K), last (S,), reason (S,).
    """
    S, P = theta.shape
    task, sizes = task_and_sizes(net, x, y, loss, True)
    if hasattr(optimizer, "beta1"):
        rule = True, optimizer.beta1, optimizer.beta2, optimizer.eps
    else:
        rule = False, optimizer.momentum, 0.0, 0.0
    rule += weight_decay, *((pull.strength, pull.target) if pull is not None else (0.0, 1.0))
    thetas, losses = np.empty((S, record.size, P)), np.empty((S, record.size))
    last, reason = np.empty(S, np.int64), np.empty(S, np.int64)
    epochs_at_once = max(1, PIECE // (P * x.shape[1] * -(-x.shape[1] // batch)))
    loop, stop = kernels().train, Event()

    def one(s):
        *states, y_batch, start, g, m, means = room(*sizes, sizes[2], P, P, P, P)
        start[:P], at = theta[s], np.zeros(2, np.int64)
        steps, memory = (rates, orders[s], batch, y_batch), (start, g, m, means, at)
        written = record, thetas[s], losses[s], tolerance
        ended = GOES_ON
        while ended == GOES_ON and not stop.is_set():
            until = min(at[0] + epochs_at_once, rates.size + 1)
            ended = loop(task, tuple(states), steps, rule, memory, written, until)
        reason[s], last[s] = ended, at[1]
        thetas[s, at[1] + 1 :], losses[s, at[1] + 1 :] = thetas[s, at[1]], losses[s, at[1]]

    if S == 1:
        one(0)
    else:
        on_all_cores(one, range(S), stop=stop)
    return thetas, losses, last, reason
