"""The pictures of notebook 01: a network at one input, an activation to bend, three lines."""

from dataclasses import replace
from itertools import product
from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.chapters.deep_learning.experiments import FITS, SLOPES, last_finite, per_layer
from dlcourse.checks import number as checked_number
from dlcourse.checks import whole_number
from dlcourse.live.switched import Touched
from dlcourse.panels.base import number
from dlcourse.panels.functions import extent
from dlcourse.panels.handles import Handle

from .planes import MatrixPanel, RegionsPanel

__all__ = ["MatrixPanel", "RegionsPanel"]
PIXELS = 30  # by which a weight is dragged for one unit more
THREE = [dl.style.MODEL, dl.style.SECOND, dict(color=dl.style.PURPLE, linestyle=dl.style.LONG_DASH)]
WRITTEN = [
    dict(color=dl.style.SKY, linestyle="-", linewidth=7),
    dict(color=dl.style.VERMILLION, linestyle="-", linewidth=3.2),
    dict(color=dl.style.BLACK, linestyle=dl.style.DASHED, linewidth=1.8),
]


def one_weight() -> Touched:
    """A control whose value is a pull (p, by), entry p of θ raised by so much, or None."""

    def said(pull):
        return f"entry {pull[0] + 1} of θ by {number(pull[1])}" if pull else "none"

    def checked(name, pull):
        if pull is None:
            return None
        if not isinstance(pull, tuple | list) or len(pull) != 2:
            raise ValueError(f"{name} must be None or (entry of θ, by how much), got {pull!r}")
        return whole_number(name, pull[0]), checked_number(name, pull[1], -10, 10)

    return Touched(None, "let go", said, checked)


class LivingPanel(dl.NetworkPanel):
    """A network's units with their values at x: a dot on each curve, the number beside it.

    The result is a `Living`. The dot of the input and the weights can be dragged.
    """

    touch: ClassVar = {"x": "x", "pulled": "pulled"}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        look = dict(s=46, color=dl.style.BLACK, edgecolors="w", zorder=6)
        self._here, self._numbers = ax.scatter([], [], **look), []

    def moving(self):
        """The artists that move, in drawing order."""
        return [*super().moving(), self._here, *self._numbers]

    def update(self, result):
        """Move the artists to `result`; True when this is another network."""
        changed = super().update(result.units)
        units, at = result.units, self._places
        self._here.set_offsets(self._dots(result))
        while len(self._numbers) < len(units.z):
            box = dict(facecolor="w", edgecolor="none", pad=1.0)
            look = {**dl.style.TEXT, "size": 11, "color": dl.style.INK, "bbox": box}
            self._numbers.append(self.ax.text(0, 0, "", ha="center", va="bottom", **look))
            changed = True
        for k, text in enumerate(self._numbers):
            text.set_visible(k < len(units.z))
            if k < len(units.z):
                left, _, right, top = at.boxes[k]
                text.set_position((0.5 * (left + right), top - 9))
                text.set_text(f"{units.z[k].round(2) + 0.0:.2f}".replace("-", "−"))
        return changed

    def _dots(self, result):
        """Where the curves are at x (U, 2), in pixels."""
        left, bottom, right, top = self._places.boxes.T
        low, high = (end[:, 0] for end in extent(result.units.values))
        part = (result.units.z - low) / np.where(high > low, high - low, 1.0)
        across = left + (right - left) * 0.5 * (result.x + 1)
        return np.column_stack([across, bottom + (top - bottom) * np.clip(part, 0.06, 0.94)])

    def handles(self, result):
        """The input's dot along its box; each weight, to be dragged up and down; each unit."""
        net, at = result.units.net, self._places
        found = super().handles(result.units)
        entries = [
            net.offsets[j - 1] + i * (net.widths[j - 1] + 1) + k
            for j in range(1, net.depth + 1)
            for i, k in product(range(net.widths[j]), range(net.widths[j - 1]))
        ]
        weights = [handle for handle in found if handle.name.startswith("weight ")]
        found = [handle for handle in found if handle not in weights]
        if "pulled" in self.bound:
            found += [self._weight(h, p, result) for h, p in zip(weights, entries, strict=True)]
        if "x" in self.bound:
            x, y = self._dots(result)[0].tolist()
            left, _, right, _ = at.boxes[0].tolist()
            found.append(Handle(
                "input x", x, y, along="x", step=(0.02 * (right - left), 0.0),
                to=lambda at, _: {self.bound["x"]: float(2 * (at - left) / (right - left) - 1)},
                said=f"x = {number(result.x)}",
            ))  # fmt: skip
        return found

    def _weight(self, handle, p, result):
        """The handle of entry p of θ: its height above the edge says by how much it is raised."""
        own = result.pulled is not None and result.pulled[0] == p
        base, lift = handle.y, PIXELS * result.pulled[1] if own else 0.0

        def raised(_, y):
            by = round(float(np.clip((y - base) / PIXELS, -10, 10)), 2)
            return {self.bound["pulled"]: (p, by)}

        step = (0.0, 0.1 * PIXELS)
        return replace(handle, y=base + lift, along="y", to=raised, step=step, click=None)

    def describe(self, result):
        """What each unit makes of x, layer by layer."""
        units, depth = result.units, result.units.net.depth
        rows = ((j, ", ".join(map(number, units.z[units.of(j)]))) for j in range(2, depth + 2))
        said = "; ".join(f"{dl.style.low('z', j)}: {row}" for j, row in rows)
        return f"At x = {number(result.x)}, {said}."


