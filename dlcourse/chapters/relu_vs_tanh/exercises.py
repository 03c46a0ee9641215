"""The exercises of notebook 03: collapse a network without σ; find kinks; make many of them."""

import numpy as np

from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, real
from dlcourse.lesson.question import Challenge

# --- collapse ---------------------------------------------------------------------------------


def collapse(W, b):
    """Fold layer after layer into one affine map.

    If the first j − 1 layers together are x ↦ A x + c, then layer j makes it
    W_j (A x + c) + b_j = (W_j A) x + (W_j c + b_j).
    """
    A, c = W[1], b[1]
    for j in range(2, len(W)):
        A, c = W[j] @ A, W[j] @ c + b[j]
    return A, c


def _product(matrices):
    total = matrices[0]
    for matrix in matrices[1:]:
        total = total @ matrix
    return total


def _slide_sum(W, b, first, last):
    """Σ_{l = first}^{last} W_n ⋯ W_l b_{l−1}."""
    n = len(W) - 1
    return sum(_product(W[n : l - 1 : -1]) @ b[l - 1] for l in range(first, last + 1))  # noqa: E741


def check_collapse(attempt):
    """Compare W and b on four random networks, the first with square matrices, where slips show."""
    rng = np.random.default_rng(3)
    for case, widths in enumerate([(2, 2, 2, 2), (1, 5, 5, 5, 1, 1), (3, 2, 4), (2, 3)]):
        n = len(widths) - 1
        W = [None] + [rng.normal(size=(widths[j], widths[j - 1])) for j in range(1, n + 1)]
        b = [None] + [rng.normal(size=(widths[j], 1)) for j in range(1, n + 1)]
        where = f"for a network of widths {widths}"
        answer = answer_of(attempt, W, b)
        if not isinstance(answer, tuple | list) or len(answer) != 2:
            raise MistakeError("return two arrays, `return W_total, b_total`.")
        right_W, right_b = collapse(W, b)
        slips_W, slips_b = _collapse_slips(W, b) if case == 0 else ((), ())
        compare("W", answer[0], right_W, where, slips_W)
        compare("b", answer[1], right_b, where, slips_b)
    return "W and b agree on four random networks with 1 to 5 layers."


def _collapse_slips(W, b):
    n = len(W) - 1
    slide, full = _slide_sum(W, b, 2, n - 1), _slide_sum(W, b, 2, n)
    slips_W = [
        (_product(W[1:]), "W has its factors in the wrong order: W_1 meets x first, so it stands "
         "furthest to the right, W_n ⋯ W_2 W_1."),
        (_product(W[n - 1 : 0 : -1]), "W lacks its last factor, W_n."),
        (_product(W[n:1:-1]), "W lacks its first factor, W_1."),
        (_product(W[n:0:-1]).T, "W is transposed."),
    ]  # fmt: skip
    slips_b = [
        (full, "b lacks b_n, the bias of the last layer: nothing multiplies it."),
        (slide + b[n], "b lacks the term W_n b_{n−1}: the sum runs up to l = n, not n − 1."),
        (slide, "b lacks its last two terms, W_n b_{n−1} and b_n: the sum stops too early "
         "(one version of the slide does, too)."),
        (sum(b[1:]), "b is the plain sum of all b_j; but b_{l−1} still passes through "
         "W_l, …, W_n."),
        (b[n], "b is only b_n; the biases of the earlier layers arrive there, too, through the "
         "matrices behind them."),
    ]  # fmt: skip
    return slips_W, slips_b


def _stops_early(W, b):
    return collapse(W, b)[0], _slide_sum(W, b, 2, len(W) - 2) + b[-1]


def _follows_the_slide(W, b):
    return collapse(W, b)[0], _slide_sum(W, b, 2, len(W) - 2)


def _forgets_last_bias(W, b):
    return collapse(W, b)[0], _slide_sum(W, b, 2, len(W) - 1)


def _multiplies_backwards(W, b):
    return _product(W[1:]), collapse(W, b)[1]


def _only_three_layers(W, b):
    return W[3] @ W[2] @ W[1], W[3] @ (W[2] @ b[1] + b[2]) + b[3]


def _row_bias(W, b):
    A, c = collapse(W, b)
    return A, c[:, 0]


