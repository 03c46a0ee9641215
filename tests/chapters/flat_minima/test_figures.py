"""The figures of notebook 09 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.flat_minima import questions
from dlcourse.chapters.flat_minima.experiments import (
    DATA,
    DEEP,
    MEASURES,
    NET,
    TEN,
    of_perfect_fit,
    solution,
)
from dlcourse.chapters.flat_minima.measures import mean_perturbed_loss
from dlcourse.chapters.flat_minima.models import SHIFTS, Individuals
from tests.pages import Page, sections

PAGE = "09_flat_minima"
COVER, SHIFT, BEHIND, NETWORKS, FITS, ZERO = sections(PAGE)
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
    assert bars.labels == ("sharp\nminimum", "flat\nminimum")
    assert np.allclose(bars.values, np.interp([-1, 1], curves.x, test), atol=2e-3)


def test_the_cover_shows_so_many_single_losses_and_the_average_of_all():
    with Page(PAGE, COVER) as page:
        figure = page.figure("losses")
        few = figure.set(losses=3, strength=0.8).results[0]
        assert np.isfinite(few.values[:4]).all() and np.isnan(few.values[4:]).all()
        every = figure.set(losses=10).results[0].values
        assert np.allclose(np.mean(every[1:], axis=0), every[0])
        assert np.array_equal(few.values[0], every[0])  # of all ten, however many are shown
        assert few.labels[:4] == ("average", *3 * ["single losses"])  # drawn over the average
        average, *single = (look["linewidth"] for look in figure.panels[0].looks)
        assert max(single) < average
        other = figure.set(seed=1).results[0].values
        assert not np.allclose(other[1:], every[1:])
        assert np.ptp(figure.set(strength=0.0).results[0].values[1:], axis=0).max() < 1e-12
        for label, scene in figure.scenes.items():
            assert scene == dict(losses=int(re.search(r"(\d+) of 10 losses", label)[1]))


@pytest.mark.parametrize("kind", SHIFTS)
def test_one_test_is_shown_and_two_hundred_are_counted(kind):
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts").set(strength=0.8, shifts=kind, spread=0.2, seed=3)
        curves, dots = figure.results
        losses = Individuals(10, 0.8, 3)
        tau = losses.shifts(kind, 0.2, 200)
        for single, shift, i in zip(curves.values[:10], tau[0], range(10), strict=True):
            assert np.allclose(single, losses(curves.x + shift)[i])
        assert curves.labels[-2:] == ("training", "test")
        assert np.allclose(curves.values[-2], losses(curves.x).mean(axis=0))
        assert np.allclose(curves.values[-1], np.mean(curves.values[:10], axis=0))
        assert curves.vlines == {"spread": pytest.approx(1.2)}
        tests = losses.mean_test_losses(np.array([-1.0, 1.0]), tau)
        assert dots.labels == ("left minimum", "right minimum")
        assert np.allclose(np.transpose(dots.groups["a test"]), tests - losses.level)
        assert np.allclose(dots.middles["a test"], np.mean(tests, axis=0) - losses.level)
        there = [np.interp(t, curves.x, curves.values[-1] - curves.values[-2]) for t in (-1, 1)]
        assert np.allclose(np.ravel(dots.groups["the test on the left"]), there, atol=2e-3)


def test_scenes_of_the_shifts_set_what_their_names_say():
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts")
        for label, scene in figure.scenes.items():
            if kind := re.search("|".join(SHIFTS), label):
                assert scene == dict(shifts=kind[0])
            else:
                assert label == "wide shifts" and scene["spread"] > figure.controls["spread"].value


def test_the_leans_can_be_made_to_decide_and_do_not_at_the_start():
    with Page(PAGE, BEHIND) as page:
        figure = page.figure("shifts")

        def missing(**controls):
            figure.set(**controls)
            values = {name: widget.value for name, widget in figure.controls.items()}
            return questions.ONLY_LEANS.check(values, *figure.results)

        assert "at most 0.3" in missing()
        assert "times as much as on the left" in missing(strength=0.3)
        assert "independent ones" in missing(shifts="aligned")
        assert "Nothing is shifted" in missing(shifts="independent", spread=0.0)
        for seed in range(5):
            assert missing(spread=0.05, seed=seed) == ""


@fast
def test_curvatures_are_those_of_runs_with_the_named_batch():
    with Page(PAGE, NETWORKS) as page:
        lines = page.figure("lr").set(lr=0.05, seed=1).results[0]
    assert lines.labels == ("batch 30", "batch 10", "batch 3", "batch 1")
    assert lines.x[-1] == 30_000 and lines.hlines == {"2/lr": 2 / 0.05}
    for row, batch in zip(lines.values, (30, 10, 3, 1), strict=True):
        run = dl.trained(
            NET, DATA, seed=1, epochs=1000 * batch, optimizer=dl.GradientDescent(0.05),
            batch_size=batch, snapshots=30,
        )  # fmt: skip
        for k in (0, -1):
            hessian = dl.mean_hessian(NET, run.thetas[k], DATA.x, DATA.y)
            assert row[k] == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=0.02)


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
def test_dots_over_seeds_are_of_the_named_batch_and_measure_and_their_errors_beside_them():
    with Page(PAGE, NETWORKS) as page:
        dots, errors = page.figure("measure").set(measure="‖θ‖²", lr=0.1).results
    assert dots.labels == errors.labels == ("batch\n30", "batch\n10", "batch\n3", "batch\n1")
    assert (dots.ylabel, errors.ylabel) == ("‖θ‖²", "error to the truth")
    runs = dl.train(
        NET, DATA, seed=range(8), epochs=3000, optimizer=dl.GradientDescent(0.1),
        batch_size=3, snapshots=1,
    )  # fmt: skip
    assert np.allclose(dots.groups[""][2], np.sum(runs.theta**2, axis=-1))
    assert dots.middles[""][2] == np.median(dots.groups[""][2])
    assert np.allclose(errors.groups[""][2], [dl.curve(NET, t, DATA).rms_error for t in runs.theta])


@fast
def test_dots_of_perfect_fits_are_of_the_named_kind():
    with Page(PAGE, FITS) as page:
        dots, errors = page.figure("seeds").set(measure="‖θ‖²", seeds=3).results
    assert dots.labels == errors.labels == ("72\nfair", "595\nfair", "540\nwild")
    for target, points in zip((72, 595, 540), dots.groups[""], strict=True):
        assert 1 <= len(points) <= 3 and np.allclose(points, target, rtol=0.15)
    assert errors.ylabel == "error to the truth"
    assert errors.middles[""][2] > errors.middles[""][0]


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
def test_single_slopes_their_mean_and_that_of_the_average_are_those_of_the_epoch_and_seed():
    start = dl.initialize(DEEP, seed=4, scale=0.5)
    with Page(PAGE, ZERO) as page:
        figure = page.figure("epoch")
        fit, curves = figure.set(seed=4, epoch=0).results
        assert np.array_equal(fit.u, DEEP(start, fit.x[None])[0])
        single, mean, whole = curves.values
        for i in range(TEN.N):
            own = dl.gradient(DEEP, start, TEN.x[:, [i]], TEN.y[:, [i]])
            assert single[i] == pytest.approx(np.linalg.norm(own))
        assert np.allclose(mean, single.mean())
        total = dl.gradient(DEEP, start, TEN.x, TEN.y) / TEN.N
        assert np.allclose(whole, np.linalg.norm(total))
        fit, curves = figure.set(epoch=20_000).results
        assert fit.train_loss <= 1e-12 and np.max(curves.values) < 1e-3
