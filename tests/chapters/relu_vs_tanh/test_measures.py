import numpy as np
import pytest
from numpy.polynomial import Polynomial

from dlcourse import (
    HARD_TANH,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    TANH,
    Network,
    deep_network,
    forward,
    initialize,
    objective,
    random_directions,
    spirals,
    wiggly,
)
from dlcourse.chapters.relu_vs_tanh.measures import (
    collapse,
    folded,
    limit_network,
    mirrored,
    piece_along_line,
    pieces,
)

X = np.array([[0.4, -0.7]])


def signs(net, theta, x=X):
    _, v = forward(net, theta, x)
    return np.concatenate([v[j].ravel() >= 0 for j in range(1, net.depth)])


@pytest.mark.parametrize("seed", range(5))
def test_inside_the_piece_no_unit_changes_sign_and_just_outside_one_does(seed):
    net = Network((1, 4, 4, 1), LEAKY_RELU)
    theta, direction = initialize(net, seed=seed), random_directions(net, 1, seed=seed)[0]
    low, high = piece_along_line(net, theta, direction, X)
    assert low < 0 < high
    here = signs(net, theta)
    for t in np.linspace(low + 1e-9, high - 1e-9, 30):
        assert (signs(net, theta + t * direction) == here).all()
    for end, step in ((low, -1e-6), (high, 1e-6)):
        if abs(end) < 10:
            assert (signs(net, theta + (end + step) * direction) != here).any()


@pytest.mark.parametrize("sigma", [RELU, LEAKY_RELU, HARD_TANH])
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_on_its_piece_the_model_is_a_polynomial_of_degree_n(sigma, depth):
    net = Network((1, *[3] * (depth - 1), 1), sigma)
    theta, direction = initialize(net, seed=1), random_directions(net, 1, seed=1)[0]
    x = X[:, :1]
    t = np.linspace(*piece_along_line(net, theta, direction, x, limit=2.0), 101)
    m = net(theta + t[:, None] * direction, x)[:, 0, 0]
    assert np.abs(Polynomial.fit(t, m, depth)(t) - m).max() < 1e-13 * max(1, np.abs(m).max())


def test_a_smooth_network_has_no_ends_within_reach():
    net = Network((1, 3, 1), TANH)
    theta, direction = initialize(net, seed=0), random_directions(net, 1, seed=0)[0]
    assert piece_along_line(net, theta, direction, X, limit=3.0) == (-3.0, 3.0)


def test_reach_must_be_positive():
    net = Network((1, 3, 1))
    with pytest.raises(ValueError, match="limit must be a finite number > 0, got 0"):
        piece_along_line(net, np.zeros(10), np.ones(10), X, limit=0)


def test_folded_holds_the_line_that_the_network_draws():
    net, data = deep_network(5, activation=IDENTITY), wiggly()
    theta = initialize(net, seed=3)
    result = folded(net, theta, data)
    expected = result.slope * data.x + result.intercept
    np.testing.assert_allclose(net(theta, data.x), expected, rtol=0, atol=1e-14)
    assert result.loss == pytest.approx(np.mean((expected - data.y) ** 2) / 2, rel=1e-12)
    assert result.loss > result.best_loss > 0
    assert [W.shape for W in result.W[1:]] == [(5, 1), (5, 5), (5, 5), (1, 5), (1, 1)]


def test_folded_refuses_networks_that_draw_no_line():
    with pytest.raises(ValueError, match="identity"):
        folded(deep_network(5), np.zeros(78), wiggly())
    with pytest.raises(ValueError, match="one input and one output"):
        folded(Network((2, 1), IDENTITY), np.zeros(3), wiggly())


# ----------------------------------------------------------------------------------- growth


@pytest.mark.parametrize("sigma", [RELU, LEAKY_RELU])
@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_far_away_the_model_over_t_to_the_n_is_the_limit_network(sigma, depth):
    net, data = Network((1, *[4] * (depth - 1), 1), sigma), wiggly(6)
    theta, direction = initialize(net, seed=1), random_directions(net, 1, seed=2)[0]
    limit = limit_network(net, direction, data.x)
    if depth == 1:  # a single layer keeps its bias: it is in layer 1
        W, b = net.unpack(direction)
        assert np.allclose(limit, W[1] @ data.x + b[1])
    grown = net(theta + 1e7 * direction, data.x) / 1e7**depth
    assert np.abs(grown - limit).max() < 1e-5 * np.abs(limit).max()
    loss = objective(net, theta + 1e7 * direction, data.x, data.y) / 1e7 ** (2 * depth)
    assert loss == pytest.approx(0.5 * np.sum(limit**2), rel=1e-4)


@pytest.mark.parametrize("depth", [2, 4])
def test_with_tanh_the_limit_is_the_network_of_signs(depth):
    net, data = Network((1, *[4] * (depth - 1), 1), TANH), wiggly(6)
    theta, direction = initialize(net, seed=1), random_directions(net, 1, seed=2)[0]
    z, (W, b) = data.x, net.unpack(direction)
    for j in range(1, depth):
        z = np.sign(W[j] @ z + b[j])
    limit = limit_network(net, direction, data.x)
    assert np.allclose(limit, W[depth] @ z + b[depth])
    grown = net(theta + 1e7 * direction, data.x) / 1e7
    assert np.abs(grown - limit).max() < 1e-5 * np.abs(limit).max()


