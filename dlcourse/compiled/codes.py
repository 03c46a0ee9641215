"""The numbers by which the loops know an activation and a loss; needs no numba.

They know the package's own only: a σ of the reader's, though its name be "relu", is numpy's.
"""

from dlcourse import losses
from dlcourse.activations import ACTIVATIONS, SELU_ALPHA, SELU_SCALE, elu, leaky_relu

SIGMAS = (
    "identity", "leaky relu", "relu", "hard tanh", "tanh", "sigmoid", "softplus", "elu", "rbf",
)  # fmt: skip
IDENTITY, LEAKY_RELU, RELU, HARD_TANH, TANH, SIGMOID, SOFTPLUS, ELU, RBF = range(len(SIGMAS))

LOSSES = (
    "least squares", "logistic", "multiclass logistic", "huber", "absolute", "hinge",
    "multiclass hinge",
)  # fmt: skip
(
    LEAST_SQUARES, LOGISTIC, MULTICLASS_LOGISTIC, HUBER, ABSOLUTE, HINGE, MULTICLASS_HINGE,
) = range(len(LOSSES))  # fmt: skip

OBJECTIVE, GRADIENT, PER_SAMPLE = range(3)  # what a sweep over many θ is to return
GOES_ON, ALL_EPOCHS, FITTED, DIVERGED = range(-1, 3)  # why a piece of training ended

FAMILIES = {"leaky relu": leaky_relu, "elu": elu}


def sigma_code(sigma):
    """(code, α, scale) of an activation, or None if the loops do not know it."""
    ours = ACTIVATIONS.get(sigma.name)
    try:
        if sigma.name in FAMILIES:
            ours = FAMILIES[sigma.name](sigma.alpha)
    except (TypeError, ValueError):  # the family has no such α
        return None
    if sigma != ours:
        return None
    if sigma.name == "selu":
        return (ELU, SELU_ALPHA, SELU_SCALE)
    return (SIGMAS.index(sigma.name), sigma.alpha, 1.0)


def loss_code(loss):
    """The code of a loss, or None if the loops do not know it."""
    return LOSSES.index(loss.name) if loss == losses.LOSSES.get(loss.name) else None
