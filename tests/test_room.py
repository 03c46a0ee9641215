"""How big a picture is drawn: in a wide page, a narrow one, and on the stage."""

from itertools import pairwise

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.live.places import LOWEST, boxes, places_of, usual_columns, usual_size
from dlcourse.live.room import NARROWEST, fitting, zoom

TWO, THREE = (places_of([dl.FitPanel() for _ in range(count)]) for count in (2, 3))
STRIP = places_of([dl.GraphPanel(), *(panel for (panel,) in TWO)])
STACK = places_of([dl.FitPanel(), [dl.GraphPanel(), dl.FitPanel()]])


def size(panels, width, window, stage=False, height=0):
    columns = usual_columns(panels)
    usual = usual_size(panels, columns)
    shown = dict(width=width, height=height, window=window, stage=stage)
    return fitting(shown, usual, columns, panels, rest=310)


@pytest.mark.parametrize("panels", [TWO, THREE])
def test_a_page_with_enough_room_leaves_the_picture_as_it_is(panels):
    columns = usual_columns(panels)
    assert size(panels, 1150, 900) == (usual_size(panels, columns), columns)


def test_on_a_narrow_page_it_is_drawn_narrow_so_that_its_type_stays():
    (width, height), columns = size(TWO, 700, 900)
    assert (width, columns) == (700, 2) and height == usual_size(TWO, 2)[1]


def test_panels_stand_below_each_other_where_they_would_be_too_narrow():
    (width, height), columns = size(THREE, 500, 1200)
    assert columns == 2 and width == 500
    assert height > usual_size(THREE, 3)[1]


@pytest.mark.parametrize("width", [100, 300, 500, 700, 900])
@pytest.mark.parametrize("window", [300, 480, 720])
@pytest.mark.parametrize("panels", [TWO, THREE, STRIP, STACK])
def test_no_panel_is_smaller_than_the_smallest(panels, width, window):
    (wide, high), columns = size(panels, width, window)
    found = [panel for place in panels for panel in place]
    for panel, box in zip(found, boxes(panels, (wide, high), columns), strict=True):
        assert box[2] - box[0] >= NARROWEST
        assert box[3] - box[1] >= (panel.least or panel.height or LOWEST) - 1


def test_on_the_stage_it_fills_the_room_with_larger_type():
    shown = dict(width=1880, height=760, window=1080, stage=True)
    (wide, high), columns = fitting(shown, (1040, 400), 2, TWO, rest=310)
    assert 12 * zoom(shown) >= 20  # the smallest type, in pixels of a 1920 × 1080 screen
    assert (wide, high) == (int(1880 / zoom(shown)), int(760 / zoom(shown)))
    assert columns == 2


def test_in_the_page_a_pixel_is_a_pixel():
    assert zoom(dict(width=900, height=400, window=1080, stage=False)) == 1.0


def test_planes_of_one_space_are_squares():
    from dlcourse.chapters.learning_features.pictures import ScatterPanel
    from dlcourse.live.canvas import Canvas

    for size in ((1000, 400), (500, 600)):
        canvas = Canvas([ScatterPanel(), dl.FitPanel()], size, 2)
        plane, fit = (panel.ax.bbox for panel in canvas.panels)
        assert plane.width == pytest.approx(plane.height)
        assert fit.width != pytest.approx(fit.height, rel=0.02)
        canvas.close()


def test_a_strip_is_lower_where_the_window_is_low():
    from dlcourse.live.canvas import Canvas

    for size, height in (((1000, 560), 190), ((1000, 380), dl.NetworkPanel().least)):
        canvas = Canvas([dl.NetworkPanel(), *(dl.FitPanel() for _ in range(2))], size, 2)
        margins = canvas.panels[0].margins
        assert canvas.panels[0].ax.bbox.height == pytest.approx(height - margins[1] - margins[3])
        canvas.close()


def test_ticks_are_fewer_where_their_numbers_would_touch():
    from dlcourse.live.canvas import Canvas

    run = dl.trained(dl.deep_network(5), dl.wiggly(), epochs=5000)
    for width in (700, 270):
        canvas = Canvas([dl.LossPanel()], (700, 400), 1)
        canvas.resize((width, 400), 1)
        canvas.update([run], dict(free=False, before=False))
        canvas.pixels(1)
        labels = [label.get_window_extent() for label in canvas.panels[0].ax.get_xticklabels()]
        seen = sorted((box.x0, box.x1) for box in labels if box.width)
        assert len(seen) >= 3
        assert all(a[1] < b[0] for a, b in pairwise(seen))
        canvas.close()


def test_small_panels_keep_their_rows_on_a_narrow_page():
    places = [(dl.FitPanel(switches=()),) for _ in range(10)]
    shown = dict(width=780, height=400, window=720, stage=False)
    (_, high), columns = fitting(shown, (1120, 400), 5, places, rest=310)
    assert columns == 5 and high <= 410


def test_a_picture_is_the_same_when_it_is_drawn_again_and_no_number_reaches_into_a_neighbour():
    from dlcourse.live.canvas import Canvas

    class Wide(dl.Panel):
        margins = (6, 40, 10, 20)  # its numbers take more room at the left

        def update(self, result):
            return True

    canvas = Canvas([Wide(), Wide()], (600, 300), 2)
    canvas.update([None, None], {})
    for panel in canvas.panels:
        panel.ax.set(ylim=(-1e5, 1e5), xticks=[])
    first, again = canvas.pixels(1).copy(), canvas.pixels(1)
    reaches = canvas.panels[1].ax.get_tightbbox(canvas._renderers[1])
    canvas.close()
    assert reaches.x0 < 295
    assert np.all(again == first)
    assert np.all(first[:, 292:300] == 255)


@pytest.mark.parametrize("dark", [False, True])
def test_where_no_panel_stands_there_is_paper(dark):
    from dlcourse.live.canvas import Canvas

    canvas = Canvas([dl.FitPanel() for _ in range(3)], (600, 600), 2)
    canvas.resize((600, 600), 2, dark)
    pixels = canvas.pixels(1)
    canvas.close()
    assert np.all(pixels[590, 590] == pixels[5, 5])
