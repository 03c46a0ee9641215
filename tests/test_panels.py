"""Panels are drawn once and then moved; limits stay, and the sentence has the numbers."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlcourse import (
    Bars,
    BarsPanel,
    ContourPanel,
    Curves,
    CurvesPanel,
    Data,
    Fit,
    FitPanel,
    GraphPanel,
    Kinks,
    LossPanel,
    Network,
    Plane,
    Points,
    ScatterPanel,
    SurfacePanel,
    deep_network,
    style,
)
from dlcourse.live.canvas import Canvas
from dlcourse.panels.base import decades
from tests.pictures import assert_moves, picture

X = np.linspace(-1, 1, 30)
DATA = Data.from_arrays(X, np.sin(3 * X), X, np.sin(3 * X), np.sin)
T = np.linspace(-2, 2, 41)


def a_fit(slope=1.0, **changed):
    x = np.linspace(-1, 1, 50)
    kinks = Kinks(x=np.array([-0.5, 0.2]), layer=np.array([1, 3]), unit=np.array([1, 1]))
    values = dict(
        x=x, u=slope * x, kinks=kinks, train_loss=0.0123, test_loss=0.02, slope=slope, data=DATA
    )
    return Fit(**{**values, **changed})


def a_run(level=1.0, **changed):
    epochs = np.array([0, 1, 10, 100, 1000])
    losses = level * np.array([1.0, 0.5, 0.1, 0.05, 0.01])
    values = dict(epochs=epochs, losses=losses, test_losses=2 * losses, diverged_at=None)
    return SimpleNamespace(**{**values, **changed})


def a_plane(factor=1.0):
    return Plane(T, T, factor * (0.5 + T[:, None] ** 2 + 3 * T**2), title="")


def a_path():
    return Plane(T, T, a_plane().values, path=np.array([[1.0, 1], [0, 0]]), explained=0.93)


def curves(factor=1.0):
    y = factor * np.stack([1 + T**2, 1 + T**4])
    return Curves(T, y, ("one", "two"), low=0.9 * y, high=1.1 * y)


def bars(factor=1.0):
    runs = tuple(factor * np.arange(1.0, 6) * k for k in (1, 2))
    return Bars(("a", "b"), factor * np.array([3.0, 6]), np.ones(2), 9 * np.ones(2), runs)


def points(shift=0.0):
    x = np.array([[-1, 0, 1, 0.5], [0, 1, 0, -1.0]]) + shift
    return Points(x, np.array([0, 1, 1, 0]), T, T, T[:, None] + T, accuracy=0.75)


NET = deep_network(5)
THETA = np.random.default_rng(0).normal(size=NET.n_params)
CASES = [  # a panel, two results to move between, a number that the sentence must say
    (FitPanel, a_fit(), a_fit(0.7), "0.0123"),
    (FitPanel, (a_fit(), a_fit(0.3)), (a_fit(), a_fit(0.2)), "0.02"),
    (LossPanel, a_run(), a_run(0.3), "0.01"),
    (LossPanel, (a_run(), 10), (a_run(), 100), "0.1"),
    (ContourPanel, a_plane(), a_plane(0.7), "16.5"),
    (SurfacePanel, a_plane(), a_plane(0.7), "16.5"),
    (CurvesPanel, curves(), curves(0.7), "17"),
    (BarsPanel, bars(), bars(0.7), "6"),
    (ScatterPanel, points(), points(0.1), "75 %"),
    (GraphPanel, NET, deep_network(7, residual=True), "78"),
]
IDS = [f"{case[0].__name__}-{k}" for k, case in enumerate(CASES)]


@pytest.mark.parametrize("kind, first, second, said", CASES, ids=IDS)
def test_moving_gives_the_picture_that_drawing_afresh_gives(kind, first, second, said):
    """What is kept as background must never differ from what would be drawn."""
    assert_moves(kind, first, second)


@pytest.mark.parametrize("kind, first, second, said", CASES, ids=IDS)
def test_the_sentence_has_the_numbers(kind, first, second, said):
    panel = kind()
    picture(panel, first)
    sentence = panel.describe(first)
    assert said in sentence
    assert sentence.endswith(".") and (sentence[0].isupper() or sentence[0].isdigit())


@pytest.mark.parametrize("kind, first, second, said", CASES, ids=IDS)
def test_limits_stay_while_a_variable_moves(kind, first, second, said):
    panel = kind()
    picture(panel, first)
    before = panel.ax.get_ylim()
    changed = panel.update(second)
    assert panel.ax.get_ylim() == before or kind is GraphPanel
    assert not changed or kind in (GraphPanel, ScatterPanel)


@pytest.mark.parametrize("kind, first, second, said", CASES, ids=IDS)
def test_a_margin_is_kept_on_all_sides(kind, first, second, said):
    """Nothing drawn touches the edge of the picture: no label is cut off."""
    for scale in (1, 2):
        pixels = picture(kind(), first, dots=scale)
        edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert (edge[:, :3] == 255).all()


FREE = [case for case in CASES if "free" in case[0].controls and case[0] is not LossPanel]


@pytest.mark.parametrize("kind, first, second, said", FREE, ids=[c[0].__name__ for c in FREE])
def test_free_axes_follow_a_result_that_leaves_them(kind, first, second, said):
    far = {
        FitPanel: a_fit(40.0), ContourPanel: a_plane(40), SurfacePanel: a_plane(40),
        CurvesPanel: curves(40), BarsPanel: bars(40),
        ScatterPanel: points(40.0),
    }[kind]  # fmt: skip
    kept, freed = (picture(kind(switches=["free"]), first, far, free=f) for f in (False, True))
    assert (kept != freed).any()


LOG = [case for case in CASES if "log" in case[0].controls]


@pytest.mark.parametrize("kind, first, second, said", LOG, ids=[c[0].__name__ for c in LOG])
def test_logarithmic_scale_is_another_picture_and_comes_back(kind, first, second, said):
    panel = kind(switches=("log",))
    canvas = Canvas([panel], (520, 380), 1)
    view = {**dict.fromkeys(panel.controls, False), "elevation": 30, "azimuth": -60}
    seen = []
    for log in (False, True, False):
        canvas.update([first], {**view, "log": log})
        seen.append(canvas.pixels(1).copy())
    assert (seen[0] != seen[1]).any() and (seen[0] == seen[2]).all()


@pytest.mark.parametrize("kind", [ContourPanel, SurfacePanel, CurvesPanel, BarsPanel])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_are_not_finite_are_said_not_thrown(kind, bad):
    holes = {
        ContourPanel: a_plane, SurfacePanel: a_plane, CurvesPanel: curves,
        BarsPanel: bars,
    }[kind]()  # fmt: skip
    holes.values[..., :1] = bad
    for log in (False, True):
        panel = kind()
        picture(panel, holes, log=log)
        text = panel.describe(holes)
        assert "not finite" in text or "undefined" in text or "infinite" in text
    holes.values[:] = bad
    picture(kind(), holes)


def test_divergence_is_shown_in_the_picture():
    at = a_run(losses=np.array([1.0, 5, 1e9, np.inf, np.nan]), diverged_at=100)
    panel = LossPanel()
    assert (picture(panel, at) != picture(LossPanel(), a_run())).any()
    assert panel.describe(at) == "Training diverged at epoch 100."
    nothing = a_fit(u=np.full(50, np.nan), kinks=None, diverged=True, slope=np.inf)
    panel = FitPanel()
    picture(panel, nothing)
    assert "diverged" in panel.describe(nothing)


def test_what_lies_beyond_a_fixed_scale_is_said():
    panel = ContourPanel(limits=(0, 2.0))
    picture(panel, a_plane())
    assert "% beyond the scale" in panel.describe(a_plane())


def test_logarithmic_ticks_are_powers_of_ten():
    panel = CurvesPanel(limits=(1e-3, 10.0), switches=("log",))
    picture(panel, Curves(np.array([0.0, 1.0]), np.array([[25.0, 50.0]]), ("a",)), log=True)
    said = {text.get_text() for text in panel.ax.yaxis.get_ticklabels()}
    assert {"10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"} <= said


@pytest.mark.parametrize(
    "low, high, most, shown",
    [
        (1e-4, 10.0, 6, [-4, -3, -2, -1, 0, 1]),
        (1e-12, 1e12, 6, [-10, -5, 0, 5, 10]),
        (1e-1, 1e7, 4, [0, 2, 4, 6]),
        (1e-62, 1e2, 6, [-60, -40, -20, 0]),
    ],
)
def test_decades_are_round_and_hold_the_one(low, high, most, shown):
    inside = [k for k in decades(low, high, most) if low <= 10.0**k <= high]
    assert inside == shown


def test_the_number_of_a_bar_stands_above_its_spread():
    panel = BarsPanel(limits=(0, 2))
    result = Bars(("a",), np.array([1.0]), low=np.array([0.5]), high=np.array([1.5]))
    picture(panel, result)
    (number,) = (text for text in panel.ax.texts if text.get_text() == "1")
    assert number.xy[1] == 1.5


@pytest.mark.parametrize("markers", [False, True])
def test_no_dot_is_cut_in_half_at_the_end_of_a_curve(markers):
    panel = CurvesPanel(markers=markers)
    picture(panel, curves())
    low, high = panel.ax.get_xlim()
    x = curves().x
    assert (low < x.min() and high > x.max()) == markers


def test_the_path_and_its_fraction_are_shown():
    panel = ContourPanel()
    assert (picture(panel, a_path()) != picture(ContourPanel(), a_plane())).any()
    assert "the plane holds 93 % of the path" in panel.describe(a_path())


def test_kinks_have_the_look_of_their_layer():
    panel = FitPanel()
    picture(panel, a_fit())
    assert len(panel._bends.get_segments()) == 2
    assert len({tuple(colour) for colour in panel._bends.get_color()}) == 2
    labels = [text.get_text() for text in panel._legends[0].get_texts()]
    assert labels == ["kink of layer 1", "3"]


def test_the_loss_dot_stands_at_the_epoch():
    panel = LossPanel()
    picture(panel, (a_run(), 150))
    assert panel._dot.get_xdata() == [100]


@pytest.mark.parametrize("azimuth", range(-180, 181, 45))
def test_the_near_side_of_a_surface_hides_the_far_one(azimuth):
    """A wall between the eye and a valley: the picture must show the wall's outer side."""
    t = np.linspace(-1, 1, 21)
    towards = np.deg2rad(azimuth)
    wall = t[:, None] * np.cos(towards) + t * np.sin(towards) > 0.5
    panel = SurfacePanel(limits=(0, 1))
    pixels = picture(panel, Plane(t, t, wall.astype(float)), elevation=5, azimuth=azimuth)
    yellow = (pixels[..., 0] > 120) & (pixels[..., 2] < 90)
    purple = (pixels[..., 0] < 90) & (pixels[..., 1] < 60) & (pixels[..., 2] > 50)
    column = pixels.shape[1] // 2
    assert yellow[:, column].any()  # the top of the wall
    below = np.flatnonzero(yellow[:, column])[-1]
    assert not purple[: below - 2, column].any()  # the valley behind it is hidden


