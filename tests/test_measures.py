"""Kinks, fits, folded networks, growth, norms, curvature, each beside a slower way to get it."""

from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest

from dlcourse import (
    HARD_TANH,
    HUBER,
    IDENTITY,
    LEAKY_RELU,
    RBF,
    RELU,
    SIGMOID,
    TANH,
    Data,
    Network,
    curve,
    deep_network,
    forward,
    gradient,
    gram_singular_values,
    initialize,
    input_gradient,
    kinks,
    largest_jacobian_norms,
    largest_slope,
    layer_bounds,
    lipschitz_bound,
    mean_hessian,
    mean_loss_gradient_norms,
    moons,
    objective,
    operator_norms,
    per_sample_gradients,
    random_directions,
    rms_gradient_norm,
    sharpness,
    singular_values,
    state_norms,
    train,
    wiggly,
)
from dlcourse.chapters.relu_vs_tanh.measures import collapse, growth_exponent

DATA = wiggly(20)
ARCHITECTURES = {
    "78 parameters": deep_network(5),
    "residual": deep_network(7, residual=True),
    "ReLU": Network((1, 8, 8, 1), RELU),
    "hard tanh": Network((1, 6, 6, 1), HARD_TANH),
    "mixed": Network((1, 7, 4, 4, 1), (LEAKY_RELU, HARD_TANH, RELU), residual=True),
}
every_architecture = pytest.mark.parametrize("net", ARCHITECTURES.values(), ids=ARCHITECTURES)


@pytest.fixture(scope="module")
def trained():
    """Ten trained θ (10, P) of each architecture."""
    return {
        net: train(net, DATA, seed=range(10), epochs=600).theta for net in ARCHITECTURES.values()
    }


def knots_of(net, theta, found, interval):
    """The corners of the graph, and the network's values there."""
    x = np.concatenate([[interval[0]], found.x, [interval[1]]])
    return x, net(theta, x[None, :])[0]


# --------------------------------------------------------------------------------------- kinks


@every_architecture
def test_straight_lines_between_kinks_reproduce_trained_networks(net, trained):
    grid = np.linspace(-2, 2, 2001)
    for theta in trained[net]:
        found = kinks(net, theta, (-2, 2))
        x, u = knots_of(net, theta, found, (-2, 2))
        assert np.abs(np.interp(grid, x, u) - net(theta, grid[None, :])[0]).max() < 1e-10


@every_architecture
def test_no_kink_is_idle(net, trained):
    """The slope differs on the two sides of each, so that none could be left out."""
    for theta in trained[net]:
        found = kinks(net, theta, (-2, 2))
        assert len(found) >= 1
        assert (np.diff(found.x) > 0).all() and np.abs(found.x).max() < 2
        x, _ = knots_of(net, theta, found, (-2, 2))
        slopes = input_gradient(net, theta, 0.5 * (x[:-1] + x[1:])[None, :])[0]
        assert (np.abs(np.diff(slopes)) > 1e-13 * np.abs(slopes).max()).all()


@every_architecture
def test_at_a_kink_its_unit_passes_a_knot(net, trained):
    for theta in trained[net][:4]:
        found = kinks(net, theta, (-2, 2))
        _, v = forward(net, theta, found.x[None, :])
        for i, (j, k) in enumerate(zip(found.layer, found.unit, strict=True)):
            distance = np.abs(v[j][k - 1, i] - np.array(net.sigma[j].knots)).min()
            assert distance < 1e-11


@every_architecture
def test_a_shifted_bias_moves_the_kinks_of_its_unit_and_none_before(net, trained):
    theta, shift = trained[net][3], 1e-6
    before = kinks(net, theta, (-2, 2))
    checked = 0
    for x, j, k in zip(before.x, before.layer, before.unit, strict=True):
        moved = theta.copy()
        net.unpack(moved)[1][j][k - 1] += shift
        after = kinks(net, moved, (-2, 2))
        _, v = forward(net, theta, np.array([[x - 1e-5, x + 1e-5]]))
        slope = (v[j][k - 1, 1] - v[j][k - 1, 0]) / 2e-5
        if np.abs(np.delete(before.x, np.argmin(np.abs(before.x - x))) - x).min() < 1e-4:
            continue  # another kink too near to measure the slope
        if abs(x - shift / slope) > 1.99 or abs(shift / slope) > 1e-3:
            continue  # it would leave the interval, or go far
        own = after.x[(after.layer == j) & (after.unit == k)]
        assert np.abs(own - (x - shift / slope)).min() < 1e-4 * abs(shift / slope) + 1e-12

        def others(found, j=j, k=k):
            keep = (found.layer < j) | ((found.layer == j) & (found.unit != k))
            return found.x[keep]

        assert np.allclose(others(after), others(before), rtol=0, atol=1e-12)
        checked += 1
    assert checked >= 2


