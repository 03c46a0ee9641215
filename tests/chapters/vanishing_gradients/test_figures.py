"""The figures of notebook 11 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.vanishing_gradients import exercises
from dlcourse.chapters.vanishing_gradients.experiments import DATA, SIGMAS, X, Y, draws
from dlcourse.chapters.vanishing_gradients.pictures.curves import _until_it_ends
from tests.pages import figures_by_controls

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
PAGE = "11_vanishing_gradients"


@pytest.fixture(scope="module")
def figure():
    yield from figures_by_controls(PAGE)


def test_powers_are_those_of_alpha(figure):
    (curves,) = figure("alpha").set(alpha=1.1).results
    assert np.allclose(curves.values[0], 1.1**curves.x) and curves.hlines == {"level": 1}
    assert np.array_equal(curves.x, np.arange(1, 51))


def lengths(net, theta, y):
    """‖z_j‖ and ‖δ_j‖ for one θ (P,) by the plain recursion, δ_{n+1} = m(x) − y."""
    W, _ = net.unpack(theta)
    z = [np.random.default_rng(1).normal(size=(net.widths[0], 1))]
    v = []
    for j in range(1, net.depth + 1):
        v.append(W[j] @ z[-1])
        z.append(net.sigma[j](v[-1]))
    delta = [y]
    for j in range(net.depth, 0, -1):
        delta.append(W[j].T @ (delta[-1] * net.sigma[j].prime(v[j - 1])))
    return [np.linalg.norm(part) for part in z], [np.linalg.norm(part) for part in delta[::-1]]


@pytest.mark.parametrize("sigma", [dl.RELU, dl.TANH], ids=["ReLU", "Tanh"])
def test_blue_is_the_signal_and_the_gradient_runs_back(figure, sigma):
    cover = figure("gain").set(gain=1.3, sigma=sigma, n=12, seed=2)
    (curves,) = cover.results
    assert curves.labels[-2:] == ("‖zⱼ‖ / ‖z₁‖", "‖δⱼ‖ / ‖δₙ₊₁‖") and curves.x[-1] == 13
    net = dl.Network((50,) * 13, sigma)
    theta = dl.initialize(net, "he", seed=16, scale=1.3 / np.sqrt(2))
    rng = np.random.default_rng(1)
    last = (rng.normal(size=(50, 1)), rng.normal(size=(50, 1)))[1]
    z, delta = lengths(net, theta, last)
    assert np.allclose(curves.values[0], np.array(z) / z[0])
    assert np.allclose(curves.values[8], np.array(delta) / delta[-1])
    assert np.allclose(curves.values[16], np.median(curves.values[:8], axis=0))
    assert np.allclose(curves.values[17], np.median(curves.values[8:16], axis=0))
    assert "12 layers multiply" in cover.sentence


def test_the_challenge_is_reached_where_both_ends_are_alive_and_only_there(figure):
    cover, check = figure("gain").reset(), exercises.FIFTY_LAYERS.check

    def missing(**setting):
        cover.set(**setting)
        controls = {name: widget.value for name, widget in cover.controls.items()}
        return check(controls, *cover.results)

    assert "‖z₅₁‖" in missing() and "too small" in missing()
    assert "too large" in missing(gain=2.0)
    assert missing(gain=1.42) == ""
    assert "take 50" in missing(n=20)
    assert "too large" in missing(n=50, sigma=dl.TANH, gain=1.8)
    assert missing(gain=1.2) == ""


def test_the_rules_put_the_size_that_they_name_at_one_over_L(figure):
    (level,) = figure("rule").set(rule="root mean square", L=0.5**0.5, n=20, seed=1).results
    net = dl.Network((100,) * 21, dl.RELU)
    theta = dl.initialize(net, "he", seed=8)
    rng = np.random.default_rng(1)
    last = (rng.normal(size=(100, 1)), rng.normal(size=(100, 1)))[1]
    z, delta = lengths(net, theta, last)
    assert np.allclose(level.values[0], np.array(z) / z[0])
    assert np.allclose(level.values[8], np.array(delta) / delta[-1])
    (small,) = figure("rule").set(rule="norm", L=0.5).results
    assert np.allclose(small.values[8][0], level.values[8][0] / 2**10)  # g = 1, not √2
    assert "‖δⱼ‖ by about 0.7" in figure("rule").sentence


@pytest.mark.parametrize("residual", [False, True])
def test_states_stand_left_and_gradients_right_for_the_chosen_network(figure, residual):
    setting = dict(sigma=dl.TANH, n=7, norm=2.0, residual=residual, factor=0.5, seed=1)
    skips = figure("residual", "bias")
    ahead, back = skips.set(**setting, bias=0.0).results
    net = dl.Network((10,) * 8, dl.scaled(dl.TANH, 0.5), residual)
    theta = 2.0 * dl.initialize(net, "spectral", seed=range(30, 60))
    z, delta = dl.state_norms(net, theta, X, Y)
    for curves, sizes in ((ahead, z), (back, delta / delta[:, -1:])):
        assert np.allclose(curves.values[:30], sizes)
        assert np.allclose(curves.values[30], np.median(sizes, axis=0))
        assert curves.labels[30:] == ("median of 30 networks", "bound")
        assert np.all(curves.values[31] >= sizes * (1 - 1e-12))
        low, high = curves.limits
        assert low <= curves.values[30].min() <= curves.values[30].max() <= high
    shifted = skips.set(bias=1.0).results[0]
    assert not np.allclose(shifted.values[30], ahead.values[30])
    left, right = (panel.ylabel for panel in skips.panels)
    assert "zⱼ" in left and "δⱼ" in right


def test_biases_have_about_the_length_that_is_named():
    net = dl.Network((10,) * 21)
    b = [net.unpack(draws(net, 1.0, bias=2.0, seed=seed))[1] for seed in (0, 1)]
    lengths = [np.linalg.norm(b[0][j], axis=(-2, -1)) for j in range(1, 21)]
    assert np.median(lengths) == pytest.approx(2, rel=0.1)
    assert not np.allclose(b[0][1], b[1][1])


def test_plain_layers_have_the_lectures_estimate(figure):
    plain = next(f for f in figure.all if "factor" in f.controls and "bias" not in f.controls)
    (curves,) = plain.reset().results
    assert curves.labels[30:] == ("median of 30 networks", "the lecture's estimate")
    assert np.allclose(curves.values[31], 0.25 ** (21 - curves.x))
    assert np.all(curves.values[:30, 19] > curves.values[31, 19])  # at j = n it does not hold
    assert plain.sentence.startswith("The gradient arrives multiplied by 1.2·10⁻¹⁷ (median)")
    (steep,) = plain.set(sigma=dl.RELU, factor=0.5, norm=3.0, n=4).results
    assert np.allclose(steep.values[31], 1.5 ** (5 - steep.x))
    net = dl.Network((10,) * 5, dl.scaled(dl.RELU, 0.5))
    _, delta = dl.state_norms(net, draws(net, 3.0), X, Y)
    assert np.allclose(steep.values[:30], delta / delta[:, -1:])


def test_each_mean_slope_is_that_of_its_activation(figure):
    slopes = figure("s")
    left, primes = slopes.set(sigma="SELU", s=2.0).results
    assert primes.labels == ("sigmoid", "Tanh", "ReLU", "ELU", "SELU")
    normal = np.random.default_rng(0).normal(size=100_000)
    for name, row in zip(primes.labels, primes.values, strict=True):
        drawn = [np.mean(SIGMAS[name].prime(s * normal)) for s in primes.x[::20]]
        assert np.allclose(row[::20], drawn, atol=0.01)
    ((k, s, y),) = primes.marks
    assert (primes.labels[k], s) == ("SELU", 2.0)
    assert y == pytest.approx(left.hlines["mean slope"], abs=2e-3)
    assert y == pytest.approx(np.mean(SIGMAS["SELU"].prime(2.0 * normal)), abs=0.01)
    rows = dict(zip(left.labels, left.values, strict=True))
    assert np.allclose(rows["σ′(v) of SELU"], SIGMAS["SELU"].prime(left.x))
    assert np.isnan([row for k, row in enumerate(left.values) if k not in (0, 5)]).all()
    wide = rows["how often v occurs"] > np.exp(-0.5)
    assert left.x[wide].max() == pytest.approx(2.0, abs=0.03)  # one standard deviation


def test_singular_values_are_those_of_the_drawn_matrices(figure):
    (spectra,) = figure("n", "m", "seed").set(n=10, m=1000, seed=2).results
    first = np.random.default_rng([20, 10, 1000]).normal(size=(1000, 10))
    s = np.linalg.svd(first / (np.sqrt(10) + np.sqrt(1000)), compute_uv=False) / 0.5
    assert np.allclose(spectra.values[0], s) and spectra.values.shape == (10, 10)
    assert spectra.hlines["1/L"] == 2.0 and spectra.labels[0] == "10 draws"
    assert spectra.hlines["average"] == pytest.approx(np.mean(spectra.values))
    squares = spectra.hlines["root mean square"] ** 2
    assert squares == pytest.approx(np.mean(spectra.values**2))


def test_each_loss_curve_is_that_of_its_activation(figure):
    setting = dict(n=5, residual=True, scale=0.5, seed=4)
    losses, first = figure("n", "scale").set(**setting).results
    assert losses.labels == first.labels == tuple(SIGMAS)
    for name in ("Tanh", "ReLU"):
        net = dl.Network((1, 8, 8, 8, 8, 1), SIGMAS[name], residual=True)
        run = dl.train(net, DATA, seed=4, epochs=3000, optimizer=dl.Adam(3e-3), scale=0.5)
        k = losses.labels.index(name)
        assert np.array_equal(losses.values[k], run.losses)
        norms = dl.mean_loss_gradient_norms(net, run.thetas[0], DATA.x, DATA.y)
        assert np.allclose(first.values[k], norms)


RULES = {
    "nothing": {},
    "‖Wⱼ‖₂ ≤ c": dict(bound=dl.WeightBound("spectral", 0.7)),
    "Frobenius norm ≤ c": dict(bound=dl.WeightBound("frobenius", 0.7)),
    "entries": dict(bound=dl.WeightBound("elements", 0.7)),
}


@pytest.mark.parametrize("keep", RULES)
def test_the_constraint_that_is_named_is_kept(figure, keep):
    fit, lines = figure("keep").set(keep=keep, c=0.7, seed=1).results
    net = dl.Network((1, *[8] * 7, 1), dl.LEAKY_RELU)
    run = dl.train(net, DATA, seed=1, epochs=1000, optimizer=dl.Adam(1e-2), **RULES[keep])
    assert np.array_equal(fit.u, net(run.theta, fit.x[None])[0])
    assert lines.hlines == {"c": 0.7} and lines.labels == ("‖Wⱼ‖₂",)
    norms = lines.values[0]
    assert np.allclose(norms, dl.operator_norms(net, run.theta))
    assert (norms.max() <= 0.7 + 1e-9) == ("bound" in RULES[keep])
    assert (fit.slope <= 0.7**8 * (1 + 1e-9)) == ("bound" in RULES[keep])


def test_eight_trainings_without_clipping_and_eight_with(figure):
    exploding = figure("clip").set(clip=True, c=2.0, lr=0.05, n=5, seed=1)
    losses, gradients = exploding.results
    net = dl.Network((1, 8, 8, 8, 8, 1), dl.LEAKY_RELU, residual=True)
    free, clipped = (
        dl.train(
            net, DATA, seed=range(8, 16), epochs=2000, optimizer=dl.GradientDescent(0.05), **how
        )
        for how in ({}, {"clipping": dl.GradientClipping("norm", 2.0)})
    )
    assert losses.labels == ("without clipping",) * 8 + ("with clipping",) * 8
    assert len(losses.values) == 16
    for run, rows, sizes in ((free, losses.values[:8], gradients.values[:8]),
                             (clipped, losses.values[8:], gradients.values[8:])):  # fmt: skip
        there = np.searchsorted(losses.x, run.epochs + 1)
        for k, row in enumerate(rows):
            ok = np.isfinite(run.losses[k])
            assert np.allclose(row[there][ok], run.losses[k][ok])
        g = dl.gradient(net, run.thetas[:, 0], DATA.x, DATA.y) / DATA.N
        assert np.allclose(sizes[:, 0], np.linalg.norm(g, axis=-1))
    assert gradients.hlines == {"c": 2.0} and losses.hlines == {}
    assert len(exploding.set(clip=False).results[0].values) == 8
    assert "8 of 8 diverged" in exploding.set(lr=0.02, n=20, seed=0).sentence
    assert "with clipping none of 8 diverged" in exploding.set(clip=True).sentence


def test_a_training_that_diverges_leaves_the_picture_and_ends():
    steps = np.arange(1, 8)
    row = _until_it_ends(steps, np.array([1, 2, 4, 6]), np.array([2.0, 4, 8, np.nan]))
    assert np.allclose(row[:4], [2, 4, 6, 8]) and row[4] == np.inf and np.isnan(row[5:]).all()
    row = _until_it_ends(steps, np.array([1, 3]), np.array([2.0, 6]))
    assert np.allclose(row[:3], [2, 4, 6]) and np.isnan(row[3:]).all()


def test_every_method_bounds_the_norm_or_finds_it(figure):
    values, costs = figure("steps").set(steps=200, cost="operations", seed=3).results
    k = list(values.x).index(30)
    W = np.random.default_rng(3).normal(size=(30, 30)) / (2 * np.sqrt(30))
    found = dict(zip(values.labels, values.values[:, k], strict=True))
    norm = np.linalg.svd(W, compute_uv=False)[0]
    assert found["power iteration"] == pytest.approx(1, rel=1e-3)
    assert found["Frobenius"] == pytest.approx(np.sqrt(np.sum(W**2)) / norm)
    assert found["entries"] == pytest.approx(30 * np.abs(W).max() / norm)
    assert "For n = 1000 the Frobenius norm is 16 times the norm" in figure("steps").sentence
    spent = dict(zip(costs.labels, costs.values[:, k], strict=True))
    operations = {
        "SVD": 8 / 3 * 30**3,
        "power iteration": 800 * 30**2,
        "Frobenius": 2 * 30**2,
        "entries": 30**2,
    }
    assert spent == pytest.approx(operations) and costs.ylabel == "cost in operations"
    assert figure("steps").set(cost="milliseconds").results[1].ylabel == "cost in milliseconds"


def said(label):
    """{sign: number} of what a scene's name gives as "sign = number"."""
    return {sign: float(number) for sign, number in re.findall(r"(\S+) = ([\d.]+)", label)}