def test_two_panels_of_a_row_stand_on_one_line():
    one, two = FitPanel(), ContourPanel()
    Canvas([one, two], (1040, 400), 2)
    assert one.ax.get_position().y0 == pytest.approx(two.ax.get_position().y0)
    assert one.ax.get_position().y1 == pytest.approx(two.ax.get_position().y1)


def test_a_panel_with_a_height_takes_a_strip_of_its_own():
    strip = GraphPanel(height=120)
    canvas = Canvas([strip, FitPanel(), LossPanel()], (1040, 520), 2)
    assert canvas._boxes == [(0, 400, 1040, 520), (0, 0, 520, 400), (520, 0, 1040, 400)]


def test_unknown_option_of_a_panel_raises():
    with pytest.raises(ValueError, match="LossPanel takes no 'logarithmic'"):
        LossPanel(logarithmic=True)


def test_edges_are_as_wide_as_their_weights():
    panel = GraphPanel(weights=True)
    picture(panel, (NET, THETA))
    W, _ = NET.unpack(THETA)
    widths = panel._edges.get_linewidth()
    assert len(widths) == sum(matrix.size for matrix in W[1:])
    first = [k * W[1].shape[1] for k in range(5)]  # edges from the input to the five units
    assert np.argmax(np.array(widths)[first]) == np.argmax(np.abs(W[1][:, 0]))
    assert (picture(panel, (NET, 2 * THETA)) == picture(panel, (NET, THETA))).all()
    assert (picture(panel, (NET, THETA[::-1])) != picture(panel, (NET, THETA))).any()


