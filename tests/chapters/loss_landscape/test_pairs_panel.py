"""Pairs of networks as dots: each at its own place, read back from the artists."""

import numpy as np
import pytest

from dlcourse import style
from dlcourse.chapters.loss_landscape.measures import Pairs
from dlcourse.chapters.loss_landscape.pictures import PairsPanel
from tests.pictures import hexes, legend, points, shown

QUOTIENTS = Pairs(
    labels=("1", "10"),
    values=np.array([[2.0, 4.0], [0.5, 1e9], [8.0, 0.25]]),
    fit=np.array([True, True, False]),
    percent=np.array([67.0, 67.0]),
    equal=1.0,
    names=("LeakyReLU", "Tanh"),
    xlabel="distance",
    ylabel="rise:\nLeakyReLU divided by Tanh",
    limits=(0.1, 100),
)
DIFFERENCES = Pairs(
    labels=("1",),
    values=np.array([[0.5], [-0.25]]),
    fit=np.array([True, True]),
    percent=np.array([50.0]),
    equal=0.0,
    names=("Tanh", "LeakyReLU"),
    ylabel="spread:\nTanh minus LeakyReLU",
    limits=(-1, 1),
)


def heights(panel, name, fit):
    """{column: heights of its dots} of one colour, filled or hollow."""
    found = {}
    for x, y in points(panel._dots[name, fit]):
        found.setdefault(round(x), []).append(float(y))
    return found


def test_each_pair_is_a_dot_in_the_colour_of_the_network_that_has_more():
    panel = shown(PairsPanel(), QUOTIENTS)
    assert heights(panel, "LeakyReLU", True) == {0: [2], 1: [4, 100]}  # what is beyond, at the edge
    assert heights(panel, "Tanh", True) == {0: [0.5]}
    assert heights(panel, "LeakyReLU", False) == {0: [8]}
    assert heights(panel, "Tanh", False) == {1: [0.25]}
    colours = {"LeakyReLU": style.BLUE, "Tanh": style.VERMILLION}
    for (name, fit), dots in panel._dots.items():
        assert hexes([dots.get_color()]) == [colours[name]]
        face = colours[name] if fit else "#FFFFFF"
        assert hexes([dots.get_markerfacecolor()]) == [face]


def test_the_line_of_equal_pairs_and_the_medians():
    panel = shown(PairsPanel(), QUOTIENTS)
    assert list(panel._equal.get_ydata()) == [1, 1] and panel.ax.get_yscale() == "log"
    assert [line[0, 1] for line in panel._medians.get_segments()] == [2, 4]
    panel.update(DIFFERENCES)
    assert list(panel._equal.get_ydata()) == [0, 0] and panel.ax.get_yscale() == "linear"
    assert [line[0, 1] for line in panel._medians.get_segments()] == [0.125]


def test_columns_say_their_place_and_share():
    panel = shown(PairsPanel(), QUOTIENTS)
    said = [text.get_text() for text in panel.ax.get_xticklabels()]
    assert said == ["1\n67", "10\n67"]
    assert panel.ax.get_xlabel() == "distance\nlower row: % more for LeakyReLU"
    assert panel.ax.get_ylabel() == "rise:\nLeakyReLU divided by Tanh"


@pytest.mark.parametrize(
    ("result", "rows"),
    [
        (QUOTIENTS, ["LeakyReLU more", "Tanh more", "one does not fit", "median"]),
        (DIFFERENCES, ["Tanh more", "LeakyReLU more", "median"]),
    ],
)
def test_the_legend_names_the_colours_in_the_order_of_the_quotient(result, rows):
    panel = shown(PairsPanel(), result)
    colours = {"LeakyReLU more": style.BLUE, "Tanh more": style.VERMILLION}
    labels = [label for _, label in legend(panel)]
    assert sorted(labels) == sorted(rows)  # they may take two rows
    assert [label for label in labels if label in colours] == rows[:2]
    for artist, label in legend(panel):
        assert hexes([artist.get_color()]) == [colours.get(label, style.INK)]


def test_the_sentence_tells_shares_medians_and_what_is_not_shown():
    panel = shown(PairsPanel(), QUOTIENTS)
    assert panel.describe(QUOTIENTS) == (
        "Of 3 pairs LeakyReLU has more, by distance: at 1 in 67 %, at 10 in 67 %; medians of the "
        "quotients 2 to 4; 33 % of the pairs do not both fit; 17 % beyond the scale."
    )
