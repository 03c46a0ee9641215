"""Norm of weights: the three solutions of the slides, the Lipschitz bound, and what the norm tells.

Which perfect fit a training finds depends on the last digit; asserted are medians and shares over
20 seeds, for three draws of the noise, with a margin.
"""

from functools import cache

import numpy as np
import pytest

from dlcourse import (
    LEAKY_RELU,
    RELU,
    TANH,
    Network,
    compiled,
    initialize,
    largest_slope,
    lipschitz_bound,
    sweep,
)
from dlcourse.chapters.weight_norms import experiments
from dlcourse.chapters.weight_norms.experiments import KINDS, NET, SLIDES
from dlcourse.chapters.weight_norms.measures import slope_anywhere

needs_kernels = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
SEEDS, DRAWS = range(20), range(3)
each_draw = pytest.mark.parametrize("draw", DRAWS)


def over_seeds(experiment, *options, seeds=SEEDS):
    """What an experiment of the chapter finds from each seed: a list."""
    return sweep(experiment, {"": options}, seeds, lambda found: found[""]).result()


@cache
def fits(target, wild, draw=0):
    return over_seeds(experiments.perfect_fit, target, wild, experiments.samples(draw))


def perfect(solutions):
    return np.array([solution.perfect for solution in solutions])


def norms(solutions):
    return np.array([solution.norm for solution in solutions])


def slopes(solutions):
    return np.array([solution.fit.slope for solution in solutions])


def all_errors(solutions):
    return np.array([solution.fit.rms_error for solution in solutions])


def errors(target, wild, draw=0):
    """Errors to the truth (20,), NaN where there is no perfect fit."""
    found = fits(target, wild, draw)
    return np.where(perfect(found), all_errors(found), np.nan)


def share_smaller(a, b):
    """In what share of the seeds that fitted in both a is smaller."""
    both = np.isfinite(a) & np.isfinite(b)
    return np.mean(a[both] < b[both])


@cache
def agreement(kind, draw, seeds):
    """Figure 4 for another draw of the noise: its cloud, and {candidate: rank correlation}."""
    ways = {label: (*way, experiments.samples(draw)) for label, way in KINDS[kind].items()}
    found = sweep(experiments.numbers, ways, range(seeds), experiments.agreement)
    cloud, bars = found.result()
    return cloud, dict(zip(bars.labels, bars.values, strict=True))


ON_THE_SLIDES, NO_PULL = "72, 540, 595 as on the slides", "no pull; start × ½, ¾, 1"


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
        assert (bounds(fits(*way)) > 1e4 * slopes(fits(*way))).all()
    assert 1e7 < np.median(bounds(fits(72, False))) < 1e10
    assert 1e15 < np.median(bounds(fits(540, True))) < 1e19


def bounds(solutions):
    return np.array([experiments.secant(found, -1.0, 1.0).bound for found in solutions])


# ------------------------------------------------------------------------------ 72, 540 and 595


def test_the_network_of_the_slides_has_888_parameters():
    assert NET.n_params == 888
    assert NET.widths == (1, *[5] * 30, 1, 1)


def test_the_numbers_of_the_slides_are_of_the_size_of_a_sum_of_squares():
    starts = np.sum(initialize(NET, "uniform", seed=SEEDS) ** 2, axis=-1)
    assert 55 < starts.mean() < 70


@needs_kernels
@each_draw
@pytest.mark.parametrize("target", SLIDES)
def test_perfect_fits_with_the_norms_of_the_slides_exist(target, draw):
    good = [found for found in fits(*SLIDES[target], draw) if found.perfect]
    assert len(good) >= 13
    close = np.abs(norms(good) - target) < 0.1 * target
    assert close.mean() > 0.7


@needs_kernels
@each_draw
def test_540_is_steep_while_595_is_about_as_steep_as_72(draw):
    assert 8 < np.median(slopes(fits(*SLIDES[72], draw))) < 30
    assert 12 < np.median(slopes(fits(*SLIDES[595], draw))) < 50
    assert 80 < np.median(slopes(fits(*SLIDES[540], draw))) < 350


@needs_kernels
@each_draw
def test_72_overfits_less_than_540(draw):
    calm, wild = (errors(*SLIDES[target], draw) for target in (72, 540))
    assert share_smaller(calm, wild) > 0.8
    assert 2 * np.nanmedian(calm) < np.nanmedian(wild)
    calm, wild = (slopes(fits(*SLIDES[target], draw)) for target in (72, 540))
    assert 3 * np.median(calm) < np.median(wild)


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
    error = {target: all_errors(fits(*way)) for target, way in SLIDES.items()}
    assert error[72][2] < 0.9 * error[595][2]  # the slides' order, where the figure begins
    assert error[72][9] > 1.4 * error[595][9]  # the scene "72 is not always the best"
    # The wild one is another one on each machine: near the truth in 1 of 30 at worst.
    assert max(error[540][2], error[540][9]) > max(error[72][9], error[595][2])


