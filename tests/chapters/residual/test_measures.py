"""Medians and failures over many runs."""

import numpy as np
import pytest

from dlcourse.chapters.residual.measures import trials


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
