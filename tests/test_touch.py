"""What is dragged, clicked or deleted in the picture sets controls, and nothing else."""

import json
from typing import ClassVar

import ipywidgets as widgets
import numpy as np
import pytest
import traitlets

import dlcourse as dl
from dlcourse.live.controls import make, snapped
from dlcourse.live.picture import can_be_touched
from dlcourse.panels.handles import Handle

pytest.importorskip("anywidget")
X = np.linspace(-1, 1, 21)


class Line(dl.CurvesPanel):
    """A straight line whose end can be dragged, clicked and deleted."""

    touch: ClassVar = {"end": "slope", "missing": "nothing"}

    def handles(self, result):
        if "end" not in self.bound:
            return []
        slope = float(result.values[0][-1])
        to = {name: lambda *_, v=value: {"slope": v} for name, value in (("one", 1), ("zero", 0))}
        return [
            Handle("end", 1.0, slope, along="y", to=lambda _, y: {"slope": y}, step=(0, 0.5),
                   click=to["one"], delete=to["zero"], said=f"slope {slope:g}", tip="pull"),
            Handle("spot", 0.0, 0.0, along="", click=to["zero"]),
        ]  # fmt: skip


def line(slope=0.5, seed=0):
    return dl.Curves(X, (slope * X + seed)[None], ("line",))


@pytest.fixture
def figure():
    figure = dl.explore(line, Line(limits=(-3, 3)), slope=(-2.0, 2.0, 0.5), seed=(0, 3))
    yield figure
    figure.close()


def picture(figure):
    return figure._layout.picture


def touch(figure, x, y, phase="drag", which=0, n=1):
    picture(figure).touch = dict(
        id=picture(figure).handles[which]["id"], x=x, y=y, phase=phase, n=n
    )


def height(figure, y):
    """Where a value of the first panel's vertical axis stands in the picture, from above."""
    panel = figure.panels[0]
    return 1 - panel.ax.transData.transform((0, y))[1] / panel.ax.figure.bbox.height


def test_a_handle_stands_where_its_value_is(figure):
    (x, y), _ = picture(figure).places
    left, top, right, bottom = picture(figure).handles[0]["box"]
    assert x == pytest.approx(right, abs=1e-3)
    assert y == pytest.approx(height(figure, 0.5), abs=1e-3)
    assert top < y < bottom and left < x


def test_a_step_of_an_arrow_key_is_a_step_of_the_control(figure):
    step = picture(figure).handles[0]["step"]
    assert step == pytest.approx([0, height(figure, 1.0) - height(figure, 0.5)], abs=1e-4)


def test_dragging_sets_the_control_to_the_nearest_value(figure):
    touch(figure, 0.1, height(figure, 1.6))
    assert figure.controls["slope"].value == 1.5
    assert figure.results[0].values[0][-1] == 1.5
    assert picture(figure).places[0][1] == pytest.approx(height(figure, 1.5), abs=1e-3)
    assert picture(figure).answers == 1


def test_a_drag_beyond_the_ends_stays_at_the_end(figure):
    touch(figure, 0.5, -3.0, "drop")
    assert figure.controls["slope"].value == 2.0


def test_a_click_and_a_deletion_set_what_they_say(figure):
    send = figure._touch._on_message
    for act, value in (("click", 1), ("delete", 0)):
        send(None, dict(act=act, id=picture(figure).handles[0]["id"]), [])
        assert figure.controls["slope"].value == value
    send(None, dict(act="click", id=picture(figure).handles[1]["id"]), [])
    assert figure.controls["slope"].value == 0


def test_what_no_picture_has_is_ignored(figure):
    before = figure.sentence
    picture(figure).touch = dict(id="gone", x=0.5, y=0.5, phase="drag", n=7)
    for told in (
        {},
        dict(act="click", id="gone"),
        dict(act="close", id="0 end"),
        dict(act="scene"),
    ):
        figure._touch._on_message(None, told, [])
    touch(figure, 0.9, 0.1, which=1, n=8)  # a spot cannot be dragged
    assert figure.sentence == before


def test_the_axes_stay_while_something_is_dragged():
    def steep(slope=0.5):
        return line(slope)

    figure = dl.explore(steep, Line(), slope=(-200.0, 200.0, 0.5))
    limits = figure.panels[0].ax.get_ylim()
    touch(figure, 1.0, 0.0, "drag")  # above the axes
    assert figure.controls["slope"].value > limits[1]
    assert figure.panels[0].ax.get_ylim() == limits
    touch(figure, 1.0, 0.0, "drop", n=2)
    assert figure.panels[0].ax.get_ylim() != limits
    figure.close()


def test_an_error_leaves_nothing_to_touch():
    def broken(slope=0.5):
        if slope > 1:
            raise ValueError("too steep")
        return line(slope)

    figure = dl.explore(broken, Line(limits=(-3, 3)), slope=(-2.0, 2.0, 0.5))
    with pytest.raises(ValueError, match="too steep"):
        touch(figure, 1.0, height(figure, 1.6))
    assert picture(figure).handles == [] == picture(figure).places
    figure.set(slope=0.5)
    assert len(picture(figure).handles) == 2
    figure.close()


def test_a_part_whose_control_is_missing_has_no_handle():
    figure = dl.explore(lambda seed=0: line(1.0, seed), Line(), seed=(0, 3))
    assert figure.panels[0].bound == {} and picture(figure).handles == []
    figure.close()


