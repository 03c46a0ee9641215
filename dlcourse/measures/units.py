"""What each unit of a network computes over the input, and what is left when some are off."""

import numpy as np

from dlcourse.checks import kind, subscripts, whole_number
from dlcourse.data import Data
from dlcourse.network import Network, each, forward
from dlcourse.results import UnitFunctions

SIDE = 16  # places on each axis of a map


def unit_functions(net: Network, theta, data: Data, off=(), unit=None, points: int = 61):
    """What every unit of z_1, …, z_{n+1} computes over the input, with its mean over the samples.

    With one input a curve of so many `points` over the interval of all samples, with two a map of
    16 × 16 over a square around them; with more only the means, as always over the training
    samples. `off` is left out of the network as `without` does; `unit` (j, i) is to be shown large.

    theta (P,) → `UnitFunctions`; theta (..., P) → an array (...) of them. Raises ValueError for
    wrong shapes, fewer than two points, and an `off` or `unit` that is not written like that.

    [002 Learning features – Graphical representation]
    """
    theta = kind("net", net, Network).check_theta(theta)
    samples = net.check_input(kind("data", data, Data).x)
    count = whole_number("points", points, 2) if net.widths[0] == 1 else SIDE
    places = _places(samples, data.x_test, count) if net.widths[0] <= 2 else None
    x, N = samples, samples.shape[1]
    if places is not None:
        grid = np.stack([axis.ravel() for axis in np.meshgrid(*places)])
        x = np.concatenate([samples, grid], axis=1)
    widths, off = net.widths, struck(off)
    unit = None if unit is None else subscripts("unit", unit, 2)

    def of_one(theta):
        with np.errstate(over="ignore", invalid="ignore"):  # an overflow is a result here, and kept
            left = without(net, theta, off)
            z, v = (np.concatenate(states[1:]) for states in forward(net, left, x))
            mean_v = np.concatenate([np.full(widths[0], np.nan), v[:, :N].mean(axis=1)])
            seen = z[:, :N]
            mean, low, high = seen.mean(axis=1), seen.min(axis=1), seen.max(axis=1)
        values = None
        if places is not None:
            values = z[:, N:].reshape(len(z), *[count] * widths[0])
        given = (*net.unpack(theta), places, values, mean, mean_v, low, high, off, unit)
        return UnitFunctions(net, *given)

    return each(net, theta, of_one, object)


def without(net: Network, theta, off):
    """θ with what is switched off: theta (..., P) → a new θ of the same shape.

    Args:
        off: what is off, counted from 1: ("edge", j, i, k) sets W_j[i, k] to 0; ("unit", j, i) sets
            all weights of unit i of z_j into the next layer to 0, the column W_j[·, i]. Where layer
            j adds z_j to its output, the unit would still pass by: so its own W_{j−1}[i, ·] and
            b_{j−1}[i] become 0, too, and with σ(0) = 0 it adds nothing to what it passes on. What
            layer j − 1 has let by, it cannot stop. An entry that the network does not have, also an
            output, changes nothing: the off list of a figure outlives a change of the depth.

    Raises ValueError for an `off` that is not written like that, or a wrong length of θ.

    [beyond the slides]
    """
    left = np.array(kind("net", net, Network).check_theta(theta), float)
    W, b = net.unpack(left)  # views: what is done to them is done to θ
    for what, j, i, *k in struck(off):
        if j > net.depth or i > net.widths[j if what == "edge" else j - 1]:
            continue
        if what == "edge":
            if k[0] <= net.widths[j - 1]:
                W[j][..., i - 1, k[0] - 1] = 0.0
            continue
        W[j][..., :, i - 1] = 0.0
        if net.skips(j) and j > 1:
            W[j - 1][..., i - 1, :] = 0.0
            b[j - 1][..., i - 1, :] = 0.0
    return left


def struck(off, name: str = "off") -> tuple:
    """What is switched off, sorted, each once.

    Raises ValueError, which calls it by `name`, unless it is written as in `without`.

    [beyond the slides]
    """
    taken = 'a tuple of ("unit", j, i) and ("edge", j, i, k)'
    if not isinstance(off, tuple | list | set | frozenset):
        raise ValueError(f"{name} must be {taken}, got {off!r}")
    lengths = {"unit": 2, "edge": 3}
    for one in off:
        if not (isinstance(one, tuple) and one and one[0] in lengths):
            raise ValueError(f"{name} must be {taken}, got {one!r} in it")
    found = {(one[0], *subscripts(f"{name}, {one[0]}", one[1:], lengths[one[0]])) for one in off}
    return tuple(sorted(found))


def _places(samples, more, count):
    """Places on each input axis (n_1, count): the samples' interval, or the square around them."""
    seen = samples if more is None else np.concatenate([samples, more], axis=1)
    low, high = seen.min(axis=1, keepdims=True), seen.max(axis=1, keepdims=True)
    half = 0.5 * np.max(high - low) or 1.0
    return 0.5 * (low + high) + half * np.linspace(-1, 1, count)
