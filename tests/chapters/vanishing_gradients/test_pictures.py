"""Looks and sentences of notebook 11: one colour per activation, and what its figures mean."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import Curves, CurvesPanel, style
from dlcourse.chapters.vanishing_gradients import experiments, pictures
from tests.pictures import legend, shown

LINE = dl.mean_line_loss(experiments.DATA)


def primes(name, s):
    """What the left picture of the average slope shows."""
    mean = experiments.mean_slope(name, s)
    return pictures.slope_and_inputs(name, experiments.SIGMAS[name], s, mean)


def colours(panel):
    """{label: colour} of a panel's legend."""
    return {label: key.get_color() for key, label in legend(panel)}


def test_no_two_activations_look_alike():
    assert [*pictures.OF_SIGMA] == [*experiments.SIGMAS]
    for part in ("color", "linestyle"):
        assert len({str(look[part]) for look in pictures.OF_SIGMA.values()}) == 6
    assert pictures.OF_SIGMA["LeakyReLU"]["color"] == style.MODEL["color"]
    assert pictures.OF_SIGMA["Tanh"]["color"] == style.SECOND["color"]


@pytest.mark.parametrize("name", pictures.SLOPED)
def test_a_slope_has_its_activations_colour_left_and_right(name):
    left = shown(CurvesPanel(looks=pictures.PRIMES), primes("ReLU", 1.0), primes(name, 1.0))
    means = pictures.mean_slopes(experiments.mean_slopes(), name, 1.0)
    right = shown(CurvesPanel(looks=pictures.SLOPES), means)
    wanted = pictures.OF_SIGMA[name]["color"]
    assert colours(left)[f"σ′(v) of {name}"] == colours(right)[name] == wanted
    assert {*colours(left)} == {"mean slope", "how often v occurs", f"σ′(v) of {name}"}
    others = {look["color"] for look in pictures.OF_SIGMA.values()}
    assert colours(left)["how often v occurs"] not in others


def test_a_training_keeps_its_row_while_others_are_missing():
    """Otherwise a draft would show it in the colour of another activation."""
    ended = (np.arange(3), np.array([3.0, 2.0, 1.0]), np.array([0.1, 0.2]))
    losses, first = pictures.race({"a": [], "b": [ended], "c": []})
    assert losses.labels == first.labels == ("a", "b", "c")
    assert losses.values[1].tolist() == [3, 2, 1] and first.values[1].tolist() == [0.1, 0.2]
    assert np.isnan(losses.values[[0, 2]]).all() and np.isnan(first.values[[0, 2]]).all()
    assert pictures.who_learns(losses, first) == ""


# ---------------------------------------------------------------------------- sentences


@pytest.mark.parametrize("alpha, end", [(0.9, "0.0052: it shrinks"), (1.1, "120: it grows"),
                                        (1.005, "1.3: it hardly changes")])  # fmt: skip
def test_what_powers_leave(alpha, end):
    n = np.arange(1, 51)
    said = pictures.what_powers_leave(Curves(n, np.array([alpha**n]), ("αⁿ",)))
    assert said == f"50 layers, each with factor {alpha:g}, multiply a number by {end}."


@pytest.mark.parametrize(
    "name, s, mean, most", [("ReLU", 3.0, "0.5", "1"), ("SELU", 0.1, "1.34", "1.76")]
)
def test_the_mean_slope_stands_beside_the_largest(name, s, mean, most):
    means = pictures.mean_slopes(experiments.mean_slopes(), name, s)
    said = pictures.how_steep(primes(name, s), means)
    assert said == (
        f"For inputs of spread {s:g} the mean slope of {name} is {mean}, its largest slope {most}."
    )


def test_the_largest_singular_value_and_the_average_beside_it_are_said():
    two = pictures.spectra({"W": [np.array([1.0, 0.5]), np.array([0.5, 0.1])]})
    assert pictures.how_large(two) == (
        "The largest singular value is 1.50 in the mean of 2 draws; "
        "the average of all is 0.70 times as large."
    )
    one = pictures.spectra({"W": [np.array([1.0])]})
    assert pictures.how_large(one).endswith("1 draws; there is no other one.")


@pytest.mark.parametrize(
    "ends, said",
    [
        ((0.1, np.inf, 0.01), "2 of 3 networks fit better than the best straight line (loss 0.135)"
         ": a, c."),
        ((1.0, LINE, np.inf), "None of 3 networks fit better than the best straight line "
         "(loss 0.135)."),
        ((0.01, 0.5, 0.2), "1 of 3 networks fits better than the best straight line (loss 0.135)"
         ": a."),
        ((0.01, 0.01, 0.01), "3 of 3 networks fit better than the best straight line "
         "(loss 0.135)."),
    ],
)  # fmt: skip
def test_who_learns_is_said_by_name(ends, said):
    losses = np.column_stack([np.ones(3), ends, np.full(3, np.nan)])
    assert pictures.who_learns(Curves(np.arange(3), losses, ("a", "b", "c")), None) == said
