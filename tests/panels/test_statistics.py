"""Bars, the single runs over them and their spread, read back from what is drawn."""

import numpy as np
import pytest

from dlcourse import Bars, BarsPanel, style
from tests.pictures import hexes, points, shown

RUNS = (np.array([1.0, 2, 3]), np.array([4.0, 6]), np.array([7.0, 8, 9, 10]))
BARS = Bars(("a", "b", "c"), np.array([2.0, 5, 8.5]), np.array([1.0, 4, 7]), np.array([3, 6, 10]))


def boxes(panel):
    """(middle, where it begins, where it ends) of each bar."""
    sides = (bar.get_bbox() for bar in panel._bars)
    return [((box.x0 + box.x1) / 2, box.y0, box.y1) for box in sides]


def numbers(panel):
    return [(text.xy, text.get_text()) for text in panel._numbers]


def test_each_bar_stands_at_its_label_and_has_its_height():
    panel = shown(BarsPanel(ylabel="loss", colours=[style.SKY, style.GREEN]), BARS)
    assert boxes(panel) == [(0, 0, 2), (1, 0, 5), (2, 0, 8.5)]
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["a", "b", "c"]
    assert list(panel.ax.get_xticks()) == [0, 1, 2]
    colours = [bar.get_facecolor() for bar in panel._bars]
    assert hexes(colours) == [style.SKY, style.GREEN, style.SKY]
    assert panel.ax.get_ylabel() == "loss"


def test_the_line_of_spread_and_the_number_above_it():
    panel = shown(BarsPanel(), BARS)
    ends = points(panel._spread)
    assert ends[~np.isnan(ends).any(axis=1)].tolist() == [
        [0, 1], [0, 3], [1, 4], [1, 6], [2, 7], [2, 10],
    ]  # fmt: skip
    assert numbers(panel) == [((0, 3), "2"), ((1, 6), "5"), ((2, 10), "8.5")]


def test_single_runs_stand_over_their_own_bar_and_take_the_place_of_the_number():
    panel = shown(BarsPanel(), Bars(("a", "b", "c"), [2, 5, 8.5], points=RUNS))
    dots = points(panel._dots)
    for k, values in enumerate(RUNS):
        over = dots[np.abs(dots[:, 0] - k) < 0.31]
        assert over[:, 1].tolist() == values.tolist()
    assert len(dots) == 9 and len(np.unique(dots[:, 0])) == 9  # side by side
    assert {text for _, text in numbers(panel)} == {""}


def test_other_labels_are_other_bars():
    panel = shown(BarsPanel(), BARS)
    panel.update(Bars(("x", "y"), np.array([4.0, 1])))
    assert boxes(panel) == [(0, 0, 4), (1, 0, 1)] and len(panel.ax.patches) == 2
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["x", "y"]
    assert panel.ax.get_xlim() == (-0.6, 1.6)
    assert not len(panel._dots.get_xdata()) and not len(panel._spread.get_xdata())


def test_a_logarithmic_bar_begins_at_the_lower_edge():
    panel = shown(BarsPanel(limits=(0.1, 100), log=True), BARS)
    assert boxes(panel) == [(0, 0.1, 2), (1, 0.1, 5), (2, 0.1, 8.5)]
    assert panel.ax.get_yscale() == "log"


def test_a_bar_below_zero_hangs():
    panel = shown(BarsPanel(limits=(-1, 1.1)), Bars(("a", "b"), np.array([-0.5, 0.25])))
    assert boxes(panel) == [(0, 0, -0.5), (1, 0, 0.25)]


def test_a_bar_beyond_the_scale_ends_there_and_is_said():
    result = Bars(("a", "b"), np.array([1.0, np.inf]), unit="%")
    panel = shown(BarsPanel(limits=(0, 5)), result)
    assert boxes(panel) == [(0, 0, 1), (1, 0, 5)]
    assert panel.describe(result) == "A: 1 %; b: infinite %."
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


def test_lines_across_have_their_name_at_the_right_end():
    result = Bars(("a", "b"), [2, 5], xlabel="seeds", ylabel="% of 9", hlines={"half": 3, "": 4})
    panel = shown(BarsPanel(), result)
    (line, text), (other, unnamed) = panel._references
    assert line.get_data() == (panel.ax.get_xlim(), (3, 3)) and other.get_ydata() == (4, 4)
    assert (text.get_text(), text.xy) == ("half", (panel.ax.get_xlim()[1], 3))
    assert unnamed.get_text() == "" and text.get_horizontalalignment() == "right"
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("seeds", "% of 9")
    assert panel.describe(result) == "% of 9: a: 2; b: 5; half: 3."
    panel.update(Bars(("a", "b"), [2, 5]))
    assert not len(line.get_xdata()) and text.get_text() == ""


def test_the_sentence_has_title_medians_spread_and_runs():
    result = Bars(("5 layers\n0 % fail", "b", "c"), BARS.values, BARS.low, BARS.high, RUNS)
    panel = shown(BarsPanel(title="plain"), result)
    said = "Plain: 5 layers, 0 % fail: 2 (1 to 3); b: 5 (4 to 6); c: 8.5 (7 to 10)."
    assert panel.describe(result) == said
    runs = (RUNS[0], RUNS[0], RUNS[0])
    assert "; 3 runs each." in panel.describe(Bars(("a", "b", "c"), [1, 2, 3], points=runs))
    assert panel._title.get_text() == "plain"


@pytest.mark.parametrize("log, low", [(False, 0), (True, 0.1)])
def test_a_median_that_is_not_there_yet_is_no_bar(log, low):
    result = Bars(("a", "b"), np.array([2.0, np.nan]))
    panel = shown(BarsPanel(limits=(low, 5), log=log), result)
    assert boxes(panel)[1] == (1, low, low)
    assert panel.describe(result) == "A: 2; b: undefined."
