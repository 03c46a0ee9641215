"""What the figures of notebook 03 mean, in one plain sentence each."""

import numpy as np

from dlcourse.panels.base import counted, number
from dlcourse.results import Curves, Fit


def affine_pieces(pieces, _) -> str:
    """Of a network with two inputs: on how many polygons it is affine."""
    shown = counted(len(pieces.polygons), "polygon")
    return f"The network is one affine function on each of {shown}."


def steepest(both: tuple, slopes: Curves) -> str:
    """Of LeakyReLU and Tanh: which of the two fits is steeper at its steepest place."""
    if any(fit.diverged for fit in both):
        return ""
    seen = np.abs(slopes.values).max(axis=1)  # on a finer grid than that of a smooth fit
    found = [max(fit.slope, top) for fit, top in zip(both, seen, strict=True)]
    (more, large), (_, small) = sorted(
        zip(slopes.labels, found, strict=True), key=lambda pair: -pair[1]
    )
    alike = large < 1.1 * small
    first = "Both fits are about as steep" if alike else f"The {more} fit is steeper"
    return f"{first} at the steepest place: {number(large)} against {number(small)}."


def one_line(_, folded) -> str:
    """Of a network without σ: whether it is the straight line of least squares."""
    away = max(abs(folded.slope - folded.best_slope), abs(folded.intercept - folded.best_intercept))
    best = "that of least squares" if away < 1e-3 else "not that of least squares"
    return f"Without σ the network is a straight line: {best}."


def growth(_, far: Curves) -> str:
    """Of the loss along a line: the power of t by which it grows at the right end."""
    step = np.log(far.x[-1] / far.x[-6])
    found = [np.log(row[-1] / row[-6]) / step for row in far.values[:2]]
    named = zip(far.labels, found, strict=False)
    powers = ", ".join(f"{p:.1f} ({name})" for name, p in named)
    return f"Near t = {far.x[-1]:.0f} the loss grows like t to the power {powers}."


def polynomials(curves: Curves) -> str:
    """Of the best polynomials on a piece: from which degree on they are the network itself."""
    named = zip(curves.labels, curves.values, strict=True)
    exact = {name: curves.x[row < 1e-9] for name, row in named}
    said = (
        f"{name} is a polynomial of degree {int(found[0])}"
        if found.size
        else f"{name} is none up to degree {int(curves.x[-1])}"
        for name, found in exact.items()
    )
    return f"On this piece of the line {', '.join(said)}."


def kinks_and_units(units, fit: Fit, *_) -> str:
    """How many kinks a network has, and how many hidden units."""
    hidden = sum(units.net.widths[1:-1])
    if fit.diverged or fit.kinks is None:
        return ""
    fitting = "The network fits" if fits(fit) else "The network does not fit"
    kinks = counted(len(fit.kinks), "kink")
    return f"{fitting}: {kinks} with {counted(hidden, 'hidden unit')}."


def sawtooth(by_hand: Fit, trained: Fit) -> str:
    """Of the sawtooth: whether training finds what a few weights by hand can do."""
    teeth = counted(len(by_hand.kinks), "kink")
    found = "fits the teeth, too" if fits(trained) else "does not find the teeth"
    return f"A few weights, set by hand, make {teeth}; training {found}."


def fits(fit: Fit) -> bool:
    """Whether a loss is below a quarter of that of the best straight line, as a FitPanel counts."""
    return bool(fit.train_loss < fit.line_loss / 4)
