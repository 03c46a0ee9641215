"""The task to write a whole backward pass; the check names the first layer that is wrong."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.backpropagation.models import SLIPS, package_backward
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, numbers, same

# --- my_backward ------------------------------------------------------------------------------


def check_my_backward(attempt):
    """Compare with the lecture's recursion from the last layer to the first, on three networks."""
    rng = np.random.default_rng(6)
    for seed, widths in enumerate(((1, 4, 4, 4, 1), (2, 3, 3, 2), (3, 2, 4, 1))):
        net = dl.Network(widths, dl.TANH)
        theta = dl.initialize(net, seed=seed, scale=1.5)
        x, last = rng.normal(size=(widths[0], 7)), rng.normal(size=(widths[-1], 7))
        z, v = dl.forward(net, theta, x)
        _compare_passes(attempt, net, (net, net.unpack(theta)[0], z, v, last))
    return "all layers of three networks, seven samples each."


def _compare_passes(attempt, net, given):
    answer = answer_of(attempt, *given)
    if not (isinstance(answer, tuple | list) and len(answer) == 2):
        raise MistakeError("return two lists, `return dW, db`.")
    right = package_backward(*given)
    where = f"in the network of widths {net.widths}"
    for name, one in zip(("dW", "db"), answer, strict=True):
        if not (isinstance(one, tuple | list) and len(one) == net.depth + 1):
            raise MistakeError(f"{name} must be a list of n + 1 = {net.depth + 1} entries; "
                               "entry 0 is None.")  # fmt: skip
    slipped = [(words, slip(*given)) for slip, words in SLIPS]
    for j in range(net.depth, 0, -1):
        at = f"{where}; going backwards, layer {j} is the first that is wrong"
        for k, name in enumerate((f"dW[{j}]", f"db[{j}]")):
            value = numbers(name, answer[k][j], right[k][j].shape, at)
            if same(value, right[k][j]):
                continue
            told = [words for words, found in slipped if same(value, found[k][j])]
            if same(value, right[k][j] / given[-1].shape[1]):
                told = ["you divide by N; the objective is a sum."]
            look = f"look at it, and at how layer {j + 1} made δ_{j + 1}."
            raise MistakeError(f"{name} is not right {at}: {[*told, look][0]}")


MY_BACKWARD = Exercise(
    title="A whole backward pass",
    task="Return the lists dW and db (entry 0 is None) of a plain network, for all samples. W, z "
    "and v are lists from index 1, as on the slides; `delta` is δ_{n+1}, and `net.sigma[j].prime` "
    "is σ′_j.",
    hints=(
        "Run through j = n, …, 1: `for j in range(net.depth, 0, -1)`.",
        "In each layer: e = delta * net.sigma[j].prime(v[j]), then dW[j] and db[j] as in the "
        "exercise before.",
        "Last in the loop: delta = W[j].T @ e, with which layer j − 1 goes on.",
    ),
    check=check_my_backward,
    solution=package_backward,
    wrong=(
        (SLIPS[0][0], "make it from e_j"),
        (SLIPS[1][0], "σ′_j(v_j) is missing"),
        (SLIPS[2][0], "where σ′_j belongs"),
        (SLIPS[3][0], "it belongs at v_j"),
        (SLIPS[4][0], "where W_j is square"),
        (SLIPS[5][0], "the wrong sign"),
        (SLIPS[6][0], "where z_j belongs"),
        (lambda net, W, z, v, delta: package_backward(net, W, z, v, delta / 7), "divide by N"),
        (lambda net, W, z, v, delta: package_backward(net, W, z, v, 3 * delta), "layer 5 made δ_5"),
        (lambda net, W, z, v, delta: package_backward(net, W, z, v, delta)[0], "two lists"),
        (lambda net, W, z, v, delta: tuple(g[1:] for g in package_backward(net, W, z, v, delta)),
         "entry 0 is None"),
    ),
)  # fmt: skip
