"""How a network, its data and the room for its states lie in the flat arrays of the loops."""

from functools import lru_cache

import numpy as np

from dlcourse.compiled.codes import sigma_code


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


def filled(matrix, N):
    """A matrix with its last column repeated until there are N, as one flat array."""
    matrix = np.asarray(matrix, dtype=np.float64)
    last = np.repeat(matrix[:, -1:], N - matrix.shape[1], axis=1)
    return np.concatenate([matrix, last], axis=1).ravel()


def up_to_eights(size):
    """The next multiple of 8."""
    return -(-size // 8) * 8


def room(*sizes):
    """One array for parts of these sizes, each at a multiple of 64 bytes, and their places."""
    places = np.cumsum([0, *map(up_to_eights, sizes)])
    array = np.zeros(places[-1] + 8)
    skip = -(array.ctypes.data // 8) % 8
    return array[skip : skip + places[-1]], places