SIGNS = {"σ′": "factor", "α": "factor", "‖Wⱼ‖": "norm", "‖bⱼ‖": "bias", "n": "n", "s": "s",
         "g": "gain", "nⱼ": "n", "nⱼ₊₁": "m"}  # fmt: skip


def test_scenes_set_what_their_names_say(figure):
    for label, scene in figure("alpha").scenes.items():
        assert said(label) == {"α": scene["alpha"]}
    of_layers = [one for one in figure.all if {"sigma", "seed"} <= set(one.controls)]
    assert len(of_layers) == 3
    for one in (*of_layers, figure("m"), figure("s")):
        for label, scene in one.scenes.items():
            wanted = {**{name: one._scenes.defaults[name] for name in one.controls}, **scene}
            for sign, number in said(label).items():
                assert wanted[SIGNS[sign]] == number, label
            for name in set(SIGMAS) & set(re.findall(r"\w+", label)):
                assert wanted["sigma"] in (SIGMAS[name], name), label
            if "residual" in one.controls:
                assert wanted["residual"] == ("plain" not in label), label
    norm, average, root = figure("rule").scenes.values()
    assert (norm, average) == ({}, {"rule": "average"})
    assert root == {"rule": "root mean square", "L": 0.5**0.5}
    for label, scene in figure("n", "residual", "scale").scenes.items():
        assert f"{scene['n']} layers" in label and scene["residual"] == ("residual" in label)
    for label, scene in figure("clip").scenes.items():
        assert scene.get("clip", True) == ("no clipping" not in label)
        assert f"‖g‖ ≤ {scene.get('c', 1.0):g}" in label or not scene.get("clip", True)
    assert figure("clip").scenes["learning rate 0.001, no clipping"]["lr"] == 0.001
    for label, scene in figure("steps").scenes.items():
        assert label == f"{scene.get('steps', 20)} steps"
