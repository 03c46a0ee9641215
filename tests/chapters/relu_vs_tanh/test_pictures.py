"""The matrices of a network without σ, entry by entry; what the figures of notebook 03 mean."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse import IDENTITY, Curves, Fit, Kinks, Network, initialize, style, wiggly
from dlcourse.chapters.relu_vs_tanh import pictures
from dlcourse.chapters.relu_vs_tanh.measures import folded
from dlcourse.chapters.relu_vs_tanh.pictures import SIGNS, MatricesPanel
from tests.pictures import hexes, shown

W = [None, np.array([[1.5], [-1.5]]), np.array([[0.0, 0.75], [3.0, -0.3]])]
B = [None, np.array([[0.5], [-3]]), np.array([[1.0], [0]])]
FOLDED = SimpleNamespace(
    W=W, b=B, slope=2.0, intercept=-1.0, loss=0.5, best_slope=2.25, best_intercept=-1.0,
    best_loss=0.4,
)  # fmt: skip


def cells(panel):
    """{(left, top): colour} of all squares."""
    colours = panel._cells.get_facecolor()
    corners = [path.vertices.min(axis=0) for path in panel._cells.get_paths()]
    return {tuple(np.round(c, 6)): colour for c, colour in zip(corners, colours, strict=True)}


def test_the_last_matrix_stands_left_and_each_entry_in_row_and_column():
    panel = shown(MatricesPanel(), FOLDED)
    found = cells(panel)
    left = {1: 2 + 1.3, 2: 0.0}  # W_2 W_1, and so are the columns b_2 b_1 below them
    for j in (1, 2):
        for i, k in np.ndindex(W[j].shape):
            colour = SIGNS(0.5 + np.clip(W[j][i, k], -1.5, 1.5) / 3)
            assert np.allclose(found[left[j] + k, i], colour, atol=0.01)
    assert len(found) == 2 + 4 + 2 + 2
    assert hexes([found[left[1], k] for k in (0, 1)]) == [style.BLUE, style.VERMILLION]


def test_the_biases_stand_below_the_middle_of_their_matrix():
    panel = shown(MatricesPanel(), FOLDED)
    below = {corner: colour for corner, colour in cells(panel).items() if corner[1] >= 2}
    assert sorted({corner[0] for corner in below}) == [0.5, 3.3]
    tops = sorted(corner for corner in below if corner[0] == 3.3)
    assert np.allclose(below[tops[1]], SIGNS(0.0), atol=0.01)  # b_1's second entry, −3


def test_matrices_and_biases_are_named():
    panel = shown(MatricesPanel(), FOLDED)
    names = {text.get_text(): text.get_position()[0] for text in panel._names}
    assert names == {"$W_{1}$": 3.8, "$W_{2}$": 1.0, "$b_{1}$": 3.8, "$b_{2}$": 1.0}


def test_the_two_lines_in_numbers_and_in_words():
    panel = shown(MatricesPanel(), FOLDED)
    numbers = [[text.get_text() for text in row] for row in panel._numbers]
    assert numbers == [["2.000000", "−1.000000", "0.500000"], ["2.250000", "−1.000000", "0.400000"]]
    assert panel.describe(FOLDED) == (
        "W = 2 and b = −1, away from least squares by 0.25; mean loss above the best by 0.1."
    )


def untrained(*widths):
    net = Network(widths, IDENTITY)
    return folded(net, initialize(net, seed=1), wiggly())


def test_names_and_squares_follow_the_number_of_layers():
    deep, small = untrained(1, 5, 5, 5, 1, 1), untrained(1, 2, 1)
    for results, layers, parameters in (((deep, small), 2, 7), ((small, deep), 5, 78)):
        panel = shown(MatricesPanel(), *results)
        assert sum(text.get_visible() for text in panel._names) == 2 * layers
        assert len(cells(panel)) == parameters


def test_the_cells_are_squares():
    panel = shown(MatricesPanel(), untrained(1, 5, 5, 5, 1, 1))
    (left, right), (low, high) = panel.ax.get_xlim(), panel.ax.get_ylim()
    box = panel.ax.get_window_extent()
    assert box.width / (right - left) == pytest.approx(box.height / (low - high), rel=1e-3)


# ------------------------------------------------------------------ what the figures mean, in words

X = np.linspace(-1, 1, 5)
TWO = Kinks(np.array([0.1, 0.2]), np.array([1, 1]), np.array([1, 2]))
POOR = Fit(wiggly(), X, X, TWO, train_loss=0.09, test_loss=None, slope=1.0, line_loss=0.1)
GOOD = replace(POOR, train_loss=0.01)


@pytest.mark.parametrize(
    "relu, tanh, said",
    [
        (GOOD, GOOD, "both fit the samples."),
        (POOR, GOOD, "only Tanh fits the samples."),
        (GOOD, POOR, "only LeakyReLU fits the samples."),
        (POOR, POOR, "neither fits the samples."),
    ],
)
def test_side_by_side_it_is_said_who_bends_and_who_fits(relu, tanh, said):
    meant = pictures.who_bends(relu, tanh)
    assert meant.startswith("LeakyReLU makes straight pieces with 2 kinks, Tanh a smooth curve;")
    assert meant.endswith(said)
    assert pictures.who_bends(replace(GOOD, diverged=True), GOOD) == ""


def test_without_an_activation_the_line_is_that_of_least_squares_or_not_yet():
    assert "a straight line: not yet that of least squares." in pictures.one_line(None, FOLDED)
    best = SimpleNamespace(slope=2, intercept=1, best_slope=2 + 1e-9, best_intercept=1)
    assert "a straight line: that of least squares." in pictures.one_line(None, best)


def two(*rows):
    return Curves(np.arange(1, 4), np.array(rows, dtype=float), ("LeakyReLU", "Tanh"))


def test_the_growth_is_told_at_the_right_end():
    said = "Far away the loss grows like a power of t; the exponent: LeakyReLU 10, Tanh 2."
    assert pictures.growth(None, two([0, 17, 10.01], [1, 3, 1.99])) == said


def test_the_first_exact_polynomial_has_the_degree():
    said = "On this piece of the line LeakyReLU is a polynomial of degree 2, Tanh is none up to "
    assert pictures.degrees(two([1, 1e-15, 1e-15], [1, 0.1, 0.01])) == said + "degree 3."


@pytest.mark.parametrize(
    "median, than",
    [(9, "fewer kinks than"), (20, "about as many kinks as"), (60, "more kinks than")],
)
def test_kinks_are_compared_with_units(median, than):
    said = f"With 20 hidden units training leaves {than} units."
    assert pictures.kinks_per_unit(two([1, 2, median], [5, 10, 20])) == said


def test_training_finds_the_teeth_or_not():
    assert pictures.sawtooth(GOOD, GOOD).endswith("make 2 kinks; training fits the teeth, too.")
    assert pictures.sawtooth(GOOD, POOR).endswith("training does not find the teeth.")
