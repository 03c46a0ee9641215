"""What was computed once is kept; and one measure for many settings and seeds, on all cores."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, wraps
from inspect import signature
from itertools import product
from time import perf_counter

from dlcourse.checks import seeds as checked_seeds
from dlcourse.compiled.threads import cores
from dlcourse.training.loop import train
from dlcourse.training.run import Run

BETWEEN = 0.04  # seconds between two drafts: more are not seen, but cost time
KEPT = 4096  # answers of one measure that are remembered
RUNS = 128  # trainings that are remembered, of at most some 2 MB each


def remember(function: Callable, answers: int = KEPT) -> Callable:
    """`function`, but each question is computed once; the oldest of `answers` is forgotten first.

    Its arguments must be hashable, as networks, data sets, numbers, names and tuples are; a list is
    refused with a TypeError that says so. For functions that always give the same answer.
    """
    kept, parameters = lru_cache(maxsize=answers)(function), signature(function)

    @wraps(function)
    def remembered(*arguments, **named):
        asked = parameters.bind(*arguments, **named)
        asked.apply_defaults()  # a question is the same with and without them
        try:
            hash((asked.args, *asked.kwargs.values()))
        except TypeError as error:
            raise TypeError(
                f"the arguments of {function.__name__} must be hashable, for example a tuple "
                f"instead of a list; got {error}"
            ) from None
        return kept(*asked.args, **asked.kwargs)

    remembered.remembers = True
    return remembered


_trained = remember(train, RUNS)


def trained(net, data, **options) -> Run:
    """`train(net, data, …)`, remembered: to ask for the same training again costs nothing.

    Raises what `train` raises, and TypeError for options that are not hashable.

    [002 Training algorithm]
    """
    return _trained(net, data, **options)


def sweep(measure: Callable, settings, seeds, show: Callable) -> "Sweep":
    """What `measure` says for each setting and seed, as a live figure shows it: draft after draft.

    Args:
        measure: a function `measure(*setting, seed=…)` with one answer, which is remembered.
        settings: {label: setting}; a setting is one argument or a tuple of them.
        seeds: a whole number or a sequence of them.
        show: a function of {label: [answer for each seed so far, some ahead of others]} that
            returns the figure's results, or None as long as there is nothing to show.

    Returns a `Sweep`: `explore` takes it as an experiment's answer, and `.result()` runs to the
    end. The seeds come one after the other, each with all settings, on all cores.

    Raises ValueError for settings that are no mapping or empty, for wrong seeds, and at the end if
    there was nothing to show.
    """
    if not isinstance(settings, Mapping) or not settings:
        raise ValueError(f"settings must be {{label: setting}} with at least one, got {settings!r}")
    if not getattr(measure, "remembers", False):
        # Kept with the function itself: one that is written anew begins without memories.
        measure.__dict__.setdefault("remembered", remember(measure))
        measure = measure.remembered
    return Sweep(measure, settings, checked_seeds(seeds), show)


class Sweep(Iterator):
    """What `sweep` returns: an iterator of drafts (results, fraction), the last with fraction 1."""

    def __init__(self, measure, settings, seeds, show):
        self._measure, self._settings, self._show = measure, dict(settings), show
        self._jobs = list(product(seeds, self._settings))
        self._found = {label: [] for label in self._settings}
        self._pool, self._waiting, self._begun, self._done = None, deque(), 0, 0

    def __next__(self):
        if self._done == len(self._jobs):
            raise StopIteration
        until, shown = perf_counter() + BETWEEN, None
        while shown is None and self._done < len(self._jobs):
            self._take_one()
            if perf_counter() > until or self._done == len(self._jobs):
                shown = self._show({label: list(found) for label, found in self._found.items()})
        return self._checked(shown), self._done / len(self._jobs)

    def result(self):
        """What `show` makes of all answers."""
        while self._done < len(self._jobs):
            self._take_one()
        return self._checked(self._show(self._found))

    @staticmethod
    def _checked(shown):
        if shown is None:
            raise ValueError("none of the answers can be shown")
        return shown

    def close(self) -> None:
        """Begin nothing more; what runs on another core ends by itself."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._waiting.clear()
        self._begun = self._done

    def _take_one(self):
        """Wait for the next answer in order; meanwhile the other cores work ahead."""
        ahead = 2 * cores() if cores() > 1 else 1
        while len(self._waiting) < ahead and self._begun < len(self._jobs):
            self._waiting.append(self._begin(*self._jobs[self._begun]))
            self._begun += 1
        try:
            answer = self._waiting.popleft().result()
        except BaseException:
            self.close()
            raise
        _, label = self._jobs[self._done]
        self._found[label].append(answer)
        self._done += 1
        if self._done == len(self._jobs):
            self.close()

    def _begin(self, seed, label):
        setting = self._settings[label]
        arguments = setting if isinstance(setting, tuple) else (setting,)
        if cores() > 1:
            self._pool = self._pool or ThreadPoolExecutor(cores(), "dlcourse-sweep")
            return self._pool.submit(self._measure, *arguments, seed=seed)
        future = Future()
        future.set_result(self._measure(*arguments, seed=seed))
        return future
