"""The δ recursion against derivatives that know nothing of it: complex steps and differences.

Where the activation and the loss are analytic, f(θ + ih·d) gives the derivative along d to the last
digits. Elsewhere central differences serve, at points away from every kink.
"""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dlcourse import (
    ABSOLUTE,
    ACTIVATIONS,
    HINGE,
    HUBER,
    IDENTITY,
    LEAKY_RELU,
    LEAST_SQUARES,
    LOGISTIC,
    LOSSES,
    MULTICLASS_HINGE,
    MULTICLASS_LOGISTIC,
    RBF,
    RELU,
    SIGMOID,
    SOFTPLUS,
    TANH,
    Network,
    deep_network,
    deltas,
    forward,
    gradient,
    hessian_vector_product,
    initialize,
    objective,
    per_sample_gradient_norms,
    per_sample_gradients,
    wiggly,
)
from dlcourse.chapters.residual.measures import check_gradient

SMOOTH_SIGMAS = [IDENTITY, SIGMOID, TANH, SOFTPLUS, RBF]
SMOOTH_COSTS = [LEAST_SQUARES, LOGISTIC, MULTICLASS_LOGISTIC]
MULTICLASS = {MULTICLASS_LOGISTIC, MULTICLASS_HINGE}
SIGMAS, COSTS = list(ACTIVATIONS.values()), list(LOSSES.values())
TINY = 1e-30  # of a complex step


class Problem:
    """A network with random θ, inputs and responses that suit the loss."""

    def __init__(self, net, loss, seed=0, N=4):
        self.net, self.loss = net, loss
        rng = np.random.default_rng(seed)
        K = net.widths[-1]
        self.theta = 0.8 * rng.normal(size=net.n_params)
        self.x = rng.normal(size=(net.widths[0], N))
        if loss in MULTICLASS:
            self.y = np.eye(K)[:, rng.integers(K, size=N)]
        elif loss.classifies:
            self.y = rng.integers(2, size=(K, N)).astype(float)
        else:
            self.y = rng.normal(size=(K, N))
        self.direction = rng.normal(size=net.n_params)

    def __repr__(self):
        return f"Problem({self.net}, {self.loss.name})"

    @property
    def given(self):
        """What every function of the module takes after the network."""
        return self.net, self.theta, self.x, self.y

    def at(self, theta, function=objective):
        return function(self.net, theta, self.x, self.y, self.loss)

    @property
    def analytic(self):
        return self.loss in SMOOTH_COSTS and set(self.net.sigma[1:]) <= set(SMOOTH_SIGMAS)

    def distance_to_a_kink(self):
        """The smallest distance of any v_j, or of an output, to a place that is not smooth."""
        z, v = forward(self.net, self.theta, self.x)
        found = [np.inf]
        for sigma, values in zip(self.net.sigma[1:], v[1:], strict=True):
            corners = {*sigma.knots, 0.0} if sigma not in SMOOTH_SIGMAS else ()
            found += [np.abs(values - corner).min() for corner in corners]
        u, y = z[-1], self.y
        if self.loss in (HUBER, ABSOLUTE):
            found += [np.abs(np.abs(u - y) - (1 if self.loss is HUBER else 0)).min()]
        if self.loss is HINGE:
            found += [np.abs(1 - (2 * y - 1) * u).min()]
        if self.loss is MULTICLASS_HINGE:
            found += [np.abs((1 + u - (y * u).sum(0))[y == 0]).min()]
        return min(found)


@st.composite
def problems(draw, smooth=None):
    """Depth 1 to 6, widths 1 to 5, any mixture of activations, plain or residual, any loss.

    About half are analytic, and all of them if `smooth`.
    """
    smooth = draw(st.booleans()) if smooth is None else smooth
    costs, sigmas = (SMOOTH_COSTS, SMOOTH_SIGMAS) if smooth else (COSTS, SIGMAS)
    loss = draw(st.sampled_from(costs))
    depth = draw(st.integers(1, 6))
    inner = st.lists(st.integers(1, 5), min_size=depth, max_size=depth)
    last = draw(st.integers(2, 4) if loss in MULTICLASS else st.integers(1, 3))
    hidden = st.lists(st.sampled_from(sigmas), min_size=depth - 1, max_size=depth - 1)
    net = Network((*draw(inner), last), tuple(draw(hidden)), draw(st.booleans()))
    return Problem(net, loss, seed=draw(st.integers(0, 10**6)), N=draw(st.integers(1, 5)))


