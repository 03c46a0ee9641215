"""The matrices of a network without σ, the plane in pieces; what the figures of 03 mean."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse import IDENTITY, Curves, Fit, Kinks, Network, initialize, style, wiggly
from dlcourse.chapters.relu_vs_tanh import experiments, pictures
from dlcourse.chapters.relu_vs_tanh.exercises import check_more_kinks
from dlcourse.chapters.relu_vs_tanh.measures import folded, pieces
from dlcourse.chapters.relu_vs_tanh.pictures import (
    SIGNS,
    MatricesPanel,
    PiecesPanel,
    SectionPanel,
)
from dlcourse.chapters.relu_vs_tanh.pictures.plane import PALE
from dlcourse.live.canvas import Canvas
from dlcourse.live.dark import GROUND, on_dark
from tests.pictures import hexes, legend, points, shown

W = [None, np.array([[1.5], [-1.5]]), np.array([[0.0, 0.75], [3.0, -0.3]])]
B = [None, np.array([[0.5], [-3]]), np.array([[1.0], [0]])]
FOLDED = SimpleNamespace(
    W=W, b=B, slope=2.0, intercept=-1.0, loss=0.5, best_slope=2.25, best_intercept=-1.0,
    best_loss=0.4,
)  # fmt: skip


def cells(panel):
    """{(left, top): colour} of all squares."""
    colours = panel._cells.get_facecolor()
    corners = [path.vertices.min(axis=0) for path in panel._cells.get_paths()]
    return {tuple(np.round(c, 6)): colour for c, colour in zip(corners, colours, strict=True)}


def test_the_last_matrix_stands_left_and_each_entry_in_row_and_column():
    panel = shown(MatricesPanel(), FOLDED)
    found = cells(panel)
    left = {1: 2 + 1.3, 2: 0.0}  # W_2 W_1, and so are the columns b_2 b_1 below them
    for j in (1, 2):
        for i, k in np.ndindex(W[j].shape):
            colour = SIGNS(0.5 + np.clip(W[j][i, k], -1.5, 1.5) / 3)
            assert np.allclose(found[left[j] + k, i], colour, atol=0.01)
    assert len(found) == 2 + 4 + 2 + 2
    assert hexes([found[left[1], k] for k in (0, 1)]) == [style.BLUE, style.VERMILLION]


def test_the_biases_stand_below_the_middle_of_their_matrix():
    panel = shown(MatricesPanel(), FOLDED)
    below = {corner: colour for corner, colour in cells(panel).items() if corner[1] >= 2}
    assert sorted({corner[0] for corner in below}) == [0.5, 3.3]
    tops = sorted(corner for corner in below if corner[0] == 3.3)
    assert np.allclose(below[tops[1]], SIGNS(0.0), atol=0.01)  # b_1's second entry, −3


def test_matrices_and_biases_are_named():
    panel = shown(MatricesPanel(), FOLDED)
    names = {text.get_text(): text.get_position()[0] for text in panel._names}
    assert names == {"$W_{1}$": 3.8, "$W_{2}$": 1.0, "$b_{1}$": 3.8, "$b_{2}$": 1.0}


def test_the_two_lines_in_numbers_and_in_words():
    panel = shown(MatricesPanel(), FOLDED)
    numbers = [[text.get_text() for text in row] for row in panel._numbers]
    assert numbers == [["2.000000", "−1.000000", "0.500000"], ["2.250000", "−1.000000", "0.400000"]]
    assert panel.describe(FOLDED) == (
        "W = 2 and b = −1, away from least squares by 0.25; mean loss above the best by 0.1."
    )


@pytest.mark.parametrize(("width", "digits"), [(560, 6), (270, 3)])
def test_the_numbers_do_not_overlap_in_a_narrow_window(width, digits):
    panel = MatricesPanel()
    canvas = Canvas([panel], (width, 380), 1)
    canvas.update([FOLDED], {})
    canvas.pixels()
    rows = [
        panel._heads,
        *([name, *row] for name, row in zip(panel._rows, panel._numbers, strict=True)),
    ]
    for row in rows:
        boxes = [text.get_window_extent(canvas._renderers[1]) for text in row]
        assert all(left.x1 + 3 < right.x0 for left, right in pairwise(boxes))
        assert boxes[0].x0 >= 0 and boxes[-1].x1 <= width
    assert panel._numbers[0][2].get_text() == f"{0.5:.{digits}f}"


def untrained(*widths):
    net = Network(widths, IDENTITY)
    return folded(net, initialize(net, seed=1), wiggly())


def test_names_and_squares_follow_the_number_of_layers():
    deep, small = untrained(1, 5, 5, 5, 1, 1), untrained(1, 2, 1)
    for results, layers, parameters in (((deep, small), 2, 7), ((small, deep), 5, 78)):
        panel = shown(MatricesPanel(), *results)
        assert sum(text.get_visible() for text in panel._names) == 2 * layers
        assert len(cells(panel)) == parameters


def test_the_cells_are_squares():
    panel = shown(MatricesPanel(), untrained(1, 5, 5, 5, 1, 1))
    (left, right), (low, high) = panel.ax.get_xlim(), panel.ax.get_ylim()
    box = panel.ax.get_window_extent()
    assert box.width / (right - left) == pytest.approx(box.height / (low - high), rel=1e-3)


# ------------------------------------------------------------------ the plane and its pieces


def cut_plane(layers=2, place=(0.2, -0.15), seed=0):
    data = experiments.CLASSES["spirals"]
    run = experiments.in_the_plane(layers, data, seed=seed)
    return run, pieces(run.net, run.theta, data, place)


def test_the_plane_shows_m_its_edges_the_framed_piece_and_the_samples():
    run, found = cut_plane()
    panel = shown(PiecesPanel(), found)
    image = np.asarray(panel._image.get_array())
    corner = run.net(run.theta, [[-1.1], [1.1]]).item()  # upper left: first column, last row
    assert image[-1, 0] == pytest.approx(corner)
    assert np.allclose(panel._edges.get_segments(), found.edges)
    frame = np.column_stack(panel._frame.get_data())
    assert np.allclose(frame[:-1], found.polygons[found.here]) and (frame[0] == frame[-1]).all()
    assert np.allclose(points(panel._dot), [found.place])
    for k, dots in enumerate(panel._classes):
        assert np.array_equal(points(dots).T, found.data.x[:, found.data.y[0] == k])


def test_positive_values_have_the_colour_of_the_second_class():
    _, found = cut_plane()
    panel = shown(PiecesPanel(), found)
    high, low = panel._image.cmap(panel._image.norm([50.0, -50.0]))
    assert high[0] > high[2] and low[2] > low[0]  # reddish above 0, bluish below


def test_edges_have_the_colour_of_their_layer_in_both_pictures():
    _, found = cut_plane(3)
    wanted = {j: style.layer(j, 4)["color"] for j in (1, 2, 3)}
    panel = shown(PiecesPanel(), found)
    assert np.allclose(panel._edges.get_colors(), [wanted[j] for j in found.layer])
    named = {label: line for line, label in legend(panel)}
    assert [*named] == ["kink of layer 1", "2", "3", "class 0", "1", "m < 0", "m > 0"]
    section = shown(SectionPanel(), found)
    assert np.allclose(section._edges.get_colors(), [wanted[j] for j in found.kinks.layer])
    assert [line[0][0] for line in section._edges.get_segments()] == pytest.approx(
        found.kinks.x.tolist()
    )


def test_the_section_is_the_network_along_the_dashed_line():
    run, found = cut_plane()
    panel = shown(SectionPanel(), found)
    x, u = points(panel._curve).T
    assert u == pytest.approx(run.net(run.theta, np.stack([x, np.full_like(x, -0.15)]))[0])
    ((x, u),) = points(panel._dot)
    assert x == 0.2 and u == pytest.approx(run.net(run.theta, [[0.2], [-0.15]]).item())


def test_the_sentence_names_the_affine_function_of_the_framed_piece():
    _, found = cut_plane()
    told = shown(PiecesPanel(), found).describe(found)
    (a, b), c = found.slopes[found.here], found.offsets[found.here]
    assert told == (
        f"On the framed piece, with {len(found.polygons[found.here])} corners, "
        f"m(x) = {a:.3g} x₁ + {b:.3g} x₂ + {c:.3g}."
    )
    flipped = replace(found, slopes=-found.slopes, offsets=-found.offsets)
    assert f"m(x) = −{a:.3g} x₁ − {b:.3g} x₂ − {c:.3g}." in PiecesPanel().describe(flipped)


def bound(panel, found, **names):
    panel = shown(panel, found)
    panel.bound = names
    return {handle.name: handle for handle in panel.handles(found)}


def test_the_place_is_set_by_a_drag_or_a_click_and_samples_move():
    _, found = cut_plane()
    handles = bound(PiecesPanel(), found, place=("x_1", "x_2"), samples="data")
    assert handles["place"].to(0.5, -0.25) == {"x_1": 0.5, "x_2": -0.25}
    (field,) = (handle for handle in handles.values() if handle.kind == "field")
    assert field.to(0.1, 0.3) == {"x_1": 0.1, "x_2": 0.3}
    moved = handles["sample 3"].to(0.4, 0.4)["data"]
    assert moved.x[:, 2].tolist() == [0.4, 0.4]
    own = replace(found, data=moved)  # there a click adds a sample
    fields = [h for h in bound(PiecesPanel(), own, place=("a", "b"), samples="data").values()
              if h.kind == "field"]  # fmt: skip
    assert len(fields) == 1 and "adds a sample" in fields[0].name
    along = bound(SectionPanel(), found, place="x_1")["place on the line"]
    assert along.along == "x" and along.to(0.7, 9.0) == {"x_1": 0.7}
    assert PiecesPanel().handles(found) == SectionPanel().handles(found) == []


# ------------------------------------------------------------------ what the figures mean, in words

X = np.linspace(-1, 1, 5)
TWO = Kinks(np.array([0.1, 0.2]), np.array([1, 1]), np.array([1, 2]))
POOR = Fit(wiggly(), X, X, TWO, train_loss=0.09, test_loss=None, slope=1.0, line_loss=0.1)
GOOD = replace(POOR, train_loss=0.01)


def two(*rows):
    return Curves(np.arange(1, len(rows[0]) + 1), np.array(rows, float), ("LeakyReLU", "Tanh"))


@pytest.mark.parametrize(
    "relu, tanh, said",
    [
        (3.0, 8.0, "The Tanh fit is steeper at the steepest place: 8 against 3."),
        (9.0, 4.0, "The LeakyReLU fit is steeper at the steepest place: 9 against 4."),
        (4.1, 4.0, "Both fits are about as steep at the steepest place: 4.1 against 4."),
    ],
)
def test_the_steeper_fit_is_named(relu, tanh, said):
    both = replace(GOOD, slope=relu), replace(GOOD, slope=tanh)
    assert pictures.steepest(both, two([0, 0], [0, 0])) == said
    assert pictures.steepest((both[0], replace(GOOD, diverged=True)), two([0], [0])) == ""


def test_the_slope_that_is_told_is_the_one_that_is_seen():
    """Of a smooth fit the slope is found on a grid; the picture's is finer."""
    both = replace(GOOD, slope=6.24), replace(GOOD, slope=8.24)
    said = pictures.steepest(both, two([-5.64, 6.24], [-8.25, 6.27]))
    assert said == "The Tanh fit is steeper at the steepest place: 8.25 against 6.24."


