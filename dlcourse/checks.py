"""What an argument must be before anything is computed with it; each refusal names the argument."""

import math
from collections.abc import Sequence

import numpy as np


def whole_number(name: str, value, least: int = 0) -> int:
    """`value` as an int. Raises ValueError unless it is a whole number ≥ `least`, bools apart."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ValueError(f"{name} must be a whole number ≥ {least}, got {value!r}")
    return int(value)


def number(name: str, value, least: float = 0.0, *, above: bool = False) -> float:
    """`value` as a float. Raises ValueError unless it is finite and ≥ `least`, or > if `above`."""
    real = isinstance(value, int | float | np.integer | np.floating)
    real = real and not isinstance(value, bool) and math.isfinite(value)
    if not real or value < least or (above and value == least):
        sign = ">" if above else "≥"
        raise ValueError(f"{name} must be a finite number {sign} {least:g}, got {value!r}")
    return float(value)


def several(seed) -> bool:
    """Whether `seed` is a sequence of seeds, which gives results a leading axis."""
    return isinstance(seed, Sequence) or (isinstance(seed, np.ndarray) and seed.ndim > 0)


def seeds(seed) -> list[int]:
    """The seeds as a list, of one entry for a single seed.

    Raises ValueError for no seed at all, None, a fraction, a bool or a negative number: a run that
    cannot be repeated is not wanted here.
    """
    if isinstance(seed, np.ndarray) and seed.ndim == 0:
        seed = seed.item()
    if not several(seed):
        return [whole_number("seed", seed)]
    if isinstance(seed, str) or len(seed) == 0:
        raise ValueError(f"seed must be a whole number or a sequence of at least one, got {seed!r}")
    return [whole_number("seed", s) for s in seed]
