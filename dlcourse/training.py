"""Training is recorded: `train` returns a Run that holds θ along the epochs.

The objective of the lecture is the **sum** Σ_i L(m(x_i; θ), y_i). The optimisers step along the
gradient of its **mean**, so that a learning rate means the same for any number of samples, and the
losses of a Run are means too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlcourse import compiled
from dlcourse.backprop import check_response, gradient, objective
from dlcourse.data import Data
from dlcourse.initialization import initialize
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network

SCHEDULES = {
    "constant": lambda progress: np.ones_like(progress),
    "cosine": lambda progress: 0.5 * (1.0 + np.cos(np.pi * progress)),
}


@dataclass(frozen=True)
class GradientDescent:
    """θ ← θ − lr m with m ← momentum · m + ∇; the whole data or minibatches (SGD).

    `schedule` is "constant", or "cosine" from lr down to 0. Raises ValueError for values out of range.

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

    `schedule` is "constant", or "cosine" from lr down to 0. Raises ValueError for values out of range.
    """

    lr: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    schedule: str = "constant"

    def __post_init__(self):
        _check_optimizer(self, beta1=self.beta1, beta2=self.beta2)
        if not self.eps > 0:
            raise ValueError(f"eps must be positive, got {self.eps}")


def _check_optimizer(optimizer, **fractions):
    if not optimizer.lr > 0:
        raise ValueError(f"lr, the learning rate, must be positive, got {optimizer.lr}")
    if optimizer.schedule not in SCHEDULES:
        raise ValueError(f"schedule must be one of {sorted(SCHEDULES)}, got {optimizer.schedule!r}")
    for name, value in fractions.items():
        if not 0 <= value < 1:
            raise ValueError(f"{name} must lie in [0, 1), got {value}")


@dataclass(frozen=True)
class NormPull:
    """Draws ‖θ‖² towards a target: adds strength · (‖θ‖² − target)/target · θ to the gradient.

    Raises ValueError unless target and strength are positive.

    [002 Generalization – Norm of weights]
    """

    target: float
    strength: float = 1e-3

    def __post_init__(self):
        if not (self.target > 0 and self.strength > 0):
            raise ValueError(
                f"target and strength must be positive, got {self.target} and {self.strength}"
            )


def snapshot_epochs(epochs: int, snapshots: int = 200) -> np.ndarray:
    """The recorded epochs `(K,)`: 0 and the last, at most `snapshots` + 1, dense at the beginning."""
    return np.unique(np.round(epochs * np.linspace(0, 1, snapshots + 1) ** 2).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Run:
    """A recorded training. Leading axes `...` are there if several seeds were trained at once.

    Attributes
    ----------
    net, data, objective_loss : what was trained on what, and by which loss.
    epochs : the recorded epochs (K,).
    thetas : θ at each of them (..., K, P).
    losses : mean training loss (1/N) Σ L at each of them (..., K).
    last : index into `epochs` where each seed stopped (...); later entries repeat that state.
    reason : why each seed stopped (...): "epochs", "tolerance" or "diverged".
    """

    net: Network
    data: Data
    objective_loss: Loss
    epochs: np.ndarray
    thetas: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)
    last: np.ndarray = field(repr=False)
    reason: np.ndarray = field(repr=False)

    @cached_property
    def test_losses(self) -> np.ndarray | None:
        """Mean test loss at the recorded epochs (..., K); None without test data."""
        if self.data.x_test is None:
            return None
        total = objective(
            self.net, self.thetas, self.data.x_test, self.data.y_test, self.objective_loss
        )
        return total / self.data.x_test.shape[1]

    @property
    def theta(self) -> np.ndarray:
        """θ at the end (..., P): the last recorded state that is finite."""
        finite = np.isfinite(self.thetas).all(-1) & np.isfinite(self.losses)
        index = self.epochs.size - 1 - np.argmax(finite[..., ::-1], axis=-1)
        return np.take_along_axis(self.thetas, index[..., None, None], axis=-2)[..., 0, :]

    @property
    def final_loss(self):
        """Mean training loss at the end (...); not finite where training diverged."""
        return self.losses[..., -1]

    @property
    def stopped(self):
        """Why training stopped: one word, or an array of words for several seeds."""
        return self.reason.item() if self.reason.ndim == 0 else self.reason

    @property
    def diverged_at(self):
        """The recorded epoch at which the loss was no longer finite, or None; a list for several seeds."""
        at = np.where(self.reason == "diverged", self.epochs[self.last], -1)
        flat = [None if e < 0 else int(e) for e in at.reshape(-1)]
        return flat[0] if at.ndim == 0 else flat

    def index(self, epoch: int) -> int:
        """The index k of the last recorded epoch that is not after `epoch`."""
        return max(0, int(np.searchsorted(self.epochs, epoch, side="right")) - 1)

    def at(self, epoch: int) -> np.ndarray:
        """θ (..., P) at the last recorded epoch that is not after `epoch`."""
        return self.thetas[..., self.index(epoch), :]


def train(
    net: Network,
    data: Data,
    *,
    seed: int | Sequence[int] = 0,
    epochs: int = 5000,
    optimizer: GradientDescent | Adam = Adam(),
    loss: Loss = LEAST_SQUARES,
    batch_size: int | None = None,
    init: str = "uniform",
    scale: float = 1.0,
    weight_decay: float = 0.0,
    pull: NormPull | None = None,
    snapshots: int = 200,
    tolerance: float | None = None,
    theta0=None,
) -> Run:
    """Trains the network from a seeded start and records θ along the way.

    Parameters
    ----------
    seed : draws the start and the minibatches; a sequence of S seeds trains S networks at once.
    epochs : passes through the data.
    batch_size : samples per step; None takes all of them (one step per epoch).
    init, scale : the recipe of `initialize`; ignored if `theta0` (P,) or (S, P) is given.
    weight_decay : λ ≥ 0, adds λθ to the gradient of the mean loss.
    pull : a `NormPull` towards a given ‖θ‖², or None.
    snapshots : about how many states are recorded.
    tolerance : stop when the mean training loss at a recorded epoch is at most this.

    Divergence is a result (`run.stopped`, `run.diverged_at`), not an error. Raises ValueError for
    data that do not fit the network and for values out of range.

    [002 Training algorithm]
    """
    check_response(net, net.check_input(data.x), data.y)
    _check_training(data, epochs, batch_size, weight_decay, snapshots, tolerance)
    many = isinstance(seed, Sequence | np.ndarray)
    seeds = list(seed) if many else [seed]
    if theta0 is None:
        start = initialize(net, init, seed=seeds, scale=scale)
    else:
        start = np.asarray(theta0, dtype=float)
        net.unpack(start)  # raises for a wrong length
        start = np.array(np.broadcast_to(start, (len(seeds), net.n_params)))
    steps = {
        "rates": optimizer.lr * SCHEDULES[optimizer.schedule](np.arange(epochs) / max(1, epochs)),
        "orders": _orders(seeds, epochs, data.N, batch_size),
        "batch": data.N if batch_size is None else min(batch_size, data.N),
        "record": snapshot_epochs(epochs, snapshots),
        "weight_decay": weight_decay,
        "pull": pull,
        "tolerance": -1.0 if tolerance is None else tolerance,
    }
    serves = compiled.serves(net, start, data.x, data.y, loss)
    loop = compiled.train if serves else _train
    thetas, losses, last, reason = loop(net, start, data.x, data.y, loss, optimizer, **steps)
    end = int(last.max()) + 1
    pick = (slice(None) if many else 0, slice(0, end))
    reason = np.array(["epochs", "tolerance", "diverged"])[reason]
    return Run(
        net, data, loss, steps["record"][:end], thetas[pick], losses[pick],
        *((last, reason) if many else (last[0], reason[0:1].reshape(()))),
    )  # fmt: skip


def _check_training(data, epochs, batch_size, weight_decay, snapshots, tolerance):
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1, got {epochs}")
    if batch_size is not None and not 1 <= batch_size <= data.N:
        raise ValueError(f"batch_size must lie in 1 … N = {data.N}, or be None; got {batch_size}")
    if weight_decay < 0:
        raise ValueError(f"weight_decay must be ≥ 0, got {weight_decay}")
    if snapshots < 1:
        raise ValueError(f"snapshots must be at least 1, got {snapshots}")
    if tolerance is not None and not tolerance > 0:
        raise ValueError(f"tolerance must be positive or None, got {tolerance}")


def _orders(seeds, epochs, n_samples, batch_size):
    """The order of the samples in each epoch (S, epochs, N); (S, 0, N) when a step takes them all."""
    if batch_size is None or batch_size == n_samples:
        return np.empty((len(seeds), 0, n_samples), np.int64)
    rows = np.tile(np.arange(n_samples), (epochs, 1))
    return np.stack([np.random.default_rng([s, 1]).permuted(rows, axis=1) for s in seeds])


def _train(
    net, theta, x, y, loss, optimizer, *, rates, orders, batch, record, weight_decay, pull, tolerance
):
    """The readable training loop, all seeds at once: what `compiled.train` does in loops.

    theta (S, P) → thetas (S, K, P), losses (S, K), last (S,), reason (S,): 0 epochs, 1 tolerance,
    2 diverged. After its end a seed keeps its state.
    """
    theta = theta.copy()
    S, K, N = theta.shape[0], record.size, x.shape[-1]
    thetas, losses = np.empty((S, K, theta.shape[-1])), np.empty((S, K))
    last, reason = np.full(S, K - 1), np.zeros(S, np.int64)
    active, memory, k, t = np.ones(S, bool), _Memory(optimizer, theta.shape), 0, 0
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(len(rates) + 1):
            if epoch == record[k]:
                thetas[:, k], losses[:, k] = theta, objective(net, theta, x, y, loss) / N
                ended = active & ~np.isfinite(losses[:, k])
                reason[ended] = 2
                fitted = active & (losses[:, k] <= tolerance)
                reason[fitted] = 1
                last[ended | fitted] = k
                active &= ~(ended | fitted)
                k += 1
                if k == K or not active.any():
                    break
            for start in range(0, N, batch):
                if orders.shape[1]:
                    chosen = orders[:, epoch, start : start + batch]
                    xb, yb = np.moveaxis(x[:, chosen], 1, 0), np.moveaxis(y[:, chosen], 1, 0)
                else:
                    xb, yb = x, y
                g = gradient(net, theta, xb, yb, loss) / xb.shape[-1]
                g += weight_decay * theta
                if pull is not None:
                    square = np.sum(theta**2, axis=-1, keepdims=True)
                    g += pull.strength * (square - pull.target) / pull.target * theta
                t += 1
                step = memory.step(g, t) * rates[epoch]
                theta -= np.where(active[:, None], step, 0.0)
    thetas[:, k:], losses[:, k:] = thetas[:, k - 1 : k], losses[:, k - 1 : k]
    return thetas, losses, last, reason


class _Memory:
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
