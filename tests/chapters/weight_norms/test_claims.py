"""Norm of weights: the three solutions of the slides, the Lipschitz bound, and what the norm tells.

Which perfect fit a training finds depends on the last digit; asserted are medians and shares over
20 seeds, for three draws of the noise, with a margin.
"""

from functools import cache

import numpy as np
import pytest

from dlcourse import (
    FITTED,
    LEAKY_RELU,
    RELU,
    TANH,
    Adam,
    Network,
    compiled,
    curve,
    deep_network,
    initialize,
    largest_slope,
    lipschitz_bound,
    perfect_fit,
    sine,
    train,
)
from dlcourse.chapters.weight_norms.measures import rank_correlation

needs_kernels = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NET, SEEDS, DRAWS = deep_network(32, residual=True), range(20), range(3)
DATA = [sine(N=10, seed=draw) for draw in DRAWS]  # one truth, three draws of samples and noise
SLIDES = {72: (72, False), 540: (540, True), 595: (595, False)}
each_draw = pytest.mark.parametrize("draw", DRAWS)


@cache
def thetas(target, wild, draw=0):
    """The networks of all seeds (20, P)."""
    runs = (perfect_fit(NET, DATA[draw], target, wild=wild, seed=seed) for seed in SEEDS)
    return np.array([run.theta for run in runs])


@cache
def fits(target, wild, draw=0):
    return [curve(NET, theta, DATA[draw]) for theta in thetas(target, wild, draw)]


def fitted(target, wild, draw=0):
    return np.array([found.train_loss <= FITTED for found in fits(target, wild, draw)])


def errors(target, wild, draw=0):
    """Errors to the truth (20,), NaN where there is no perfect fit."""
    found = np.array([found.rms_error for found in fits(target, wild, draw)])
    return np.where(fitted(target, wild, draw), found, np.nan)


def slopes(target, wild, draw=0):
    return np.array([found.slope for found in fits(target, wild, draw)])


def squares(theta):
    return np.sum(theta**2, axis=-1)


def share_smaller(a, b):
    """In what share of the seeds that fitted in both a is smaller."""
    both = np.isfinite(a) & np.isfinite(b)
    return np.mean(a[both] < b[both])


# --------------------------------------------------------------------------- Lipschitz continuity


@pytest.mark.parametrize("sigma", [LEAKY_RELU, RELU, TANH], ids=lambda sigma: sigma.name)
@pytest.mark.parametrize("residual", [False, True])
def test_outputs_differ_by_at_most_the_product_of_norms_times_the_inputs(sigma, residual):
    rng, net = np.random.default_rng(0), Network((3, 5, 5, 5, 2), sigma, residual=residual)
    for theta in initialize(net, "uniform", seed=range(10), scale=2.0):
        x_1, x_2 = rng.normal(size=(2, 3, 200))
        change = np.linalg.norm(net(theta, x_1) - net(theta, x_2), axis=0)
        allowed = lipschitz_bound(net, theta) * np.linalg.norm(x_1 - x_2, axis=0)
        assert (change <= allowed * (1 + 1e-12)).all()


def test_one_more_in_each_factor_is_needed_where_layers_are_residual():
    """Without it the product is no bound: zero weights still pass their input on."""
    net = Network((1, 4, 4, 4, 1), residual=True)
    theta = np.zeros(net.n_params)
    W, _ = net.unpack(theta)
    W[1][...], W[4][...] = 1.0, 1.0
    without = np.prod([np.linalg.norm(w, 2) for w in W[1:]])
    assert without == 0 < largest_slope(net, theta) <= lipschitz_bound(net, theta)


@needs_kernels
def test_the_product_bound_is_vacuous_for_the_networks_of_the_slides():
    for way in SLIDES.values():
        bounds = lipschitz_bound(NET, thetas(*way))
        assert (bounds > 1e4 * slopes(*way)).all()
    assert 1e7 < np.median(lipschitz_bound(NET, thetas(72, False))) < 1e10
    assert 1e15 < np.median(lipschitz_bound(NET, thetas(540, True))) < 1e19


