"""Medians and failures over many runs, and the straight line that a fit has to beat."""

import numpy as np
import pytest

from dlcourse import Data, Network, mean_line_loss, straight_line, trials, wiggly


def test_failures_are_counted_and_divergence_is_one():
    found = trials({"5": [0.1, 0.2, 0.9, np.nan], "47": [np.inf, np.inf, 0.1]}, 0.5)
    assert found.labels == ("5\n50 % fail", "47\n67 % fail")
    assert np.isclose(found.values[0], 0.55)
    assert found.values[1] == np.inf
    assert [len(points) for points in found.points] == [4, 3]


def test_a_setting_without_a_run_has_no_median_yet_and_no_setting_is_refused():
    found = trials({"5": [0.1], "7": []}, 0.5)
    assert found.labels[1] == "7\n"
    assert np.isnan(found.values[1])
    with pytest.raises(ValueError, match="losses must hold"):
        trials({}, 0.1)


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
