"""A network and its θ: counts, layout, the forward pass by hand, many θ at once, plain refusals."""

import numpy as np
import pytest

from dlcourse import (
    IDENTITY,
    LEAKY_RELU,
    RELU,
    SIGMOID,
    TANH,
    Network,
    deep_network,
    features,
    forward,
)


def random_theta(net, *lead, seed=0):
    return np.random.default_rng(seed).normal(scale=0.7, size=(*lead, net.n_params))


@pytest.mark.parametrize(
    ("depth", "parameters"), [(5, 78), (7, 138), (12, 288), (17, 438), (47, 1338), (32, 888)]
)
def test_deep_networks_have_the_lectures_parameter_counts(depth, parameters):
    net = deep_network(depth)
    assert (net.depth, net.n_params) == (depth, parameters)
    assert net.widths == (1, *[5] * (depth - 2), 1, 1)
    assert deep_network(depth, residual=True).n_params == parameters


def test_parameters_are_counted_layer_by_layer():
    assert Network((3, 4, 2)).n_params == 4 * (3 + 1) + 2 * (4 + 1)
    assert Network((3, 4, 2)).offsets == (0, 16, 26)
    assert Network((7, 1)).n_params == 8


def test_theta_holds_the_rows_of_W_and_b_layer_after_layer():
    net = Network((2, 3, 1))
    W, b = net.unpack(np.arange(net.n_params, dtype=float))
    assert W[0] is None and b[0] is None
    assert np.array_equal(W[1], [[0, 1], [3, 4], [6, 7]])
    assert np.array_equal(b[1], [[2], [5], [8]])
    assert np.array_equal(W[2], [[9, 10, 11]])
    assert np.array_equal(b[2], [[12]])


@pytest.mark.parametrize("lead", [(), (4,), (2, 3)])
def test_unpacked_parts_have_the_lectures_shapes(lead):
    net = deep_network(5)
    W, b = net.unpack(random_theta(net, *lead))
    for j in range(1, net.depth + 1):
        assert W[j].shape == (*lead, net.widths[j], net.widths[j - 1])
        assert b[j].shape == (*lead, net.widths[j], 1)


def test_unpacked_parts_are_views_of_theta():
    net = Network((2, 3, 1))
    theta = np.zeros((2, net.n_params))
    W, b = net.unpack(theta)
    W[1][1, 2, 1] = 5.0
    b[2][0] = -1.0
    assert np.argwhere(theta).tolist() == [[0, 12], [1, 7]]
    assert theta[1, 7] == 5.0 and theta[0, 12] == -1.0


def hand_example():
    """Widths 1-2-1 and two samples, small enough for paper."""
    W_1, b_1 = np.array([[1.0], [-2.0]]), np.array([[0.0], [1.0]])
    W_2, b_2 = np.array([[3.0, 0.5]]), np.array([[0.25]])
    theta = np.concatenate([np.hstack([W_1, b_1]).ravel(), np.hstack([W_2, b_2]).ravel()])
    return theta, np.array([[2.0, -1.0]])


def test_forward_states_equal_the_slides_by_hand():
    theta, x = hand_example()
    z, v = forward(Network((1, 2, 1), RELU), theta, x)
    assert z[0] is None and v[0] is None
    assert np.array_equal(z[1], x)
    assert np.array_equal(v[1], [[2, -1], [-3, 3]])
    assert np.array_equal(z[2], [[2, 0], [0, 3]])
    assert np.array_equal(v[2], [[6.25, 1.75]])
    assert np.array_equal(z[3], v[2])  # σ_n = Id


def test_the_model_is_the_nested_formula():
    net = Network((2, 3, 4, 2), (TANH, SIGMOID))
    theta, x = random_theta(net), np.random.default_rng(1).normal(size=(2, 6))
    W, b = net.unpack(theta)
    nested = W[3] @ SIGMOID(W[2] @ TANH(W[1] @ x + b[1]) + b[2]) + b[3]
    assert np.allclose(net(theta, x), nested, rtol=1e-14)


def test_the_last_layer_has_no_activation():
    assert Network((1, 2, 1), SIGMOID).sigma[2] == IDENTITY
    assert Network((1, 2, 1), SIGMOID).sigma[0] is None


def test_residual_layers_add_their_input_where_widths_agree():
    net = Network((2, 3, 3, 2, 2, 2), TANH, residual=True)
    assert [net.skips(j) for j in range(1, 6)] == [False, True, False, True, False]
    theta, x = random_theta(net), np.random.default_rng(1).normal(size=(2, 4))
    W, b = net.unpack(theta)
    z, v = forward(net, theta, x)
    for j in range(1, 5):
        assert np.allclose(v[j], W[j] @ z[j] + b[j])
        skip = z[j] if net.skips(j) else 0.0
        assert np.allclose(z[j + 1], TANH(v[j]) + skip)
    assert np.allclose(net(theta, x), W[5] @ z[5] + b[5])  # the last layer never skips


