"""The rules that turn a gradient into a step: gradient descent with momentum, and Adam."""

from dataclasses import dataclass

import numpy as np

from dlcourse.checks import choice, number

SCHEDULES = {
    "constant": lambda progress: np.ones_like(progress),
    "cosine": lambda progress: 0.5 * (1.0 + np.cos(np.pi * progress)),
}


@dataclass(frozen=True)
class GradientDescent:
    """θ ← θ − lr m with m ← momentum · m + ∇; the whole data or minibatches (SGD).

    `schedule` is "constant", or "cosine" from lr down to 0.
    Raises ValueError for values out of range.

    [002 Training algorithm]
    """

    lr: float = 0.01
    momentum: float = 0.0
    schedule: str = "constant"

    def __post_init__(self):
        _check_optimizer(self, momentum=self.momentum)


@dataclass(frozen=True)
class Adam:
    """θ ← θ − lr m̂ / (√ŝ + eps), with bias-corrected running means m̂ of ∇ and ŝ of ∇².

    `schedule` is "constant", or "cosine" from lr down to 0.
    Raises ValueError for values out of range.
    """

    lr: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    schedule: str = "constant"

    def __post_init__(self):
        _check_optimizer(self, beta1=self.beta1, beta2=self.beta2)
        number("eps", self.eps, above=True)


def _check_optimizer(optimizer, **fractions):
    number("lr, the learning rate,", optimizer.lr, above=True)
    choice("schedule", optimizer.schedule, SCHEDULES)
    for name, value in fractions.items():
        if number(name, value) >= 1:
            raise ValueError(f"{name} must lie in [0, 1), got {value}")


ADAM = Adam()  # what `train` uses unless told otherwise


class Memory:
    """What an optimiser remembers between steps, and the step direction it makes of a gradient."""

    def __init__(self, optimizer, shape):
        self.optimizer = optimizer
        self.m, self.s = np.zeros(shape), np.zeros(shape)

    def step(self, g, t):
        """The direction (S, P) that is multiplied by the learning rate in step t = 1, 2, …"""
        o = self.optimizer
        if isinstance(o, GradientDescent):
            self.m = o.momentum * self.m + g
            return self.m
        self.m = o.beta1 * self.m + (1 - o.beta1) * g
        self.s = o.beta2 * self.s + (1 - o.beta2) * g * g
        m_hat, s_hat = self.m / (1 - o.beta1**t), self.s / (1 - o.beta2**t)
        return m_hat / (np.sqrt(s_hat) + o.eps)
