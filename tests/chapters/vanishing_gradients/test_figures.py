"""The figures of notebook 11 show what their labels say."""

import re

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.vanishing_gradients.experiments import DATA, SIGMAS, X, Y, draws
from tests.pages import SECTIONS, Page

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
PAGE = "11_vanishing_gradients"


@pytest.fixture(scope="module")
def figure():
    """figure(control, …): the figure with these controls and the fewest others."""
    pages = [Page(PAGE, heading) for name, heading in SECTIONS if name == PAGE]
    made = [one for page in pages for one in page.figures]

    def found(*controls):
        fitting = [one for one in made if set(controls) <= set(one.controls)]
        return min(fitting, key=lambda one: len(one.controls))

    yield found
    for page in pages:
        page.__exit__()


def test_powers_are_those_of_alpha(figure):
    (curves,) = figure("alpha").set(alpha=1.1).results
    assert np.allclose(curves.values[0], 1.1**curves.x) and curves.hlines == {"level": 1}
    assert np.array_equal(curves.x, np.arange(1, 61))


@pytest.mark.parametrize("residual", [False, True])
def test_states_stand_left_and_gradients_right_for_the_chosen_network(figure, residual):
    setting = dict(sigma=dl.TANH, n=7, norm=2.0, residual=residual, factor=0.5, seed=1)
    ahead, back = figure("factor").set(**setting, bias=0.0).results
    net = dl.Network((10,) * 8, dl.scaled(dl.TANH, 0.5), residual)
    theta = 2.0 * dl.initialize(net, "spectral", seed=range(30, 60))
    z, delta = dl.state_norms(net, theta, X, Y)
    assert np.allclose(ahead.values[0], np.median(z, axis=0))
    assert np.allclose(back.values[0], np.median(delta / delta[:, -1:], axis=0))
    assert ahead.labels == back.labels == ("30 draws", "bound")
    for curves in (ahead, back):
        assert np.all(curves.values[1] >= curves.high[0] * (1 - 1e-12))
        assert np.all(curves.low[0] <= curves.values[0])
    shifted = figure("factor").set(bias=1.0).results[0]
    assert not np.allclose(shifted.values[0], ahead.values[0])
    left, right = (panel.ylabel for panel in figure("factor").panels)
    assert "z_j" in left and "\\delta_j" in right


def test_biases_have_about_the_length_that_is_named():
    net = dl.Network((10,) * 21)
    b = [net.unpack(draws(net, 1.0, bias=2.0, seed=seed))[1] for seed in (0, 1)]
    lengths = [np.linalg.norm(b[0][j], axis=(-2, -1)) for j in range(1, 21)]
    assert np.median(lengths) == pytest.approx(2, rel=0.1)
    assert not np.allclose(b[0][1], b[1][1])


def test_only_plain_sigmoid_has_the_slides_form(figure):
    along = figure("factor").reset()
    j, (middle, bound, slide) = along.results[1].x, along.results[1].values
    assert along.results[1].labels[2] == "slide's form"
    assert np.allclose(bound[:-1], 0.25 ** (20 - j[:-1]))
    assert np.allclose(slide[:-1], bound[:-1] / 4) and middle[0] < bound[0]
    assert len(along.set(residual=True).results[1].labels) == 2


def test_each_mean_slope_is_that_of_its_activation(figure):
    primes = figure("norm", "n", "seed").results[0]
    assert primes.labels == tuple(SIGMAS)
    normal = np.random.default_rng(0).normal(size=100_000)
    for sigma, slopes in zip(SIGMAS.values(), primes.values, strict=True):
        drawn = [np.mean(sigma.prime(s * normal)) for s in primes.x[::20]]
        assert np.allclose(slopes[::20], drawn, atol=0.01)


def test_tanh_is_the_curve_below_its_cap(figure):
    states = figure("norm", "n", "seed").set(norm=5.0, n=12, seed=3).results[1]
    assert states.labels == ("Tanh", "ReLU") and states.x[-1] == 13
    for sigma, middle in zip((dl.TANH, dl.RELU), states.values, strict=True):
        net = dl.Network((10,) * 13, sigma)
        z, _ = dl.state_norms(net, draws(net, 5.0, seed=3), X, Y)
        assert np.allclose(middle, np.median(z, axis=0))
    assert states.values[0][:-1].max() < 10**0.5 < states.values[1][-2]


