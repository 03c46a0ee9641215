"""Pictures of notebook 08: a solution under its name, two inputs with a cone, networks as dots."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

import dlcourse as dl
from dlcourse.panels.axes import spread
from dlcourse.panels.base import counted, number, say, sentence
from dlcourse.panels.handles import Handle

RANGE = (-2.6, 2.6)  # of curves that share a scaling
SCALES = {"the same for all": "same", "each its own": "own"}


class SolutionPanel(dl.FitPanel):
    """A fit under its own name, with its error to the truth and its largest slope below the name.

    The result is a `Fit`; its `label` is the name, `rms_error` the error, if there is a truth.

    Args:
        ylim: the vertical range (low, high) that all solutions share; the other choice of the
            view control `scale` shows each curve as a whole.
        look: line properties of the curve.
        fitted: the training loss up to which the fit counts as perfect; beyond it the picture
            says that it is not.
        title: a word that stands before the name.
    """

    controls: ClassVar = {"scale": SCALES}
    switches = ("scale",)
    margins = (46, 60, 12, 64)

    def __init__(self, *, ylim=RANGE, fitted=np.inf, look=dl.style.MODEL, **view):
        super().__init__(ylim=ylim, kinks=False, **view)
        self.fitted, self.look = fitted, look

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        self._models[0].set(**{k: v for k, v in self.look.items() if k != "label"})
        ax.set_ylabel("")
        ax.set_title("")
        self._title = ax.set_title(" ", pad=30, loc="center")
        look = {**dl.style.TEXT, "color": dl.style.INK}
        self._numbers = ax.annotate(
            "", (0.5, 1), (0, 10), xycoords="axes fraction", textcoords="offset points",
            ha="center", annotation_clip=False, **look,
        )  # fmt: skip

    def moving(self):
        """The artists that move, in drawing order."""
        return [*super().moving(), self._numbers]

    def update(self, result, *, scale="same"):
        """Move the artists to `result`; True when limits or texts changed."""
        renamed = say(self._title, self._name(result))
        error, slope = result.rms_error, f"slope {number(result.slope)}"
        said = slope if error is None else f"error {number(error)}, {slope}"
        self._numbers.set_text(said if result.train_loss <= self.fitted else "not a perfect fit")
        return super().update(result, free=scale == "own") or renamed

    def _legend(self, *rows):
        return False

    def _name(self, result):
        return f"{self.title}: {result.label}" if self.title else result.label

    def describe(self, result):
        """One sentence: the name, training loss, error to the truth, largest slope."""
        fitted = result.train_loss <= self.fitted
        return sentence([
            f"{self._name(result)}: training loss {number(result.train_loss)}"
            f"{'' if fitted else ', not a perfect fit'}",
            "" if result.rms_error is None else f"error to the truth {number(result.rms_error)}",
            f"largest slope {number(result.slope)}",
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
            PolyCollection([], color=dl.style.SKY, alpha=0.22, linewidth=0, label="allowed by L"),
            autolim=False,
        )
        look = dict(color=dl.style.PURPLE, linewidth=2.0, marker="o", markersize=10)
        self._line = ax.plot([], [], label="$x_1$, $x_2$", **look)[0]
        above = dict(xytext=(0, 12), textcoords="offset points", ha="center", **dl.style.TEXT)
        self._names = [ax.annotate("", (0, 0), **above) for _ in range(2)]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._cone, *super().moving(), self._line, *self._names]

    def update(self, result, *, free=False, before=False):
        """Move the artists to `result`; True when limits or legend changed."""
        (x1, x2), (u1, _) = result.x, result.u
        changed = super().update(result.fit, free=free, before=before)
        left, right = self.ax.get_xlim()
        low, high = (result.lipschitz * (end - x1) for end in (left, right))
        self._cone.set_verts([
            [(x1, u1), (left, u1 - low), (left, u1 + low)],
            [(x1, u1), (right, u1 - high), (right, u1 + high)],
        ])  # fmt: skip
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
            rows[0], [(self._line, "$x_1$, $x_2$"), (self._cone, "true L allows")]
        )

    def describe(self, result):
        """One sentence: the change of the output beside what the two constants allow."""
        dx, du = abs(np.diff(result.x)[0]), abs(np.diff(result.u)[0])
        true, product = result.lipschitz * dx, result.bound * dx
        share = "" if dx == 0 else f"the secant reaches {number(100 * du / true)} % of the true L"
        return sentence([
            f"|m(x₁) − m(x₂)| = {number(du)} ≤ {number(true)} = L |x₁ − x₂| with the true "
            f"L = {number(result.lipschitz)}",
            f"the product bound allows {number(product)}",
            share,
        ])  # fmt: skip


class CloudPanel(dl.Panel):
    """Dots on two logarithmic axes, which candidate is chosen by a view control.

    The result is a `Cloud`.

    Args:
        candidates: the names of the candidates; the first one is shown to begin with.
        ylabel: what the vertical axis shows.
        xlim, ylim: the ranges (low, high); by default those of what is shown.
    """

    margins = (84, 60, 26, 64)

    def __init__(self, candidates, *, ylabel="", xlim=None, ylim=None):
        super().__init__()
        self.first = next(iter(candidates))
        several = len(candidates) > 1
        self.controls = {"against": {name: name for name in candidates}} if several else {}
        self.view = {"against": self.first} if several else {}
        self.ylabel, self.xlim, self.ylim = ylabel, xlim, ylim

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(ylabel=self.ylabel, xscale="log", yscale="log")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
            axis.set_minor_locator(NullLocator())
        look = dict(linestyle="none", markersize=8, markeredgecolor="w")
        self._groups = [ax.plot([], [], **{**look, **own})[0] for own in dl.style.CLASSES]

    def moving(self):
        """The artists that move, in drawing order."""
        return list(self._groups)

    def update(self, result, *, against=None):
        """Move the dots to `result`; True when limits, labels or legend changed."""
        name = against or self.first
        x, y, groups = (np.asarray(a) for a in (result.x[name], result.y, result.groups))
        named = say(self.ax.xaxis.label, name)
        moved = self._limits(x=self.xlim or _around(x), y=self.ylim or _around(y))
        if moved:
            for axis, (low, high) in ((self.ax.xaxis, self.ax.get_xlim()),
                                      (self.ax.yaxis, self.ax.get_ylim())):  # fmt: skip
                subs = (1.0, 2.0, 5.0) if high / low < 200 else (1.0,)
                axis.set_major_locator(LogLocator(subs=subs, numticks=5))
        for k, dots in enumerate(self._groups):
            dots.set_data(x[groups == k], y[groups == k])
        row = list(zip(self._groups, result.labels, strict=False))
        return self._legend(row) or named or moved

    def describe(self, result):
        """One sentence: how many networks, and the median of each group."""
        y, groups = np.asarray(result.y), np.asarray(result.groups)
        medians = ", ".join(
            f"{number(np.median(y[groups == k]))} ({label})"
            for k, label in enumerate(result.labels)
            if (groups == k).any()
        )
        return sentence(
            [counted(len(y), "network"), medians and f"median {self.ylabel}: {medians}"]
        )


def _around(values):
    """Limits with a little room on a logarithmic axis, at least a third of a decade wide."""
    if not np.size(values):
        return (0.1, 1.0)
    low, high = spread(np.log10(values), margin=0.08)
    middle, half = 0.5 * (low + high), max(0.17, 0.5 * (high - low))
    return 10 ** (middle - half), 10 ** (middle + half)
