"""The panels for perfect fits: solutions, secants, clouds; moved like all others."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import (
    Cloud,
    CloudPanel,
    Network,
    Secant,
    SecantPanel,
    SolutionPanel,
    curve,
    initialize,
    sine,
)
from tests.pictures import assert_moves, picture

NET, DATA = Network((1, 5, 5, 1)), sine(N=10)


def a_fit(seed=1, label="‖θ‖² = 72"):
    return curve(NET, initialize(NET, "uniform", seed=seed, scale=2.0), DATA, label=label)


def a_secant(x1=-0.5, x2=0.5, seed=1):
    found = a_fit(seed)
    x = np.array([x1, x2])
    return Secant(found, x, np.interp(x, found.x, found.u), found.slope, 100.0)


def a_cloud(factor=1.0):
    y = np.array([0.1, 0.2, 0.4, 0.8]) * factor
    return Cloud({"norm": 100 * y, "slope": 1 / y}, y, np.array([0, 0, 1, 1]), ("calm", "wild"))


def solution():
    return SolutionPanel(ylim=(-2, 2), fitted=10.0)


def cloud():
    return CloudPanel(["norm", "slope"], ylabel="error")


CASES = [
    (solution, a_fit(), a_fit(2, "‖θ‖² = 540"), "‖θ‖² = 72: training loss"),
    (SecantPanel, a_secant(), a_secant(-1.0, 0.1, 2), "product bound allows 100"),
    (cloud, a_cloud(), a_cloud(3.0), "4 networks; median error: 0.15 (calm), 0.6 (wild)"),
]
IDS = ["solution", "secant", "cloud"]


@pytest.mark.parametrize("make, first, second, said", CASES, ids=IDS)
def test_moving_gives_the_picture_that_drawing_afresh_gives(make, first, second, said):
    assert_moves(make, first, second)


@pytest.mark.parametrize("make, first, second, said", CASES, ids=IDS)
def test_the_sentence_has_the_numbers(make, first, second, said):
    panel = make()
    picture(panel, first)
    assert said in panel.describe(first)


@pytest.mark.parametrize(
    "make, result, view",
    [(solution, CASES[0][2], {"scale": "own"}), (cloud, CASES[2][1], {"against": "slope"})],
)
def test_each_view_control_changes_the_picture(make, result, view):
    assert (picture(make(), result) != picture(make(), result, **view)).any()


def test_a_fit_that_is_not_perfect_is_called_so():
    panel, poor = SolutionPanel(ylim=(-2, 2), fitted=1e-4), a_fit()
    good = replace(poor, train_loss=1e-6)
    assert "not a perfect fit" in panel.describe(poor)
    assert "not a perfect fit" not in panel.describe(good)
    assert (picture(panel, good, poor) != picture(panel, good)).any()


def test_equal_inputs_are_one_point_without_a_secant():
    panel, same = SecantPanel(), a_secant(0.25, 0.25)
    picture(panel, same)
    assert "secant" not in panel.describe(same)


def test_a_cloud_without_dots_is_drawn_and_said():
    nothing = Cloud({"norm": [], "slope": []}, [], [], ("calm", "wild"))
    panel = cloud()
    assert picture(panel, nothing).any()
    assert panel.describe(nothing) == "No networks."


def test_one_candidate_needs_no_control():
    panel = CloudPanel(["norm"], ylabel="error", xlim=(1, 1000), ylim=(0.01, 10))
    assert panel.controls == {}
    picture(panel, a_cloud())
    assert panel.ax.get_xlim() == (1, 1000)
