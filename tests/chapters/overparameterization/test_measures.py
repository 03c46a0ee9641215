"""The Jacobian of the outputs, and the moves that use it."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.overparameterization import measures

NET = dl.Network((2, 4, 3, 1), dl.TANH)
RNG = np.random.default_rng(1)
X = RNG.normal(size=(2, 5))
DATA = dl.Data.from_arrays(X, RNG.normal(size=5))


@pytest.mark.parametrize("sigma", [dl.TANH, dl.SIGMOID, dl.SOFTPLUS])
def test_the_jacobian_is_that_of_the_outputs(sigma):
    """By the complex step, which has no rounding to speak of."""
    net = dl.Network(NET.widths, sigma)
    theta = dl.initialize(net, seed=range(2))
    J = measures.jacobian(net, theta, X)
    assert J.shape == (2, 5, net.n_params)
    for k in range(net.n_params):
        step = np.zeros(net.n_params, complex)
        step[k] = 1e-30j
        if sigma is dl.TANH:
            assert np.allclose(J[..., k], net(theta + step, X)[:, 0].imag / 1e-30, atol=1e-13)
        else:
            h = 1e-6 * step.imag / 1e-30
            apart = net(theta + h, X) - net(theta - h, X)
            assert np.allclose(J[..., k], apart[:, 0] / 2e-6, atol=1e-8)


def test_levenberg_marquardt_ends_at_zero_and_losses_never_rise():
    theta, losses = measures.levenberg_marquardt(NET, dl.initialize(NET, seed=range(4)), DATA)
    assert losses.shape[0] == 4 and np.all(np.diff(losses, axis=1) <= 0)
    assert np.all(losses[:, -1] <= measures.GOAL)
    assert np.allclose(measures.mean_loss(NET, theta, X, DATA.y), losses[:, -1], atol=1e-25)


def test_levenberg_marquardt_gives_up_where_nothing_helps():
    """Two labels at one place: no network gets below a quarter of their squared distance."""
    twice = dl.Data.from_arrays(X[:, [0, 0]], [0.0, 1.0])
    _, losses = measures.levenberg_marquardt(NET, dl.initialize(NET, seed=[0]), twice, 300)
    assert losses[0, -1] == pytest.approx(1 / 8) and losses.shape[1] < 300


def test_the_start_stays_as_it_was():
    theta = dl.initialize(NET, seed=range(2))
    before = theta.copy()
    measures.levenberg_marquardt(NET, theta, DATA)
    measures.walk(NET, theta[0], DATA, np.ones(NET.n_params), 2, 0.1)
    assert np.array_equal(theta, before)


def test_a_part_in_the_null_space_is_orthogonal_to_the_part_taken_away():
    J, d = RNG.normal(size=(3, 8)), RNG.normal(size=8)
    part = measures.in_null_space(J, d)
    assert np.allclose(J @ part, 0) and part @ (d - part) == pytest.approx(0, abs=1e-12)
    assert np.allclose(measures.in_null_space(J, part), part)


def test_a_walk_stays_on_the_samples_and_gets_somewhere():
    theta, _ = measures.levenberg_marquardt(NET, dl.initialize(NET, seed=[3]), DATA)
    d = np.eye(NET.n_params)[0]
    path = measures.walk(NET, theta[0], DATA, d, 10, 0.05)
    assert path.shape == (11, NET.n_params)
    assert measures.mean_loss(NET, path, X, DATA.y).max() < 1e-20
    assert np.all(np.diff(path @ d) > 0)
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert np.all((steps > 0.04) & (steps < 0.06))


def test_medians_are_those_of_each_size():
    runs = (np.array([[1.0, 10], [2, 30], [9, 20]]), np.array([[4.0, 40]]))
    errors = measures.Errors(np.array([3, 7]), runs, 5)
    assert errors.medians.tolist() == [[2, 20], [4, 40]]


def test_the_nearest_bend_is_that_of_the_hidden_layers():
    net = dl.Network((1, 2, 1, 1))
    theta = np.zeros((2, net.n_params))
    W, b = net.unpack(theta)
    W[1][:], b[1][:] = [[1.0], [2.0]], [[0.25], [5.0]]  # x + 0.25 and 2x + 5
    b[2][:], b[3][:] = 7.0, 0.0
    b[2][1] = -0.125
    assert measures.nearest_bend(net, theta, np.array([[-1.0, 0.5]])).tolist() == [0.75, 0.125]
