"""A plane from above and as a surface: each value at its own place, read back from the artists."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from mpl_toolkits.mplot3d import proj3d
from PIL import ImageColor

from dlcourse import Plane
from dlcourse.chapters.loss_landscape.pictures import (
    ABOVE,
    COLOURS,
    FINER,
    ContourPanel,
    SmallContourPanel,
    SurfacePanel,
)
from dlcourse.live.canvas import Canvas
from tests.pictures import hexes, legend, picture, points, shown

T1, T2 = np.linspace(-2, 2, 5), np.linspace(0, 6, 4)
RISING = Plane(T1, T2, 10.0 * np.arange(20).reshape(5, 4), title="a plane")  # 0 … 190
PATH = np.array([[-1.0, 5.0], [0.5, 4.0], [1.0, 2.0]])
PANELS = [ContourPanel, SurfacePanel]


def colours_at_the_grid(panel):
    """The image's colours where there are values: [t2, t1, rgba]."""
    return np.asarray(panel._image.get_array())[::FINER, ::FINER]


def test_each_value_has_its_colour_at_its_place():
    panel = shown(ContourPanel(limits=(0, 200)), RISING)
    seen = colours_at_the_grid(panel)
    for i, k in np.ndindex(5, 4):
        wanted = COLOURS(RISING.values[i, k] / 200, bytes=True)
        assert np.abs(seen[k, i].astype(int) - wanted).max() <= 2
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((-2, 2), (0, 6))
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("$t_1$", "$t_2$")


@pytest.mark.parametrize("elevation", [0, 20, 45, 70, 90])
@pytest.mark.parametrize("azimuth", [-180, -60, 0, 30])
@pytest.mark.parametrize("log", [False, True])
def test_the_numbers_around_a_surface_do_not_run_into_each_other(elevation, azimuth, log):
    panel = SurfacePanel()
    canvas = Canvas([panel], (560, 410), 1)
    view = dict(elevation=elevation, azimuth=azimuth, log=log, free=True)
    canvas.update([replace(RISING, t2=T1[:4], values=1e3 * RISING.values)], view)
    canvas.pixels(1)
    renderer = canvas._renderers[1]
    axes = (panel.ax.xaxis, panel.ax.yaxis, panel.ax.zaxis)
    for axis in axes:
        numbers = [
            tick.label1.get_window_extent(renderer)
            for tick in axis.get_major_ticks()
            if tick.label1.get_text() and tick.label1.get_visible()
        ]
        for one, two in combinations(numbers, 2):
            across = min(one.x1, two.x1) - max(one.x0, two.x0)
            down = min(one.y1, two.y1) - max(one.y0, two.y0)
            assert min(across, down) < 3, axis.axis_name
    shown = [axis.label.get_visible() for axis in axes]
    assert shown == [bool(len(axis.get_majorticklocs())) for axis in axes] and any(shown)


@pytest.mark.parametrize("radius", [0.1, 0.3, 1, 3, 10, 100])
def test_the_numbers_below_small_planes_do_not_run_into_each_other(radius):
    panels = [SmallContourPanel() for _ in range(6)]
    canvas = Canvas(panels, (1120, 440), 3)
    t = np.linspace(-radius, radius, 4)
    canvas.update([Plane(t, t, RISING.values[:4])] * 6, dict(log=False, free=False))
    canvas.pixels(1)
    for axis in (panels[0].ax.xaxis, panels[0].ax.yaxis):
        ticks = [tick.label1 for tick in axis.get_major_ticks() if tick.label1.get_text()]
        boxes = [text.get_window_extent(canvas._renderers[1]) for text in ticks]
        assert len(boxes) > 1
        for one, two in pairwise(boxes):
            assert two.x0 > one.x1 or two.y0 > one.y1


@pytest.mark.parametrize("kind", [ContourPanel, SmallContourPanel])
def test_a_plane_of_one_space_is_drawn_as_a_square(kind):
    panel = kind()
    canvas = Canvas([panel], (560, 410), 1)
    canvas.update([RISING], dict(log=False, free=False))
    _, _, wide, high = panel.ax.get_position().bounds
    assert wide * 560 == pytest.approx(high * 410)


