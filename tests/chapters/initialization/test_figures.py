"""The figures of notebook 12 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.initialization import exercises, experiments, measures, pictures
from dlcourse.chapters.initialization.experiments import DATA, OPTIMIZERS, RULES, SIGMAS
from tests.pages import figures_by_controls

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
PAGE = "12_initialization"


@pytest.fixture(scope="module")
def figure():
    yield from figures_by_controls(PAGE)


def fifty(sigma):
    return dl.Network((1, *[20] * 49, 1), sigma)


def start(net, c, seed):
    """Entries of W_j from N(0, c/n_j), layer by layer; no biases."""
    rng, theta = np.random.default_rng(seed), np.zeros(net.n_params)
    for W in net.unpack(theta)[0][1:]:
        W[...] = rng.normal(size=W.shape) * np.sqrt(c / W.shape[1])
    return theta


def test_the_first_figure_shows_the_eight_starts_and_their_losses(figure):
    cover = next(one for one in figure.all if set(one.controls) >= {"c", "seed"}
                 and "optimizer" not in one.controls)  # fmt: skip
    v, gradients, curves = cover.set(c=2.0, sigma=dl.TANH, seed=1).results
    net = fifty(dl.TANH)
    thetas = np.array([start(net, 2.0, seed) for seed in range(8, 16)])
    sizes = np.abs(net.unpack(thetas)[0][1] @ DATA.x)  # v_1
    assert v.median[0] == pytest.approx(np.median(sizes))
    assert len(v.median) == len(gradients.median) == 50 and v.c == 2.0
    dW, _ = net.unpack(dl.gradient(net, thetas, DATA.x, DATA.y) / DATA.N)
    assert gradients.median[9] == pytest.approx(np.median(np.abs(dW[10])))
    how = dict(epochs=300, optimizer=dl.GradientDescent(0.01), snapshots=60)
    run = dl.train(net, DATA, seed=range(8), theta0=thetas, **how)
    assert curves.labels == ("8 networks",) * 8 and curves.hlines == {"goal: 0.1": 0.1}
    assert np.allclose(curves.values, run.losses, rtol=1e-6)
    learnt = np.sum(run.losses[:, -1] < 0.1)
    assert cover.sentence.startswith(f"{learnt} of 8 networks learn")


def test_a_training_that_explodes_leaves_the_picture_and_ends():
    answers = [np.array([1.0, 5.0, np.nan]), np.array([1.0, 0.5, 0.2, 0.05])]
    curves = pictures.losses(answers, np.arange(4))
    assert np.isinf(curves.values[0, 2]) and np.isnan(curves.values[0, 3])
    assert pictures.words.ended(curves) == (2, 1, 1)
    assert pictures.how_many_learn(None, None, curves) == "1 of 2 networks learn, 1 explodes."
    assert pictures.words.ended(pictures.losses([], np.arange(4))) == (0, 0, 0)


def test_the_challenge_is_reached_with_hes_variance_and_relu_only(figure):
    check = exercises.FIFTY_LAYERS.check
    cover = next(one for one in figure.all if set(one.controls) >= {"c", "seed"}
                 and "optimizer" not in one.controls).reset()  # fmt: skip

    def missing(**setting):
        cover.set(**setting)
        controls = {name: widget.value for name, widget in cover.controls.items()}
        return check(controls, *cover.results)

    assert "0 of 8 learn" in missing(seed=0)
    assert missing(c=2.0) == ""
    assert "explode" in missing(c=3.0)
    assert "take ReLU" in missing(c=1.0, sigma=dl.TANH)


def test_the_histograms_are_those_after_so_many_steps(figure):
    steps = figure("step", "optimizer")
    shown = steps.set(c=2.0, sigma=dl.RELU, optimizer="Adam", step=7, seed=3).results
    net = fifty(dl.RELU)
    how = dict(epochs=100, optimizer=OPTIMIZERS["Adam"], theta0=start(net, 2.0, 3))
    run = dl.train(net, DATA, **how)
    for layers, name in zip(shown, ("v", "z", "g"), strict=True):
        for theta, medians in ((run.thetas[0], layers.before), (run.at(7), layers.median)):
            values = measures.states(net, theta, DATA.x, DATA.y)[name]
            wanted = [np.median(np.abs(part[part != 0])) for part in values]
            assert np.allclose(medians, wanted, rtol=1e-6)
    assert shown[0].between is not None and shown[2].between is None
    labels = [panel.ylabel for panel in steps.panels]
    assert "vⱼ" in labels[0] and "zⱼ" in labels[1] and "∂f/∂Wⱼ" in labels[2]
    before = steps.set(step=0).results
    assert all(np.array_equal(one.before, one.median, equal_nan=True) for one in before)
    assert "1 times that before step 1" in steps.sentence
    steps.set(c=4.0, optimizer="gradient descent", step=5)
    assert "exploded" in steps.sentence


def test_a_column_of_colours_stands_where_the_numbers_are(figure):
    steps = figure("step", "optimizer").set(c=1.0, sigma=dl.TANH, step=0, seed=0)
    panel, layers = steps.panels[0], steps.results[0]
    pixels = np.asarray(panel._image.get_array())
    assert pixels.shape[:2] == layers.share.shape
    assert np.array_equal(pixels[..., 3] > 0, layers.share > 0)
    left, right, low, high = panel._image.get_extent()
    assert (left, right) == (0.5, 50.5) and (low, high) == layers.limits
    j, heights = panel._lines["median"].get_data()
    assert np.array_equal(j, np.arange(1, 51)) and np.allclose(10**heights, layers.median)


def test_the_histogram_is_that_of_the_drawn_matrices(figure):
    (curves,) = figure("n", "m").set(n=100, m=10, draws=3, L=0.5, seed=2).results
    drawn = []
    for seed in (6, 7, 8):
        W = np.random.default_rng(seed).normal(size=(10, 100)) / (np.sqrt(10) + np.sqrt(100))
        drawn.append(np.linalg.svd(W, compute_uv=False) / 0.5)
    heights, edges = np.histogram(np.concatenate(drawn), 90, (0, 4.5), density=True)
    middles = np.searchsorted(curves.x, 0.5 * (edges[1:] + edges[:-1]))
    assert np.allclose(curves.values[0][middles], heights)
    assert np.allclose(curves.values[1], measures.limit_density(curves.x, 100, 10, 0.5))
    assert curves.labels == ("3 draws", "limit for large matrices")
    assert curves.vlines == {"1/L": 2.0}


def test_the_tables_hold_norms_and_averages_of_each_shape(figure):
    norms, alphas = figure("draws", "L").set(L=0.25, draws=3, seed=1).results
    assert norms.labels == alphas.labels == (
        "100\n→ 1", "100\n→ 10", "100\n→ 100", "1000\n→ 1", "1000\n→ 100", "1000\n→ 1000",
    )  # fmt: skip
    for k, (n, m) in enumerate(experiments.SHAPES[:4]):
        for i, seed in enumerate((3, 4, 5)):
            W = np.random.default_rng(seed).normal(size=(m, n)) / (np.sqrt(n) + np.sqrt(m))
            s = np.linalg.svd(W, compute_uv=False)
            assert norms.groups[""][k][i] == pytest.approx(4 * s[0])
            assert alphas.groups[""][k][i] == pytest.approx(np.mean(s) / s[0])
    assert norms.hlines == {"1/L": 4.0}


def test_each_column_of_gains_is_that_of_its_rule(figure):
    (dots,) = figure("delta").set(sigma=dl.RELU, L=0.5, delta="random", seed=1).results
    assert dots.labels == tuple(RULES)
    net, rng = dl.Network((100,) * 31, dl.RELU), np.random.default_rng([10, 1])
    x, drawn = rng.normal(size=(2, 100, 4))
    theta = dl.initialize(net, "he", seed=10)
    z, delta = dl.state_norms(net, theta, x, net(theta, x) - drawn)
    ahead, back = (dots.groups[name][dots.labels.index("He")] for name in dots.groups)
    assert len(ahead) == 10
    assert ahead[0] == pytest.approx((z[29] / z[0]) ** (1 / 29))
    assert back[0] == pytest.approx((delta[0] / delta[29]) ** (1 / 29))
    (real,) = figure("delta").set(delta="z − y").results
    _, delta = dl.state_norms(net, theta, x, drawn)
    assert real.groups["‖δⱼ‖"][3][0] == pytest.approx((delta[0] / delta[29]) ** (1 / 29))
    assert "He; orthogonal × √2" in figure("delta").set(delta="random").sentence


def test_rules_scale_what_they_say():
    net = dl.Network((1, 60, 60, 1), dl.RELU)
    W = {r: net.unpack(experiments.ruled(net, r, 0.5, 0))[0] for r in RULES.values()}
    assert np.linalg.norm(W["lecture"][2], 2) == pytest.approx(2, rel=0.1)
    average = np.linalg.svd(W["average"][2], compute_uv=False).mean()
    assert average == pytest.approx(2, rel=0.1)
    assert np.allclose(W["average"][1], W["lecture"][1])  # one column: α = 1
    assert np.allclose(W["average"][3], W["lecture"][3])
    assert np.allclose(W["orthogonal"][2] @ W["orthogonal"][2].T, np.eye(60))
    assert np.allclose(W["orthogonal √2"][2], np.sqrt(2) * W["orthogonal"][2])
    assert np.array_equal(W["he"][2], net.unpack(dl.initialize(net, "he", seed=0))[0][2])
    doubled = net.unpack(experiments.ruled(net, "lecture", 0.25, 0))[0]
    assert np.allclose(doubled[2], 2 * W["lecture"][2])
    assert np.array_equal(doubled[3], W["lecture"][3])  # σ_n = Id: L = 1


def test_each_column_of_losses_is_that_of_its_rule(figure):
    losses = figure("optimizer", "L").set(sigma=dl.TANH, optimizer="Adam", L=0.5, seed=1)
    (dots,) = losses.results
    net = dl.Network((1, *[20] * 29, 1), dl.TANH)
    theta = dl.initialize(net, "glorot", seed=8)
    run = dl.train(net, DATA, epochs=300, optimizer=dl.Adam(1e-3), theta0=theta)
    assert dots.labels == tuple(RULES) and len(dots.groups[""][2]) == 8
    assert dots.groups[""][2][0] == pytest.approx(run.losses[-1], rel=1e-3)
    learnt = np.sum(dots.groups[""][2] < 0.1)
    assert f"{learnt} (Glorot)" in losses.sentence


def test_the_residual_curves_are_those_of_the_networks_and_the_slide(figure):
    (curves,) = figure("p").set(sigma=dl.TANH, p=1.5, seed=1).results
    assert curves.x.tolist() == [5, 10, 20, 40, 80]
    net = dl.Network((20,) * 11, dl.TANH, residual=True)
    x, last = np.random.default_rng(1).normal(size=(2, 20, 1))
    found = []
    for seed in range(10, 20):
        theta = start(net, 2 / 10**1.5, seed)
        z, delta = dl.state_norms(net, theta, x, net(theta, x) - last)
        found.append((z[9] / z[0], delta[0] / delta[9]))
    ahead, back = np.median(found, axis=0)
    assert curves.values[:2, 1] == pytest.approx([ahead, back])
    assert curves.values[2, 1] == pytest.approx((1 + 2 * np.sqrt(2 / 10**1.5)) ** 9)
    assert "layers" in figure("p").sentence


def test_losses_that_are_not_finite_count_as_infinite():
    dots = pictures.final_losses({"a": [1.0, float("nan"), float("inf")], "b": []})
    assert dots.groups[""][0].tolist() == [1.0, np.inf, np.inf]
    assert dots.middles[""][0] == np.inf and np.isnan(dots.middles[""][1])
    assert pictures.final_losses({"a": [], "b": []}) is None


def test_scenes_set_what_their_names_say(figure):
    for one in figure.all:
        for label, scene in one.scenes.items():
            wanted = {**{name: one._scenes.defaults[name] for name in one.controls}, **scene}
            for name in set(SIGMAS) & set(re.findall(r"\w+", label)):
                assert wanted["sigma"] is SIGMAS[name], label
            for name in set(OPTIMIZERS) & {part.strip() for part in label.split(",")}:
                assert wanted["optimizer"] == name, label
            for sign, said in re.findall(r"\b([cLp]) = ([\d./]+)", label):
                top, _, below = said.partition("/")
                assert wanted[sign] == pytest.approx(float(top) / float(below or 1)), label
            for said in re.findall(r"step (\d+)", label):
                assert wanted["step"] == int(said), label
            for n, m in re.findall(r"(\d+) × (\d+)", label):
                assert (wanted["n"], wanted["m"]) == (int(n), int(m)), label
            for said in re.findall(r"(\d+) draws", label):
                assert wanted["draws"] == int(said), label
            assert ("z − y" in label) == (wanted.get("delta") == "z − y"), label