def test_trained_layers_are_blue_and_fixed_ones_stand_in_a_square():
    net = Network((2, 6, 6, 1))
    for trained, blue in (("all", 2 * 6 + 6 * 6 + 6), ("last", 6)):
        panel = GraphPanel(trained=trained)
        picture(panel, net)
        colours = [to_hex(colour).upper() for colour in panel._edges.get_colors()]
        assert colours.count(style.BLUE) == blue and len(colours) == 54
        assert panel._frame.get_visible()
        assert panel._square.get_visible() == (trained == "last")
    assert "67 parameters, 7 of them trained" in panel.describe(net)
    with pytest.raises(ValueError, match="trained must be"):
        GraphPanel(trained="first")


def test_the_frame_holds_the_last_hidden_units_and_no_others():
    panel = GraphPanel(trained="last")
    for widths in ((2, 6, 6, 1), (2, 3, 3, 2, 1), (1, 4, 1)):
        net = Network(widths)
        picture(panel, net)
        units = np.column_stack(panel._units.get_data())
        inside = [panel._frame.get_bbox().contains(*unit) for unit in units]
        last = sum(widths[:-2])
        assert np.flatnonzero(inside).tolist() == list(range(last, last + widths[-2]))
        fixed = [panel._square.get_bbox().contains(*unit) for unit in units]
        assert fixed == [0 < k < len(widths) - 1 for k, w in enumerate(widths) for _ in range(w)]