def random_networks(count, smooth=None):
    """The same `count` drawn problems in every run."""

    def decorate(test):
        fixed = settings(
            max_examples=count,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
        )
        return fixed(given(problems(smooth))(test))

    return decorate


def all_pairs():
    """Every activation with every loss, plain and residual."""
    for sigma, loss, residual in itertools.product(SIGMAS, COSTS, (False, True)):
        K = 3 if loss in MULTICLASS else 2
        yield Problem(Network((2, 4, 4, 3, 3, K), sigma, residual), loss, seed=1)


def complex_step_gradient(problem):
    steps = problem.theta + 1j * TINY * np.eye(problem.net.n_params)
    return np.imag(problem.at(steps)) / TINY


def difference_gradient(problem, h=2e-5):
    """Central differences of fourth order."""
    steps = h * np.eye(problem.net.n_params)
    near, far = (
        problem.at(problem.theta + k * steps) - problem.at(problem.theta - k * steps)
        for k in (1, 2)
    )
    return (8 * near - far) / (12 * h)


def relative_error(found, expected, floor=0.0):
    size = max(np.linalg.norm(expected), floor)
    return np.linalg.norm(found - expected) / size if size else np.linalg.norm(found)


def assert_gradient_is_right(problem):
    found = problem.at(problem.theta, gradient)
    if problem.analytic:
        expected = complex_step_gradient(problem)
        assert np.allclose(found, expected, rtol=1e-9, atol=1e-12 * np.abs(expected).max())
    else:
        floor = 1e-4 * float(problem.at(problem.theta))  # differences lose the digits of f
        assert relative_error(found, difference_gradient(problem), floor) < 1e-6


@random_networks(200)
def test_gradient_of_200_random_networks_is_the_derivative(problem):
    assume(problem.analytic or problem.distance_to_a_kink() > 2e-3)
    assert_gradient_is_right(problem)


def test_gradient_is_the_derivative_for_every_activation_with_every_loss():
    for problem in all_pairs():
        for seed in range(1, 50):
            problem = Problem(problem.net, problem.loss, seed)
            if problem.analytic or problem.distance_to_a_kink() > 2e-3:
                break
        else:
            pytest.fail(f"no point away from kinks for {problem}")
        assert_gradient_is_right(problem)


def test_objective_is_the_sum_of_the_losses_not_their_mean():
    net, data = deep_network(5), wiggly(20)
    theta = initialize(net, seed=1)
    u = net(theta, data.x)
    half_squares = sum(0.5 * (u[0, i] - data.y[0, i]) ** 2 for i in range(20))
    assert objective(net, theta, data.x, data.y) == pytest.approx(half_squares, rel=1e-13)
    doubled = objective(net, theta, np.tile(data.x, 2), np.tile(data.y, 2))
    assert doubled == pytest.approx(2 * half_squares, rel=1e-13)


def test_gradient_by_hand():
    """One hidden unit: m = w_2 tanh(w_1 x + b_1) + b_2."""
    w_1, b_1, w_2, b_2 = theta = np.array([0.7, -0.2, 1.3, 0.4])
    x, y = np.array([[1.5]]), np.array([[0.1]])
    z = np.tanh(w_1 * 1.5 + b_1)
    r = w_2 * z + b_2 - 0.1
    by_hand = [r * w_2 * (1 - z**2) * 1.5, r * w_2 * (1 - z**2), r * z, r]
    assert np.allclose(gradient(Network((1, 1, 1), TANH), theta, x, y), by_hand, rtol=1e-14)


@random_networks(40, smooth=True)
def test_delta_is_the_derivative_by_each_state(problem):
    """δ_j = ∂L/∂z_j: the layers from j on are a network of their own with input z_j."""
    net = problem.net
    z, _ = forward(net, problem.theta, problem.x)
    delta = deltas(*problem.given, problem.loss)
    assert delta[0] is None and len(delta) == net.depth + 2
    for j in range(1, net.depth + 1):
        tail = Network(net.widths[j - 1 :], net.activation[j - 1 :], net.residual)
        theta = problem.theta[net.offsets[j - 1] :]
        for k in range(net.widths[j - 1]):
            step = np.zeros_like(z[j], dtype=complex)
            step[k] = 1j * TINY
            lost = problem.loss(tail(theta, z[j] + step), problem.y)
            scale = np.abs(delta[j]).max() + 1e-300
            assert np.allclose(delta[j][k], np.imag(lost) / TINY, rtol=1e-9, atol=1e-12 * scale)
    assert np.array_equal(delta[net.depth + 1], problem.loss.gradient(z[net.depth + 1], problem.y))


