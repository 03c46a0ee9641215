"""Notebook 00: its table of symbols is true, its figures show what they say."""

import json
from pathlib import Path

import numpy as np
import pytest

from dlcourse import (
    LEAST_SQUARES,
    TANH,
    Network,
    compiled,
    deep_network,
    deltas,
    features,
    forward,
    gradient,
    objective,
    sine,
    train,
    wiggly,
)
from dlcourse.chapters.start_here import experiments
from tests.pages import Page

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "00_start_here.ipynb"
NET, DATA = Network((1, 5, 5, 5, 1, 1)), wiggly()
X, Y, P, S = DATA.x, DATA.y, NET.n_params, 3
THETA = np.random.default_rng(0).normal(size=(S, P))
W, B = NET.unpack(THETA)
Z, V = forward(NET, THETA, X)

# What the table says, then what it is for S leading networks, then what it should be.
ROWS = [
    ("`net.depth`", NET.depth, 5),
    ("`net.widths`", NET.widths, (1, 5, 5, 5, 1, 1)),
    ("`P = net.n_params`", P, 78),
    ("`(..., n_{j+1}, n_j)`", [w.shape for w in W[1:3]], [(S, 5, 1), (S, 5, 5)]),
    ("`(..., n_{j+1}, 1)`", B[1].shape, (S, 5, 1)),
    ("`data.x`", X.shape, (1, 30)),
    ("`data.y`", Y.shape, (1, 30)),
    ("`net.sigma[j].prime`", NET.sigma[1].prime(0.0), 1.0),
    ("`(..., n_j, N)`", Z[2].shape, (S, 5, 30)),
    ("`(..., n_{j+1}, N)`", V[1].shape, (S, 5, 30)),
    ("`net(theta, x)`", NET(THETA, X).shape, (S, 1, 30)),
    ("`features(net, theta, x)`", features(NET, THETA, X).shape, (S, 1, 30)),
    ("`LEAST_SQUARES(u, y)`", LEAST_SQUARES(NET(THETA, X), Y).shape, (S, 30)),
    ("`objective(net, theta, x, y)`", objective(NET, THETA, X, Y).shape, (S,)),
    ("`deltas(net, theta, x, y)[j]`", deltas(NET, THETA, X, Y)[2].shape, (S, 5, 30)),
    ("`gradient(net, theta, x, y)`", gradient(NET, THETA, X, Y).shape, (S, P)),
    ("`train(net, data).theta`", train(NET, DATA, epochs=2).theta.shape, (P,)),
]


@pytest.mark.parametrize(("entry", "found", "claimed"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_of_symbols_is_true(entry, found, claimed):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    table = "".join(next(cell for cell in cells if cell["id"] == "symbols")["source"])
    assert entry in table
    assert found == claimed


def test_objective_is_the_sum_over_the_samples():
    assert np.allclose(objective(NET, THETA, X, Y), LEAST_SQUARES(NET(THETA, X), Y).sum(axis=-1))


@pytest.mark.skipif(not compiled.available(), reason="takes a minute without compiled kernels")
def test_deep_plain_networks_end_at_the_constant_and_residual_ones_do_not():
    """Measured, 20 seeds: plain 47 in 20, 17 in most, 5 in none; residual in none at any depth."""
    constant = 0.5 * np.var(DATA.y)

    def stuck(layers, residual):
        runs = (experiments.deeper(layers, residual, seed) for seed in range(20))
        return sum(run.final_loss > 0.99 * constant for run in runs)

    assert stuck(47, False) == 20 and stuck(5, False) == 0 and stuck(17, False) > 10
    assert all(stuck(layers, True) == 0 for layers in (5, 7, 12, 17, 47))


def test_the_figures_show_what_their_controls_say():
    """The curve is that of the chosen activation, the loss that of the chosen run."""
    with Page("00_start_here", "A live figure") as page:
        (figure,) = page.figures
        chosen = figure.set(activation="tanh", data="sine", seed=3, epoch=0)
        units, fit, (run, epoch) = chosen.results
        assert units.net == run.net and np.array_equal(units.W[2], run.net.unpack(run.at(0))[0][2])
        assert run.net.sigma[1] is TANH and run.data == sine() and epoch == 0
        assert np.array_equal(fit.u, run.net(run.thetas[0], fit.x[None])[0])
        off = figure.set(off=(("unit", 2, 1),)).results[1].u
        assert not np.allclose(off, fit.u)
    with Page("00_start_here", "Predict first") as page:
        (figure,) = page.figures
        fit, run = figure.set(layers=12, residual=True, seed=1).results
        assert run.net == deep_network(12, residual=True)
        assert np.array_equal(fit.u, run.net(run.theta, fit.x[None])[0])
