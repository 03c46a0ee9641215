"""What can be dragged in the figures of notebook 04, and what it sets."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.loss_landscape.pictures import ContourPanel, SurfacePanel
from tests.pages import Page
from tests.pictures import points
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
fast = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "04_loss_landscape"
VIEW, CENTRE, RADIUS = "view", "centre of the plane", "radius of the plane"
FIELD, START = "place to roll from: Enter or a click", "start"


@pytest.fixture
def turned():
    """A surface, and how often its experiment has run."""
    ran, t = [], np.linspace(-1, 1, 9)

    def bowl(seed=0):
        ran.append(seed)
        return dl.Plane(t, t, np.add.outer(t**2, 2 * t**2))

    figure = dl.explore(bowl, SurfacePanel(), seed=(0, 3))
    yield figure, ran
    figure.close()


def test_a_surface_is_turned_by_dragging_it_without_the_experiment(turned):
    figure, ran = turned
    before = figure.png
    begin = offered(figure)[VIEW]
    assert (begin.kind, begin.said) == ("area", "azimuth -60°, elevation 30°")
    drag(figure, VIEW, x=begin.x - 0.25, y=begin.y - 0.25, phase="drag")  # to the left and down
    assert (figure.controls["azimuth"].value, figure.controls["elevation"].value) == (30, 75)
    ax = figure.panels[0].ax
    assert (ax.azim, ax.elev) == (30, 75) and figure.png != before and ran == [0]
    press(figure, VIEW, right=1)
    assert (figure.controls["azimuth"].value, figure.controls["elevation"].value) == (25, 75)
    press(figure, VIEW, up=1)
    assert (figure.controls["azimuth"].value, figure.controls["elevation"].value) == (25, 70)


def test_a_surface_is_seen_from_every_side(turned):
    figure, _ = turned
    names = "azimuth", "elevation"
    seen = [tuple(figure.controls[n].value for n in names) for _ in to_the_corners(figure, VIEW)]
    assert seen == [(180, 90), (180, 0), (-180, 90), (-180, 0)]


def test_a_surface_without_angles_cannot_be_turned():
    figure = dl.explore(lambda: PLANE, SurfacePanel(switches=("log",)))
    assert offered(figure) == {}
    figure.close()


T = np.linspace(-1, 1, 5)
PLANE = dl.Plane(T, T, np.add.outer(T**2, T**2))


def cut(t_1=0.0, t_2=0.0, radius=1):
    t1, t2 = t_1 + radius * T, t_2 + radius * T
    return dl.Plane(t1, t2, np.add.outer(t1**2, t2**2))


@pytest.fixture
def map_of_planes():
    panel = ContourPanel(touch={"centre": ("t_1", "t_2")})
    figure = dl.explore(
        cut, panel, t_1=(-3.0, 3.0, 0.1), t_2=(-3.0, 3.0, 0.1), radius=[0.1, 0.3, 1, 3, 10, 100]
    )
    yield figure
    figure.close()


def values(figure, *names):
    return [figure.controls[name].value for name in names]


def test_the_centre_of_a_plane_is_dragged(map_of_planes):
    figure = map_of_planes
    drag(figure, CENTRE, x=0.42, y=-0.78)
    assert values(figure, "t_1", "t_2", "radius") == pytest.approx([0.4, -0.8, 1])
    assert figure.panels[0].ax.get_xlim() == pytest.approx((-0.6, 1.4))
    place = offered(figure)[CENTRE]
    assert (place.x, place.y) == pytest.approx((0.4, -0.8))
    press(figure, CENTRE, right=1)
    assert values(figure, "t_1", "t_2") == pytest.approx([0.5, -0.8])


def test_while_it_is_dragged_the_former_plane_stays_behind(map_of_planes):
    figure = map_of_planes
    (panel,) = figure.panels
    assert not panel._behind.get_visible()
    extent = panel._image.get_extent()
    for x in (0.3, 0.6):
        drag(figure, CENTRE, x=x, phase="drag")
        assert panel._behind.get_visible() and panel._behind.get_extent() == extent
        assert panel.ax.get_xlim() == (-1, 1)  # the place stays below the pointer
        middle = np.mean(panel._image.get_extent()[:2])
        assert middle == pytest.approx(x) == figure.controls["t_1"].value
    drag(figure, CENTRE, x=0.6)
    assert not panel._behind.get_visible()
    assert panel.ax.get_xlim() == pytest.approx((-0.4, 1.6))


@pytest.mark.parametrize("x, radius", [(1.0, 3), (0.13, 0.3), (-0.2, 0.3), (0.0, 0.1), (0.5, 1)])
def test_the_dot_at_half_the_radius_sets_it(map_of_planes, x, radius):
    drag(map_of_planes, RADIUS, x=x, y=0.9)
    assert values(map_of_planes, "t_1", "t_2", "radius") == [0, 0, radius]
    dot = offered(map_of_planes)[RADIUS]
    assert (dot.x, dot.y) == pytest.approx((radius / 2, 0))


def test_planes_can_be_dragged_into_every_corner(map_of_planes):
    for name in (CENTRE, RADIUS):
        assert sum(1 for _ in to_the_corners(map_of_planes, name)) == 4
    for steps in range(8):
        press(map_of_planes, RADIUS, right=-1 if steps < 7 else 1)
    assert map_of_planes.controls["radius"].value == 0.3  # at the smallest it stays


@fast
def test_the_slides_figure_cuts_where_it_is_dragged_to():
    with Page(NAME, "1 · One solution, many planes") as page:
        figure = page.figure("choice").set(choice=1, radius=10, seed=0)
        drag(figure, CENTRE, x=3.0, y=-2.0)
        drag(figure, RADIUS, x=3.5)
        assert values(figure, "t_1", "t_2", "radius") == pytest.approx([3, -2, 1])
        seen, surface = figure.results
        assert seen is surface
        run = dl.trained(dl.deep_network(5), dl.wiggly(), optimizer=dl.Adam(0.01))
        first, second = dl.random_directions(run.net, 2, 0)
        theta = run.theta + 3 * first - 2 * second
        there = dl.objective(run.net, theta, run.data.x, run.data.y)
        assert seen.values[40, 40] == pytest.approx(there)
        assert offered(figure, 1)[VIEW].kind == "area"


@pytest.fixture(scope="module")
def rolling():
    with Page(NAME, "3 · Let it roll") as page:
        yield page.figure("t_1")


@fast
@pytest.mark.parametrize("name, place", [(FIELD, (-4.0, 7.0)), (START, (2.5, -6.0))])
def test_the_balls_begin_where_the_landscape_is_clicked(rolling, name, place):
    drag(rolling, name, *place)
    assert values(rolling, "t_1", "t_2") == pytest.approx(place)
    plane, losses = rolling.results
    panel = rolling.panels[0]
    assert points(panel._begin) == pytest.approx(np.array([place]))
    for k, way in enumerate(plane.ways.values()):
        assert way[0] == pytest.approx(place) and len(way) == len(losses.x)
        assert np.array_equal(points(panel._ways[k]), way)
        assert np.array_equal(points(panel._ends[k]), way[-1:])
        assert panel._ways[k].get_color() == rolling.panels[1].looks[k]["color"]
    assert tuple(plane.ways) == losses.labels
    corner = plane.values[0, 0]
    run = dl.trained(dl.deep_network(5), dl.wiggly(), optimizer=dl.Adam(0.01))
    first, second = dl.random_directions(run.net, 2, 0)
    x, y = run.data.x, run.data.y
    assert corner == pytest.approx(
        dl.objective(run.net, run.theta - 10 * first - 10 * second, x, y)
    )
    theta = run.theta + place[0] * first + place[1] * second
    assert losses.values[:, 0] == pytest.approx(dl.objective(run.net, theta, x, y))


@fast
def test_the_balls_may_begin_in_every_corner(rolling):
    for name in (FIELD, START):
        for _ in to_the_corners(rolling, name):
            assert np.isfinite(rolling.results[1].values).all()


def test_planes_whose_controls_are_missing_are_only_looked_at():
    for panel in (ContourPanel(touch={"centre": ("t_1", "t_2")}), ContourPanel()):
        figure = dl.explore(lambda t_1=0.0: PLANE, panel, t_1=(-1.0, 1.0))
        assert offered(figure) == {}
        figure.close()
