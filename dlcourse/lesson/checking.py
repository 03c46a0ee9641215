"""What an exercise is, and the few tools with which its check speaks plainly.

A check never answers with a bare "wrong": it recomputes what the usual slips would give, and names
the slip whose numbers the student's answer shows.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.live.mistakes import in_words


class UnfinishedError(Exception):
    """The attempt gives no answer yet; the text says what is awaited."""


class MistakeError(Exception):
    """The answer is not right; the text says what and where."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: what is asked, how it is checked, and answers to check the check itself.

    Attributes:
        title: shown above the verdict.
        task: what is asked, shown under the title.
        hints: three, from a nudge to nearly the answer.
        check: check(attempt) returns one sentence on what was tested, or raises `MistakeError` or
            `UnfinishedError`.
        solution: a function that passes the check; its source is what the student may unfold.
        wrong: pairs (function, words) of plausible slips and words that their verdict contains.
    """

    title: str
    task: str
    hints: tuple[str, ...]
    check: Callable
    solution: Callable
    wrong: tuple[tuple[Callable, str], ...]


def answer_of(attempt, *arguments):
    """What the student's function returns for copies of the arguments.

    Raises UnfinishedError where nothing comes back, MistakeError where it is no function or where
    it fails; the text then names the failure and the line.
    """
    if attempt is NotImplemented or attempt is None or attempt is ...:
        raise UnfinishedError("write the function, then run this cell again.")
    if not callable(attempt):
        raise MistakeError(
            "hand over your function itself, without parentheses behind its name; "
            f"what arrived is {_shortened(attempt)}."
        )
    try:
        with np.errstate(all="ignore"):
            answer = attempt(*copy.deepcopy(arguments))
    except NotImplementedError:
        raise UnfinishedError("your function says that it is not implemented.") from None
    except Exception as error:
        words = f"your code stops with {in_words(error)}."
        raise MistakeError(f"{words} {_advice(error)}".strip()) from error
    if answer is NotImplemented or answer is ...:
        raise UnfinishedError("your function still returns its placeholder.")
    if answer is None:
        raise UnfinishedError("your function returns nothing; does it end with `return …`?")
    return answer


def _advice(error):
    text = str(error)
    if "NoneType" in text:
        return "Lists count as on the slides: W[1] … W[n]; the entry with index 0 is None."
    if "does not have enough dimensions" in text:
        return "One factor of @ is None or a single number; does an index start at 0, not at 1?"
    if "list index out of range" in text:
        return "Lists count as on the slides: the last entry is W[n], and len(W) is n + 1."
    if isinstance(error, ValueError) and any(w in text for w in ("matmul", "broadcast", "shapes")):
        return "The shapes of two arrays do not fit together: print their `.shape` before it."
    if isinstance(error, TypeError) and "positional argument" in text:
        return "Keep the arguments of the stub as they were."
    return ""


def _shortened(value, length=60):
    text = " ".join(repr(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def numbers(name, value, shape, where):
    """The answer as a finite array of the shape awaited; `where` is said in every complaint.

    Raises MistakeError for anything that is not numbers, NaN or infinity, or another shape.
    """
    array = real(name, value, where)
    if array.shape != shape:
        flat = shape[1:] == (1,) and array.shape == shape[:1]
        hint = " (columns stay columns in this course)" if flat else ""
        wanted = f"have the shape {shape}{hint}" if shape else "be one number"
        raise MistakeError(f"{name} must {wanted}; {where} it has the shape {array.shape}.")
    if not np.isfinite(array).all():
        raise MistakeError(f"{name} contains NaN or infinity {where}.")
    return array


def real(name, value, where):
    """The answer as a float array of any shape; MistakeError for what is not real numbers."""
    try:
        if np.iscomplexobj(value):
            raise TypeError("complex")
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise MistakeError(
            f"{name} must be real numbers; {where} it is {_shortened(value)}."
        ) from None


def same(value, right) -> bool:
    """Whether two arrays of one shape agree to 1e-8, relative to the largest entry."""
    right = np.asarray(right)
    if np.shape(value) != right.shape:
        return False
    scale = np.max(np.abs(right), initial=1e-12)
    return bool(np.max(np.abs(value - right), initial=0.0) <= 1e-8 * scale)


def multiple(value, right):
    """The number c with value = c · right, for arrays of one shape; None where there is none."""
    largest = np.argmax(np.abs(right))
    if not np.ravel(right)[largest]:
        return None
    factor = float(np.ravel(value)[largest] / np.ravel(right)[largest])
    return factor if same(value, factor * np.asarray(right)) else None


def compare(name, value, right, where, slips=()):
    """Pass in silence if `value` is `right`, otherwise say which slip it shows.

    `slips` are pairs (what the slip would give, what to tell). Raises MistakeError.
    """
    value = numbers(name, value, np.shape(right), where)
    if same(value, right):
        return
    for slipped, told in slips:
        if same(value, slipped):
            raise MistakeError(told)
    factor = multiple(value, right)
    if factor is not None:
        raise MistakeError(f"{name} is {factor:.4g} times as large as it should be {where}.")
    off = np.max(np.abs(value - right))
    raise MistakeError(f"{name} is not right {where}: off by up to {off:.2g}.")
