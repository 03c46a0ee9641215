"""What is given in place of an argument by mistake, and what is wrong with the reaction to it."""

import math
import re

import numpy as np

NONSENSE = {
    "a word": "x", "nothing": None, "an object": object(), "words": ["a"], "NaN": math.nan,
    "infinity": math.inf, "less than nothing": -1, "a half": 0.5, "beyond all reason": 10**20,
    "an empty mapping": {}, "an empty list": [], "rows of two lengths": [[1.0], [1.0, 2.0]],
    "one of five axes": np.ones((2, 1, 1, 1, 1)), "a type": int,
}  # fmt: skip
A_NUMBER = ("NaN", "infinity", "less than nothing", "a half", "beyond all reason")
# What is fine for an argument of this name, wherever it stands.
FINE = {
    **dict.fromkeys(("seed", "epoch"), ("beyond all reason",)),
    **dict.fromkeys(("name", "label"), ("a word",)),
    **dict.fromkeys(("x_test", "y_test", "truth", "candidate", "limits"), ("nothing",)),
    **dict.fromkeys(("pull", "bound", "clipping", "batch_size", "tolerance"), ("nothing",)),
    **dict.fromkeys(("theta0", "start"), ("nothing",)),
}


def faults(function, arguments, argument, fine=(), called=None):
    """What is wrong if nonsense comes in place of one of the arguments: a list of sentences.

    A ValueError or TypeError has to say the name of the argument, or how it is `called`; NaN within
    an array may be answered by NaN. What is `fine` here is left out.
    """
    good, found = arguments[argument], []
    fine = {*fine, *FINE.get(argument, ()), *({"a type"} if callable(good) else ())}
    wrong = {what: value for what, value in NONSENSE.items() if what not in fine}
    if isinstance(good, float):
        wrong = {w: v for w, v in wrong.items() if w not in ("a half", "beyond all reason")}
    if isinstance(good, np.ndarray | list) and "NaN within" not in fine:
        wrong["NaN within"] = np.array(good, dtype=float)
        wrong["NaN within"].flat[0] = np.nan
    for what, value in wrong.items():
        try:
            answer = function(**{**arguments, argument: value})
        except (ValueError, TypeError) as refusal:
            if not re.search(rf"\b{called or argument}\b", str(refusal)):
                found.append(f"{argument} = {what}: not named, but {refusal}")
        except Exception as error:
            found.append(f"{argument} = {what}: {type(error).__name__}: {error}")
        else:
            if what != "NaN within" or np.isfinite(_numbers(answer)).all():
                found.append(f"{argument} = {what}: taken silently")
    return found


def _numbers(answer):
    """All numbers of an answer, whatever it is made of."""
    if isinstance(answer, list | tuple):
        return np.concatenate([[], *(_numbers(part) for part in answer if part is not None)])
    if hasattr(answer, "__dict__"):
        return _numbers([v for v in vars(answer).values() if not isinstance(v, str | dict)])
    values = np.ravel(answer)
    return values.astype(float) if values.dtype.kind in "fiub" else np.zeros(0)
