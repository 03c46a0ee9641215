"""The tasks of notebook 11: a gain to be found, a bound that is tight, a gain to be derived."""

import numpy as np

from dlcourse.activations import SIGMOID, leaky_relu
from dlcourse.initialization import initialize
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, numbers
from dlcourse.lesson.question import Challenge
from dlcourse.measures.norms import state_norms
from dlcourse.network import Network
from dlcourse.style import number

# --- fifty_layers -----------------------------------------------------------------------------

FACTOR = 5.0  # what fifty layers may make of a length


def _neither_dies_nor_explodes(controls, curves):
    """Both medians between 1/5 and 5 after fifty layers or more; else what is missing."""
    if controls["n"] < 50:
        return f"with {controls['n']} layers it is easier; take 50."
    (z, delta) = curves.values[-2:]
    for what, factor in (("‖z₅₁‖/‖z₁‖", z[-1]), ("‖δ₁‖/‖δ₅₁‖", delta[0])):
        if not 1 / FACTOR <= factor <= FACTOR:
            way = "too small" if factor < 1 else "too large"
            return f"{what} is {number(factor)}, which is still {way}."
    return ""


FIFTY_LAYERS = Challenge(
    title="Fifty layers alive",
    task="Choose the gain g so that what passes through 50 layers neither vanishes nor explodes: "
    "both medians at the far ends, ‖z₅₁‖/‖z₁‖ and ‖δ₁‖/‖δ₅₁‖, between 1/5 and 5. First with ReLU, "
    "then with Tanh.",
    check=_neither_dies_nor_explodes,
    said="A few per cent more or less in g decide whether anything arrives; and the right g "
    "depends on σ.",
)

# --- tight_bound ------------------------------------------------------------------------------


def tight_bound(n, j, C):
    """Layers j … n − 1 contribute 0.25 each; layer n has σ_n = Id and contributes at most 1."""
    if j == n + 1:
        return C
    return 0.25 ** (n - j) * C


def _worst_case(n):
    """‖δ_j‖ (n + 1,) of n one-unit layers with W_j = 1 and v_j = 0, where σ′ is largest."""
    net = Network((1,) * (n + 1), SIGMOID)
    theta = np.tile([1.0, -0.5], n)
    return state_norms(net, theta, np.array([[0.5]]), np.array([[1.7]]))[1]


def check_tight_bound(attempt):
    """The bound must hold for networks that come as close to it as any, and not exceed them."""
    one, two = (numbers("the bound", answer_of(attempt, 5, 2, C), (), "") for C in (1.0, 2.0))
    if one == two > 0:
        raise MistakeError("C is missing: the bound for ‖δ_{n+1}‖ = 2 C is twice that for C.")
    for n in (2, 5, 12):
        delta = _worst_case(n)
        for j in range(1, n + 2):
            value = answer_of(attempt, n, j, float(delta[-1]))
            bound = float(numbers("the bound", value, (), f"for n = {n}, j = {j}"))
            if bound <= 0:
                raise MistakeError("a bound on a length is positive.")
            ratio = bound / delta[j - 1]
            if ratio < 1 - 1e-9:
                raise MistakeError(
                    f"the bound is broken: for n = {n}, j = {j} a network has ‖δ_{j}‖ = "
                    f"{delta[j - 1]:.3g}, {1 / ratio:.3g} times your bound. "
                    "How many of the layers j … n have a sigmoid behind them?"
                )
            if ratio > 1 + 1e-9 and j <= n:
                raise MistakeError(
                    f"the bound holds but is not tight: for n = {n}, j = {j} no network with "
                    f"‖W_j‖ ≤ 1 comes nearer than a factor {ratio:.3g}."
                )
            if ratio > 1 + 1e-9:
                raise MistakeError("at j = n + 1 nothing has been multiplied yet: the bound is C.")
    return "for n = 2, 5, 12 and all j the bound holds, and a network reaches it."


def _for_any_j(bound):
    return lambda n, j, C: C if j == n + 1 else bound(n, j, C)


TIGHT_BOUND = Exercise(
    title="The sigmoid bound, tight",
    task="All ‖W_j‖₂ ≤ 1, all hidden activations are sigmoids, σ_n = Id, and ‖δ_{n+1}‖ = C. Return "
    "the smallest number that ‖δ_j‖ can never exceed, for j = 1, …, n + 1. The check runs it "
    "against networks that reach it.",
    hints=(
        "One step back: ‖δ_j‖ ≤ ‖W_j‖ · max σ′_j · ‖δ_{j+1}‖. What is max σ′ of the sigmoid?",
        "The last layer, n, has no sigmoid: σ′_n = 1. So ‖δ_n‖ ≤ C.",
        "From δ_n to δ_j there are n − j sigmoids, each worth 0.25. For j = n + 1 the bound is C.",
    ),
    check=check_tight_bound,
    solution=tight_bound,
    wrong=(
        (_for_any_j(lambda n, j, C: 0.25 ** (n - j + 1) * C), "4 times your bound"),
        (_for_any_j(lambda n, j, C: 0.5 ** (n - j) * C), "not tight"),
        (_for_any_j(lambda n, j, C: C), "not tight"),
        (lambda n, j, C: 0.25 ** (n - j) * C, "the bound is C"),
        (_for_any_j(lambda n, j, C: 0.25**j * C), "the bound is broken"),
        (_for_any_j(lambda n, j, C: 0.25 ** (n - j)), "C is missing"),
        (lambda n, j, C: 0.0, "positive"),
    ),
)

