"""The gradient for thousands of calls gives what `backprop.gradient` gives."""

import numpy as np
import pytest

from dlcourse import LEAKY_RELU, LOSSES, SIGMOID, TANH, Network, gradient
from dlcourse.training.repeated import RepeatedGradient

NETWORKS = [
    Network((2, 3)),
    Network((2, 4, 3), TANH),
    Network((2, 4, 4, 4, 3), LEAKY_RELU, residual=True),
    Network((2, 4, 4, 3, 3), (TANH, LEAKY_RELU, SIGMOID), residual=True),
]


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
@pytest.mark.parametrize("net", NETWORKS, ids=str)
def test_it_follows_a_theta_that_changes_in_place(net, loss):
    rng = np.random.default_rng(0)
    theta, x = rng.normal(size=(3, net.n_params)), rng.normal(size=(2, 11))
    y = np.eye(3)[:, rng.integers(0, 3, 11)]
    repeated = RepeatedGradient(net, theta, x, y, loss)
    for _ in range(3):
        theta -= 0.1 * rng.normal(size=theta.shape)
        np.testing.assert_allclose(
            repeated(), gradient(net, theta, x, y, loss), rtol=1e-11, atol=1e-12
        )
