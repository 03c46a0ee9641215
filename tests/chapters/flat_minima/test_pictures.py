"""Dots with their middle, and what the figures of notebook 09 are said to mean."""

import numpy as np
import pytest

from dlcourse import Bars, Curves, style
from dlcourse.chapters.flat_minima import pictures
from dlcourse.chapters.flat_minima.pictures import DotsPanel
from tests.pictures import legend, points, shown

PARTS = (np.array([1.0, 2.0, 6.0]), np.array([10.0, 30.0]))
BARS = Bars(("few", "many"), np.array([2.0, 20.0]), points=PARTS, ylabel="size")
ERRORS = Bars(("few", "many"), np.array([0.2, 0.3]), points=PARTS, ylabel="error")


def test_each_number_is_a_dot_in_its_column_and_a_line_stands_at_the_middle():
    panel = shown(DotsPanel(), BARS)
    dots = points(panel._dots)
    assert dots[:, 1].tolist() == [1, 2, 6, 10, 30]
    assert np.round(dots[:, 0]).tolist() == [0, 0, 0, 1, 1]
    assert points(panel._middles).tolist() == [[0, 2], [1, 20]]
    assert [tick.get_text() for tick in panel.ax.get_xticklabels()] == ["few\n2", "many\n20"]
    assert panel.ax.get_ylabel() == "size" and panel.ax.get_yscale() == "linear"
    low, high = panel.ax.get_ylim()
    assert low <= 0 and high > 30
    assert [label for _, label in legend(panel)] == ["median"]
    assert panel.describe(BARS) == "Size, median: few: 2; many: 20."


def test_a_quantity_of_many_sizes_has_a_logarithmic_axis():
    panel = shown(DotsPanel(logs=("size",)), ERRORS, BARS)
    assert panel.ax.get_yscale() == "log" and panel.ax.get_ylim() == (1, 100)
    assert shown(DotsPanel(logs=("size",)), BARS, ERRORS).ax.get_yscale() == "linear"


def test_the_first_dot_of_each_column_can_stand_out():
    panel = shown(DotsPanel(first="this one", middle="mean", limits=(0, 40)), BARS)
    assert points(panel._firsts)[:, 1].tolist() == [1, 10]
    assert panel._firsts.get_color() == style.ORANGE
    assert [label for _, label in legend(panel)] == ["mean", "this one"]
    assert len(points(shown(DotsPanel(), BARS)._firsts)) == 0


def test_a_column_without_dots_is_drawn():
    empty = Bars(("few", "many"), np.array([2.0, np.nan]), points=(PARTS[0], np.array([])))
    panel = shown(DotsPanel(first="this one"), BARS, empty)
    assert panel.ax.get_xticklabels()[1].get_text() == "many\n"
    assert len(points(panel._firsts)) == 1


def test_what_the_figures_mean():
    assert "0.2 at the sharp minimum and 0.3 at" in pictures.where_it_costs(None, ERRORS)
    still = Bars(("a", "b"), np.zeros(2), points=(np.zeros(3), np.zeros(3)))
    assert "both minima are equally good" in pictures.where_it_costs(None, still)
    assert "Nothing is moved" in pictures.mean_and_spread(None, still)
    times = PARTS[1].std() / PARTS[0].std()
    assert f"is {times:.1f} times as large" in pictures.mean_and_spread(None, BARS)
    assert pictures.beside_the_error(BARS, ERRORS) == (
        "From few to many size changes by a factor of 10, the error changes by a factor of 1.5."
    )


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
