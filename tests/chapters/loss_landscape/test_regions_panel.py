"""The part of a plane below a level: its outline and its area, read back from the artists."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import style
from dlcourse.chapters.loss_landscape.measures import Regions
from dlcourse.chapters.loss_landscape.pictures import RegionsPanel
from tests.pictures import hexes, legend, shown

T = np.linspace(-4, 4, 161)
BOWL = np.add.outer(T**2, T**2)  # ≤ level: a disc with the radius √level
WIDE = np.add.outer(T**2 / 9, T**2)  # an ellipse, three times as long along t_1
TWO = Regions(T, {"LeakyReLU": BOWL, "Tanh": WIDE}, level=1.0, seed=7)


def outline(panel, name):
    """All points of the drawn outline (M, 2)."""
    return np.concatenate(panel._lines[name].get_segments())


@pytest.mark.parametrize("level", [0.5, 1, 1.6])
def test_the_outline_runs_where_the_level_is_reached(level):
    panel = shown(RegionsPanel(), replace(TWO, level=level))
    x, y = outline(panel, "LeakyReLU").T
    assert np.allclose(np.hypot(x, y), np.sqrt(level), atol=0.02)
    x, y = outline(panel, "Tanh").T
    assert np.allclose(np.hypot(x / 3, y), np.sqrt(level), atol=0.02)
    assert panel.ax.get_xlabel() == f"$t_1$  (mean loss ≤ {level:g}, seed 7)"


def test_inside_is_filled_and_outside_is_not():
    panel = shown(RegionsPanel(), TWO)
    (disc,) = panel._fills["LeakyReLU"].get_paths()
    (ellipse,) = panel._fills["Tanh"].get_paths()
    assert disc.contains_point((0.6, 0.6)) and not disc.contains_point((2, 0))
    assert ellipse.contains_point((2, 0)) and not ellipse.contains_point((0, 2))


def test_each_network_has_the_colour_of_its_curves():
    panel = shown(RegionsPanel(), TWO)
    assert hexes(panel._fills["LeakyReLU"].get_facecolors()[:, :3]) == [style.BLUE]
    assert hexes(panel._lines["Tanh"].get_colors()) == [style.VERMILLION]
    said = {label: hexes([line.get_color()]) for line, label in legend(panel)}
    assert said == {"LeakyReLU": [style.BLUE], "Tanh": [style.VERMILLION], "θ*": [style.BLACK]}


def test_the_sentence_says_how_much_of_the_square_is_below_the_level():
    panel = shown(RegionsPanel(), TWO)
    assert panel.describe(TWO) == (
        "Part of the square with a mean loss of at most 1, seed 7: LeakyReLU 5 %, Tanh 14 %."
    )


def test_nothing_below_the_level_and_infinite_losses_are_no_region():
    nothing = replace(TWO, values={"LeakyReLU": np.full_like(BOWL, np.inf), "Tanh": 5 + BOWL})
    panel = shown(RegionsPanel(), TWO, nothing)
    assert all(not line.get_segments() for line in panel._lines.values())
    assert all(not fill.get_paths() for fill in panel._fills.values())
    assert panel.describe(nothing).endswith("LeakyReLU 0 %, Tanh 0 %.")