def test_other_networks_have_no_such_limit():
    for net in (Network((1, 3, 1), "sigmoid"), Network((1, 3, 3, 1), residual=True)):
        with pytest.raises(ValueError, match="plain, with Tanh or a piecewise affine σ"):
            limit_network(net, np.ones(net.n_params), X)


# ----------------------------------------------------------------------------------- the plane


@pytest.mark.parametrize("sigma", [RELU, LEAKY_RELU])
@pytest.mark.parametrize("hidden", [(), (5,), (4, 3), (3, 4, 3)])
def test_on_each_polygon_the_network_is_the_affine_function_told(sigma, hidden):
    net = Network((2, *hidden, 1), sigma)
    theta = initialize(net, seed=3, scale=2.0)
    found = pieces(net, theta, spirals(), np.array([0.3, -0.4]))
    area = 0.0
    for polygon, slope, offset in zip(found.polygons, found.slopes, found.offsets, strict=True):
        u = net(theta, polygon.T)[0]
        assert np.abs(u - (polygon @ slope + offset)).max() < 1e-12
        after = np.roll(polygon, -1, axis=0)
        turns = np.cross(np.c_[after - polygon, 0 * u], np.c_[np.roll(after, -1, 0) - after, 0 * u])
        assert (turns[:, 2] > -1e-12).all()  # convex, counted counterclockwise
        area += 0.5 * np.sum(polygon[:, 0] * after[:, 1] - polygon[:, 1] * after[:, 0])
    assert area == pytest.approx(2.2**2)  # they cover the square, and none twice
    if not hidden:
        assert len(found.polygons) == 1 and not len(found.edges)


def test_edges_are_where_the_gradient_jumps_and_have_their_layer():
    net = Network((2, 4, 3, 1))
    theta = initialize(net, seed=3, scale=2.0)
    found = pieces(net, theta, spirals(), np.zeros(2))
    assert set(found.layer) == {1, 2}
    _, v = forward(net, theta, found.edges.mean(axis=1).T)
    for k, j in enumerate(found.layer):
        assert np.abs(v[j][:, k]).min() < 1e-12
    assert len(found.polygons) == len(found.edges) + 1  # each cut makes one more


def test_the_place_is_in_its_piece_and_the_line_through_it_bends_at_the_kinks():
    net = Network((2, 4, 3, 1))
    theta = initialize(net, seed=3, scale=2.0)
    for place in np.random.default_rng(0).uniform(-1, 1, (20, 2)):
        found = pieces(net, theta, spirals(), place)
        m = found.slopes[found.here] @ place + found.offsets[found.here]
        assert m == pytest.approx(net(theta, place[:, None]).item(), abs=1e-12)
        x = np.linspace(-1.1, 1.1, 301)
        line = net(theta, np.stack([x, np.full_like(x, place[1])]))[0]
        assert np.abs(np.interp(x, found.x, found.u) - line).max() < 1e-12
        assert found.u.size == len(found.kinks) + 2
        bends = np.diff(np.diff(found.u) / np.diff(found.x))
        assert (np.abs(bends) > 1e-9).all()


def test_the_values_have_a_row_for_each_place_on_the_second_axis():
    net = Network((2, 3, 1))
    theta = initialize(net, seed=1)
    found = pieces(net, theta, spirals(), np.zeros(2), grid=5)
    assert found.values[4, 0] == pytest.approx(net(theta, [[-1.1], [1.1]]).item())


def test_pieces_are_refused_where_they_would_be_no_polygons():
    for net in (Network((1, 3, 1)), Network((2, 3, 2)), Network((2, 3, 3, 1), residual=True)):
        with pytest.raises(ValueError, match="two inputs and one output"):
            pieces(net, np.ones(net.n_params), spirals(), np.zeros(2))
    net = Network((2, 3, 1), TANH)
    with pytest.raises(ValueError, match="whose only knot is 0"):
        pieces(net, np.ones(net.n_params), spirals(), np.zeros(2))


def test_the_mirrored_parameters_are_others_of_the_same_function():
    net = deep_network(5, activation=IDENTITY)
    theta = initialize(net, seed=range(3))
    other = mirrored(net, theta)
    for one, two in zip(collapse(net, theta), collapse(net, other), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-15)
    assert (np.abs(other - theta).max(axis=1) > 0.1).all()
    half = collapse(net, 0.5 * (theta + other))[0]
    assert np.abs(half).max() < 1e-15  # W_1 and W_2 are 0 there
    with pytest.raises(ValueError, match="two layers or more"):
        mirrored(Network((1, 1), IDENTITY), np.ones(2))
    with pytest.raises(ValueError, match="identity"):
        mirrored(deep_network(5), np.ones(78))
