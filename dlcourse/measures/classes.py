"""Two classes in the plane: how many samples a model puts on the wrong side, and its boundary."""

import numpy as np

from dlcourse.losses import LOGISTIC


def error_rate(u, y):
    """The fraction of samples on the wrong side, in percent: u (..., 1, N), y (1, N) → (...).

    Raises ValueError for shapes that do not fit.

    [002 Prediction]
    """
    u, y = np.asarray(u, dtype=float), np.asarray(y, dtype=float)
    if y.ndim != 2 or u.shape[-2:] != y.shape or y.shape[0] != 1:
        raise ValueError(f"u must be (..., 1, N) and y (1, N), got shapes {u.shape} and {y.shape}")
    return 100.0 * np.mean(LOGISTIC.predict(u) != y, axis=(-2, -1))


def score_plane(model, t1, t2) -> np.ndarray:
    """The scores of a model over a grid of the plane, t1 (G1,), t2 (G2,) → (G2, G1).

    `model` takes x (2, G1·G2) and returns (1, G1·G2); the boundary is where the score is 0.

    [002 Prediction]
    """
    x1, x2 = np.meshgrid(t1, t2)
    return np.reshape(model(np.stack([x1.ravel(), x2.ravel()])), x1.shape)


def mesh(low: float, high: float, lines: int = 13, count: int = 61) -> np.ndarray:
    """A square grid as lines, to be carried through a feature map: (2·lines, 2, count).

    Line after line with x_1 fixed, then with x_2 fixed; `count` points on each. Raises ValueError
    unless low < high, and for fewer than two lines or points.

    [beyond the slides: to see what 002 Learning features does to the plane]
    """
    if not low < high or lines < 2 or count < 2:
        raise ValueError(
            f"low must be below high, lines and count at least 2; got {low}, {high}, {lines}, "
            f"{count}"
        )
    along, across = np.linspace(low, high, count), np.linspace(low, high, lines)
    fixed = np.repeat(across[:, None], count, axis=1)
    moving = np.broadcast_to(along, fixed.shape)
    upright, level = np.stack([fixed, moving], axis=1), np.stack([moving, fixed], axis=1)
    return np.concatenate([upright, level])
