"""The training loop, for one seed or many at once.

The objective of the lecture is the **sum** Σ_i L(m(x_i; θ), y_i). The optimisers step along the
gradient of its **mean**, so that a learning rate means the same for any number of samples, and the
losses of a Run are means too.
"""

from collections.abc import Sequence
from types import NoneType

import numpy as np

from dlcourse import compiled
from dlcourse.backprop import batch_gradients, check_response, gradient, objective
from dlcourse.checks import array, kind, number, seeds, several, whole_number
from dlcourse.data import Data
from dlcourse.initialization import initialize
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network
from dlcourse.regularization import GradientClipping, NormPull, WeightBound
from dlcourse.training.optimizers import ADAM, SCHEDULES, Adam, GradientDescent, Memory
from dlcourse.training.run import Run, snapshot_epochs


def train(
    net: Network,
    data: Data,
    *,
    seed: int | Sequence[int] = 0,
    epochs: int = 5000,
    optimizer: GradientDescent | Adam = ADAM,
    loss: Loss = LEAST_SQUARES,
    batch_size: int | None = None,
    init: str = "uniform",
    scale: float = 1.0,
    weight_decay: float = 0.0,
    pull: NormPull | None = None,
    bound: WeightBound | None = None,
    clipping: GradientClipping | None = None,
    snapshots: int = 200,
    tolerance: float | None = None,
    theta0=None,
) -> Run:
    """Trains the network from a seeded start and records θ along the way.

    Args:
        seed: draws the start and the minibatches; a sequence of S seeds trains S networks at once.
        epochs: passes through the data.
        batch_size: samples per step; None takes all of them (one step per epoch).
        init, scale: the recipe of `initialize`; ignored if `theta0` (P,) or (S, P) is given.
        weight_decay: λ ≥ 0, adds λθ to the gradient of the mean loss.
        pull, clipping: act on each step's gradient of the mean loss, unless None.
        bound: a `WeightBound`, held by projection at the start and after each step, or None.
        snapshots: about how many states are recorded.
        tolerance: stop when the mean training loss at a recorded epoch is at most this.

    Divergence is a result (`run.stopped`, `run.diverged_at`), not an error. Raises ValueError for
    data that do not fit the network or the loss and for values out of range, TypeError for an
    argument of another type.

    [002 Training algorithm]
    """
    kind("net", net, Network)
    kind("data", data, Data)
    kind("loss", loss, Loss)
    kind("optimizer", optimizer, GradientDescent, Adam)
    kind("pull", pull, NormPull, NoneType)
    kind("bound", bound, WeightBound, NoneType)
    kind("clipping", clipping, GradientClipping, NoneType)
    check_response(net, net.check_input(data.x), data.y)
    loss.check_labels(data.y)
    record = snapshot_epochs(epochs, snapshots)
    number("weight_decay", weight_decay)
    if batch_size is not None:
        whole_number("batch_size", batch_size, 1, data.N)
    if tolerance is not None:
        number("tolerance", tolerance, above=True)
    many, drawn = several(seed), seeds(seed)
    if theta0 is None:
        start = initialize(net, init, seed=drawn, scale=scale)
    else:
        start = _given_start(net, theta0, len(drawn))
    if bound is not None:
        start = bound.project(net, start)
    steps = {
        "rates": optimizer.lr * SCHEDULES[optimizer.schedule](np.arange(epochs) / max(1, epochs)),
        "orders": _orders(drawn, epochs, data.N, batch_size),
        "batch": batch_size or data.N,
        "record": record,
        "weight_decay": weight_decay,
        "pull": pull,
        "tolerance": -1.0 if tolerance is None else tolerance,
    }
    if bound is None and clipping is None and compiled.serves(net, start, data.x, data.y, loss):
        loop = compiled.train
    else:
        loop, steps = _train, {**steps, "bound": bound, "clipping": clipping}
    thetas, losses, last, reason = loop(net, start, data.x, data.y, loss, optimizer, **steps)
    end = int(last.max()) + 1
    pick = (slice(None) if many else 0, slice(0, end))
    reason = np.array(["epochs", "tolerance", "diverged"])[reason]
    return Run(
        net, data, loss, record[:end], thetas[pick], losses[pick],
        *((last, reason) if many else (last[0], reason[0:1].reshape(()))),
    )  # fmt: skip


