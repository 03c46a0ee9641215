"""What many seeds say together: the middle, the middle half, and who has more how often."""

import numpy as np

from dlcourse.checks import array, line_interval, some
from dlcourse.results import Bars, Curves


def bands(x, samples: dict, xlabel: str = "", ylabel: str = "", limits=None) -> Curves:
    """Median and quartiles over the seeds: x (T,), samples {label: (S, T)} → `Curves`.

    Raises ValueError unless there is a sample, and each has one column per entry of x.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    x = array("x", x, ("T",))
    if limits is not None:
        line_interval("limits", limits)
    for label, values in some("samples", samples).items():
        array(f"samples[{label!r}]", values, ("S", x.size))
    low, middle, high = np.stack(
        [np.quantile(values, (0.25, 0.5, 0.75), axis=0) for values in samples.values()], axis=1
    )
    return Curves(x, middle, tuple(samples), low, high, xlabel, ylabel, limits)


def fraction_larger(a, b) -> np.ndarray:
    """The fraction of seeds with a > b, ties counted half: a, b (S, ...) → (...) in [0, 1].

    Compare only what is paired: row s of both must come from the same seed. NaN where one of them
    is NaN. Raises ValueError for different shapes or no seed.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    a, b = array("a", a), array("b", b)
    if a.shape != b.shape or a.ndim < 1 or len(a) < 1:
        raise ValueError(
            f"a and b must have the same shape (S, ...), S ≥ 1; got {a.shape}, {b.shape}"
        )
    larger = np.where(np.isnan(a) | np.isnan(b), np.nan, (a > b) + 0.5 * (a == b))
    return np.mean(larger, axis=0)


def fractions(x, a, b, at, xlabel: str = "") -> Bars:
    """`fraction_larger` in whole percents at some places: x (T,), a, b (S, T), at (B,) → `Bars`.

    Each place takes the entry of x that is nearest. Raises ValueError as `fraction_larger` does,
    and unless a and b have one column per entry of x.

    [beyond the slides: questions such as 002 ReLU vs Tanh, answered over seeds]
    """
    x, at = array("x", x, ("T",), finite=True), array("at", at, ("B",), finite=True)
    larger = fraction_larger(a, b)
    if larger.shape != x.shape:
        raise ValueError(f"a and b must have {x.size} columns like x, got shape {np.shape(a)}")
    nearest = np.abs(x - at[:, None]).argmin(axis=1)
    labels = tuple(f"{value:g}" for value in x[nearest])
    percent, of = np.round(100.0 * larger[nearest]), f"% of {len(a)} pairs"
    return Bars(labels, percent, xlabel=xlabel, ylabel=of, hlines={"": 50})


def medians(samples: dict) -> Bars:
    """The median and the single answers of each setting: {label: (S,)} → `Bars`.

    None among the answers stands for "there is none" and is left out; a setting without any gets
    NaN, as in a draft. Raises ValueError unless there is a setting.

    [beyond the slides: what a figure over seeds shows]
    """
    answers = some("samples", samples).values()
    points = [np.array([v for v in values if v is not None], float) for values in answers]
    middle = [np.median(values) if values.size else np.nan for values in points]
    return Bars(tuple(samples), np.array(middle), points=tuple(points))
