"""Where the panels of a picture stand, in pixels."""

import pytest

from dlcourse import Panel
from dlcourse.live.places import LOWEST, boxes, in_rows, inside, lowest, places_of, usual_columns

SIZE = (1200, 400)


class Plain(Panel):
    margins = (50, 40, 10, 20)


class High(Panel):
    margins = (50, 60, 10, 30)


class Strip(Panel):
    height, margins = 100, (1, 2, 3, 4)


class Square(Panel):
    square, margins = True, (50, 40, 10, 20)


def axes_of(panels, columns, size=SIZE):
    """Left, bottom, right and top of each panel's axes in pixels."""
    places = places_of(panels)
    found = [panel for place in places for panel in place]
    pairs = list(zip(found, boxes(places, size, columns), strict=True))
    for panel, box in pairs:
        x, y, wide, high = inside(panel, box, pairs, size)
        edges = (x * size[0], y * size[1], (x + wide) * size[0], (y + high) * size[1])
        yield tuple(round(edge, 6) for edge in edges)


def test_panels_fill_their_row_from_the_left():
    places = places_of([Plain(), Plain(), Plain()])
    assert boxes(places, SIZE, 2) == [
        (0, 200, 600, 400), (600, 200, 1200, 400), (0, 0, 600, 200)
    ]  # fmt: skip


def test_a_strip_has_a_row_of_its_own_and_does_not_count_as_a_column():
    places = places_of([Strip(), Plain(), Plain()])
    assert boxes(places, SIZE, 2) == [
        (0, 300, 1200, 400), (0, 0, 600, 300), (600, 0, 1200, 300)
    ]  # fmt: skip
    assert usual_columns(places) == 2 and [len(row) for row in in_rows(places, 2)] == [1, 2]


def test_a_strip_gives_way_where_the_window_is_low():
    class Giving(Strip):
        least = 60

    places = places_of([Giving(), Plain(), Plain()])
    assert boxes(places, (1200, 380), 2)[0] == (0, 280, 1200, 380)
    assert boxes(places, (1200, 379), 2)[0] == (0, 319, 1200, 379)
    assert lowest(places, 2) == 60 + LOWEST and lowest(places, 1) == 60 + 2 * LOWEST
    assert lowest(places_of([Plain(), [Giving(), Plain()]]), 2) == 60 + LOWEST


def test_panels_in_a_list_stand_one_below_the_other_in_one_place():
    places = places_of([Plain(), [Strip(), Plain()]])
    assert boxes(places, SIZE, 2) == [
        (0, 0, 600, 400), (600, 300, 1200, 400), (600, 0, 1200, 300)
    ]  # fmt: skip
    assert usual_columns(places) == 2
    both = places_of([[Plain(), Plain()]])
    assert boxes(both, SIZE, 1) == [(0, 200, 1200, 400), (0, 0, 1200, 200)]


def test_axes_of_one_row_begin_and_end_at_one_height():
    assert list(axes_of([Plain(), High()], 2)) == [(50, 60, 590, 370), (650, 60, 1190, 370)]
    left, _, right = axes_of([Plain(), [Strip(), High()]], 2)
    assert left == (50, 60, 590, 380) and right == (650, 60, 1190, 270)


def test_a_plane_of_one_space_is_a_square_in_the_middle_of_its_place():
    (square,) = axes_of([Square()], 1)
    assert square == (50 + (1140 - 340) / 2, 40, 50 + (1140 + 340) / 2, 380)
    (square, _) = axes_of([Square(), Plain()], 2, size=(400, 600))
    assert square == (50, 580 - 140, 190, 580)  # below its title, where it is not as high


@pytest.mark.parametrize("panels", [[], [[]], "twice"])
def test_panels_must_be_there_and_different(panels):
    panel = Plain()
    with pytest.raises(ValueError, match="panels must be one or several different panels"):
        places_of([panel, [panel]] if panels == "twice" else panels)
