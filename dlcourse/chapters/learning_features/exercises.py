"""The tasks of notebook 02: a network's features, the Hessian of its last layer, two goals."""

import numpy as np

from dlcourse.activations import LEAKY_RELU, TANH
from dlcourse.chapters.learning_features.experiments import DEGREES, KINDS
from dlcourse.initialization import initialize
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, real, same
from dlcourse.lesson.question import Challenge
from dlcourse.network import Network

CLOSE = 1e-3  # relative to the largest entry: finite differences are right, too


def extract_features(W, b, sigma, x):
    """φ(x; θ): all layers but the last, each followed by its activation."""
    z = x
    for j in range(1, len(W) - 1):
        z = sigma[j](W[j] @ z + b[j])
    return z


def check_features(attempt):
    """Compare with the features of three networks; then with the output W_n φ + b_n."""
    rng = np.random.default_rng(2)
    mixed = (LEAKY_RELU, TANH)
    cases = [((2, 4, 3, 2), TANH), ((3, 5, 3, 3, 1), LEAKY_RELU), ((2, 6, 2, 1), mixed)]
    for seed, (widths, activation) in enumerate(cases):
        net = Network(widths, activation)
        theta = initialize(net, seed=seed, scale=2.0)
        W, b = net.unpack(theta)
        x, n = rng.normal(size=(widths[0], 7)), net.depth
        right = extract_features(W, b, net.sigma, x)
        phi = answer_of(attempt, W, b, net.sigma, x)
        where = f"for a network with the widths {widths}"
        if isinstance(phi, list | tuple) and len(phi) and same(phi[-1], right):
            raise MistakeError("you return the states of all layers; φ is only the last of them.")
        _name_slip(phi, right, _feature_slips(W, b, net.sigma, x))
        compare("φ", phi, right, where)
        compare("W_n φ + b_n", W[n] @ phi + b[n], net(theta, x), where)
    return "three networks, and W_n φ + b_n is their output."


def _name_slip(answer, right, slips):
    """As `checking.compare`, but a slip may have another shape than the right answer."""
    try:
        answer = real("φ", answer, "")
    except MistakeError:
        return  # `compare` says what is wrong with it
    for slipped, told in slips:
        if _near(answer, slipped) and not _near(answer, right):
            raise MistakeError(told)


def _near(value, right):
    """Whether two arrays have one shape, and differ by no more than finite differences do."""
    far = np.max(np.abs(value - right), initial=0) if np.shape(value) == right.shape else np.inf
    return bool(far <= CLOSE * np.max(np.abs(right), initial=0))


def _feature_slips(W, b, sigma, x):
    """What the usual slips would give."""
    n = len(W) - 1
    inner = extract_features(W[:-1], b[:-1], sigma, x)
    last = W[n - 1] @ inner + b[n - 1]
    phi = sigma[n - 1](last)
    return [
        (W[n] @ phi + b[n], "φ is not the output: leave out the last affine map, layer n."),
        (inner, "φ is what comes out of layer n − 1; your loop stops one layer too early."),
        (last, "φ is what comes *out of* σ_{n−1}; your last layer lacks its activation."),
        (
            extract_features(W, b, [None, *[sigma[1]] * n], x),
            "you use one σ in all layers; layer j has its own, sigma[j].",
        ),
        (
            extract_features(W, b, [None, *sigma[2:], None], x),
            "layer j is followed by sigma[j]; you use the activation of the next layer.",
        ),
        (_activated_first(W, b, sigma, x), "the activation follows the affine map: σ(W z + b)."),
        (_without_bias(W, sigma, x), "the biases b[j] are missing."),
        (_without_sigma(W, b, x), "no activation is applied: this is an affine map of x."),
        (phi.T, "φ keeps one column per sample: (n_n, N)."),
    ]


def _without_bias(W, sigma, x):
    z = x
    for j in range(1, len(W) - 1):
        z = sigma[j](W[j] @ z)
    return z


def _without_sigma(W, b, x):
    z = x
    for j in range(1, len(W) - 1):
        z = W[j] @ z + b[j]
    return z


def _activated_first(W, b, sigma, x):
    z = x
    for j in range(1, len(W) - 1):
        z = W[j] @ sigma[j](z) + b[j]
    return z


def last_layer_hessian(phi, w):
    """∇² Σ_i L(W_n φ_i + b_n, y_i) = Σ_i s_i (1 − s_i) [φ_i; 1][φ_i; 1]ᵀ, s_i = sigmoid(u_i)."""
    rows = np.vstack([phi, np.ones((1, phi.shape[1]))])
    s = 1 / (1 + np.exp(-(w @ rows)))
    return (rows * (s * (1 - s))) @ rows.T


