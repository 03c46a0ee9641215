"""What a prediction costs: the loss L(u, y) of each sample, its gradient, and the prediction rule.

`u` is the model output and `y` the response, both `(..., K, N)` with one sample per column. A loss
returns one number per sample, `(..., N)`; the training objective is their **sum**. The ½ stands in
least squares and Huber only. Binary labels are 0 and 1 for every loss, so that one data set serves
them all; where a slide writes y = ±1, read 2y − 1.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dlcourse.activations import SIGMOID, SOFTPLUS
from dlcourse.checks import array, fields


@dataclass(frozen=True)
class Loss:
    """A loss L(u, y) per sample, `function`, with the other parts that make it one.

    `gradient_function` is ∇_u L, `hessian_function` ∇²_u L applied to a direction du, and `rule`
    makes a prediction of u: a response, a label 0/1, or one-hot columns. A loss `classifies` if y
    holds labels, and is `multiclass` if y holds one row for each of K ≥ 2 classes.

    Two losses are equal if all of this is, the functions included. Raises TypeError for a field of
    another type.

    [002 Loss functions; Prediction]
    """

    name: str
    function: Callable = field(hash=False, repr=False)
    gradient_function: Callable = field(hash=False, repr=False)
    hessian_function: Callable = field(hash=False, repr=False)
    rule: Callable = field(hash=False, repr=False)
    classifies: bool = False
    multiclass: bool = False

    def __post_init__(self):
        fields(self)

    def __call__(self, u, y):
        """L(u, y) of each sample: u, y (..., K, N) → (..., N).

        Raises ValueError if K or N differ, or for K = 1 where there are several classes.
        """
        return self.function(*self._checked(u, y))

    def gradient(self, u, y):
        """∇_u L(u, y): u, y (..., K, N) → (..., K, N). Raises ValueError as the loss itself."""
        return self.gradient_function(*self._checked(u, y))

    def hessian_product(self, u, y, du):
        """∇²_u L(u, y) du: u, y, du (..., K, N) → (..., K, N). Raises ValueError as the loss."""
        return self.hessian_function(*self._checked(u, y, du))

    def _checked(self, u, *others):
        u, *others = array("u", u), *map(array, ("y", "du"), others)
        shape = u.shape[-2:]
        for name, values in zip(("y", "du"), others, strict=False):
            if len(shape) < 2 or values.shape[-2:] != shape:
                raise ValueError(
                    f"u and {name} must both be (..., K, N), one sample per column; "
                    f"got shapes {u.shape} and {values.shape}"
                )
        if self.multiclass and shape[0] < 2:
            raise ValueError(f"u must have K ≥ 2 rows, one per class, for the {self.name} loss")
        return u, *others

    def check_labels(self, y):
        """Raises ValueError for y (K, N) that this loss cannot take as labels.

        Binary labels are 0 and 1 (or a probability between), and the columns of several classes
        are one-hot (or probabilities): K ≥ 2 rows that sum to 1. Regression takes any y.
        """
        y = array("y", y, ("K", "N"), finite=True)
        if not self.classifies:
            return
        wrong = y[(y < 0) | (y > 1)]
        if wrong.size:
            raise ValueError(
                f"y must hold labels 0 and 1 for the {self.name} loss, got {wrong[0]:g}"
            )
        sums = np.sum(y, axis=0)
        worst = sums[np.argmax(np.abs(sums - 1.0))]
        if self.multiclass and (len(y) < 2 or abs(worst - 1.0) > 1e-9):
            raise ValueError(
                f"y must be one-hot for the {self.name} loss: one row per class, K ≥ 2, columns "
                f"that sum to 1; got shape {y.shape} with a column that sums to {worst:g}"
            )

    def predict(self, u):
        """The prediction ŷ from the model output u (..., K, N), shaped like the responses.

        NaN where u is NaN. Raises ValueError unless u has at least two axes.
        """
        return self.rule(array("u", u, (..., "K", "N")))


def _zero_product(u, y, du):
    return 0.0 * u * du


def _log_sum_exp(u):
    top = np.max(np.real(u), axis=-2, keepdims=True)
    return top[..., 0, :] + np.log(np.sum(np.exp(u - top), axis=-2))


def softmax(u):
    """e^{u_k} / Σ_l e^{u_l} over the rows: u (..., K, N) → (..., K, N); columns sum to 1.

    [002 No final layer activation in classification]
    """
    u = array("u", u, (..., "K", "N"))
    e = np.exp(u - np.max(np.real(u), axis=-2, keepdims=True))
    return e / np.sum(e, axis=-2, keepdims=True)


def _softmax_product(u, y, du):
    p = softmax(u)
    return p * (du - np.sum(p * du, axis=-2, keepdims=True))


def _one_hot_argmax(u):
    classes = np.arange(u.shape[-2])[:, None]
    chosen = classes == np.argmax(u, axis=-2)[..., None, :]
    return np.where(np.isnan(u).any(axis=-2, keepdims=True), np.nan, chosen)


def _above_zero(u):
    return np.where(np.isnan(u), np.nan, u > 0)


def _identity(u):
    return u


def _huber(u, y):
    size = np.abs(u - y)
    return np.sum(np.where(size <= 1, 0.5 * size**2, size - 0.5), axis=-2)


def _where_positive(a, value):
    """`value` where a > 0, else 0; NaN stays NaN."""
    return np.where(a > 0, value, np.where(a <= 0, 0.0, a))


def _hinge_margin(u, y):
    return 1.0 - (2.0 * y - 1.0) * u


def _excess(u, y):
    """1 + u_k − u_c for the classes k ≠ c, and 0 for the right class c."""
    return (1.0 - y) * (1.0 + u - np.sum(y * u, axis=-2, keepdims=True))


def _multiclass_hinge_gradient(u, y):
    wrong = _where_positive(_excess(u, y), 1.0)
    return wrong - y * np.sum(wrong, axis=-2, keepdims=True)


# fmt: off
LEAST_SQUARES = Loss(
    "least squares", lambda u, y: 0.5 * np.sum((u - y) ** 2, axis=-2), lambda u, y: u - y,
    lambda u, y, du: du + np.zeros_like(u), _identity,
)
LOGISTIC = Loss(
    "logistic", lambda u, y: np.sum(SOFTPLUS(u) - y * u, axis=-2), lambda u, y: SIGMOID(u) - y,
    lambda u, y, du: SIGMOID.prime(u) * du, _above_zero, classifies=True,
)
MULTICLASS_LOGISTIC = Loss(
    "multiclass logistic", lambda u, y: _log_sum_exp(u) - np.sum(y * u, axis=-2),
    lambda u, y: softmax(u) - y, _softmax_product, _one_hot_argmax,
    classifies=True, multiclass=True,
)
HUBER = Loss(
    "huber", _huber, lambda u, y: np.clip(u - y, -1.0, 1.0),
    lambda u, y, du: np.where((r := np.abs(u - y)) <= 1, du, 0.0 * r), _identity,
)
ABSOLUTE = Loss(
    "absolute", lambda u, y: np.sum(np.abs(u - y), axis=-2), lambda u, y: np.sign(u - y),
    _zero_product, _identity,
)
HINGE = Loss(
    "hinge", lambda u, y: np.sum(np.maximum(_hinge_margin(u, y), 0.0), axis=-2),
    lambda u, y: _where_positive(_hinge_margin(u, y), 1.0 - 2.0 * y),
    _zero_product, _above_zero, classifies=True,
)
MULTICLASS_HINGE = Loss(
    "multiclass hinge", lambda u, y: np.sum(np.maximum(_excess(u, y), 0.0), axis=-2),
    _multiclass_hinge_gradient, _zero_product, _one_hot_argmax,
    classifies=True, multiclass=True,
)
# fmt: on

LOSSES = {
    loss.name: loss
    for loss in (
        LEAST_SQUARES, LOGISTIC, MULTICLASS_LOGISTIC, HUBER, ABSOLUTE, HINGE, MULTICLASS_HINGE,
    )
}  # fmt: skip
