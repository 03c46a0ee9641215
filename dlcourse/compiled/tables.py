"""σ and σ′ of every activation, L and ∇L of every loss, as the loops need them.

The formulas are those of `activations` and `losses`; α and the scale matter to the families only.
"""

import math

from numba import njit

from dlcourse.compiled import codes
from dlcourse.compiled.lanes import (
    choose,
    fma,
    lanes,
    load,
    number,
    numbered,
    power_of_two,
    rounded,
    spread,
    store,
    total,
)

OPTIONS = {"error_model": "numpy", "boundscheck": False, "nogil": True}
inline, function = njit(forceinline=True, **OPTIONS), njit(**OPTIONS)

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
LOWEST = -708.0  # e^x is below 4e-308 from here on, and counts as 0


@inline
def exponential(x):
    """e^x and e^x − 1 for lanes x ≤ 0, both with full relative accuracy."""
    k = rounded(x * LOG2_E)
    r = fma(k, -LN2_LOW, fma(k, -LN2_HIGH, x))  # x = k ln 2 + r, |r| ≤ ½ ln 2
    factorial = 479001600.0
    p = fma(r, 1 / 6227020800, 1 / factorial)  # Taylor's series of e^r up to r¹³/13!
    for n in range(12, 2, -1):
        factorial /= n
        p = fma(r, p, 1 / factorial)
    p = fma(r * r, p, r)  # e^r − 1
    two = power_of_two(k)
    return choose(LOWEST, x, 0.0, fma(two, p, two)), choose(LOWEST, x, -1.0, fma(two, p, two - 1.0))


@inline
def log_one_plus(e):
    """ln(1 + e) = 2 artanh(s) with s = e/(2 + e), for lanes 0 ≤ e ≤ 1."""
    s = e / (2.0 + e)
    square = s * s
    p = fma(square, 1 / 35, 1 / 33)
    for half in range(15, -1, -1):
        p = fma(square, p, 1.0 / (2 * half + 1))
    return 2.0 * s * p


@inline
def sigma(code, v, alpha, scale):
    """σ(v) and σ′(v) of lanes v."""
    if code == codes.LEAKY_RELU:
        return choose(v, 0.0, v, alpha * v), choose(v, 0.0, 1.0, spread(v, alpha))
    if code == codes.RELU:
        return choose(0.0, v, 0.0, v), choose(0.0, v, 0.0, spread(v, 1.0))
    if code == codes.IDENTITY:
        return v, spread(v, 1.0)
    if code == codes.HARD_TANH:
        z = choose(v, 1.0, 1.0, choose(-1.0, v, -1.0, v))
        return z, choose(v, 1.0, 0.0, choose(v, -1.0, 1.0, spread(v, 0.0)))

    size = choose(v, 0.0, v, 0.0 - v)  # |v|
    x = 0.0 - size
    if code == codes.TANH:
        x = -2.0 * size
    elif code == codes.ELU:
        x = choose(v, 0.0, 0.0, v)
    elif code == codes.RBF:
        x = 0.0 - v * v
    e, e_less_one = exponential(x)
    if code == codes.TANH:
        t = (0.0 - e_less_one) / (2.0 + e_less_one)
        return choose(v, 0.0, t, 0.0 - t), 1.0 - t * t
    if code == codes.ELU:
        return (
            scale * choose(v, 0.0, v, alpha * e_less_one),
            choose(v, 0.0, scale, scale * alpha * e),
        )
    if code == codes.RBF:
        return e, -2.0 * v * e
    r = 1.0 / (1.0 + e)
    logistic = choose(v, 0.0, r, e * r)
    if code == codes.SIGMOID:
        return logistic, e * r * r
    return choose(0.0, v, 0.0, v) + log_one_plus(e), logistic  # SOFTPLUS


@inline
def loss_of_entries(code, u, y):
    """L and ∂L/∂u for lanes of u and y, for the losses that are sums over the rows."""
    r = u - y
    if code == codes.LEAST_SQUARES:
        return 0.5 * r * r, r
    if code == codes.LOGISTIC:
        z, slope = sigma(codes.SOFTPLUS, u, 0.0, 1.0)
        return z - y * u, slope - y
    if code == codes.HINGE:
        side = 2.0 * y - 1.0
        margin = 1.0 - side * u
        slope = choose(margin, 0.0, 0.0 - side, margin)  # NaN stays NaN
        return choose(0.0, margin, 0.0, margin), choose(0.0, margin, 0.0, slope)
    size = choose(r, 0.0, r, 0.0 - r)
    sign = choose(0.0, r, choose(r, 0.0, r, -1.0), choose(r, 0.0, 1.0, r))
    if code == codes.ABSOLUTE:
        return size, sign
    return choose(1.0, size, 0.5 * r * r, size - 0.5), choose(1.0, size, r, sign)  # HUBER


@inline
def loss_of_classes(code, u, first, y, N, n_samples, K, delta):
    """Σ_i L(u_i, y_i) and ∇L for the losses that compare the rows of one sample."""
    L = 0.0
    for s in range(n_samples):
        top, right, part = -math.inf, 0.0, 0.0
        for k in range(K):
            a = number(u, first + k * N + s)
            top = top if top >= a else a
            right += number(y, k * N + s) * a
        for k in range(K):
            a, target = number(u, first + k * N + s), number(y, k * N + s)
            if code == codes.MULTICLASS_LOGISTIC:
                d = math.exp(a - top)
            else:
                excess = (1.0 - target) * (1.0 + a - right)
                L += 0.0 if excess <= 0.0 else excess
                d = 1.0 if excess > 0.0 else 0.0 if excess <= 0.0 else excess
            part += d
            delta[k * N + s] = d
        if code == codes.MULTICLASS_LOGISTIC:
            L += top + math.log(part) - right
        for k in range(K):
            d, target = number(delta, k * N + s), number(y, k * N + s)
            logistic = code == codes.MULTICLASS_LOGISTIC
            delta[k * N + s] = d / part - target if logistic else d - target * part
    for k in range(K):
        for s in range(n_samples, N):
            delta[k * N + s] = 0.0
    return L


@inline
def loss_and_gradient(code, u, first, y, N, n_samples, K, delta):
    """Returns Σ_i L(u_i, y_i) and writes δ_{n+1} = ∇L; u begins at u[first], y and δ at entry 0.

    In the places that only fill up a row δ is 0.
    """
    if code in (codes.MULTICLASS_LOGISTIC, codes.MULTICLASS_HINGE):
        return loss_of_classes(code, u, first, y, N, n_samples, K, delta)
    eight = losses = lanes(8, 0.0)
    for k in range(K):
        for s in range(0, N, 8):
            at = k * N + s
            L, slope = loss_of_entries(code, load(eight, u, first + at), load(eight, y, at))
            last, place = n_samples - 1.0 - s, numbered(eight)
            losses = losses + choose(last, place, L, 0.0)
            store(delta, at, choose(last, place, slope, 0.0))
    return total(losses)
