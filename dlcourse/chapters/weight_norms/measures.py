"""Does one number go up with another? And how steep is a network anywhere on the real line?"""

import numpy as np

from dlcourse import Network, largest_slope
from dlcourse.checks import array

ENDS = (1.0, 10.0, 1e3, 1e6)  # of intervals: in a wide one, close kinks cannot be told apart


def ranks(values) -> np.ndarray:
    """The places 1 … N in increasing order, equal values sharing their mean place: (N,) → (N,).

    Raises ValueError for another shape, or values that are not finite.

    [beyond the slides: for the claims of 002 Generalization, checked over many networks]
    """
    values = array("values", values, ("N",), finite=True)
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return below + 0.5 * (equal + 1)


def rank_correlation(a, b) -> float:
    """Spearman's coefficient: 1 if b always rises with a, −1 if it always falls, 0 for neither.

    a, b (N,). NaN where one of them is constant. Raises ValueError for other shapes, fewer than
    two values, or values that are not finite.

    [beyond the slides: for the claims of 002 Generalization, checked over many networks]
    """
    a, b = array("a", a, ("N",), finite=True), array("b", b, ("N",), finite=True)
    if a.shape != b.shape or a.size < 2:
        raise ValueError(
            f"a and b must have the same shape (N,), N ≥ 2; got {a.shape} and {b.shape}"
        )
    a, b = (place - place.mean() for place in (ranks(a), ranks(b)))
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 else float("nan")


def slope_anywhere(net: Network, theta):
    """The largest slope on the whole line, not only on [−1, 1]: theta (..., P) → (...).

    Beyond the last kink the slope stays, so intervals with all kinks inside tell it. Raises as
    `largest_slope` does.

    [002 Lipschitz continuity of ReLU networks]
    """
    return np.max([largest_slope(net, theta, (-end, end)) for end in ENDS], axis=0)
