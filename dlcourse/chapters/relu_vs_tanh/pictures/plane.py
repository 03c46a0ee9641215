"""The plane of two inputs, cut into the polygons on which a network is affine; a line across it."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

from dlcourse import style
from dlcourse.panels.base import Panel, counted, number, sentence
from dlcourse.panels.handles import Handle, sample_handles

LAYERS = 4  # that have colours of their own, as in a FitPanel
# Tints of the sign of m: other colours than those of the classes, and of the edges.
BELOW, ABOVE = "#CDB9E3", "#A9D3A4"
PALE = LinearSegmentedColormap.from_list("pale", [BELOW, "#FFFFFF", ABOVE])
STEEP = 6.0  # the |m| that gets the full colour


class EdgesPanel(Panel):
    """What both pictures share: a place that can be moved, edges in the colour of their layer."""

    touch: ClassVar = {"place": ("x_1", "x_2")}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        self._keys = {}
        self._edges = ax.add_collection(LineCollection([], linewidths=1.4), autolim=False)
        self._dot = ax.plot(
            [], [], "o", color=style.YELLOW, markeredgecolor="k", markersize=11, clip_on=False
        )[0]

    def _show_edges(self, segments, layers):
        looks = [style.layer(int(j), LAYERS) for j in layers]
        self._edges.set_segments(segments)
        self._edges.set_color([look["color"] for look in looks] or "k")
        self._edges.set_linestyle([look["linestyle"] for look in looks] or "solid")

    def _named(self, layers):
        """The legend's row: the layers whose units make the edges."""
        found = sorted({int(j) for j in layers})
        for j in found:
            if j not in self._keys:
                self._keys[j] = Line2D([], [], linewidth=1.8, **style.layer(j, LAYERS))
        words = (f"kink of layer {j}" if j == found[0] else f"{j}" for j in found)
        return [(self._keys[j], text) for j, text in zip(found, words, strict=True)]


class PiecesPanel(EdgesPanel):
    """The values of m as colours, the edges of its pieces, the piece of one place framed.

    The result is a `Pieces`. A click or a drag sets the place, and samples can be moved.
    """

    margins, square = (66, 52, 12, 54), True
    touch: ClassVar = {"place": ("x_1", "x_2"), "samples": "data"}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$x_1$", ylabel="$x_2$")
        ax.locator_params(nbins=5)
        self._image = ax.imshow(
            [[0.0]], origin="lower", extent=(0, 1, 0, 1), aspect="auto", cmap=PALE,
            vmin=-STEEP, vmax=STEEP, interpolation="nearest",
        )  # fmt: skip
        # Purple is seen on both tints, which stay as they are on a dark page.
        self._line = ax.plot([], [], color=style.PURPLE, linestyle=style.DASHED, linewidth=2)[0]
        self._frame = ax.plot([], [], color=style.PURPLE, linewidth=3.2)[0]
        self._classes = [
            ax.plot([], [], linestyle="none", markersize=6, markeredgecolor="w", **look)[0]
            for look in style.CLASSES[:2]
        ]
        tint = dict(marker="s", linestyle="none", markersize=10)
        self._tints = [ax.plot([], [], color=c, **tint)[0] for c in (BELOW, ABOVE)]  # legend only

    def moving(self):
        """The artists that move, in drawing order."""
        lines = [self._edges, self._frame, self._line]
        return [self._image, *lines, *self._classes, self._dot]

    def update(self, result):
        """Move the artists to `result`; True when limits or legend changed."""
        half = float(result.t[-1])
        step = 0.5 * (result.t[1] - result.t[0])
        self._image.set_data(result.values)
        self._image.set_extent((-half - step, half + step) * 2)
        self._show_edges(result.edges, result.layer)
        polygon = result.polygons[result.here]
        self._frame.set_data(*np.vstack([polygon, polygon[:1]]).T)
        self._line.set_data([-half, half], [result.place[1]] * 2)
        self._dot.set_data(*result.place[:, None])
        for k, dots in enumerate(self._classes):
            dots.set_data(*result.data.x[:, result.data.y[0] == k])
        moved = self._limits(x=(-half, half), y=(-half, half))
        names = "class 0", "1", "m < 0", "m > 0"
        colours = [*zip([*self._classes, *self._tints], names, strict=True)]
        return self._legend(colours, self._named(result.layer)) or moved

    def handles(self, result):
        """The place, any place of the square to click at, and the samples."""
        found, step = [], 0.02 * float(result.t[-1])
        x, y = result.place.tolist()
        if "samples" in self.bound:
            found += sample_handles(result.data, self.bound["samples"], (step, step))
        if "place" in self.bound:
            names = self.bound["place"]
            how = dict(
                step=(step, step), to=lambda *to: dict(zip(names, to, strict=True)),
                said=f"{number(x)}, {number(y)}",
            )  # fmt: skip
            if result.data.name != "yours":  # there a click adds a sample
                field = Handle("any place: Enter or a click goes there", x, y, kind="field", **how)
                found.insert(0, field)
            found.append(Handle("place", x, y, **how))
        return found

    def describe(self, result):
        """One sentence: how many pieces there are, and what m is on the one that is framed."""
        (a, b), c = result.slopes[result.here], result.offsets[result.here]
        terms = [f"{number(a)} x₁", _signed(b, " x₂"), _signed(c, "")]
        corners = len(result.polygons[result.here])
        return sentence([
            f"on the framed piece, with {corners} corners, m(x) = {' '.join(terms)}",
        ])  # fmt: skip


class SectionPanel(EdgesPanel):
    """m along the horizontal line through the place; upright lines where it crosses an edge.

    The result is a `Pieces`.
    """

    margins = (78, 52, 26, 54)
    touch: ClassVar = {"place": "x_1"}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$x_1$ along the dashed line", ylabel="m(x)")
        ax.locator_params(nbins=5)
        self._zero = ax.axhline(0.0, color=style.GREY, linewidth=0.8)
        self._curve = ax.plot([], [], **style.MODEL)[0]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._edges, self._zero, self._curve, *self._beyond.marks, self._dot]

    def update(self, result):
        """Move the artists to `result`; True when limits or legend changed."""
        kinks = result.kinks
        self._shown = low, high = self._range(result.u, False, False)
        moved = self._limits(x=(result.x[0], result.x[-1]), y=(low, high))
        self._show_edges([[(x, low), (x, high)] for x in kinks.x], kinks.layer)
        self._curve.set_data(result.x, result.u)
        self._beyond.show([(result.x, result.u, style.BLUE)])
        x = float(result.place[0])
        self._dot.set_data([x], [np.interp(x, result.x, result.u)])
        return moved

    def handles(self, result):
        """The place, to be moved along the line."""
        if "place" not in self.bound:
            return []
        x, name = float(result.place[0]), self.bound["place"]
        step = 0.02 * float(result.x[-1])
        return [
            Handle(
                "place on the line", x, float(np.interp(x, result.x, result.u)), along="x",
                to=lambda x, _: {name: x}, step=(step, 0.0), said=f"x₁ = {number(x)}",
            )
        ]  # fmt: skip

    def describe(self, result):
        """One sentence: how often m bends along the line."""
        return sentence([f"along the dashed line {counted(len(result.kinks), 'kink')}"])


def _signed(value, name):
    return f"{'−' if value < 0 else '+'} {number(abs(value))}{name}"
