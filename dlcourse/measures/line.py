"""The best straight line through data: what a fit has to beat."""

import numpy as np

from dlcourse.backprop import objective
from dlcourse.checks import kind
from dlcourse.data import Data
from dlcourse.network import Network


def mean_line_loss(data: Data) -> float:
    """The mean training loss of the best straight line: what a fit has to beat.

    [002 Deep learning]
    """
    theta = straight_line(data)
    line = Network((data.x.shape[0], data.y.shape[0]))
    return float(objective(line, theta, data.x, data.y)) / data.N


def straight_line(data: Data) -> np.ndarray:
    """The least squares solution of Wx + b ≈ y, as θ of the one-layer Network((n_1, K)).

    data with x (n_1, N), y (K, N) → θ (K (n_1 + 1),); the shortest one where several are best.

    [002 Deep learning; Identity activation]
    """
    kind("data", data, Data)
    ones = np.vstack([data.x, np.ones((1, data.N))])  # [x; 1], so that [W b] [x; 1] = Wx + b
    return np.linalg.lstsq(ones.T, data.y.T, rcond=None)[0].T.ravel()
