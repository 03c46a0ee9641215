"""What the figures of notebook 04 mean, in one plain sentence each."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.loss_landscape.measures import Pairs, grid_minima
from dlcourse.panels.base import counted, number, percent

MOST, LITTLE = 0.8, 0.2  # of a path
CLEAR = 75  # % of the pairs from which on an answer is called clear


def valleys(plane: dl.Plane, *_) -> str:
    """Of a part of a plane: how many valleys it has, and how much higher its highest place is."""
    if not np.isfinite(plane.values).all() or np.min(plane.values) <= 0:
        return ""
    found, low, high = grid_minima(plane.values), np.min(plane.values), np.max(plane.values)
    shown = "no valley inside" if found == 0 else counted(int(found), "valley")
    return f"This square has {shown}; its highest loss is {number(high / low)} times its lowest."


def how_much_of_the_path(plane: dl.Plane, _) -> str:
    """Of the path of training in a plane: whether the plane holds it."""
    share = plane.explained
    part = "nearly all" if share > MOST else "little" if share < LITTLE else "a part"
    return f"This plane holds {part} of the path: {percent(share)} of the squared distances to θ*."


def higher_row(*planes: dl.Plane) -> str:
    """Of three planes of LeakyReLU and three of Tanh: in which row the loss is higher.

    As the median over each square, mean of the three.
    """
    upper, lower = (np.mean([np.median(p.values) for p in row]) for row in (planes[:3], planes[3:]))
    if not np.isfinite([upper, lower]).all():
        return ""
    high, low = sorted(((upper, "LeakyReLU"), (lower, "Tanh")), reverse=True)
    return (
        f"For this pair of networks the loss is higher in the row of {high[1]}: the median over a "
        f"square is {number(high[0])} against {number(low[0])} (means of three squares)."
    )


def where_it_is_clear(_, pairs: Pairs) -> str:
    """Of many pairs of networks: at which places most of them agree, and which one has more."""
    shares = np.asarray(pairs.percent)
    clear = dict(zip(pairs.names, (shares >= CLEAR, shares <= 100 - CLEAR), strict=True))
    found = [(name, _listed(pairs.labels, at)) for name, at in clear.items() if at.any()]
    if not found:
        return f"At no {pairs.xlabel} do three of four pairs agree."
    parts = [pairs.says.format(*found[0]), *(f"for {name} at {at}" for name, at in found[1:])]
    split = ~np.any([*clear.values()], axis=0)
    rest = ", for neither elsewhere" if split.any() else ""
    return f"In three of four pairs or more {', '.join(parts)}{rest}."


def _listed(labels, chosen):
    """`3, 10 and 30`."""
    *some, last = (label for label, there in zip(labels, chosen, strict=True) if there)
    return f"{', '.join(some)} and {last}" if some else last
