"""What the figures of notebook 04 say they mean is what their results are."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import Plane
from dlcourse.chapters.loss_landscape import experiments, pictures
from dlcourse.chapters.loss_landscape.measures import Pairs

T = np.linspace(-1, 1, 41)


def plane(values, **more):
    return Plane(T, T, values, **more)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (1 + T[:, None] ** 2 + T**2, "has 1 valley; its highest loss is 3 times its lowest"),
        ((T[:, None] ** 2 - 0.25) ** 2 + T**2 + 1, "has 2 valleys; "),
        (2 + T[:, None] + 0 * T, "has no valley inside; its highest loss is 3 times its lowest"),
    ],
)
def test_valleys_are_counted(values, said):
    assert said in pictures.valleys(plane(values))


def test_of_a_plane_that_is_not_finite_nothing_is_said():
    assert pictures.valleys(plane(np.full((41, 41), np.inf))) == ""


@pytest.mark.parametrize(
    ("directions", "said"),
    [("principal", "holds nearly all of the path"), ("random", "holds little of the path")],
)
def test_a_plane_holds_the_path_or_not(directions, said):
    run = experiments.solution("LeakyReLU", 0)
    seen = experiments.training_path(run, directions, 0, 5000)
    assert said in pictures.how_much_of_the_path(seen, (run, 5000))


def test_the_row_with_the_higher_loss_is_named():
    """The scale of a row decides, and one high corner does not."""
    low = [plane(np.full((41, 41), value)) for value in (1.0, 2.0, 3.0)]
    corner = np.ones((41, 41))
    corner[0, 0] = 1e9
    assert "in the row of Tanh" in pictures.higher_row(plane(corner), *low[:1] * 2, *low)
    assert "in the row of LeakyReLU" in pictures.higher_row(*low, *low[:1] * 3)
    assert "is 2 against 1 " in pictures.higher_row(*low, *low[:1] * 3)


PAIRS = Pairs(
    labels=("1", "3", "10", "30"),
    values=np.ones((20, 4)),
    fit=np.ones(20, dtype=bool),
    percent=np.array([10.0, 74.0, 75.0, 100.0]),
    equal=1.0,
    names=("LeakyReLU", "Tanh"),
    xlabel="distance r from θ*",
    says="the loss rises more for {} at distance {}",
)


def test_places_at_which_most_pairs_agree_are_named():
    assert pictures.where_it_is_clear(None, PAIRS) == (
        "In three of four pairs or more the loss rises more for LeakyReLU at distance 10 and 30, "
        "for Tanh at 1, for neither elsewhere."
    )
    all_agree = replace(PAIRS, percent=np.full(4, 25.0))
    assert pictures.where_it_is_clear(None, all_agree) == (
        "In three of four pairs or more the loss rises more for Tanh at distance 1, 3, 10 and 30."
    )
    divided = replace(PAIRS, percent=np.full(4, 50.0))
    assert "At no distance r from θ* do three of four" in pictures.where_it_is_clear(None, divided)


@pytest.mark.parametrize("quantity", [*experiments.RISE.values(), experiments.EXTENT])
def test_a_quantity_says_what_is_compared(quantity):
    assert quantity.says.format("A", "B").split(" for A at ")[1].endswith(" B")