# ------------------------------------------------------------------------------ 72, 540 and 595


def test_the_network_of_the_slides_has_888_parameters():
    assert NET.n_params == 888
    assert NET.widths == (1, *[5] * 30, 1, 1)


def test_the_numbers_of_the_slides_are_of_the_size_of_a_sum_of_squares():
    starts = squares(initialize(NET, "uniform", seed=range(20)))
    assert 55 < starts.mean() < 70


@needs_kernels
@each_draw
@pytest.mark.parametrize("target", SLIDES)
def test_perfect_fits_with_the_norms_of_the_slides_exist(target, draw):
    good = fitted(*SLIDES[target], draw)
    assert good.sum() >= 13
    close = np.abs(squares(thetas(*SLIDES[target], draw)[good]) - target) < 0.1 * target
    assert close.mean() > 0.7


@needs_kernels
@each_draw
def test_540_is_steep_while_595_is_about_as_steep_as_72(draw):
    assert 8 < np.median(slopes(*SLIDES[72], draw)) < 30
    assert 12 < np.median(slopes(*SLIDES[595], draw)) < 50
    assert 80 < np.median(slopes(*SLIDES[540], draw)) < 350


@needs_kernels
@each_draw
def test_72_overfits_less_than_540(draw):
    calm, wild = (errors(*SLIDES[target], draw) for target in (72, 540))
    assert share_smaller(calm, wild) > 0.8
    assert 2 * np.nanmedian(calm) < np.nanmedian(wild)
    assert 3 * np.median(slopes(*SLIDES[72], draw)) < np.median(slopes(*SLIDES[540], draw))


@needs_kernels
@each_draw
def test_595_generalizes_fairly_in_spite_of_its_norm(draw):
    fair, small, wild = (errors(*SLIDES[target], draw) for target in (595, 72, 540))
    assert np.nanmedian(fair) < 0.35
    assert np.nanmedian(fair) < 1.7 * np.nanmedian(small)
    assert share_smaller(fair, wild) > 0.8


@needs_kernels
def test_72_against_595_is_like_tossing_a_coin():
    small, fair = (np.concatenate([errors(*SLIDES[t], d) for d in DRAWS]) for t in (72, 595))
    assert 0.3 < share_smaller(small, fair) < 0.8


@needs_kernels
def test_the_two_seeds_of_the_figures_show_either_order_of_72_and_595():
    error = {target: [found.rms_error for found in fits(*way)] for target, way in SLIDES.items()}
    assert error[72][2] < 0.9 * error[595][2]  # the slides' order, where the figure begins
    assert error[72][9] > 1.4 * error[595][9]  # the scene "72 is not always the best"
    # The wild one is another one on each machine: near the truth in 1 of 30 at worst.
    assert max(error[540][2], error[540][9]) > max(error[72][9], error[595][2])


@needs_kernels
@pytest.mark.parametrize("target", [40, 72, 120, 595, 1000])
def test_with_the_same_norm_the_history_decides(target):
    assert 2 * np.nanmedian(errors(target, False)) < np.nanmedian(errors(target, True))
    if target >= 120:  # below, the pull cannot hold what random labels leave behind
        calm, wild = (np.median(squares(thetas(target, way))) for way in (False, True))
        assert calm == pytest.approx(wild, rel=0.15)


# ------------------------------------------------------- Small norm likely to generalize better


@needs_kernels
def test_the_true_slope_tells_more_about_the_error_than_the_norm_does():
    ways = SLIDES.values()
    good = np.concatenate([fitted(*way) for way in ways])
    error = np.concatenate([errors(*way) for way in ways])[good]
    slope = np.concatenate([slopes(*way) for way in ways])[good]
    norm = np.concatenate([squares(thetas(*way)) for way in ways])[good]
    assert rank_correlation(slope, error) > 0.55
    assert abs(rank_correlation(norm, error)) < 0.4