def check_hessian(attempt):
    """Compare at random places, also with what finite differences give there."""
    rng, lowest = np.random.default_rng(5), np.inf
    for count, N in ((1, 6), (2, 9), (4, 20)):
        for size in (0.5, 1.0, 2.0):
            phi, w = rng.normal(size=(count, N)), size * rng.normal(size=count + 1)
            H = answer_of(attempt, phi, w)
            where = f"for {count} feature{'s'[: count > 1]} and {N} samples"
            right = last_layer_hessian(phi, w)
            _name_slip(H, right, _hessian_slips(phi, w))
            if not _near(real("the Hessian", H, where), right):
                compare("the Hessian", H, right, where)
            lowest = min(lowest, np.linalg.eigvalsh(right)[0])
    return (
        f"right at 9 places, and the smallest eigenvalue met is {lowest:.2g}: none below 0. It is "
        "no accident: dᵀHd = Σ sᵢ(1 − sᵢ)(dᵀ[φᵢ; 1])² is a sum of terms that are not negative."
    )


def _hessian_slips(phi, w):
    """What the usual slips would give."""
    rows, right = np.vstack([phi, np.ones((1, phi.shape[1]))]), last_layer_hessian(phi, w)
    s, other = 1 / (1 + np.exp(-(w @ rows))), 1 / (1 + np.exp(-(w[:-1] @ phi)))
    ones_first = np.vstack([rows[-1:], phi])
    swapped = 1 / (1 + np.exp(-(w @ ones_first)))
    return [
        (right[:-1, :-1], "b_n is a parameter, too: give φ a last row of ones, so that the Hessian "
         "is (count + 1, count + 1)."),
        ((rows * s) @ rows.T, "the weight of a sample is s, the sigmoid itself; the second "
         "derivative is its slope s(1 − s)."),
        (rows @ rows.T, "all samples have weight 1: this is the Hessian of least squares. Logistic "
         "loss gives sample i the weight s_i(1 − s_i)."),
        ((rows * (other * (1 - other))) @ rows.T, "s is the sigmoid of W_n φ + b_n; in yours the "
         "bias b_n is missing."),
        ((ones_first * (swapped * (1 - swapped))) @ ones_first.T, "w ends with b_n: the row of "
         "ones stands below φ, not above it."),
        (np.roll(right, 1, (0, 1)), "w ends with b_n, and so do the rows and columns of the "
         "Hessian: yours begin with it."),
        (rows.T @ rows, "this is (N, N), a number for each pair of samples; the Hessian has one "
         "for each pair of parameters."),
        ((rows.T * (s * (1 - s))[:, None]) @ rows, "this is (N, N), a number for each pair of "
         "samples; the Hessian has one for each pair of parameters."),
        (np.diag(right), "these are second derivatives by one parameter only; the Hessian has one "
         "for each pair of parameters."),
        (np.diag(np.diag(right)), "these are second derivatives by one parameter only; the Hessian "
         "has one for each pair of parameters."),
        (right / phi.shape[1], "this is the Hessian of the mean; the objective here is the sum."),
        (-right, "the sign is wrong: this function would be concave."),
    ]  # fmt: skip


def _weighted(weight):
    """A Hessian whose samples are weighed by `weight(s)`."""

    def slipped(phi, w):
        rows = np.vstack([phi, np.ones((1, phi.shape[1]))])
        return (rows * weight(1 / (1 + np.exp(-(w @ rows))))) @ rows.T

    return slipped


