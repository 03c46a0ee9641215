"""What the loops are given: a network, its data and the room for its states as plain numbers."""

from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

from dlcourse.compiled.codes import loss_code, sigma_code

NONE = np.empty(0, np.int64)


@lru_cache(maxsize=256)
def known(net) -> bool:
    """Whether the loops have every σ of the network."""
    return all(sigma_code(sigma) is not None for sigma in net.sigma[1:])


@lru_cache(maxsize=256)
def plan(net, keep):
    """`layers` and `shapes` as `passes` describes them, and how many rows all z_j and all v_j take.

    Without `keep` only two z_j (and z_1) are there at a time, in turns, and one v_j.
    """
    n, widths = net.depth, net.widths
    layers, shapes = np.zeros((n + 2, 7), np.int64), np.zeros((n + 2, 2))
    widest = max(widths[1:])
    z_row, v_row = 0, 0
    for j in range(1, n + 1):
        code, alpha, scale = sigma_code(net.sigma[j])
        n_in, n_out = widths[j - 1], widths[j]
        layers[j] = n_in, n_out, net.skips(j), code, net.offsets[j - 1], z_row, v_row
        shapes[j] = alpha, scale
        z_row = z_row + n_in if keep else widths[0] + widest * (j % 2)
        v_row += n_out if keep else 0
    layers[n + 1, 4:6] = net.n_params, z_row
    return layers, shapes, (z_row + widths[-1] if keep else widths[0] + 2 * widest), v_row


def task_and_sizes(net, x, y, loss, keep):
    """The `task` of the loops for x (n_1, N) and y (n_{n+1}, N), and how big its `states` are."""
    layers, shapes, z_rows, v_rows = plan(net, keep)
    (x, n_samples, N), (y, *_), widest = _filled(x), _filled(y), max(net.widths)
    weights = NONE if net.weights is None else net.weights
    task = (layers, shapes, x, y, n_samples, N, loss_code(loss), weights)
    sums = net.n_weights if net.affine else 0
    return task, (z_rows * N, v_rows * N, widest * N, widest * N, sums)


def _filled(matrix):
    """A matrix as one flat array, each row with its last entry repeated up to a multiple of 8."""
    matrix = np.asarray(matrix)
    rows, n_samples = matrix.shape
    flat = np.empty((rows, up_to_eights(n_samples)))
    flat[:, :n_samples], flat[:, n_samples:] = matrix, matrix[:, -1:]
    return flat.reshape(-1), n_samples, flat.shape[1]


def up_to_eights(size):
    """The next multiple of 8."""
    return -(-size // 8) * 8


def room(*sizes):
    """Arrays of zeros, of these sizes rounded up to eights, each at a multiple of 64 bytes."""
    ends = list(accumulate(map(up_to_eights, sizes), initial=0))
    whole = np.zeros(ends[-1] + 8)
    skip = -(whole.ctypes.data // 8) % 8
    return tuple(whole[skip + a : skip + b] for a, b in pairwise(ends))
