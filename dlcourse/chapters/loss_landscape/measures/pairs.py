"""Two networks of one seed, compared over many seeds."""

from dataclasses import dataclass

import numpy as np

from dlcourse.checks import array


def quotient(a, b) -> np.ndarray:
    """a / b, entry by entry; what is not positive counts as 0, and 0 / 0 as 1.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    a, b = (np.maximum(array(name, part), 0.0) for name, part in (("a", a), ("b", b)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((a == 0) & (b == 0), 1.0, a / b)


@dataclass(frozen=True, eq=False)
class Pairs:
    """What a PairsPanel shows: two networks of one seed compared, a column per place.

    Attributes:
        labels: the places (B,).
        values: one number for each pair and place (S, B): above `equal` if `names[0]` has more.
        fit: whether both networks of the pair fit (S,).
        percent: in how many % of the pairs `names[0]` has more, ties counted half (B,).
        equal: 1 where the values are quotients, 0 where they are differences.
        names: the two activations.
        xlabel, ylabel, limits: the axes.
        says: in words that the network {} has more at the places {}.
    """

    labels: tuple
    values: np.ndarray
    fit: np.ndarray
    percent: np.ndarray
    equal: float
    names: tuple
    xlabel: str = ""
    ylabel: str = ""
    limits: tuple | None = None
    says: str = "there is more for {} at {}"


def fraction_larger(a, b) -> np.ndarray:
    """The fraction of seeds with a > b, ties counted half: a, b (S, ...) → (...) in [0, 1].

    Compare only what is paired: row s of both must come from the same seed. NaN where one of them
    is NaN. Raises ValueError for different shapes or no seed.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    a, b = array("a", a), array("b", b)
    if a.shape != b.shape or a.ndim < 1 or len(a) < 1:
        raise ValueError(
            f"a and b must have the same shape (S, ...), S ≥ 1; got {a.shape}, {b.shape}"
        )
    larger = np.where(np.isnan(a) | np.isnan(b), np.nan, (a > b) + 0.5 * (a == b))
    return np.mean(larger, axis=0)