def test_a_plain_network_never_skips():
    net = Network((2, 2, 2, 2))
    assert not any(net.skips(j) for j in range(1, net.depth + 1))


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("depth", [3, 12])
def test_calling_the_network_is_the_end_of_the_forward_pass(depth, residual):
    net = deep_network(depth, activation=TANH, residual=residual)
    theta, x = random_theta(net, 3), np.linspace(-1, 1, 7)[None, :]
    z, _ = forward(net, theta, x)
    assert np.array_equal(net(theta, x), z[net.depth + 1])
    assert np.array_equal(features(net, theta, x), z[net.depth])


def test_the_model_is_affine_in_its_features():
    net = Network((2, 5, 3, 1), TANH)
    theta, x = random_theta(net), np.random.default_rng(1).normal(size=(2, 8))
    W, b = net.unpack(theta)
    phi = features(net, theta, x)
    assert phi.shape == (3, 8)
    assert np.allclose(net(theta, x), W[3] @ phi + b[3])


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("lead", [(4,), (2, 3)])
def test_leading_axes_give_what_single_calls_give(lead, residual):
    net = Network((2, 4, 4, 3), (LEAKY_RELU, TANH), residual)
    theta, x = random_theta(net, *lead), np.random.default_rng(1).normal(size=(2, 5))
    out = net(theta, x)
    assert out.shape == (*lead, 3, 5)
    for index in np.ndindex(*lead):
        assert np.allclose(out[index], net(theta[index], x), rtol=1e-12, atol=1e-14)


def test_theta_and_x_are_left_alone():
    net = Network((1, 1, 1), IDENTITY, residual=True)
    theta, x = np.ones(4), np.ones((1, 3))
    out = net(theta, x)
    out[...] = 7.0
    assert (theta == 1).all() and (x == 1).all()
    z, _ = forward(net, theta, x)
    for state in z[2:]:
        state[...] = 7.0
    assert (theta == 1).all() and (x == 1).all()


def test_complex_parameters_run_through():
    net = Network((1, 3, 1), TANH)
    theta = random_theta(net)
    assert np.allclose(net(theta + 0j, np.ones((1, 2))), net(theta, np.ones((1, 2))))


def test_networks_are_equal_and_hashable_by_what_they_describe():
    assert Network([1, 5, 1], "tanh") == Network((1, 5, 1), TANH)
    assert Network((1, 3, 3, 1), ["tanh", RELU]) == Network((1, 3, 3, 1), (TANH, RELU))
    assert Network((1, 5, 1), residual=True) != Network((1, 5, 1))
    assert len({deep_network(5), deep_network(5), deep_network(7)}) == 2
    assert Network(np.array([1, 5, 1])) == Network((1, 5, 1))


def test_a_network_cannot_be_changed():
    with pytest.raises(AttributeError):
        Network((1, 5, 1)).widths = (1, 6, 1)


@pytest.mark.parametrize(
    ("widths", "told"),
    [
        ((5,), r"widths must be two or more .*got \(5,\)"),
        (5, r"widths must be two or more .*got 5"),
        ("151", r"widths must be two or more .*got '151'"),
        ((1, 0, 1), r"widths must be a whole number ≥ 1, got 0"),
        ((1, -5, 1), r"widths must be a whole number ≥ 1, got -5"),
        ((1, 5.0, 1), r"widths must be a whole number ≥ 1, got 5\.0"),
        ((1, True, 1), r"widths must be a whole number ≥ 1, got True"),
    ],
)
def test_wrong_widths_are_named(widths, told):
    with pytest.raises(ValueError, match=told):
        Network(widths)


def test_one_activation_per_hidden_layer():
    with pytest.raises(ValueError, match=r"activation needs one entry .* 2 hidden layers.*got 3"):
        Network((1, 5, 5, 1), (TANH, TANH, TANH))
    with pytest.raises(ValueError, match=r"activation must be .*got 'tahn'"):
        Network((1, 5, 5, 1), ("tanh", "tahn"))


@pytest.mark.parametrize("residual", ["no", 0, None])
def test_residual_is_yes_or_no(residual):
    with pytest.raises(ValueError, match=rf"residual must be True or False, got {residual!r}"):
        Network((1, 5, 1), residual=residual)


@pytest.mark.parametrize("depth", [2, 5.0, True, "5"])
def test_depth_is_a_whole_number_of_at_least_three(depth):
    with pytest.raises(ValueError, match=rf"depth, .* must be a whole number ≥ 3, got {depth!r}"):
        deep_network(depth)


@pytest.mark.parametrize("shape", [(77,), (79,), (78, 1), ()])
def test_theta_of_a_wrong_length_is_named(shape):
    with pytest.raises(ValueError, match=r"theta must end with .* length 78.*got shape \(") as told:
        deep_network(5)(np.zeros(shape), np.zeros((1, 3)))
    assert str(told.value).endswith(f"got shape {shape}")


@pytest.mark.parametrize("shape", [(1, 3), (3,), (3, 2), ()])
def test_x_with_a_wrong_number_of_rows_is_named(shape):
    net = Network((2, 3, 1))
    for call in (net, lambda theta, x: forward(net, theta, x)):
        with pytest.raises(ValueError, match=r"x must have n_1 = 2 rows.*got shape \("):
            call(np.zeros(net.n_params), np.zeros(shape))
