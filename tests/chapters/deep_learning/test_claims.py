"""The section "Deep learning": the training problem, the model, its activations, its losses."""

import numpy as np
import pytest

from dlcourse import (
    ACTIVATIONS,
    ELU,
    HINGE,
    LEAKY_RELU,
    LEAST_SQUARES,
    LOGISTIC,
    LOSSES,
    MULTICLASS_HINGE,
    MULTICLASS_LOGISTIC,
    RELU,
    SIGMOID,
    TANH,
    GradientDescent,
    Network,
    blobs,
    deep_network,
    elu,
    gradient,
    hessian_vector_product,
    initialize,
    leaky_relu,
    objective,
    softmax,
    train,
    wiggly,
)
from dlcourse.chapters.deep_learning import experiments, models


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def one_hot(label, K):
    return np.eye(K)[:, np.asarray(label).astype(int)]


def eigenvalues(net, theta, x, y, loss):
    """Of the Hessian of the objective, ascending."""
    columns = hessian_vector_product(net, theta, x, y, np.eye(net.n_params), loss)
    return np.linalg.eigvalsh(0.5 * (columns + columns.T))


def test_the_training_problem_is_a_sum_of_losses():
    net, data = deep_network(5), wiggly()
    theta = initialize(net)
    losses = [LEAST_SQUARES(net(theta, data.x[:, [i]]), data.y[:, [i]])[0] for i in range(data.N)]
    assert objective(net, theta, data.x, data.y) == pytest.approx(sum(losses), rel=1e-13)


def test_regression_generalizes_least_squares():
    """Without a hidden layer the training problem is least squares, and so is its solution."""
    data = wiggly()
    run = train(Network((1, 1)), data, epochs=2000, optimizer=GradientDescent(0.5))
    rows = np.vstack([data.x, np.ones(data.N)])
    solution, rest = np.linalg.lstsq(rows.T, data.y[0], rcond=None)[:2]
    assert np.allclose(run.theta, solution, atol=1e-12)
    assert objective(run.net, run.theta, data.x, data.y) == pytest.approx(0.5 * rest[0])


def test_classification_generalizes_multiclass_logistic_regression(rng):
    """Without a hidden layer: gradient Σ (p_i − y_i)[x_iᵀ 1] as in textbooks, and convex."""
    data, net = blobs(40), Network((2, 2))
    y, theta = one_hot(data.y[0], 2), rng.normal(size=6)
    p = softmax(net(theta, data.x))
    textbook = (p - y) @ np.vstack([data.x, np.ones(40)]).T
    found = gradient(net, theta, data.x, y, MULTICLASS_LOGISTIC)
    assert np.allclose(found, textbook.ravel(), rtol=1e-12)
    for _ in range(20):
        spectrum = eigenvalues(net, 3 * rng.normal(size=6), data.x, y, MULTICLASS_LOGISTIC)
        assert spectrum[0] > -1e-10 * spectrum[-1]


def test_the_nonlinear_model_makes_training_nonconvex():
    """The Hessian has a negative eigenvalue at every start; without a hidden layer at none."""
    data = wiggly()
    for sigma in (LEAKY_RELU, TANH):
        net = deep_network(5, activation=sigma)
        for theta in initialize(net, seed=range(10)):
            spectrum = eigenvalues(net, theta, data.x, data.y, LEAST_SQUARES)
            assert spectrum[0] < -1e-3 * spectrum[-1]
    spectrum = eigenvalues(Network((1, 1)), np.ones(2), data.x, data.y, LEAST_SQUARES)
    assert spectrum[0] > 0


def test_the_model_is_the_nested_formula_with_n_minus_1_activations(rng):
    net = Network((2, 4, 3, 2, 1), (TANH, SIGMOID, RELU))  # three hidden layers
    theta, x = initialize(net, seed=1), rng.normal(size=(2, 5))
    W, b = net.unpack(theta)
    z = x
    for j, sigma in enumerate((TANH, SIGMOID, RELU), 1):
        z = sigma(W[j] @ z + b[j])
    assert np.allclose(net(theta, x), W[4] @ z + b[4], rtol=1e-14)


def test_one_hidden_relu_layer_can_draw_any_polygon():
    """Why universal approximation is plausible in one dimension: the corners may be anywhere."""
    corners, values = np.array([-1, -0.4, 0.1, 0.3, 1]), np.array([0.3, -1.0, 2.0, 1.9, 0.0])
    net = Network((1, 4, 1), RELU)
    theta = np.zeros(net.n_params)
    W, b = net.unpack(theta)
    slopes = np.diff(values) / np.diff(corners)
    W[1][:, 0], b[1][:, 0] = 1.0, -corners[:-1]
    W[2][0], b[2][0] = np.diff(slopes, prepend=0.0), values[0]
    x = np.linspace(-1, 1, 301)
    assert np.allclose(net(theta, x[None, :])[0], np.interp(x, corners, values), atol=1e-13)


