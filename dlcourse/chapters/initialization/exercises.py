"""The tasks of notebook 12: a variance for fifty layers, and the lecture's start to be written."""

import numpy as np

from dlcourse.chapters.initialization.pictures.words import ended
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, numbers
from dlcourse.lesson.question import Challenge

# --- fifty_layers -----------------------------------------------------------------------------

LEARN = 6  # of eight networks


def _they_learn(controls, v, gradients, losses):
    """Six of eight ReLU networks below 0.1, none exploded; else what is missing."""
    if controls["sigma"].name != "relu":
        return "with Tanh many variances will do; take ReLU."
    count, learnt, exploded = ended(losses)
    if learnt >= LEARN and not exploded:
        return ""
    if exploded:
        return f"{learnt} of {count} learn, but {exploded} explode{'s' if exploded == 1 else ''}."
    return f"{learnt} of {count} learn; in the others too little comes through the layers."


FIFTY_LAYERS = Challenge(
    title="Fifty layers that learn",
    task="Choose the variance so that at least six of the eight ReLU networks end below 0.1 and "
    "none explodes. Then look for the range of variances that Tanh allows.",
    check=_they_learn,
    said="ReLU allows a narrow range about c = 2, Tanh a wide one: it is the start that decides "
    "whether fifty layers can be trained at all.",
)

# --- lecture_start ----------------------------------------------------------------------------


def lecture_start(n, m, L, rng):
    """W (m, n) with entries from N(0, 1/((√n + √m)² L²)), so that ‖W‖ ≈ 1/L."""
    return rng.normal(size=(m, n)) / ((np.sqrt(n) + np.sqrt(m)) * L)


SLIPS = (
    (lambda n, m, L: 1 / ((np.sqrt(n) + np.sqrt(m)) ** 2 * L**2), "the standard deviation is the "
     "root of the variance; you have multiplied by the variance itself."),
    (lambda n, m, L: 1 / (np.sqrt(n + m) * L), "√n + √m is not √(n + m)."),
    (lambda n, m, L: L / (np.sqrt(n) + np.sqrt(m)), "L stands in the denominator: the steeper σ "
     "is, the smaller are the weights."),
    (lambda n, m, L: 1 / (np.sqrt(n) + np.sqrt(m)), "L is missing: this is right for L = 1 only."),
    (lambda n, m, L: 1 / ((np.sqrt(n) + np.sqrt(m)) * np.sqrt(L)), "the variance has L², so that "
     "the standard deviation has L, not √L."),
    (lambda n, m, L: 1 / ((np.sqrt(n) + np.sqrt(m)) * L**2), "the variance has L²; its root, the "
     "standard deviation, has L."),
    (lambda n, m, L: np.sqrt(2 / n), "this is He's start. The lecture's has √n + √m and L."),
    (lambda n, m, L: 1.0, "the matrix still has to be divided: standard normal entries have the "
     "standard deviation 1, and ‖W‖ ≈ √n + √m."),
)  # fmt: skip


def check_lecture_start(attempt):
    """The shape, the spread of the entries, and whether two draws differ."""
    for n, m, L in ((400, 300, 0.5), (250, 500, 0.8), (300, 300, 1.0)):
        where = f"for n = {n}, m = {m}, L = {L:g}"
        draws = [answer_of(attempt, n, m, L, np.random.default_rng(seed)) for seed in (0, 1)]
        if getattr(draws[0], "shape", None) == (n, m) != (m, n):
            raise MistakeError(
                f"W has the shape {(n, m)} {where}. It takes n numbers to m: m rows, n columns."
            )
        first, second = (numbers("W", W, (m, n), where) for W in draws)
        if np.array_equal(first, second):
            raise MistakeError("both draws are the same. Take the random numbers from rng.")
        wanted, spread = 1 / ((np.sqrt(n) + np.sqrt(m)) * L), float(np.std(first))
        if abs(float(np.mean(first))) > 0.05 * wanted:
            raise MistakeError(f"the mean of the entries is not 0 {where}.")
        if abs(spread / wanted - 1) < 0.02:
            continue
        told = [why for slip, why in SLIPS if abs(spread / slip(n, m, L) - 1) < 0.02]
        norm = np.linalg.norm(first, 2)
        raise MistakeError(
            f"‖W‖ is {norm:.3g} instead of {1 / L:.3g} {where}. "
            + (told[0] if told else "Compare the standard deviation of the entries.")
        )
    norm = np.linalg.norm(answer_of(attempt, 400, 300, 0.5, np.random.default_rng(2)), 2)
    return f"with n = 400, m = 300 and L = 0.5 a third draw has the norm {norm:.2f}."


def _divided(by):
    return lambda n, m, L, rng: rng.normal(size=(m, n)) * by(n, m, L)


LECTURE_START = Exercise(
    title="The lecture's start",
    task="Return a random matrix W that takes n numbers to m, with entries from "
    "N(0, 1/((√n + √m)² L²)). rng.normal(size=(rows, columns)) draws from N(0, 1).",
    hints=(
        "W z has m entries, z has n. How many rows does W have?",
        "A number from N(0, 1), multiplied by s, is one from N(0, s²).",
        "s = 1/((√n + √m) L).",
    ),
    check=check_lecture_start,
    solution=lecture_start,
    wrong=(
        (_divided(SLIPS[0][0]), "root of the variance"),
        (_divided(SLIPS[1][0]), "is not √(n + m)"),
        (_divided(SLIPS[2][0]), "in the denominator"),
        (_divided(SLIPS[3][0]), "L is missing"),
        (_divided(SLIPS[4][0]), "not √L"),
        (_divided(SLIPS[5][0]), "variance has L²"),
        (_divided(SLIPS[6][0]), "He's start"),
        (_divided(SLIPS[7][0]), "still has to be divided"),
        (lambda n, m, L, rng: lecture_start(m, n, L, rng), "m rows, n columns"),
        (lambda n, m, L, rng: lecture_start(n, m, L, np.random.default_rng(0)), "from rng"),
        (lambda n, m, L, rng: lecture_start(n, m, L, rng) + 0.05, "mean of the entries"),
        (lambda n, m, L, rng: 3 * lecture_start(n, m, L, rng), "Compare the standard"),
    ),
)
