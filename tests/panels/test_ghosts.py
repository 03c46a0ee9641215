"""The former state stays as a faint line, read back from the line itself."""

import numpy as np
import pytest

from dlcourse import Curves, CurvesPanel, FitPanel, LossPanel, style
from tests.panels.test_training import CURVE, Y, a_fit, a_run
from tests.pictures import points, shown

X = np.linspace(0, 1, 4)


def one(*rows):
    return Curves(X, np.array(rows, dtype=float), tuple("abc"[: len(rows)]))


def ghosts(panel):
    """The points of each faint line that is drawn."""
    return [points(line).tolist() for line in panel._ghosts.lines if len(line.get_xdata())]


def test_nothing_is_seen_until_it_is_asked_for():
    panel = shown(CurvesPanel(), one([1, 2, 3, 4]))
    panel.remember_shown()
    panel.update(one([4, 3, 2, 1]))
    assert ghosts(panel) == []


def test_the_curves_before_the_move_stay_where_they_were_in_their_colours():
    before, after = one([1, 2, 3, 4], [0, 0, 1, 1]), one([4, 3, 2, 1])
    panel = shown(CurvesPanel(), before)
    panel.remember_shown()
    panel.update(after, before=True)
    assert ghosts(panel) == [np.column_stack([X, row]).tolist() for row in before.values]
    faint = panel._ghosts.lines
    assert [line.get_color() for line in faint] == [style.look(k)["color"] for k in (0, 1)]
    assert all(line.get_alpha() < 0.5 and line in panel.moving() for line in faint)
    panel.update(one([9, 9, 9, 9]), before=True)  # the same drag goes on
    assert ghosts(panel)[0] == np.column_stack([X, before.values[0]]).tolist()
    panel.remember_shown()
    panel.update(after, before=True)
    assert ghosts(panel) == [np.column_stack([X, [9, 9, 9, 9]]).tolist()]


@pytest.mark.parametrize(
    "panel, first, second, line",
    [
        (FitPanel(), a_fit(), a_fit(u=Y), CURVE[1]),
        (LossPanel(), a_run(test_losses=None), a_run([1.0, 1, 1, 1, 1]), a_run().losses),
    ],
)
def test_a_fit_and_its_loss_leave_a_ghost_too(panel, first, second, line):
    shown(panel, first)
    panel.remember_shown()
    panel.update(second, before=True)
    (ghost, *_) = ghosts(panel)
    assert np.array_equal(np.transpose(ghost)[1], line)


def test_dots_without_a_line_stay_dots():
    look = dict(color="k", marker="s", linestyle="none")
    panel = shown(CurvesPanel(looks=[look]), one([1, 2, 3, 4]))
    panel.remember_shown()
    panel.update(one([4, 3, 2, 1]), before=True)
    (ghost,) = panel._ghosts.lines
    assert (ghost.get_linestyle(), ghost.get_marker()) == ("None", "s")
