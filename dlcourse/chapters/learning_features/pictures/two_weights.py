"""The loss of a network with two weights, over the whole plane, and ways down from one start."""

from typing import ClassVar

import contourpy
import numpy as np
from matplotlib import colormaps
from matplotlib.collections import LineCollection

from dlcourse.panels.base import Panel, number, sentence
from dlcourse.panels.handles import Handle

LEVELS = (0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
COLOURS = colormaps["viridis"]
ROOMY = 180  # pixels of a plane that has room for names
BRIGHT = "#FFEFA0"  # on the plane, on a light and on a dark page


class TwoWeightsPanel(Panel):
    """½(w_1 w_2 − 1)² from above, its solutions, its saddle and two ways down; result: `Ways`.

    A click sets the start of the ways, and so does dragging the dot where they begin.

    Args:
        looks: one dict of line properties per way.
    """

    margins, square = (66, 60, 12, 46), True
    touch: ClassVar = {"start": ("w_1", "w_2")}

    def __init__(self, *, looks, **view):
        super().__init__(**view)
        self.looks = looks

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$w_1$ (hidden layer)", ylabel="$w_2$ (last layer)")
        ax.locator_params(nbins=5)
        for spine in ax.spines.values():
            spine.set_visible(False)
        self._values = None
        self._image = ax.imshow([[0.0]], origin="lower", aspect="auto", interpolation="bilinear")
        self._lines = ax.add_collection(
            LineCollection([], colors="w", linewidths=0.8, alpha=0.5), autolim=False
        )
        self._edge = ax.add_collection(LineCollection([], colors="k", linewidths=6), autolim=False)
        self._solved = ax.add_collection(
            LineCollection([], colors=BRIGHT, linewidths=3.5), autolim=False
        )
        ax.plot([0], [0], "X", color=BRIGHT, markeredgecolor="k", markersize=11)
        name = dict(color=BRIGHT, fontsize=12, ha="center", va="center")
        places = ((0, -0.28, "saddle"), (1.75, 1.0, "loss 0"), (-1.75, -1.0, "loss 0"))
        self._names = [ax.text(*place, **name) for place in places]
        under = dict(color="k", linewidth=5.4, solid_capstyle="round")
        self._below = [ax.plot([], [], **under)[0] for _ in self.looks]
        self._ways = [ax.plot([], [], **{"linewidth": 3.0, **look})[0] for look in self.looks]
        end = dict(marker="o", markersize=10, markeredgecolor="k")
        self._ends = [ax.plot([], [], **{**look, **end})[0] for look in self.looks]
        self._begin = ax.plot([], [], "o", color=BRIGHT, markeredgecolor="k", markersize=12)[0]

    def resized(self):
        """The axes have another size: small ones have no room for names."""
        super().resized()
        for name in self._names:
            name.set_visible(self.ax.bbox.width * 96 / self.ax.figure.dpi > ROOMY)

    def moving(self):
        """The artists that move, in drawing order."""
        return [*self._below, *self._ways, self._begin, *self._ends]

    def update(self, result):
        """Move the artists to `result`; True when the plane or the legend changed."""
        other = self._values is not result.values
        if other:
            self._paint(result)
        for k, way in enumerate(result.ways.values()):
            for line in (self._below[k], self._ways[k]):
                line.set_data(*way.T)
            self._ends[k].set_data(*way[-1:].T)
        self._begin.set_data(*next(iter(result.ways.values()))[:1].T)
        return self._legend(list(zip(self._ways, result.ways, strict=True))) or other

    def _paint(self, result):
        """The plane in colours, lines of equal loss, and the curves where the loss is 0."""
        self._values, t = result.values, result.t
        high = np.sqrt(result.values / LEVELS[-1])
        self._image.set_data(COLOURS(np.clip(high, 0, 1), bytes=True))
        half = 0.5 * (t[1] - t[0])
        self._image.set_extent((t[0] - half, t[-1] + half, t[0] - half, t[-1] + half))
        tracer = contourpy.contour_generator(t, t, result.values, line_type="Separate")
        self._lines.set_segments([line for level in LEVELS for line in tracer.lines(level)])
        for lines in (self._edge, self._solved):
            lines.set_segments(result.solutions)
        self._limits(x=(t[0], t[-1]), y=(t[0], t[-1]))

    def handles(self, result):
        """All places where the ways may begin, and the dot where they do."""
        if "start" not in self.bound:
            return []
        x, y = map(float, next(iter(result.ways.values()))[0])
        names = self.bound["start"]
        how = dict(
            step=(0.1, 0.1), said=f"{number(x)}, {number(y)}",
            to=lambda *to: dict(zip(names, to, strict=True)),
        )  # fmt: skip
        return [
            Handle("place to start from: Enter or a click", x, y, kind="field", **how),
            Handle("start", x, y, **how),
        ]

    def meaning(self, result):
        """Where the first way has arrived."""
        x, y = next(iter(result.ways.values()))[-1]
        if abs(x * y - 1) < 0.05:
            where = f"is on the {'upper' if x > 0 else 'lower'} curve of solutions"
        elif abs(x) + abs(y) < 0.05:
            where = "stands still at the saddle"
        else:
            where = "has not arrived yet"
        return f"With both weights trained, gradient descent {where}."

    def describe(self, result):
        """One sentence: where each way is."""
        return sentence(
            f"{name}: from ({number(x)}, {number(y)}) to ({number(way[-1, 0])}, "
            f"{number(way[-1, 1])})"
            for name, way in result.ways.items()
            for x, y in way[:1]
        )
