"""A network as nodes and arrows: every unit, and each layer as one node or by what it is for."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from .. import style
from .base import Panel, counted, sentence

NAMED = 13  # layers of nodes up to which each z_j is named; of more only the ends are
LOW = -2.4  # where the collapsed network stands
TRAINED = (None, "all", "last")
EDGE, NAME, MOST = 9.0, 27.0, 20.0  # pixels: around units, for a name below, between two units


class GraphPanel(Panel):
    """The graph of a network, in full above and collapsed below; green arcs are skip connections.

    The result is a `Network`, or a pair (network, θ): then weights that are 0 are left out.

    Args:
        height: pixels of the strip that it takes across the whole picture.
        trained: "all" or "last": only the network in full, with its last activations framed as the
            feature vector φ. Trained layers have blue edges; with "last" the others are fixed and
            stand in a square. None draws no such frame.

    Raises ValueError for another `trained`.

    [002 Learning features – Graphical representation; Optimizing only final layer]
    """

    margins = (20, 4, 20, 4)

    def __init__(self, *, height=140, trained=None, **view):
        super().__init__(**view)
        if trained not in TRAINED:
            raise ValueError(f'trained must be "all", "last" or None, got {trained!r}')
        self.height, self.trained = height, trained

    def draw(self, ax):
        super().draw(ax)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self._edges = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=0.7))
        self._chain = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=1.6))
        self._arcs = ax.add_collection(LineCollection([], colors=style.GREEN, linewidths=2.0))
        square = dict(facecolor="#F2F2F2", edgecolor=style.GREY, linewidth=1.2, zorder=0.5)
        self._square = ax.add_patch(Rectangle((0, 0), 0, 0, visible=False, **square))
        ring = dict(fill=False, edgecolor=style.INK, linewidth=1.6, linestyle=style.DASHED)
        self._frame = ax.add_patch(Rectangle((0, 0), 0, 0, visible=False, **ring))
        dot = dict(linestyle="none", marker="o", color=style.BLUE)
        self._units = ax.plot([], [], **dot)[0]
        self._layers = ax.plot([], [], **dot)[0]
        self._names, self._seen = [], None

    def update(self, result):
        net, theta = result if isinstance(result, tuple) else (result, None)
        W = None if theta is None else net.unpack(theta)[0]
        silent = () if W is None else tuple(j for j in range(1, len(W)) if not np.any(W[j]))
        if (net, silent) == self._seen:
            return False
        self._seen = net, silent
        columns, tallest = len(net.widths), max(net.widths)
        step = min(1.0, 16.0 / columns)  # few layers stand closer together than the strip is wide
        x = (np.arange(columns) - 0.5 * (columns - 1)) * step
        size = float(np.clip(260 / columns, 3.0, 9.0))
        low, high = -4.6, max(tallest, 5) - 0.4
        if self.trained:
            pixels, low, high = self._room(net)
            size = min(size, 0.6 * pixels)
        self.ax.set(xlim=(x[0] - 0.6 * step, x[-1] + 0.6 * step), ylim=(low, high))
        self._show_full(net, x, silent)
        if self.trained:
            self._show_trained(net, x, silent, (EDGE - 1) / pixels)
        else:
            self._show_collapsed(net, x, silent)
        self._units.set_markersize(0.8 * size)
        self._layers.set_markersize(1.2 * size)
        self._name(net, x)
        return True

    def _name(self, net, x):
        for text in self._names:
            text.remove()
        n = len(x)
        named = range(n) if n <= NAMED else (0, n - 1)
        names = {f"$z_{{{k + 1}}}$": (x[k], LOW) for k in named}
        if self.trained:
            y = [0.5 * (max(net.widths) - w) for w in net.widths]  # the lowest unit of each column
            names = {"$x$": (x[0], y[0]), r"$m(x;\theta)$": (x[-1], y[-1])}
            names[r"$\phi(x;\theta)$"] = x[-2], self._frame.get_y()
        look = {**style.TEXT, "color": style.INK, "textcoords": "offset points", "va": "top"}
        self._names = [
            self.ax.annotate(name, at, (0, -3 if "phi" in name else -8), ha="center", **look)
            for name, at in names.items()
        ]
        if self.trained == "last":
            at = self._square.get_x(), self.ax.get_ylim()[1]
            self._names.append(self.ax.annotate("fixed", at, (6, -5), ha="left", **look))

    def _room(self, net):
        """Pixels from unit to unit, and vertical limits with room for the names of x, φ and m."""
        tallest, named = max(net.widths), max(net.widths[0], *net.widths[-2:])
        room, gap = self.height - self.margins[1] - self.margins[3], 0.5 * (tallest - named)
        pixels = min(MOST, (room - 2 * EDGE) / max(tallest - 1, 1))
        if gap * pixels + EDGE < NAME:  # no room below the column itself
            pixels = min(MOST, (room - EDGE - NAME) / max(tallest - 1 - gap, 1))
        high = tallest - 1 + EDGE / pixels
        return pixels, high - room / pixels, high

    def _show_trained(self, net, x, silent, pad):
        """The edges of trained layers in blue, the features framed, what is fixed in a square."""
        tallest, step = max(net.widths), x[1] - x[0]
        last = self.trained == "last"
        blue = [not last or j == net.depth for j in range(1, len(x)) if j not in silent]
        counts = [a * b for a, b in zip(net.widths, net.widths[1:], strict=False)]
        counts = [count for j, count in enumerate(counts, 1) if j not in silent]
        self._edges.set_color(np.repeat([style.BLUE if b else style.GREY for b in blue], counts))
        self._edges.set_linewidth(np.repeat([1.3 if b else 0.7 for b in blue], counts))
        sides = x[-2] - 0.07 * step, x[-2] + 0.07 * step
        for patch, left, right, size in (
            (self._frame, *sides, net.widths[-2]),
            (self._square, x[0] + 0.2 * step, sides[1] + 0.1 * step, tallest),
        ):
            low = 0.5 * (tallest - size) - pad
            patch.set_bounds(left, low, right - left, size - 1 + 2 * pad)
        self._frame.set_visible(True)
        self._square.set_visible(last)

    def _show_full(self, net, x, silent):
        tallest = max(net.widths)
        y = [np.arange(w) + 0.5 * (tallest - w) for w in net.widths]
        edges = [
            [(x[j - 1], a), (x[j], b)]
            for j in range(1, len(x))
            if j not in silent
            for a in y[j - 1]
            for b in y[j]
        ]
        self._edges.set_segments(edges)
        self._units.set_data(np.repeat(x, net.widths), np.concatenate(y))

    def _show_collapsed(self, net, x, silent):
        joined = [j for j in range(1, len(x)) if j not in silent]
        self._chain.set_segments([[(x[j - 1], LOW), (x[j], LOW)] for j in joined])
        self._layers.set_data(x, np.full(len(x), LOW))
        turn = np.linspace(0, np.pi, 15)
        self._arcs.set_segments([
            np.column_stack([
                0.5 * (x[j - 1] + x[j]) - 0.5 * (x[j] - x[j - 1]) * np.cos(turn),
                LOW + 1.5 * np.sin(turn),
            ])
            for j in range(1, len(x))
            if net.skips(j)
        ])  # fmt: skip

    def describe(self, result):
        """One sentence: layers, parameters, skip connections."""
        net = result[0] if isinstance(result, tuple) else result
        skips = sum(net.skips(j) for j in range(1, net.depth + 1))
        own = net.widths[-1] * (net.widths[-2] + 1)
        said = {None: "", "all": ", all trained", "last": f", {own} of them trained"}[self.trained]
        return sentence([
            f"{net.depth} layers, {net.n_params} parameters{said}",
            f"{counted(skips, 'skip connection')}" if net.residual else "",
        ])  # fmt: skip