# --- level_gain -------------------------------------------------------------------------------


NEAR = 1e-3  # relative: a gain that was found by trying counts, too


def level_gain(alpha):
    """‖δ_j‖² shrinks by E[σ′²] = (1 + α²)/2 per layer and grows by g²: g = √(2/(1 + α²))."""
    return np.sqrt(2.0 / (1.0 + alpha**2))


def _gain_per_layer(gain, alpha, layers=30, width=200):
    """The measured growth of ‖δ_j‖ per layer, from the last hidden layer back to the first."""
    net = Network((width,) * (layers + 1), leaky_relu(alpha))
    theta = initialize(net, "he", seed=0, scale=gain / np.sqrt(2.0))
    rng = np.random.default_rng(1)
    x, last = rng.normal(size=(width, 2)), rng.normal(size=(width, 2))
    with np.errstate(all="ignore"):  # a wild gain may overflow
        delta = state_norms(net, theta, x, net(theta, x) - last)[1]  # δ_{n+1} = last, free of W
        return float((delta[0] / delta[layers - 1]) ** (1.0 / (layers - 1)))


def check_level_gain(attempt):
    """Compare with the root-mean-square rule, and show the growth that another gain leads to."""
    slips = (
        (lambda a: 2.0 / (1.0 + a), "is 1 over the mean slope, which the lecture sets against "
         "‖W_j‖, not against g; and lengths follow the mean *square* of σ′."),
        (lambda a: 1.0 / (1.0 + a), "makes ‖W_j‖ ≈ 2g equal to 1 over the mean slope, but a "
         "typical vector is stretched by g, not by ‖W_j‖."),
        (lambda a: 2.0 / (1.0 + a**2), "is the square of the right number: lengths, not squared "
         "lengths, are multiplied by it."),
        (lambda a: np.sqrt((1.0 + a**2) / 2.0), "is the factor by which σ′ multiplies lengths. The "
         "gain must undo it: take the reciprocal."),
        (lambda a: np.sqrt(2.0 / (1.0 + a)), "has the mean slope under the root; the mean *of the "
         "squares* of 1 and α belongs there."),
        (lambda a: 1.0 / np.sqrt(1.0 + a**2), "adds up 1 and α² without averaging: each of the two "
         "slopes occurs in half of the cases."),
        (lambda a: (1.0 + a) / 2.0, "is the mean slope itself; the gain must undo what σ′ does, "
         "and lengths follow mean squares."),
        (lambda a: np.sqrt(2.0), "is right for ReLU (α = 0) only."),
        (lambda a: 1.0, "does not use σ at all."),
    )  # fmt: skip
    for alpha in (0.3, 0.01, 0.0, 1.0):
        where = f"for α = {alpha:g}"
        gain = float(numbers("the gain", answer_of(attempt, alpha), (), where))
        if gain <= 0:
            raise MistakeError("a gain is positive: entries of N(0, g²/n) have the spread g/√n.")
        if abs(gain / level_gain(alpha) - 1.0) <= NEAR:
            continue
        told = [why for slip, why in slips if abs(gain / slip(alpha) - 1.0) <= NEAR]
        reason = f" Your value {told[0]}" if told else ""
        factor = _gain_per_layer(gain, alpha)
        change = (
            f"changes by a factor {factor:.3g} per layer" if factor > 0 else "leaves all bounds"
        )
        raise MistakeError(
            f"the gain {gain:.4g} is not level {where}: over 30 layers of 200 units ‖δ_j‖ {change}."
            f"{reason}"
        )
    growth = _gain_per_layer(level_gain(0.01), 0.01)
    return f"in a network with 30 layers ‖δ_j‖ changes by a factor {growth:.3f} per layer only."


LEVEL_GAIN = Exercise(
    title="The gain that keeps ‖δ_j‖ level",
    task="The entries of W_j (n × n) are drawn from N(0, g²/n), and σ is LeakyReLU with slope α on "
    "the negative side. Return the gain g with which ‖δ_j‖ neither shrinks nor grows from layer "
    "to layer, as a function of α.",
    hints=(
        "For a fixed vector e, W_jᵀe has the mean squared length g²‖e‖². So W_j multiplies lengths "
        "by g.",
        "Then e = δ ⊙ σ′: each squared entry is multiplied by 1 or by α², each in half of the "
        "cases.",
        "So ‖δ‖² is multiplied by g²(1 + α²)/2. Set that to 1.",
    ),
    check=check_level_gain,
    solution=level_gain,
    wrong=(
        (lambda alpha: 2.0 / (1.0 + alpha), "mean *square*"),
        (lambda alpha: 2.0 / (1.0 + alpha**2), "square of the right number"),
        (lambda alpha: np.sqrt(2.0), "ReLU (α = 0) only"),
        (lambda alpha: 1.0, "does not use σ"),
        (lambda alpha: 1.0 / (1.0 + alpha), "a typical vector"),
        (lambda alpha: np.sqrt((1.0 + alpha**2) / 2.0), "take the reciprocal"),
        (lambda alpha: np.sqrt(2.0 / (1.0 + alpha)), "has the mean slope under the root"),
        (lambda alpha: 1.0 / np.sqrt(1.0 + alpha**2), "without averaging"),
        (lambda alpha: (1.0 + alpha) / 2.0, "is the mean slope itself"),
        (lambda alpha: 0.5, "per layer"),
        (lambda alpha: -1.0, "positive"),
        (lambda alpha: 1e300, "leaves all bounds"),
    ),
)
