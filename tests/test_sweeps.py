"""Sweeps: each answer once, in order, with drafts, and what goes wrong is said."""

import threading

import numpy as np
import pytest

from dlcourse import Network, remember, sweep, sweeps, trained, wiggly


def product_of(a, b, *, seed):
    return (a * b, seed)


SETTINGS = {"six": (2, 3), "twenty": (4, 5)}


def test_a_sweep_shows_every_answer_in_the_order_of_the_seeds():
    shown = sweep(product_of, SETTINGS, [3, 1, 2], show=dict).result()
    assert shown == {"six": [(6, 3), (6, 1), (6, 2)], "twenty": [(20, 3), (20, 1), (20, 2)]}


def test_a_setting_may_be_a_single_argument():
    assert sweep(lambda n, seed: n + seed, {"a": 10}, 5, dict).result() == {"a": [15]}


def test_drafts_grow_to_the_whole(monkeypatch):
    monkeypatch.setattr(sweeps, "BETWEEN", -1.0)  # a draft after each answer
    drafts = list(sweep(lambda n, seed: n, {"a": 1, "b": 2}, range(3), dict))
    assert [share for _, share in drafts] == pytest.approx([k / 6 for k in range(1, 7)])
    assert drafts[0][0] == {"a": [1], "b": []}
    assert drafts[-1][0] == {"a": [1, 1, 1], "b": [2, 2, 2]}


def test_a_draft_waits_until_there_is_something_to_show(monkeypatch):
    monkeypatch.setattr(sweeps, "BETWEEN", -1.0)

    def show(found):
        return found["a"] if len(found["a"]) > 2 else None

    drafts = list(sweep(lambda n, seed: seed, {"a": 1}, range(4), show))
    assert drafts == [([0, 1, 2], 3 / 4), ([0, 1, 2, 3], 1)]
    for end in (lambda never: never.result(), list):
        with pytest.raises(ValueError, match="none of the answers"):
            end(sweep(lambda n, seed: seed, {"a": 1}, range(2), show))


def test_what_is_known_comes_at_once_and_is_not_computed_again():
    asked = []

    def measure(n, seed):
        asked.append((n, seed))
        return n

    for _ in range(2):
        assert sweep(measure, {"a": 1}, range(4), dict).result() == {"a": [1] * 4}
    assert sorted(asked) == [(1, seed) for seed in range(4)]


def test_all_cores_work_at_once(monkeypatch):
    monkeypatch.setattr(sweeps, "cores", lambda: 2)
    both = threading.Barrier(2)

    def measure(n, seed):
        both.wait(timeout=60)  # passes only if two are under way
        return n

    assert sweep(measure, {"a": 1}, range(4), dict).result() == {"a": [1] * 4}


def test_without_threads_nothing_is_computed_ahead(monkeypatch):
    monkeypatch.setattr(sweeps, "cores", lambda: 1)
    monkeypatch.setattr(sweeps, "BETWEEN", -1.0)
    asked = []
    drafts = sweep(lambda n, seed: asked.append(seed), {"a": 1}, range(5), dict)
    next(drafts)
    assert asked == [0]


def test_a_sweep_that_is_abandoned_begins_nothing_more(monkeypatch):
    monkeypatch.setattr(sweeps, "BETWEEN", -1.0)
    asked = []
    drafts = sweep(lambda n, seed: asked.append(seed), {"a": 1}, range(1000), dict)
    next(drafts)
    drafts.close()
    assert len(asked) <= 1 + 2 * sweeps.cores()
    assert len(next(drafts)[0]["a"]) == 2  # and may be taken up again


def test_the_failure_of_one_answer_is_raised():
    def measure(n, seed):
        if seed == 2:
            raise ValueError("seed 2 fails")

    with pytest.raises(ValueError, match="seed 2 fails"):
        sweep(measure, {"a": 1}, range(4), dict).result()


@pytest.mark.parametrize("settings", [{}, [1, 2], None])
def test_settings_are_named_in_the_refusal(settings):
    with pytest.raises(ValueError, match="settings"):
        sweep(product_of, settings, 0, dict)


@pytest.mark.parametrize("seeds", [[], None, -1, 0.5])
def test_seeds_are_named_in_the_refusal(seeds):
    with pytest.raises(ValueError, match="seed"):
        sweep(product_of, SETTINGS, seeds, dict)


def test_arguments_that_cannot_be_remembered_are_refused():
    with pytest.raises(TypeError, match="a tuple instead of a list"):
        remember(len)([1])


def test_a_question_is_the_same_however_it_is_put():
    asked = []

    @remember
    def power(base, exponent=2, *, seed=0):
        asked.append((base, exponent, seed))
        return base**exponent

    assert {power(3), power(3, 2), power(base=3), power(exponent=2, base=3, seed=0)} == {9}
    assert asked == [(3, 2, 0)] and power(3, 3) == 27


def test_a_training_is_remembered_also_for_equal_data():
    net = Network((1, 3, 1))
    first = trained(net, wiggly(), seed=1, epochs=10)
    assert trained(Network((1, 3, 1)), wiggly(), seed=1, epochs=10) is first
    assert trained(net, wiggly(seed=1), seed=1, epochs=10) is not first
    assert np.array_equal(first.epochs[[0, -1]], [0, 10])
