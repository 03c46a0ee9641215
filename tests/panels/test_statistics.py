"""Bars and their numbers, read back from what is drawn."""

import numpy as np
import pytest

from dlcourse import Bars, BarsPanel, style
from tests.pictures import hexes, shown

BARS = Bars(("a", "b", "c"), np.array([2.0, 5, 8.5]))


def boxes(panel):
    """(middle, where it begins, where it ends) of each bar."""
    sides = (bar.get_bbox() for bar in panel._bars)
    return [((box.x0 + box.x1) / 2, box.y0, box.y1) for box in sides]


def numbers(panel):
    return [(text.xy, text.get_text()) for text in panel._numbers]


def test_each_bar_stands_at_its_label_and_has_its_height():
    panel = shown(BarsPanel(ylabel="loss"), BARS)
    assert boxes(panel) == [(0, 0, 2), (1, 0, 5), (2, 0, 8.5)]
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["a", "b", "c"]
    assert list(panel.ax.get_xticks()) == [0, 1, 2]
    colours = [bar.get_facecolor() for bar in panel._bars]
    assert hexes(colours) == 3 * [style.SKY]
    assert panel.ax.get_ylabel() == "loss"


def test_other_labels_are_other_bars():
    panel = shown(BarsPanel(), BARS)
    panel.update(Bars(("x", "y"), np.array([4.0, 1])))
    assert boxes(panel) == [(0, 0, 4), (1, 0, 1)] and len(panel.ax.patches) == 2
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["x", "y"]
    assert panel.ax.get_xlim() == (-0.6, 1.6)


def test_a_logarithmic_bar_begins_at_the_lower_edge():
    panel = shown(BarsPanel(limits=(0.1, 100), log=True), BARS)
    assert boxes(panel) == [(0, 0.1, 2), (1, 0.1, 5), (2, 0.1, 8.5)]
    assert panel.ax.get_yscale() == "log"


def test_a_bar_below_zero_hangs():
    panel = shown(BarsPanel(limits=(-1, 1.1)), Bars(("a", "b"), np.array([-0.5, 0.25])))
    assert boxes(panel) == [(0, 0, -0.5), (1, 0, 0.25)]


def test_a_bar_beyond_the_scale_ends_there_and_is_said():
    result = Bars(("a", "b"), np.array([1.0, np.inf]))
    panel = shown(BarsPanel(limits=(0, 5)), result)
    assert boxes(panel) == [(0, 0, 1), (1, 0, 5)]
    assert panel.describe(result) == "A: 1; b: infinite."
    beyond = Bars(("a", "b"), np.array([1.0, 9]))
    panel = shown(BarsPanel(limits=(0, 5)), beyond)
    assert panel.describe(beyond) == "A: 1; b: 9; 50 % beyond the scale."


def test_a_later_result_is_never_cut_off_nor_too_small_to_be_seen():
    """The bars of one quantity end at 0.122; another median is 0.129, a third 40, a fourth 1e-3."""
    panel = shown(BarsPanel(), Bars(("a", "b"), [0.1, 0.113]))
    assert panel.ax.get_ylim() == pytest.approx((0, 0.122), abs=1e-3)
    for most in (0.129, 40, 1e-3):
        panel.update(Bars(("a", "b"), [0.5 * most, most]))
        _, top = panel.ax.get_ylim()
        assert boxes(panel)[1][2] == most < top < 25 * most


def test_each_bar_has_its_number_above_it():
    assert numbers(shown(BarsPanel(), BARS)) == [((0, 2), "2"), ((1, 5), "5"), ((2, 8.5), "8.5")]


def test_the_sentence_has_the_title_what_it_is_and_the_numbers():
    result = Bars(("5\nlayers", "b", "c"), BARS.values)
    panel = shown(BarsPanel(title="plain", ylabel="loss"), result)
    assert panel.describe(result) == "Plain, loss: 5 layers: 2; b: 5; c: 8.5."
    assert panel._title.get_text() == "plain"


@pytest.mark.parametrize("log, low", [(False, 0), (True, 0.1)])
def test_a_median_that_is_not_there_yet_is_no_bar(log, low):
    result = Bars(("a", "b"), np.array([2.0, np.nan]))
    panel = shown(BarsPanel(limits=(low, 5), log=log), result)
    assert boxes(panel)[1] == (1, low, low)
    assert panel.describe(result) == "A: 2; b: undefined."
