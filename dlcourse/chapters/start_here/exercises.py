"""The exercise of notebook 00: count the parameters of a network, to see how exercises work."""

from itertools import pairwise

import numpy as np

from dlcourse.lesson.checking import Exercise, MistakeError, answer_of


def count_parameters(widths):
    """Layer j has a matrix of n_{j+1} × n_j numbers and a bias of n_{j+1}."""
    return sum(m * n + m for n, m in pairwise(widths))


def check_count_parameters(attempt):
    """The lecture's networks with 78, 138 and 888 parameters, and one with many outputs."""
    for hidden in (3, 5, 30):
        _compare_count(attempt, (1, *[5] * hidden, 1, 1))
    _compare_count(attempt, (4, 7, 3))
    return "the lecture's 78, 138 and 888 parameters come out, and those of a 4-7-3 network."


def _compare_count(attempt, widths):
    count = answer_of(attempt, widths)
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
    if count == sum(n * n + n for n in widths[1:]):
        raise MistakeError(f"{said}: $W_j$ is $n_{{j+1}} \\times n_j$, not square in general.")
    raise MistakeError(f"{said}, which is not right; how many numbers do W_1 and b_1 hold?")


COUNT_PARAMETERS = Exercise(
    title="How long is θ?",
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
        (lambda widths: sum(n * n + n for n in widths[1:]), "not square"),
        (lambda widths: 78, "which is not right"),
    ),
)
