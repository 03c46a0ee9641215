"""The exercises of notebook 08: the product bound of a residual network, and the steepest pair."""

import numpy as np

import dlcourse as dl
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, numbers, same

# --- residual_bound ---------------------------------------------------------------------------


def residual_bound(W, skips):
    """One factor per layer: what it does at most, and 1 more where the input is added."""
    L = 1.0
    for j in range(1, len(W)):
        norm = np.linalg.norm(W[j], 2)  # the largest singular value
        L *= 1 + norm if skips[j] else norm
    return L


def _bound_with(norm, factor=lambda norm, skip: norm + skip):
    """Another bound: `norm(W_j)` in the place of ‖W_j‖₂, `factor` for the rule of one layer."""

    def bound(W, skips):
        return np.prod([factor(norm(W[j]), bool(skips[j])) for j in range(1, len(W))])

    return bound


def _spectral(w):
    return np.linalg.norm(w, 2)


_no_skip = _bound_with(_spectral, lambda norm, skip: norm)
_all_skip = _bound_with(_spectral, lambda norm, skip: 1 + norm)
_frobenius = _bound_with(np.linalg.norm)
_twice = _bound_with(_spectral, lambda norm, skip: (1 + skip) * norm)
_other_way = _bound_with(_spectral, lambda norm, skip: norm + (not skip))
_largest_entry = _bound_with(lambda w: np.abs(w).max())
_max_column = _bound_with(lambda w: np.linalg.norm(w, 1))
_squared = _bound_with(lambda w: _spectral(w) ** 2)
_of_the_sum = _bound_with(lambda w: w, lambda w, skip: _spectral(w + skip * np.eye(*w.shape)))
_max_row = _bound_with(lambda w: np.linalg.norm(w, np.inf))
_all_singular = _bound_with(lambda w: np.linalg.norm(w, "nuc"))
_last_missing = lambda W, skips: residual_bound(W[:-1], skips)  # noqa: E731
_first_missing = lambda W, skips: residual_bound([None, *W[2:]], [None, *skips[2:]])  # noqa: E731
_one_late = lambda W, skips: residual_bound(W, [None, False, *skips[1:-1]])  # noqa: E731
_one_for_all = lambda W, skips: 1 + _no_skip(W, skips)  # noqa: E731
_logarithm = lambda W, skips: np.log(residual_bound(W, skips))  # noqa: E731
_sum = lambda W, skips: sum(_spectral(W[j]) + skips[j] for j in range(1, len(W)))  # noqa: E731

BOUND_SLIPS = (
    (_no_skip, "you multiply ‖W_j‖₂ in all layers; where skips[j] is true, z_j itself is added, "
     "so the factor is 1 + ‖W_j‖₂."),
    (_all_skip, "you take 1 + ‖W_j‖₂ in all layers; the first and the last change the width and "
     "add nothing. Ask skips[j]."),
    (_frobenius, "you take the Frobenius norm, the root of the sum of squares; the slide's ‖W_j‖₂ "
     "is the operator norm, the largest singular value: `np.linalg.norm(W[j], 2)`."),
    (_largest_entry, "you take the largest entry of W_j; ‖W_j‖₂ is the largest singular value."),
    (_max_column, "you take the largest column sum, which is the norm for the 1-norm of vectors; "
     "‖W_j‖₂ is `np.linalg.norm(W[j], 2)`."),
    (_max_row, "you take the largest row sum, which is the norm for the largest entry of vectors; "
     "‖W_j‖₂ is `np.linalg.norm(W[j], 2)`."),
    (_all_singular, "you add all singular values of W_j; ‖W_j‖₂ is the largest one alone."),
    (_squared, "your norms are squared: the largest eigenvalue of W_jᵀW_j is ‖W_j‖₂², take the "
     "root."),
    (_of_the_sum, "you take ‖W_j + I‖₂; but σ stands between: z + σ(Wz + b) is bounded by "
     "1 + ‖W_j‖₂, not by ‖I + W_j‖₂."),
    (_twice, "you take 2 ‖W_j‖₂ where skips[j]; z_j itself is added, unweighted: 1 + ‖W_j‖₂."),
    (_other_way, "you add 1 where skips[j] is false; it belongs where it is true."),
    (_last_missing, "the last layer is missing: the lists count from 1, and range(1, len(W)) "
     "reaches W[n]."),
    (_first_missing, "the first layer is missing: the lists count from 1, and W[1] is a layer."),
    (_one_late, "you ask skips[j − 1] for layer j; both lists count alike, so ask skips[j]."),
    (_one_for_all, "you add 1 once, to the whole product; each layer that skips has its own 1."),
    (_logarithm, "this is the logarithm of the product; return the product itself."),
    (_sum, "you add the factors; layers follow each other, so their factors multiply."),
)  # fmt: skip


