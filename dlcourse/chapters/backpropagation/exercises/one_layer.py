"""Two tasks about one layer: one step back, and the gradient of its weights."""

import numpy as np

import dlcourse as dl
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, real, same

# --- delta_step -------------------------------------------------------------------------------


def delta_step(W, v, delta, sigma):
    """δ_j = W_jᵀ (δ_{j+1} ⊙ σ′_j(v_j)): one column for each sample."""
    return W.T @ (delta * sigma.prime(v))


def _delta_slips(W, v, delta, sigma):
    """What the usual slips give; those with W in place of Wᵀ only where W is square."""
    prime = sigma.prime(v)
    found = [
        (W.T @ delta, "σ′_j(v_j) is missing: multiply δ_{j+1} by it, entry by entry, before Wᵀ."),
        (W.T @ (delta * sigma(v)), "you multiply by σ_j(v_j); its derivative belongs there, "
         "`sigma.prime(v)`."),
        (W.T @ (delta * sigma.prime(sigma(v))), "you take σ′_j at σ_j(v_j); it belongs at v_j."),
        (-W.T @ (delta * prime), "the sign is wrong: the chain rule multiplies and subtracts "
         "nothing."),
        (W.T @ prime, "δ_{j+1} is missing."),
    ]  # fmt: skip
    if len(W) == W.shape[1]:
        found += [
            (W @ (delta * prime), "the transpose is missing: W_j leads forwards, W_jᵀ backwards."),
            ((W.T @ delta) * prime, "σ′_j(v_j) stands behind Wᵀ; δ_{j+1} meets σ′ first, then Wᵀ."),
            (W @ delta, "both the transpose and σ′_j(v_j) are missing."),
        ]
    return found


def check_delta_step(attempt):
    """A square layer, where a missing transpose still fits, and two others."""
    rng = np.random.default_rng(3)
    for m, n, sigma in ((3, 3, dl.TANH), (2, 4, dl.SIGMOID), (4, 2, dl.LEAKY_RELU)):
        W, v, delta = (rng.normal(size=shape) for shape in ((m, n), (m, 5), (m, 5)))
        given = W, v, delta, sigma
        where = f"for {n} inputs, {m} outputs and 5 samples"
        compare("δ_j", answer_of(attempt, *given), delta_step(*given), where, _delta_slips(*given))
    return "three layers, one of them square, with three activations and five samples each."


DELTA_STEP = Exercise(
    title="One step back",
    task="Return δ_j (n_j, N) from δ_{j+1} (n_{j+1}, N), for one layer and N samples. W is W_j, v "
    "is v_j, and `sigma.prime(v)` is σ′_j(v_j).",
    hints=(
        "z_{j+1} = σ_j(v_j) with v_j = W_j z_j + b_j. First go back through σ_j, then through W_j.",
        "Through σ_j: e_j = δ_{j+1} ⊙ σ′_j(v_j), entry by entry.",
        "Through W_j: δ_j = W_jᵀ e_j.",
    ),
    check=check_delta_step,
    solution=delta_step,
    wrong=(
        (lambda W, v, delta, sigma: W.T @ delta, "is missing: multiply"),
        (lambda W, v, delta, sigma: W @ (delta * sigma.prime(v)), "the transpose is missing"),
        (lambda W, v, delta, sigma: (W.T @ delta) * sigma.prime(v), "behind Wᵀ"),
        (lambda W, v, delta, sigma: W.T @ (delta * sigma(v)), "its derivative belongs"),
        (lambda W, v, delta, sigma: W.T @ (delta * sigma.prime(sigma(v))), "belongs at v_j"),
        (lambda W, v, delta, sigma: -W.T @ (delta * sigma.prime(v)), "the sign is wrong"),
        (lambda W, v, delta, sigma: W.T @ sigma.prime(v), "δ_{j+1} is missing"),
        (lambda W, v, delta, sigma: W @ delta, "both the transpose"),
        (lambda W, v, delta, sigma: 2 * delta_step(W, v, delta, sigma), "2 times as large"),
    ),
)

# --- weight_gradient --------------------------------------------------------------------------