class ShapePanel(dl.CurvesPanel):
    """The graph of an activation, a `Shape`, with a handle for α on its left arm and one for λ."""

    touch: ClassVar = {"alpha": "alpha", "scale": "scale"}

    def __init__(self, **options):
        super().__init__(**options)
        self.touch = dict(type(self).touch)

    def handles(self, result):
        """The two marks, to be dragged up and down."""
        found = []
        factors = {"scale": result.per_scale, "alpha": result.scale * result.per_alpha}
        marks = dict(zip(("scale", "alpha"), reversed(result.marks), strict=False))
        for part, (_, x, y) in marks.items():
            if part in self.bound and factors[part]:
                name, factor = self.bound[part], factors[part]
                found.append(Handle(
                    f"{part} on the curve", x, y, along="y", step=(0.0, 0.05),
                    to=lambda _, y, name=name, factor=factor: {name: float(y / factor)},
                    said=f"{part} = {number(y / factor)}",
                ))  # fmt: skip
        return found


class LinesPanel(dl.FitPanel):
    """The lines of three losses over the same samples; the result is a tuple of `Fit`s."""

    switches = ()

    def __init__(self, **view):
        super().__init__(labels=tuple(FITS), kinks=False, **view)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        for line in self._models:
            line.remove()
        self._models = [
            ax.plot([], [], **{**look, "label": name})[0]
            for name, look in zip(self.labels, THREE, strict=True)
        ]

    def describe(self, result):
        """The slopes of the lines."""
        slopes = (number((fit.u[-1] - fit.u[0]) / (fit.x[-1] - fit.x[0])) for fit in result)
        pairs = zip(self.labels, slopes, strict=True)
        return "Slopes: " + ", ".join(f"{name} {slope}" for name, slope in pairs) + "."


# ------------------------------------------------------------------ what the figures mean, in words


def which_weights(found, _signal, losses) -> str:
    """Of a layer: its weights, and where both trainings end on new signals."""
    ends = zip(losses.labels, losses.values[:, -1], strict=True)
    told = ", ".join(f"{name} {number(loss)}" for name, loss in ends)
    return f"The layer has {found.n_weights} weights; test losses after training: {told}."


def who_wins(_regions, outputs, shares) -> str:
    """Of a new point: the predicted class, with its output and its share."""
    k = int(np.argmax(outputs.values))
    u, p = number(outputs.values[k]), number(shares.values[k])
    return f"Class {k + 1} is predicted: its output {u} is the largest; softmax gives it {p}."


def how_counted(_net, living, curve) -> str:
    """Of the living network: its parameters layer by layer, and the way from x to m(x; θ)."""
    net = living.units.net
    parts = [f"{m}·({n} + 1)" for n, m in zip(net.widths, net.widths[1:], strict=False)]
    total, out = sum(per_layer(net)), number(curve.marks[0][2])
    return f"{' + '.join(parts)} = {total} parameters; x = {number(living.x)} becomes {out}."


def how_steep(_graph, prime) -> str:
    """Of an activation: the steepest slope and the mean one."""
    steepest, mean = (number(prime.hlines[name]) for name in SLOPES)
    return f"The slope is at most {steepest} in size; its mean for v ~ N(0, 1) is {mean}."


def largest_gradients(_losses, slopes) -> str:
    """Of some losses: how large the gradient gets on the interval shown."""
    sizes = np.abs(slopes.values).max(axis=1)
    said = (f"{name} {number(size)}" for name, size in zip(slopes.labels, sizes, strict=True))
    return f"Largest size of the gradient for −4 ≤ u ≤ 4: {', '.join(said)}."


def which_lines_suffer(fits, _slopes) -> str:
    """Of three lines through samples of y = 2x: how far their slopes are from 2."""
    slopes = [(fit.u[-1] - fit.u[0]) / (fit.x[-1] - fit.x[0]) for fit in fits]
    lost = [name for name, w in zip(FITS, slopes, strict=True) if abs(w - 2) > 0.5]
    if not lost:
        return "All three slopes are within 0.5 of that of the truth, 2."
    return f"More than 0.5 away from the true slope 2: {', '.join(lost)}."


def where_they_end(values, _errors) -> str:
    """Of the three ways of writing a loss: up to which s each is a finite number."""
    ends, top = last_finite(values), values.x[-1]
    said = (f"{name}: {'all' if s == top else f'up to {number(s)}'}" for name, s in ends.items())
    return f"Finite for these s: {'; '.join(said)}."
