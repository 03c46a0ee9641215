"""One colour means one thing, and no two curves of a picture differ by colour alone."""

from itertools import pairwise

import matplotlib as mpl
import pytest

from dlcourse import style


def test_meanings_have_their_own_colour():
    kinds = (style.DATA, style.TRUTH, style.MODEL, style.SECOND, style.TEST, style.DELTA)
    colours = [kind["color"] for kind in (*kinds, style.RESIDUAL)]
    assert len(set(colours)) == len(colours)


def test_curves_differ_in_line_style_as_well():
    looks = [style.look(k) for k in range(7)]
    assert len({look["color"] for look in looks}) == len({str(k["linestyle"]) for k in looks}) == 7
    assert style.look(7) == style.look(0)


def test_neighbouring_layers_differ_in_colour_and_line_style():
    for count in (2, 4, 46):
        looks = [style.layer(j, count) for j in range(1, count + 1)]
        for one, next_one in pairwise(looks):
            assert one["color"] != next_one["color"]
            assert one["linestyle"] != next_one["linestyle"]


def test_unknown_layer_is_named_in_the_error():
    with pytest.raises(ValueError, match="from 1 to 3, got 4"):
        style.layer(4, 3)


def test_style_is_applied_and_taken_back():
    before = dict(mpl.rcParams)
    with style.applied():
        assert mpl.rcParams["font.size"] >= 13
        assert not mpl.rcParams["axes.spines.top"]
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"), (0.01234, "0.0123"), (14, "14"), (-2.5, "−2.5"), (40000.0, "40000"),
        (123456, "1.23·10⁵"), (6e-28, "6·10⁻²⁸"), (1e-8, "10⁻⁸"), (-1e5, "−10⁵"),
        (float("nan"), "undefined"),
        (float("inf"), "infinite"), (-float("inf"), "minus infinite"),
    ],
)  # fmt: skip
def test_numbers_are_said_with_three_digits(value, text):
    assert style.number(value) == text


@pytest.mark.parametrize("exponent, text", [(0, "10⁰"), (3, "10³"), (-12, "10⁻¹²")])
def test_powers_of_ten_are_plain_letters(exponent, text):
    assert style.power(exponent) == text