def weight_gradient(z, e):
    """∂L/∂W_j = Σ_i e_j z_jᵀ and ∂L/∂b_j = Σ_i e_j, the sums over the columns."""
    return e @ z.T, e.sum(axis=1, keepdims=True)


def check_weight_gradient(attempt):
    """A square layer and two others, with six samples."""
    rng = np.random.default_rng(4)
    for m, n in ((3, 3), (2, 4), (4, 1)):
        z, e = rng.normal(size=(n, 6)), rng.normal(size=(m, 6))
        where = f"for {n} inputs, {m} outputs and 6 samples"
        answer = answer_of(attempt, z, e)
        if not (isinstance(answer, tuple | list) and len(answer) == 2):
            raise MistakeError("return two arrays, `return dW, db`.")
        _compare_weights(answer[0], z, e, where)
        _compare_biases(answer[1], e, where)
    return "three layers, one of them square, with six samples each."


def _compare_weights(given, z, e, where):
    right, value = e @ z.T, real("dW", given, where)
    if value.shape == right.T.shape != right.shape and same(value, right.T):
        raise MistakeError(f"dW is transposed {where}: it has the shape of W_j, (n_{{j+1}}, n_j).")
    slips = [
        (e[:, :1] @ z[:, :1].T, "dW is that of the first sample alone; sum over all columns."),
        (right / e.shape[1], "dW is a mean over the samples; the objective is a sum."),
        (-right, "the sign of dW is wrong."),
        (np.outer(e.sum(axis=1), z.sum(axis=1)), "dW multiplies the sums; the product of each "
         "sample comes first, then the sum."),
    ]  # fmt: skip
    if right.shape == right.T.shape:
        slips.append((right.T, "dW is transposed: row i of W_j belongs to unit i of z_{j+1}."))
    compare("dW", value, right, where, slips)


def _compare_biases(given, e, where):
    right = e.sum(axis=1, keepdims=True)
    value = real("db", given, where)
    if same(value, e):
        raise MistakeError(f"db has one column per sample {where}: the sum over the samples is "
                           "forgotten.")  # fmt: skip
    if value.shape == right[:, 0].shape and same(value, right[:, 0]):
        raise MistakeError("db is right, but flat: keep it a column, `keepdims=True`.")
    slips = [(right / e.shape[1], "db is a mean over the samples; the objective is a sum.")]
    compare("db", value, right, where, slips)


WEIGHT_GRADIENT = Exercise(
    title="The gradient of one layer",
    task="Return ∂L/∂W_j (n_{j+1}, n_j) and ∂L/∂b_j (n_{j+1}, 1), L being summed over all N "
    "samples, from z_j (n_j, N) and e_j = δ_{j+1} ⊙ σ′_j(v_j) (n_{j+1}, N).",
    hints=(
        "One sample: ∂L/∂W_j = e_j z_jᵀ, a column times a row. What is ∂L/∂b_j?",
        "Several samples: add up over the columns. e @ z.T does it in one product.",
        "db is the sum of the columns of e: `e.sum(axis=1, keepdims=True)`.",
    ),
    check=check_weight_gradient,
    solution=weight_gradient,
    wrong=(
        (lambda z, e: (z @ e.T, e.sum(axis=1, keepdims=True)), "dW is transposed"),
        (lambda z, e: (e @ z.T, e), "the sum over the samples is forgotten"),
        (lambda z, e: (e @ z.T / z.shape[1], e.sum(axis=1, keepdims=True)), "dW is a mean"),
        (lambda z, e: (e @ z.T, e.mean(axis=1, keepdims=True)), "db is a mean"),
        (lambda z, e: (e[:, :1] @ z[:, :1].T, e[:, :1]), "the first sample alone"),
        (lambda z, e: (e @ z.T, e.sum(axis=1)), "but flat"),
        (lambda z, e: (-e @ z.T, e), "the sign of dW"),
        (lambda z, e: (np.outer(e.sum(1), z.sum(1)), e), "multiplies the sums"),
        (lambda z, e: e @ z.T, "two arrays"),
    ),
)