def test_singular_values_are_those_of_the_drawn_matrices(figure):
    setting = dict(n=10, m=1000, seed=2, L=1.0, aim=0)
    size, share = figure("aim").set(**setting).results
    first = np.random.default_rng([20, 10, 1000]).normal(size=(1000, 10))
    first /= np.sqrt(10) + np.sqrt(1000)
    s = np.linalg.svd(first, compute_uv=False)
    rms = np.sqrt(np.mean(s**2))
    assert size.labels == ("‖Wⱼ‖", "average", "root mean square")
    assert np.allclose(size.values[:, 0], [s[0], s.mean(), rms])
    assert np.allclose(share.values[:, 0], [s.mean() / s[0], rms / s[0]])
    assert size.hlines == {"1/L": 1.0} and size.values.shape == (3, 10)
    left, right = (panel.looks for panel in figure("aim").panels)
    assert right == left[1:]  # the same dots for the same numbers
    for aim in (1, 2):
        aimed = figure("aim").set(L=0.5, aim=aim).results[0]
        assert np.mean(aimed.values[aim]) == pytest.approx(2.0)


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
    "‖g‖ ≤ c": dict(clipping=dl.GradientClipping("norm", 0.7)),
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


def test_every_method_bounds_the_norm_or_finds_it(figure):
    values, costs = figure("steps").set(n=30, steps=200, cost="operations", seed=3).results
    W = np.random.default_rng(3).normal(size=(30, 30)) / (2 * np.sqrt(30))
    found = dict(zip(values.labels, values.values, strict=True))
    norm = np.linalg.svd(W, compute_uv=False)[0]
    assert found["SVD"] == pytest.approx(norm)
    assert found["power"] == pytest.approx(norm, rel=1e-3)
    assert found["Frobenius"] == pytest.approx(np.sqrt(np.sum(W**2)))
    assert found["entries"] == pytest.approx(30 * np.abs(W).max())
    spent = dict(zip(costs.labels, costs.values, strict=True))
    operations = {
        "SVD": 8 / 3 * 30**3,
        "power": 800 * 30**2,
        "Frobenius": 2 * 30**2,
        "entries": 30**2,
    }
    assert spent == pytest.approx({name: count / 1e6 for name, count in operations.items()})
    assert costs.unit == "M"
    assert figure("steps").set(cost="milliseconds").results[1].unit == "ms"


def said(label):
    """{sign: number} of what a scene's name gives as "sign = number"."""
    return {sign: float(number) for sign, number in re.findall(r"(\S+) = ([\d.]+)", label)}


def test_scenes_set_what_their_names_say(figure):
    vanishing, level, exploding = (scene["alpha"] for scene in figure("alpha").scenes.values())
    assert vanishing < level == 1 < exploding
    controls = {"σ′": "factor", "α": "factor", "‖Wⱼ‖": "norm"}
    for label, scene in figure("factor").scenes.items():
        for name in set(SIGMAS) & set(re.findall(r"\w+", label)):
            assert scene["sigma"] == SIGMAS[name], label
        for sign, number in said(label).items():
            assert scene.get(controls[sign], 1.0) == number, label
        assert scene.get("residual", False) == ("residual" in label), label
    *tables, (_, average), (_, he) = figure("aim").scenes.items()
    for label, scene in tables:
        assert scene == {"n": said(label)["nⱼ"], "m": said(label)["nⱼ₊₁"]}
    assert (average, he) == ({"aim": 1}, {"L": 0.5**0.5, "aim": 2})
    for label, scene in figure("n", "residual", "scale").scenes.items():
        assert f"{scene['n']} layers" in label and scene["residual"] == ("residual" in label)
    small, large, steps = figure("steps").scenes.values()
    assert small["n"] < large["n"] == steps["n"] == 1000 and steps["steps"] == 100
