"""The pictures of notebook 06 and what they mean, in words."""

from dataclasses import replace

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.overparameterization import pictures
from dlcourse.chapters.overparameterization.experiments import Fan
from dlcourse.chapters.overparameterization.measures import Errors, Map
from tests.pictures import legend, points, shown

X = np.linspace(-1, 1, 5)
DATA = dl.Data.from_arrays([-0.5, 0.5], [0.0, 1.0])
FAN = Fan(DATA, X, np.array([X, 2 * X, X**2]), np.array([1e-21, 1e-25, 1e-3]))


def test_a_fan_has_one_line_for_each_network_and_its_samples():
    panel = shown(pictures.FanPanel(), FAN)
    segments = panel._curves.get_segments()
    assert all(np.array_equal(line[:, 1], u) for line, u in zip(segments, FAN.u, strict=True))
    assert np.array_equal(points(panel._dots), [[-0.5, 0], [0.5, 1]])
    assert [label for _, label in legend(panel)] == ["samples", "3 networks"]
    assert panel.describe(FAN) == (
        "2 of 3 networks have a training loss of at most 10⁻²⁰; the largest is 0.001."
    )


def test_a_fan_tells_how_far_its_networks_are_apart():
    assert FAN.spread.tolist() == [3, 1.25, 0, 0.75, 1]
    assert pictures.agree_and_differ(FAN, None) == (
        "2 of 3 networks go through all samples; between them they differ by up to 3."
    )


CELLS = Map(("1", "2"), ("a", "b", "c"), np.array([[0.1, 0.5, 2], [1, 5, 200]]),
            np.array([[False, False, True], [False, True, True]]), (1, 2))  # fmt: skip


def panel_of(**more):
    """A map of two rows and three columns."""
    axes = dict(xlabel="width", ylabel="layers", limits=(0.1, 100), name="P / N")
    return pictures.MapPanel(rows={"depth": [1, 2]}, columns={"wide": [7, 8, 9]}, **axes, **more)


def test_a_map_has_each_number_in_its_cell_and_the_chosen_one_framed():
    panel = shown(panel_of(log=True), CELLS)
    texts = {(round(t.get_position()[0]), round(t.get_position()[1])): t for t in panel._texts}
    assert {place: text.get_text() for place, text in texts.items()} == {
        (0, 0): "0.1", (1, 0): "0.5", (2, 0): "2", (0, 1): "1", (1, 1): "5", (2, 1): "200",
    }  # fmt: skip
    colours = panel._squares.get_facecolors()
    assert colours[0, 2] > colours[0, 0] and colours[5, 0] > colours[5, 2]  # blue, yellow
    assert np.allclose(points(panel._frame).min(0), [1.53, 0.56])
    assert [t.get_text() for t in panel.ax.get_xticklabels()] == ["a", "b", "c"]
    assert [t.get_text() for t in panel.ax.get_yticklabels()] == ["1", "2"]


def test_the_line_parts_the_cells_with_more_parameters_from_the_others():
    border = points(shown(panel_of(log=True), CELLS)._border)
    pieces = {tuple(map(tuple, border[k : k + 2])) for k in range(0, len(border), 3)}
    assert pieces == {
        ((1.5, -0.5), (1.5, 0.5)), ((0.5, 0.5), (0.5, 1.5)), ((0.5, 0.5), (1.5, 0.5)),
    }  # fmt: skip


def test_a_cell_that_is_not_there_yet_is_empty():
    values = np.array([[np.nan, 0.5, 0], [1, 0.25, 0]])
    panel = shown(panel_of(shares=True), replace(CELLS, values=values))
    assert [text.get_text() for text in panel._texts[:3]] == ["", "50", "0"]
    assert panel._squares.get_facecolors()[0, 3] == 0 < panel._squares.get_facecolors()[1, 3]


def test_the_chosen_cell_is_said():
    assert shown(panel_of(log=True), CELLS).describe(CELLS) == (
        "P / N, layers 2, width c: 200; P > N in 3 of 6 cells."
    )
    assert pictures.weights_per_sample(CELLS, None) == (
        "With 2 layers of width c there are 200 parameters for each sample, so more parameters "
        "than samples."
    )
    said = pictures.weights_per_sample(replace(CELLS, chosen=(0, 0)), None)
    assert said.startswith("With 1 layer of width a") and "so fewer parameters" in said


ERRORS = Errors(
    np.array([3, 30, 300]),
    tuple(np.array(rows) for rows in ([[0.5, 1.0], [0.3, 1], [0.4, 2]], [[0.1, 8]], [[0, 0.5]])),
    30,
)


def test_errors_are_dots_and_their_medians_lines_in_the_colours_of_training_and_test():
    panel = shown(pictures.ErrorsPanel(xlabel="P", title="Networks"), ERRORS)
    train, test = panel._medians
    assert np.array_equal(points(train), [[3, 0.4], [30, 0.1], [300, 1e-3]])
    assert np.array_equal(points(test), [[3, 1], [30, 8], [300, 0.5]])
    assert np.array_equal(points(panel._dots[1])[:, 1], [1, 1, 2, 8, 0.5])
    assert np.array_equal(points(panel._dots[0])[:, 0], [3, 3, 3, 30, 300])
    assert train.get_color() == dl.style.TRAIN["color"]
    assert test.get_color() == dl.style.TEST["color"]
    assert [label for _, label in legend(panel)] == [
        "training, median", "test, median", "P = N = 30",
    ]  # fmt: skip
    assert points(panel._threshold)[:, 0].tolist() == [30, 30]
    assert panel.describe(ERRORS).startswith("Networks, test error: P = 3 1, at its largest P = 30")


def test_the_peak_of_the_test_error_is_said():
    assert pictures.where_it_peaks(ERRORS, ERRORS) == (
        "Test errors at their worst: networks 8 at P = 30, at the end 0.5; random features 8 at "
        "P = 30, at the end 0.5."
    )


def test_what_reaches_zero_is_said():
    cells = replace(CELLS, rows=("3 (P = 22)", "5 (P = 46)"), columns=("5", "10", "15"))
    cells = replace(cells, values=np.array([[1, 1, 1], [1, 1, 0.25]]))
    steps = dl.Curves(X, np.ones((4, 5)), ("",) * 4)
    assert pictures.how_many_reach_zero(cells, steps) == (
        "P = 46, N = 15: 25 % of 4 runs end at a loss of at most 10⁻²⁰."
    )


@pytest.mark.parametrize(("loss", "words"), [(1e-25, "still fits"), (1e-9, "no longer fits")])
def test_whether_a_walk_still_fits_is_said(loss, words):
    fit = dl.Fit(DATA, X, X, None, loss, None, 1.0)
    curves = dl.Curves([0, 0.4, 0.8], np.array([[0, loss, 0], [0, 7, 0]]), ("a", "b"),
                       marks=((0, 0.4, loss),))  # fmt: skip
    assert pictures.still_a_solution((fit, fit), curves) == (
        f"0.4 from the start the network {words} all samples; straight on the loss is 7. "
        "481 − 2 = 479 directions are free."
    )
