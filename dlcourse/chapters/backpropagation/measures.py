"""Backpropagation taken apart: one number after the other, and what has to be kept until when."""

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

import dlcourse as dl
from dlcourse.checks import kind, whole_number

LATER, NOW, KEPT, GONE = range(4)  # not computed yet; just computed; needed again; not needed again
LETTERS = ("z", "v", "δ", "e", "∂")  # ∂: a row of ∂L/∂W_j and its entry of ∂L/∂b_j


@dataclass(frozen=True)
class Operation:
    """One step of a pass: the numbers that it makes and those that it reads.

    A number is (letter, j, i): entry i of z_j, v_j, δ_j or e_j; ("∂", j, i) is row i of ∂L/∂W_j
    with entry i of ∂L/∂b_j.

    Attributes:
        kind: "input", "forward", "loss", "row" (e_j[i] and row i of the gradient), "back" (δ_j[i]).
        j, i: the layer, and the number of the unit, counted from 1.
        makes, reads: sets of numbers.
    """

    kind: str
    j: int
    i: int
    makes: frozenset
    reads: frozenset


def operations(net: dl.Network, training: bool = True) -> list[Operation]:
    """The steps of one sample's forward pass and, for `training`, of its backward pass, in order.

    δ_1 is left out, since no weight needs it. v_j is read again only where σ_j is not the identity.

    [002 Backpropagation summarized; Backpropagation – Residual networks]
    """
    n, wide = kind("net", net, dl.Network).depth, net.widths

    def column(letter, j):
        count = wide[j] if letter in ("v", "e") else wide[j - 1]
        return {(letter, j, i) for i in range(1, count + 1)}

    def operation(name, j, i, makes, reads):
        return Operation(name, j, i, frozenset(makes), frozenset(reads))

    found = [operation("input", 1, 0, column("z", 1), ())]
    for j in range(1, n + 1):
        found += [
            operation("forward", j, i, {("v", j, i), ("z", j + 1, i)}, column("z", j))
            for i in range(1, wide[j] + 1)
        ]
    if not training:
        return found
    found.append(operation("loss", n + 1, 0, column("δ", n + 1), column("z", n + 1)))
    for j in range(n, 0, -1):
        bent = net.sigma[j] is not dl.IDENTITY
        found += [
            operation("row", j, i, {("e", j, i), ("∂", j, i)},
                      {("δ", j + 1, i), *column("z", j), *([("v", j, i)] if bent else [])})
            for i in range(1, wide[j] + 1)
        ]  # fmt: skip
        found += [
            operation("back", j, i, {("δ", j, i)},
                      column("e", j) | ({("δ", j + 1, i)} if net.skips(j) else set()))
            for i in range(1, wide[j - 1] + 1)
            if j > 1
        ]  # fmt: skip
    return found


def last_reads(steps: list[Operation]) -> dict:
    """{number: the last step that reads it}; numbers that no step reads are missing.

    [002 Information needed to compute ∂L/∂z_j]
    """
    return {number: k for k, step in enumerate(steps) for number in step.reads}


def states_at(steps: list[Operation], step: int) -> dict:
    """{number: LATER, NOW, KEPT or GONE} after step number `step`, 0, 1, ….

    The gradient's rows and the model's output are results: they are kept to the end.

    [002 Information needed to compute ∂L/∂z_j]
    """
    last = last_reads(steps)
    results = {made for made in steps[-1].makes if made[0] == "z"}
    found = {}
    for k, one in enumerate(steps):
        for number in one.makes:
            needed = last.get(number, -1) > step or number[0] == "∂" or number in results
            found[number] = LATER if k > step else NOW if k == step else KEPT if needed else GONE
    return found


def kept(steps: list[Operation]) -> np.ndarray:
    """How many numbers have to be kept after each step, the gradient itself not counted: (K,).

    [002 Information needed to compute ∂L/∂z_j]
    """
    last, counts = last_reads(steps), np.zeros(len(steps), int)
    for k, one in enumerate(steps):
        for number in one.makes:
            if number[0] != "∂":
                counts[k : max(last.get(number, k), k + 1)] += 1
    return counts


@dataclass(frozen=True, eq=False)
class Moment:
    """What a StepperPanel shows: one sample's passes, stopped after a step.

    Attributes:
        net: the network; W, b: its weights, lists from index 1.
        z, v, delta, e: all numbers of both passes, columns (n, 1) in lists from index 1.
        dW, db: the gradient, lists from index 1.
        y: the response (K, 1); loss: L(z_{n+1}, y).
        steps: the operations of the passes; step: the number of the last one done.
        drawn: the weights as they were drawn, W like a list from index 1; others are the reader's.
    """

    net: dl.Network
    W: list
    b: list
    z: list
    v: list
    delta: list
    e: list
    dW: list
    db: list
    y: np.ndarray
    loss: float
    steps: list
    step: int
    drawn: list

    @property
    def now(self) -> Operation:
        """The last step done."""
        return self.steps[self.step]

    def value(self, letter: str, j: int, i: int) -> float:
        """Entry i of z_j, v_j, δ_j or e_j."""
        return float({"z": self.z, "v": self.v, "δ": self.delta, "e": self.e}[letter][j][i - 1, 0])


