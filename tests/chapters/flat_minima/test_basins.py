"""The thought experiment keeps its word: one average, no negative loss, slopes on one side."""

import numpy as np
import pytest

from dlcourse.chapters.flat_minima.models import (
    COMMON,
    SHIFTS,
    TILTED,
    Individuals,
    mean_basin_loss,
    sharp_and_flat,
)

T = np.linspace(-2.5, 2.5, 401)


def test_the_individual_losses_average_to_the_average():
    losses = Individuals(7, 0.8, seed=3)
    assert np.allclose(losses(T).mean(axis=0) - losses.level, mean_basin_loss(T), atol=1e-11)


@pytest.mark.parametrize("seed", range(5))
def test_no_loss_is_negative(seed):
    assert Individuals(10, 1.0, seed)(T).min() >= 0


def test_slopes_at_the_minima_agree_with_differences():
    losses, h = Individuals(6, 0.5, seed=1), 1e-6
    for t in (COMMON, TILTED):
        left, right = losses(np.array([t - h, t + h])).T
        assert np.allclose(losses.slopes(t), (right - left) / (2 * h), atol=1e-6)
    assert np.allclose(losses.slopes(COMMON), 0, atol=1e-11)
    assert np.abs(losses.slopes(TILTED)).max() > 0.5


def at_minima(kind, seed=0):
    losses = Individuals(10, 0.5, seed)
    tau = losses.shifts(kind, 0.15, draws=2000, seed=seed)
    return losses.mean_test_losses(np.array([COMMON, TILTED]), tau) - losses.level


@pytest.mark.parametrize("seed", range(5))
def test_independent_shifts_change_the_spread_and_not_the_mean(seed):
    test = at_minima("independent", seed)
    mean, spread = test.mean(axis=0), test.std(axis=0)
    assert abs(mean[1] - mean[0]) < 0.3 * mean[0]
    assert spread[1] > 1.5 * spread[0]


@pytest.mark.parametrize("seed", range(5))
def test_aligned_shifts_raise_the_mean_where_the_losses_lean(seed):
    calm, leaning = at_minima("aligned", seed).mean(axis=0)
    assert leaning > 3 * calm


def test_a_common_shift_sees_only_the_average():
    losses = Individuals(10, 0.9, seed=2)
    tau = losses.shifts("same", 0.3, draws=3)
    assert np.allclose(
        losses.mean_test_losses(T, tau), mean_basin_loss(T + tau[:, :1]) + losses.level
    )


def test_the_sharp_minimum_suffers_more_from_a_shift():
    sharp, flat = sharp_and_flat(np.array([-1.0, 1.0]), 0.15)
    assert sharp == pytest.approx(0.675, abs=1e-3)
    assert flat == pytest.approx(0.055, abs=1e-3)


def test_what_makes_no_sense_is_refused():
    for wrong in (dict(N=1), dict(strength=-1.0)):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Individuals(**wrong)
    with pytest.raises(ValueError, match="steepness"):
        mean_basin_loss(T, 1.0)
    with pytest.raises(ValueError, match="kind must be one of"):
        Individuals().shifts("sideways", 0.1)
    with pytest.raises(ValueError, match="size"):
        Individuals().shifts(SHIFTS[1], -0.1)
