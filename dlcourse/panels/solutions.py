"""One of several solutions for the same data: seen at two scales, or between two inputs."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import PolyCollection

from .. import style
from .base import number, say, sentence
from .training import FitPanel

SCALES = {"the same for all": "same", "each its own": "own"}


class SolutionPanel(FitPanel):
    """A fit under its own name, with its error to the truth and its largest slope below the name.

    The result is a `Fit`; its `label` is the name, `rms_error` the error.

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

    def __init__(self, *, ylim, fitted=np.inf, look=style.MODEL, **view):
        super().__init__(ylim=ylim, kinks=False, **view)
        self.fitted, self.look = fitted, look

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        self._models[0].set(**{k: v for k, v in self.look.items() if k != "label"})
        ax.set_ylabel("")
        ax.set_title("")
        self._title = ax.set_title(" ", pad=30, loc="center")
        look = {**style.TEXT, "color": style.INK}
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
        said = f"error {number(result.rms_error)}, slope {number(result.slope)}"
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
            f"error to the truth {number(result.rms_error)}",
            f"largest slope {number(result.slope)}",
        ])  # fmt: skip


class SecantPanel(FitPanel):
    """Two points of a fit, the line through them, and the cone that the true constant allows.

    The result is a `Secant`. The graph cannot leave the cone |u − u_1| ≤ L |x − x_1|.

    Args:
        ylim: the vertical range (low, high) while the axes are not free.
    """

    def __init__(self, *, ylim=None, **view):
        super().__init__(ylim=ylim, kinks=False, **view)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        self._cone = ax.add_collection(
            PolyCollection([], color=style.SKY, alpha=0.22, linewidth=0, label="allowed by L"),
            autolim=False,
        )
        look = dict(color=style.PURPLE, linewidth=2.0, marker="o", markersize=10)
        self._line = ax.plot([], [], label="$x_1$, $x_2$", **look)[0]
        self._names = [
            ax.annotate("", (0, 0), (0, 12), textcoords="offset points", ha="center", **style.TEXT)
            for _ in range(2)
        ]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._cone, *super().moving(), self._line, *self._names]

    def update(self, result, *, free=False):
        """Move the artists to `result`; True when limits or legend changed."""
        (x1, x2), (u1, _) = result.x, result.u
        changed = super().update(result.fit, free=free)
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
