"""What all panels share: ranges, numbers, legends, switches."""

import numpy as np
import pytest

from dlcourse import Curves, CurvesPanel, LossPanel, Plane, style
from dlcourse.chapters.loss_landscape.pictures import ContourPanel
from dlcourse.live.canvas import Canvas
from dlcourse.panels.axes import clipped, decades, grown, plain, spread
from dlcourse.panels.base import Panel, counted, outside, percent, sentence
from tests.pictures import legend, shown

X = np.array([0.0, 1.0, 2.0])


def curve(*values, **more):
    return Curves(X, np.array([values], dtype=float), ("a",), **more)


def ranges(results, **options):
    """The vertical ranges that a panel shows for one result after the other."""
    panel = shown(CurvesPanel(**options), results[0])
    seen = [panel.ax.get_ylim()]
    for result in results[1:]:
        panel.update(result, **panel.hidden)
        seen.append(panel.ax.get_ylim())
    return seen


# ------------------------------------------------------------------------------------- ranges


def test_the_range_is_that_of_the_first_result_with_a_little_room():
    assert ranges([curve(0, 5, 10)]) == [(0, 10.8)]  # not below zero: these are sizes
    assert ranges([curve(-5, 0, 5)]) == [(-5.8, 5.8)]


def test_the_range_stays_while_values_move_inside():
    first, second, third = ranges([curve(0, 5, 10), curve(1, 2, 3), curve(9, 10, 10.7)])
    assert first == second == third


@pytest.mark.parametrize("value", [10.9, 13, 40, 1e6])
def test_a_range_that_was_not_given_grows_until_all_is_inside_and_comes_back(value):
    first, wide, again = ranges([curve(0, 5, 10), curve(0, 5, value), curve(0, 5, 10)])
    assert wide[0] == 0 and value < wide[1] <= 1.7 * max(value, 10)
    assert first == again


def test_a_range_grows_downwards_and_seldom():
    (first, down, further) = ranges([curve(0, 5, 10), curve(-1, 5, 10), curve(-2, 5, 10)])
    assert down[0] < -2 and down[1] == first[1]
    assert down == further


def test_values_too_small_to_be_seen_get_a_range_of_their_own():
    first, small, again = ranges([curve(0, 5, 10), curve(0, 0.05, 0.1), curve(0, 5, 10)])
    assert small == pytest.approx((0, 0.108)) and again == first
    assert ranges([curve(0, 5, 10), curve(0, 0, 0)])[1] == first  # there is nothing smaller


def test_a_logarithmic_range_grows_by_decades():
    first, wide = ranges([curve(1, 5, 50), curve(0.02, 5, 5e4)], log=True)
    assert first == (1, 100) and wide == (0.01, 1e5)


def test_a_given_range_stays_and_what_lies_beyond_is_said():
    panel = shown(CurvesPanel(limits=(0, 10)), curve(5, 11, 50))
    assert panel.ax.get_ylim() == (0, 10)
    assert panel.describe(curve(5, 11, 50)) == "A: 5 to 50; 67 % beyond the scale."


def test_a_given_range_grows_where_it_would_show_nothing():
    assert ranges([curve(50, 60, 70)], limits=(0, 10))[0][1] > 70
    result = curve(50, 60, 70, limits=(0, 10))
    assert ranges([result])[0][0] == 0 and "beyond" not in shown(CurvesPanel(), result).describe(
        result
    )


def test_free_axes_take_the_values_own_range():
    assert ranges([curve(0, 5, 10), curve(0, 1, 2)], free=True) == [(0, 10.8), (0, 2.16)]
    assert ranges([curve(50, 60, 70)], limits=(0, 10), free=True) == [(48.4, 71.6)]


def test_a_given_range_from_zero_has_a_logarithm_too():
    assert ranges([curve(0.02, 1, 3)], limits=(0, 5), log=True) == [(0.01, 10)]


