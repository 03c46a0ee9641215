"""The figures of notebook 09 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.flat_minima.experiments import (
    DATA,
    DEEP,
    MEASURES,
    NET,
    SHIFTS,
    TEN,
    Individuals,
    of_perfect_fit,
    solution,
)
from dlcourse.chapters.flat_minima.measures import mean_perturbed_loss
from tests.pages import Page, sections

PAGE = "09_flat_minima"
SHIFT, BEHIND, NETWORKS, FITS, ZERO, _ = sections(PAGE)
fast = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)


def test_the_test_curve_is_the_training_curve_moved_to_the_right():
    with Page(PAGE, SHIFT) as page:
        curves, bars = page.figure("shift").set(shift=0.3).results
    training, test = curves.values
    assert curves.labels == ("training", "test")
    inside = curves.x < 2
    moved = np.interp(curves.x[inside] + 0.3, curves.x, test)
    assert np.allclose(training[inside], moved, atol=2e-3)
    assert training[np.abs(curves.x + 1).argmin()] < 1e-3
    assert bars.labels == ("sharp minimum", "flat minimum")
    assert np.allclose(bars.values, np.interp([-1, 1], curves.x, test), atol=2e-3)


def test_individual_losses_and_their_tests():
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts")
        left, right, bars = figure.set(shown=3, strength=0.8, shifts="same", reach=0.2).results
        assert np.isfinite(left.values[:3]).all() and np.isnan(left.values[3:10]).all()
        every = figure.set(shown=10).results[0].values
        assert np.allclose(np.mean(every[:10], axis=0), every[10])
        assert np.array_equal(left.values[10], every[10])  # of all ten, however many are shown
        assert left.labels[-1] == "average"
        *single, average = (look["linewidth"] for look in figure.panels[0].looks)
        assert max(single) < average
        low, middle, high = (np.array(rows) for rows in (right.low, right.values, right.high))
        assert np.all(low <= middle) and np.all(middle <= high)
        ends = [np.interp([-1, 1], right.x, row[0]) for row in (right.values, right.low)]
        assert bars.labels == ("left", "right")
        assert np.allclose(bars.values, ends[0], atol=2e-3)
        assert np.allclose(bars.low, ends[1], atol=2e-3)
        still = figure.set(reach=0.0).results[1]
        assert np.allclose(still.low, still.high)
        other = figure.set(seed=1, reach=0.2).results[0].values
        assert not np.allclose(other[:10], every[:10])
        assert np.ptp(figure.set(strength=0.0).results[0].values[:10], axis=0).max() < 1e-12


@pytest.mark.parametrize("kind", SHIFTS)
def test_test_losses_are_those_of_the_named_shifts(kind):
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts").set(strength=0.8, shifts=kind, reach=0.2, seed=3)
        _, right, bars = figure.results
    losses = Individuals(10, 0.8, 3)
    tests = losses.mean_test_losses(right.x, losses.shifts(kind, 0.2, 200))
    assert np.allclose(right.values[0], tests.mean(axis=0))
    assert np.allclose(right.high[0], tests.max(axis=0))
    assert np.allclose(bars.high, np.interp([-1, 1], right.x, right.high[0]), atol=2e-3)


def test_scenes_of_the_individual_losses_set_what_their_names_say():
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts")
        for label, scene in figure.scenes.items():
            if count := re.search(r"(\d+) of 10 losses", label):
                assert scene == dict(shown=int(count[1]), shifts="none")
            elif kind := re.search("|".join(SHIFTS), label):
                assert scene == dict(shifts=kind[0])
            else:
                assert label == "wide shifts" and scene["reach"] > figure.controls["reach"].value


@fast
def test_the_curvature_is_that_of_the_run_whose_fit_is_shown():
    with Page(PAGE, NETWORKS) as page:
        figure = page.figure("batch")
        for batch, lr, seed in ((30, 0.1, 0), (3, 0.05, 1)):
            fit, lines = figure.set(batch=batch, lr=lr, seed=seed).results
            run = dl.trained(
                NET, DATA, seed=seed, epochs=1000 * batch, optimizer=dl.GradientDescent(lr),
                batch_size=batch, snapshots=30,
            )  # fmt: skip
            assert np.array_equal(fit.u, NET(run.theta, fit.x[None])[0])
            for k in (3, -1):
                hessian = dl.mean_hessian(NET, run.thetas[k], DATA.x, DATA.y)
                assert lines.values[k] == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=0.02)
            assert lines.x[-1] == 30_000 and lines.hlines == {"2/lr": 2 / lr}


def test_each_measure_is_the_number_that_is_named():
    theta = dl.train(NET, DATA, seed=0, epochs=200, snapshots=1).theta
    found = {name: measure(NET, theta, DATA) for name, measure in MEASURES.items()}
    at = (NET, theta, DATA.x, DATA.y)
    slopes = dl.per_sample_gradients(*at)
    curve = dl.curve(NET, theta, DATA)
    assert found["λₘₐₓ"] == pytest.approx(np.linalg.eigvalsh(dl.mean_hessian(*at))[-1], rel=0.02)
    assert found["individual slope"] == pytest.approx(np.sqrt(np.mean(np.sum(slopes**2, axis=-1))))
    assert found["loss after a push"] == mean_perturbed_loss(*at) > curve.train_loss
    assert found["‖θ‖²"] == pytest.approx(np.sum(theta**2))
    assert found["error to the truth"] == curve.rms_error
    assert found["largest slope"] == pytest.approx(curve.slope)


@fast
def test_bars_over_seeds_are_of_the_named_batch_and_measure():
    with Page(PAGE, NETWORKS) as page:
        figure = page.figure("measure")
        bars = figure.set(measure="‖θ‖²", lr=0.1).results[0]
        assert bars.labels == ("batch 30", "batch 10", "batch 3", "batch 1")
        runs = dl.train(
            NET, DATA, seed=range(8), epochs=3000, optimizer=dl.GradientDescent(0.1),
            batch_size=3, snapshots=1,
        )  # fmt: skip
        assert np.allclose(bars.points[2], np.sum(runs.theta**2, axis=-1))
        assert bars.values[2] == np.median(bars.points[2])


@fast
def test_bars_of_perfect_fits_are_of_the_named_kind():
    with Page(PAGE, FITS) as page:
        figure = page.figure("seeds")
        bars = figure.set(measure="‖θ‖²", seeds=3).results[0]
    assert bars.labels == ("72 fair", "595 fair", "540 wild")
    for target, points in zip((72, 595, 540), bars.points, strict=True):
        assert 1 <= len(points) <= 3 and np.allclose(points, target, rtol=0.15)


@fast
def test_the_noise_draws_the_points_of_a_perfect_fit():
    theta, data = solution(72, False, 0, noise=3), dl.sine(10, seed=3)
    assert dl.curve(DEEP, theta, data).train_loss <= dl.FITTED
    slope = of_perfect_fit("individual slope", 72, False, seed=0, noise=3)
    assert slope == dl.rms_gradient_norm(DEEP, theta, data.x, data.y)


@fast
def test_what_does_not_fit_is_no_solution(monkeypatch):
    monkeypatch.setattr(dl, "FITTED", 0.0)
    assert solution.__wrapped__(72, False, 0) is None


@fast
def test_loss_slopes_and_residuals_fall_together_for_the_chosen_seed():
    with Page(PAGE, ZERO) as page:
        curves = page.figure("seed").set(seed=1).results[0]
    assert curves.labels == ("mean loss f", "rms of ‖∇f_i‖", "rms of the residuals")
    loss, slope, residual = curves.values
    assert np.allclose(residual**2 / 2, loss)
    assert curves.x[-1] > 2000  # the draft's last epoch
    start = dl.initialize(DEEP, seed=1, scale=0.5)
    assert loss[0] == pytest.approx(dl.objective(DEEP, start, TEN.x, TEN.y) / TEN.N)
    assert slope[0] == pytest.approx(dl.rms_gradient_norm(DEEP, start, TEN.x, TEN.y))
