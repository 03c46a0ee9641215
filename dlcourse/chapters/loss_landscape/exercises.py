"""The tasks of notebook 04: two valleys, how fast the loss grows, the landscape as a formula."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.loss_landscape import experiments, measures
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, numbers
from dlcourse.lesson.question import Challenge

# --- two_valleys ------------------------------------------------------------------------------

NEAR, RIDGE = 3, 2.0  # the largest radius; how many times as high as the higher valley


def check_two_valleys(controls, plane, *_):
    """Two valleys of the plane, and a ridge on the straight way between them."""
    if controls["radius"] > NEAR:
        return f"The radius is {controls['radius']:g}; at most {NEAR} is asked."
    if controls["t_1"] or controls["t_2"]:
        return "The centre is not θ*; set both of its coordinates to 0."
    run = experiments.solution(controls["sigma"], controls["seed"])
    directions = dl.random_directions(
        run.net, 2, controls["choice"] - 1, controls["scaling"], run.theta
    )
    valleys, height = measures.ridge(run, directions, plane)
    if valleys < 2:
        return (
            f"This square has {valleys or 'no'} valley{'s' if valleys == 0 else ''}; two are asked."
        )
    if height < RIDGE:
        return (
            f"{valleys} valleys, but on the straight way between two of them the loss rises only "
            f"to {height:.3g} times that of the higher one; {RIDGE:g} times is asked."
        )
    return ""


TWO_VALLEYS = Challenge(
    title="Prove by a picture that the loss is not convex",
    task="Close to θ*, at radius 3 or less with θ* at the centre, find a plane with two valleys "
    "and a ridge between them: on the straight way from one to the other the loss must rise to at "
    "least twice that of the higher valley. Try activations, choices of the directions and seeds.",
    check=check_two_valleys,
    said="On a segment a convex function never exceeds the larger of its end values. So one such "
    "plane proves that the loss is not convex; a plane with one valley proves nothing.",
)

# --- growth_degree ----------------------------------------------------------------------------


def growth_degree(n, activation):
    """Far out on the line, every layer multiplies by t, unless its input was cut off to (−1, 1).

    A piecewise linear σ lets the factor t of each of the n layers through: the output grows like
    tⁿ. After a bounded σ only the last layer's t is left. Least squares squares the output.
    """
    bounded = activation in ("tanh", "sigmoid")
    return 2 if bounded else 2 * n


def check_growth_degree(attempt):
    """Ask for depths 1 to 47 and four activations; the lecture's network first."""
    asked = [(n, name) for n in (5, 2, 3, 47, 1) for name in ("leaky relu", "tanh")]
    for n, name in [*asked, (4, "identity"), (4, "sigmoid")]:
        where = f"for n = {n} and {name}"
        degree = float(numbers("the degree", answer_of(attempt, n, name), (), where))
        if abs(degree) > 1e6:
            raise MistakeError(f"your degree for n = {n} and {name} is beyond a million.")
        if degree != growth_degree(n, name):
            raise MistakeError(_growth_slip(degree, n, name))
    return "the degrees agree for depths 1 to 47 and four activations."


def _growth_slip(degree, n, name):
    said = f"For n = {n} and {name} you say {degree:g}"
    if name in ("tanh", "sigmoid"):
        if degree == 2 * n:
            return f"{said}; but {name} cuts its output off, so only one layer's t survives."
        if degree == 0:
            return (
                f"{said}; {name} does level off, but the last layer has no σ behind it: its W_n "
                "and b_n still grow with t."
            )
        if degree == 1:
            return f"{said}; that is how fast the output grows. The loss squares it."
    elif degree == n:
        return f"{said}; that is the degree of the output m(x; ·). The loss squares it."
    elif degree == 2 * (n - 1):
        return f"{said}; you counted the activations. Count the matrices: W_1 … W_n."
    elif degree == 2 * (n + 1):
        return f"{said}; you counted the node layers. Count the matrices: W_1 … W_n."
    elif degree == 2**n:
        return f"{said}; the factors t of the layers multiply, so their exponents add up."
    elif degree == 2:
        return f"{said}; {name} is not bounded, so every layer adds its own factor t."
    return f"{said}; that is not what the loss does for large t. How often is t multiplied in?"


GROWTH_DEGREE = Exercise(
    title="The growth of the loss along a line",
    task="From a solution θ* walk far along a random direction: θ* + t θ_1, with t → ∞. The least "
    "squares loss then grows like a power of t. Return this power for a network with n layers "
    '(n matrices) and the activation named "leaky relu", "identity", "tanh" or "sigmoid".',
    hints=(
        "Start with n = 1: u = (W + t W′) x + b + t b′. Which power of t is u, which is ½(u − y)²?",
        "Two layers of LeakyReLU: the inner layer brings a factor t, the outer one another.",
        "Tanh never leaves (−1, 1), whatever enters. Which layers' t can then still be seen?",
    ),
    check=check_growth_degree,
    solution=growth_degree,
    wrong=(
        (lambda n, activation: n if activation != "tanh" else 1, "degree of the output"),
        (lambda n, activation: 2 * n, "cuts its output off"),
        (lambda n, activation: 0 if activation == "tanh" else 2 * n, "no σ behind it"),
        (lambda n, activation: 1 if activation == "tanh" else 2 * n, "The loss squares it"),
        (lambda n, activation: 2 if activation == "tanh" else 2 * (n - 1), "counted the activ"),
        (lambda n, activation: 2 if activation == "tanh" else 2**n, "exponents add up"),
        (lambda n, activation: 2, "every layer adds"),
        (lambda n, activation: 2 if activation == "tanh" else 10, "How often"),
        (lambda n, activation: "2n", "must be real numbers"),
        (lambda n, activation: (n, 2 * n), "must be one number"),
    ),
)

