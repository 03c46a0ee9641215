"""Where the widgets of a live figure stand, and what they are called."""

import ipywidgets as widgets
import numpy as np
import pytest
from ipywidgets.widgets.widget_description import DescriptionWidget

from dlcourse import DATASETS, Curves, CurvesPanel, Plane, epochs, explore, samples
from dlcourse.chapters.loss_landscape.pictures import SurfacePanel
from dlcourse.live.layout import in_sight

X = np.linspace(0, 1, 5)


def curve(a=1, b=1, c=1, d=1, e=1, seed=0, epoch=4, flip=False):
    return Curves(X, X[None] + a, ("curve",))


def of(widget, name):
    """The parts of a figure's widget that carry the class `dlcourse-name`, from top to bottom."""
    found = [widget] if f"dlcourse-{name}" in widget._dom_classes else []
    return found + [part for child in getattr(widget, "children", ()) for part in of(child, name)]


def labels(figure):
    """The labels of the controls in the grid, in the order in which they stand."""
    (grid,) = of(figure.widget, "controls")
    return [control.description for control in grid.children]


def test_the_first_control_given_stands_first_and_the_seed_last():
    assert labels(explore(curve, CurvesPanel(), b=(1, 2), seed=(0, 3), a=(1, 2))) == [
        "b", "a", "seed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names, seen, more",
    [
        ("abcde", "abcde", ""),
        (["a", "seed", "b"], ["a", "b", "seed"], []),
        ("abcdefg", "abcde", "fg"),
        ([*"ab", "seed", *"cdef"], [*"abcd", "seed"], [*"ef"]),
    ],
)
def test_at_most_five_controls_are_in_sight(names, seen, more):
    assert in_sight(list(names)) == (list(seen), list(more))


def test_the_others_come_with_more_and_keep_what_was_set():
    given = dict.fromkeys("abcde", (1, 3))
    figure = explore(curve, CurvesPanel(), seed=(0, 3), **given, scenes={"late": dict(e=3)})
    assert labels(figure) == [*"abcd", "seed"]
    figure.scene("late")
    (more,) = of(figure.widget, "more")
    more.value = True
    assert labels(figure) == [*"abcd", "seed", "e"] and figure.controls["e"].value == 3
    more.value = False
    assert labels(figure) == [*"abcd", "seed"] and figure.controls["e"].value == 3


def test_nobody_is_offered_more_where_there_is_no_more():
    assert of(explore(curve, CurvesPanel(), a=(1, 3)).widget, "more") == []


def test_switches_of_the_view_stand_beside_the_buttons_and_its_sliders_among_the_controls():
    figure = explore(lambda: Plane(X, X, np.ones((5, 5))), SurfacePanel())
    (tools,) = of(figure.widget, "tools")
    names = [tool.description or tool.tooltip.split(":")[0] for tool in tools.children]
    assert names[:4] == ["logarithmic", "free axes", "Reset", "Save picture"]
    assert labels(figure) == ["elevation", "azimuth"]


def test_title_scenes_and_buttons_share_the_first_line():
    figure = explore(curve, CurvesPanel(), title="a < b", scenes={"one": {}}, a=(1, 3))
    head, *_ = figure.widget.children
    (title,), (chosen,) = of(head, "title"), of(head, "scenes")
    assert title.value == "a &lt; b"
    assert [part.tooltip for part in chosen.children] == ["previous scene", "scenes", "next scene"]


def test_the_epochs_stand_below_the_picture():
    figure = explore(curve, CurvesPanel(), a=(1, 3), epoch=epochs(4))
    (player,) = of(figure.widget, "player")
    rows = list(figure.widget.children)
    assert rows.index(player) == rows.index(figure._layout.picture) + 1
    assert labels(figure) == ["a"] and figure.controls["epoch"] in player.children


def test_a_row_of_many_letters_takes_two_columns():
    kinds = {"short": ["a", "b"], "long": ["every sample", "one sample"]}
    for kind, options in kinds.items():
        figure = explore(lambda kind: curve(), CurvesPanel(), kind=options)
        assert len(of(figure.widget, "wide")) == (kind == "long")


def test_nothing_is_called_null():
    """Where the tooltip is None, JupyterLab shows "null" beside the pointer."""
    given = dict(a=(1, 3), b=[1, 2], c=["x", "y"], seed=(0, 3), epoch=epochs(4), flip=False)
    ready, given["data"] = widgets.FloatSlider(min=0, max=2), samples(DATASETS)
    figure = explore(
        lambda a, b, c, d, data, seed, epoch, flip: curve(), CurvesPanel(switches=("log",)),
        title="T", scenes={"one": {}}, d=ready, **given,
    )  # fmt: skip

    def named(widget):
        if isinstance(widget, DescriptionWidget | widgets.Button):
            assert widget.tooltip is not None, widget
        for child in getattr(widget, "children", ()):
            named(child)

    named(figure.widget)
    for control in figure.controls.values():  # also of those that wait under "more"
        named(control)
    assert all(button.tooltip for button in figure.buttons.values())


def test_only_numbers_that_can_be_typed_look_so():
    figure = explore(curve, CurvesPanel(), a=(1, 3), b=[1, 2], epoch=epochs(4))
    assert [slider.description for slider in of(figure.widget, "typed")] == ["a"]
