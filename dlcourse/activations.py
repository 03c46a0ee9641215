"""The functions σ between the layers, each with its derivatives and its gain, in one table.

Every σ is applied element by element. All formulas are safe for inputs as large as ±1e4 and accept
complex arguments wherever σ is analytic, so that a complex step can test the derivatives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dlcourse.checks import fields, kind, number

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


@dataclass(frozen=True)
class Activation:
    """One activation σ: R → R, applied element by element.

    `function`, `prime` and `second` are σ, σ′ and σ″ of an array of any shape; `lipschitz` is the
    smallest L with |σ(u) − σ(v)| ≤ L|u − v|, `mean_prime` its mean E[σ′(v)] for v ~ N(0, 1), and
    `alpha` the parameter of a family (slope of LeakyReLU, plateau of ELU), else 0. A σ that is
    `piecewise_affine` gives networks with kinks; at its `knots` σ changes its slope abruptly.

    At a kink σ′ is the right-hand derivative, except ReLU′(0) = 0. Two activations are equal if all
    of this is, the functions included. Raises TypeError for a field of another type.

    [002 Examples of activation functions; Suggestions based on upper bounds]
    """

    name: str
    function: Callable = field(hash=False, repr=False)
    prime: Callable = field(hash=False, repr=False)
    second: Callable = field(hash=False, repr=False)
    lipschitz: float
    mean_prime: float
    alpha: float = 0.0
    piecewise_affine: bool = field(default=False, repr=False)
    knots: tuple[float, ...] = field(default=(), repr=False)

    def __post_init__(self):
        fields(self)

    def __call__(self, v):
        """σ(v), element by element; the shape stays."""
        return self.function(v)


class _Member(NamedTuple):
    """v → formula(v, *parameters) of a family; equal to another with the same parameters."""

    formula: Callable
    parameters: tuple

    def __call__(self, v):
        return self.formula(v, *self.parameters)


def _decaying(v):
    """e^−|v|, continued analytically to complex v on either side of the imaginary axis."""
    return np.exp(np.where(np.real(v) < 0, v, -v))


def _sigmoid(v):
    e = _decaying(v)
    return np.where(np.real(v) < 0, e, 1.0) / (1.0 + e)


def _sigmoid_prime(v):
    e = _decaying(v)
    return e / (1.0 + e) ** 2


def _sigmoid_second(v):
    return _sigmoid_prime(v) * (1.0 - 2.0 * _sigmoid(v))


def _tanh_prime(v):
    return 1.0 - np.tanh(v) ** 2


def _tanh_second(v):
    return -2.0 * np.tanh(v) * _tanh_prime(v)


def _softplus(v):
    return np.where(np.real(v) >= 0, v, 0.0) + np.log1p(_decaying(v))


def _rbf(v):
    return np.exp(-(v * v))


# fmt: off
IDENTITY = Activation(
    "identity", lambda v: np.array(v, copy=True), np.ones_like, np.zeros_like,
    lipschitz=1.0, mean_prime=1.0, piecewise_affine=True,
)
SIGMOID = Activation(
    "sigmoid", _sigmoid, _sigmoid_prime, _sigmoid_second, lipschitz=0.25, mean_prime=0.2066209641419
)
TANH = Activation(
    "tanh", np.tanh, _tanh_prime, _tanh_second, lipschitz=1.0, mean_prime=0.6057055096022
)
RELU = Activation(
    "relu", lambda v: np.maximum(v, 0.0), lambda v: np.where(v > 0, 1.0, 0.0), np.zeros_like,
    lipschitz=1.0, mean_prime=0.5, piecewise_affine=True, knots=(0.0,),
)
SOFTPLUS = Activation(
    "softplus", _softplus, _sigmoid, _sigmoid_prime, lipschitz=1.0, mean_prime=0.5
)
HARD_TANH = Activation(
    "hard tanh", lambda v: np.clip(v, -1.0, 1.0),
    lambda v: np.where((v >= -1) & (v < 1), 1.0, 0.0), np.zeros_like,
    lipschitz=1.0, mean_prime=0.6826894921371,  # the part of N(0, 1) in (−1, 1)
    piecewise_affine=True, knots=(-1.0, 1.0),
)
RBF = Activation(
    "rbf", _rbf, lambda v: -2.0 * v * _rbf(v), lambda v: (4.0 * v * v - 2.0) * _rbf(v),
    lipschitz=float(np.sqrt(2.0 / np.e)), mean_prime=0.0,
)
# fmt: on


def _leaky_relu(v, alpha):
    return np.where(v >= 0, v, alpha * v)


def _leaky_relu_prime(v, alpha):
    return np.where(v >= 0, 1.0, alpha)


def leaky_relu(alpha: float = 0.01) -> Activation:
    """LeakyReLU σ(u) = max(u, αu) with the slope α on the negative side.

    Raises ValueError unless 0 ≤ α ≤ 1.

    [002 Examples of activation functions]
    """
    alpha = number("alpha, the slope of LeakyReLU for u < 0,", alpha, most=1)
    return Activation(
        "leaky relu", *(_Member(f, (alpha,)) for f in (_leaky_relu, _leaky_relu_prime)),
        np.zeros_like, lipschitz=1.0, mean_prime=(1.0 + alpha) / 2.0, alpha=alpha,
        piecewise_affine=True, knots=(0.0,),
    )  # fmt: skip


def _elu(v, scale, alpha):
    return scale * np.where(v >= 0, v, alpha * np.expm1(np.minimum(v, 0.0)))


def _elu_prime(v, scale, alpha):
    return scale * np.where(v >= 0, 1.0, alpha * np.exp(np.minimum(v, 0.0)))


def _elu_second(v, scale, alpha):
    return scale * np.where(v >= 0, 0.0, alpha * np.exp(np.minimum(v, 0.0)))


def elu(alpha: float = 1.0) -> Activation:
    """ELU σ(u) = u for u ≥ 0 and α(eᵘ − 1) below.

    Raises ValueError unless α > 0.

    [002 Examples of activation functions]
    """
    return _scaled_elu("elu", 1.0, number("alpha, the plateau of ELU,", alpha, above=True))


def _scaled_elu(name, scale, alpha):
    """scale · ELU_α, of which SELU is the self-normalising member."""
    # E[e^v; v < 0] for v ~ N(0, 1) is e^½ Φ(−1) = 0.2615782918651…
    return Activation(
        name,
        *(_Member(formula, (scale, alpha)) for formula in (_elu, _elu_prime, _elu_second)),
        lipschitz=scale * max(1.0, alpha),
        mean_prime=scale * (0.5 + alpha * 0.2615782918651),
        alpha=alpha,
        knots=() if alpha == 1.0 else (0.0,),  # the slope jumps from scale · alpha to scale
    )


def _times(v, factor, function):
    return factor * function(v)


def scaled(sigma: Activation, factor: float) -> Activation:
    """factor · σ, for example 0.5 × ReLU: its slopes and its Lipschitz constant shrink along.

    Raises ValueError for a factor that is not positive.

    [000 Exploding gradient – Residual network]
    """
    kind("sigma", sigma, Activation)
    factor = number("factor", factor, above=True)
    if factor == 1.0:
        return sigma
    return Activation(
        f"{factor:g} × {sigma.name}",
        *(_Member(_times, (factor, f)) for f in (sigma.function, sigma.prime, sigma.second)),
        lipschitz=factor * sigma.lipschitz, mean_prime=factor * sigma.mean_prime, alpha=sigma.alpha,
        piecewise_affine=sigma.piecewise_affine, knots=sigma.knots,
    )  # fmt: skip


LEAKY_RELU = leaky_relu()
ELU = elu()
SELU = _scaled_elu("selu", SELU_SCALE, SELU_ALPHA)

ACTIVATIONS = {
    sigma.name: sigma
    for sigma in (
        IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SELU, SOFTPLUS, HARD_TANH, RBF,
    )
}  # fmt: skip


def activation(name) -> Activation:
    """The activation of that name; an `Activation` passes through.

    Raises ValueError for an unknown name and lists the known ones.
    """
    if isinstance(name, Activation):
        return name
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(
            f"activation must be an Activation or one of {sorted(ACTIVATIONS)}, got {name!r}"
        )
    return ACTIVATIONS[name]
