"""An axis: what range it shows, linear or logarithmic, and how its ticks are named."""

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator

from ..style import number, power

FARTHEST = 1e150  # that an axis reaches, and its inverse how finely: beyond it ticks overflow


def spread(*arrays, margin: float = 0.08, log: bool = False) -> tuple:
    """Limits (low, high) around all finite (with `log` positive) values; (0, 1) if there are none.

    Arrays of any shape. A logarithmic range is rounded to whole decades.
    """
    flat = _shown_on_an_axis(np.concatenate([np.ravel(a) for a in arrays]), log)
    if flat.size == 0:
        return (0.1, 1.0) if log else (0.0, 1.0)
    low, high = float(flat.min()), float(flat.max())
    if log:
        low, high = np.floor(np.log10(low)), np.ceil(np.log10(high))
        return float(10.0**low), float(10.0 ** max(high, low + 1))
    apart = high - low > 1e-9 * max(abs(low), abs(high))  # not only by rounding
    room = margin * (high - low) if apart else 0.5 * abs(high) or 1.0
    return low - room, high + room


def grown(kept, values, own, log: bool = False, least: float = 1.0) -> tuple:
    """The range `kept` (low, high), if at least that part of `values` (any shape) is inside.

    Otherwise it grows around them: a logarithmic one to the range `own` around the values, another
    one by halves of its length, so that it seldom changes while a variable moves.
    """
    finite = _shown_on_an_axis(values, log)
    low, high = kept
    if not finite.size or np.mean((low <= finite) & (finite <= high)) >= least:
        return kept
    if log:
        return min(low, own[0]), max(high, own[1])

    def long_enough(needed):
        return (high - low) * 1.5 ** np.ceil(np.log(needed / (high - low)) / np.log(1.5))

    return (
        high - long_enough(high - own[0]) if finite.min() < low else low,
        low + long_enough(own[1] - low) if finite.max() > high else high,
    )


def _shown_on_an_axis(values, log):
    """The finite (with `log` positive) values, none too far away or too small for an axis."""
    values = np.asarray(values, dtype=float)
    finite = values[np.isfinite(values) & ((values > 0) | (not log))]
    if log:
        return np.clip(finite, 1 / FARTHEST, FARTHEST)
    return np.where(np.abs(finite) < 1 / FARTHEST, 0.0, np.clip(finite, -FARTHEST, FARTHEST))


def sizes_spread(values, log):
    """As `spread`, but not below zero for what is nowhere below zero."""
    low, high = spread(values, log=log)
    return (0.0 if low < 0 <= np.nanmin(np.where(np.isfinite(values), values, 0.0)) else low), high


def set_scale(axis, log: bool) -> bool:
    """Make one axis of an axes logarithmic, with ticks at powers of ten, or linear.

    True when it changed.
    """
    wanted = "log" if log else "linear"
    if axis.get_scale() == wanted:
        return False
    getattr(axis.axes, f"set_{axis.axis_name}scale")(wanted)
    axis.minorticks_off()
    axis.set_major_formatter(plain)
    if log:
        axis.set_major_locator(_Decades())
        axis.set_major_formatter(lambda value, _: power(round(np.log10(value))))
    return True


def plain(value: float, _=None) -> str:
    """A tick's number, all of it: no power of ten apart from the ticks, where the legend stands."""
    inside = value == 0 or 1e-4 <= abs(value) < 1e5
    return f"{value:.6g}".replace("-", "−") if inside else number(value)


def decades(low: float, high: float, most: int = 6):
    """Exponents of at most `most` powers of ten about [low, high], 0 among them if inside."""
    locator = MaxNLocator(most, steps=[1, 2, 3, 5, 10], integer=True, min_n_ticks=1)
    return locator.tick_values(*np.log10([low, high])).round().astype(int)


class _Decades(LogLocator):
    def tick_values(self, vmin, vmax):
        return 10.0 ** decades(vmin, vmax)


def clipped(values, low: float, high: float):
    """`values` (any shape) inside [low, high], NaN kept: far points keep their direction."""
    return np.clip(np.asarray(values, dtype=float), low, high)