def check_residual_bound(attempt):
    """Compare with the package on three networks, two of them residual."""
    for seed, net in enumerate((
        dl.Network((1, 5, 5, 5, 1, 1), residual=True),
        dl.Network((1, *[5] * 30, 1, 1), residual=True),
        dl.Network((2, 4, 4, 3), residual=False),
    )):  # fmt: skip
        theta = dl.initialize(net, "uniform", seed=seed, scale=1.5)
        W = net.unpack(theta)[0]
        skips = [None, *(net.skips(j) for j in range(1, net.depth + 1))]
        where = f"in the {'residual' if net.residual else 'plain'} network of {net.depth} layers"
        answer = numbers("the bound", answer_of(attempt, W, skips), (), where)
        right = dl.lipschitz_bound(net, theta)
        if same(answer, right):
            continue
        for slip, told in BOUND_SLIPS:
            if same(answer, slip(W, skips)):
                raise MistakeError(f"{where}: {told}")
        off = abs(float(answer) / right - 1)
        raise MistakeError(
            f"{where} your bound is {answer:.6g}; it should be {right:.6g}, so it is off by "
            f"{off:.1g} of the right one."
        )
    return "the bound is right for two residual networks, one with 32 layers, and a plain one."


RESIDUAL_BOUND = Exercise(
    title="A Lipschitz constant from the norms",
    task="Given the matrices W[1] … W[n] and, for each layer, whether it adds its input "
    "(skips[1] … skips[n]; entry 0 of both is None), return the Lipschitz constant of the slide. "
    "All activations are 1-Lipschitz.",
    hints=(
        "If layer j changes distances by at most the factor L_j, what do two layers in a row do?",
        "W_j z changes distances by at most ‖W_j‖₂, the largest singular value; "
        "`np.linalg.norm(W[j], 2)` computes it. A layer that skips is σ(W_j z + b_j) + z.",
        "The product over j = 1 … n of 1 + ‖W_j‖₂ where skips[j], of ‖W_j‖₂ elsewhere.",
    ),
    check=check_residual_bound,
    solution=residual_bound,
    wrong=(
        *BOUND_SLIPS,
        (lambda W, skips: 2 * residual_bound(W, skips), "it should be"),
        (lambda W, skips: [_spectral(w) for w in W[1:]], "must be one number"),
    ),
)

# --- steepest_pair ----------------------------------------------------------------------------


def steepest_pair(m, kinks, interval):
    """Between two kinks the slope is constant, so the steepest piece gives the constant itself."""
    x = np.concatenate([[interval[0]], kinks, [interval[1]]])
    slopes = np.abs(np.diff(m(x)) / np.diff(x))
    k = np.argmax(slopes)
    return x[k], x[k + 1]


def _corners(kinks, interval):
    return np.concatenate([[interval[0]], kinks, [interval[1]]])


def _ends(m, kinks, interval):
    return interval


def _extremes(m, kinks, interval):
    x = np.linspace(*interval, 2001)
    return x[np.argmin(m(x))], x[np.argmax(m(x))]


def _largest_step(m, kinks, interval):
    x = _corners(kinks, interval)
    k = np.argmax(np.abs(np.diff(m(x))))
    return x[k], x[k + 1]


def _rising_only(m, kinks, interval):
    x = _corners(kinks, interval)
    k = np.argmax(np.diff(m(x)) / np.diff(x))
    return x[k], x[k + 1]


def _inner_only(m, kinks, interval):
    k = np.argmax(np.abs(np.diff(m(kinks)) / np.diff(kinks)))
    return kinks[k], kinks[k + 1]


def _coarse(m, kinks, interval):
    x = np.linspace(*interval, 11)
    k = np.argmax(np.abs(np.diff(m(x)) / np.diff(x)))
    return x[k], x[k + 1]


def _one_twice(m, kinks, interval):
    x = steepest_pair(m, kinks, interval)[0]
    return x, x


def _outside(m, kinks, interval):
    return interval[0] - 2.0, interval[1] + 2.0