def one_hidden_layer(w, b, out, sigma=LEAKY_RELU):
    """A 1-m-1 network with weights w, biases b and output weights `out`."""
    net = Network((1, len(w), 1), sigma)
    theta = np.concatenate([np.stack([w, b], axis=1).ravel(), out, [0.0]])
    return net, theta


def test_kinks_of_three_units_by_hand():
    net, theta = one_hidden_layer([1.0, -1.0, 2.0], [0.5, 0.2, -1.0], [1.0, 1.0, 1.0])
    found = kinks(net, theta)
    assert np.allclose(found.x, [-0.5, 0.2, 0.5], atol=1e-15)
    assert found.layer.tolist() == [1, 1, 1]
    assert found.unit.tolist() == [1, 2, 3]
    assert len(found) == 3


def test_a_clipped_unit_bends_twice():
    net, theta = one_hidden_layer([2.0], [0.5], [1.0], HARD_TANH)
    found = kinks(net, theta)
    assert np.allclose(found.x, [-0.75, 0.25], atol=1e-15)


def test_units_that_nobody_sees_make_no_kink():
    net, theta = one_hidden_layer([1.0, 1.0], [0.0, 0.5], [1.0, 0.0])
    assert kinks(net, theta).unit.tolist() == [1]
    behind_a_dead_one = Network((1, 1, 1, 1), RELU)
    assert len(kinks(behind_a_dead_one, np.array([1.0, 0, 1, -9, 1, 0]))) == 0


def test_two_units_can_cancel_each_other():
    net, theta = one_hidden_layer([1.0, 1.0], [-0.3, -0.3], [1.0, -1.0])
    assert len(kinks(net, theta)) == 0


def test_a_kink_at_the_end_of_the_interval_lies_not_inside():
    net, theta = one_hidden_layer([1.0, 1.0], [-1.0, 1.0], [1.0, 1.0])
    assert len(kinks(net, theta)) == 0
    assert np.allclose(kinks(net, theta, (-1.5, 1.5)).x, [-1, 1])


@pytest.mark.parametrize("seed", range(5))
def test_without_biases_everything_bends_at_zero_and_counts_once(seed):
    net = deep_network(7)
    found = kinks(net, initialize(net, "lecture", seed=seed), (-2, 2))
    assert len(found) == 1
    assert found.x[0] == pytest.approx(0, abs=1e-15) and found.layer[0] == 1


@every_architecture
def test_a_smaller_interval_sees_a_part_of_the_same_kinks(net, trained):
    theta = trained[net][0]
    wide, narrow = kinks(net, theta, (-2, 2)), kinks(net, theta, (-0.6, 0.7))
    inside = (wide.x > -0.6) & (wide.x < 0.7)
    assert np.allclose(wide.x[inside], narrow.x, atol=1e-12)
    assert np.array_equal(wide.layer[inside], narrow.layer)
    assert np.array_equal(wide.unit[inside], narrow.unit)


def test_a_network_without_hidden_units_has_no_kinks():
    assert len(kinks(Network((1, 1)), np.ones(2))) == 0
    net = deep_network(5, activation=IDENTITY)
    assert len(kinks(net, initialize(net))) == 0


@pytest.mark.parametrize("sigma", [TANH, SIGMOID, RBF], ids=lambda s: s.name)
def test_a_smooth_network_has_no_kinks_to_ask_for(sigma):
    net = deep_network(5, activation=sigma)
    with pytest.raises(ValueError, match=rf"net must have piecewise affine .*got '{sigma.name}'"):
        kinks(net, initialize(net))


