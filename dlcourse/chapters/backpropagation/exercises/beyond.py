"""Two tasks around the pass, where it begins and shared weights; and a gradient of 0 as a goal."""

import numpy as np

import dlcourse as dl
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, real
from dlcourse.lesson.question import Challenge

# --- softmax_delta ----------------------------------------------------------------------------


def softmax_delta(u, y):
    """δ_{n+1} = softmax(u) − y, with the largest output subtracted first: nothing overflows."""
    powers = np.exp(u - u.max(axis=0))
    return powers / powers.sum(axis=0) - y


def _softmax_slips(u, y):
    p, turned = dl.softmax(u), dl.softmax(u.T).T
    return [
        (y - p, "the sign is wrong: more of a wrong class raises the loss."),
        (p, "y is missing: the loss also contains −yᵀu."),
        (turned - y, "your softmax runs over the samples; the classes are the rows, axis 0."),
        (p * (1 - p) * (p - y), "softmax needs no slope of its own here: with this loss it has "
         "cancelled."),
        ((p - y) / u.shape[1], "you divide by N; the objective is a sum."),
        (u - y, "this is the gradient of least squares."),
        (-y / np.maximum(p, 1e-300), "this is the gradient with respect to the probabilities; go "
         "on to u."),
    ]  # fmt: skip


def check_softmax_delta(attempt):
    """Moderate outputs, as many classes as samples or not, and very large ones."""
    rng = np.random.default_rng(5)
    for K, N, size in ((3, 4, 1.0), (3, 3, 2.0), (5, 2, 0.5), (3, 4, 1000.0)):
        u, y = size * rng.normal(size=(K, N)), np.eye(K)[:, rng.integers(K, size=N)]
        where = f"for {K} classes, {N} samples and outputs of size {size:g}"
        answer = answer_of(attempt, u, y)
        if size == 1000 and not np.isfinite(real("δ", answer, where)).all():
            raise MistakeError("δ overflows for outputs near 1000: subtract the largest output of "
                               "each column before `np.exp`.")  # fmt: skip
        compare("δ", answer, softmax_delta(u, y), where, _softmax_slips(u, y))
    return "outputs from 0.5 to 1000, three or five classes."


def _with(slip):
    return lambda u, y: _softmax_slips(u, y)[slip][0]


SOFTMAX_DELTA = Exercise(
    title="Where the way back begins",
    task="The multiclass logistic loss is L(u, y) = log Σ_k exp(u_k) − yᵀu, with one column of u "
    "and of y (one-hot) for each sample. Return δ_{n+1} = ∂L/∂u, also for outputs near 1000.",
    hints=(
        "The derivative of log Σ exp(u_k) with respect to u_l is exp(u_l)/Σ exp(u_k).",
        "So δ = softmax(u) − y, with the sum over the rows (axis 0).",
        "softmax(u) does not change if one number is subtracted from all entries of a column.",
    ),
    check=check_softmax_delta,
    solution=softmax_delta,
    wrong=(
        (_with(0), "the sign is wrong"),
        (_with(1), "y is missing"),
        (_with(2), "over the samples"),
        (_with(3), "has cancelled"),
        (_with(4), "divide by N"),
        (_with(5), "least squares"),
        (_with(6), "go on to u"),
        (lambda u, y: np.exp(u) / np.exp(u).sum(axis=0) - y, "overflows"),
    ),
)

# --- shared_weights ---------------------------------------------------------------------------


def shared_weights(z, e):
    """Each layer's use of W adds its part: Σ_j e_j z_jᵀ."""
    return sum(e[j] @ z[j].T for j in range(1, len(e)))


def check_shared_weights(attempt):
    """Tanh networks with one and the same W in each layer, two and four layers."""
    for n, seed in ((2, 0), (4, 1)):
        z, e = shared_passes(n, seed)
        parts = [e[j] @ z[j].T for j in range(1, n + 1)]
        right = sum(parts)
        slips = [
            (parts[-1], "this is the part of the last layer alone."),
            (parts[0], "this is the part of the first layer alone."),
            (right / n, "this is the mean of the parts; all of them count in full."),
            (np.linalg.multi_dot(parts), "the parts are added, not multiplied."),
            (sum(e[1:]) @ sum(z[1 : n + 1]).T, "you add the states and the e_j first; each e_j "
             "belongs to its own z_j."),
            (right.T, "the gradient is transposed."),
        ]  # fmt: skip
        compare("∂L/∂W", answer_of(attempt, z, e), right, f"for {n} layers", slips)
    return "two and four layers with one and the same W."


def shared_passes(n, seed):
    """z and e, lists from index 1, of a network (3, …, 3) with one matrix W in all n layers."""
    net = dl.Network((3,) * (n + 1), dl.TANH)
    rng = np.random.default_rng(seed)
    theta = np.tile(rng.normal(size=12), n)
    z, _, e = dl.backward(net, theta, *rng.normal(size=(2, 3, 5)))
    return z, e


SHARED_WEIGHTS = Exercise(
    title="One matrix in several layers",
    task="All layers of a network use one and the same W. Return ∂L/∂W, summed over the samples, "
    "from the lists z and e (from index 1, e[j] = e_j for j = 1, …, n).",
    hints=(
        "Think of n matrices W_1, …, W_n that happen to be equal. What if all change at once?",
        "The chain rule adds the ways from W to the loss: one for each layer.",
        "∂L/∂W = Σ_j ∂L/∂W_j = Σ_j e_j z_jᵀ.",
    ),
    check=check_shared_weights,
    solution=shared_weights,
    wrong=(
        (lambda z, e: e[-1] @ z[len(e) - 1].T, "the last layer alone"),
        (lambda z, e: e[1] @ z[1].T, "the first layer alone"),
        (lambda z, e: shared_weights(z, e) / (len(e) - 1), "the mean of the parts"),
        (lambda z, e: shared_weights(z, e).T, "transposed"),
        (lambda z, e: sum(e[1:]) @ sum(z[1 : len(e)]).T, "its own z_j"),
        (lambda z, e: np.linalg.multi_dot([e[j] @ z[j].T for j in range(1, len(e))]), "not mult"),
    ),
)

# --- no_gradient ------------------------------------------------------------------------------


def _nothing_arrives(controls, moment):
    if moment.loss < 0.01:
        return "the loss itself is nearly 0; it should be 0.01 or more."
    left = np.abs(moment.dW[1]).max()
    return "" if left == 0 else f"the largest entry of ∂L/∂W₁ is {dl.style.number(left)}."


NO_GRADIENT = Challenge(
    title="Nothing arrives",
    task="Make ∂L/∂W₁ exactly 0 while the loss is at least 0.01. Choose an activation and an "
    "input, and drag weights up or down.",
    check=_nothing_arrives,
    said="One factor 0 on each way is enough: slopes that are 0, or weights that are 0. No step of "
    "gradient descent will change W₁ for this sample.",
)
