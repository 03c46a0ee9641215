"""What the figures of notebook 09 are said to mean."""

import numpy as np
import pytest

from dlcourse import Bars, Curves, Dots
from dlcourse.chapters.flat_minima import experiments, pictures
from dlcourse.chapters.flat_minima.models import Individuals

COSTS = Bars(("sharp", "flat"), np.array([0.2, 0.3]))
SIZES = Dots(("few\n9", "many"), {"": ([2.0], [20.0])}, ylabel="size")
ERRORS = Dots(("few\n9", "many"), {"": ([0.2], [0.3])}, ylabel="error")
TESTS = Dots(("left", "right"), {"a test": ([1.0, 2, 6], [10.0, 30]), "one": ([1.0], [10.0])})


def test_what_the_figures_mean():
    assert "0.2 at the sharp minimum and 0.3 at" in pictures.where_it_costs(None, COSTS)
    still = Bars(("a", "b"), np.zeros(2))
    assert "both minima are equally good" in pictures.where_it_costs(None, still)
    nothing = Dots(("left", "right"), {"a test": 2 * [np.zeros(3)], "one": 2 * [np.zeros(1)]})
    assert "Nothing is moved" in pictures.mean_and_spread(None, nothing)
    times = np.std([10, 30]) / np.std([1, 2, 6])
    assert f"is {times:.1f} times as large" in pictures.mean_and_spread(None, TESTS)
    assert pictures.beside_the_error(SIZES, ERRORS) == (
        "From few 9 to many size changes by a factor of 10, the error changes by a factor of 1.5."
    )


@pytest.mark.parametrize(
    "strength, shown, said",
    [
        (0.5, 0, "two minima, equally"),
        (0.0, 3, "as flat as"),
        (0.5, 10, "up to 0 at the left minimum and up to 2.6"),
    ],
)
def test_how_steep_the_single_losses_in_sight_are(strength, shown, said):
    losses = Individuals(10, strength, 0)
    assert said in pictures.leans(experiments.training_losses(losses, shown))


def test_the_ends_of_curves_are_said_and_runs_that_diverge():
    rows = np.array([[1.0, 40.0], [1.0, 5.0]])
    curves = Curves(np.arange(2), rows, ("batch 30", "batch 1"))
    assert pictures.ends(curves) == "With batch 30 λₘₐₓ ends at 40, with batch 1 at 5."
    diverged = Curves(np.arange(2), np.array([[1.0, np.nan], [1.0, 5.0]]), ("a", "b"))
    assert "diverged" in pictures.ends(diverged)


@pytest.mark.parametrize("size, said", [(1.0, "has slope 0.5"), (1e-6, "are stationary")])
def test_the_slope_of_the_average_is_compared_with_the_single_ones(size, said):
    rows = size * np.array([[1.0, 3.0], [2.0, 2.0], [0.5, 0.5]])
    assert said in pictures.average_below(None, Curves(np.arange(2), rows, ("", "", "")))