def test_one_smooth_layer_is_enough_to_refuse():
    net = Network((1, 3, 3, 1), (RELU, TANH))
    with pytest.raises(ValueError, match=r"net must have piecewise affine .*got 'tanh'"):
        kinks(net, initialize(net))


@pytest.mark.parametrize("interval", [(1, -1), (0, 0), (-1, 0, 1), (-np.inf, 0), (np.nan, 1)])
def test_an_interval_runs_from_left_to_right(interval):
    for ask in (kinks, largest_slope, largest_jacobian_norms):
        with pytest.raises(ValueError, match=r"interval must (be|have)"):
            ask(deep_network(5), np.zeros(78), interval)


def test_kinks_need_one_input():
    plane = Network((2, 3, 1))
    with pytest.raises(ValueError, match=r"net must have one input .*got 2"):
        kinks(plane, initialize(plane))


def test_a_slope_is_that_of_a_piece_though_its_middle_is_a_hidden_knot():
    """m(x) = −0.01 x: both units pass their knot at 0, and the output does not bend there."""
    net = Network((1, 1, 1, 1))
    theta = np.array([1.0, 0, -1, 0, 1, 0])
    assert len(kinks(net, theta)) == 0
    assert largest_slope(net, theta) == pytest.approx(0.01)
    assert curve(net, theta, DATA).slope == pytest.approx(0.01)


LEADING = {
    "sharpness": lambda net, theta: sharpness(net, theta, DATA.x, DATA.y),
    "largest_slope": largest_slope,
    "largest_jacobian_norms": largest_jacobian_norms,
}


@pytest.mark.parametrize("measure", LEADING.values(), ids=LEADING)
def test_leading_axes_of_theta_are_those_of_the_measure(measure):
    net = deep_network(5)
    thetas = initialize(net, seed=range(6)).reshape(2, 3, -1)
    found = measure(net, thetas)
    assert found.dtype == float
    single = [[measure(net, theta) for theta in row] for row in thetas]
    assert np.array_equal(found, single)


def test_kinks_and_curves_of_many_theta_are_arrays_of_them():
    net = deep_network(5)
    thetas = initialize(net, seed=range(6), scale=2).reshape(2, 3, -1)
    thetas[1, 2, 0] = np.nan
    found, fits = kinks(net, thetas[0]), curve(net, thetas, DATA)
    assert found.shape == (3,) and fits.shape == (2, 3)
    for k in range(3):
        assert np.array_equal(found[k].x, kinks(net, thetas[0, k]).x)
        assert np.array_equal(fits[0, k].u, curve(net, thetas[0, k], DATA).u)
    assert [fit.diverged for fit in fits[1]] == [False, False, True]


@pytest.mark.parametrize("residual", [False, True])
def test_input_gradient_equals_the_complex_step(residual):
    net = Network((1, 4, 4, 2), TANH, residual)
    theta, x = initialize(net, seed=range(3)), np.linspace(-1, 1, 9)[None, :]
    slope = np.imag(net(theta, x + 1e-30j)) / 1e-30
    assert np.allclose(input_gradient(net, theta, x), slope, rtol=1e-12, atol=1e-15)


def test_input_gradient_needs_one_input():
    with pytest.raises(ValueError, match=r"net must have one input, got 2"):
        input_gradient(Network((2, 1)), np.zeros(3), np.zeros((2, 1)))


# ---------------------------------------------------------------------------------------- curve


@every_architecture
def test_a_curve_draws_the_network_and_measures_it(net, trained):
    theta = trained[net][1]
    seen = curve(net, theta, DATA, interval=(-1.5, 1.5), label="mine")
    assert np.array_equal(seen.u, net(theta, seen.x[None, :])[0])
    assert seen.x[0] == -1.5 and seen.x[-1] == 1.5 and (np.diff(seen.x) >= 0).all()
    assert set(kinks(net, theta, (-1.5, 1.5)).x) <= set(seen.x)
    assert seen.train_loss == pytest.approx(objective(net, theta, DATA.x, DATA.y) / 20)
    test_loss = objective(net, theta, DATA.x_test, DATA.y_test) / 200
    assert seen.test_loss == pytest.approx(test_loss)
    assert (seen.label, seen.diverged) == ("mine", False)
    constant, line = (np.polyval(np.polyfit(DATA.x[0], DATA.y[0], k), DATA.x[0]) for k in (0, 1))
    assert seen.constant_loss == pytest.approx(0.5 * np.mean((constant - DATA.y[0]) ** 2))
    assert seen.line_loss == pytest.approx(0.5 * np.mean((line - DATA.y[0]) ** 2))


