"""The figures of notebook 04 show what their controls and labels say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.loss_landscape import measures
from tests.pages import Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)

NAME = "04_loss_landscape"
ACTIVATION = {"LeakyReLU": "leaky relu", "Tanh": "tanh"}
WIGGLY = dl.dataset("wiggly")


def trained(sigma, seed, data="wiggly", **options):
    """The run whose name a label says."""
    net = dl.deep_network(5, activation=ACTIVATION[sigma])
    return dl.trained(net, dl.dataset(data), seed=seed, **options)


def corner(title, seed, radius, scaling):
    """The objective at t_1 = −radius, t_2 = radius in the plane that a title names."""
    sigma, choice = title.split(", choice ")
    run = trained(sigma, seed)
    first, second = dl.random_directions(run.net, 2, int(choice) - 1, scaling, run.theta)
    theta = run.theta - radius * first + radius * second
    return dl.objective(run.net, theta, WIGGLY.x, WIGGLY.y)


def shows_the_corner(panel, plane, seed, radius, scaling):
    """Whether panel and plane are those of the title that stands above."""
    title = panel._title.get_text()
    assert title == plane.title and (plane.t1[0], plane.t2[-1]) == (-radius, radius)
    return plane.values[0, -1] == pytest.approx(corner(title, seed, radius, scaling), rel=1e-9)


def test_one_picture_shows_the_plane_of_its_title():
    with Page(NAME, "1 · Six slides, one figure") as page:
        (figure,) = page.figures
        above, surface = figure.set(
            sigma="Tanh", choice=3, radius=3, scaling="filter", seed=2
        ).results
        assert above is surface and above.title == "Tanh, choice 3"
        assert shows_the_corner(figure.panels[0], above, 2, 3, "filter")
        assert above.values[40, 40] == pytest.approx(30 * trained("Tanh", 2).final_loss, rel=1e-9)
        for name in figure.scenes:
            figure.scene(name)
            assert f"slide: {figure.panels[1]._title.get_text()}" == name
            assert shows_the_corner(figure.panels[0], figure.results[0], 0, 10, "orthonormal")


def test_each_of_the_six_pictures_shows_the_plane_of_its_title():
    with Page(NAME, "2 · The six pictures side by side") as page:
        (figure,) = page.figures
        for seed, radius, scaling in ((0, 10, "orthonormal"), (3, 1, "gaussian")):
            figure.set(seed=seed, radius=radius, scaling=scaling)
            titles = [panel._title.get_text() for panel in figure.panels]
            assert titles == [f"{s}, choice {k}" for s in ACTIVATION for k in (1, 2, 3)]
            for panel, plane in zip(figure.panels, figure.results, strict=True):
                assert shows_the_corner(panel, plane, seed, radius, scaling)


def test_the_path_is_that_of_the_run_in_the_plane_that_is_said():
    optimizers = {"Adam": dl.Adam(0.01), "gradient descent": dl.GradientDescent(0.05, momentum=0.9)}
    with Page(NAME, "3 · The way to the solution") as page:
        figure = page.figure("steps")
        for sigma, steps, seed, epoch in (
            ("Tanh", "gradient descent", 4, 200),
            ("LeakyReLU", "Adam", 1, 0),
        ):
            choices = dict(sigma=sigma, steps=steps, seed=seed, epoch=epoch)
            run = trained(sigma, seed, optimizer=optimizers[steps])
            moved = run.at(epoch) - run.theta
            seen, shown = figure.set(directions="random", **choices).results
            directions = dl.random_directions(run.net, 2, seed)
            assert np.allclose(seen.path[-1], directions @ moved)
            there = run.theta + seen.t1[0] * directions[0] + seen.t2[-1] * directions[1]
            loss = dl.objective(run.net, there, WIGGLY.x, WIGGLY.y)
            assert seen.values[0, -1] == pytest.approx(loss, rel=1e-9)
            assert np.array_equal(shown[0].thetas, run.thetas) and shown[1] == epoch
            principal = figure.set(directions="principal", **choices).results[0]
            assert len(principal.path) == len(seen.path) == run.index(epoch) + 1
            assert np.linalg.norm(principal.path[-1]) <= np.linalg.norm(moved) * (1 + 1e-9)
            assert principal.explained > 0.8 > seen.explained


def along(measure, *more):
    """A measure of the rays out of one run, in the planes that its seed draws."""
    return lambda run, seed: measure(measures.mean_ray_losses(run, seed=seed), *more)[0]


LEVELS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
STEEP = "4 · Is Tanh less steep?"
REGULAR = "5 · Is the ReLU landscape more regular, and more similar from plane to plane?"
LARGER = "6 · Do the minima of Tanh extend further?"
# What each figure over seeds measures: heading, its `measure` or None, the same for one run.
QUANTITIES = [
    (STEEP, None, along(measures.steepness)),
    (REGULAR, "rays", along(measures.spread_over_rays)),
    (REGULAR, "planes", along(measures.spread_over_planes)),
    (
        REGULAR,
        "valleys",
        lambda run, seed: measures.minima_in_planes(run, [1, 3, 10, 30], seed=seed)[0],
    ),
    (REGULAR, "level lines", along(measures.anisotropy, LEVELS)),
    (LARGER, None, along(measures.sublevel_radius, LEVELS)),
]


@pytest.mark.parametrize(("heading", "measure", "by_hand"), QUANTITIES)
def test_medians_and_shares_are_those_of_the_named_networks(heading, measure, by_hand):
    """Of the eight pairs on `piece` those count whose networks both fit; one does not."""
    runs = [{sigma: trained(sigma, seed, "piece") for sigma in ACTIVATION} for seed in range(8)]
    fit = [k for k, pair in enumerate(runs) if max(r.final_loss for r in pair.values()) <= 0.05]
    assert 2 < len(fit) < 8
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        figure.set(
            data="piece", pairs="both fit", seeds=8, **({"measure": measure} if measure else {})
        )
        curves, bars = figure.results
        values = {
            sigma: np.array([by_hand(runs[k][sigma], k) for k in fit]) for sigma in ACTIVATION
        }
        assert sorted(curves.labels) == sorted(ACTIVATION)
        for label, line, low, high in zip(
            curves.labels, curves.values, curves.low, curves.high, strict=True
        ):
            wanted = np.quantile(values[label], (0.25, 0.5, 0.75), axis=0)
            assert np.allclose([low, line, high], wanted)
        more = figure.panels[1].title.split()[0]  # "LeakyReLU rises more"
        (less,) = set(ACTIVATION) - {more}
        places = [int(np.argmin(np.abs(curves.x - float(label)))) for label in bars.labels]
        a, b = values[more][:, places], values[less][:, places]
        assert np.allclose(bars.values, np.round(100 * np.mean((a > b) + 0.5 * (a == b), axis=0)))
        assert f"of {len(fit)} pairs" in figure.sentence
