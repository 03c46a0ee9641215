"""How fast the objective grows on the way out of a minimum."""

import numpy as np

from dlcourse.backprop import objective
from dlcourse.losses import LEAST_SQUARES, Loss
from dlcourse.network import Network


def growth_exponent(
    net: Network, theta, direction, x, y, loss: Loss = LEAST_SQUARES, radii=(1e3, 1e4)
) -> np.ndarray:
    """The p of f(θ + r·θ_1) ≈ c·r^p between two radii: log f(r_2)/f(r_1) over log r_2/r_1.

    theta, direction (..., P), x (n_1, N), y (n_{n+1}, N), radii (2,) → (...); nan where a value is
    beyond the range of floating point. For LeakyReLU and least squares p tends to 2n, for a bounded
    σ to 2. Raises ValueError unless 0 < r_1 < r_2, or for wrong shapes.

    [002 Training problem properties]
    """
    r1, r2 = radii
    if not 0 < r1 < r2:
        raise ValueError(f"radii must satisfy 0 < r_1 < r_2, got {radii}")
    theta, direction = np.asarray(theta), np.asarray(direction)
    net.check_theta(direction, "direction")
    near, far = (objective(net, theta + r * direction, x, y, loss) for r in (r1, r2))
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = (np.log(far) - np.log(near)) / np.log(r2 / r1)
    return np.where(np.isfinite(exponent), exponent, np.nan)[()]
