"""The numbers by which the loops know an activation and a loss; needs no numba."""

from dlcourse.activations import SELU_ALPHA, SELU_SCALE

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

OBJECTIVE, GRADIENT, PER_SAMPLE, COMBINED = range(4)  # what a sweep over many θ is to return


def sigma_code(sigma):
    """(code, α, scale) of an activation, or None if the loops do not know it."""
    if sigma.name == "selu":
        return (ELU, SELU_ALPHA, SELU_SCALE)
    return (SIGMAS.index(sigma.name), sigma.alpha, 1.0) if sigma.name in SIGMAS else None


def loss_code(loss):
    """The code of a loss, or None if the loops do not know it."""
    return LOSSES.index(loss.name) if loss.name in LOSSES else None