@every_architecture
def test_the_largest_slope_is_reached_between_two_kinks(net, trained):
    theta = trained[net][1]
    x, u = knots_of(net, theta, kinks(net, theta), (-1, 1))
    steepest = np.abs(np.diff(u) / np.diff(x)).max()
    assert curve(net, theta, DATA).slope == pytest.approx(steepest, rel=1e-6)
    assert largest_slope(net, theta) == pytest.approx(steepest, rel=1e-6)


def test_the_curve_of_a_smooth_network_has_no_kinks():
    net = deep_network(5, activation=TANH)
    theta = initialize(net, seed=1, scale=2)
    seen = curve(net, theta, DATA, points=2000)
    assert seen.kinks is None and seen.x.size == 2000
    assert seen.slope == pytest.approx(np.abs(np.diff(seen.u) / np.diff(seen.x)).max(), rel=1e-3)


def test_distance_to_the_truth_is_a_root_mean_square():
    net = Network((1, 1))
    seen = curve(net, np.array([0.0, 2.0]), DATA)
    even = np.linspace(-1, 1, 400)
    assert seen.rms_error == pytest.approx(np.sqrt(np.mean((2 - DATA.truth(even)) ** 2)))
    assert curve(net, np.zeros(2), Data.from_arrays([0, 1], [0, 1])).rms_error is None


def test_a_curve_without_test_data_and_by_another_loss():
    bare = Data.from_arrays(DATA.x, DATA.y)
    seen = curve(Network((1, 1)), np.array([0.0, 2.0]), bare, HUBER)
    assert seen.test_loss is None
    huber = np.where(np.abs(2 - DATA.y) <= 1, 0.5 * (2 - DATA.y) ** 2, np.abs(2 - DATA.y) - 0.5)
    assert seen.train_loss == pytest.approx(huber.mean())
    assert seen.constant_loss is None and seen.line_loss is None


def test_the_curve_of_a_theta_that_is_not_finite_says_diverged():
    theta = np.zeros(78)
    theta[5] = np.nan
    seen = curve(deep_network(5), theta, DATA)
    assert seen.diverged and np.isnan(seen.u).all() and seen.kinks is None
    assert seen.train_loss == np.inf


@pytest.mark.parametrize("size", [1e60, 1e200])
def test_the_curve_of_a_theta_whose_loss_overflows_says_diverged_and_nothing_else(size):
    """As on an epoch slider over a run that diverged: no warning, no curve."""
    seen = curve(deep_network(5), size * initialize(deep_network(5)), DATA)
    assert seen.diverged and np.isnan(seen.u).all()
    assert (seen.train_loss, seen.slope) == (np.inf, np.inf)


def test_a_curve_is_for_one_network_on_a_line():
    net = Network((2, 3, 1))
    with pytest.raises(ValueError, match=r"net must have one input and one output.*\(2, 3, 1\)"):
        curve(net, initialize(net), moons())


# ------------------------------------------------------------------------------- folded networks


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("widths", [(1, 5, 5, 5, 1, 1), (3, 2, 2, 4, 2), (2, 1)])
def test_an_identity_network_folds_into_one_affine_map(widths, residual):
    net = Network(widths, IDENTITY, residual)
    theta = initialize(net, seed=range(2), scale=2)
    x = np.random.default_rng(0).normal(size=(widths[0], 6))
    W, b = collapse(net, theta)
    assert W.shape == (2, widths[-1], widths[0]) and b.shape == (2, widths[-1], 1)
    assert np.allclose(W @ x + b, net(theta, x), rtol=1e-12, atol=1e-14)
    assert np.allclose(collapse(net, theta[1])[1], b[1], rtol=1e-13)


def test_only_identity_networks_fold():
    net = Network((1, 3, 3, 1), (IDENTITY, RELU))
    with pytest.raises(ValueError, match=r"net must have identity activations only, got 'relu'"):
        collapse(net, initialize(net))


