"""Fits of ten samples: each under its name, or with two inputs and the cone between them."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import PolyCollection

import dlcourse as dl
from dlcourse.chapters.weight_norms.pictures import looks
from dlcourse.panels import legend
from dlcourse.panels.base import number, say, sentence
from dlcourse.panels.handles import Handle

RANGE = (-2.6, 2.6)  # of curves that share a scaling
WIDE = 1.25  # points of type for a title of one letter a pixel
KEYS, LINE = 54, 24  # pixels of the legend's two rows, and of a line of text above them
SCALES = {"the same for all": "same", "each its own": "own"}


class SolutionPanel(dl.FitPanel):
    """A fit under its own name, with its error below the name, in the colour of its history.

    The result is a `Fit`; its `label` is the name, `rms_error` the error, if there is a truth.

    Args:
        ylim: the vertical range (low, high) that all solutions share; the other choice of the
            view control `scale` shows each curve as a whole.
        says: which numbers stand below the name and in the sentence, of "error" and "slope".
        fitted: the training loss up to which the fit counts as perfect; beyond it the picture
            says that it is not.
        title: a word that stands before the name.
    """

    controls: ClassVar = {"scale": SCALES}
    switches = ("scale",)

    def __init__(self, *, ylim=RANGE, fitted=np.inf, says=("error",), **view):
        super().__init__(ylim=ylim, kinks=False, **view)
        self.fitted, self.says = fitted, says
        self.margins = (64, 60, 12, KEYS + (2 if says else 1) * LINE)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.yaxis.labelpad = 0
        ax.set_title("")
        above = 0.75 * (LINE * len(self.says[:1]) + KEYS - 2 * legend.ROW)  # in points, as below
        self._title = ax.set_title(" ", pad=above, loc="center")
        self._usual = self._title.get_fontsize()
        look = {**dl.style.TEXT, "color": dl.style.INK}
        self._numbers = ax.annotate(
            "", (0.5, 1), (0, 0.75 * KEYS + 3), xycoords="axes fraction",
            textcoords="offset points", ha="center", annotation_clip=False, **look,
        )  # fmt: skip

    def moving(self):
        """The artists that move, in drawing order."""
        return [*super().moving(), self._numbers]

    def update(self, result, *, scale="same"):
        """Move the artists to `result`; True when limits or texts changed."""
        renamed = say(self._title, self._name(result))
        _look_of_history(self._models[0], result)
        wide = self.ax.bbox.width * 96 / self.ax.figure.dpi + 2 * self.margins[2]
        self._title.set_fontsize(min(self._usual, WIDE * wide / len(self._name(result))))
        said = ", ".join(f"{name} {value}" for name, value in self._said(result).items())
        self._numbers.set_text(said if result.train_loss <= self.fitted else "not a perfect fit")
        return super().update(result, free=scale == "own") or renamed

    def _said(self, result):
        """{name: number as text} of what is to be said and is there."""
        known = {"error": result.rms_error, "slope": result.slope}
        return {name: number(known[name]) for name in self.says if known[name] is not None}

    def _legend(self, *rows):
        first = [entry for entry in rows[0] if entry[0] is not self._models[0]]
        own, self.margins = self.margins, (*self.margins[:3], KEYS + LINE)  # two rows, no more
        try:
            return super()._legend(first, [(self._models[0], self._models[0].get_label())])
        finally:
            self.margins = own

    def _name(self, result):
        return f"{self.title}: {result.label}" if self.title else result.label

    def describe(self, result):
        """One sentence: the name, training loss, and what `says` asks for."""
        fitted = result.train_loss <= self.fitted
        words = {"error": "error to the truth", "slope": "largest slope"}
        return sentence([
            f"{self._name(result)}: training loss {number(result.train_loss)}"
            f"{'' if fitted else ', not a perfect fit'}",
            *(f"{words[name]} {value}" for name, value in self._said(result).items()),
        ])  # fmt: skip


class SecantPanel(dl.FitPanel):
    """Two points of a fit, the line through them, and the cone that the true constant allows.

    The result is a `Secant`. The graph cannot leave the cone |u − u_1| ≤ L |x − x_1|. Both points
    can be dragged along the graph.

    Args:
        ylim: the vertical range (low, high) while the axes are not free.
    """

    touch: ClassVar = {**dl.FitPanel.touch, "x_1": "x_1", "x_2": "x_2"}

    def __init__(self, *, ylim=RANGE, **view):
        super().__init__(ylim=ylim, kinks=False, **view)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        self._cone = ax.add_collection(
            PolyCollection([], color=looks.SLOPE["color"], alpha=0.16, linewidth=0), autolim=False
        )
        edge = dict(color=looks.SLOPE["color"], linewidth=2.0)
        self._edges = [ax.plot([], [], **edge)[0] for _ in range(2)]  # slopes L and −L
        look = dict(looks.SECANT, linewidth=2.4, marker="o", markersize=10)
        self._line = ax.plot([], [], label="$x_1$, $x_2$", **look)[0]
        above = dict(xytext=(0, 12), textcoords="offset points", ha="center", **dl.style.TEXT)
        self._names = [ax.annotate("", (0, 0), **above) for _ in range(2)]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._cone, *self._edges, *super().moving(), self._line, *self._names]

    def update(self, result, *, free=False, before=False):
        """Move the artists to `result`; True when limits or legend changed."""
        (x1, x2), (u1, _) = result.x, result.u
        _look_of_history(self._models[0], result.fit)
        changed = super().update(result.fit, free=free, before=before)
        left, right = self.ax.get_xlim()
        low, high = (result.lipschitz * (end - x1) for end in (left, right))
        self._cone.set_verts([
            [(x1, u1), (left, u1 - low), (left, u1 + low)],
            [(x1, u1), (right, u1 - high), (right, u1 + high)],
        ])  # fmt: skip
        for edge, sign in zip(self._edges, (1, -1), strict=True):
            edge.set_data([left, right], [u1 + sign * low, u1 + sign * high])
        self._line.set_data(result.x, result.u)
        for k, name in enumerate(self._names):
            name.xy = (result.x[k], result.u[k])
            name.set_text(f"$x_{k + 1}$" if x1 != x2 else "$x_1 = x_2$")
            name.set_visible(k == 0 or x1 != x2)
        return changed

    def handles(self, result):
        """The samples, where they can be moved, and the two points on the graph."""
        left, right = self.ax.get_xlim()
        points = zip(("x_1", "x_2"), result.x, result.u, strict=True)
        return super().handles(result.fit) + [
            Handle(
                name, float(x), float(u), along="x", step=(0.01 * (right - left), 0.0),
                to=lambda x, _, name=name: {self.bound[name]: x},
                said=f"{name} = {number(x)}, m({name}) = {number(u)}",
            )
            for name, x, u in points
            if name in self.bound
        ]  # fmt: skip

    def _legend(self, *rows):
        return super()._legend(
            rows[0], [(self._line, "$x_1$, $x_2$"), (self._edges[0], "slopes L and −L from $x_1$")]
        )

    def describe(self, result):
        """One sentence: the change of the output beside what the two constants allow."""
        dx, du = abs(np.diff(result.x)[0]), abs(np.diff(result.u)[0])
        true, product = result.lipschitz * dx, result.bound * dx
        share = "" if dx == 0 else f"the secant reaches {number(100 * du / true)} % of the true L"
        return sentence([
            f"|m(x₁) − m(x₂)| = {number(du)} ≤ {number(true)} = L |x₁ − x₂| with the true "
            f"L = {number(result.lipschitz)} on [−1, 1]",
            f"the product bound allows {number(product)}",
            share,
        ])  # fmt: skip


def _look_of_history(line, fit):
    """Give a curve the colour and the legend's name of its history."""
    name, look = looks.history(fit)
    line.set(color=look["color"], label=name)