@pytest.mark.parametrize("ground", [1.0, GROUND])
def test_near_entries_have_near_colours_on_a_light_and_on_a_dark_page(ground):
    colours = on_dark(SIGNS(np.linspace(0, 1, 256)), lines=False)
    if ground == 1.0:
        colours = SIGNS(np.linspace(0, 1, 256))
    seen = colours[:, 3:] * colours[:, :3] + (1 - colours[:, 3:]) * ground
    assert np.abs(np.diff(seen, axis=0)).max() < 0.012
    assert np.allclose(seen[127:129], ground, atol=0.01)


def test_the_tints_of_the_sign_are_the_same_in_plane_and_legend_on_both_pages():
    _, found = cut_plane(3)
    panel = shown(PiecesPanel(), found)
    named = {label: line for line, label in legend(panel)}
    for label, place in (("m < 0", 0.0), ("m > 0", 1.0)):
        colour = np.array(PALE(place)[:3])
        assert hexes([named[label].get_color()]) == hexes([colour])
        assert np.array_equal(on_dark(colour, lines=False), colour)
        assert named[label].get_color() not in (style.BLUE, style.VERMILLION)


def test_without_an_activation_the_line_is_that_of_least_squares_or_not():
    assert "a straight line: not that of least squares." in pictures.one_line(None, FOLDED)
    best = SimpleNamespace(slope=2, intercept=1, best_slope=2 + 1e-9, best_intercept=1)
    assert "a straight line: that of least squares." in pictures.one_line(None, best)


