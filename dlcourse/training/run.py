"""A Run is a training on record: θ and the loss along the epochs."""

from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import numpy as np

from dlcourse.backprop import objective
from dlcourse.checks import whole_number
from dlcourse.data import Data
from dlcourse.losses import Loss
from dlcourse.network import Network


def snapshot_epochs(epochs: int, snapshots: int = 200) -> np.ndarray:
    """The recorded epochs `(K,)`: 0, the last, in all at most `snapshots` + 1, dense early on.

    Raises ValueError unless both are whole numbers ≥ 1.
    """
    epochs, snapshots = whole_number("epochs", epochs, 1), whole_number("snapshots", snapshots, 1)
    return np.unique(np.round(epochs * np.linspace(0, 1, snapshots + 1) ** 2).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Run:
    """A recorded training. Leading axes `...` are there if several seeds were trained at once.

    At each of the recorded `epochs` (K,) it holds θ, `thetas` (..., K, P), and the mean training
    loss (1/N) Σ L, `losses` (..., K). A seed stopped at the index `last` (...) of `epochs`, and
    later entries repeat that state; `reason` (...) is "epochs", "tolerance" or "diverged".
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
        x, y = self.data.x_test, self.data.y_test
        return objective(self.net, self.thetas, x, y, self.objective_loss) / x.shape[1]

    @property
    def theta(self) -> np.ndarray:
        """θ at the end (..., P): the last recorded state with a finite loss, or else the start."""
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
        """The recorded epoch whose loss was no longer finite, or None; a list for several seeds."""
        at = np.where(self.reason == "diverged", self.epochs[self.last], -1)
        flat = [None if e < 0 else int(e) for e in at.reshape(-1)]
        return flat[0] if at.ndim == 0 else flat

    def index(self, epoch: int) -> int:
        """The index of the last recorded epoch ≤ `epoch`, or a ValueError unless that is ≥ 0."""
        epoch = min(whole_number("epoch", epoch, most=inf), self.epochs[-1])
        return int(np.searchsorted(self.epochs, epoch, side="right")) - 1

    def at(self, epoch: int) -> np.ndarray:
        """θ (..., P) at the last recorded epoch ≤ `epoch`. Raises ValueError as `index`."""
        return self.thetas[..., self.index(epoch), :]
