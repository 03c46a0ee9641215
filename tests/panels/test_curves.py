"""Curves, their bands, marks and straight lines, read back from what is drawn."""

import numpy as np
import pytest

from dlcourse import Curves, CurvesPanel, explore, style
from tests.pictures import hexes, legend, points, shown
from tests.touching import drag, offered, press, to_the_corners

X = np.array([0.0, 1.0, 2.0])
VALUES = np.array([[1.0, 2, 4], [3, 1, 0], [5, 5, 6]])
ABOVE = np.array([[0.25], [1], [2]])
BANDED = Curves(X, VALUES, ("a", "b", "c"), low=VALUES - 0.5, high=VALUES + ABOVE)


def at_t(result, **options):
    return shown(CurvesPanel(xlabel="t", ylabel="loss", **options), result)


def corners(band):
    """The points of a band, whatever the order in which it was drawn."""
    (path,) = band.get_paths()
    return {tuple(point) for point in path.vertices}


def test_each_curve_has_its_values_its_colour_and_its_name():
    panel = at_t(BANDED)
    for k, (line, (key, label)) in enumerate(zip(panel._lines, legend(panel), strict=True)):
        assert np.array_equal(points(line), np.column_stack([X, VALUES[k]]))
        assert line.get_visible() and line.get_linewidth() == 2.4
        assert line.get_color() == key.get_color() == style.look(k)["color"]
        assert label == "abc"[k]
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("t", "loss")
    assert panel.ax.get_xlim() == (0, 2)


def test_each_band_lies_around_its_own_curve():
    panel = at_t(BANDED)
    for k, band in enumerate(panel._bands):
        edges = zip([*X, *X], [*BANDED.low[k], *BANDED.high[k]], strict=True)
        assert corners(band) == set(edges)
        assert hexes(band.get_facecolor()) == [style.look(k)["color"]]
        assert band.get_alpha() == 0.16


def test_bands_may_lie_around_the_first_curves_only():
    panel = at_t(Curves(X, VALUES, ("a", "b", "c"), low=[X - 1], high=[X + 1]))
    first, *others = panel._bands
    assert (0, -1) in corners(first) and (2, 3) in corners(first)
    assert not any(band.get_paths() for band in others)
    assert panel.ax.get_ylim()[0] < -1  # the range holds the bands, too


def test_a_band_leaves_out_what_is_not_finite():
    panel = at_t(Curves(X, VALUES[:1], ("a",), low=[[0, np.nan, 0]], high=[[1, np.nan, 1]]))
    assert corners(panel._bands[0]) == {(0, 0), (2, 0), (0, 1), (2, 1)}


def test_what_a_result_lacks_leaves_the_picture():
    panel = at_t(BANDED)
    panel.update(Curves(X, VALUES[2:], ("c",)))
    assert [line.get_visible() for line in panel._lines] == [True, False, False]
    assert np.array_equal(panel._lines[0].get_ydata(), VALUES[2])
    assert not any(band.get_paths() for band in panel._bands)
    assert [label for _, label in legend(panel)] == ["c"]


def test_looks_and_dots():
    panel = at_t(BANDED, looks=[style.TRAIN, style.TEST], markers=True)
    assert [line.get_color() for line in panel._lines] == [style.BLUE, style.ORANGE, style.BLUE]
    assert {line.get_marker() for line in panel._lines} == {"o"}
    low, high = panel.ax.get_xlim()
    assert low < 0 and high > 2  # no dot is cut in half at the end


def test_far_values_keep_their_direction_and_nan_is_a_gap():
    panel = at_t(Curves(X, [[0, 1e9, np.nan]], ("a",)), limits=(0, 2))
    y = panel._lines[0].get_ydata()
    assert y[0] == 0 and 2 < y[1] < 100 and np.isnan(y[2])


def test_a_logarithmic_axis_below():
    result = Curves([1, 10, 100], VALUES[:1], ("a",), xlabel="distance", ylabel="rise")
    panel = at_t(result, logx=True)
    assert panel.ax.get_xscale() == "log" and panel.ax.get_xlim() == (1, 100)
    assert [text.get_text() for text in panel.ax.get_xticklabels()][:3] == ["10⁰", "10¹", "10²"]
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("distance", "rise")
    low, high = at_t(result, logx=True, markers=True).ax.get_xlim()
    assert 0.5 < low < 1 and 100 < high < 200