def test_softmax_with_cross_entropy_is_the_multiclass_logistic_loss(rng):
    u, y = 5 * rng.normal(size=(4, 50)), one_hot(rng.integers(4, size=50), 4)
    cross_entropy = -np.sum(y * np.log(softmax(u)), axis=0)
    assert np.allclose(MULTICLASS_LOGISTIC(u, y), cross_entropy, rtol=1e-12, atol=1e-13)
    slide = np.log(np.sum(np.exp(u), axis=0)) - np.sum(y * u, axis=0)
    assert np.allclose(MULTICLASS_LOGISTIC(u, y), slide, rtol=1e-12, atol=1e-13)


def test_activations_act_on_each_element():
    for sigma in ACTIVATIONS.values():
        u = np.array([[-1.3], [0.2], [2.1]])
        assert np.array_equal(sigma(u), [[sigma(np.array(v))] for v in (-1.3, 0.2, 2.1)])


def test_the_table_of_activations():
    u = np.linspace(-4, 4, 81)
    assert np.allclose(SIGMOID(u), 1 / (1 + np.exp(-u)), rtol=1e-13)
    assert np.allclose(TANH(u), (np.exp(u) - np.exp(-u)) / (np.exp(-u) + np.exp(u)), atol=1e-14)
    assert np.array_equal(RELU(u), np.maximum(u, 0))
    for alpha in (0.01, 0.3):
        assert np.array_equal(leaky_relu(alpha)(u), np.maximum(u, alpha * u))
    for alpha in (1.0, 0.5):
        assert np.allclose(elu(alpha)(u), np.where(u >= 0, u, alpha * (np.exp(u) - 1)), atol=1e-15)
    assert elu() == ELU


def test_all_losses_of_the_slide_exist():
    assert set(LOSSES) == {
        *("least squares", "huber", "absolute"),  # regression
        *("logistic", "hinge"),  # two classes
        *("multiclass logistic", "multiclass hinge"),
    }


def test_two_classes_are_a_special_case_of_many(rng):
    u, label = 3 * rng.normal(size=(1, 40)), rng.integers(2, size=(1, 40)).astype(float)
    two, y = np.vstack([np.zeros_like(u), u]), one_hot(label[0], 2)
    assert np.allclose(LOGISTIC(u, label), MULTICLASS_LOGISTIC(two, y), rtol=1e-12, atol=1e-13)
    assert np.allclose(HINGE(u, label), MULTICLASS_HINGE(two, y), rtol=1e-12, atol=1e-13)


def test_regression_predicts_the_model_and_two_classes_its_sign(rng):
    u = rng.normal(size=(1, 30))
    assert np.array_equal(LEAST_SQUARES.predict(u), u)
    assert np.array_equal(2 * LOGISTIC.predict(u) - 1, np.sign(u))


@pytest.mark.parametrize("loss", [MULTICLASS_LOGISTIC, MULTICLASS_HINGE], ids=lambda s: s.name)
def test_the_class_with_the_largest_output_would_have_cost_least(loss, rng):
    u = rng.normal(size=(5, 60))
    costs = np.array([loss(u, one_hot(np.full(60, k), 5)) for k in range(5)])
    assert np.array_equal(loss.predict(u), one_hot(costs.argmin(axis=0), 5))


# ------------------------------------------------------------------ what the notebook says besides


def test_a_layer_has_its_outputs_times_inputs_plus_one_parameters():
    for widths in ((1, 3, 3, 1), (2, 7, 1), (1, 5, 5, 5, 1, 1)):
        net = Network(widths)
        assert sum(experiments.per_layer(net)) == net.n_params
    assert experiments.per_layer(Network((1, 3, 3, 1))) == [6, 12, 4]


def test_lipschitz_constants_and_mean_slopes_are_those_of_the_table():
    told = {
        ("sigmoid", 1.0): (0.25, 0.207),
        ("tanh", 1.0): (1, 0.606),
        ("relu", 1.0): (1, 0.5),
        ("leaky relu", 0.05): (1, 0.525),
        ("elu", 1.0): (1, 0.762),
        ("selu", 1.0): (1.76, 0.985),
    }
    v = np.linspace(-9, 9, 200_001)
    density = np.exp(-0.5 * v**2) / np.sqrt(2 * np.pi)
    for (name, alpha), numbers in told.items():
        found = experiments.slopes(name, alpha, 1.0)
        assert np.allclose([found.hlines[line] for line in experiments.SLOPES], numbers, atol=6e-3)
        sigma = experiments.member(name, alpha)
        mean = np.sum(sigma.prime(v) * density) * (v[1] - v[0])
        assert mean == pytest.approx(found.hlines["mean slope"], abs=1e-4)
        steepest = np.abs(sigma.prime(v)).max()
        assert steepest == pytest.approx(found.hlines["Lipschitz constant"], rel=1e-3)


