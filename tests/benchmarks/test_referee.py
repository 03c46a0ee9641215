"""An independent referee: PyTorch's gradients against the lecture's recursion."""

import numpy as np
import pytest

from dlcourse import Adam, backprop, deep_network, initialize, train, wiggly

torch = pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.fixture
def referee():
    from tests.benchmarks.peers import Torch

    return Torch()


@pytest.mark.parametrize("accelerator", ["on", "off"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("depth", [5, 17, 47])
def test_gradients_agree_with_pytorch(monkeypatch, referee, depth, residual, accelerator):
    monkeypatch.setenv("DLCOURSE_ACCELERATOR", accelerator)
    net, data = deep_network(depth, residual=residual), wiggly()
    for seed in range(5):
        theta = initialize(net, seed=seed)
        expected = referee.per_sample_gradients(net, data, theta)
        got = backprop.per_sample_gradients(net, theta, data.x, data.y)
        assert np.max(np.abs(got - expected)) <= 1e-12 * np.max(np.abs(expected))
        whole = backprop.gradient(net, theta, data.x, data.y)
        assert np.max(np.abs(whole - expected.sum(0))) <= 1e-11 * np.max(np.abs(whole))


@pytest.mark.parametrize("accelerator", ["on", "off"])
def test_training_agrees_with_pytorch(monkeypatch, referee, accelerator):
    monkeypatch.setenv("DLCOURSE_ACCELERATOR", accelerator)
    net, data = deep_network(7, residual=True), wiggly()
    theta = initialize(net, scale=0.5)
    run = train(net, data, theta0=theta, epochs=199, optimizer=Adam(3e-3), snapshots=199)
    assert abs(run.final_loss - referee.trainer(net, data, theta)(200)) < 1e-9
