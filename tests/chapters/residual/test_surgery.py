"""Layers put in and taken out: what stays exactly, what does not, and what is refused."""

import numpy as np
import pytest

from dlcourse import LEAKY_RELU, SIGMOID, TANH, Network, deep_network, initialize
from dlcourse.chapters.residual.models import (
    delete_layer,
    insert_identity_layers,
    insert_zero_layers,
    without_line,
)

X = np.linspace(-1, 1, 41)[None, :]


@pytest.mark.parametrize("sigma", [LEAKY_RELU, TANH])
@pytest.mark.parametrize("after", [1, 2, 4])
def test_zero_layers_change_a_residual_network_in_no_bit(sigma, after):
    net = deep_network(7, activation=sigma, residual=True)
    theta = initialize(net, "uniform", seed=range(3))
    longer, stretched = insert_zero_layers(net, theta, 40, after)
    assert longer.depth == 47 and longer.residual
    assert stretched.shape == (3, longer.n_params)
    assert np.array_equal(longer(stretched, X), net(theta, X))


def test_zero_layers_make_a_plain_network_constant():
    net = deep_network(7)
    longer, stretched = insert_zero_layers(net, initialize(net, "uniform", seed=1), 1, 3)
    assert np.ptp(longer(stretched, X)) == 0


def test_zero_layers_are_not_the_identity_where_sigma_of_0_is_not_0():
    net = deep_network(7, activation=SIGMOID, residual=True)
    theta = initialize(net, "uniform", seed=1)
    longer, stretched = insert_zero_layers(net, theta, 1, 3)
    assert np.max(np.abs(longer(stretched, X) - net(theta, X))) > 1e-3


@pytest.mark.parametrize("after", [1, 3, 5, 6])
def test_a_plain_network_can_hold_identity_layers(after):
    net = deep_network(7)
    theta = initialize(net, "uniform", seed=range(2))
    before = theta.copy()
    longer, stretched = insert_identity_layers(net, theta, 40, after)
    assert longer.depth == 47 and not longer.residual
    assert np.max(np.abs(longer(stretched, X) - net(theta, X))) < 1e-12
    assert np.array_equal(theta, before)


def test_no_layer_more_is_the_same_network():
    for insert in (insert_zero_layers, insert_identity_layers):
        net = deep_network(5)
        theta = initialize(net, "uniform")
        same, untouched = insert(net, theta, 0, 2)
        assert same == net and np.array_equal(untouched, theta)


@pytest.mark.parametrize("j", [2, 3])
def test_deleting_undoes_inserting(j):
    net = Network((1, 5, 5, 5, 1), (TANH, SIGMOID, LEAKY_RELU), residual=True)
    theta = initialize(net, "uniform", seed=range(2))
    longer, stretched = insert_zero_layers(net, theta, 1, j)
    assert longer.sigma[j + 1] == longer.sigma[j] == net.sigma[j]
    again, restored = delete_layer(longer, stretched, j + 1)
    assert again == net and np.array_equal(restored, theta)


def test_deleting_a_residual_layer_is_setting_it_to_zero():
    net = deep_network(7, residual=True)
    theta = initialize(net, "uniform", seed=3)
    shorter, rest = delete_layer(net, theta, 4)
    silenced = theta.copy()
    net.blocks(silenced)[4][...] = 0
    assert np.array_equal(shorter(rest, X), net(silenced, X))


def test_what_does_not_fit_is_refused_by_name():
    net = deep_network(5)
    theta = initialize(net, "uniform")
    with pytest.raises(ValueError, match=r"after, a hidden layer, must be .* ≤ 4, got 5"):
        insert_zero_layers(net, theta, 1, 5)
    with pytest.raises(ValueError, match="count must be a whole number"):
        insert_zero_layers(net, theta, -1, 2)
    with pytest.raises(ValueError, match=r"layer 1 has widths 1 and 5"):
        delete_layer(net, theta, 1)
    with pytest.raises(ValueError, match="must be relu or leaky relu, got 'tanh'"):
        insert_identity_layers(deep_network(5, activation=TANH), theta, 1, 2)
    with pytest.raises(ValueError, match="net must be a plain network"):
        insert_identity_layers(deep_network(5, residual=True), theta, 1, 2)


def test_a_residual_network_with_a_silent_layer_is_the_one_without_it():
    net = deep_network(7, residual=True)
    theta = initialize(net, seed=2)
    same, silent = without_line(net, theta, 3)
    assert same is net and np.array_equal(theta, initialize(net, seed=2))  # a copy was changed
    shorter, rest = delete_layer(net, theta, 3)
    assert np.allclose(net(silent, X), shorter(rest, X), atol=1e-14)
    assert [np.any(block) for block in net.blocks(silent)[1:]] == [True, True, False] + [True] * 4
    with pytest.raises(ValueError, match="j, a hidden layer, must be"):
        without_line(net, theta, 7)
