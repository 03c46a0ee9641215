"""The tasks of notebook 01: a loss that does not overflow, and an activation of mean slope 1."""

import numpy as np

from dlcourse.chapters.deep_learning.experiments import SLOPES
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, real
from dlcourse.lesson.question import Challenge

# --- log_sum_exp ------------------------------------------------------------------------------


def log_sum_exp(u):
    """The largest entry of each column is taken out, so that no exponent is above 0."""
    top = u.max(axis=0)
    return top + np.log(np.exp(u - top).sum(axis=0))


def _naive(u):
    return np.log(np.exp(u).sum(axis=0))


def _not_added(u):
    return np.log(np.exp(u - u.max(axis=0)).sum(axis=0))


def _one_top(u):
    return u.max() + np.log(np.exp(u - u.max()).sum(axis=0))


def _lowest(u):
    low = u.min(axis=0)
    return low + np.log(np.exp(u - low).sum(axis=0))


def _rows(u):
    top = u.max(axis=1)
    return top + np.log(np.exp(u - top[:, None]).sum(axis=1))


def _mean(u):
    return log_sum_exp(u) - np.log(len(u))


def _only_top(u):
    return u.max(axis=0)


def _times(u):
    top = u.max(axis=0)
    return top * np.log(np.exp(u - top).sum(axis=0))


SLIPS = (
    (_not_added, "the largest entry is taken out but not added again: log e^a Σ = a + log Σ."),
    (_one_top, "you take the largest entry of the whole array; each column needs its own, or all "
     "exponentials of a column become 0."),
    (_lowest, "you take out the smallest entry, so the others are still large: take the largest."),
    (_rows, "you sum along the rows; one column is one sample, so sum over axis 0."),
    (_mean, "this is the logarithm of the mean; the loss has the sum."),
    (_only_top, "this is the largest entry alone; log Σ e^(u − a) is still to be added."),
    (_times, "you multiply by the largest entry; log(e^a Σ) is a plus log Σ."),
    (_naive, "e^u overflows. Take the largest entry of each column out before you call np.exp."),
)  # fmt: skip


def check_log_sum_exp(attempt):
    """Small outputs, then large ones, positive and negative, in one array."""
    small = np.random.default_rng(1).normal(size=(4, 3))
    large = np.array(
        [[1000.0, -1000.0, 3.0], [999.0, -1001.0, 1.0], [0, -1002, -800], [1, -999, 2]]
    )
    for u, where in ((small, "for small u"), (large, "for u between −1002 and 1000")):
        value, right = real("the result", answer_of(attempt, u), where), log_sum_exp(u)
        with np.errstate(all="ignore"):
            for slip, told in SLIPS:
                given = slip(u)
                wrong = given.shape != right.shape or not np.allclose(given, right)
                if (
                    wrong
                    and value.shape == given.shape
                    and np.allclose(value, given, rtol=1e-10, equal_nan=True)
                ):
                    raise MistakeError(f"{where}: {told}")
        compare("the result", value, right, where)
    return "all values are right, for outputs of ±1000, too."


LOG_SUM_EXP = Exercise(
    title="A logarithm of a sum that does not overflow",
    task="`u` has shape (K, N), one sample per column. Return log Σ e^u over each column, an array "
    "of shape (N,), right for entries of ±1000 as well.",
    hints=(
        "For any number a, log Σ e^u = a + log Σ e^(u − a). Which a keeps every exponent small?",
        "With the largest entry of the column, all exponents are at most 0, and one is exactly 0.",
        "`top = u.max(axis=0)` has shape (N,), and `u - top` subtracts it from each row.",
    ),
    check=check_log_sum_exp,
    solution=log_sum_exp,
    wrong=(
        *SLIPS,
        (lambda u: 2 * log_sum_exp(u), "2 times as large"),
        (lambda u: log_sum_exp(u) + 0.1, "is not right"),
    ),
)

# --- mean_slope_one ---------------------------------------------------------------------------

MOST = 1.35  # the Lipschitz constant that is allowed


def _mean_one(controls, _graph, prime):
    steepest, mean = (prime.hlines[name] for name in SLOPES)
    if controls["activation"] != "elu":
        return f"this is {controls['activation']}; the task is about elu."
    if abs(mean - 1) > 0.02:
        return f"the mean slope is {mean:.3g}; it should be between 0.98 and 1.02."
    if steepest >= MOST:
        return f"the mean slope is right, but the Lipschitz constant is {steepest:.3g}."
    return ""


MEAN_SLOPE_ONE = Challenge(
    title="Mean slope 1",
    task="Choose elu. Bring its mean slope between 0.98 and 1.02, while its Lipschitz constant "
    f"stays below {MOST:g}. Drag the two dots on the curve, or use α and λ.",
    check=_mean_one,
    said="λ lifts both numbers alike, so only α changes their ratio. It is best where σ′ does not "
    "jump, near α = 1.",
)