def test_each_quantity_keeps_its_range():
    rise, width = curve(0, 5, 10, ylabel="rise"), curve(0, 50, 100, ylabel="width")
    assert ranges([rise, width, rise]) == [(0, 10.8), (0, 108), (0, 10.8)]
    assert ranges([rise, curve(0, 50, 100, ylabel="width", limits=(-1, 101))])[1] == (-1, 101)


def test_what_is_not_finite_has_no_range():
    assert ranges([curve(np.nan, np.inf, -np.inf)]) == [(0, 1)]
    assert ranges([curve(np.nan, 0, 10), curve(np.nan, np.nan, np.nan)])[1] == (0, 10.8)


@pytest.mark.parametrize("kind", [CurvesPanel, ContourPanel])
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("values", [(-1e308, 0, 1e308), (1e-300, 2e-300, 0), (1e-300, 1, 1e308)])
def test_the_largest_and_the_smallest_numbers_are_drawn_too(kind, log, values):
    values = np.array([values, values, values])
    result = Curves(X, values, "abc") if kind is CurvesPanel else Plane(X, X, values)
    panel = shown(kind(), Plane(X, X, np.ones((3, 3))) if kind is ContourPanel else curve(1, 2, 3))
    for free in (False, True):
        panel.update(result, log=log, free=free)
        low, high = panel._shown
        assert -1e152 < low < high < 1e152 and panel.describe(result)


def test_grown_keeps_a_range_that_shows_enough():
    values = np.array([0.5, 2, 3, np.nan])
    assert grown((0, 1), values, (0, 3.3), least=0.3) == (0, 1)
    assert grown((0, 1), values, (0, 3.3), least=0.4) == (0, 1.5**3)
    assert grown((0, 1), np.array([]), (0, 1)) == (0, 1)


@pytest.mark.parametrize(
    "values, log, limits",
    [
        ([1, 3], False, (0.84, 3.16)),
        ([2], False, (1, 3)),
        ([0], False, (-1, 1)),
        ([], False, (0, 1)),
        ([0.02, 30, -1], True, (0.01, 100)),
        ([5], True, (1, 10)),
        ([-1], True, (0.1, 1)),
    ],
)
def test_spread_leaves_room(values, log, limits):
    assert spread(values, log=log) == pytest.approx(limits)


# ---------------------------------------------------------------------------- numbers and words


@pytest.mark.parametrize(
    "low, high, most, exponents",
    [
        (1e-4, 10.0, 6, [-4, -3, -2, -1, 0, 1]),
        (1e-12, 1e12, 6, [-10, -5, 0, 5, 10]),
        (1e-1, 1e7, 4, [0, 2, 4, 6]),
        (1e-62, 1e2, 6, [-60, -40, -20, 0]),
    ],
)
def test_decades_are_round_and_hold_the_one(low, high, most, exponents):
    inside = [k for k in decades(low, high, most) if low <= 10.0**k <= high]
    assert inside == exponents


def ticks(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def test_ticks_are_powers_of_ten_or_plain_numbers():
    panel = shown(CurvesPanel(log=True), curve(1e-3, 1, 10))
    assert ticks(panel.ax.yaxis) == ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]
    panel.update(curve(1e-3, 1, 10))
    assert ticks(panel.ax.yaxis)[:6] == ["0", "2", "4", "6", "8", "10"]
    panel = shown(CurvesPanel(), curve(-3e7, 0, 3e7))
    assert "2·10⁷" in ticks(panel.ax.yaxis)  # no power of ten apart, where the legend stands


def test_a_tick_has_all_its_digits():
    assert [plain(v) for v in (0.0, 1002.0, -0.25, 2e6)] == ["0", "1002", "−0.25", "2·10⁶"]


def test_words_of_a_sentence():
    assert [percent(p) for p in (0, 0.001, 0.126, 1)] == ["0 %", "<1 %", "13 %", "100 %"]
    assert [counted(n, "kink") for n in (0, 1, 7)] == ["no kinks", "1 kink", "7 kinks"]
    assert sentence(["first", "", "λ"]) == "First; λ." and sentence(["λ_max"]) == "λ_max."
    assert outside([0, 5, 20, np.nan], 0, 10) == "25 % beyond the scale; 25 % not finite"
    assert outside([0, 5], 0, 10) == sentence([""]) == ""