EXTRACT_FEATURES = Exercise(
    title="The features of a network",
    task="`W[1] … W[n]` and `b[1] … b[n]` are the weights of a plain network, `sigma[1] … "
    "sigma[n]` its activations (`sigma[n]` is the identity; index 0 is None), x (n_1, N) holds one "
    "sample per column. Return φ(x; θ), which the last affine map sees: (n_n, N).",
    hints=(
        "The model is W_n φ + b_n. So φ is what stands behind W_n on the slide.",
        "Start with z = x and apply layer after layer: W[j] z + b[j], then sigma[j].",
        "`for j in range(1, n)` with n = len(W) − 1 leaves out the last layer.",
    ),
    check=check_features,
    solution=extract_features,
    wrong=(
        (lambda W, b, sigma, x: W[-1] @ extract_features(W, b, sigma, x) + b[-1], "not the output"),
        (lambda W, b, sigma, x: extract_features(W[:-1], b[:-1], sigma, x), "too early"),
        (
            lambda W, b, sigma, x: W[-2] @ extract_features(W[:-1], b[:-1], sigma, x) + b[-2],
            "lacks its activation",
        ),
        (
            lambda W, b, sigma, x: extract_features(W, b, [None, *[sigma[1]] * (len(W) - 1)], x),
            "one σ in all layers",
        ),
        (lambda W, b, sigma, x: _activated_first(W, b, sigma, x), "follows the affine map"),
        (lambda W, b, sigma, x: _without_bias(W, sigma, x), "biases"),
        (lambda W, b, sigma, x: _without_sigma(W, b, x), "no activation"),
        (lambda W, b, sigma, x: extract_features(W, b, sigma, x).T, "one column per sample"),
        (lambda W, b, sigma, x: [x, extract_features(W, b, sigma, x)], "states of all layers"),
    ),
)

LAST_LAYER_HESSIAN = Exercise(
    title="Is it convex? Ask the Hessian",
    task="φ (count, N) holds the fixed features of N samples, w (count + 1,) the weights W_n and "
    "then b_n. Return the Hessian (count + 1, count + 1) of the **sum** of the logistic losses as "
    "a function of w. The labels do not enter; think about why.",
    hints=(
        "One sample: L(u, y) = log(1 + eᵘ) − y u. Differentiate twice by u; what is left of y?",
        "L″(u) = s(1 − s) with s = 1/(1 + e⁻ᵘ), and u = wᵀ[φ; 1] is linear in w.",
        "Σ_i s_i(1 − s_i) [φ_i; 1][φ_i; 1]ᵀ: stack a row of ones under φ, weigh the columns, "
        "multiply by the transpose.",
    ),
    check=check_hessian,
    solution=last_layer_hessian,
    wrong=(
        (lambda phi, w: last_layer_hessian(phi, w)[:-1, :-1], "b_n is a parameter"),
        (_weighted(lambda s: s), "the sigmoid itself"),
        (_weighted(lambda s: np.ones_like(s)), "least squares"),
        (lambda phi, w: last_layer_hessian(phi, np.r_[w[:-1], 0]), "b_n is missing"),
        (lambda phi, w: np.roll(last_layer_hessian(phi, w), 1, (0, 1)), "ends with b_n"),
        (lambda phi, w: np.diag(last_layer_hessian(phi, w)), "each pair of parameters"),
        (lambda phi, w: last_layer_hessian(phi, w) / phi.shape[1], "mean"),
        (lambda phi, w: -last_layer_hessian(phi, w), "concave"),
    ),
)


def check_saddle(controls, plane, losses):
    """Whether the way of both weights, from far enough, ends at the saddle."""
    start, end = controls["w_1"], controls["w_2"]
    place = next(iter(plane.ways.values()))[-1]
    if controls["step"] < losses.x[-1]:
        return f"Let all {losses.x[-1]} steps be shown: this is step {controls['step']}."
    if np.hypot(start, end) < 1:
        return f"The start is only {np.hypot(start, end):.2g} away from the saddle; take 1 or more."
    away = np.hypot(*place)
    return "" if away < 0.05 else f"The blue path ends {away:.2g} away from the saddle."


def check_learning_pays(controls, _, errors):
    """Whether learned features have at most half the error of the best prespecified ones."""
    at = DEGREES.index(controls["degree"])
    *others, learned = (middle[at] for middle in errors.middles.values())
    if not np.isfinite([*others, learned]).all():
        return "The networks are still being trained."
    best = int(np.argmin(others))
    if learned <= 20 and learned <= 0.5 * others[best] and others[best] >= 10:
        return ""
    return (
        f"Learned features have an error of {learned:.3g} % here, "
        f"{KINDS[best]} {others[best]:.3g} %."
    )


GOAL_SADDLE = Challenge(
    title="Reach the saddle",
    task="Find a start, at least 1 away from the saddle, from which gradient descent on both "
    "weights ends at the saddle after 400 steps.",
    check=check_saddle,
    said="Only the starts on the line w₁ + w₂ = 0 end there; all others end at a loss of 0.",
)

GOAL_LEARNING_PAYS = Challenge(
    title="Make learning pay",
    task="Choose data, inputs and degree such that learned features have an error of at most 20 %, "
    "and each prespecified kind at least 10 % and at least twice that of the learned ones.",
    check=check_learning_pays,
    said="The class depends on one direction in the space of inputs, and a hidden unit can learn "
    "this direction.",
)
