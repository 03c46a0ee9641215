"""Affine maps W_j z_j + b_j with fewer weights: entries of [W_j b_j] that are missing, or one.

A convolution is a dense layer most of whose entries are 0 while the others are tied: the same
weight stands in many places. θ keeps its place for each entry; a missing one holds 0, tied ones
hold the same number, and each of them gets the gradient of the shared weight, which is the sum of
the derivatives by its entries.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from dlcourse.checks import number, one_seed, whole_number


@dataclass(frozen=True)
class Affine:
    """Which entries of [W_j b_j] are weights, and which of them are the same one.

    Args:
        pattern: n_{j+1} rows of n_j + 1 whole numbers: −1 where there is no weight, otherwise the
            number of the weight, 0, 1, …; entries with equal numbers are one weight.

    Raises ValueError for rows of different lengths or numbers below −1.

    [002 Layers; Reducing the number of parameters]
    """

    pattern: tuple[tuple[int, ...], ...]

    def __post_init__(self):
        rows = [
            tuple(whole_number("each entry of the pattern", k, -1) for k in r) for r in self.pattern
        ]
        if not rows or len(set(map(len, rows))) != 1 or len(rows[0]) < 2:
            raise ValueError(
                "pattern must be n_{j+1} rows of n_j + 1 whole numbers; "
                f"got rows of {sorted(set(map(len, rows)))} numbers"
            )
        object.__setattr__(self, "pattern", tuple(rows))

    @cached_property
    def shape(self) -> tuple[int, int]:
        """(n_{j+1}, n_j)."""
        return len(self.pattern), len(self.pattern[0]) - 1

    @cached_property
    def numbers(self) -> np.ndarray:
        """The pattern with its weights numbered without gaps, (n_{j+1}, n_j + 1)."""
        pattern = np.array(self.pattern)
        used, numbers = np.unique(pattern, return_inverse=True)
        return numbers.reshape(pattern.shape) - int(used[0] < 0)

    @property
    def n_weights(self) -> int:
        """How many weights there are, biases included."""
        return int(self.numbers.max()) + 1

    @property
    def fan_in(self) -> int:
        """How many inputs the unit with the most of them has, at least 1."""
        return max(1, int((self.numbers[:, :-1] >= 0).sum(axis=1).max()))


def _patterned(W, b):
    return Affine(tuple(map(tuple, np.column_stack([W, b]).tolist())))


def dense(n_in: int, n_out: int) -> Affine:
    """Each entry of W_j (n_out, n_in) and of b_j is a weight of its own.

    Raises ValueError for sizes below 1.

    [002 Layers]
    """
    m, n = whole_number("n_out", n_out, 1), whole_number("n_in", n_in, 1)
    return _patterned(np.arange(m * n).reshape(m, n), m * n + np.arange(m))


def convolution(shape, kernel, channels=(1, 1), stride: int = 1) -> Affine:
    """Each unit sees its neighbourhood only, and all units of a channel share their weights.

    Args:
        shape: the length of a signal, or the sides (rows, columns) of a picture.
        kernel: the odd length, or sides, of the neighbourhood; outside the signal z_j counts as 0.
        channels: how many signals of this shape come in, and how many go out; z_j holds one
            after the other, a picture row by row.
        stride: every which place has a unit.

    Raises ValueError for sizes below 1, an even kernel, one with other dimensions than the shape.

    [002 Layers]
    """
    shape, kernel = (
        tuple(whole_number(name, side, 1) for side in np.atleast_1d(sides).tolist())
        for name, sides in (("shape", shape), ("kernel", kernel))
    )
    n_from, n_to = (whole_number("channels", count, 1) for count in channels)
    stride = whole_number("stride", stride, 1)
    if len(kernel) != len(shape) or not all(side % 2 for side in kernel):
        raise ValueError(
            f"kernel must have an odd length for each of the {len(shape)} sides; got {kernel}"
        )
    size, weights = int(np.prod(shape)), int(np.prod(kernel))
    places = list(product(*(range(0, side, stride) for side in shape)))
    W = np.full((n_to, len(places), n_from, size), -1)
    for (at, place), (k, offset) in product(enumerate(places), enumerate(np.ndindex(kernel))):
        seen = [p + o - side // 2 for p, o, side in zip(place, offset, kernel, strict=True)]
        if all(0 <= s < side for s, side in zip(seen, shape, strict=True)):
            there = np.ravel_multi_index(seen, shape)
            W[:, at, :, there] = np.arange(n_to * n_from).reshape(n_to, n_from) * weights + k
    b = np.repeat(n_to * n_from * weights + np.arange(n_to), len(places))
    return _patterned(W.reshape(n_to * len(places), n_from * size), b)


def sparse(n_in: int, n_out: int, share: float, seed: int = 0) -> Affine:
    """Each unit keeps a random part `share` of its inputs, at least one; the rest stays 0.

    Raises ValueError for sizes below 1, a share outside 0 … 1, a seed that is no whole number.

    [002 Layers]
    """
    m, n = whole_number("n_out", n_out, 1), whole_number("n_in", n_in, 1)
    kept = max(1, round(number("share", share, 0, 1) * n))
    ranks = np.random.default_rng(one_seed(seed)).permuted(np.tile(np.arange(n), (m, 1)), axis=1)
    W = np.where(ranks < kept, np.arange(m * n).reshape(m, n), -1)
    return _patterned(W, m * n + np.arange(m))
