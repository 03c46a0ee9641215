"""Notebook 00's table of symbols is true: each entry exists, and has the shape it claims."""

import json
from pathlib import Path

import numpy as np
import pytest

from dlcourse import (
    LEAST_SQUARES,
    Network,
    deltas,
    features,
    forward,
    gradient,
    objective,
    train,
    wiggly,
)

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "00_start_here.ipynb"
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