def _nearly_one(m, kinks, interval):
    left, right = steepest_pair(m, kinks, interval)
    middle = 0.5 * (left + right)
    return middle, np.nextafter(middle, right)


PAIR_SLIPS = (
    (_ends, "these are the ends of the interval: over a long way ups and downs cancel. Look for a "
     "short steep piece."),
    (_extremes, "these are the lowest and the highest point: the change is the largest there, but "
     "so is the distance. Divide."),
    (_largest_step, "this is the piece with the largest change of m; divide by its length, the "
     "steepest one may be short."),
    (_rising_only, "this is the steepest piece that rises; one that falls is steeper. Take the "
     "absolute value."),
    (_inner_only, "you look between kinks only; the first and the last piece end at the interval. "
     "(Or are your corners not in order? Left to right: interval[0], the kinks, interval[1].)"),
)  # fmt: skip


def _example(seed):
    """A network and its kinks: m takes x (M,) and returns (M,)."""
    net = dl.Network((1, 6, 6, 1))
    theta = dl.initialize(net, "uniform", seed=seed, scale=2.5)
    found = dl.kinks(net, theta).x

    def m(x):
        return net(theta, np.atleast_1d(np.asarray(x, dtype=float))[None, :])[0]

    return m, found, dl.largest_slope(net, theta)


EXAMPLES = (8, 21, 44, 9)  # seeds, chosen so that each slip fails in one of them
APART = 1e-6  # that two inputs must be, so that the change of m is more than rounding


def _pair(answer):
    """The two inputs of an answer: also of a set, or of two arrays with one entry each."""
    if isinstance(answer, set | frozenset) and len(answer) == 2:
        answer = sorted(answer, key=repr)
    if isinstance(answer, tuple | list):
        single = (isinstance(part, np.ndarray) and part.size == 1 for part in answer)
        return [p.item() if one else p for p, one in zip(answer, single, strict=True)]
    return answer.ravel() if isinstance(answer, np.ndarray) and answer.size == 2 else answer


def check_steepest_pair(attempt):
    """Each pair must reach 90 % of the true Lipschitz constant on four networks."""
    least = 1.0
    for count, seed in enumerate(EXAMPLES, 1):
        m, found, right = _example(seed)
        interval, where = (-1.0, 1.0), f"on network {count}"
        given = _pair(answer_of(attempt, m, found, interval))
        x = numbers("the pair of inputs", given, (2,), where)
        if not (np.abs(x) <= 1.0).all():
            raise MistakeError(f"{where}: {x[0]:g} and {x[1]:g} must lie in [−1, 1].")
        if x[0] == x[1]:
            raise MistakeError(f"{where}: x_1 and x_2 are the same number, so nothing changes.")
        if abs(x[1] - x[0]) < APART:
            raise MistakeError(
                f"{where}: x_1 and x_2 are less than {APART:g} apart, so that rounding decides how "
                "much m changes. Take both ends of a piece."
            )
        share = float(np.abs(np.diff(m(x)) / np.diff(x))[0] / right)
        if share >= 0.9:
            least = min(least, share)
            continue
        reached = f"{where} your pair reaches {100 * share:.0f} % of the true constant {right:.3g}"
        for slip, told in PAIR_SLIPS:
            if same(np.sort(x), np.sort(slip(m, found, interval))):
                raise MistakeError(f"{reached}: {told}")
        raise MistakeError(f"{reached}; 90 % are asked for. Between two kinks m is a line.")
    return f"your pairs reach at least {100 * least:.0f} % of the true constant on four networks."


STEEPEST_PAIR = Exercise(
    title="Two inputs that nearly reach the true constant",
    task="m takes an array x (M,) and returns m(x) (M,); `kinks` (K,) are the places, from left to "
    "right, where m bends. Return x_1 and x_2 in the interval so that |m(x_1) − m(x_2)| / "
    "|x_1 − x_2| is at least 90 % of the largest slope.",
    hints=(
        "Between two neighbouring kinks m is a straight line. What is its slope?",
        "The corners are both ends of the interval and all kinks. np.diff gives their distances, "
        "and np.diff(m(corners)) the changes.",
        "Take the piece with the largest absolute value of change over length, and return its two "
        "ends.",
    ),
    check=check_steepest_pair,
    solution=steepest_pair,
    wrong=(
        *PAIR_SLIPS,
        (_coarse, "90 % are asked for"),
        (_one_twice, "the same number"),
        (_nearly_one, "rounding decides"),
        (_outside, "must lie in"),
    ),
)
