"""The tasks of notebook 06: a step that no sample notices, and a fan that is narrow everywhere."""

import numpy as np

from dlcourse.chapters.overparameterization import experiments, measures
from dlcourse.lesson.checking import Exercise, MistakeError, answer_of, compare, numbers
from dlcourse.lesson.question import Challenge

# --- along_the_solutions ----------------------------------------------------------------------


def along_the_solutions(J, d):
    """What J maps to Jd is taken away again by the shortest step that J maps there."""
    a = np.linalg.solve(J @ J.T, J @ d)  # N equations: JJᵀ a = Jd
    return d - J.T @ a


def _other_part(J, d):
    return J.T @ np.linalg.solve(J @ J.T, J @ d)


def _no_inverse(J, d):
    return d - J.T @ (J @ d)


def _plus(J, d):
    return d + _other_part(J, d)


def _minus_all(J, d):
    return _other_part(J, d) - d


def _unit(J, d):
    found = along_the_solutions(J, d)
    return found / np.linalg.norm(found)


def _ones(J, d):
    return d - J.T @ np.linalg.solve(J @ J.T, np.ones(len(J)))


def _first_sample(J, d):
    g = J[0]
    return d - g * (g @ d) / (g @ g)


def _one_by_one(J, d):
    for g in J:
        d = d - g * (g @ d) / (g @ g)
    return d


def _all_at_once(J, d):
    return d - sum(g * (g @ d) / (g @ g) for g in J)


SLIPS = (
    (_other_part, "this is the other part, Jᵀ(JJᵀ)⁻¹Jd: the one that does change the outputs. "
     "Subtract it from d."),
    (_no_inverse, "(JJᵀ)⁻¹ is missing: without it too much or too little is taken away, unless "
     "the rows of J are orthonormal."),
    (_plus, "you add the part that changes the outputs; subtract it."),
    (_minus_all, "the sign is the wrong way round: d minus the part that changes the outputs."),
    (_unit, "you divide by the length; the part of d itself is asked for."),
    (_ones, "the right-hand side must be Jd, what the outputs would do along d."),
    (_first_sample, "only the first row of J is treated; all N samples must not notice."),
    (_one_by_one, "you treat the rows of J one after the other. That is right for orthogonal rows "
     "only: what the second one takes away brings back some of the first. Solve for all at once."),
    (_all_at_once, "you sum the projections on each row of J. That is right for orthogonal rows "
     "only; JJᵀ knows how the rows overlap."),
)  # fmt: skip


def check_along_the_solutions(attempt):
    """Compare on random matrices and on the Jacobian of a trained network."""
    rng = np.random.default_rng(6)
    theta, _ = experiments.fitted(experiments.SIX, 1.0, (0,))
    trained = measures.jacobian(experiments.NET, theta[0], experiments.SIX.x)
    cases = {
        "for J of 2 samples and 4 parameters": rng.normal(size=(2, 4)),
        "for J of 5 samples and 12 parameters": rng.normal(size=(5, 12)),
        "for J of the trained network, 6 samples and 481 parameters": trained,
    }
    for where, J in cases.items():
        d = rng.normal(size=J.shape[1])
        value = numbers("the answer", answer_of(attempt, J, d), d.shape, where)
        if np.array_equal(value, d):
            raise MistakeError(
                f"this is d itself, straight on; {where} the outputs would change by up to "
                f"{np.max(np.abs(J @ d)):.2g}. Take away the part that changes them."
            )
        slips = [(slip(J, d), told) for slip, told in SLIPS]
        compare("the answer", value, along_the_solutions(J, d), where, slips)
    return (
        "J times your answer is 0 for random matrices and for the trained network, and what you "
        "took away is orthogonal to it."
    )


ALONG_THE_SOLUTIONS = Exercise(
    title="A step that no sample notices",
    task="J (N, P) holds the gradient of each output m(x_i; θ) as a row, and d (P,) is a direction "
    "in which one would like to go. Return the part of d that J maps to 0, so that to first order "
    "no output at a sample changes. N < P, and JJᵀ is invertible.",
    hints=(
        "Along d the outputs change by Jd, N numbers. Which step changes them by the same amount "
        "and is a combination of the rows of J?",
        "A combination of the rows is Jᵀa with N numbers a. It changes the outputs by JJᵀa. Choose "
        "a so that this is Jd.",
        "Solve JJᵀ a = Jd with np.linalg.solve, then return d − Jᵀa.",
    ),
    check=check_along_the_solutions,
    solution=along_the_solutions,
    wrong=(
        *SLIPS,
        (lambda J, d: d, "this is d itself"),
        (lambda J, d: J @ d, "have the shape"),
        (lambda J, d: 2 * along_the_solutions(J, d), "2 times as large"),
        (lambda J, d: d - np.linalg.pinv(J.T @ J) @ d, "is not right"),
    ),
)

# --- agree ------------------------------------------------------------------------------------

GOAL, MOST = 0.5, 10  # the spread asked for, with at most so many samples


def _narrow(controls, fan, _spread):
    widest = float(fan.spread.max())
    if fan.data.N > MOST:
        return f"{fan.data.N} samples are too many; {MOST} are allowed."
    if np.any(fan.losses > measures.ZERO):
        return "Not all twelve networks go through all samples."
    if widest > GOAL:
        x = fan.x[int(np.argmax(fan.spread))]
        return f"With {fan.data.N} samples the networks differ by {widest:.2f} at x = {x:.2f}."
    return ""


AGREE = Challenge(
    title="Let the twelve agree",
    task=f"Bring the twelve networks so close together that nowhere in [−1, 1] they differ by more "
    f"than {GOAL:g}. A click adds a sample; at most {MOST} are allowed, and all must be fitted. "
    "The scale of the start may be changed, too.",
    check=_narrow,
    said="Samples help where the networks differ most. The start does, too: it is a choice "
    "among solutions that the samples leave open.",
)
