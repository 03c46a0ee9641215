"""The straight line that a fit has to beat."""

import numpy as np

from dlcourse import Data, Network, mean_line_loss, straight_line, wiggly


def test_mean_line_loss_is_that_of_least_squares():
    data = wiggly()
    slope, intercept = np.polyfit(data.x[0], data.y[0], 1)
    residual = slope * data.x[0] + intercept - data.y[0]
    assert np.isclose(mean_line_loss(data), 0.5 * np.mean(residual**2))


def test_the_straight_line_is_what_polyfit_finds():
    data = wiggly()
    np.testing.assert_allclose(straight_line(data), np.polyfit(data.x[0], data.y[0], 1), rtol=1e-12)


def test_the_straight_line_takes_several_inputs_and_outputs():
    rng = np.random.default_rng(0)
    x, theta = rng.normal(size=(3, 20)), rng.normal(size=8)
    net = Network((3, 2))
    np.testing.assert_allclose(straight_line(Data.from_arrays(x, net(theta, x))), theta, rtol=1e-9)
