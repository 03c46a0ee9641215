"""What an argument must be before anything is computed with it; each refusal names the argument."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import get_origin

import numpy as np

LARGEST = float(np.finfo(float).max)
MANY = 10**6  # no count of the course comes near it; a count beyond is a slip and is not run


def whole_number(name: str, value, least: int = 0, most: float = MANY) -> int:
    """`value` as an int. Raises ValueError unless it is a whole number in least … most, no bool."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        limit = f"≤ {most}" if whole and value > most else f"≥ {least}"
        raise ValueError(f"{name} must be a whole number {limit}, got {value!r}")
    return int(value)


def subscripts(name: str, value, count: int) -> tuple[int, ...]:
    """`value` as a tuple of `count` whole numbers. Raises ValueError unless all are ≥ 1."""
    if not isinstance(value, tuple | list) or len(value) != count:
        raise ValueError(f"{name} must be {count} whole numbers, counted from 1; got {value!r}")
    return tuple(whole_number(name, n, 1) for n in value)


def number(
    name: str, value, least: float = 0.0, most: float = LARGEST, *, above: bool = False
) -> float:
    """`value` as a float. Raises ValueError unless it is a number in least … most, no bool.

    With `above` it must be larger than `least`.
    """
    real = isinstance(value, int | float | np.integer | np.floating)
    real = real and not isinstance(value, bool) and abs(value) <= LARGEST
    if not real or not least <= value <= most or (above and value == least):
        limit = f" ≤ {most:g}" if real and value > most else f" {'>' if above else '≥'} {least:g}"
        limit = "" if least == -math.inf else limit
        raise ValueError(f"{name} must be a finite number{limit}, got {value!r}")
    return float(value)


def kind(name: str, value, *kinds: type):
    """`value` itself. Raises TypeError unless it is an instance of one of `kinds`."""
    if not isinstance(value, kinds):
        wanted = " or ".join(k.__name__ for k in kinds)
        raise TypeError(f"{name} must be of type {wanted}, got {value!r}")
    return value


def some(name: str, value) -> Mapping:
    """`value` itself. Raises TypeError unless it is a mapping, ValueError if it is empty."""
    if not kind(name, value, Mapping):
        raise ValueError(f"{name} must hold at least one entry, got none")
    return value


def fields(of) -> None:
    """Raises TypeError unless each field of a dataclass has the type it is declared with."""
    for field in dataclasses.fields(of):
        declared = get_origin(field.type) or field.type
        kinds = (int, float) if declared is float else (declared,)
        kind(field.name, getattr(of, field.name), *kinds)


def choice(name: str, value, options) -> str:
    """`value` itself. Raises ValueError unless it is one of the words in `options`."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name} must be one of {list(options)}, got {value!r}")
    return value


def array(name: str, value, shape: tuple | None = None, *, finite: bool = False) -> np.ndarray:
    """`value` as an array. Raises ValueError unless it holds numbers, all finite if `finite`.

    A `shape` such as (..., 2, "N") asks for two axes at the end, the last of any length ≥ 1.
    """
    try:
        found = np.asarray(value)
    except (TypeError, ValueError):  # rows of different lengths
        found = np.asarray(None)
    if found.dtype.kind not in "fciub":
        raise ValueError(f"{name} must be an array of numbers, got {value!r}")
    if shape is not None and not _fits(found.shape, shape):
        wanted = ", ".join("..." if n is ... else str(n) for n in shape)
        comma = "," if len(shape) == 1 else ""
        raise ValueError(f"{name} must have shape ({wanted}{comma}), got {found.shape}")
    if finite and not np.isfinite(found).all():
        wrong = found[~np.isfinite(found)]
        raise ValueError(f"{name} must be finite, got {wrong[0]} among its values")
    return found


def _fits(found, wanted):
    if wanted[0] is ...:
        wanted = wanted[1:]
        found = found[-len(wanted) :]
    pairs = zip(found, wanted, strict=False)
    return len(found) == len(wanted) and all(n == w or (isinstance(w, str) and n) for n, w in pairs)


def line_interval(name: str, value) -> np.ndarray:
    """The ends (2,) of an interval. Raises ValueError unless they are finite and left < right."""
    ends = array(name, value, (2,), finite=True)
    if not ends[0] < ends[1]:
        raise ValueError(f"{name} must be (left, right) with left < right, got {value!r}")
    return ends.astype(float)


def several(seed) -> bool:
    """Whether `seed` is a sequence of seeds, which gives results a leading axis."""
    return isinstance(seed, Sequence) or (isinstance(seed, np.ndarray) and seed.ndim > 0)


def one_seed(value) -> int:
    """A seed as an int. Raises ValueError for None, a fraction, a bool or a negative number."""
    return whole_number("seed", value, most=math.inf)


def seeds(value) -> list[int]:
    """The seeds as a list. Raises ValueError as `one_seed` does, and for no seed at all."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if not several(value):
        return [one_seed(value)]
    if isinstance(value, str) or len(value) == 0:
        raise ValueError(
            f"seed must be a whole number or a sequence of at least one, got {value!r}"
        )
    return [one_seed(s) for s in value]