# --------------------------------------------------------------------------------------- growth


@pytest.mark.parametrize("depth", [3, 5, 8])
@pytest.mark.parametrize("residual", [False, True])
def test_leaky_relu_losses_grow_with_the_power_2n(depth, residual):
    net = deep_network(depth, residual=residual)
    theta, d = initialize(net, seed=range(5)), random_directions(net, 4, seed=0)
    p = growth_exponent(net, theta[:, None], d, DATA.x, DATA.y, radii=(1e6, 1e7))
    assert p.shape == (5, 4)
    assert np.allclose(p, 2 * depth, atol=0.02)


@pytest.mark.parametrize("sigma", [TANH, SIGMOID, HARD_TANH], ids=lambda s: s.name)
@pytest.mark.parametrize("depth", [3, 5, 8])
def test_losses_of_bounded_activations_grow_like_a_parabola(sigma, depth):
    net = deep_network(depth, activation=sigma)
    theta, d = initialize(net, seed=range(5)), random_directions(net, 4, seed=0)
    p = growth_exponent(net, theta[:, None], d, DATA.x, DATA.y, radii=(1e6, 1e7))
    assert np.allclose(p, 2, atol=0.02)


def test_growth_of_a_plain_power_by_hand():
    """m = W x with x = 1, y = 0: f = ½ (W + r d)², so that p follows from two values."""
    p = growth_exponent(
        Network((1, 1)), np.array([3.0, 0]), np.array([1.0, 0]), [[1.0]], [[0.0]], radii=(1, 9)
    )
    assert p == pytest.approx(np.log((12 / 4) ** 2) / np.log(9))


def test_growth_beyond_floating_point_is_nan_and_silent():
    net = deep_network(47)
    p = growth_exponent(net, initialize(net), np.ones(net.n_params), DATA.x, DATA.y)
    assert np.isnan(p)


@pytest.mark.parametrize("radii", [(2.0, 1.0), (0.0, 1.0), (1.0, 1.0)])
def test_growth_needs_two_radii_in_order(radii):
    with pytest.raises(ValueError, match=r"radii must be .*(right|> 0)"):
        growth_exponent(deep_network(5), np.zeros(78), np.ones(78), DATA.x, DATA.y, radii=radii)


# ---------------------------------------------------------------------------------------- norms


@pytest.mark.parametrize("shape", [(3, 7), (7, 3), (1, 5), (5, 1), (2, 6, 6)])
def test_gram_singular_values_are_those_of_the_decomposition(shape):
    W = np.random.default_rng(2).normal(size=shape)
    alone = np.linalg.svd(W, compute_uv=False)
    assert np.allclose(gram_singular_values(W), alone, rtol=1e-9)


def test_operator_norms_are_the_largest_singular_values():
    net = Network((2, 5, 5, 3), residual=True)
    theta = initialize(net, seed=range(3))
    W, _ = net.unpack(theta)
    for j in range(1, 4):
        alone = np.linalg.svd(W[j], compute_uv=False)
        assert np.allclose(singular_values(net, theta)[j], alone, rtol=1e-12)
        assert np.allclose(operator_norms(net, theta)[:, j - 1], alone[:, 0], rtol=1e-12)


def test_layers_that_skip_count_one_more_and_sigma_its_lipschitz_constant():
    net = Network((2, 4, 4, 1), (TANH, SIGMOID), residual=True)
    theta = initialize(net, seed=0)
    norms = operator_norms(net, theta)
    assert np.allclose(layer_bounds(net, theta), [norms[0], 1 + norms[1] / 4, norms[2]])
    assert lipschitz_bound(net, theta) == pytest.approx(np.prod(layer_bounds(net, theta)))


@every_architecture
def test_no_slope_exceeds_the_product_of_the_layers(net, trained):
    for theta in trained[net]:
        assert largest_slope(net, theta, (-3, 3)) <= lipschitz_bound(net, theta) * (1 + 1e-12)


