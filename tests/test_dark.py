"""On a dark page: greys turned round, colours and images as they are, and all of it at once."""

import numpy as np
import pytest
from PIL import ImageColor

import dlcourse as dl
from dlcourse import style
from dlcourse.live.canvas import Canvas
from dlcourse.live.dark import DIM, GROUND, WEIGHTS, on_dark


def rgb(colour):
    return np.array(ImageColor.getrgb(colour)) / 255


def test_paper_becomes_the_ground_and_ink_becomes_light():
    np.testing.assert_allclose(on_dark([1, 1, 1]), [GROUND] * 3)
    np.testing.assert_allclose(on_dark([0, 0, 0, 0.4]), [1, 1, 1, 0.4])
    assert np.all(on_dark(rgb(style.INK)) > 0.75)


@pytest.mark.parametrize("colour", [style.BLUE, style.ORANGE, style.SKY, style.VERMILLION])
def test_colours_keep_their_meaning(colour):
    np.testing.assert_allclose(on_dark(rgb(colour)), rgb(colour))


def test_dark_lines_become_lighter_but_not_the_faces_of_a_map():
    dark = np.array(style.layer(1, 4)["color"][:3])
    assert dark @ WEIGHTS < DIM < on_dark(dark) @ WEIGHTS
    np.testing.assert_array_equal(on_dark(dark, lines=False), dark)


def test_the_argument_is_left_as_it_was():
    white = np.ones((2, 4))
    on_dark(white)
    assert np.all(white == 1)


def drawn(dark, scale=1):
    canvas = Canvas([dl.CurvesPanel(limits=(0, 2))], (400, 300), 1)
    canvas.resize((400, 300), 1, dark)
    canvas.update(
        [dl.Curves(np.arange(3.0), np.ones((1, 3)), ("one",))], dict(log=False, before=False)
    )
    pixels = canvas.pixels(scale)[..., :3].copy()
    canvas.close()
    return pixels


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_the_whole_picture_has_a_dark_ground(scale):
    light, dark = drawn(False, scale), drawn(True, scale)
    assert light.shape == dark.shape
    paper = np.all(light == 255, axis=-1)
    assert paper.mean() > 0.5
    np.testing.assert_array_equal(dark[paper], round(255 * GROUND))
    blue = np.all(light == np.round(255 * rgb(style.BLUE)).astype(int), axis=-1)
    assert blue.sum() > 100
    np.testing.assert_array_equal(dark[blue], light[blue])
    assert dark.max() > 200  # its text and ticks


@pytest.mark.parametrize("dark, ground", [(False, 255), (True, 0x11)])
def test_what_is_half_transparent_is_mixed_with_the_ground(dark, ground):
    """A dot of a network whose unit has the mean 1: half blue, half paper."""
    net = dl.deep_network(47)
    theta = np.zeros(net.n_params)
    net.unpack(theta)[1][1][0] = 1.0  # unit 1 of z_2
    panel = dl.NetworkPanel(height=190)
    canvas = Canvas([panel], (1120, 190), 1)
    canvas.resize((1120, 190), 1, dark)
    result = dl.unit_functions(net, theta, dl.wiggly())
    canvas.update([result], {})
    (dot,) = [h for h in panel.handles(result) if h.name == "unit 1 of z₂"]
    x, y = panel.ax.transData.transform((dot.x, dot.y)).astype(int)
    mixed = 0.5 * 255 * rgb(style.BLUE) + 0.5 * ground
    np.testing.assert_allclose(canvas.pixels()[190 - y, x, :3], mixed, atol=3)


def test_a_live_figure_follows_the_page():
    pytest.importorskip("anywidget")
    level = lambda slope=1.0: dl.Curves(np.arange(3.0), np.full((1, 3), slope), ("a",))  # noqa: E731
    figure = dl.explore(level, dl.CurvesPanel(), slope=(0.0, 2.0))
    light = figure.png
    shown = dict(width=1200, height=500, window=1000, stage=False)
    picture = figure._layout.picture
    picture.shown = {**shown, "dark": True}
    assert figure.png != light
    picture.shown = {**shown, "dark": False}
    assert figure.png == light
    figure.close()
