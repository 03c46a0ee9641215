"""The figures of notebook 03 show what their titles, labels and controls say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.relu_vs_tanh import experiments
from dlcourse.chapters.relu_vs_tanh.measures import limit_network, mirrored
from tests.pages import Page, sections

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "03_relu_vs_tanh"
HEADINGS = [*sections(NAME)]  # the cover is number 0
SIGMAS = {
    "LeakyReLU": dl.LEAKY_RELU,
    "Tanh": dl.TANH,
    "ReLU": dl.RELU,
    "ELU": dl.ELU,
    "Sigmoid": dl.SIGMOID,
}


@pytest.fixture(scope="module")
def page(request):
    """A section; its figures are asked for by their controls."""
    with Page(NAME, HEADINGS[request.param]) as page:
        yield page


def of_section(number):
    return pytest.mark.parametrize("page", [number], indirect=True)


def titled(page, title):
    return next(figure for figure in page.figures if figure.title == title)


def run_of(name, data, seed, layers=5, **options):
    net = dl.deep_network(layers, activation=SIGMAS[name])
    return dl.trained(net, data, seed=seed, **options)


def shows(fit, run, epoch):
    """Whether a curve is that of a training at an epoch, beside its samples."""
    drawn = np.array_equal(fit.u, run.net(run.at(epoch), fit.x[None])[0])
    return drawn and fit.data == run.data


def shows_units(units, run, epoch):
    """Whether the functions of the units are those of a training at an epoch."""
    z, _ = dl.forward(run.net, run.at(epoch), units.x)
    return units.net == run.net and np.allclose(units.values, np.concatenate(z[1:]))


def direction_of(run, direction):
    return dl.random_directions(run.net, 1, seed=direction)[0]


def sums_of_losses(run, direction, t):
    """Σ_i ½ (m(x_i; θ* + t θ_1) − y_i)² for each t."""
    theta_1 = direction_of(run, direction)
    u = [run.net(run.theta + step * theta_1, run.data.x) for step in t]
    return [0.5 * np.sum((outputs - run.data.y) ** 2) for outputs in u]


# ------------------------------------------------------------------------------------------- 0


@of_section(0)
def test_the_cover_is_a_tanh_network_without_what_is_off(page):
    (figure,) = page.figures
    off = (("unit", 3, 2),)
    for data, lr, epoch in ((dl.wiggly(), 0.01, 5000), (dl.sine(), 0.001, 36)):
        units, fit = figure.set(data=data, seed=4, lr=lr, epoch=epoch, off=()).results
        run = run_of("Tanh", data, 4, optimizer=dl.Adam(lr))
        assert shows_units(units, run, epoch) and shows(fit, run, epoch)
    units, fit = figure.set(off=off).results
    left = dl.without(run.net, run.at(epoch), off)
    assert np.array_equal(fit.u, run.net(left, fit.x[None])[0]) and units.off == off
    figure.reset()


# ------------------------------------------------------------------------------------------- 1


@of_section(1)
def test_each_activation_and_epoch_is_the_one_chosen(page):
    (figure,) = page.figures
    assert dict(figure.controls["activation"].options) == SIGMAS
    for name, sigma in SIGMAS.items():
        for data, epoch in ((dl.sine(), 5000), (dl.wiggly(), 36)):
            figure.set(activation=sigma, data=data, seed=4, epoch=epoch)
            units, fit = figure.results
            expected = run_of(name, data, 4)
            assert shows_units(units, expected, epoch) and shows(fit, expected, epoch)
    figure.reset()


@of_section(1)
def test_scenes_of_the_slides_have_the_activation_in_their_name(page):
    (figure,) = page.figures
    for name in ("LeakyReLU", "Tanh"):
        figure.scene(f"slide: {name}")
        assert figure.results[0].net.sigma[1] == SIGMAS[name]


@of_section(1)
def test_in_the_scenes_of_one_unit_it_has_kinks_and_the_later_one_more(page):
    (figure,) = page.figures
    kinks = {}
    for layer, name in ((1, "one unit of layer 1"), (4, "the unit of layer 4")):
        fit = figure.scene(name).results[1]
        assert fit.unit[0] == layer + 1
        own = (fit.kinks.layer == layer) & (fit.kinks.unit == fit.unit[1])
        kinks[layer] = int(np.sum(own))
    assert kinks[1] == 1 and kinks[4] > 1
    figure.reset()


@of_section(1)
def test_what_is_off_is_off_in_the_fit_and_the_kinks_of_the_chosen_unit_stand_out(page):
    (figure,) = page.figures
    off, run = (("unit", 3, 2), ("edge", 1, 1, 1)), run_of("LeakyReLU", dl.wiggly(), 2)
    units, fit = figure.reset().set(off=off, unit=(2, 4), seed=2).results
    left = dl.without(run.net, run.theta, off)
    assert np.array_equal(fit.u, run.net(left, fit.x[None])[0])
    assert units.off == tuple(sorted(off)) and units.unit == fit.unit == (2, 4)
    figure.reset()


# ------------------------------------------------------------------------------------------- 2


@of_section(2)
def test_the_plane_and_the_line_across_are_those_of_the_network(page):
    (figure,) = page.figures
    for layers, data, seed, epoch, place in (
        (2, dl.spirals(), 3, 2000, (0.5, -0.31)),
        (3, dl.moons(), 0, 36, (-0.2, 0.4)),
    ):
        x_1, x_2 = place
        plane, across = figure.set(
            layers=layers, data=data, seed=seed, epoch=epoch, x_1=x_1, x_2=x_2
        ).results
        net = dl.Network((2, *[6] * layers, 1))
        run = dl.trained(
            net, data, seed=seed, epochs=2000, optimizer=dl.Adam(0.01), loss=dl.LOGISTIC
        )
        theta = run.at(epoch)
        line = np.stack([across.x, np.full_like(across.x, x_2)])
        assert np.allclose(across.u, net(theta, line)[0])
        assert plane.values[-1, -1] == pytest.approx(net(theta, [[1.1], [1.1]]).item())
        assert plane.place.tolist() == [x_1, x_2] and plane.data == data
    figure.reset()


# ------------------------------------------------------------------------------------------- 3


@of_section(3)
def test_the_fits_and_their_slopes_have_the_activation_of_their_label(page):
    (figure,) = page.figures
    for data, seed, epoch in ((dl.piecewise(), 2, 5000), (dl.wiggly(), 7, 36)):
        fits, curves = figure.set(data=data, seed=seed, epoch=epoch).results
        assert tuple(figure.panels[0].labels) == curves.labels == ("LeakyReLU", "Tanh")
        for name, fit in zip(curves.labels, fits, strict=True):
            assert shows(fit, run_of(name, data, seed), epoch)


@of_section(3)
def test_the_slopes_are_differences_of_the_fits(page):
    (figure,) = page.figures
    for data, seed, epoch in ((dl.sine(), 3, 5000), (dl.wiggly(), 7, 200)):
        _, curves = figure.set(data=data, seed=seed, epoch=epoch).results
        assert (curves.x[0], curves.x[-1]) == (-1, 1)
        for k, name in enumerate(curves.labels):
            run, slope = run_of(name, data, seed), curves.values[k]
            ahead, behind = (run.net(run.at(epoch), curves.x[None] + h)[0] for h in (1e-6, -1e-6))
            off = np.abs((ahead - behind) / 2e-6 - slope) > 1e-6 * np.abs(slope).max()
            assert off.mean() < 0.01  # only where a kink lies between the two
            assert curves.marks[k][0] == k and abs(curves.marks[k][2]) == np.abs(slope).max()


# ------------------------------------------------------------------------------------------- 4


@of_section(4)
def test_the_network_without_activation_stands_beside_least_squares(page):
    (figure,) = page.figures
    assert tuple(figure.panels[0].labels) == ("network", "least squares")
    for layers, data, seed, epoch in ((5, dl.wiggly(), 3, 2000), (3, dl.absolute(), 0, 20)):
        (network, best), folded = figure.set(
            layers=layers, data=data, seed=seed, epoch=epoch
        ).results
        adam = dl.Adam(0.01, schedule="cosine")
        net = dl.deep_network(layers, activation=dl.IDENTITY)
        run = dl.trained(net, data, seed=seed, epochs=2000, optimizer=adam)
        assert shows(network, run, epoch)
        line = np.polyfit(data.x[0], data.y[0], 1)
        assert best.u == pytest.approx(np.polyval(line, best.x), abs=1e-12)
        for name, given in zip("Wb", run.net.unpack(run.at(epoch)), strict=True):
            shown = getattr(folded, name)
            assert len(shown) == layers + 1
            assert all(np.array_equal(*two) for two in zip(shown[1:], given[1:], strict=True))
        assert (folded.best_slope, folded.best_intercept) == pytest.approx(tuple(line))
        assert (folded.slope, folded.intercept) == pytest.approx(
            tuple(np.polyfit(network.x, network.u, 1))
        )
        assert folded.loss == pytest.approx(network.train_loss)
        assert folded.best_loss == pytest.approx(best.train_loss)


@of_section(4)
def test_the_way_leads_straight_to_the_mirrored_parameters(page):
    (figure,) = page.figures
    shown = {}
    for way in (0.0, 0.5, 1.0):
        _, shown[way] = figure.reset().set(way=way, seed=3).results
    run = experiments.without_activation(5, dl.wiggly(), seed=3)
    W, _ = run.net.unpack(mirrored(run.net, run.theta))
    assert all(np.allclose(*both) for both in zip(shown[1.0].W[1:], W[1:], strict=True))
    assert np.array_equal(shown[1.0].W[1], -shown[0.0].W[1])
    assert np.allclose(shown[0.5].W[1], 0) and shown[0.5].loss > shown[0.0].loss
    assert shown[1.0].loss == pytest.approx(shown[0.0].loss)
    figure.reset()


# ------------------------------------------------------------------------------------------- 5


@of_section(5)
@pytest.mark.parametrize(
    ("layers", "data", "seed", "direction", "radius"),
    [(5, dl.wiggly(), 2, 3, 100), (3, dl.absolute(), 5, 0, 0.3)],
)
def test_the_loss_and_its_exponent_belong_to_the_named_networks(
    page, layers, data, seed, direction, radius
):
    figure = titled(page, "The loss along a line")
    near, far = figure.set(
        layers=layers, data=data, seed=seed, direction=direction, radius=radius
    ).results
    assert (near.x[0], near.x[-1]) == (-radius, radius)
    assert near.labels == far.labels[:2] == ("LeakyReLU", "Tanh")
    assert far.labels[2].endswith({5: " t¹⁰", 3: " t⁶"}[layers]) and far.labels[3].endswith(" t²")
    for k, (name, power) in enumerate((("LeakyReLU", 2 * layers), ("Tanh", 2))):
        run = run_of(name, data, seed, layers, epochs=2000)
        for curves, places in ((near, [0, 150, 200, -1]), (far, [0, 40, -1])):
            expected = sums_of_losses(run, direction, curves.x[places])
            assert curves.values[k][places] == pytest.approx(expected, rel=1e-9)
        limit = limit_network(run.net, direction_of(run, direction), data.x)
        assert far.values[2 + k] == pytest.approx(0.5 * np.sum(limit**2) * far.x**power)


@of_section(5)
def test_the_cliff_of_leaky_relu_stands_at_the_number_of_layers(page):
    figure = titled(page, "One piece of the line, one input")
    for layers, seed, direction in ((3, 2, 0), (5, 2, 4), (7, 8, 0)):
        (curves,) = figure.set(layers=layers, seed=seed, direction=direction).results
        assert curves.x.tolist() == [*range(1, 11)]
        errors = dict(zip(curves.labels, curves.values, strict=True))
        assert errors["LeakyReLU"][layers - 1] < 0.1 * errors["LeakyReLU"][layers - 2]
        assert errors["LeakyReLU"][layers - 1 :].max() < 1e-11 < errors["Tanh"].min()
        for name in errors:
            run = run_of(name, dl.wiggly(), seed, layers, epochs=2000)
            t, m = experiments.piece(run, direction)
            beside = np.abs(np.polyval(np.polyfit(t, m, 1), t) - m).max()
            assert errors[name][0] == pytest.approx(beside, rel=1e-6)
        assert (t[0], t[-1]) == (-2, 2)  # the line of Tanh
        theta = run.theta + t[-1] * direction_of(run, direction)
        assert m[-1] == pytest.approx(run.net(theta, [[0.4]]).item())


# ------------------------------------------------------------------------------------------- 6


@of_section(6)
def test_width_and_hidden_layers_are_those_of_the_network(page):
    figure = titled(page, "Width, depth and kinks")
    for width, hidden, data, seed, epoch in (
        (7, 1, dl.sine(), 3, 5000),
        (3, 4, dl.wiggly(), 0, 36),
    ):
        figure.set(width=width, hidden=hidden, data=data, seed=seed, epoch=epoch)
        units, fit = figure.results
        run = dl.trained(dl.Network((1, *[width] * hidden, 1)), data, seed=seed)
        assert shows_units(units, run, epoch) and shows(fit, run, epoch)
        assert f"{width * hidden} hidden units." in figure.sentence


@of_section(6)
def test_the_sawtooth_by_hand_has_all_its_teeth_and_the_other_network_is_trained(page):
    figure = titled(page, "A sawtooth, two units per layer")
    assert [panel.labels[0] for panel in figure.panels] == ["by hand", "trained"]
    for layers, one_layer, seed in ((4, False, 6), (3, True, 6), (2, True, 1)):
        by_hand, trained = figure.set(layers=layers, one_layer=one_layer, seed=seed).results
        corners = np.linspace(-1, 1, 2**layers + 1)
        teeth = np.interp(by_hand.x, corners, np.arange(2**layers + 1) % 2)
        assert by_hand.u == pytest.approx(teeth, abs=1e-12)
        assert by_hand.train_loss == 0  # the samples lie on it
        widths = (1, 2 * layers, 1) if one_layer else (1, *[2] * layers, 1)
        run = dl.trained(dl.Network(widths), by_hand.data, seed=seed, epochs=2000)
        assert 4 * 2**layers + 1 == by_hand.data.N
        assert shows(trained, run, 2000)