FUNCTIONS = [objective, gradient, per_sample_gradients, per_sample_gradient_norms]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
@random_networks(40)
def test_leading_axes_give_what_single_calls_give(function, problem):
    rng = np.random.default_rng(3)
    thetas = problem.theta + 0.3 * rng.normal(size=(2, 3, problem.net.n_params))
    many = problem.at(thetas, function)
    single = np.stack([np.stack([problem.at(theta, function) for theta in row]) for row in thetas])
    assert many.shape == single.shape
    assert np.allclose(many, single, rtol=1e-12, atol=1e-12 * np.abs(single).max())


def test_leading_axes_of_deltas_and_hessian_products():
    problem = Problem(Network((2, 3, 3, 2), (TANH, LEAKY_RELU), True), LEAST_SQUARES)
    thetas = np.stack([problem.theta, 2 * problem.theta])
    directions = np.stack([problem.direction, problem.theta, problem.direction])
    many = deltas(problem.net, thetas, problem.x, problem.y)
    both = hessian_vector_product(problem.net, thetas[:, None], problem.x, problem.y, directions)
    assert both.shape == (2, 3, problem.net.n_params)
    for s, theta in enumerate(thetas):
        for j, delta in enumerate(deltas(problem.net, theta, problem.x, problem.y)[1:], 1):
            assert np.allclose(many[j][s], delta, rtol=1e-12)
        for k, direction in enumerate(directions):
            one = hessian_vector_product(problem.net, theta, problem.x, problem.y, direction)
            assert np.allclose(both[s, k], one, rtol=1e-12, atol=1e-13)


@random_networks(100)
def test_gradients_of_single_samples_sum_to_the_gradient(problem):
    each = problem.at(problem.theta, per_sample_gradients)
    N = problem.x.shape[1]
    assert each.shape == (N, problem.net.n_params)
    whole = problem.at(problem.theta, gradient)
    assert np.allclose(each.sum(0), whole, rtol=1e-12, atol=1e-13 * np.abs(each).max())
    for i in range(N):
        column = slice(i, i + 1)
        alone = gradient(
            problem.net, problem.theta, problem.x[:, column], problem.y[:, column], problem.loss
        )
        assert np.allclose(each[i], alone, rtol=1e-12, atol=1e-13 * np.abs(each).max())


@random_networks(100)
def test_rank_one_norms_are_the_norms_of_the_single_gradients(problem):
    each = problem.at(problem.theta, per_sample_gradients)
    norms = problem.at(problem.theta, per_sample_gradient_norms)
    assert np.allclose(norms, np.linalg.norm(each, axis=-1), rtol=1e-12, atol=1e-300)


@random_networks(150)
def test_hessian_vector_product_is_the_derivative_of_the_gradient(problem):
    found = hessian_vector_product(*problem.given, problem.direction, problem.loss)
    if problem.analytic:
        stepped = problem.theta + 1j * TINY * problem.direction
        expected = np.imag(problem.at(stepped, gradient)) / TINY
        assert np.allclose(found, expected, rtol=1e-8, atol=1e-11 * np.abs(expected).max())
        return
    d = problem.direction / np.linalg.norm(problem.direction)
    assume(problem.distance_to_a_kink() > 2e-3)
    h = 2e-5
    near, far = (
        problem.at(problem.theta + k * h * d, gradient)
        - problem.at(problem.theta - k * h * d, gradient)
        for k in (1, 2)
    )
    expected = (8 * near - far) / (12 * h) * np.linalg.norm(problem.direction)
    floor = 1e-2 * np.linalg.norm(problem.at(problem.theta, gradient))
    assert relative_error(found, expected, floor) < 1e-6


@random_networks(100)
def test_hessian_is_symmetric(problem):
    other = problem.theta[::-1].copy()
    one = other @ hessian_vector_product(*problem.given, problem.direction, problem.loss)
    two = problem.direction @ hessian_vector_product(*problem.given, other, problem.loss)
    size = np.linalg.norm(hessian_vector_product(*problem.given, other, problem.loss))
    assert one == pytest.approx(two, abs=1e-11 * (size * np.linalg.norm(problem.direction) + 1e-30))


