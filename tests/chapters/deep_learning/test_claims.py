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
