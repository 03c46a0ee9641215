"""The figures of notebook 11 show what their labels say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.vanishing_gradients.experiments import DATA, SIGMAS, X, Y
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


def test_only_plain_sigmoid_has_the_slides_form(figure):
    along = figure("factor").reset()
    j, (middle, bound, slide) = along.results[1].x, along.results[1].values
    assert along.results[1].labels[2] == "slide's form"
    assert np.allclose(bound[:-1], 0.25 ** (20 - j[:-1]))
    assert np.allclose(slide[:-1], bound[:-1] / 4) and middle[0] < bound[0]
    assert len(along.set(residual=True).results[1].labels) == 2


def test_tanh_is_the_curve_below_its_cap(figure):
    primes, states = figure("norm", "n", "seed").set(norm=5.0, n=12).results
    assert primes.labels == tuple(SIGMAS)
    assert np.allclose(primes.values[primes.labels.index("ReLU")], 0.5, atol=1e-3)
    assert states.labels == ("Tanh", "ReLU") and states.x[-1] == 13
    assert states.values[0].max() < 10**0.5 * 5 and states.values[1][-2] > states.values[0][-2]


def test_singular_values_are_those_of_the_drawn_matrices(figure):
    setting = dict(n=10, m=100, seed=2, L=1.0, aim=0)
    size, share = figure("aim").set(**setting).results
    first = np.random.default_rng([20, 10, 100]).normal(size=(100, 10)) / (10 + np.sqrt(10))
    s = np.linalg.svd(first, compute_uv=False)
    rms = np.sqrt(np.mean(s**2))
    assert size.labels == ("‖Wⱼ‖", "average", "root mean square")
    assert np.allclose(size.values[:, 0], [s[0], s.mean(), rms])
    assert np.allclose(share.values[:, 0], [s.mean() / s[0], rms / s[0]])
    assert size.hlines == {"1/L": 1.0} and size.values.shape == (3, 10)
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


def test_the_constraint_that_is_named_is_kept(figure):
    constrained = figure("keep")
    norms = {}
    for keep in ("nothing", "‖Wⱼ‖₂ ≤ c", "Frobenius norm ≤ c", "entries", "‖g‖ ≤ c"):
        fit, lines = constrained.set(keep=keep, c=0.7, seed=1).results
        norms[keep] = lines.values[0]
        assert lines.hlines == {"c": 0.7} and lines.labels == ("‖Wⱼ‖₂",)
        assert (fit.slope <= 0.7**8 * (1 + 1e-9)) == (norms[keep].max() <= 0.7 + 1e-9)
    assert norms["‖Wⱼ‖₂ ≤ c"].max() == pytest.approx(0.7)
    assert norms["Frobenius norm ≤ c"].max() <= 0.7 + 1e-9 and norms["entries"].max() <= 0.7 + 1e-9
    assert norms["nothing"].max() > 1 and norms["‖g‖ ≤ c"].max() > 1


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
    assert spent["power"] == pytest.approx(4 * 200 * 30**2 / 1e6) and costs.unit == "M"
    assert figure("steps").set(cost="milliseconds").results[1].unit == "ms"