@needs_kernels
@each_draw
def test_of_many_perfect_fits_the_half_with_the_lower_true_constant_is_closer_to_the_truth(draw):
    for ways, ratio in ((SLIDES.values(), 0.6), ([SLIDES[72], SLIDES[595]], 0.9)):
        good = np.concatenate([fitted(*way, draw) for way in ways])
        error = np.concatenate([errors(*way, draw) for way in ways])[good]
        slope = np.concatenate([slopes(*way, draw) for way in ways])[good]
        low = slope < np.median(slope)
        assert np.median(error[low]) < ratio * np.median(error[~low])


@needs_kernels
@each_draw
def test_no_perfect_fit_has_a_lower_constant_than_the_samples_demand(draw):
    steepest = np.max(np.abs(np.diff(DATA[draw].y) / np.diff(DATA[draw].x)))
    assert 5 < steepest < 7
    for way in SLIDES.values():
        assert (slopes(*way, draw)[fitted(*way, draw)] > 0.9 * steepest).all()


@needs_kernels
def test_among_ordinary_trainings_the_norm_tells_little():
    rows = [ordinary(data) for data in DATA]
    assert all(len(error) > 12 for error, _, _ in rows)
    norm = np.mean([rank_correlation(norm, error) for error, norm, _ in rows])
    slope = np.mean([rank_correlation(slope, error) for error, _, slope in rows])
    assert abs(norm) < 0.45
    assert slope > norm + 0.1


def ordinary(data):
    """Error, ‖θ‖² and slope (3, M) of perfect fits for which no norm was prescribed."""
    rows = []
    for scale in (0.5, 0.75, 1.0):
        run = train(
            NET, data, seed=range(12), scale=scale, epochs=10_000, tolerance=1e-5, snapshots=100,
            optimizer=Adam(3e-3, schedule="cosine"),
        )  # fmt: skip
        for theta in run.theta[run.final_loss <= FITTED]:
            model = curve(NET, theta, data)
            rows.append((model.rms_error, squares(theta), model.slope))
    return np.transpose(rows)


@needs_kernels
def test_weight_decay_shrinks_norm_slope_and_error_of_the_wild_solution():
    start = thetas(540, True)
    run = train(
        NET, DATA[0], seed=SEEDS, theta0=start, weight_decay=1e-3, snapshots=20,
        optimizer=Adam(1e-3, schedule="cosine"),
    )  # fmt: skip
    after = [curve(NET, theta, DATA[0]) for theta in run.theta]
    error = np.array([found.rms_error for found in after])
    slope = np.array([found.slope for found in after])
    before = np.array([found.rms_error for found in fits(540, True)])
    assert (squares(run.theta) < squares(start)).all()
    assert np.mean(slope < slopes(540, True)) > 0.8
    assert np.mean(error < before) > 0.8
    assert np.median(error) < 0.7 * np.median(before)
    assert np.mean(run.final_loss <= FITTED) > 0.7


@needs_kernels
def test_weight_decay_during_training_shrinks_the_norm_always_and_the_error_more_often_than_not():
    fell = []
    for data in DATA:
        plain, decayed = (
            train(
                NET, data, seed=range(16), scale=0.5, epochs=10_000, weight_decay=decay,
                optimizer=Adam(3e-3, schedule="cosine"), snapshots=20,
            ).theta
            for decay in (0.0, 1e-4)
        )  # fmt: skip
        share = squares(decayed) / squares(plain)
        assert np.median(share) < 0.5
        assert share.max() < 0.9
        before, after = (
            np.array([curve(NET, theta, data).rms_error for theta in ends])
            for ends in (plain, decayed)
        )
        fell.extend(after < before)
    assert np.mean(fell) > 0.5