def test_state_norms_are_root_mean_squares_of_z_and_delta():
    net = Network((1, 3, 3, 1), TANH, residual=True)
    theta = initialize(net, seed=range(2))
    z_norms, delta_norms = state_norms(net, theta, DATA.x, DATA.y)
    assert z_norms.shape == delta_norms.shape == (2, 4)
    z, _ = forward(net, theta[1], DATA.x)
    for j in range(1, 5):
        lengths = np.linalg.norm(z[j], axis=0)
        assert z_norms[1, j - 1] == pytest.approx(np.sqrt(np.mean(lengths**2)))
    assert delta_norms[1, 3] == pytest.approx(np.sqrt(np.mean((z[4] - DATA.y) ** 2)))


def test_mean_loss_gradient_norms_are_those_of_the_mean_gradient():
    net = deep_network(5, activation=TANH)
    theta = initialize(net, seed=range(2))
    dW, _ = net.unpack(gradient(net, theta, DATA.x, DATA.y) / DATA.N)
    found = mean_loss_gradient_norms(net, theta, DATA.x, DATA.y)
    for j in range(1, 6):
        assert np.allclose(found[:, j - 1], np.linalg.norm(dW[j], axis=(1, 2)), rtol=1e-11)


# ------------------------------------------------------------------------------------ sharpness


@pytest.fixture(scope="module")
def bowl():
    """A small smooth network near a minimum, and its Hessian by differences of the gradient."""
    net = Network((1, 4, 1), TANH)
    theta = train(net, DATA, epochs=500, seed=1).theta
    h = 1e-5 * np.eye(net.n_params)
    rows = gradient(net, theta + h, DATA.x, DATA.y) - gradient(net, theta - h, DATA.x, DATA.y)
    return net, theta, rows / 2e-5 / DATA.N


def test_the_mean_hessian_is_that_of_the_mean_loss(bowl):
    net, theta, H = bowl
    found = mean_hessian(net, theta, DATA.x, DATA.y)
    assert np.allclose(found, H, atol=1e-6 * np.abs(H).max())
    assert np.array_equal(found, found.T)


def test_sharpness_of_a_theta_that_is_not_finite_is_not_a_number(way):
    net = deep_network(5)
    thetas = np.stack([initialize(net), np.full(78, np.nan)])
    found = sharpness(net, thetas, DATA.x, DATA.y, most=3)
    assert np.isfinite(found[0]) and np.isnan(found[1])


@pytest.fixture(params=["exact", "power iteration"])
def way(request, monkeypatch):
    """Both ways to λ_max on small networks; by itself only a large one is iterated."""
    if request.param == "power iteration":
        monkeypatch.setattr(import_module("dlcourse.measures.sharpness"), "SMALL", 0)


def test_sharpness_is_the_largest_eigenvalue_of_the_hessian(bowl, way):
    net, theta, H = bowl
    top = np.linalg.eigvalsh(H)[-1]
    found = sharpness(net, theta, DATA.x, DATA.y, tolerance=1e-10, most=5000)
    assert found == pytest.approx(top, rel=1e-5)


def test_sharpness_is_not_the_eigenvalue_of_largest_size(way):
    """m = exp(−w²) on top of its bell, far above y = −3: the bell bends the loss downwards."""
    net = Network((1, 1, 1), RBF)
    theta, x, y = np.array([0.0, 0, 1, 0]), [[1.0]], [[-3.0]]
    eigenvalues = np.linalg.eigvalsh(mean_hessian(net, theta, x, y))
    assert np.allclose(eigenvalues, [-16, 0, 0, 2], atol=1e-12)
    found = sharpness(net, theta, x, y, tolerance=1e-12, most=5000)
    assert found == pytest.approx(2.0, rel=1e-6)


def test_rms_gradient_norm_is_the_root_mean_square_of_the_single_gradients(bowl):
    net, theta, _ = bowl
    each = np.linalg.norm(per_sample_gradients(net, theta, DATA.x, DATA.y), axis=-1)
    found = rms_gradient_norm(net, theta, DATA.x, DATA.y)
    assert found == pytest.approx(np.sqrt(np.mean(each**2)), rel=1e-12)


def test_pieces_between_kinks_are_straight(trained):
    net = ARCHITECTURES["78 parameters"]
    theta = trained[net][0]
    x, _ = knots_of(net, theta, kinks(net, theta), (-1, 1))
    for left, right in pairwise(x):
        inside = np.linspace(left, right, 5)[None, :]
        assert np.abs(np.diff(net(theta, inside)[0], 2)).max() < 1e-12
