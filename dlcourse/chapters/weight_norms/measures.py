"""Does one number go up with another? Spearman's rank correlation asks only for the order."""

import numpy as np


def ranks(values) -> np.ndarray:
    """The places 1 … N in increasing order, equal values sharing their mean place: (N,) → (N,).

    [beyond the slides: for the claims of 002 Generalization, checked over many networks]
    """
    values = np.asarray(values, dtype=float)
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return below + 0.5 * (equal + 1)


def rank_correlation(a, b) -> float:
    """Spearman's coefficient: 1 if b always rises with a, −1 if it always falls, 0 for neither.

    a, b (N,). NaN where one of them is constant. Raises ValueError for other shapes, fewer than
    two values, or values that are not finite.

    [beyond the slides: for the claims of 002 Generalization, checked over many networks]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.ndim != 1 or a.shape != b.shape or a.size < 2:
        raise ValueError(
            f"a and b must have the same shape (N,), N ≥ 2; got {a.shape} and {b.shape}"
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError("a and b must be finite, got nan or inf among their values")
    a, b = (place - place.mean() for place in (ranks(a), ranks(b)))
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 else float("nan")
