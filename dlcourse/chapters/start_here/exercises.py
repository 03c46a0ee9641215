"""The tasks of notebook 00: count parameters, and find a network that needs few of them."""

from itertools import pairwise

import numpy as np

from dlcourse.lesson.checking import Exercise, MistakeError, answer_of
from dlcourse.lesson.question import Challenge


def count_parameters(widths):
    """Layer j has a matrix of n_{j+1} × n_j numbers and a bias of n_{j+1}."""
    return sum(m * n + m for n, m in pairwise(widths))


def check_count_parameters(attempt):
    """The lecture's networks with 78, 138 and 888 parameters, and one with many outputs."""
    _compare_count(attempt, (4, 7, 3))  # the slips give different numbers here
    for hidden in (3, 5, 30):
        _compare_count(attempt, (1, *[5] * hidden, 1, 1))
    return "the lecture's 78, 138 and 888 parameters come out, and those of a 4-7-3 network."


def _compare_count(attempt, widths):
    count = answer_of(attempt, widths)
    if isinstance(count, np.ndarray) and count.ndim == 0:
        count = count.item()
    if isinstance(count, bool) or not isinstance(count, int | float | np.number):
        raise MistakeError("return one number.")
    if count == count_parameters(widths):
        return
    said = f"for the widths {widths} you count {count}"
    weights = sum(n * m for n, m in pairwise(widths))
    if len(widths) > 8:
        said = f"for {len(widths)} widths, {widths[:4]} and so on, you count {count}"
    if count == weights:
        raise MistakeError(f"{said}: these are the matrices alone; each layer has its b_j, too.")
    if count == weights + sum(widths):
        raise MistakeError(
            f"{said}: the input has no bias; b_j has one entry per output of layer j."
        )
    if count == sum(widths):
        raise MistakeError(
            f"{said}: these are the nodes; parameters sit on the edges between them."
        )
    for slip, words in SLIPS:
        if count == slip(widths):
            raise MistakeError(f"{said}: {words}")
    raise MistakeError(f"{said}, which is not right; how many numbers do W_1 and b_1 hold?")


SLIPS = (
    (lambda widths: sum(n * n + n for n in widths[1:]),
     "W_j has n_{j+1} rows and n_j columns, it is not square in general."),
    (lambda widths: sum(m * n + n for n, m in pairwise(widths)),
     "b_j is added to W_j z_j, so it has n_{j+1} entries, not n_j."),
    (lambda widths: sum(m * n + 1 for n, m in pairwise(widths)),
     "b_j is a column of n_{j+1} numbers, not one number for the whole layer."),
    (lambda widths: count_parameters(widths[:-1]),
     "the last layer is missing; W_n and b_n lead to the output."),
    (lambda widths: count_parameters(widths[1:]),
     "the first layer is missing; W_1 and b_1 lead from the input."),
    (lambda widths: count_parameters(widths[1:-1]),
     "the first and the last layer are missing; n + 1 widths make n layers."),
    (lambda widths: len(widths) - 1,
     "this is the number of layers; count the entries of each W_j and b_j."),
)  # fmt: skip


COUNT_PARAMETERS = Exercise(
    title="Count the parameters",
    task=r"`widths` is the tuple $(n_1, \dots, n_{n+1})$: inputs, nodes of each hidden layer, "
    "outputs. Return how many numbers θ holds: the entries of all $W_j$ and $b_j$.",
    hints=(
        "$W_j$ maps $n_j$ numbers to $n_{j+1}$ numbers. How many entries has it? And $b_j$?",
        r"Layer j has $n_{j+1} \cdot n_j + n_{j+1}$ parameters. Sum over the layers.",
        "`itertools.pairwise(widths)` runs through the pairs $(n_j, n_{j+1})$.",
    ),
    check=check_count_parameters,
    solution=count_parameters,
    wrong=(
        (lambda widths: sum(n * m for n, m in pairwise(widths)), "b_j, too"),
        (lambda widths: count_parameters(widths) + widths[0], "input has no bias"),
        (lambda widths: sum(widths), "these are the nodes"),
        *SLIPS,
        (lambda widths: 78, "which is not right"),
    ),
)


def _few_and_good(controls, units, fit):
    count = units.net.n_params
    if count >= MOST:
        return f"this network has {count} parameters; fewer than {MOST} are allowed."
    if not fit.train_loss < GOAL:
        return f"{count} parameters are few enough, but the training loss is {fit.train_loss:.3g}."
    return ""


MOST, GOAL = 25, 0.01

FEW_PARAMETERS = Challenge(
    title="As few parameters as possible",
    task=f"Find a network with fewer than {MOST} parameters whose training loss is below "
    f"{GOAL:g}. Use the hidden layers, the nodes in each of them, and the seed.",
    check=_few_and_good,
    said="About 20 parameters can be enough for these points, but not from every start.",
)
