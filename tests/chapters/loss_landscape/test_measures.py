"""The measures along rays, on landscapes whose numbers are known."""

import numpy as np
import pytest

from dlcourse import IDENTITY, TANH, Data, Network, objective, random_directions, train, wiggly
from dlcourse.chapters.loss_landscape import measures
from dlcourse.chapters.loss_landscape.measures import (
    Rays,
    mean_ray_losses,
    random_planes,
    rays_in_plane,
)

RADII = np.array([1.0, 2.0, 4.0])


def bowls(slopes, start=0.0):
    """One solution, f = start + slope·r² on ray k of a plane: slopes (D, R)."""
    slopes = np.asarray(slopes, dtype=float)
    return Rays(RADII, np.array([start]), start + slopes[None, :, :, None] * RADII**2)


def test_rays_are_unit_vectors_at_equal_angles():
    net = Network((1, 3, 1))
    pair = random_directions(net, 2, seed=1)
    rays = rays_in_plane(pair, 8)
    assert np.allclose(np.linalg.norm(rays, axis=-1), 1)
    assert np.allclose((rays * np.roll(rays, 1, axis=0)).sum(-1), np.cos(np.pi / 4))
    assert np.allclose(rays[0], pair[0]) and np.allclose(rays[2], pair[1])


def test_ray_losses_equal_a_loop_over_single_networks():
    net, data = Network((1, 3, 2, 1), TANH), wiggly(8)
    run = train(net, data, seed=range(2), epochs=50)
    rays = mean_ray_losses(run, radii=RADII, planes=2, count=4)
    assert rays.values.shape == (2, 2, 4, 3)
    for s in range(2):
        assert rays.start[s] == pytest.approx(objective(net, run.theta[s], data.x, data.y) / 8)
        for k, pair in enumerate(random_planes(net, 2, seed=0)):
            for r, direction in enumerate(rays_in_plane(pair, 4)):
                points = (run.theta[s] + radius * direction for radius in RADII)
                single = [objective(net, point, data.x, data.y) / 8 for point in points]
                assert np.allclose(rays.values[s, k, r], single, rtol=1e-12)


def test_two_seeds_share_no_plane():
    """Two planes are one if each direction of the first lies in the second."""
    first, second = (random_planes(Network((1, 3, 2, 1)), 6, seed) for seed in (0, 1))
    for pair in first:
        held = np.linalg.norm(second @ pair.T, axis=(1, 2)) ** 2  # 2 for the same plane
        assert held.max() < 1.9
    assert np.allclose(first @ first.mT, np.eye(2))


def test_one_seed_is_a_run_of_one_solution():
    run = train(Network((1, 3, 1)), wiggly(8), seed=3, epochs=20)
    many = train(Network((1, 3, 1)), wiggly(8), seed=[3], epochs=20)
    one, same = (mean_ray_losses(r, radii=RADII, planes=1, count=4) for r in (run, many))
    assert np.allclose(one.values, same.values) and one.start.shape == (1,)


def test_steepness_is_the_rise_above_the_start():
    assert np.allclose(measures.steepness(bowls([[3, 3]], start=5.0)), 3 * RADII**2)


def test_steepness_is_the_median_ray():
    assert np.allclose(measures.steepness(bowls([[1, 1, 1e9], [1, 2, 1e9]])), 1.5 * RADII**2)


def test_a_round_bowl_has_no_spread():
    round_bowl = bowls([[2, 2, 2], [2, 2, 2]])
    assert np.allclose(measures.spread_over_rays(round_bowl), 0)
    assert np.allclose(measures.spread_over_planes(round_bowl), 0)


def test_spread_over_rays_counts_decades():
    assert np.allclose(measures.spread_over_rays(bowls([[1, 100], [10, 1000]])), 1.0)


def test_spread_over_planes_sees_planes_and_not_rays():
    assert np.allclose(measures.spread_over_planes(bowls([[1, 3], [2, 2]])), 0)
    assert np.allclose(measures.spread_over_planes(bowls([[1, 1], [100, 100]])), 1.0)


