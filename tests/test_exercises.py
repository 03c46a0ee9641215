"""Every exercise: its solution passes its own check, and each slip is told from the others."""

import numpy as np
import pytest

from dlcourse import IDENTITY, Network, initialize, kinks, line, wiggly
from dlcourse.chapters.relu_vs_tanh.measures import collapse, growth_exponent
from dlcourse.lesson.checking import MistakeError, UnfinishedError
from tests.contents import EXERCISES

ALL = sorted(EXERCISES)
SLIPS = [(name, k) for name in ALL for k in range(len(EXERCISES[name].wrong))]


@pytest.mark.parametrize("name", ALL)
def test_solution_passes_its_own_check(name):
    told = EXERCISES[name].check(EXERCISES[name].solution)
    assert told.endswith(".")


@pytest.mark.parametrize(("name", "k"), SLIPS)
def test_each_slip_is_named(name, k):
    attempt, words = EXERCISES[name].wrong[k]
    with pytest.raises(MistakeError) as verdict:
        EXERCISES[name].check(attempt)
    assert words in str(verdict.value)
    assert "dlcourse/" not in str(verdict.value)


@pytest.mark.parametrize("name", ALL)
def test_slips_get_different_verdicts(name):
    verdicts = []
    for attempt, _ in EXERCISES[name].wrong:
        with pytest.raises(MistakeError) as verdict:
            EXERCISES[name].check(attempt)
        verdicts.append(str(verdict.value))
    assert len(verdicts) >= 3
    assert len(set(verdicts)) == len(verdicts)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("nothing", [NotImplemented, ..., None])
def test_a_stub_is_unfinished_not_wrong(name, nothing):
    with pytest.raises(UnfinishedError):
        EXERCISES[name].check(lambda *given: nothing)
    with pytest.raises(UnfinishedError):
        EXERCISES[name].check(nothing)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "nonsense",
    ["text", {"a": 1}, [[1], [2, 3]], float("nan"), object(), 1j, 10**400, (None, None), (1, 2),
     ([None, [[1], [2, 3]]], [None, "b"]), ([None] * 9, [None] * 9), [], 0.0, -1.0, 1e300],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_nonsense_gets_a_sentence(name, nonsense):
    with pytest.raises(MistakeError):
        EXERCISES[name].check(lambda *given: nonsense)


@pytest.mark.parametrize("name", ALL)
def test_a_failing_attempt_is_told_in_words_with_its_line(name):
    def attempt(*given):
        return 1 / 0

    with pytest.raises(MistakeError, match="ZeroDivisionError: division by zero") as verdict:
        EXERCISES[name].check(attempt)
    assert "return 1 / 0" in str(verdict.value)
    assert "Traceback" not in str(verdict.value)


@pytest.mark.parametrize("name", ALL)
def test_exercises_are_complete(name):
    exercise = EXERCISES[name]
    assert len(exercise.hints) == 3
    assert len(exercise.wrong) >= 3
    assert exercise.task.endswith(".") and not exercise.title.endswith(".")


def test_an_attempt_cannot_spoil_the_arguments():
    def careless(W, b):
        A, c = W[1], b[1]
        for j in range(2, len(W)):
            A, c = W[j] @ A, W[j] @ c
            c += b[j]
            W[j] *= 0
        return A, c

    EXERCISES["collapse"].check(careless)


def test_a_loop_over_t_is_as_good():
    def looped(net, data, theta_star, theta_1, t):
        return [0.5 * np.sum((net(theta_star + s * theta_1, data.x) - data.y) ** 2) for s in t]

    EXERCISES["landscape_formula"].check(looped)


def test_a_call_instead_of_the_function_is_explained():
    with pytest.raises(MistakeError, match="without parentheses"):
        EXERCISES["collapse"].check((1, 2))


class TestSolutionsAgreeWithThePackage:
    def test_collapse(self):
        net = Network((2, 4, 3, 2), IDENTITY)
        theta = initialize(net, "uniform", seed=1)
        W, b = EXERCISES["collapse"].solution(*net.unpack(theta))
        np.testing.assert_allclose(W, collapse(net, theta)[0], rtol=1e-12)
        np.testing.assert_allclose(b, collapse(net, theta)[1], rtol=1e-12)

    @pytest.mark.parametrize("seed", range(20))
    def test_kinks(self, seed):
        net = Network((1, 3, 1))
        theta = initialize(net, "uniform", seed=seed)
        solved = EXERCISES["kinks_1_3_1"].solution(*net.unpack(theta), (-1, 1))
        np.testing.assert_allclose(solved, kinks(net, theta, (-1, 1)).x, atol=1e-12)

    @pytest.mark.parametrize("name", ["leaky relu", "identity", "tanh", "sigmoid"])
    @pytest.mark.parametrize("n", [1, 2, 5])
    def test_growth_degree(self, name, n):
        net = Network((1, *[5] * (n - 1), 1), name)
        thetas = initialize(net, "uniform", seed=range(20))
        directions = np.random.default_rng(0).normal(size=thetas.shape)
        data = wiggly()
        measured = growth_exponent(net, thetas, directions, data.x, data.y)
        solved = EXERCISES["growth_degree"].solution(n, name)
        assert abs(np.median(measured) - solved) < 0.05 * solved

    def test_landscape_formula(self):
        net, data, t = Network((1, 5, 5, 1)), wiggly(), np.linspace(-2, 2, 9)
        star, direction = initialize(net, "uniform", seed=[1, 2])
        solved = EXERCISES["landscape_formula"].solution(net, data, star, direction, t)
        np.testing.assert_allclose(solved, line(net, star, direction, t, data.x, data.y))
