"""Where a move begins: by a clock of the test's own."""

import ipywidgets as widgets
import pytest

from dlcourse import CurvesPanel, FitPanel, explore, wiggly
from dlcourse.live.gestures import PAUSE, Gestures
from tests.test_live import one_curve


class Remembering:
    """In the place of a panel: counts how often it is told to remember."""

    count = 0

    def remember_shown(self):
        self.count += 1


@pytest.fixture
def told():
    """(gestures, panel, a list that holds the time)."""
    panel, now = Remembering(), [0.0]
    return Gestures([panel], clock=lambda: now[0]), panel, now


def test_the_moves_of_one_drag_are_one_gesture(told):
    gestures, panel, now = told
    slider = widgets.IntSlider()
    for _ in range(20):
        gestures.begin(slider)
        now[0] += 0.9 * PAUSE
    assert panel.count == 1


def test_after_a_pause_or_by_another_slider_it_is_another_gesture(told):
    gestures, panel, now = told
    one, two = widgets.IntSlider(), widgets.SelectionSlider(options=[1, 2])
    gestures.begin(one)
    now[0] += 1.1 * PAUSE
    gestures.begin(one)
    gestures.begin(two)
    gestures.begin(one)
    assert panel.count == 4


def test_what_is_done_at_once_is_a_gesture_each_time(told):
    gestures, panel, _ = told
    choice = widgets.Dropdown(options=[1, 2])
    for control in (choice, choice, None, None):
        gestures.begin(control)
    assert panel.count == 4


def ghost_of(figure):
    """The heights of the faint line."""
    (line,) = (line for line in figure.panels[0]._ghosts.lines if len(line.get_xdata()))
    return line.get_ydata()


def test_a_figure_shows_what_was_there_before_the_move():
    figure = explore(one_curve, CurvesPanel(), factor=(0.5, 4.0), kind=["sin", "line"])
    figure.controls["before"].value = True
    first = one_curve().values[0]
    for value in (2.0, 3.0, 4.0):  # at once: one drag
        figure.controls["factor"].value = value
    assert (ghost_of(figure) == first).all()
    figure.controls["kind"].value = "line"
    assert (ghost_of(figure) == one_curve(4.0).values[0]).all()
    figure.set(kind="sin", factor=1.0)
    assert (ghost_of(figure) == one_curve(4.0, kind="line").values[0]).all()
    figure.controls["before"].value = False
    assert not any(len(line.get_xdata()) for line in figure.panels[0]._ghosts.lines)


def test_while_a_handle_is_held_the_ghost_is_what_was_there_before():
    figure = explore(one_curve, CurvesPanel(), factor=(0.5, 4.0))
    figure.controls["before"].value = True
    for value in (2.0, 3.0):
        figure._drag({"factor": value}, True)
    figure._drag({"factor": 4.0}, False)
    assert (ghost_of(figure) == one_curve().values[0]).all()
    figure._drag({"factor": 1.0}, False)  # an arrow key
    assert (ghost_of(figure) == one_curve(4.0).values[0]).all()


def test_the_switch_is_called_previous_and_panels_share_it():
    from dlcourse import curve, deep_network, train

    run = train(deep_network(5), wiggly(), epochs=20)
    fit = curve(run.net, run.theta, run.data)
    figure = explore(lambda: (fit, one_curve()), [FitPanel(), CurvesPanel()])
    assert figure.controls["before"].description == "previous"
    assert figure.controls["before"].value is False