def test_hessian_of_an_affine_model_is_that_of_least_squares():
    """Depth 1: f is quadratic, and its Hessian is Σ_i [x_i; 1][x_i; 1]ᵀ."""
    net = Network((2, 1))
    rng = np.random.default_rng(0)
    x, y, theta = rng.normal(size=(2, 9)), rng.normal(size=(1, 9)), rng.normal(size=3)
    H = hessian_vector_product(net, theta, x, y, np.eye(3))
    rows = np.vstack([x, np.ones(9)])
    assert np.allclose(H, rows @ rows.T, rtol=1e-13)


@pytest.mark.parametrize("function", [gradient, per_sample_gradients])
def test_whole_numbers_in_theta_are_not_truncated(function):
    net = Network((1, 2, 1), TANH)
    whole = np.array([1, 0, -1, 1, 2, -1, 0])
    x, y = np.array([[1, 2]]), np.array([[0, 1]])
    found = function(net, whole, x, y)
    assert np.allclose(found, function(net, whole * 1.0, x * 1.0, y * 1.0), rtol=1e-13)
    assert np.abs(found - np.round(found)).max() > 0.01


@pytest.mark.parametrize("function", [*FUNCTIONS, deltas], ids=lambda f: f.__name__)
def test_theta_x_and_y_are_left_alone(function):
    problem = Problem(Network((2, 3, 3, 2), TANH, True), LEAST_SQUARES)
    before = [problem.theta.copy(), problem.x.copy(), problem.y.copy()]
    problem.at(problem.theta, function)
    for now, then in zip((problem.theta, problem.x, problem.y), before, strict=True):
        assert np.array_equal(now, then)


def test_an_overflowing_objective_is_silent_and_not_finite():
    net, data = deep_network(12), wiggly(5)
    theta = np.full((2, net.n_params), 0.1)
    theta[1] = 1e200
    assert np.isfinite(objective(net, theta, data.x, data.y)).tolist() == [True, False]


def test_plain_gradient_vanishes_over_47_layers():
    plain = first_gradient_norm(residual=False)
    assert plain < 1e-15


def test_residual_gradient_survives_47_layers():
    assert first_gradient_norm(residual=True) > 1e-3


def first_gradient_norm(residual):
    """Median over 10 starts of ‖∂L/∂W_1‖ of the mean loss, at half the torch-style start."""
    net, data = deep_network(47, residual=residual), wiggly()
    g = gradient(net, initialize(net, seed=range(10), scale=0.5), data.x, data.y) / data.N
    return np.median(np.linalg.norm(net.unpack(g)[0][1], axis=(-2, -1)))


# ------------------------------------------------------------------ the check that students use


def students_gradient(net, theta, x, y, slip=None, layer=None):
    """Backpropagation for least squares with one slip in one layer."""
    W, _ = net.unpack(theta)
    z, v = forward(net, theta, x)
    out = np.empty_like(theta)
    dW, db = net.unpack(out)
    delta = z[-1] - y
    for j in range(net.depth, 0, -1):
        here = slip if j == layer else None
        slope = 1.0 if here == "no slope" else net.sigma[j].prime(v[j])
        e = delta * slope
        dW[j][...] = e @ (v[j - 1] if here == "v for z" else z[j]).T
        db[j][...] = e.mean(1, keepdims=True) if here == "mean" else e.sum(1, keepdims=True)
        back = W[j].T @ (delta if here == "late slope" else e)
        skip = net.skips(j) and here != "no skip"
        delta = -back if here == "sign" else back + delta if skip else back
        if here == "nan":
            db[j][0] = np.nan
    return out


NET = Network((1, 4, 4, 4, 1), (TANH, LEAKY_RELU, TANH), residual=True)


@pytest.mark.parametrize("layer", [1, 2, 3])
@pytest.mark.parametrize(
    ("slip", "later"),
    [
        ("no slope", 0),
        ("mean", 0),
        ("nan", 0),
        ("v for z", 0),  # is wrong in its own layer
        ("late slope", 1),  # spoils δ_j, hence the layers before
        ("sign", 1),
        ("no skip", 1),
    ],
)
def test_check_gradient_names_the_first_wrong_layer(slip, later, layer):
    if slip in ("v for z", "late slope", "sign", "no skip"):
        layer = max(layer, 2)
    theta, data = initialize(NET, seed=5), wiggly(7)
    assert check_gradient(
        NET, theta, data.x, data.y, candidate=students_gradient(NET, theta, data.x, data.y)
    ).passed
    wrong = students_gradient(NET, theta, data.x, data.y, slip, layer)
    found = check_gradient(NET, theta, data.x, data.y, candidate=wrong)
    assert not found.passed
    assert found.first_wrong_layer == layer - later
    assert f"layer {layer - later} is the first that is wrong" in str(found)