def test_the_page_can_read_all_that_it_is_told(figure):
    state = picture(figure).get_state(["handles", "places", "said", "answers", "size"])
    assert json.loads(json.dumps(state)) == state
    assert len(state["handles"]) == len(state["places"])


def test_the_picture_has_its_sentence_as_alternative_text(figure):
    assert picture(figure).alt == figure.sentence
    figure.set(seed=2)
    assert picture(figure).alt == figure.sentence


def test_without_anywidget_the_plain_image_shows_the_same(monkeypatch):
    monkeypatch.setattr("dlcourse.live.picture.AnyWidget", None)
    figure = dl.explore(line, Line(limits=(-3, 3)), slope=(-2.0, 2.0, 0.5))
    assert not can_be_touched() and type(picture(figure)).__name__ == "Image"
    before = figure.png
    figure.set(slope=2.0)
    assert figure.png != before
    figure.close()


@pytest.mark.parametrize(
    "spec, dragged, taken",
    [
        ((0, 9), 3.4, 3), ((0, 9), -2.0, 0), ((0, 9), 99.0, 9), ((2, 24, 2), 9.2, 10),
        ((0.0, 1.0, 0.25), 0.6, 0.5), ([5, 7, 12, 47], 30.0, 47), ([5, 7, 12, 47], 29.0, 12),
        (dl.epochs(5000), 4990.0, 5000), (["a", "b"], "b", "b"), (True, False, False),
        ([1e-8, 1e-16, 1e-30], 1e-11, 1e-8), ([1e-8, 1e-16, 1e-30], -1.0, 1e-30),
    ],
)  # fmt: skip
def test_a_dragged_value_is_rounded_to_what_the_control_takes(spec, dragged, taken):
    value = snapped(make("c", spec), dragged)
    assert value == taken and type(value) is type(taken)


def test_the_dot_on_the_loss_curve_sets_the_epoch():
    def trained(epoch=5000, seed=0):
        return dl.trained(dl.deep_network(5), dl.wiggly(), seed=seed, epochs=5000), epoch

    figure = dl.explore(trained, dl.LossPanel(), epoch=dl.epochs(5000), seed=(0, 3))
    (place,) = picture(figure).places
    left, _, right, _ = picture(figure).handles[0]["box"]
    assert place[0] == pytest.approx(right, abs=1e-3)
    touch(figure, 0.5 * (left + right), 0.5)
    assert figure.controls["epoch"].value == pytest.approx(2500, abs=40)
    touch(figure, left, 0.5, "drop", n=2)
    assert figure.controls["epoch"].value == 0
    figure.close()


@pytest.mark.parametrize(
    "wrong", [dict(kind="ball"), dict(along="z"), dict(frame="page"), dict(to=None), dict(along="")]
)
def test_a_handle_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must be one of|needs both"):
        Handle(**{"name": "h", "x": 0, "y": 0, "to": lambda x, y: {}, **wrong})


class Samples(widgets.Label):
    """A control that takes any data set, as `dl.samples` makes it."""

    takes_samples = True
    value = traitlets.Any()
    description = "data"


def fitted(data=None):
    slope = dl.straight_line(data)
    return dl.curve(dl.Network((1, 1)), slope, data)


@pytest.fixture
def fit():
    figure = dl.explore(fitted, dl.FitPanel(), data=Samples(value=dl.wiggly(6)))
    yield figure
    figure.close()


def at(figure, x, y):
    panel = figure.panels[0]
    right, up = panel.ax.transData.transform((x, y))
    whole = panel.ax.figure.bbox
    return right / whole.width, 1 - up / whole.height


def test_a_sample_is_dragged_and_the_fit_follows(fit):
    before = fit.results[0].u
    touch(fit, *at(fit, 0.1, 0.9), which=2)
    data = fit.controls["data"].value
    assert (data.x[0, 2], data.y[0, 2]) == pytest.approx((0.1, 0.9), abs=1e-9)
    assert data.name == "yours" and data.N == 6
    assert not np.allclose(fit.results[0].u, before)
    assert picture(fit).places[3] == pytest.approx(at(fit, 0.1, 0.9), abs=1e-3)  # 0 is the field


def test_a_click_adds_a_sample_to_a_set_of_one_s_own_only(fit):
    assert all(handle["kind"] == "dot" for handle in picture(fit).handles)
    touch(fit, *at(fit, 0.1, 0.9), which=2)
    assert picture(fit).handles[0]["kind"] == "field"
    touch(fit, *at(fit, -0.4, 0.25), "drop", which=0, n=2)
    data = fit.controls["data"].value
    assert data.N == 7
    assert (data.x[0, -1], data.y[0, -1]) == pytest.approx((-0.4, 0.25), abs=1e-9)


def test_delete_removes_a_sample_and_the_last_one_is_kept(fit):
    for _ in range(9):
        name = next(h["id"] for h in picture(fit).handles if h["delete"])
        fit._touch._on_message(None, dict(act="delete", id=name), [])
    assert fit.controls["data"].value.N >= 1
    assert fit._layout.said.value != ""


def test_two_hundred_samples_are_told_in_one_go(fit):
    fit.controls["data"].value = dl.wiggly(200)
    places = np.array(picture(fit).places)
    data = fit.controls["data"].value
    wanted = [at(fit, x, y) for x, y in zip(data.x[0], data.y[0], strict=True)]
    np.testing.assert_allclose(places, wanted, atol=1e-3)