# --- landscape_formula ------------------------------------------------------------------------


def landscape_formula(net, data, theta_star, theta_1, t):
    """Σ_i ½‖m(x_i; θ* + t θ_1) − y_i‖², for all t at once."""
    theta = theta_star + t[:, None] * theta_1  # (T, P): one network for each t
    u = net(theta, data.x)  # (T, K, N)
    return 0.5 * ((u - data.y) ** 2).sum(axis=(-2, -1))


def check_landscape_formula(attempt):
    """Three random problems; the first two are the lecture's 78 parameters, the last has K = 2."""
    rng = np.random.default_rng(4)
    nets = (
        dl.Network((1, 5, 5, 5, 1, 1)),
        dl.Network((1, 5, 5, 5, 1, 1), dl.TANH),
        dl.Network((2, 3, 2)),
    )
    for net in nets:
        (n_in, n_out), P = (net.widths[0], net.widths[-1]), net.n_params
        data = dl.Data.from_arrays(
            rng.uniform(-1, 1, (n_in, 9)),
            rng.normal(size=(n_out, 9)),
            rng.uniform(-1, 1, (n_in, 9)),
            rng.normal(size=(n_out, 9)),
        )
        star, direction = rng.normal(size=(2, P)) / 2
        t = np.linspace(-1, 2, 7)
        right = landscape_formula(net, data, star, direction, t)
        answer = answer_of(attempt, net, data, star, direction, t)
        where = f"for widths {net.widths}, {data.N} samples and {len(t)} values of t"
        shape = getattr(answer, "shape", None)
        if shape in ((len(t), n_out, data.N), (len(t), data.N)):
            raise MistakeError("one number for each t is asked: sum over the samples, too.")
        if shape == (len(t), n_out):
            raise MistakeError("one number for each t is asked: sum over the outputs, too.")
        slips = _landscape_slips(net, data, star, direction, t, right)
        compare("the loss along the line", answer, right, where, slips)
    return "the losses agree on three networks, with one output and with two."


def _landscape_slips(net, data, star, direction, t, right):
    u = net(star + t[:, None] * direction, data.x)
    test = dl.Data(data.name, data.x_test, data.y_test)
    return [
        (right / data.N, "this is the mean over the samples; the lecture's loss is their sum."),
        (2 * right, "twice too large: L(u, y) = ½‖u − y‖² has a ½."),
        (2 * right / data.N, "this is the mean of ‖u − y‖²; the lecture takes the sum, with a ½."),
        (landscape_formula(net, data, 0 * star, direction, t), "the line starts at 0, not at θ*."),
        (landscape_formula(net, data, star, -direction, t), "you walk backwards: θ* − t θ_1."),
        (landscape_formula(net, test, star, direction, t), "these are the test samples; the "
         "landscape is the one that training sees, data.x and data.y."),
        (0.5 * np.abs(u - data.y).sum(axis=(-2, -1)), "the residual u − y must be squared."),
        (np.sqrt(2 * right), "no root: L is ½ times the squared length of u − y."),
    ]  # fmt: skip


def _mean_not_sum(net, data, theta_star, theta_1, t):
    return landscape_formula(net, data, theta_star, theta_1, t) / data.N


def _per_sample(net, data, theta_star, theta_1, t):
    u = net(theta_star + t[:, None] * theta_1, data.x)
    return 0.5 * (u - data.y) ** 2


def _per_output(net, data, theta_star, theta_1, t):
    return _per_sample(net, data, theta_star, theta_1, t).sum(axis=-1)


def _one_number(net, data, theta_star, theta_1, t):
    return _per_sample(net, data, theta_star, theta_1, t).sum()


def _forgets_the_axis(net, data, theta_star, theta_1, t):
    u = net(theta_star + t * theta_1, data.x)
    return 0.5 * ((u - data.y) ** 2).sum()


LANDSCAPE_FORMULA = Exercise(
    title="The landscape slides in one line",
    task="Return the training loss of the slides, "
    r"$\sum_i L(m(x_i; \theta^\star + t\theta_1), y_i)$ with $L(u, y) = \tfrac12\|u - y\|_2^2$, "
    "for each entry of `t` (T,). You have `net(theta, x)`, `data.x` (n_1, N), `data.y` (K, N), "
    "`theta_star` (P,), `theta_1` (P,). The answer has the shape (T,).",
    hints=(
        "For one number t it is `u = net(theta_star + t * theta_1, data.x)`, of shape (K, N). A "
        "loop over t would do.",
        "Without a loop: net takes any number of θ, one per row. `t[:, None] * theta_1` has "
        "the shape (T, P).",
        "Then u is (T, K, N): square u − y, halve, and sum over the last two axes.",
    ),
    check=check_landscape_formula,
    solution=landscape_formula,
    wrong=(
        (_mean_not_sum, "lecture's loss is their sum"),
        (lambda *given: 2 * landscape_formula(*given), "has a ½"),
        (lambda *given: 2 * _mean_not_sum(*given), "takes the sum, with a ½"),
        (lambda n, d, s, v, t: landscape_formula(n, d, 0 * s, v, t), "starts at 0"),
        (lambda n, d, s, v, t: landscape_formula(n, d, s, v, -t), "backwards"),
        (_per_sample, "one number for each t"),
        (_per_output, "over the outputs"),
        (_one_number, "must have the shape (7,)"),
        (_forgets_the_axis, "shapes of two arrays"),
    ),
)
