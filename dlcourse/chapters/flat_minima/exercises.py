"""The exercise of notebook 09: the gradient of each single loss from the states of one pass."""

import numpy as np

from dlcourse.activations import TANH
from dlcourse.backprop import backward, gradient
from dlcourse.initialization import initialize
from dlcourse.lesson.checking import (
    Exercise,
    MistakeError,
    answer_of,
    multiple,
    numbers,
    real,
    same,
)
from dlcourse.network import Network


def individual_gradients(z, e):
    """∂f_i/∂W_j = e_i z_iᵀ and ∂f_i/∂b_j = e_i, with column i of e[j] and of z[j]."""
    n, N = len(e) - 1, z[1].shape[1]
    dW, db = [None], [None]
    for j in range(1, n + 1):
        dW.append(np.stack([np.outer(e[j][:, i], z[j][:, i]) for i in range(N)]))
        db.append(np.stack([e[j][:, [i]] for i in range(N)]))
    return dW, db


def check_individual_gradients(attempt):
    """Compare with the outer products on three networks, then with the gradient of the sum."""
    rng = np.random.default_rng(9)
    for case, widths in enumerate([(2, 3, 3, 1), (1, 4, 2), (3, 3)]):
        net = Network(widths, TANH)
        theta = initialize(net, seed=case)
        x, y = rng.normal(size=(widths[0], 5)), rng.normal(size=(widths[-1], 5))
        z, _, e = backward(net, theta, x, y)
        answer = answer_of(attempt, z, e)
        if not isinstance(answer, tuple | list) or len(answer) != 2:
            raise MistakeError("return two lists, `return dW, db`, that count from 1.")
        dW, db = (_from_one(given, net.depth) for given in answer)
        for name, given in (("dW", dW), ("db", db)):
            if not isinstance(given, tuple | list) or len(given) != net.depth + 1:
                raise MistakeError(
                    f"{name} must be a list with an entry for each layer behind the None at index "
                    f"0: {net.depth + 1} entries for {net.depth} layers."
                )
        right_W, right_b = individual_gradients(z, e)
        for j in range(1, net.depth + 1):
            _compare_layer(f"dW[{j}]", dW[j], right_W[j], _slips(z, e, j, right_W[j]))
            _compare_layer(f"db[{j}]", db[j], right_b[j], _slips_b(e, j, right_b[j]))
        total = net.unpack(gradient(net, theta, x, y))[0]
        if not all(same(np.sum(dW[j], axis=0), total[j]) for j in range(1, net.depth + 1)):
            raise MistakeError("the individual gradients do not sum to the gradient of the sum.")
    return "15 single losses on three networks, and their sum is the gradient of the objective."


def _from_one(given, depth):
    """A list from index 1, also of what counts in another way: {1: …} or an array of objects."""
    if isinstance(given, dict) and set(given) == set(range(1, depth + 1)):
        return [None, *(given[j] for j in range(1, depth + 1))]
    if isinstance(given, np.ndarray) and given.dtype == object:
        return list(given)
    return given


def _compare_layer(name, value, right, slips):
    """As `checking.compare`, but a slip may also have another shape than the answer."""
    if value is None:
        raise MistakeError(f"{name} is None; lists count from 1, up to the last layer.")
    where = "for N = 5 samples"
    value = real(name, value, where)
    if same(value, right):
        return
    for slipped, told in slips:
        if same(value, slipped):
            raise MistakeError(f"{name} {told}")
    numbers(name, value, right.shape, where)
    factor = multiple(value, right)
    if factor is not None:
        raise MistakeError(f"{name} is {factor:.4g} times as large as it should be.")
    raise MistakeError(f"{name} is not right: which column of e and of z belongs to sample i?")


def _slips(z, e, j, right):
    slips = [
        (right.sum(axis=0), "is summed over the samples already: keep one matrix per sample, "
         "with the sample as the first axis."),
        (right / right.shape[0], "is divided by N: f_i is a single loss, no mean."),
        (np.moveaxis(right, 0, -1), "has the samples as the last axis; put them first."),
        (np.swapaxes(right, 1, 2), "is transposed: e_i stands to the left of z_iᵀ."),
    ]  # fmt: skip
    later = np.einsum("ki,li->ikl", e[j], z[j + 1])
    slips.append((later, f"uses z[{j + 1}]: layer {j} multiplies z[{j}]."))
    return slips


def _slips_b(e, j, right):
    return [
        (right.sum(axis=0), "is summed over the samples already: keep one column per sample."),
        (e[j].T, "must hold columns: shape (N, n_{j+1}, 1), not (N, n_{j+1})."),
        (right / right.shape[0], "is divided by N: f_i is a single loss, no mean."),
    ]


def _layers(z, e, of_W, of_b):
    layers = range(1, len(e))
    return [None, *(of_W(z, e, j) for j in layers)], [None, *(of_b(z, e, j) for j in layers)]


def _W(z, e, j):
    return individual_gradients(z, e)[0][j]


def _b(z, e, j):
    return individual_gradients(z, e)[1][j]


INDIVIDUAL_GRADIENTS = Exercise(
    title="The gradient of each single loss",
    task="`z` and `e` are the lists of one forward and one backward pass over N samples: `z[j]` "
    "(n_j, N), and `e[j]` (n_{j+1}, N), the derivatives of the single losses by v_j = W_j z_j + "
    "b_j – on the slides δ_{j+1} ⊙ σ′_j(v_j) –, one column per sample. Return two lists from index "
    "1: `dW[j]` (N, n_{j+1}, n_j) and `db[j]` (N, n_{j+1}, 1), the derivatives of every single "
    "loss f_i.",
    hints=(
        "For all samples together the slides have ∂L/∂W_j = e z_jᵀ. What is that for one column?",
        "Sample i alone: the outer product of column i of e[j] and column i of z[j].",
        "`np.outer(e[j][:, i], z[j][:, i])` for each i, stacked by `np.stack`; the bias keeps the "
        "column `e[j][:, [i]]`.",
    ),
    check=check_individual_gradients,
    solution=individual_gradients,
    wrong=(
        (lambda z, e: _layers(z, e, lambda z, e, j: e[j] @ z[j].T, _b), "summed over"),
        (lambda z, e: _layers(z, e, lambda *a: np.swapaxes(_W(*a), 1, 2), _b), "transposed"),
        (lambda z, e: _layers(z, e, lambda *a: _W(*a) / 5, _b), "divided by N"),
        (
            lambda z, e: _layers(z, e, lambda z, e, j: np.einsum("ki,li->ikl", e[j], z[j + 1]), _b),
            "uses z[2]",
        ),
        (lambda z, e: _layers(z, e, _W, lambda z, e, j: e[j].T), "must hold columns"),
        (lambda z, e: _layers(z, e, lambda *a: np.moveaxis(_W(*a), 0, -1), _b), "last axis"),
    ),
)
