"""The data control: sets to choose, samples of one's own, and what is refused in words."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances as open_widgets

import dlcourse as dl
from dlcourse.live.samples_parts import Parts
from dlcourse.live.thumbnails import svg
from tests.waiting import until

X, SINE = np.linspace(-1, 1, 11), dl.sine()


def level(data=SINE, factor=1.0, seed=0):
    """A line at the mean of the responses: what a figure shows of its data at once."""
    return dl.Curves(X, np.full((1, 11), factor * data.y.mean() + seed), ("mean",))


@pytest.fixture
def control():
    control = dl.samples(dl.DATASETS)
    yield control
    control.close()


@pytest.fixture
def figure(control):
    figure = dl.explore(
        level, dl.CurvesPanel(limits=(-2, 2)), data=control, factor=(0.0, 2.0), seed=(0, 3),
        scenes={"jumps": dict(data="piece"), "kinks": dict(data=dl.absolute())},
    )  # fmt: skip
    yield figure
    figure.close()


def planes():
    return dl.samples({"spirals": dl.spirals, "moons": dl.moons()}, N=(20, 200, 10))


def said(control):
    return re.sub(r"<[^>]*>", "", control.parts.said.value).replace("&nbsp;", " ")


def is_alert(control):
    return 'role="alert"' in control.parts.said.value


def paste(control, text):
    control.parts.paste.value = text
    control.parts.use.click()


def load(control, content):
    when = datetime(2026, 1, 1, tzinfo=UTC)
    file = dict(name="mine.csv", type="text/csv", size=len(content), last_modified=when)
    control.parts.file.value = ({**file, "content": memoryview(content)},)


# ------------------------------------------------------------------------------- the sets


def test_it_begins_with_the_first_set_or_with_the_default_of_the_experiment(control):
    assert control.value == dl.wiggly() and control.parts.chosen.value == "wiggly"
    figure = dl.explore(level, dl.CurvesPanel(), data=control)
    assert control.value == SINE and control.parts.chosen.value == "sine"
    figure.close()
    by_name = dl.samples(["moons", "xor"])
    figure = dl.explore(lambda data="xor": level(data), dl.CurvesPanel(), data=by_name)
    assert by_name.value == dl.xor_clouds() and by_name.parts.chosen.value == "xor"
    figure.close()


def test_a_button_chooses_its_set(figure, control):
    for label, make in dl.DATASETS.items():
        control.parts.chosen.value = label
        assert control.value == make()
        assert figure.results[0].values[0, 0] == make().y.mean()


def test_a_scene_takes_a_label_or_the_data(figure, control):
    assert figure.scene("jumps").controls["data"].value == dl.piecewise()
    assert control.parts.chosen.value == "piece"
    assert figure.scene("kinks").controls["data"].value == dl.absolute()
    assert control.parts.chosen.value == "abs"
    figure.set(data="sine", factor=2.0)
    assert control.value == dl.sine()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("spirals", "data must be one of wiggly, sine, piece, abs, or a Data; got 'spirals'"),
        (3, "data must be one of"),
        (dl.spirals(), "data must fit the sets; got 2 inputs and 1 responses, not 1 and 1"),
        (dl.Data("few", [0.0], [0.0]), "one sample only; at least 2 are needed"),
        (dl.wiggly(501), "501 samples; at most 500 are taken"),
    ],
)
def test_a_figure_refuses_what_does_not_fit(figure, value, why):
    with pytest.raises(ValueError, match=why):
        figure.set(data=value)


def test_other_classes_are_refused(control):
    plane = planes()
    with pytest.raises(ValueError, match="other classes than 0 and 1"):
        plane.check("data", dl.Data("three", np.eye(2, 3), [0, 1, 2]))
    plane.close()


@pytest.mark.parametrize(
    ("sets", "options", "why"),
    [
        (["wiggly", "wavy"], {}, r"sets must be one of \['wiggly', .*'wavy'"),
        ({}, {}, "sets must be some"),
        ({"yours": dl.sine()}, {}, "none called 'yours'"),
        (["wiggly", "moons"], {}, "sets must fit each other, but 'moons' has 2 inputs"),
        ({"one": dl.xor}, {"N": (5, 50)}, "the function of the set 'one' takes no N"),
        (["moons"], {"N": (5, 50)}, "N must be from 5 to 50, got 80"),
        (["sine"], {"noise": (1, 0)}, "control 'noise' must be"),
        ({"one": 3}, {}, "the set 'one' must be of type Data or Callable, got 3"),
    ],
)
def test_sets_that_do_not_fit_are_refused(sets, options, why):
    with pytest.raises((ValueError, TypeError), match=why):
        dl.samples(sets, **options)


def test_sliders_draw_the_chosen_set_and_each_set_keeps_its_own():
    control = dl.samples({"drawn": dl.moons, "given": dl.blobs()}, N=(20, 200, 10), noise=(0, 0.5))
    N, noise = (control.parts.sliders[name] for name in ("N", "noise"))
    assert (N.value, noise.value) == (80, 0.1)
    N.value, noise.value = 40, 0.3
    assert control.value == dl.moons(40, 0.3)
    assert svg(dl.moons(40, 0.3)) in decoded(control)
    control.parts.chosen.value = "given"
    assert control.value == dl.blobs() and N.disabled and noise.disabled
    control.parts.chosen.value = "drawn"
    assert control.value == dl.moons(40, 0.3) and N.value == 40 and not N.disabled
    control.value = control.check("data", "drawn")  # as a scene or Reset does
    assert control.value == dl.moons() and (N.value, noise.value) == (80, 0.1)
    control.close()


# ------------------------------------------------------------------------------- thumbnails


def decoded(control):
    """The rules of the pictures as they stand in the page, readable again."""
    rules = "".join(widget.value for widget in (control.parts._looks, control.parts._own_look))
    for code, letter in (("%23", "#"), ("%3C", "<"), ("%3E", ">"), ("'", '"')):
        rules = rules.replace(code, letter)
    return rules


def dots(path):
    return np.array(re.findall(r"M([-\d.]+) ([-\d.]+)h0", path), dtype=float).T


@pytest.mark.parametrize("make", dl.DATASETS.values(), ids=dl.DATASETS)
def test_the_thumbnail_of_a_regression_shows_its_own_points(make):
    data = make()
    places = dots(svg(data))
    assert places.shape == (2, data.N)
    for seen, value in ((places[0], data.x[0]), (-places[1], data.y[0])):
        a, b = np.polyfit(value, seen, 1)
        assert a > 0 and np.abs(a * value + b - seen).max() < 0.08  # rounded to a tenth
    assert places.min() >= 4.9 and places[0].max() <= 59.1 and places[1].max() <= 39.1


def test_the_thumbnail_of_two_classes_shows_each_in_its_colour_and_angles_stay():
    data = dl.spirals(40)
    for k, (colour, cap) in enumerate((("#0072B2", "round"), ("#D55E00", "square"))):
        path = next(part for part in svg(data).split("<path") if colour in part)
        assert f'stroke-linecap="{cap}"' in path
        places, points = dots(path), data.x[:, data.y[0] == k]
        (a, _), (b, _) = (np.polyfit(points[i], places[i], 1) for i in (0, 1))
        assert a == pytest.approx(-b, rel=0.02) and a > 0


def test_points_on_one_spot_or_line_have_a_thumbnail():
    same = dl.Data("same", [0.5, 0.5], [1.0, 1.0])
    assert dots(svg(same)).tolist() == [[32, 32], [22, 22]]
    assert dots(svg(dl.Data("two", np.ones((2, 3)), [0, 1, 1]))).shape == (2, 1 + 2)


def test_each_button_shows_the_picture_of_its_set(control):
    rules = dict(
        re.findall(r"button:nth-child\((\d)\) \{ --dots: url\(\"(.*?)\"\)", control_css(control))
    )
    assert len(rules) == 5
    names = [*dl.DATASETS.values()]
    for k, make in enumerate(names, start=1):
        coded = rules[str(k)]
        for letter, code in (("#", "%23"), ("<", "%3C"), (">", "%3E")):
            coded = coded.replace(code, letter)
        assert coded.endswith(svg(make()).replace('"', "'"))


def control_css(control):
    return control.parts._looks.value + control.parts._own_look.value


def test_the_pictures_of_two_controls_do_not_mix():
    one, other = (Parts(["a"], 1, {}) for _ in range(2))
    assert one._name != other._name


# ------------------------------------------------------------------------- samples of one's own


def test_a_moved_sample_makes_a_copy_and_chooses_it(figure, control):
    control.value = control.value.moved(4, 0.25, 1.5)
    assert control.parts.chosen.value == "yours" and control.value.name == "yours"
    assert control.value.y[0, 4] == 1.5 and figure.results[0].values[0, 0] == control.value.y.mean()
    control.parts.chosen.value = "wiggly"
    assert control.value == dl.wiggly()
    control.parts.chosen.value = "yours"
    assert control.value.y[0, 4] == 1.5
    assert "33.0 5.0" not in decoded(control) and svg(control.value).split("<path")[-1] in decoded(
        control
    )


def test_yours_begins_as_a_copy_of_the_set_that_was_chosen(control):
    control.parts.chosen.value = "sine"
    control.parts.chosen.value = "yours"
    assert control.value.name == "yours" and np.array_equal(control.value.y, dl.sine().y)
    assert control.value.truth is not None


def test_own_samples_survive_other_controls_and_reset_brings_the_set_back(figure, control):
    own = control.value.added(0.0, 3.0)
    figure.set(data=own)
    figure.set(factor=0.5)
    figure.set(seed=2)
    assert control.value == own and control.parts.chosen.value == "yours"
    figure.reset()
    assert control.value == SINE and control.parts.chosen.value == "sine"
    assert figure.controls["seed"].value == 2
    control.parts.chosen.value = "yours"
    assert control.value == own


def test_undo_takes_back_one_change_after_the_other(control):
    one = control.value.moved(3, 0.0, 0.5)
    for y in (0.1, 0.3, 0.5):  # a drag
        control.value = control.value.moved(3, 0.0, y)
    two = control.value = control.value.moved(5, 0.1, 0.2)
    three = control.value = control.value.added(0.3, 0.4)
    control.value = control.value.removed(0)
    for then in (three, two, one):
        control.parts.undo.click()
        assert control.value == then and control.parts.chosen.value == "yours"
    control.parts.undo.click()
    assert control.value == dl.wiggly() and control.parts.chosen.value == "wiggly"
    assert control.parts.undo.disabled
    control.undo()
    assert control.value == dl.wiggly()


def test_undo_brings_back_own_samples_that_a_change_of_a_set_has_replaced(control):
    mine = control.value = control.value.added(0.5, 2.0)
    control.parts.chosen.value = "piece"
    control.value = control.value.removed(0)
    control.undo()
    assert control.value == dl.piecewise()
    control.parts.chosen.value = "yours"
    assert control.value == mine


def test_clear_forgets_own_samples_and_can_be_undone(control):
    control.parts.chosen.value = "abs"
    mine = control.value = control.value.added(0.5, 2.0)
    control.parts.clear.click()
    assert control.value == dl.absolute() and control._own is None
    control.undo()
    assert control.value == mine


def test_undo_knows_how_the_set_was_drawn():
    control = dl.samples(["moons"], N=(20, 200, 10))
    control.parts.sliders["N"].value = 40
    control.value = control.value.removed(3)
    control.parts.clear.click()
    control.parts.sliders["N"].value = 60
    control.value = control.value.removed(3)
    for _ in range(3):
        control.undo()
    assert control.value == dl.moons(40) and control.parts.sliders["N"].value == 40
    assert control.parts.chosen.value == "moons"
    control.close()


def test_from_2_to_500_samples_are_taken(control):
    control.value = dl.Data("yours", np.linspace(-1, 1, 500), np.zeros(500))
    full = control.value
    control.value = full.added(0.0, 0.0)
    assert control.value == full
    assert said(control) == "Not taken: 501 samples; at most 500 are taken." and is_alert(control)
    control.value = two = dl.Data("yours", [0.0, 1.0], [0.0, 1.0])
    assert said(control) == ""
    control.value = two.removed(0)
    assert control.value == two and "one sample only; at least 2 are needed" in said(control)
    control.value = two.moved(0, 0.5, 0.5)
    assert said(control) == ""


def test_a_sample_that_is_added_gets_the_class_of_the_switch():
    control = planes()
    for label in (0, 1):
        control.parts.label.value = label
        control.value = control.value.added(0.1, 0.2)
        assert control.value.y[0, -1] == label
    control.value = control.value.added(0.3, 0.2, 0)
    assert control.value.y[0, -1] == 0  # its class was said
    assert control.value.N == 83
    control.close()


def test_what_can_be_done_with_own_samples_is_seen_with_them_only(control):
    tools, fold = control.parts._tools.layout, control.parts._fold.layout
    assert tools.display == "none" and fold.display == "none"
    control.parts.chosen.value = "yours"
    assert tools.display == "" and fold.display == "none"
    control.parts.numbers.value = True
    assert fold.display == ""
    control.parts.chosen.value = "sine"
    assert tools.display == "none" and fold.display == "none"


def test_every_part_has_a_name(control):
    plane = planes()
    for parts in (control.parts, plane.parts):
        named = [parts.undo, parts.numbers, parts.use, parts.file, parts.clear]
        assert all(part.description and part.tooltip for part in named)
        assert parts.paste.description and parts.paste.placeholder and parts.scale.description
        assert all(parts.chosen.tooltips)
    assert plane.parts.label.description and all(plane.parts.label.tooltips)
    assert control.parts.label is None
    plane.close()


# --------------------------------------------------------------------------- pasted and loaded


def test_pasted_columns_become_the_samples(figure, control):
    paste(control, "x;y\n0,5;1\n-0,5;3")
    assert control.value == dl.Data("yours", [0.5, -0.5], [-1.0, 1.0])
    assert control.value.truth is None and control.value.x_test is None
    assert figure.results[0].values[0, 0] == 0.0 and figure.error is None
    assert "2 samples read; line 1 was taken for names; y was scaled: 1 … 3 → −1 … 1" in said(
        control
    )
    assert not is_alert(control)
    control.parts.scale.value = False
    control.parts.use.click()
    assert control.value.y.tolist() == [[1.0, 3.0]]
    control.undo()
    assert control.value.y.tolist() == [[-1.0, 1.0]]


def test_a_file_is_read_and_can_be_loaded_again(control):
    for _ in range(2):
        load(control, "\ufeffx,y\r\n0.5,0.1\r\n-0.5,0.25\r\n".encode())
        assert control.value == dl.Data("yours", [0.5, -0.5], [0.1, 0.25])
        assert control.parts.file.value == ()
        control.parts.chosen.value = "sine"


def test_three_columns_where_there_are_two_inputs():
    control = planes()
    paste(control, "0\t0,5\t1\n0,5\t0\t2")
    assert np.array_equal(control.value.x, [[0, 0.5], [0.5, 0]])
    assert np.array_equal(control.value.y, [[0, 1]])
    assert "class 1 is read as 0" in said(control)
    control.close()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.1;0.2\n<b>;1", "Not read: line 2: &#x27;&lt;b&gt;&#x27; is not a number."),
        ("1;2\n3;4;5", "Not read: line 2 has 3 columns, line 1 has 2."),
        ("", "Not read: no samples; at least 2 are needed."),
        ("\n".join("0;1" for _ in range(502)), "Not read: 502 samples; at most 500 are taken."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_samples_stay(control, text, why):
    before = control.value = control.value.moved(0, 0.0, 0.0)
    paste(control, text)
    assert said(control) == why and is_alert(control)
    assert control.value == before and control.parts.chosen.value == "yours"
    load(control, b"PK\x03\x04\0")
    assert said(control) == "Not read: this is no text file; save the sheet as CSV."
    assert control.value == before


# ------------------------------------------------------------------------------------ its life


def test_it_closes_with_its_figure_and_leaves_no_widget():
    before = set(open_widgets)
    figure = dl.explore(level, dl.CurvesPanel(), data=dl.samples(["sine"], N=(20, 200)))
    figure.set(data=dl.sine().removed(0))
    figure.close()
    assert set(open_widgets) == before


def test_a_thousand_moves_keep_little(control):
    for k in range(1000):
        control.value = control.value.moved(k // 5 % 30, 0.0, k / 1000)
    assert len(control._history) == 100
    assert control.value.N == 30


def test_the_picture_can_set_it_where_a_panel_shows_its_samples(control):
    pytest.importorskip("anywidget")

    def line(data=SINE):
        net = dl.Network((1, 1))
        return dl.curve(net, dl.straight_line(data), data)

    figure = dl.explore(line, dl.FitPanel(), data=control)
    handles = figure.panels[0].handles(figure.results[0])
    figure.controls["data"].value = handles[3].to(0.0, 1.25)["data"]
    assert control.parts.chosen.value == "yours" and control.value.y[0, 3] == 1.25
    assert figure.results[0].data == control.value
    assert said(control).startswith("Drag a sample;")
    figure.close()


def test_the_small_picture_of_ones_own_set_waits_until_nothing_moves(control):
    before = control.parts._own_look.value

    async def drag():
        for k in range(3):
            x = control.value.x.copy()
            x[0, 3] += 0.01
            control.value = replace(control.value, name="yours", x=x)
            assert control.parts._own_look.value == before, k
        await until(lambda: control.parts._own_look.value != before)

    asyncio.run(drag())
