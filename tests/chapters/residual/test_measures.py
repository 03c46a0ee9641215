"""Medians and failures over many runs."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.residual.measures import failed, loss_curves, trials

ROWS = tuple(np.array(row) for row in ([0.1, 0.2, 0.9, np.nan], [np.inf, np.inf, 0.1], []))
TRIALS = trials(("5", "7", "47"), {"plain": ROWS, "residual": ROWS[::-1]}, limit=0.5, chosen=1)


def test_failures_are_counted_and_divergence_is_one():
    shares = failed(TRIALS, "plain")
    assert np.allclose(shares[:2], [0.5, 2 / 3]) and np.isnan(shares[2])
    assert np.array_equal(failed(TRIALS, "residual"), shares[::-1], equal_nan=True)
    assert TRIALS.rows == {
        "plain fail, %": ["50", "67", ""],
        "residual fail, %": ["", "67", "50"],
    }
    assert TRIALS.hlines == {"fails above": 0.5} and TRIALS.chosen == 1


def test_a_run_that_diverged_counts_as_infinite_in_the_median():
    medians = TRIALS.middles["plain"]
    assert np.isclose(medians[0], 0.55) and medians[1] == np.inf and np.isnan(medians[2])


def test_losses_stand_side_by_side_with_those_to_compare_with():
    run = dl.train(dl.deep_network(5), dl.wiggly(), epochs=4)
    found = loss_curves({"a": run}, before=0.3)
    assert np.array_equal(found.values[0], run.losses) and found.hlines == {"before": 0.3}