def test_far_points_keep_their_direction():
    assert np.array_equal(clipped([-9, 1, 9, np.nan], 0, 5), [0, 1, 5, np.nan], equal_nan=True)


# ------------------------------------------------------------------------- legends and switches


def rows_of(panel):
    """The labels of each row of the legend, the lowest row first."""
    return [[text.get_text() for text in row.get_texts()] for row in panel._legends]


def many(*labels):
    return Curves(X, np.arange(3.0 * len(labels)).reshape(-1, 3), labels)


def test_a_legend_names_eight_curves_in_the_rows_that_they_need():
    panel = shown(CurvesPanel(), many(*"abcdefghij"))
    assert rows_of(panel) == [list("gh"), list("abcdef")]
    colours = [artist.get_color() for artist, _ in legend(panel)]
    assert colours == [style.look(k)["color"] for k in (6, 7, 0, 1, 2, 3, 4, 5)]


def test_a_legend_that_is_too_long_gets_a_second_row_before_smaller_type():
    words = "polynomials", "random features", "bells", "learned"
    panel = shown(CurvesPanel(), many(*words))
    assert rows_of(panel) == [["bells", "learned"], ["polynomials", "random features"]]
    assert {text.get_fontsize() for row in panel._legends for text in row.get_texts()} == {12}
    panel.update(many(*(2 * word for word in words)))
    sizes = {text.get_fontsize() for row in panel._legends for text in row.get_texts()}
    assert len(sizes) == 1 and 9 <= sizes.pop() < 12


@pytest.mark.parametrize("labels", [["a" * k] * 4 for k in (1, 6, 12, 18)])
def test_no_row_of_a_legend_is_longer_than_the_picture(labels):
    panel = CurvesPanel(switches=())
    canvas = Canvas([panel], (520, 380), 1)
    canvas.update([many(*labels)], {})
    canvas.pixels(1)
    for row in panel._legends:
        assert row.get_window_extent().x1 <= 520


def test_a_beginning_of_a_view_control_needs_no_switch():
    panel = CurvesPanel(log=True, switches=())
    assert panel.controls == {} and panel.hidden == {"log": True} and panel.view == {}
    panel = CurvesPanel(log=True, switches=["log"])
    assert list(panel.controls) == ["log"] and panel.view == {"log": True} and not panel.hidden
    assert (
        list(LossPanel().controls) == ["free", "before"] and LossPanel(switches=()).controls == {}
    )


@pytest.mark.parametrize("wrong", [dict(switches=["elevation"]), dict(elevation=30)])
def test_an_unknown_view_control_is_refused(wrong):
    with pytest.raises(ValueError, match=r"CurvesPanel takes no 'elevation'; .*: log, free"):
        CurvesPanel(**wrong)


def test_a_panel_without_an_update_is_none():
    with pytest.raises(NotImplementedError):
        Panel().update(None)


@pytest.mark.parametrize("wide", [140, 160, 240])
def test_a_title_is_within_its_panel(wide):
    panel = CurvesPanel(title="17 layers, residual", switches=())
    panel.margins = (44, 44, 10, 28)
    canvas = Canvas([panel], (wide, 200), 1)
    canvas.update([many("a")], {})
    canvas.pixels(1)
    extent = panel._title.get_window_extent()
    assert extent.x0 >= 0 and extent.x1 <= wide
    assert panel._title.get_fontsize() >= 9
    if wide == 240:
        assert panel._title.get_fontsize() == 13 and extent.x0 == pytest.approx(44, abs=2)


def test_a_title_that_a_panel_centres_stays_where_it_is():
    panel = shown(CurvesPanel(), many("a"))
    panel._title = panel.ax.set_title("a title that is longer than its panel " * 3, loc="center")
    panel.resized()
    assert panel._title.get_position()[0] == 0.5
