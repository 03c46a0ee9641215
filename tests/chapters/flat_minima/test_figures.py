"""The figures of notebook 09 show what their labels say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.flat_minima.experiments import DATA, DEEP, NET, TEN
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
        assert left.labels[-1] == "average"
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
            last = np.linalg.eigvalsh(dl.mean_hessian(NET, run.theta, DATA.x, DATA.y))[-1]
            assert lines.values[-1] == pytest.approx(last)
            assert lines.x[-1] == 30_000 and lines.hlines == {"2/lr": 2 / lr}


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
def test_loss_slopes_and_residuals_fall_together_for_the_chosen_seed():
    with Page(PAGE, ZERO) as page:
        curves = page.figure("seed").set(seed=1).results[0]
    assert curves.labels == ("mean loss f", "rms of ‖∇f_i‖", "rms of the residuals")
    loss, slope, residual = curves.values
    assert np.allclose(residual**2 / 2, loss)
    start = dl.initialize(DEEP, seed=1, scale=0.5)
    assert loss[0] == pytest.approx(dl.objective(DEEP, start, TEN.x, TEN.y) / TEN.N)
    assert slope[0] == pytest.approx(dl.rms_gradient_norm(DEEP, start, TEN.x, TEN.y))