def test_counts_have_whole_ticks():
    panel = at_t(Curves(np.arange(4), np.arange(4.0), ("a",)))
    assert all(tick == round(tick) for tick in panel.ax.get_xticks())
    panel.update(Curves(np.arange(4) / 2, np.arange(4.0), ("a",)))
    assert not all(tick == round(tick) for tick in panel.ax.get_xticks())


# --------------------------------------------------------------------- marks and straight lines


def test_straight_lines_reach_from_edge_to_edge_and_are_named():
    result = Curves(X, VALUES[:1], ("a",), hlines={"level": 1.5, "": 3}, vlines={"here": 1.0})
    panel = at_t(result)
    level, unnamed, here = panel._references
    assert level.get_data() == (panel.ax.get_xlim(), (1.5, 1.5))
    assert unnamed.get_data() == (panel.ax.get_xlim(), (3, 3))
    assert here.get_data() == ((1.0, 1.0), panel.ax.get_ylim())
    assert {line.get_color() for line in panel._references} == {style.GREY}
    assert len({str(line._unscaled_dash_pattern) for line in panel._references}) == 3
    assert [label for _, label in legend(panel)] == ["a", "level", "here"]
    assert panel.describe(result) == "Loss, a: 1 to 4; level: 1.5; here: 1."
    panel.update(Curves(X, VALUES[:1], ("a",)))
    assert not any(len(line.get_xdata()) for line in panel._references)


def test_the_range_holds_the_lines_across():
    assert at_t(Curves(X, VALUES, "abc", hlines={"level": 50})).ax.get_ylim()[1] > 50


def test_a_mark_has_the_place_and_the_colour_of_its_curve():
    result = Curves(X, VALUES, ("a", "b", "c"), marks=[(1, 0.5, 0.25), (0, 2, 99)])
    panel = at_t(result, limits=(-2, 6))
    assert panel._marks.get_offsets().tolist() == [[0.5, 0.25], [2, 6]]  # a far one at the edge
    assert hexes(panel._marks.get_facecolors()) == [style.VERMILLION, style.BLUE]
    panel.update(BANDED)
    assert not len(panel._marks.get_offsets())


# ------------------------------------------------------------------------------------ in words


def test_the_sentence_says_the_range_of_each_curve():
    assert at_t(BANDED).describe(BANDED) == "Loss, a: 1 to 4; b: 0 to 3; c: 5 to 6."
    flat = Curves(X, [[2, 2, 2], [np.nan, 1, np.inf], [np.nan] * 3], ("a", "b", "c"))
    assert at_t(flat).describe(flat) == "Loss, a: 2; b: 1; c: nowhere finite; 56 % not finite."


def test_of_very_many_curves_eight_are_said():
    many = Curves(X, np.arange(33.0).reshape(11, 3), tuple("abcdefghijk"))
    said = at_t(many).describe(many)
    assert said.startswith("Loss, a: 0 to 2; b: 3 to 5; ")
    assert said.endswith("; h: 21 to 23; 3 further curves.")


def test_an_axis_is_named_in_the_sentence_without_what_stands_in_brackets():
    panel = shown(CurvesPanel(xlabel="n (logarithmic)", at=[1]), BANDED)
    assert panel.describe(BANDED) == "At n = 1: a 2, b 1, c 5."
    panel = shown(CurvesPanel(ylabel="loss (mean)"), BANDED)
    assert panel.describe(BANDED).startswith("Loss, a: 1 to 4; ")


def test_the_sentence_says_the_values_at_places():
    panel = at_t(BANDED, at=(0.9, np.inf))
    assert panel.describe(BANDED) == "Loss, at t = 1: a 2, b 1, c 5; at t = 2: a 4, b 0, c 6."


def test_a_curve_without_a_name_stands_in_neither_legend_nor_sentence():
    result = Curves(X, VALUES, ("", "b", ""))
    panel = at_t(result)
    ((key, label),) = legend(panel)
    assert label == "b" and key.get_color() == style.look(1)["color"]
    assert panel.describe(result) == "Loss, b: 0 to 3."
    assert panel._lines[0].get_visible()


@pytest.mark.parametrize("log", [False, True])
def test_nothing_finite_is_said_not_thrown(log):
    result = Curves(X, np.full((1, 3), np.nan), ("a",))
    assert at_t(result, log=log).describe(result) == "Loss, a: nowhere finite; 100 % not finite."


