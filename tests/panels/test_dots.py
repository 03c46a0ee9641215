"""Dots in columns and their middles, read back from what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import Dots, DotsPanel, style
from tests.pictures import hexes, legend, points, shown

BOTH = Dots(
    ("few", "many"),
    {"plain": ([1.0, 2.0, 6.0], [3.0, 9.0]), "residual": ([4.0, 5.0], [7.0])},
    ylabel="loss",
)
COUNTS = Dots((), {"a": ([1.0, 3.0], [0.5]), "b": ([4.0], [])}, {"a": (3, 6), "b": (2, 5)})
ONE = Dots(("few", "many"), {"": ([1.0, 2.0, 6.0], [10.0, 30.0])}, ylabel="size")


def bars(panel):
    """(left, right, height) of each thick bar."""
    ends = points(panel._bars).reshape(-1, 3, 2)
    return [(left, right, y) for (left, y), (right, _), _ in ends]


def triangles(panel):
    """(x, upper edge or not, colour) of those at the edges."""
    return [
        (x, bool(k == 0), colour)
        for k, mark in enumerate(panel._beyond.marks)
        for (x, _), colour in zip(mark.get_offsets(), hexes(mark.get_facecolors()), strict=True)
    ]


def test_each_group_has_its_dots_beside_those_of_the_others_in_its_look():
    panel = shown(DotsPanel(), BOTH)
    plain, residual = (points(line) for line in panel._dots)
    assert plain[:, 1].tolist() == [1, 2, 6, 3, 9] and residual[:, 1].tolist() == [4, 5, 7]
    assert np.round(plain[:, 0]).tolist() == [0, 0, 0, 1, 1]
    assert plain[:3, 0].min() > -0.5 and plain[:3, 0].max() < residual[:2, 0].min()
    assert residual[:2, 0].max() < 0.5 < plain[3:, 0].min() and residual[2, 0] < 1.5
    assert len(np.unique(plain[:, 0])) == 5  # equal numbers do not hide each other
    looks = [(line.get_color(), line.get_marker(), line.get_linestyle()) for line in panel._dots]
    assert looks == [(style.BLUE, "o", "None"), (style.VERMILLION, "^", "None")]
    panel = shown(DotsPanel(looks=[style.TRAIN, dict(style.TEST, marker="D")]), BOTH)
    looks = [(line.get_color(), line.get_marker()) for line in panel._dots]
    assert looks == [(style.BLUE, "o"), (style.ORANGE, "D")]


def test_a_thick_bar_stands_at_the_middle_of_two_or_more_over_its_own_dots():
    panel = shown(DotsPanel(), BOTH)
    assert [y for *_, y in bars(panel)] == [2, 6, 4.5]  # a single 7 is its own middle
    dots = [points(panel._dots[0])[:3], points(panel._dots[0])[3:], points(panel._dots[1])[:2]]
    for (left, right, _), of in zip(bars(panel), dots, strict=True):
        assert left < of[:, 0].min() and of[:, 0].max() < right < left + 0.5
    mean = shown(DotsPanel(), replace(BOTH, middle=np.mean))
    assert [y for *_, y in bars(mean)] == [3, 6, 4.5]
    assert legend(mean)[-1][1] == "mean"


def test_columns_groups_and_lines_have_their_names():
    result = replace(BOTH, hlines={"limit": 5.0, "": 0.0}, xlabel="runs")
    panel = shown(DotsPanel(title="how many"), result)
    assert [text.get_text() for text in panel.ax.get_xticklabels()] == ["few", "many"]
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("runs", "loss")
    assert panel.ax.get_xlim() == (-0.5, 1.5)
    assert [label for _, label in legend(panel)] == ["plain", "residual", "median", "limit"]
    limit, zero, other = panel._references
    assert points(limit).tolist() == [[-0.5, 5], [1.5, 5]] and zero.get_ydata() == (0, 0)
    assert np.isnan(other.get_ydata()).all()
    panel.update(BOTH)
    assert np.isnan(limit.get_ydata()).all()
    assert [label for _, label in legend(panel)] == ["plain", "residual", "median"]


def test_a_group_that_has_a_column_of_its_own_stands_in_its_middle_and_is_named_below_only():
    alone = Dots(("one", "two"), {"one": ([1.0, 2], None), "two": (None, [3.0, 4])})
    panel = shown(DotsPanel(), alone)
    for k, (left, right, _) in enumerate(bars(panel)):
        assert (left + right) / 2 == pytest.approx(k)
    assert [label for _, label in legend(panel)] == ["median"]
    assert panel.describe(alone).endswith("median of 2 dots: one: 1.5; two: 3.5.")


def test_dots_beyond_the_scale_are_triangles_at_its_edge_and_are_said():
    far = Dots(("a", "b"), {"": ([0.5, 2e-9, np.inf, 0.2], [5.0, np.nan])}, ylabel="loss")
    panel = shown(DotsPanel(log=True, limits=(0.1, 1.0)), far)
    assert panel.ax.get_yscale() == "log" and panel.ax.get_ylim() == (0.1, 1.0)
    assert points(panel._dots[0])[:, 1].tolist() == [0.5, 0.2]
    assert [(round(x), upper) for x, upper, _ in triangles(panel)] == [
        (0, True), (1, True), (0, False),
    ]  # fmt: skip
    assert {colour for *_, colour in triangles(panel)} == {style.BLUE}
    assert bars(panel)[0][2] == 0.35
    assert "33 % beyond the scale; 33 % not finite" in panel.describe(far)
    panel.update(replace(far, groups={"": ([0.5], [0.2])}))
    assert not triangles(panel)


def test_a_middle_beyond_the_scale_is_a_bar_at_its_edge():
    lost = Dots(("a",), {"": ([0.2, np.inf, np.inf],)})
    assert bars(shown(DotsPanel(log=True, limits=(0.1, 1.0)), lost))[0][2] == 1.0


def test_middles_of_columns_at_numbers_are_joined_by_a_line():
    panel = shown(DotsPanel(xlabel="parameters", ylabel="error, %", limits=(0, 5)), COUNTS)
    assert points(panel._dots[0]).tolist() == [[3, 1], [3, 3], [6, 0.5]]
    assert points(panel._middles[0]).tolist() == [[3, 2], [6, 0.5]] and not bars(panel)
    assert panel._middles[0].get_linestyle() == "-"
    assert points(panel._middles[1])[0].tolist() == [2, 4]
    assert np.isnan(points(panel._middles[1])[1, 1])
    left, right = panel.ax.get_xlim()
    assert 1.5 < left < 2 and 6 < right < 6.5 and panel.ax.get_xlabel() == "parameters"
    assert [label for _, label in legend(panel)] == ["a", "b", "median"]
    assert panel.describe(COUNTS) == "Error, %, median: a: 2 (3), 0.5 (6); b: 4 (2)."


def test_each_quantity_keeps_its_range_with_zero_inside():
    panel = shown(DotsPanel(), ONE)
    first = panel.ax.get_ylim()
    assert first[0] == 0 and first[1] > 30
    panel.update(replace(ONE, groups={"": ([1.0], [10.0])}))
    assert panel.ax.get_ylim() == first
    panel.update(replace(ONE, groups={"": ([0.1], [0.2])}, ylabel="error"))
    assert panel.ax.get_ylim()[1] < 1 and panel.ax.get_ylabel() == "error"
    panel.update(ONE)
    assert panel.ax.get_ylim() == first


def test_rows_of_text_stand_below_their_columns():
    result = replace(BOTH, rows={"fail": ["0 %", "50 %"]})
    panel = shown(DotsPanel(numbers=True), result)
    rows = np.reshape(panel._rows.texts, (3, 3))  # plain, residual, fail: its name, two columns
    assert [[text.get_text() for text in row] for row in rows] == [
        ["plain", "2", "6"], ["residual", "4.5", "7"], ["fail", "0 %", "50 %"],
    ]  # fmt: skip
    for row in rows:
        assert [text.xy[0] for text in row] == [-0.5, 0, 1]
        assert len({text.xyann[1] for text in row}) == 1
    assert rows[0, 0].xyann[1] > rows[1, 0].xyann[1] > rows[2, 0].xyann[1]
    assert panel.describe(result) == (
        "Loss, median: plain: 2 (few), 6 (many); residual: 4.5 (few), 7 (many); fail: 0 %, 50 %."
    )
    single = shown(DotsPanel(numbers=True), ONE)
    assert [text.get_text() for text in single._rows.texts] == ["median", "2", "20"]
    other = replace(ONE, labels=("x\ny", "z"))
    assert single.update(other)
    assert [text.get_text() for text in single.ax.get_xticklabels()] == ["x\ny", "z"]
    assert single._rows.texts[0].xyann[1] < -20  # below two lines


def test_a_column_can_stand_out():
    panel = shown(DotsPanel(), replace(BOTH, chosen=1))
    assert panel._chosen.get_visible() and panel._chosen.get_x() == 0.5
    panel.update(BOTH)
    assert not panel._chosen.get_visible()


def test_a_draft_without_numbers_and_fewer_groups_leave_nothing_of_the_others():
    panel = shown(DotsPanel(numbers=True), BOTH)
    panel.update(Dots(("few", "many"), {"plain": ([], [])}, ylabel="loss"))
    assert not any(len(points(line)) for line in (*panel._dots, panel._bars))
    assert [text.get_text() for text in panel._rows.texts] == ["plain", "", ""]
    assert "0 dots" not in panel.describe(Dots(("few",), {"plain": ([],)}))