COLLAPSE = Exercise(
    title="Without σ, a deep network is one affine map",
    task="`W` and `b` are the lists of a network whose activations are all the identity: "
    "`W[1]` … `W[n]` and `b[1]` … `b[n]`, as on the slides (index 0 is None). Return the one "
    "matrix and the one column with m(x; θ) = W x + b, for any number of layers.",
    hints=(
        "Write out two layers: W_2 (W_1 x + b_1) + b_2. What stands before x, what stands alone?",
        "Go through the layers from the first to the last, and carry a matrix A and a column c "
        "with “all layers so far = A x + c”.",
        "Layer j turns A into W_j A, and c into W_j c + b_j. Start with W_1 and b_1.",
    ),
    check=check_collapse,
    solution=collapse,
    wrong=(
        (_stops_early, "W_n b_{n−1}"),
        (_follows_the_slide, "last two terms"),
        (_forgets_last_bias, "lacks b_n"),
        (_multiplies_backwards, "wrong order"),
        (lambda W, b: (collapse(W, b)[0], sum(b[1:])), "plain sum"),
        (lambda W, b: (collapse(W, b)[0], b[-1]), "only b_n"),
        (_only_three_layers, "must have the shape (1, 1)"),
        (_row_bias, "columns stay columns"),
        (lambda W, b: collapse(W, b)[0], "two arrays"),
    ),
)

# --- kinks_1_3_1 ------------------------------------------------------------------------------


def kinks_1_3_1(W, b, interval):
    """A hidden unit bends the output where its input w x + b changes sign: at x = −b / w."""
    w, bias, outgoing = W[1][:, 0], b[1][:, 0], W[2][0, :]
    low, high = interval
    bends = (w != 0) & (outgoing != 0)  # otherwise constant, or without effect
    x = -bias[bends] / w[bends]
    return np.sort(x[(low < x) & (x < high)])


CASES = {  # of networks: on which interval, and which place is moved out of it
    "plain": ((-1.0, 1.0), None),
    "again": ((-1.0, 1.0), None),
    "wide": ((-2.0, 3.0), None),
    "above": ((-1.0, 1.0), 1.6),
    "below": ((-0.5, 2.0), -0.8),
    "mute": ((-1.0, 1.0), None),
    "constant": ((-1.0, 1.0), None),
}


def check_kinks_1_3_1(attempt):
    """Seven random networks: ordinary ones, a kink beyond either end, a mute or constant unit."""
    rng = np.random.default_rng(13)
    for case, (interval, beyond) in CASES.items():
        low, high = interval
        places = np.sort(rng.uniform(0.95 * low + 0.05 * high, 0.05 * low + 0.95 * high, 3))
        w = rng.uniform(0.5, 2.0, 3) * rng.choice([-1.0, 1.0], 3)
        outgoing = rng.uniform(0.5, 2.0, 3) * rng.choice([-1.0, 1.0], 3)
        if beyond is not None:
            places[0 if beyond < 0 else 2] = beyond
        bias = -w * places
        if case == "mute":
            outgoing[1] = 0.0
        if case == "constant":
            w[1], bias[1] = 0.0, 0.7
        W, b = [None, w[:, None], outgoing[None, :]], [None, bias[:, None], np.array([[0.3]])]
        answer = answer_of(attempt, W, b, interval)
        _compare_kinks(answer, W, b, interval, case)
    return "the kinks agree on seven networks, also with units that make none in the interval."


