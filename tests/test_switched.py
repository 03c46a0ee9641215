"""Controls that a touch in a network sets: what is off, and which unit is large."""

import ipywidgets as widgets
import numpy as np
import pytest

import dlcourse as dl
from dlcourse.live.picture import can_be_touched

NET, DATA = dl.Network((1, 3, 2, 1)), dl.wiggly()
THETA = np.random.default_rng(0).normal(size=NET.n_params)


def experiment(off=(), unit=None, scale=1.0):
    theta = scale * THETA
    units = dl.unit_functions(NET, theta, DATA, off, unit)
    return units, dl.curve(NET, dl.without(NET, theta, off), DATA, unit=unit)


@pytest.fixture
def figure():
    figure = dl.explore(
        experiment, [dl.NetworkPanel(large=True), dl.FitPanel()],
        off=dl.switched_off(), unit=dl.one_unit(), scale=(0.5, 2.0),
    )  # fmt: skip
    yield figure
    figure.close()


def handle(figure, name):
    (found,) = [h for h in figure.panels[0].handles(figure.results[0]) if h.name == name]
    return found


def test_they_say_their_value_in_words_and_take_it_back(figure):
    off, unit = figure.controls["off"], figure.controls["unit"]
    assert (off.words.value, unit.words.value) == ("nothing", "none")
    assert off.layout.display == "none" and off.label.value == "off:"
    figure.set(off=[("unit", 2, 3), ("edge", 2, 1, 2)], unit=[3, 1])
    assert off.value == (("edge", 2, 1, 2), ("unit", 2, 3)) and unit.value == (3, 1)
    assert off.words.value == "W₂[1, 2], unit 3 of z₂" and unit.words.value == "unit 1 of z₃"
    figure.set(off=[("unit", 1, 1), ("unit", 2, 1), ("unit", 2, 2), ("unit", 2, 3), ("unit", 3, 1)])
    assert off.words.value == "unit 1 of z₁, unit 1 of z₂, unit 2 of z₂, 2 more"
    off.button.click()
    assert (
        off.value == ()
        and figure.results[0].off == ()
        and off.button.disabled
        and off.layout.display == "none"
    )
    unit.button.click()
    assert unit.value is None and figure.results[0].unit is None


def test_the_fit_is_that_of_what_is_left_and_reset_brings_all_back(figure):
    before = figure.results[1]
    figure.set(off=(("unit", 3, 1),), unit=(2, 2))
    fit = figure.results[1]
    left = dl.without(NET, THETA, (("unit", 3, 1),))
    assert np.array_equal(fit.u, NET(left, fit.x[None])[0]) and fit.unit == (2, 2)
    assert fit.train_loss != before.train_loss and "off: unit 1 of z₃" in figure.sentence
    figure.reset()
    assert figure.controls["off"].value == () and figure.results[1].train_loss == before.train_loss


@pytest.mark.skipif(not can_be_touched(), reason="needs anywidget")
def test_a_click_in_the_picture_sets_them(figure):
    def click(name):
        figure._touch._on_message(None, dict(act="click", id=f"0 {name}"), [])

    click("weight W₁[2, 1]")
    assert figure.controls["off"].value == (("edge", 1, 2, 1),)
    click("unit 2 of z₃")
    assert figure.controls["unit"].value == (3, 2) == figure.results[1].unit
    click("switch unit 2 of z₃ off or on")
    assert figure.controls["off"].value == (("edge", 1, 2, 1), ("unit", 3, 2))
    click("weight W₁[2, 1]")
    click("unit 2 of z₃")
    assert figure.controls["off"].value == (("unit", 3, 2),)
    assert figure.controls["unit"].value is None


@pytest.mark.parametrize(
    "values, said",
    [
        (dict(off=(("layer", 1),)), "off must be a tuple"),
        (dict(off="all"), "off must be a tuple"),
        (dict(unit=3), "unit must be 2 whole numbers"),
        (dict(unit=(0, 1)), "unit must be a whole number ≥ 1"),
    ],
)
def test_what_they_do_not_take_is_refused_by_name(figure, values, said):
    with pytest.raises(ValueError, match=said):
        figure.set(**values)
    assert figure.controls["off"].value == () and figure.controls["unit"].value is None


def test_scenes_may_switch_off():
    figure = dl.explore(
        experiment, [dl.NetworkPanel(), dl.FitPanel()], off=dl.switched_off(),
        scenes={"without": dict(off=(("unit", 2, 1),))},
    )  # fmt: skip
    figure.scene("without")
    assert figure.results[0].off == (("unit", 2, 1),)
    figure.close()


def test_nothing_is_left_when_the_figure_closes():
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    control = dl.switched_off()
    figure = dl.explore(experiment, [dl.NetworkPanel(), dl.FitPanel()], off=control)
    assert isinstance(control, widgets.DOMWidget) and set(_instances) > before
    figure.close()
    assert set(_instances) == before