def moment(
    net: dl.Network, theta, x, y, step: int, training: bool = True, own: tuple = ()
) -> Moment:
    """The passes of one sample, stopped after `step`; one that is too large is the last one.

    theta (P,), x (n_1, 1), y (n_{n+1}, 1). `own` are weights (j, i, k, w) with W_j[i, k] = w in
    place of theta's. Raises ValueError for wrong shapes.

    [002 Backpropagation summarized]
    """
    kind("net", net, dl.Network)
    drawn, _ = net.unpack(theta)
    theta = np.array(net.check_theta(theta), float)
    W, b = net.unpack(theta)
    for j, i, k, w in own:
        W[j][i - 1, k - 1] = w
    x, y = np.asarray(x, float), np.asarray(y, float)
    z, delta, e = dl.backward(net, theta, x, y)
    _, v = dl.forward(net, theta, x)
    dW, db = net.unpack(dl.gradient(net, theta, x, y))
    steps = operations(net, training)
    step = min(whole_number("step", step), len(steps) - 1)
    loss = float(dl.objective(net, theta, x, y))
    return Moment(net, W, b, z, v, delta, e, dW, db, y, loss, steps, step, drawn)


@dataclass(frozen=True, eq=False)
class Chain:
    """What `chain_derivative` found: the derivative, and what it took.

    Attributes:
        derivative: dx_n/dw.
        kept: how many numbers were kept after each operation (T,).
        evaluations: how often f was evaluated.
    """

    derivative: float
    kept: np.ndarray
    evaluations: int


def chain_derivative(f, prime, w: float, n: int, checkpoints: int) -> Chain:
    """dx_n/dw of x_{j+1} = f(x_j), x_0 = w, from the last factor f′(x_{n−1}) to the first, f′(w).

    The way there is cut into so many parts of nearly one length, and the first state of each is
    kept; the others are computed again, part after part. n checkpoints keep all states. Without
    any, only w is kept, and each state is computed anew from there.

    Raises ValueError unless 0 ≤ checkpoints ≤ n.

    [004 Backpropagation and other differentiation algorithms]
    """
    n = whole_number("n", n, 1)
    checkpoints = whole_number("checkpoints", checkpoints, 0, n)
    trace, derivative, evaluations = [1], 1.0, 0
    if checkpoints == 0:
        for j in range(n - 1, -1, -1):
            x = w
            for _ in range(j):
                x, evaluations = f(x), evaluations + 1
                trace.append(2)
            derivative *= prime(x)
            trace.append(1)
        return Chain(float(derivative), np.array(trace), evaluations)
    edges = [round(k * n / checkpoints) for k in range(checkpoints + 1)]
    states, x = {0: w}, w
    for j in range(1, edges[-2] + 1):
        x, evaluations = f(x), evaluations + 1
        if j in edges:
            states[j] = x
        trace.append(len(states) + (j not in states))
    for begin, end in reversed(list(pairwise(edges))):
        for j in range(begin + 1, end):
            states[j], evaluations = f(states[j - 1]), evaluations + 1
            trace.append(len(states))
        for j in range(end - 1, begin - 1, -1):
            derivative *= prime(states.pop(j))
            trace.append(len(states))
    return Chain(float(derivative), np.array(trace), evaluations)


def differences(net: dl.Network, theta, direction, x, y, steps) -> dict:
    """Directional derivatives of the objective by differences: {method: values (T,)}.

    theta, direction (P,), x (n_1, N), y (n_{n+1}, N), steps h (T,). Forward: (f(θ + hd) − f(θ))/h;
    central: (f(θ + hd) − f(θ − hd))/(2h); complex step: Im f(θ + ihd)/h.

    [beyond the slides]
    """
    theta, direction = net.check_theta(theta), net.check_theta(direction, "direction")
    h = np.asarray(steps, float)
    moved = h[:, None] * direction

    def f(at):
        return dl.objective(net, at, x, y)

    return {
        "forward": (f(theta + moved) - f(theta)) / h,
        "central": (f(theta + moved) - f(theta - moved)) / (2 * h),
        "complex step": f(theta + 1j * moved).imag / h,
    }


def paths_to(widths: tuple) -> tuple:
    """How many paths lead from the first node to each node of each layer: arrays (n_j,).

    Layers of so many nodes, each joined to all of the next layer; the first has one node. Each
    edge is used once: a node's number is the sum over the edges that end there.

    [004 Complexity of backpropagation]
    """
    counts = [np.ones(widths[0])]
    for n in widths[1:]:
        counts.append(np.ones((n, len(counts[-1]))) @ counts[-1])
    return tuple(counts)


def sum_over_paths(W: list) -> tuple[float, int]:
    """∂z_{n+1}/∂z_1 of a linear network with one input and one output, path by path.

    W: matrices from index 1. Returns the sum over all paths of the products of their weights, and
    how many multiplications it took.

    [004 Complexity of backpropagation]
    """
    total, operations = 0.0, 0
    for path in product(*(range(len(one)) for one in W[1:])):
        factor, before = 1.0, 0
        for j, i in enumerate(path, 1):
            factor, before = factor * W[j][i, before], i
        total, operations = total + factor, operations + len(W) - 2
    return float(total), operations


def multiplications(net: dl.Network) -> tuple[int, int]:
    """Multiplications by weights for one sample: those of f, and those of f and its gradient.

    Forwards each weight is used once; backwards once for ∂L/∂W_j, and once for δ_j where j > 1.

    [004 Complexity of backpropagation]
    """
    each = [a * b for a, b in pairwise(kind("net", net, dl.Network).widths)]
    return sum(each), 3 * sum(each) - each[0]
