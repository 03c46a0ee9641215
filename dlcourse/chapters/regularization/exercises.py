"""The tasks of notebook 07: prediction after dropout, and a mixture that beats the scoreboard."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.regularization.pictures import GOAL
from dlcourse.lesson.checking import Exercise, answer_of, compare
from dlcourse.lesson.question import Challenge


def predict_after_dropout(W, b, sigma, x, rho):
    """All units are there, and each hidden one is scaled to its mean in training."""
    n = len(W) - 1
    z = x
    for j in range(1, n):
        z = (1 - rho) * sigma[j](W[j] @ z + b[j])
    return W[n] @ z + b[n]


def _variant(factor, at="outside", first=lambda rho: 1.0, last=lambda rho: 1.0):
    """Another place or another size of the factor."""

    def predict(W, b, sigma, x, rho):
        n, c = len(W) - 1, factor(rho)
        z = first(rho) * x
        for j in range(1, n):
            v = W[j] @ z + b[j]
            z = sigma[j](c * v) if at == "inside" else c * sigma[j](v)
        return last(rho) * (W[n] @ z + b[n])

    return predict


def _only_last(W, b, sigma, x, rho):
    n, z = len(W) - 1, x
    for j in range(1, n):
        z = sigma[j](W[j] @ z + b[j])
    return W[n] @ ((1 - rho) * z) + b[n]


SLIPS = (
    (_variant(lambda rho: rho), "you multiply by ρ, as the slide does; ρ is the probability to "
     "fall out, so the mean of a unit is (1 − ρ)σ."),
    (_variant(lambda rho: 1.0), "nothing is scaled: with all units there the sums are larger than "
     "they were in training."),
    (_variant(lambda rho: 1 / (1 - rho)), "you divide by 1 − ρ; that belongs to training, where "
     "some units are missing. Here all are there."),
    (_variant(lambda rho: 1 - rho, "inside"), "you scale the argument of σ; it is the output of σ "
     "that fell out."),
    (_variant(lambda rho: 1 - rho, first=lambda rho: 1 - rho), "you scale the input x, too; only "
     "hidden units fall out."),
    (_variant(lambda rho: 1 - rho, last=lambda rho: 1 - rho), "you scale the output of the "
     "network, too; it never falls out."),
    (_variant(lambda rho: 1.0, last=lambda rho: 1 - rho), "you scale only the output of the "
     "network; the factor belongs behind each hidden σ."),
    (_only_last, "you scale only the last hidden layer; units fall out in all of them."),
)  # fmt: skip


def check_predict(attempt):
    """Compare on three networks whose activation is not homogeneous."""
    rng = np.random.default_rng(3)
    cases = (((1, 4, 4, 1), 0.2), ((2, 5, 3, 4, 2), 0.35), ((3, 6, 6, 6, 1), 0.1))
    for seed, (widths, rho) in enumerate(cases):
        net = dl.Network(widths, dl.TANH)
        W, b = net.unpack(dl.initialize(net, seed=seed, scale=2.0))
        given = (W, b, net.sigma, rng.normal(size=(widths[0], 6)), rho)
        answer = answer_of(attempt, *given)
        slips = [(slip(*given), words) for slip, words in SLIPS]
        where = f"for widths {widths} and ρ = {rho}"
        compare("the prediction", answer, predict_after_dropout(*given), where, slips)
    return "three networks predict with the mean of each hidden unit."


PREDICT = Exercise(
    title="Predict after dropout",
    task="In training each hidden unit fell out with probability ρ, `rho`. Write the prediction "
    "m(x) for a plain network: all units are there, each scaled to its mean in training. Lists "
    "count from 1: W[1] … W[n], and sigma[j] for j < n.",
    hints=(
        "A unit gave σ with probability 1 − ρ and 0 otherwise. What is its mean?",
        "The input x and the output never fell out.",
        "z_{j+1} = (1 − ρ) σ_j(W_j z_j + b_j) for j < n.",
    ),
    check=check_predict,
    solution=predict_after_dropout,
    wrong=SLIPS,
)


def _below(controls, dots):
    median = float(dots.middles[""][-1])
    if median < GOAL:
        return ""
    return f"The median of 8 seeds is {dl.style.number(median)}; below {GOAL:g} is asked for."


BEAT_IT = Challenge(
    title="Beat the scoreboard",
    task=f"Bring the median test loss of eight seeds below {GOAL:g}. Mix Tikhonov with dropout of "
    "units or of layers.",
    check=_below,
    said="Two remedies together can be weaker each than alone, and do better: they act in "
    "different ways. You have looked at the test data while choosing, so this number is no longer "
    "an honest estimate.",
)