def slopes_of(name):
    return [(fit.u[-1] - fit.u[0]) / (fit.x[-1] - fit.x[0]) for fit in lines_of(name)]


def lines_of(name):
    return experiments.lines(experiments.OUTLIERS[name])


def test_a_far_outlier_moves_the_line_of_least_squares_only():
    near, far = slopes_of("outlier"), slopes_of("far outlier")
    assert near[0] - far[0] > 0.3
    assert np.allclose(near[1:], far[1:], atol=1e-7)
    assert np.abs(np.array(far[1:]) - 2).max() < 0.5 and far[0] < 1


def test_an_outlier_far_to_the_right_moves_all_three_lines():
    assert max(slopes_of("outlier far to the right")) < 0.5
    assert np.allclose(slopes_of("no outlier"), 2, atol=0.3)


@pytest.mark.parametrize("name", experiments.OUTLIERS)
def test_the_three_lines_are_best_for_their_losses(name, rng):
    """No line near or far has a smaller sum of losses."""
    data = experiments.OUTLIERS[name]
    pairs = zip(experiments.FITS.values(), experiments.REGRESSION.values(), strict=True)
    for fit, loss in pairs:
        best = fit(data.x[0], data.y[0])
        for size in (1e-3, 0.03, 1.0):
            for w, b in best + size * rng.normal(size=(100, 2)):
                other = loss(w * data.x + b, data.y).sum()
                assert loss(best[0] * data.x + best[1], data.y).sum() <= other + 1e-9


@pytest.mark.parametrize(
    ("precision", "direct", "softmax_first"), [("float64", 709.8, 372.6), ("float32", 88.7, 51.9)]
)
def test_where_each_way_of_writing_the_loss_ends(precision, direct, softmax_first):
    ends = experiments.last_finite(experiments.three_forms(precision, 3)[0])
    assert ends["largest entry taken out"] == 1000
    assert direct - 3 < ends["as written"] <= direct + 0.1
    assert softmax_first - 3 < ends["softmax, then −log"] <= softmax_first + 0.1


def test_where_all_are_finite_they_agree():
    """For class 1 the loss is near 0, and the formula as it is written loses all its digits."""
    for right in (2, 3):
        errors = experiments.three_forms("float64", right, size=300)[1]
        assert errors.values.max() < 1e-13
    _, direct, _ = experiments.three_forms("float64", 1, size=300)[1].values
    assert np.nanmax(direct) > 0.5
    values = experiments.three_forms("float64", 1, size=300)[0].values
    assert np.abs(values - values[0]).max() < 1e-13


def test_regions_are_those_of_the_largest_output():
    """Each loss puts at least 9 of 10 samples of three separate classes into their region."""
    for loss in ("multiclass logistic", "multiclass hinge"):
        for seed in range(4):
            run = experiments.classifier(loss, 0.35, seed=seed)
            found = experiments.regions(run, (0.5, -1.0))
            u = run.net(run.theta, run.data.x)
            assert np.mean(u.argmax(axis=0) == found.classes) >= 0.9
            bars, shares = experiments.outputs(run, (found.grid[60], found.grid[30]))
            assert found.chosen[30, 60] == np.argmax(bars.values) == np.argmax(shares.values)
            assert shares.values.sum() == pytest.approx(1)
    assert softmax(np.array([[-5.0], [-6.0], [-7.0]]))[0, 0] == pytest.approx(0.665, abs=1e-3)


def test_a_convolution_learns_from_few_signals_what_a_dense_layer_cannot():
    for seed in range(5):
        dense, shared = models.losses_on_new_signals(8, seed=seed).values[:, -1]
        assert shared < 1e-6 and dense > 0.1
        assert models.losses_on_new_signals(32, seed=seed).values[:, -1].max() < 1e-2
    assert models.layer("convolution", 3, seed=0).n_weights == 4
    assert models.layer("dense", 3, seed=0).n_weights == 272
    W = models.layer("convolution", 3, seed=1).W
    assert all(np.ptp(np.diagonal(W, k)) == 0 for k in (-1, 0, 1)) and np.count_nonzero(W) == 46
    pooled = models.on_a_signal(models.layer("average pooling", 5, seed=0))
    assert np.allclose(pooled.values[1][[0, 5, 10]], [0.0, 0.8, 1.4])