def test_the_lowest_value_is_marked_where_it_is():
    values = np.ones((5, 4))
    values[3, 1] = 0.5
    panel = shown(ContourPanel(), Plane(T1, T2, values))
    assert points(panel._lowest).tolist() == [[T1[3], T2[1]]]
    panel.update(Plane(T1, T2, np.full((5, 4), np.nan)))
    assert not len(points(panel._lowest))


def test_contour_lines_run_where_a_value_is_reached():
    """Values that depend on t_1 only have lines across it, each at one t_1."""
    values = np.repeat(T1[:, None], 4, axis=1)
    panel = shown(ContourPanel(limits=(-2, 2)), Plane(T1, T2, values))
    places = sorted({round(line[0, 0], 9) for line in panel._lines.get_segments()})
    assert np.allclose(places, np.linspace(-2, 2, 11)[1:-1])
    for line in panel._lines.get_segments():
        assert np.ptp(line[:, 0]) < 1e-9 and np.ptp(line[:, 1]) == 6


def test_the_path_runs_through_its_coordinates_and_ends_at_its_end():
    panel = shown(ContourPanel(), Plane(T1, T2, RISING.values, path=PATH, explained=0.93))
    assert np.array_equal(points(panel._path), PATH)
    assert np.array_equal(points(panel._shadow), PATH)
    assert points(panel._end).tolist() == [[1, 2]]
    said = panel.describe(Plane(T1, T2, RISING.values, path=PATH, explained=0.93))
    assert said == "Loss from 0 at t₁ = −2, t₂ = 0 to 190."
    panel.update(RISING)
    assert not len(points(panel._path)) and not len(points(panel._end))


def test_a_plane_that_is_shown_already_is_painted_anew_only_on_another_scale():
    panel = shown(ContourPanel(limits=(1, 200)), RISING)
    painted = panel._image.get_array()
    panel.update(Plane(T1, T2, RISING.values, path=PATH))
    assert panel._image.get_array() is painted and len(points(panel._path)) == 3
    panel.update(RISING, log=True)
    assert not np.array_equal(panel._image.get_array(), painted)
    panel.update(Plane(T1, T2, RISING.values[::-1]))
    assert np.array_equal(
        colours_at_the_grid(panel)[:, ::-1], np.asarray(painted)[::FINER, ::FINER]
    )


def test_the_scale_of_colours_has_the_range():
    panel = shown(ContourPanel(limits=(0.1, 1000), log=True), RISING)
    assert panel._bar.get_ylim() == (0.1, 1000) and panel._bar.get_yscale() == "log"
    ticks = [text.get_text() for text in panel._bar.get_yticklabels()]
    assert ticks == ["10⁻¹", "10⁰", "10¹", "10²", "10³"]
    seen = colours_at_the_grid(panel)[0, 1]  # 40 at t1[1], t2[0]
    share = (np.log10(40) + 1) / 4
    assert np.abs(seen.astype(int) - COLOURS(share, bytes=True)).max() <= 2


def test_what_is_not_finite_is_grey_and_said():
    values = RISING.values.copy()
    values[4, 3] = np.nan
    panel = shown(ContourPanel(), Plane(T1, T2, values))
    assert colours_at_the_grid(panel)[3, 4].tolist() == [238, 238, 238, 255]
    assert panel.describe(Plane(T1, T2, values)).endswith("to 180; 5 % not finite.")


@pytest.mark.parametrize("kind", PANELS)
@pytest.mark.parametrize("log", [False, True])
def test_a_plane_that_is_nowhere_finite_is_said_not_thrown(kind, log):
    nothing = Plane(T1, T2, np.full((5, 4), np.inf))
    said = shown(kind(), nothing, log=log).describe(nothing)
    assert said == "The loss is nowhere finite on this plane."