@needs_kernels
@pytest.mark.parametrize("target", [40, 72, 120, 595, 1000])
def test_with_the_same_norm_the_history_decides(target):
    assert 2 * np.nanmedian(errors(target, False)) < np.nanmedian(errors(target, True))
    if target >= 120:  # below, the pull cannot hold what random labels leave behind
        calm, wild = (np.median(norms(fits(target, way))) for way in (False, True))
        assert calm == pytest.approx(wild, rel=0.15)


# ------------------------------------------------------- Small norm likely to generalize better


@needs_kernels
def test_the_true_slope_tells_more_about_the_error_than_the_norm_does():
    _, agree = agreement(ON_THE_SLIDES, 0, 20)
    assert agree["true slope"] > 0.55
    assert abs(agree["‖θ‖²"]) < 0.4


@needs_kernels
@each_draw
def test_of_many_perfect_fits_the_half_with_the_lower_true_constant_is_closer_to_the_truth(draw):
    cloud, _ = agreement(ON_THE_SLIDES, draw, 20)
    wild = cloud.groups == cloud.labels.index("‖θ‖² = 540")
    for chosen, ratio in ((wild | ~wild, 0.6), (~wild, 0.9)):
        error, slope = cloud.y[chosen], cloud.x["true slope"][chosen]
        low = slope < np.median(slope)
        assert np.median(error[low]) < ratio * np.median(error[~low])


@needs_kernels
@each_draw
def test_no_perfect_fit_has_a_lower_constant_than_the_samples_demand(draw):
    data = experiments.samples(draw)
    steepest = np.max(np.abs(np.diff(data.y) / np.diff(data.x)))
    assert 5 < steepest < 7
    for way in SLIDES.values():
        good = [found for found in fits(*way, draw) if found.perfect]
        assert (slopes(good) > 0.9 * steepest).all()


@needs_kernels
@each_draw
def test_within_one_kind_the_slope_agrees_less_with_the_error_than_over_all_kinds(draw):
    ways = {label: (*way, experiments.samples(draw)) for label, way in KINDS[ON_THE_SLIDES].items()}
    _, bars = sweep(experiments.numbers, ways, range(20), experiments.agreement).result()
    slope = bars.labels.index("true slope")
    assert bars.values[slope] > 0.55
    assert np.median(bars.points[slope]) < bars.values[slope] - 0.03
    assert 0 < np.min(bars.points[slope]) < 0.7


@needs_kernels
def test_on_the_whole_line_the_constant_of_a_good_part_of_the_perfect_fits_is_larger():
    good = [s for way in SLIDES.values() for d in DRAWS for s in fits(*way, d) if s.perfect]
    anywhere = slope_anywhere(NET, np.array([found.theta for found in good]))
    ratio = anywhere / slopes(good)
    assert ratio.min() > 1 - 1e-6
    assert 0.2 < np.mean(ratio > 1.05) < 0.6
    assert ratio.max() > 10


@needs_kernels
def test_among_ordinary_trainings_the_norm_tells_little():
    found = [agreement(NO_PULL, draw, 12) for draw in DRAWS]
    assert all(len(cloud.y) > 12 for cloud, _ in found)
    norm, slope = (np.mean([agree[name] for _, agree in found]) for name in ("‖θ‖²", "true slope"))
    assert abs(norm) < 0.45
    assert slope > norm + 0.1


@needs_kernels
def test_weight_decay_shrinks_norm_slope_and_error_of_the_wild_solution():
    before, after = fits(540, True), over_seeds(experiments.trained_on, 1e-3, 540, True)
    assert (norms(after) < norms(before)).all()
    assert np.mean(slopes(after) < slopes(before)) > 0.8
    assert np.mean(all_errors(after) < all_errors(before)) > 0.8
    assert np.median(all_errors(after)) < 0.7 * np.median(all_errors(before))
    assert np.mean(perfect(after)) > 0.7


@needs_kernels
def test_weight_decay_during_training_shrinks_the_norm_always_and_the_error_more_often_than_not():
    fell = []
    for draw in DRAWS:
        plain, decayed = (
            over_seeds(experiments.with_decay, decay, experiments.samples(draw), seeds=range(16))
            for decay in (0.0, 1e-4)
        )
        share = norms(decayed) / norms(plain)
        assert np.median(share) < 0.5
        assert share.max() < 0.9
        fell.extend(all_errors(decayed) < all_errors(plain))
    assert np.mean(fell) > 0.5