@pytest.mark.parametrize("width", [2, 3, 8, 12])
def test_the_names_of_the_features_graph_have_room_in_a_low_strip(width):
    strip = GraphPanel(height=84, trained="last")
    canvas = Canvas([strip, LossPanel()], (1120, 400), 1)
    for net in (Network((2, 12, 2, 1)), Network((2, width, 2, 1)), Network((2, 6, width, 1))):
        canvas.update([net, a_run()], {"free": False})
        canvas.pixels()
        around = strip.ax.bbox.padded(3)
        for text in strip._names:
            box = text.get_window_extent()
            assert around.y0 <= box.y0 and box.y1 <= around.y1, (net.widths, text.get_text())


def test_the_features_graph_moves_to_what_drawing_afresh_gives():
    nets = Network((2, 6, 6, 1)), Network((2, 3, 2, 1))
    assert_moves(lambda: GraphPanel(trained="last"), *nets)


def shown_curves(result, **options):
    panel = CurvesPanel(**options)
    picture(panel, result)
    return panel


def test_reference_lines_reach_from_edge_to_edge_and_are_named():
    result = Curves(T, T**2, ("loss",), hlines={"level": 1.5}, vlines={"here": -1.0})
    panel = shown_curves(result)
    across, upright = panel._references
    assert across.get_data() == (panel.ax.get_xlim(), (1.5, 1.5))
    assert upright.get_data() == ((-1.0, -1.0), panel.ax.get_ylim())
    assert across.get_color() == upright.get_color() == style.GREY
    assert across._unscaled_dash_pattern != upright._unscaled_dash_pattern
    labels = [text.get_text() for text in panel._legends[0].get_texts()]
    assert labels == ["loss", "level", "here"]
    assert panel.describe(result) == "Loss: 0 to 4; level: 1.5; here: −1."
    panel.update(Curves(T, T**2, ("loss",)))
    assert not across.get_xdata() and not upright.get_xdata()


def test_a_mark_has_the_colour_of_its_curve():
    result = Curves(T, np.stack([T, T**2]), ("a", "b"), marks=[(1, 0.5, 0.25), (0, -1, 99)])
    panel = shown_curves(result, limits=(-2, 4))
    assert panel._marks.get_offsets().tolist() == [[0.5, 0.25], [-1, 4]]  # the far one at the edge
    colours = [to_hex(colour).upper() for colour in panel._marks.get_facecolors()]
    assert colours == [style.VERMILLION, style.BLUE]


def test_a_curve_without_a_name_stands_in_neither_legend_nor_sentence():
    panel = shown_curves(Curves(T, np.stack([T, T**2]), ("", "b")))
    assert [text.get_text() for text in panel._legends[0].get_texts()] == ["b"]
    assert panel.describe(Curves(T, np.stack([T, T**2]), ("", "b"))) == "B: 0 to 4."


def test_bands_may_be_around_the_first_curves_only():
    y = np.stack([T, T**2])
    panel = shown_curves(Curves(T, y, ("a", "b"), low=[T - 1], high=[T + 1]))
    first, second = panel._bands
    corners = first.get_paths()[0].vertices
    assert [-2, -3] in corners.tolist() and [2, 3] in corners.tolist()
    assert not second.get_paths()


def test_the_sentence_tells_the_values_at_places():
    result = Curves(T, T**2, ("loss",))
    assert shown_curves(result, xlabel="t", at=(0, np.inf)).describe(result) == (
        "At t = 0: loss 0; at t = 2: loss 4."
    )


def test_a_beginning_of_a_view_control_needs_no_switch():
    panel = CurvesPanel(log=True)
    assert panel.controls == {} and CurvesPanel(switches=["log"]).controls == {"log": False}
    picture(panel, curves())
    assert panel.ax.get_yscale() == "log"
    with pytest.raises(ValueError, match="CurvesPanel takes no 'elevation'"):
        CurvesPanel(switches=["elevation"])
