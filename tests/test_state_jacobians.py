"""How far each layer has stretched the input: against differences, the kinks, and the bound."""

import numpy as np
import pytest

from dlcourse import (
    TANH,
    Network,
    forward,
    initialize,
    input_gradient,
    largest_jacobian_norms,
    largest_slope,
    layer_bounds,
    state_jacobians,
)

NETS = [
    Network((1, 5, 5, 5, 1, 1)),
    Network((1, 5, 5, 5, 1, 1), residual=True),
    Network((1, 4, 4, 3, 2), TANH, residual=True),
]


@pytest.mark.parametrize("net", NETS)
def test_state_jacobians_are_derivatives(net):
    theta = initialize(net, "uniform", seed=3, scale=2.0)
    x, h = np.linspace(-0.9, 0.9, 7)[None, :], 1e-7
    ahead, behind = (forward(net, theta, x + s * h)[0] for s in (1, -1))
    slopes = state_jacobians(net, theta, x)
    assert slopes[0] is None
    for j in range(1, net.depth + 2):
        np.testing.assert_allclose(slopes[j], (ahead[j] - behind[j]) / (2 * h), atol=1e-6)
    assert (slopes[-1] == input_gradient(net, theta, x)).all()


@pytest.mark.parametrize("net", NETS[:2])
@pytest.mark.parametrize("seed", range(5))
def test_the_largest_norms_lie_between_a_fine_grid_and_the_product_bound(net, seed):
    theta = initialize(net, "uniform", seed=seed, scale=2.0)
    largest = largest_jacobian_norms(net, theta)
    grid = state_jacobians(net, theta, np.linspace(-1, 1, 5001)[None, :])[1:]
    on_grid = np.array([np.linalg.norm(s, axis=0).max() for s in grid])
    bound = np.cumprod([1.0, *layer_bounds(net, theta)])
    assert largest[0] == 1
    assert (on_grid <= largest + 1e-12).all()
    assert (largest <= bound + 1e-12).all()
    assert largest[-1] == pytest.approx(largest_slope(net, theta))


def test_a_smooth_network_is_refused():
    net = NETS[2]
    with pytest.raises(ValueError, match="piecewise affine"):
        largest_jacobian_norms(net, initialize(net, seed=0))
