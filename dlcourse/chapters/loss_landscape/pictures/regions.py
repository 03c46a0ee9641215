"""How far a minimum extends: the part of a plane in which the mean loss stays below a level."""

import contourpy
import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from dlcourse import style
from dlcourse.panels.base import Panel, number, percent, say, sentence

LOOKS = {"LeakyReLU": style.look(0), "Tanh": style.look(1)}  # as the curves of the two networks


class RegionsPanel(Panel):
    """Where the mean loss of each network is at most the level; the result is a `Regions`."""

    margins, square = (78, 60, 26, 64), True

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set_ylabel("$t_2$")
        ax.locator_params(nbins=5)
        self._fills, self._lines, self._names = {}, {}, {}
        for name, look in LOOKS.items():
            fill = PolyCollection([], facecolors=look["color"], edgecolors="none", alpha=0.3)
            self._fills[name] = ax.add_collection(fill, autolim=False)
            line = LineCollection([], colors=look["color"], linestyles=[look["linestyle"]])
            line.set_linewidth(2.6)
            self._lines[name] = ax.add_collection(line, autolim=False)
            self._names[name] = ax.plot([], [], linewidth=2.6, **look)[0]  # only in the legend
        self._centre = ax.plot([0], [0], "X", color=style.BLACK, markeredgecolor="w", markersize=11)

    def moving(self):
        """The artists that move, in drawing order."""
        return [*self._fills.values(), *self._lines.values(), *self._centre]

    def update(self, result):
        """Move the artists to `result`; True when title, limits or legend changed."""
        t = np.asarray(result.t)
        for name, values in result.values.items():
            finite = np.where(np.isfinite(values), values, np.inf)
            heights = np.log10(np.clip(finite, 1e-12, 1e12)).T
            within = contourpy.contour_generator(t, t, heights, line_type="Separate")
            level = np.log10(result.level)
            self._lines[name].set_segments(within.lines(level))
            filled = contourpy.contour_generator(t, t, heights, fill_type="OuterCode")
            self._fills[name].set_verts(filled.filled(-13.0, level)[0])
        said = f"$t_1$  (mean loss ≤ {number(result.level)}, seed {result.seed})"
        named = say(self.ax.xaxis.label, said)
        moved = self._limits(x=(t[0], t[-1]), y=(t[0], t[-1]))
        rows = [*((self._names[name], name) for name in result.values), (self._centre[0], "θ*")]
        return self._legend(rows) or moved or named

    def describe(self, result):
        """How much of the square each region fills."""
        parts = [
            f"{name} {percent(np.mean(np.asarray(values) <= result.level))}"
            for name, values in result.values.items()
        ]
        said = f"part of the square with a mean loss of at most {number(result.level)}"
        return sentence([f"{said}, seed {result.seed}: {', '.join(parts)}"])
