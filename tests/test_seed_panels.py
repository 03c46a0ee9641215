"""The panels for comparisons over seeds and for several planes: moved like all others."""

import numpy as np
import pytest

from dlcourse import BarsPanel, CurvesPanel, Plane, SmallContourPanel, bands, fractions
from dlcourse.live.canvas import Canvas
from tests.pictures import assert_moves, picture

X = np.array([0.1, 1.0, 10.0, 100.0])
RNG = np.random.default_rng(0)


def some_bands(factor=1.0, words=("distance", "rise")):
    samples = factor * X**2 * RNG.uniform(0.5, 2, (7, 4))
    return bands(X, {"one": samples, "two": 3 * samples}, *words)


def some_shares(size=0.7, xlabel="distance"):
    a = RNG.uniform(size=(8, 4))
    return fractions(X, a, np.full_like(a, 1 - size), at=[0.1, 10], xlabel=xlabel)


def a_plane(factor=1.0, title="first"):
    t = np.linspace(-2, 2, 31)
    return Plane(t, t, factor * (0.5 + t[:, None] ** 2 + 3 * t**2), title=title)


CASES = [
    (
        lambda: CurvesPanel(at=(1,), logx=True),
        some_bands(),
        some_bands(0.5),
        "at distance = 1: one",
    ),
    (
        lambda: CurvesPanel(at=(1,), logx=True),
        some_bands(),
        some_bands(words=("level", "spread")),
        "two",
    ),
    (lambda: BarsPanel(title="More"), some_shares(), some_shares(0.2), "more, % of 8 pairs: 0.1: "),
    (lambda: BarsPanel(), some_shares(), some_shares(xlabel="level"), "10: "),
    (lambda: SmallContourPanel(limits=(0.1, 20)), a_plane(), a_plane(0.5, "second"), "first: 0.5"),
    (lambda: SmallContourPanel(bar=False), a_plane(), a_plane(0.5, "second"), "to 16.5"),
]
IDS = ["bands", "bands of another quantity", "shares", "shares elsewhere", "plane", "plane, no bar"]


@pytest.mark.parametrize("make, first, second, said", CASES, ids=IDS)
def test_moving_gives_the_picture_that_drawing_afresh_gives(make, first, second, said):
    assert_moves(make, first, second)


@pytest.mark.parametrize("make, first, second, said", CASES, ids=IDS)
def test_the_sentence_has_the_numbers(make, first, second, said):
    panel = make()
    picture(panel, first)
    assert said.lower() in panel.describe(first).lower()
    assert panel.describe(first).endswith(".")


def test_each_quantity_keeps_its_own_range():
    panel = CurvesPanel(logx=True)
    rise, spread = some_bands(), some_bands(0.1, ("distance", "spread"))
    picture(panel, rise)
    before = panel.ax.get_ylim()
    for result in (spread, some_bands(0.1)):
        panel.update(result)
    assert panel.ax.get_ylim() == before
    panel.update(spread)
    assert panel.ax.get_ylim() != before


def test_whole_numbers_on_a_logarithmic_axis_are_no_counts():
    samples = {"one": RNG.uniform(1, 2, (5, 3)), "two": RNG.uniform(1, 2, (5, 3))}
    panel = CurvesPanel(log=True, logx=True)
    picture(panel, some_bands(), bands([1, 10, 100], samples, "side", "valleys"), log=True)
    assert panel.ax.get_xscale() == "log" and panel.ax.get_xlim() == (1, 100)


def test_a_look_through_logarithmic_glasses_leaves_no_trace():
    panel, result = CurvesPanel(switches=["log"], logx=True), some_bands()
    canvas = Canvas([panel], (520, 380), 1)
    seen = []
    for log in (False, True, False):
        canvas.update([result], {"log": log, "free": False})
        seen.append(canvas.pixels(1).copy())
    assert (seen[0] == seen[2]).all() and (seen[0] != seen[1]).any()


def test_a_range_that_the_result_asks_for_is_taken():
    panel = CurvesPanel(logx=True)
    samples = {"one": RNG.uniform(1, 2, (5, 4))}
    picture(panel, bands(X, samples, "distance", "spread", (0, 7)))
    assert panel.ax.get_ylim() == (0, 7)


def test_fractions_are_whole_percents_and_name_how_many_pairs():
    a = np.array([[1.0] * 4, [1.0] * 4, [0.0] * 4])
    found = fractions(X, a, np.full((3, 4), 0.5), at=[1])
    assert BarsPanel(title="More").describe(found) == "More, % of 3 pairs: 1: 67."


def test_a_plane_that_is_nowhere_finite_is_said():
    t = np.linspace(-1, 1, 5)
    nowhere = Plane(t, t, np.full((5, 5), np.nan), title="Tanh")
    assert SmallContourPanel().describe(nowhere) == "Tanh: nowhere finite."
