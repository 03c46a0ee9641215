"""The small planes of notebook 04: the title, and one scale of colours."""

import numpy as np

from dlcourse import Plane
from dlcourse.chapters.loss_landscape.pictures import SmallContourPanel
from tests.pictures import shown

T = np.linspace(-2, 2, 5)
PLANE = Plane(T, T, 0.5 + np.add.outer(T**2, 3 * T**2), title="first")


def test_a_small_plane_has_its_title_and_the_scale_where_asked_for():
    panel = shown(SmallContourPanel(limits=(0.1, 20), bar=False), PLANE)
    assert panel._title.get_text() == "first" and not panel._bar.get_visible()
    assert shown(SmallContourPanel(), PLANE)._bar.get_visible()
    assert panel.describe(PLANE) == "first: 0.5 to 16.5."


def test_a_small_plane_that_is_nowhere_finite_is_said():
    nowhere = Plane(T, T, np.full((5, 5), np.nan), title="Tanh")
    assert shown(SmallContourPanel(), nowhere).describe(nowhere) == "Tanh: nowhere finite."