# ------------------------------------------------------------------------------ what is dragged


def bowl(level=1.0, place=0.5, slope=1.0):
    """A line of some slope with a dot, a straight line across and one upright."""
    return Curves(
        X, [slope * X, 0 * X], ("line", ""), hlines={"a level": level, "ceiling": 6.0},
        vlines={"a place": 1 / place}, marks=[(0, 0.5, 0.5), (1, place, -9.0)],
    )  # fmt: skip


@pytest.fixture
def touched():
    pytest.importorskip("anywidget")
    touch = {
        "a level": "level", "a place": ("place", lambda x: 1 / max(x, 0.5)), "mark 2": "place",
        "line": ("slope", lambda y: y / 2), "no such part": "level", "ceiling": "missing",
        "mark 3": "level",
    }  # fmt: skip
    panel = CurvesPanel(limits=(-1, 8), touch=touch)
    figure = explore(
        bowl, panel, level=(0.0, 5.0, 0.5), place=[0.5, 1.0, 2.0], slope=(-0.5, 2.0, 0.1)
    )
    yield figure
    figure.close()


LEVEL, PLACE, MARK, END = (
    "a level sets level", "a place sets place", "mark 2 sets place", "line sets slope",
)  # fmt: skip


def test_what_is_bound_and_there_can_be_dragged_in_its_direction(touched):
    found = offered(touched)
    assert {name: (one.kind, one.along) for name, one in found.items()} == {
        LEVEL: ("line", "y"), PLACE: ("line", "x"), MARK: ("dot", "x"), END: ("dot", "y"),
    }  # fmt: skip
    assert (found[PLACE].x, found[LEVEL].y) == (2.0, 1.0)
    assert (found[MARK].x, found[MARK].y) == (0.5, -1.0)  # at the edge: the dot is drawn there
    assert (found[END].x, found[END].y) == (2.0, 2.0)
    assert found[PLACE].said == "place = 0.5"


@pytest.mark.parametrize(
    "name, to, control, value",
    [(LEVEL, dict(y=3.2), "level", 3.0), (LEVEL, dict(y=99), "level", 5.0),
     (PLACE, dict(x=0.9), "place", 1.0), (PLACE, dict(x=0.0), "place", 2.0),
     (MARK, dict(x=1.9), "place", 2.0), (END, dict(y=-0.62), "slope", -0.3)],
)  # fmt: skip
def test_a_part_that_is_dragged_sets_its_control(touched, name, to, control, value):
    before = {name: widget.value for name, widget in touched.controls.items()}
    drag(touched, name, **to)
    after = {name: widget.value for name, widget in touched.controls.items()}
    assert after == pytest.approx({**before, control: value}) and touched.error is None


@pytest.mark.parametrize("name", [LEVEL, PLACE, MARK, END])
def test_no_corner_of_the_axes_is_too_far(touched, name):
    assert sum(1 for _ in to_the_corners(touched, name)) == 4


@pytest.mark.parametrize(
    "name, control, up, down",
    [(LEVEL, "level", 1.5, 1.0), (PLACE, "place", 0.5, 1.0), (MARK, "place", 1.0, 0.5)],
)
def test_an_arrow_key_moves_a_step_at_least(touched, name, control, up, down):
    press(touched, name, right=1, up=1)
    assert touched.controls[control].value == up
    press(touched, name, right=-1, up=-1)
    assert touched.controls[control].value == down


def test_on_a_logarithmic_axis_a_step_is_a_factor():
    panel = shown(CurvesPanel(limits=(1e-4, 1.0), log=True), Curves(X, [X + 1e-3], ("a",)))
    assert panel._step(1, 0.1) == pytest.approx(0.1 * (1e4**0.02 - 1))
    assert panel._step(0, 0.1) == pytest.approx(0.04)


def test_curves_of_one_name_are_one_group_in_legend_and_sentence():
    result = Curves(np.arange(2.0), [[0, 1], [-2, 5], [3, 3]], ("single", "single", "mean"))
    panel = shown(CurvesPanel(), result)
    assert panel.describe(result) == "Single: −2 to 5; mean: 3."
    assert [label for _, label in legend(panel)] == ["single", "mean"]
    assert "single 1 to 5, mean 3" in shown(CurvesPanel(at=[1]), result).describe(result)