def _compare_kinks(answer, W, b, interval, case):
    right = kinks_1_3_1(W, b, interval)
    w, bias, outgoing = W[1][:, 0], b[1][:, 0], W[2][0, :]
    where = f"for w = {_listed(w)}, b = {_listed(bias)} on [{interval[0]:g}, {interval[1]:g}]"
    answer = list(answer) if isinstance(answer, set | frozenset) else answer
    found = np.sort(real("the array with the x of each kink", answer, where).ravel())
    if case == "constant" and found.size > right.size:
        raise MistakeError(
            "a hidden unit with w = 0 is constant and has no kink, but your answer lists one for "
            "it (a division by zero)."
        )
    if case == "mute" and found.size == 3:
        raise MistakeError(
            "a hidden unit whose outgoing weight in W_2 is 0 does not reach the output: its kink "
            "is not a kink of the network, but your answer lists it."
        )
    if case in ("above", "below") and found.size == 3:
        end = f"{'above the upper' if case == 'above' else 'below the lower'} end of the interval"
        raise MistakeError(
            f"the kink at x = {_listed([CASES[case][1]])[1:-1]} lies {end} {_ends(interval)}, but "
            f"your answer lists it: {_listed(found)}."
        )
    if found.size != right.size:
        raise MistakeError(
            f"your answer has {found.size} entries, but the network bends at {right.size} places "
            f"{where}."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        slips = [
            (np.sort(bias / w), "the sign is lost: w x + b = 0 gives x = −b / w, not b / w."),
            (np.sort(-w / bias), "upside down: solve w x + b = 0 for x; you divided by b."),
            (np.sort(-bias / outgoing), "the unit bends where its own input w x + b is 0; you "
             "divided by its outgoing weight, from W_2."),
            (np.sort(-bias), "solve w x + b = 0 for x: the weight w is missing in −b."),
        ]  # fmt: skip
    compare("the list of kinks", found, right, where, slips)


def _ends(interval):
    return "[" + _listed(interval)[1:-1] + "]"


def _listed(values):
    return "(" + ", ".join(f"{v:.2f}".replace("-", "−") for v in values) + ")"


def _every_crossing(W, b, interval):
    return np.sort((-b[1] / W[1])[:, 0])


def _loses_the_sign(W, b, interval):
    x = (b[1] / W[1])[:, 0]
    return x[np.abs(x) < max(interval)]


def _forgets_the_lower_end(W, b, interval):
    return kinks_1_3_1(W, b, (-np.inf, interval[1]))


def _includes_mute_units(W, b, interval):
    x = (-b[1] / W[1])[:, 0]
    return x[(interval[0] < x) & (x < interval[1])]


def _divides_by_zero(W, b, interval):
    x = [-float(b[1][k, 0]) / float(W[1][k, 0]) for k in range(3) if W[2][0, k] != 0]
    return [place for place in x if interval[0] < place < interval[1]]


KINKS_1_3_1 = Exercise(
    title="The kinks of a 1-3-1 network",
    task="A LeakyReLU network with one input, three hidden units and one output: "
    "`W[1]` (3, 1), `b[1]` (3, 1), `W[2]` (1, 3), `b[2]` (1, 1). Return the x of all its kinks "
    "strictly inside `interval`, a pair (low, high).",
    hints=(
        "LeakyReLU bends at 0. For which x is the input of hidden unit k exactly 0?",
        "Unit k bends at x = −b_k / w_k, with w_k and b_k from the first layer. All three?",
        "Leave out what lies outside the interval, units with w_k = 0 (constant) and units whose "
        "weight in W[2] is 0 (they do not change the output).",
    ),
    check=check_kinks_1_3_1,
    solution=kinks_1_3_1,
    wrong=(
        (_loses_the_sign, "sign is lost"),
        (lambda W, b, interval: -W[1] / b[1], "upside down"),
        (lambda W, b, interval: -b[1][:, 0] / W[2][0], "outgoing weight, from W_2"),
        (lambda W, b, interval: -b[1], "weight w is missing"),
        (_every_crossing, "above the upper end"),
        (_forgets_the_lower_end, "below the lower end"),
        (_includes_mute_units, "does not reach the output"),
        (_divides_by_zero, "float division by zero"),
        (
            lambda W, b, interval: kinks_1_3_1(W, b, interval)[:1],
            "has 1 entries, but the network bends at 3",
        ),
    ),
)

# --- more kinks than units --------------------------------------------------------------------


def check_more_kinks(controls, units, fit):
    """Whether a trained network that fits has more kinks in [−1, 1] than hidden units."""
    hidden = sum(units.net.widths[1:-1])
    if fit.kinks is None or not np.isfinite(fit.train_loss):
        return "The network has no finite curve at this epoch."
    kinks = len(fit.kinks)
    if fit.train_loss >= fit.line_loss / 4:
        return (
            f"The network does not fit: its mean loss is {fit.train_loss:.2g}, and it should be "
            f"below {fit.line_loss / 4:.2g}, a quarter of that of the best straight line."
        )
    if kinks <= hidden:
        return f"The network has {kinks} kinks and {hidden} hidden units."
    return ""


MORE_KINKS_THAN_UNITS = Challenge(
    title="More kinks than units",
    task="Find a network that fits and has more kinks than hidden units. It fits if its loss is "
    "below a quarter of that of the best straight line. Change the width, the number of hidden "
    "layers, the seed and the data set; the line below the picture counts kinks and units.",
    check=check_more_kinks,
    said="A unit of the first hidden layer bends once at most, so more kinks than units need a "
    "second hidden layer; and even then training seldom makes many more.",
)
