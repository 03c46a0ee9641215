"""The graph of a network: units, edges, arcs and names, read back from what is drawn."""

from itertools import pairwise

import numpy as np
import pytest

from dlcourse import GraphPanel, LossPanel, Network, deep_network, style
from dlcourse.live.canvas import Canvas
from tests.pictures import hexes, points, shown

NET = Network((2, 3, 3, 1), residual=True)  # layers 1, 2, 3; only layer 2 can skip


def named(panel):
    return {text.get_text(): text.xy for text in panel._names}


def test_one_column_of_units_for_each_state():
    panel = shown(GraphPanel(), NET)
    x, y = panel._units.get_data()
    assert x.tolist() == [-1.5] * 2 + [-0.5] * 3 + [0.5] * 3 + [1.5]
    assert y.tolist() == [0.5, 1.5, 0, 1, 2, 0, 1, 2, 1]


def test_every_unit_is_joined_to_every_unit_of_the_next_column():
    panel = shown(GraphPanel(), NET)
    units = [tuple(point) for point in points(panel._units)]
    columns = [units[:2], units[2:5], units[5:8], units[8:]]
    wanted = {(a, b) for left, right in pairwise(columns) for a in left for b in right}
    edges = [tuple(map(tuple, edge)) for edge in panel._edges.get_segments()]
    assert set(edges) == wanted and len(edges) == 2 * 3 + 3 * 3 + 3


def test_below_each_layer_joins_two_states_and_the_states_are_named():
    panel = shown(GraphPanel(), NET)
    nodes = points(panel._layers)
    assert nodes[:, 0].tolist() == [-1.5, -0.5, 0.5, 1.5] and np.ptp(nodes[:, 1]) == 0
    chain = [edge[:, 0].tolist() for edge in panel._chain.get_segments()]
    assert chain == [[-1.5, -0.5], [-0.5, 0.5], [0.5, 1.5]]
    assert {name: xy[0] for name, xy in named(panel).items()} == {
        "$z_{1}$": -1.5, "$z_{2}$": -0.5, "$z_{3}$": 0.5, "$z_{4}$": 1.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    "net, skips",
    [
        (NET, [(1, 2)]),
        (Network((1, 4, 4, 4, 2, 2, 1), residual=True), [(1, 2), (2, 3), (4, 5)]),
        (deep_network(7, residual=True), [(1, 2), (2, 3), (3, 4), (4, 5)]),
        (Network((2, 3, 3, 1)), []),
    ],
)
def test_a_green_arc_from_state_to_state_where_a_layer_adds_its_input(net, skips):
    """Layer j adds z_j to get z_{j+1}; the slides draw an arc from node j to node j + 1."""
    panel = shown(GraphPanel(), net)
    x = panel._layers.get_xdata()
    ends = [(arc[0, 0], arc[-1, 0]) for arc in panel._arcs.get_segments()]
    assert np.allclose(ends, [(x[a], x[b]) for a, b in skips]) if skips else not ends
    for arc in panel._arcs.get_segments():
        assert arc[:, 1].max() > arc[0, 1] + 1 and arc[0, 1] == panel._layers.get_ydata()[0]
    assert hexes(panel._arcs.get_color()) == [style.GREEN]


def test_another_network_replaces_the_first():
    panel = shown(GraphPanel(), deep_network(7, residual=True))
    assert panel.update(NET) and not panel.update(NET)  # nothing to draw for the same one
    assert len(panel._units.get_xdata()) == 9 and len(panel._arcs.get_segments()) == 1


def test_of_a_deep_network_only_the_ends_are_named():
    panel = shown(GraphPanel(), deep_network(47))
    assert list(named(panel)) == ["$z_{1}$", "$z_{48}$"]


def test_weights_that_are_zero_are_left_out():
    net, theta = Network((1, 2, 2, 1)), np.ones(13)
    net.unpack(theta)[0][2][:] = 0
    panel = shown(GraphPanel(), (net, theta))
    assert len(panel._edges.get_segments()) == 2 + 2 and len(panel._chain.get_segments()) == 2


@pytest.mark.parametrize("trained, blue", [("all", 2 * 6 + 6 * 6 + 6), ("last", 6)])
def test_trained_layers_are_blue_and_fixed_ones_stand_in_a_square(trained, blue):
    net, panel = Network((2, 6, 6, 1)), GraphPanel(trained=trained)
    shown(panel, net)
    colours = hexes(panel._edges.get_colors())
    assert len(colours) == 54 and set(colours[-blue:]) == {style.BLUE}
    assert style.BLUE not in colours[:-blue]
    assert panel._frame.get_visible() and panel._square.get_visible() == (trained == "last")
    said = "3 layers, 67 parameters, 7 of them trained."
    assert panel.describe(net) == (said if trained == "last" else f"{said[:23]}, all trained.")


def test_the_frame_holds_the_last_hidden_units_and_no_others():
    panel = GraphPanel(trained="last")
    for widths in ((2, 6, 6, 1), (2, 3, 3, 2, 1), (1, 4, 1)):
        net = Network(widths)
        shown(panel, net)
        inside = [panel._frame.get_bbox().contains(*unit) for unit in points(panel._units)]
        last = sum(widths[:-2])
        assert np.flatnonzero(inside).tolist() == list(range(last, last + widths[-2]))
        fixed = [panel._square.get_bbox().contains(*unit) for unit in points(panel._units)]
        assert fixed == [0 < k < len(widths) - 1 for k, w in enumerate(widths) for _ in range(w)]


@pytest.mark.parametrize("width", [2, 3, 8, 12])
def test_the_names_of_the_features_have_room_in_a_low_strip(width):
    strip = GraphPanel(height=84, trained="last")
    canvas = Canvas([strip], (1120, 84), 1)
    for net in (Network((2, 12, 2, 1)), Network((2, width, 2, 1)), Network((2, 6, width, 1))):
        canvas.update([net], {})
        canvas.pixels()
        around = strip.ax.bbox.padded(3)
        for text in strip._names:
            box = text.get_window_extent()
            assert around.y0 <= box.y0 and box.y1 <= around.y1, (net.widths, text.get_text())


def test_a_strip_takes_a_row_of_its_own():
    canvas = Canvas([GraphPanel(height=120), LossPanel(), LossPanel()], (1040, 520), 2)
    assert canvas._boxes == [(0, 400, 1040, 520), (0, 0, 520, 400), (520, 0, 1040, 400)]


def test_the_sentence_of_a_graph():
    assert GraphPanel().describe(NET) == "3 layers, 25 parameters; 1 skip connection."
    assert GraphPanel().describe((Network((2, 3, 1)), None)) == "2 layers, 13 parameters."


def test_an_unknown_way_of_training_is_refused():
    with pytest.raises(ValueError, match='trained must be "all", "last" or None, got \'first\''):
        GraphPanel(trained="first")
