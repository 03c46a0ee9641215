"""What the figures of notebook 02 mean, in words that are computed from what they show."""

import numpy as np

from dlcourse.panels.base import number


def where_starts_end(_units, _falling, ends) -> str:
    """Where thirty starts end: the last layer alone by Newton's method, and all layers."""
    newton, _, deep = (ends.groups[name][k] for k, name in enumerate(ends.labels))
    if not len(deep):
        return ""
    return f"The last layer alone ends {_span(newton)}; all layers end {_span(deep)}."


def who_is_best(_, errors) -> str:
    """Which kinds of features have the smallest and the largest error with most parameters."""
    last = {name: row[-1] for name, row in errors.middles.items()}
    if not np.isfinite([*last.values()]).all():
        return ""
    best, worst = min(last, key=last.get), max(last, key=last.get)
    return (
        f"With the most parameters the median test error is {number(last[best])} % for {best} "
        f"and {number(last[worst])} % for {worst}."
    )


def which_setting(errors) -> str:
    """For which setting the median test error is smallest, and for which it is largest."""
    middles = errors.middles["test"]
    if not np.isfinite(middles).all():
        return ""
    low, high = int(np.argmin(middles)), int(np.argmax(middles))
    names = [f"“{errors.labels[k]}”".replace("\n", ", ") for k in (low, high)]
    return (
        f"Of the settings of {errors.xlabel}, {names[0]} has the smallest median test error, "
        f"{number(middles[low])} %, and {names[1]} the largest, {number(middles[high])} %."
    )


def _span(ends):
    """`at 0.41 from every start` or `between 0.05 and 0.4`."""
    low, high = np.min(ends), np.max(ends)
    if high - low < 1e-6:
        return f"at the objective {number(low)} from every start"
    return f"between {number(low)} and {number(high)}"
