"""The price of a push, by hand."""

import numpy as np
import pytest

from dlcourse import Network, deep_network, initialize, wiggly
from dlcourse.chapters.flat_minima.measures import mean_perturbed_loss


def test_mean_perturbed_loss_of_a_parabola_by_hand():
    """m = b, y = 0, N = 1: a push of length 0.5‖θ‖ costs ½ (b + push)² on average."""
    net, theta = Network((1, 1)), np.array([0.0, 2.0])
    at, push = (net, theta, [[0.0]], [[0.0]]), dict(relative=0.5, count=20_000, seed=1)
    found = mean_perturbed_loss(*at, **push)
    assert found == pytest.approx(0.5 * (4 + 0.5), rel=0.02)  # E push_b² = 1/2
    assert found == mean_perturbed_loss(*at, **push)
    assert found != mean_perturbed_loss(*at, **push | {"seed": 2})


@pytest.mark.parametrize("options", [{"relative": 0.0}, {"count": 0}])
def test_a_push_must_be_one(options):
    with pytest.raises(ValueError, match=rf"{next(iter(options))} must be .*, got 0"):
        mean_perturbed_loss(Network((1, 1)), np.ones(2), [[0.0]], [[0.0]], **options)


def test_every_network_is_pushed_in_the_same_directions():
    net, data = deep_network(5), wiggly()
    thetas = initialize(net, seed=range(6)).reshape(2, 3, -1)
    found = mean_perturbed_loss(net, thetas, data.x, data.y)
    single = [[mean_perturbed_loss(net, theta, data.x, data.y) for theta in row] for row in thetas]
    assert np.array_equal(found, single)
