"""The collapsed graph of a network: nodes, layers, arcs and names, read back from what is drawn."""

import numpy as np
import pytest

from dlcourse import GraphPanel, LossPanel, Network, deep_network, explore, style
from dlcourse.live.canvas import Canvas
from tests.pictures import hexes, points, shown
from tests.touching import drag, offered, press, to_the_corners

NET = Network((2, 3, 3, 1), residual=True)  # layers 1, 2, 3; only layer 2 can skip


def named(panel):
    return {text.get_text(): text.xy for text in panel._names}


def test_each_layer_joins_two_states_and_the_states_are_named():
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
    assert len(panel._layers.get_xdata()) == 4 and len(panel._arcs.get_segments()) == 1


def test_of_a_deep_network_only_the_ends_are_named():
    panel = shown(GraphPanel(), deep_network(47))
    assert list(named(panel)) == ["$z_{1}$", "$z_{48}$"]


def test_layers_whose_weights_are_zero_have_no_line():
    net, theta = Network((1, 2, 2, 1)), np.ones(13)
    net.unpack(theta)[0][2][:] = 0
    panel = shown(GraphPanel(), (net, theta))
    chain = [edge[:, 0].tolist() for edge in panel._chain.get_segments()]
    assert chain == [[-1.5, -0.5], [0.5, 1.5]]


def test_a_strip_takes_a_row_of_its_own():
    canvas = Canvas([GraphPanel(height=120), LossPanel(), LossPanel()], (1040, 520), 2)
    assert canvas._boxes == [(0, 400, 1040, 520), (0, 0, 520, 400), (520, 0, 1040, 400)]


def test_the_sentence_of_a_graph():
    assert GraphPanel().describe(NET) == "3 layers, 25 parameters; 1 skip connection."
    assert GraphPanel().describe((Network((2, 3, 1)), None)) == "2 layers, 13 parameters."


@pytest.fixture
def layers():
    pytest.importorskip("anywidget")
    net = deep_network(12, residual=True)
    theta = np.ones(net.n_params)

    def without(layer=6):
        left = theta.copy()
        if layer:
            net.blocks(left)[layer][...] = 0
        return net, left

    figure = explore(without, GraphPanel(), layer=(0, 12))
    yield figure
    figure.close()


FIELD, GAP = "layer: Enter or a click chooses it", "chosen layer"


def test_a_click_on_the_graph_chooses_the_layer_that_is_nearest(layers):
    x = layers.panels[0]._layers.get_xdata()
    for layer in (1, 5, 12):
        drag(layers, FIELD, x=0.6 * x[layer - 1] + 0.4 * x[layer])
        assert layers.controls["layer"].value == layer
        gap = offered(layers)[GAP]
        assert gap.x == pytest.approx(0.5 * (x[layer - 1] + x[layer])) and gap.y == 0
        missing = {*range(12)} - {
            int(np.argmin(np.abs(x - edge[0, 0])))
            for edge in layers.panels[0]._chain.get_segments()
        }
        assert missing == {layer - 1}


def test_the_gap_is_dragged_along_the_graph(layers):
    x = layers.panels[0]._layers.get_xdata()
    drag(layers, GAP, x=x[2] + 0.1, phase="drag")
    assert layers.controls["layer"].value == 3
    press(layers, GAP, right=1)
    assert layers.controls["layer"].value == 4
    for name in (FIELD, GAP):
        assert sum(1 for _ in to_the_corners(layers, name)) == 4
    layers.set(layer=0)
    assert list(offered(layers)) == [FIELD]  # there is no gap to drag


def test_without_a_control_of_the_layer_a_graph_is_only_looked_at():
    figure = explore(lambda seed=0: NET, GraphPanel(), seed=(0, 2))
    assert offered(figure) == {}
    figure.close()