def test_the_growth_is_told_at_the_right_end():
    t = np.logspace(1, 3, 21)
    curves = Curves(t, np.array([1e-9 * t**10, 3 * t**2, t]), ("LeakyReLU", "Tanh", "limit"))
    said = "Near t = 1000 the loss grows like t to the power 10.0 (LeakyReLU), 2.0 (Tanh)."
    assert pictures.growth(None, curves) == said


def test_the_first_exact_polynomial_has_the_degree():
    said = "On this piece of the line LeakyReLU is a polynomial of degree 2, Tanh is none up to "
    assert pictures.polynomials(two([1, 1e-15, 1e-15], [1, 0.1, 0.01])) == said + "degree 3."


def test_the_pieces_and_the_kinks_along_the_line_are_counted():
    found = SimpleNamespace(polygons=[0] * 12, kinks=TWO)
    said = "The network is one affine function on each of 12 polygons."
    assert pictures.affine_pieces(found, found) == said
    assert SectionPanel().describe(found) == "Along the dashed line 2 kinks."


def test_kinks_and_hidden_units_are_counted():
    units = SimpleNamespace(net=Network((1, 3, 4, 1)))
    assert pictures.kinks_and_units(units, GOOD) == "The network fits: 2 kinks with 7 hidden units."
    said = "The network does not fit: 2 kinks with 7 hidden units."
    assert pictures.kinks_and_units(units, POOR) == said
    assert pictures.kinks_and_units(units, replace(GOOD, diverged=True)) == ""


def test_training_finds_the_teeth_or_not():
    assert pictures.sawtooth(GOOD, GOOD).endswith("make 2 kinks; training fits the teeth, too.")
    assert pictures.sawtooth(GOOD, POOR).endswith("training does not find the teeth.")


# ------------------------------------------------------------------ the goal


def test_the_goal_is_a_fit_with_more_kinks_than_units():
    def missing(fit, *hidden):
        return check_more_kinks({}, SimpleNamespace(net=Network((1, *hidden, 1))), fit)

    assert missing(GOOD, 1) == ""
    assert missing(GOOD, 2) == "The network has 2 kinks and 2 hidden units."
    assert missing(GOOD, 1, 2) == "The network has 2 kinks and 3 hidden units."
    assert "does not fit: its mean loss is 0.09, and it should be below 0.025" in missing(POOR, 1)
    assert "no finite curve" in missing(replace(GOOD, kinks=None, train_loss=np.inf), 1)