@pytest.mark.parametrize("kind", PANELS)
def test_one_title_the_planes_or_the_panels(kind):
    for panel, title in ((kind(), "a plane"), (kind(title="mine"), "mine")):
        shown(panel, RISING)
        written = {text.get_text() for text in panel.ax.get_children() if hasattr(text, "get_text")}
        assert panel._title.get_text() == title
        assert [panel.ax.get_title(loc=loc) for loc in ("left", "center", "right")].count("") == 2
        assert title in written


def test_what_lies_above_the_scale_is_grey_and_so_is_an_arrow_on_it():
    panel = shown(ContourPanel(limits=(0, 100)), RISING)
    grey = [*ImageColor.getrgb(ABOVE), 255]
    colours = colours_at_the_grid(panel)
    for i, k in np.ndindex(5, 4):
        assert (colours[k, i].tolist() == grey) == (RISING.values[i, k] > 100)
    assert panel._tip.get_visible() and hexes([panel._tip.get_facecolor()]) == [ABOVE]
    assert panel.update(RISING, free=True)  # the background is drawn anew
    assert not panel._tip.get_visible()


def test_the_scale_says_its_quantity_and_the_legend_names_the_cross():
    panel = shown(ContourPanel(), RISING)
    assert panel._bar.get_ylabel() == "sum of losses"
    assert [(line.get_marker(), label) for line, label in legend(panel)] == [("X", "lowest value")]


def test_the_top_of_a_surface_that_is_cut_off_is_grey():
    for limits, above in (((0, 100), True), ((0, 200), False)):
        faces = shown(SurfacePanel(limits=limits), RISING)._sheet.get_facecolors()[:, :3]
        assert np.any(np.ptp(faces, axis=1) < 0.01) == above


@pytest.mark.parametrize("kind", PANELS)
def test_what_lies_beyond_given_limits_is_said(kind):
    panel = shown(kind(limits=(0, 100)), RISING)
    assert panel.describe(RISING).endswith("to 190; 45 % above the scale (grey).")


# ----------------------------------------------------------------------------------- a surface


def corners(panel):
    """The points of the drawn mesh (K, 2)."""
    return panel._sheet.get_coordinates().reshape(-1, 2)


@pytest.mark.parametrize("azimuth", [-150, -60, 30, 120])
def test_each_value_stands_at_its_height_over_its_place(azimuth):
    panel = shown(SurfacePanel(limits=(0, 200), azimuth=azimuth), RISING)
    for i, k in np.ndindex(5, 4):
        height = RISING.values[i, k] / 200
        x, y, _ = proj3d.proj_transform(T1[i], T2[k], height, panel.ax.get_proj())
        assert np.abs(corners(panel) - (x, y)).sum(axis=1).min() < 1e-9
    assert (panel.ax.elev, panel.ax.azim) == (30, azimuth)


def test_the_ticks_of_a_surface_say_the_loss():
    panel = shown(SurfacePanel(limits=(0, 200)), RISING)
    labels = [text.get_text() for text in panel.ax.get_zticklabels()]
    heights = dict(zip(labels, panel.ax.get_zticks(), strict=True))
    assert heights == pytest.approx({"0": 0, "50": 0.25, "100": 0.5, "150": 0.75, "200": 1})
    panel.update(RISING, log=True)
    assert "10²" in [text.get_text() for text in panel.ax.get_zticklabels()]


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


SIDE = np.linspace(-2, 2, 5)
SMALL = Plane(SIDE, SIDE, 0.5 + np.add.outer(SIDE**2, 3 * SIDE**2), title="first")


def test_a_small_plane_has_its_title_and_the_scale_where_asked_for():
    panel = shown(SmallContourPanel(limits=(0.1, 20), bar=False), SMALL)
    assert panel._title.get_text() == "first" and not panel._bar.get_visible()
    assert shown(SmallContourPanel(), SMALL)._bar.get_visible()
    assert panel.describe(SMALL) == "First: loss 0.5 to 16.5."


def test_a_small_plane_that_is_nowhere_finite_is_said():
    nowhere = Plane(SIDE, SIDE, np.full((5, 5), np.nan), title="Tanh")
    assert shown(SmallContourPanel(), nowhere).describe(nowhere) == "Tanh: nowhere finite."
