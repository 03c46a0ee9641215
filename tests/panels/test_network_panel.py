"""The living network: functions, weights, frames and what is off, read back from what is drawn."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_rgb

import dlcourse as dl
from dlcourse import NetworkPanel, style
from dlcourse.live.canvas import Canvas
from tests.pictures import picture

NET = dl.Network((1, 3, 2, 1))
DATA = dl.wiggly()


def theta_of(net, seed=0):
    return np.random.default_rng(seed).normal(size=net.n_params)


def functions(net=NET, data=DATA, seed=0, **options):
    return dl.unit_functions(net, theta_of(net, seed), data, **options)


def wide(panel, *results, width=1120):
    """The panel after it has shown the results across a picture of this width."""
    canvas = Canvas([panel], (width, panel.height), 1)
    for result in results:
        canvas.update([result], {})
        canvas.pixels()
    return panel


def boxes(panel):
    return [path.get_extents().extents for path in panel._boxes.get_paths()]


def pixels(ends):
    """The ends of an edge, rounded."""
    return tuple(np.round(np.ravel(ends) + 1e-6).astype(int).tolist())


def lines(panel):
    """{pixels of both ends: (kind, width, rgb)} of all edges that can be seen."""
    drawn, found = panel._edges, {}
    count = len(drawn.get_segments())
    looks = [np.resize(drawn.get_linewidths(), count), drawn.get_colors()]
    for segment, width, colour in zip(drawn.get_segments(), *looks, strict=True):
        grey = np.ptp(colour[:3]) < 0.1
        kind = "grey" if grey else "positive" if colour[2] > colour[0] else "negative"
        if width > 0 and colour[3] > 0:
            found[pixels(segment)] = kind, width, tuple(colour[:3])
    return found


def dashed(panel):
    """Which edges are dashed or dotted, in their order."""
    styles = panel._edges.get_linestyles()
    count = len(panel._edges.get_segments())
    return [styles[k % len(styles)][1] is not None for k in range(count)]


def edge(panel, net, j, i, k):
    """The ends of the edge of W_j[i, k] (from 1): right side of unit k of z_j, left one of i."""
    first = np.cumsum([0, *net.widths])
    start, end = boxes(panel)[first[j - 1] + k - 1], boxes(panel)[first[j] + i - 1]
    ends = [start[2], 0.5 * (start[1] + start[3]), end[0], 0.5 * (end[1] + end[3])]
    return pixels(ends)


# ---------------------------------------------------------------------------------- functions


def test_each_box_holds_the_curve_of_its_own_unit():
    result = functions()
    panel = wide(NetworkPanel(), result)
    z, _ = dl.forward(NET, theta_of(NET), result.x)
    own = np.concatenate(z[1:])
    curves, zeros = panel._curves.get_segments(), panel._zeros.get_segments()
    assert len(curves) == len(boxes(panel)) == len(own) == 7
    for curve, zero, box, values in zip(curves, zeros, boxes(panel), own, strict=True):
        left, bottom, right, top = box
        assert np.allclose(curve[:, 0], np.linspace(left, right, 61))
        low, high = min(values.min(), 0), max(values.max(), 0)
        inside = bottom + 3 + (top - bottom - 6) * (values - low) / (high - low)
        assert np.allclose(curve[:, 1], inside)
        height = bottom + 3 + (top - bottom - 6) * (0 - low) / (high - low)
        assert np.allclose(zero, [[left, height], [right, height]])


def test_columns_stand_from_left_to_right_and_the_first_unit_on_top():
    panel = wide(NetworkPanel(), functions())
    middle = np.array([(box[:2] + box[2:]) / 2 for box in boxes(panel)])
    columns = [middle[:1], middle[1:4], middle[4:6], middle[6:]]
    assert all(a[0, 0] < b[0, 0] for a, b in pairwise(columns))
    for column in columns:
        assert np.ptp(column[:, 0]) == 0 and (np.diff(column[:, 1]) < 0).all()


def test_curves_have_the_colour_of_their_kinks_and_the_output_that_of_the_model():
    panel = wide(NetworkPanel(), functions())
    colours = [tuple(c[:3]) for c in panel._curves.get_colors()]
    kink = [to_rgb(dl.style.layer(j, 4)["color"]) for j in (1, 2)]
    assert np.allclose(colours[1:4], kink[0]) and np.allclose(colours[4:6], kink[1])
    assert np.allclose(colours[6], to_rgb(style.MODEL["color"]))
    fit = dl.FitPanel()
    theta = theta_of(NET, 3)
    picture(fit, dl.curve(NET, theta, DATA))
    found = {tuple(c[:3]) for c in fit._bends.get_colors()}
    assert found <= {tuple(c) for c in np.array(kink)} and found


def test_with_two_inputs_each_box_holds_its_own_map():
    net, data = dl.Network((2, 4, 2, 1), "tanh"), dl.spirals(20)
    result = functions(net, data)
    panel = wide(NetworkPanel(), result)
    assert not panel._curves.get_segments() and len(panel._maps.pictures) == 9
    assert np.allclose(panel._maps.boxes, boxes(panel))
    for shown, values in zip(panel._maps.pictures, result.values, strict=True):
        part = (values - values.min()) / np.ptp(values)
        assert np.array_equal(shown, colormaps["cividis"](part, bytes=True))
    width, height = np.diff(panel._maps.boxes.reshape(-1, 2, 2), axis=1)[:, 0].T
    assert np.allclose(width, height)  # a square for a square


def test_a_map_is_drawn_upright():
    """z_1 of two inputs: the first grows to the right, the second upwards."""
    net, data = dl.Network((2, 2, 1)), dl.spirals(20)
    panel = NetworkPanel(height=190)
    canvas = Canvas([panel], (1120, 190), 1)
    canvas.update([functions(net, data)], {})
    pixels = canvas.pixels()[::-1, :, :3].astype(int)
    corner = np.array(panel.margins[:2])
    for k, box in enumerate(panel._maps.boxes[:2].astype(int)):
        left, bottom, right, top = box + np.tile(corner, 2)
        inside = pixels[bottom + 4 : top - 4, left + 4 : right - 4].sum(axis=-1)
        grows = np.diff(inside.mean(axis=k))  # along x for the first, along y for the second
        assert (grows >= 0).all() and (grows > 0).any()
        assert np.ptp(inside, axis=k).max() == 0


def test_with_more_inputs_a_colour_tells_the_mean():
    net = dl.Network((3, 2, 1))
    rng = np.random.default_rng(0)
    data = dl.Data.from_arrays(rng.normal(size=(3, 9)), np.ones((1, 9)))
    result = functions(net, data)
    panel = wide(NetworkPanel(), result)
    assert not panel._curves.get_segments() and not len(panel._maps.pictures)
    for face, mean in zip(panel._boxes.get_facecolors(), result.z, strict=True):
        assert np.allclose(face[:3], to_rgb(style.BLUE if mean > 0 else style.VERMILLION))
        assert face[3] == pytest.approx(abs(mean) / (1 + abs(mean)))


# ------------------------------------------------------------------------------------- weights


def test_each_edge_has_the_sign_and_the_size_of_its_weight():
    result = functions()
    panel = wide(NetworkPanel(), result)
    drawn = lines(panel)
    assert len(drawn) == 3 + 6 + 2
    for j, W in enumerate(result.W[1:], 1):
        for (i, k), w in np.ndenumerate(W):
            kind, width, colour = drawn[edge(panel, NET, j, i + 1, k + 1)]
            assert kind == ("positive" if w > 0 else "negative")
            wanted = style.BLUE if w > 0 else style.VERMILLION
            assert np.allclose(colour, to_rgb(wanted))
            assert width == pytest.approx(3.4 * abs(w) / (1 + abs(w)))


def test_signs_are_told_apart_without_colour_where_the_edges_are_few():
    result = functions()
    negative = np.concatenate([W.ravel() for W in result.W[1:]]) < 0
    assert dashed(wide(NetworkPanel(), result)) == negative.tolist()
    assert not any(dashed(wide(NetworkPanel(), functions(dl.deep_network(12)))))


def test_a_weight_that_is_zero_has_no_edge():
    theta = theta_of(NET)
    NET.unpack(theta)[0][2][1, 2] = 0
    panel = wide(NetworkPanel(), dl.unit_functions(NET, theta, DATA))
    assert edge(panel, NET, 2, 2, 3) not in lines(panel) and len(lines(panel)) == 10


def test_the_same_network_with_other_weights_moves_only_what_moves():
    panel = NetworkPanel()
    canvas = Canvas([panel], (1120, panel.height), 1)
    canvas.update([functions()], {})
    still = set(panel.ax.get_children()) - set(panel.moving())
    assert panel.update(functions(seed=1)) is False
    assert set(panel.ax.get_children()) - set(panel.moving()) == still
    both = [wide(NetworkPanel(), functions(seed=1)), panel]
    curves = [np.array(p._curves.get_segments()) for p in both]
    assert np.array_equal(*curves) and lines(both[0]) == lines(both[1])


def test_another_architecture_replaces_the_first():
    panel = wide(NetworkPanel(), functions(dl.deep_network(7, residual=True)))
    assert panel.update(functions()) and len(boxes(panel)) == 7
    assert not panel._arcs.get_segments() and len(lines(panel)) == 11


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
@pytest.mark.parametrize("net, data", [(NET, DATA), (dl.Network((2, 3, 1)), dl.spirals(9))])
def test_a_network_that_diverged_has_a_picture_and_a_sentence(net, data, value):
    result = dl.unit_functions(net, np.full(net.n_params, value), data, unit=(2, 1))
    panel = wide(NetworkPanel(large=True), functions(net, data), result)
    assert f"{net.n_params} parameters" in panel.describe(result)


# -------------------------------------------------------------------------------- deep networks


def test_47_layers_are_dots_whose_colour_is_the_mean_and_only_the_ends_are_named():
    net = dl.deep_network(47, residual=True)
    result = functions(net)
    panel = wide(NetworkPanel(), result)
    assert not panel._curves.get_segments() and len(boxes(panel)) == 228
    sizes = [(b[2] - b[0], b[3] - b[1]) for b in boxes(panel)]
    assert np.allclose(sizes, sizes[0]) and 8 <= sizes[0][0] <= 11
    middle = np.array([(b[:2] + b[2:]) / 2 for b in boxes(panel)])
    away = np.linalg.norm(middle[:, None] - middle, axis=-1) + 1e3 * np.eye(228)
    assert away.min() > 1.5 * sizes[0][0]  # none touches another
    assert middle.min() > 5 and middle[:, 0].max() < 1107 and middle[:, 1].max() < 175
    up = result.z > 0
    faces = panel._boxes.get_facecolors()
    assert (faces[up, 2] > faces[up, 0]).all() and (faces[~up, 0] > faces[~up, 2]).all()
    assert np.allclose(faces[:, 3], np.abs(result.z) / (1 + np.abs(result.z)))
    named = [t.get_text() for t in panel.ax.texts if t.get_text().startswith("$")]
    assert named == ["$z_{1}$", "$z_{48}$"]


def test_of_deep_networks_the_tone_of_an_edge_tells_its_weight():
    result = functions(dl.deep_network(47))
    panel = wide(NetworkPanel(), result)
    w = np.concatenate([W.ravel() for W in result.W[1:]])
    colours = panel._edges.get_colors()
    assert np.allclose(colours[:, 3], np.abs(w) / (1 + np.abs(w)))
    wanted = np.where(w[:, None] > 0, to_rgb(style.BLUE), to_rgb(style.VERMILLION))
    assert np.allclose(colours[:, :3], wanted)
    assert set(panel._edges.get_linewidths()) == {1.1}


@pytest.mark.parametrize("width", [1, 5, 8, 20, 33])
@pytest.mark.parametrize("height", [110, 190])
def test_no_box_leaves_the_strip_or_touches_another(width, height):
    panel = wide(NetworkPanel(height=height), functions(dl.Network((1, width, width, 1))))
    found = np.array(boxes(panel))
    inside = panel.ax.get_xlim()[1], panel.ax.get_ylim()[1]
    assert (found[:, :2] >= [0, 20]).all() and (found[:, 2:] <= inside).all()
    a, b = found[:, None], found[None]
    apart = (a[..., 0] > b[..., 2]) | (a[..., 2] < b[..., 0]) | (a[..., 1] > b[..., 3])
    apart |= a[..., 3] < b[..., 1]
    assert (apart | np.eye(len(found), dtype=bool)).all()


@pytest.mark.parametrize(
    "net, skips",
    [
        (dl.Network((1, 4, 4, 4, 2, 2, 1), residual=True), [2, 3, 5]),
        (dl.deep_network(7, residual=True), [2, 3, 4, 5]),
        (dl.deep_network(7), []),
    ],
)
def test_a_green_arc_stands_above_each_layer_that_adds_its_input(net, skips):
    panel = wide(NetworkPanel(), functions(net))
    ends = [(arc[0, 0], arc[-1, 0]) for arc in panel._arcs.get_segments()]
    first = np.cumsum([0, *net.widths])
    x = [0.5 * (boxes(panel)[k][0] + boxes(panel)[k][2]) for k in first[:-1]]
    assert np.allclose(ends, [(x[j - 1], x[j]) for j in skips]) if skips else not ends
    tallest = max(box[3] for box in boxes(panel))
    for arc in panel._arcs.get_segments():
        assert tallest < arc[:, 1].max() <= panel.ax.get_ylim()[1]


# ------------------------------------------------------------------------ what is off or chosen


def test_what_is_off_is_grey_dotted_and_crossed():
    off = (("unit", 2, 3), ("edge", 3, 1, 1))
    panel = wide(NetworkPanel(), functions(off=off))
    drawn = lines(panel)
    gone = {edge(panel, NET, 2, i, 3) for i in (1, 2)} | {edge(panel, NET, 3, 1, 1)}
    assert {ends for ends, (kind, *_) in drawn.items() if kind == "grey"} == gone
    assert len(drawn) == 11
    crosses = np.array([s.mean(axis=0) for s in panel._crosses.get_segments()])
    box, (x0, y0, x1, y1) = boxes(panel)[3], edge(panel, NET, 3, 1, 1)
    part = (crosses[1, 0] - x0) / (x1 - x0)
    assert 0.25 <= part <= 0.75
    centres = [(box[:2] + box[2:]) / 2, [x0 + part * (x1 - x0), y0 + part * (y1 - y0)]]
    assert np.allclose(
        np.sort(crosses, axis=0), np.sort(np.repeat(centres, 2, axis=0), axis=0), atol=1
    )
    faces = panel._boxes.get_facecolors()[:, :3]
    assert (faces[3] < 1).all() and (np.delete(faces, 3, axis=0) == 1).all()
    assert panel.update(functions()) is False and not panel._crosses.get_segments()


def test_what_this_network_does_not_have_is_not_crossed():
    off = (("unit", 9, 1), ("unit", 2, 4), ("edge", 2, 3, 1), ("edge", 1, 1, 2), ("unit", 4, 1))
    panel = wide(NetworkPanel(), functions(off=off))
    assert not panel._crosses.get_segments()
    assert {kind for kind, *_ in lines(panel).values()} == {"positive", "negative"}


@pytest.mark.parametrize("widths", [(1, 3, 2, 1), (1, 5, 5, 5, 1, 1), (1, 6, 1)])
@pytest.mark.parametrize("width", [340, 470, 1120])
def test_the_key_to_the_edges_colours_stands_free_of_all_units(widths, width):
    panel = wide(NetworkPanel(height=280), functions(dl.Network(widths)), width=width)
    key = [t for t in panel._labels if hasattr(t, "get_text") and t.get_text()[-5:] == "itive"]
    key += [t for t in panel._labels if hasattr(t, "get_text") and t.get_text() == "negative"]
    assert len(key) == 2
    for word in key:
        extent = word.get_window_extent().transformed(panel.ax.transData.inverted())
        assert extent.x0 >= 29 and extent.x1 <= panel._size[0] + 1
        for left, bottom, right, top in boxes(panel):
            apart = (
                extent.x1 < left or right < extent.x0 - 29 or top < extent.y0 or extent.y1 < bottom
            )
            assert apart, (word.get_text(), left, top)


def test_the_chosen_unit_stands_large_at_the_right_end():
    result = functions(unit=(3, 2))
    panel = wide(NetworkPanel(large=True), result)
    large, values = panel._large, result.values[5]
    (curve,) = large._curve.get_segments()
    left, bottom, right, top = large.box[0]
    assert left > max(box[2] for box in boxes(panel)) + 40 and right < 1120
    low, high = min(values.min(), 0), max(values.max(), 0)
    assert np.allclose(curve[:, 1], bottom + 3 + (top - bottom - 6) * (values - low) / (high - low))
    assert np.allclose(curve[[0, -1], 0], [left, right])
    said = {name: text.get_text() for name, text in large._words.items()}
    assert said["name"] == "unit 2 of z₃" and said["hint"] == "" == said["button"]
    assert large._low.get_text() == dl.style.number(low)
    assert large._high.get_text() == dl.style.number(high)
    assert said["from"] == "x = −1" and said["to"] == "1"
    widths = panel._boxes.get_linewidths()
    assert widths[5] > 2 and set(np.delete(widths, 5)) == {1.0}


def test_a_chosen_map_has_its_scale_and_without_a_choice_there_is_a_hint():
    net, data = dl.Network((2, 4, 2, 1), "tanh"), dl.spirals(20)
    result = functions(net, data, unit=(2, 4))
    panel = NetworkPanel(large=True)
    panel.bound = {"unit": "unit"}
    wide(panel, result)
    shown, scale = panel._large._maps.pictures
    part = (result.values[5] - result.values[5].min()) / np.ptp(result.values[5])
    assert np.array_equal(shown, colormaps["cividis"](part, bytes=True))
    assert np.array_equal(scale[[0, -1], 0], colormaps["cividis"]([0.0, 1.0], bytes=True))
    assert panel._large._high.get_text() == dl.style.number(result.values[5].max())
    assert panel.update(functions(net, data)) and not len(panel._large._maps.pictures)
    assert "click a unit" in panel._large._words["hint"].get_text()
    assert panel.update(functions(net, data, unit=(7, 1))) is False  # not of this network


def test_a_move_with_the_same_unit_draws_no_background():
    panel = wide(NetworkPanel(large=True), functions(unit=(3, 2)))
    assert panel.update(functions(seed=1, unit=(3, 2))) is False
    assert panel.update(functions(seed=1, unit=(3, 1))) is True


# --------------------------------------------------------------------------------- touching it


def touched(result, bound=(), large=False, width=1120):
    """{name of a handle: the handle} of a panel in a figure with the controls of these parts."""
    panel = NetworkPanel(large=large)
    panel.bound = {part: part for part in bound}
    wide(panel, result, width=width)
    handles = panel.handles(result)
    found = {handle.name: handle for handle in handles}
    assert len(found) == len(handles)  # each has a name of its own
    return panel, found


def test_each_unit_and_each_edge_tells_its_numbers():
    result = functions(off=(("unit", 2, 3),))
    panel, found = touched(result)
    assert len(found) == 7 + 11 and {handle.along for handle in found.values()} == {""}
    assert all(handle.click is None for handle in found.values())
    W, b = NET.unpack(theta_of(NET))
    z, v = dl.forward(NET, dl.without(NET, theta_of(NET), result.off), DATA.x)
    say = style.number
    assert found["unit 2 of z₃"].tip().splitlines() == [
        "unit 2 of z₃",
        f"W₂[2, ·] = {say(W[2][1, 0])}, {say(W[2][1, 1])}, {say(W[2][1, 2])}",
        f"b₂[2] = {say(b[2][1, 0])}",
        f"v₂[2]: mean {say(v[2][1].mean())}",
        f"z₃[2]: mean {say(z[3][1].mean())}, {say(z[3][1].min())} to {say(z[3][1].max())}",
    ]
    assert found["unit 1 of z₁"].tip().startswith("unit 1 of z₁\nz₁[1]: mean ")
    assert found["unit 3 of z₂"].tip().startswith("unit 3 of z₂, switched off\n")
    assert found["weight W₂[1, 3]"].tip() == f"W₂[1, 3] = {say(W[2][0, 2])}"
    box = boxes(panel)[5]
    middle = (box[:2] + box[2:]) / 2
    assert (found["unit 2 of z₃"].x, found["unit 2 of z₃"].y) == pytest.approx(tuple(middle))


@pytest.mark.parametrize("widths", [(1, 5, 5, 5, 1, 1), (2, 8, 2, 1), (1, 20, 1)])
def test_each_edge_is_touched_on_its_own_line_and_apart_from_the_others(widths):
    net = dl.Network(widths)
    panel, found = touched(functions(net, dl.spirals(9) if net.widths[0] == 2 else DATA))
    at = []
    for j in range(1, net.depth + 1):
        for i in range(1, net.widths[j] + 1):
            for k in range(1, net.widths[j - 1] + 1):
                handle = found[f"weight {style.part(('edge', j, i, k))}"]
                x0, y0, x1, y1 = edge(panel, net, j, i, k)
                part = (handle.x - x0) / (x1 - x0)
                assert 0.2 < part < 0.8 and handle.y == pytest.approx(y0 + part * (y1 - y0), abs=2)
                at.append((handle.x, handle.y))
    away = np.linalg.norm(np.array(at)[:, None] - at, axis=-1) + 1e3 * np.eye(len(at))
    assert away.min() > 2


def test_without_a_large_unit_a_click_switches_off_and_on():
    _, found = touched(functions(off=(("edge", 2, 1, 1),)), ["off"])
    assert found["unit 3 of z₂"].click() == {"off": (("edge", 2, 1, 1), ("unit", 2, 3))}
    assert found["weight W₂[1, 1]"].click() == {"off": ()}
    assert found["unit 1 of z₄"].click is None  # the output


def test_with_a_large_unit_a_click_chooses_it_and_the_button_switches_it_off():
    panel, found = touched(functions(unit=(3, 2)), ["off", "unit"], large=True)
    assert found["unit 3 of z₂"].click() == {"unit": (2, 3)}
    assert found["unit 2 of z₃"].click() == {"unit": None}
    button = found["switch unit 2 of z₃ off or on"]
    assert button.click() == {"off": (("unit", 3, 2),)}
    words = panel._large._words["button"]
    assert words.get_text() == "switch off" and words.get_position() == (button.x, button.y)
    order = list(found)  # an arrow key leads from the unit to its button
    assert order.index(button.name) == order.index("unit 2 of z₃") + 1
    panel, found = touched(functions(unit=(3, 2), off=(("unit", 3, 2),)), ["off", "unit"], True)
    assert panel._large._words["button"].get_text() == "switch on"
    assert found[button.name].click() == {"off": ()}
    panel, found = touched(functions(unit=(4, 1)), ["off", "unit"], large=True)
    assert panel._large._words["button"].get_text() == "" and "switch" not in "".join(found)


def test_of_many_edges_only_the_units_are_touched():
    _, found = touched(functions(dl.deep_network(47)), ["off"])
    assert len(found) == 228 and found["unit 1 of z₂"].click() == {"off": (("unit", 2, 1),)}


def test_in_a_narrow_picture_there_is_no_large_unit():
    panel, found = touched(functions(unit=(3, 2)), ["off", "unit"], large=True, width=500)
    assert not panel._large._curve.get_segments() and boxes(panel)[-1][2] > 350
    assert found["unit 3 of z₂"].click() == {"off": (("unit", 2, 3),)}


def test_in_another_size_all_is_placed_anew():
    panel, result = NetworkPanel(large=True), functions(unit=(3, 2))
    canvas = Canvas([panel], (1120, panel.height), 1)
    canvas.update([result], {})
    canvas.resize((700, panel.height), 1)
    canvas.update([result], {})
    again = wide(NetworkPanel(large=True), result, width=700)
    assert np.allclose(boxes(panel), boxes(again)) and lines(panel) == lines(again)
    assert np.allclose(panel._large.box, again._large.box)


# ------------------------------------------------------------------------ trained, fixed, named


@pytest.mark.parametrize("trained", ["all", "last"])
@pytest.mark.parametrize("widths", [(2, 6, 6, 1), (2, 3, 2, 2, 1), (1, 4, 1)])
def test_the_frame_holds_the_features_and_the_square_what_is_fixed(trained, widths):
    net = dl.Network(widths)
    data = dl.spirals(20) if widths[0] == 2 else DATA
    panel = wide(NetworkPanel(trained=trained), functions(net, data))
    middle = [(box[:2] + box[2:]) / 2 for box in boxes(panel)]
    inside = [panel._frame.get_bbox().contains(*point) for point in middle]
    last = sum(widths[:-2])
    assert np.flatnonzero(inside).tolist() == list(range(last, last + widths[-2]))
    assert panel._frame.get_visible() and panel._square.get_visible() == (trained == "last")
    if trained == "last":
        fixed = [panel._square.get_bbox().contains(*point) for point in middle]
        assert fixed == [0 < k < len(widths) - 1 for k, w in enumerate(widths) for _ in range(w)]
    names = {t.get_text(): t.get_position()[0] for t in panel.ax.texts if "$" in t.get_text()}
    at = {"$x$": 0, r"$\phi(x;\theta)$": last, r"$m(x;\theta)$": -1}
    assert names == {name: pytest.approx(middle[k][0]) for name, k in at.items()}


def test_fixed_weights_are_grey():
    net = dl.Network((2, 6, 6, 1))
    panel = wide(NetworkPanel(trained="last"), functions(net, dl.spirals(20)))
    last = {edge(panel, net, 3, 1, k) for k in range(1, 7)}
    for ends, (_, _, colour) in lines(panel).items():
        assert (np.ptp(colour) > 0.1) == (ends in last)


def test_an_unknown_way_of_training_is_refused():
    with pytest.raises(ValueError, match='trained must be "all", "last" or None, got \'first\''):
        NetworkPanel(trained="first")


# ------------------------------------------------------------------------------------ sentences


def test_the_sentence_names_the_largest_weight_what_is_constant_and_what_is_off():
    theta = np.zeros(NET.n_params)
    W, b = NET.unpack(theta)
    W[1][0], W[1][1], b[1][2] = 0.5, 0.25, 1.0
    W[2][1, 0] = -1.5
    said = NetworkPanel().describe(dl.unit_functions(NET, theta, DATA))
    assert said == (
        "3 layers, 17 parameters; largest weight W₂[2, 1] = −1.5; 2 of 5 hidden units constant."
    )
    off = dl.unit_functions(NET, theta, DATA, off=(("unit", 2, 1), ("edge", 2, 1, 2)))
    assert NetworkPanel(trained="last").describe(off) == (
        "3 layers, 17 parameters, 3 of them trained; largest weight W₂[2, 1] = −1.5; "
        "3 of 5 hidden units constant; off: W₂[1, 2], unit 1 of z₂."
    )
    lively = functions()
    assert "constant" not in NetworkPanel(trained="all").describe(lively)
    assert ", all trained" in NetworkPanel(trained="all").describe(lively)


def test_beside_others_the_large_unit_stands_below_the_network():
    from dlcourse.panels.network import FOOT

    net = dl.deep_network(5)
    panel = dl.NetworkPanel(height=None, large=True)
    canvas = Canvas([panel, dl.FitPanel()], (800, 420), 2)
    units = dl.unit_functions(net, dl.initialize(net, seed=0), dl.wiggly(), unit=(3, 2))
    panel.update(units)
    box = panel._large.box[0]
    assert box[3] < FOOT <= panel._places.boxes[:, 1].min()
    assert 0 < box[0] < box[2] < panel._size[0]
    canvas.close()