def test_extent_of_a_cone_is_exact():
    cone = Rays(RADII, np.array([0.5]), 0.5 + 0.25 * np.tile(RADII, (1, 2, 3, 1)))
    assert measures.sublevel_radius(cone, 1.0) == pytest.approx(2.0)
    assert measures.sublevel_radius(cone, 0.625) == pytest.approx(0.5)
    assert measures.sublevel_radius(cone, 9.0) == pytest.approx(4.0)
    assert measures.sublevel_radius(cone, 0.1) == pytest.approx(0.0)


def test_extent_stops_before_an_overflow():
    wall = Rays(RADII, np.array([0.0]), np.broadcast_to([0.0, np.inf, np.inf], (1, 1, 2, 3)))
    assert measures.sublevel_radius(wall, 1.0) == pytest.approx(1.0)


def test_unevenness_is_zero_for_a_circle_and_counts_decades_of_distance():
    assert measures.anisotropy(bowls([[2, 2, 2]]), 5.0) == pytest.approx(0.0)
    cones = Rays(RADII, np.zeros(1), np.array([1.0, 4.0])[None, None, :, None] * RADII)
    assert measures.anisotropy(cones, 4.0) == pytest.approx(np.log10(4) / 2)


def test_a_linear_model_is_a_parabola_along_every_ray():
    """m = Wx + b with least squares: the rise is exactly c·r², so twice as far is four times up."""
    x = np.array([[-1.0, 0.0, 1.0]])
    net, data = Network((1, 1), IDENTITY), Data.from_arrays(x, 2 * x + 1)
    run = train(net, data, theta0=[2.0, 1.0], epochs=1)
    rays = mean_ray_losses(run, radii=RADII, planes=1, count=6)
    assert np.allclose(rays.values[..., 1:] / rays.values[..., :-1], 4)


def test_several_levels_and_radii_at_once_are_columns():
    cone = Rays(RADII, np.zeros(1), np.array([1.0, 4.0])[None, None, :, None] * RADII)
    for measure in (measures.sublevel_radius, measures.anisotropy):
        columns = [measure(cone, level) for level in (2.0, 4.0)]
        assert np.allclose(measure(cone, [2.0, 4.0]), np.stack(columns, axis=-1))
    run = train(Network((1, 3, 1)), wiggly(8), seed=[0, 1], epochs=20)
    several = measures.minima_in_planes(run, [1.0, 3.0], planes=2, grid=9)
    assert several.shape == (2, 2)
    assert np.array_equal(several[:, 1], measures.minima_in_planes(run, 3.0, planes=2, grid=9))


def test_grid_minima_counts_inner_valleys_only():
    t = np.linspace(-1, 1, 41)
    bowl = t[:, None] ** 2 + t**2
    double = (t[:, None] ** 2 - 0.25) ** 2 + t**2
    slope = t[:, None] + 0 * t
    assert np.array_equal(measures.grid_minima(np.stack([bowl, double, slope])), [1, 2, 0])


def test_minima_in_planes_finds_the_one_of_a_convex_problem():
    x = np.array([[-1.0, 0.0, 1.0]])
    run = train(Network((1, 1)), Data.from_arrays(x, 2 * x), theta0=[2.0, 0.0], epochs=1)
    assert measures.minima_in_planes(run, 2.0, planes=3, grid=11) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda run: mean_ray_losses(run, radii=[1.0, 1.0]), "radii"),
        (lambda run: mean_ray_losses(run, radii=[0.0, 1.0]), "radii"),
        (lambda run: mean_ray_losses(run, planes=0), "planes"),
        (lambda run: mean_ray_losses(run, count=1), "count"),
        (lambda run: measures.minima_in_planes(run, -1.0), "radius"),
        (lambda run: measures.grid_minima(np.zeros((2, 5))), "3 × 3"),
        (lambda run: measures.sublevel_radius(bowls([[1, 1]]), 0.0), "level"),
        (lambda run: measures.anisotropy(bowls([[1, 1]]), -1.0), "level"),
        (lambda run: rays_in_plane(np.eye(3), 4), "directions"),
    ],
)
def test_errors_name_the_argument(call, named):
    run = train(Network((1, 2, 1)), wiggly(5), epochs=1)
    with pytest.raises(ValueError, match=named):
        call(run)