def test_a_skip_forgotten_everywhere_shows_before_the_last_residual_layer():
    """Layers 2 and 3 skip, so δ_3 is the first wrong one and spoils the gradient of layer 2."""
    theta, data = initialize(NET, seed=5), wiggly(7)
    plain = Network(NET.widths, NET.activation)
    W, _ = NET.unpack(theta)
    z, v = forward(NET, theta, data.x)
    out = np.empty_like(theta)
    dW, db = plain.unpack(out)
    delta = z[-1] - data.y
    for j in range(4, 0, -1):
        e = delta * NET.sigma[j].prime(v[j])
        dW[j][...], db[j][...] = e @ z[j].T, e.sum(1, keepdims=True)
        delta = W[j].T @ e
    assert check_gradient(NET, theta, data.x, data.y, candidate=out).first_wrong_layer == 2


@pytest.mark.parametrize("depth", [5, 12])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("loss", [LEAST_SQUARES, HUBER], ids=lambda loss: loss.name)
def test_check_gradient_passes_the_packages_own(depth, residual, loss):
    net, data = deep_network(depth, activation=TANH, residual=residual), wiggly(10)
    found = check_gradient(net, initialize(net, seed=2), data.x, data.y, loss)
    assert found.passed and found.first_wrong_layer is None
    assert "agrees in every layer" in str(found)
    assert found.errors_W[0] is None and len(found.errors_b) == depth + 1


# ------------------------------------------------------------------------------- plain refusals


@pytest.mark.parametrize("function", [*FUNCTIONS, deltas], ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"theta": np.zeros(77)}, r"theta must end with .*78.*got shape \(77,\)"),
        ({"x": np.zeros((2, 30))}, r"x must have n_1 = 1 rows.*got shape \(2, 30\)"),
        ({"x": np.zeros(30)}, r"x must have n_1 = 1 rows.*got shape \(30,\)"),
        ({"y": np.zeros((1, 29))}, r"y must .*shape \(1, 30\); got shape \(1, 29\)"),
        ({"y": np.zeros((2, 30))}, r"y must .*shape \(1, 30\); got shape \(2, 30\)"),
        ({"y": np.zeros(30)}, r"y must .*shape \(1, 30\); got shape \(30,\)"),
    ],
)
def test_wrong_shapes_are_named(function, change, told):
    good = {"theta": np.zeros(78), "x": np.zeros((1, 30)), "y": np.zeros((1, 30))}
    with pytest.raises(ValueError, match=told):
        function(deep_network(5), **(good | change))


def test_a_wrong_direction_is_called_by_its_name():
    with pytest.raises(ValueError, match=r"direction must end with .*got shape \(3,\)"):
        hessian_vector_product(
            deep_network(5), np.zeros(78), np.zeros((1, 2)), np.zeros((1, 2)), np.zeros(3)
        )


def test_check_gradient_takes_one_network_and_one_candidate():
    net, x = deep_network(5), np.zeros((1, 2))
    with pytest.raises(ValueError, match=r"candidate must .*\(78,\).*got .*\(77,\)"):
        check_gradient(net, np.zeros(78), x, x, candidate=np.zeros(77))
    with pytest.raises(ValueError, match=r"theta must .*\(78,\).*got .*\(2, 78\)"):
        check_gradient(net, np.zeros((2, 78)), x, x)


def test_relu_without_inputs_above_zero_has_no_gradient_before_the_last_layer():
    net = Network((1, 3, 1), RELU)
    theta = np.array([1.0, -5, 1, -5, 1, -5, 1, 1, 1, 2])
    g = gradient(net, theta, np.ones((1, 2)), np.zeros((1, 2)))
    assert not g[:9].any() and g[9] == 4.0


@pytest.mark.parametrize("shape", [(2, 1, 4), (4,)])
@pytest.mark.parametrize(
    "function",
    [objective, gradient, deltas, per_sample_gradients, per_sample_gradient_norms],
)
def test_a_sum_over_samples_takes_one_set_of_samples(function, shape):
    """With x (2, 1, 4) a mean over "N" would divide by 1."""
    net = Network((1, 3, 1))
    with pytest.raises(ValueError, match=r"x must have .* got shape"):
        function(net, np.zeros((2, net.n_params)), np.zeros(shape), np.zeros(shape))
