"""The best straight line, and a network without σ folded into one: what depth alone buys."""

from dataclasses import dataclass

import numpy as np

from dlcourse.backprop import objective
from dlcourse.data import Data
from dlcourse.measures.curve import collapse
from dlcourse.network import Network


@dataclass(frozen=True, eq=False)
class Folded:
    """A network without σ on a line, beside least squares: what a MatricesPanel draws.

    Attributes
    ----------
    W, b : the layers' W_j (n_{j+1}, n_j) and b_j (n_{j+1}, 1), lists from index 1.
    slope, intercept : the one affine map that they make.
    loss : its mean training loss.
    best_slope, best_intercept, best_loss : the same three of the least squares line.
    """

    W: list
    b: list
    slope: float
    intercept: float
    loss: float
    best_slope: float
    best_intercept: float
    best_loss: float


def straight_line(data: Data) -> np.ndarray:
    """The least squares solution of Wx + b ≈ y, as θ of the one-layer Network((n_1, K)).

    data with x (n_1, N), y (K, N) → θ (K (n_1 + 1),); the shortest one where several are best.

    [002 Deep learning; Identity activation]
    """
    ones = np.vstack([data.x, np.ones((1, data.N))])  # [x; 1], so that [W b] [x; 1] = Wx + b
    return np.linalg.lstsq(ones.T, data.y.T, rcond=None)[0].T.ravel()


def folded(net: Network, theta, data: Data) -> Folded:
    """The layers of a network without σ, the line that they make, and the best line.

    theta (P,), net with one input and one output. Raises ValueError for other widths, and for any
    activation but the identity.

    [002 Network with identity activations – Example]
    """
    if net.widths[0] != 1 or net.widths[-1] != 1:
        raise ValueError(f"net must have one input and one output, got widths {net.widths}")
    slope, intercept = (part.item() for part in collapse(net, theta))
    best = straight_line(data)
    losses = (
        objective(Network((1, 1)), line, data.x, data.y).item() / data.N
        for line in (np.array([slope, intercept]), best)
    )
    loss, best_loss = losses
    return Folded(*net.unpack(theta), slope, intercept, loss, *best.tolist(), best_loss)