def _given_start(net, theta0, S):
    """A copy (S, P) of theta0 (P,) or (S, P); shared weights are what their first entries are."""
    start = net.check_theta(array("theta0", theta0, finite=True), "theta0").astype(float)
    if start.shape not in ((net.n_params,), (S, net.n_params)):
        raise ValueError(
            f"theta0 must have shape ({net.n_params},), or ({S}, {net.n_params}) with one row per "
            f"seed; got {start.shape}"
        )
    return np.array(np.broadcast_to(net.tied(start), (S, net.n_params)))


def _orders(seeds, epochs, n_samples, batch_size):
    """The order of the samples in each epoch (S, epochs, N); (S, 0, N) if a step takes them all."""
    if batch_size is None or batch_size == n_samples:
        return np.empty((len(seeds), 0, n_samples), np.int64)
    rows = np.tile(np.arange(n_samples), (epochs, 1))
    return np.stack([np.random.default_rng([s, 1]).permuted(rows, axis=1) for s in seeds])


def _train(
    net, theta, x, y, loss, optimizer, *, rates, orders, batch, record, weight_decay, pull,
    tolerance, bound=None, clipping=None,
):  # fmt: skip
    """The readable training loop, all seeds at once: what `compiled.train` does in loops.

    theta (S, P) → thetas (S, K, P), losses (S, K), last (S,), reason (S,): 0 epochs, 1 tolerance,
    2 diverged. After its end a seed keeps its state.
    """
    theta, memory, k, t = theta.copy(), Memory(optimizer, theta.shape), 0, 0
    thetas = np.empty((len(theta), record.size, net.n_params))
    losses = np.empty(thetas.shape[:2])
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(len(rates) + 1):
            if epoch == record[k]:
                thetas[:, k], losses[:, k] = theta, objective(net, theta, x, y, loss) / x.shape[-1]
                going = np.isfinite(losses[:, k]) & (losses[:, k] > tolerance)
                k += 1
                if k == record.size or not going.any():
                    break
            for g in _mean_gradients(net, theta, x, y, loss, orders, epoch, batch):
                g += weight_decay * theta
                if pull is not None:
                    g += pull.gradient(theta)
                if clipping is not None:
                    g = clipping.clip(g)
                t += 1
                theta -= np.where(going[:, None], memory.step(g, t) * rates[epoch], 0.0)
                if bound is not None:
                    theta[...] = bound.project(net, theta)
    thetas[:, k:], losses[:, k:] = thetas[:, k - 1 : k], losses[:, k - 1 : k]
    return thetas, losses, *_ends(losses, tolerance)


def _mean_gradients(net, theta, x, y, loss, orders, epoch, batch):
    """The gradient (S, P) of the mean loss at the present θ (S, P), for each step of an epoch."""
    N = x.shape[-1]
    if not orders.shape[1]:
        yield gradient(net, theta, x, y, loss) / N
        return
    for start in range(0, N, batch):
        chosen = orders[:, epoch, start : start + batch]
        xb, yb = np.moveaxis(x[:, chosen], 1, 0), np.moveaxis(y[:, chosen], 1, 0)
        yield batch_gradients(net, theta, xb, yb, loss) / xb.shape[-1]


def _ends(losses, tolerance):
    """Where each seed stopped (S,), and why (S,), as its losses (S, K) say."""
    fitted, diverged = losses <= tolerance, ~np.isfinite(losses)
    ended = fitted | diverged
    last = np.where(ended.any(axis=1), ended.argmax(axis=1), losses.shape[1] - 1)
    each = np.arange(len(losses)), last
    return last, np.where(diverged[each], 2, fitted[each])
