"""A network as nodes and arrows: every unit, and below it each layer as a single node."""

import numpy as np
from matplotlib.collections import LineCollection

from .. import style
from .base import Panel, counted, sentence

NAMED = 13  # layers of nodes up to which each z_j is named; of more only the ends are
LOW = -2.4  # where the collapsed network stands


class GraphPanel(Panel):
    """The graph of a network, in full above and collapsed below; green arcs are skip connections.

    The result is a `Network`, or a pair (network, θ): then weights that are 0 are left out.

    Args:
        height: pixels of the strip that it takes across the whole picture.
        weights: whether an edge is as wide as its weight is large, blue if positive, vermillion
            if negative; for networks of few layers.
        title: a line above.
    """

    margins = (20, 4, 20, 4)

    def __init__(self, *, height: int = 140, weights: bool = False, **view):
        super().__init__(**view)
        self.height, self.weights = height, weights

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self._edges = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=0.7))
        self._chain = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=1.6))
        self._arcs = ax.add_collection(LineCollection([], colors=style.GREEN, linewidths=2.0))
        dot = dict(linestyle="none", marker="o", color=style.BLUE)
        self._units = ax.plot([], [], **dot)[0]
        self._layers = ax.plot([], [], **dot)[0]
        self._names, self._seen = [], None

    def update(self, result):
        """Draw the network; True when it is another one than before."""
        net, theta = result if isinstance(result, tuple) else (result, None)
        W = None if theta is None else net.unpack(theta)[0]
        silent = () if W is None else tuple(j for j in range(1, len(W)) if not np.any(W[j]))
        weighted = self.weights and W is not None
        if (net, silent) == self._seen and not weighted:
            return False
        self._seen = net, silent
        columns, tallest = len(net.widths), max(net.widths)
        step = min(1.0, 16.0 / columns)  # few layers stand closer together than the strip is wide
        x = (np.arange(columns) - 0.5 * (columns - 1)) * step
        self.ax.set(
            xlim=(x[0] - 0.6 * step, x[-1] + 0.6 * step), ylim=(-4.6, max(tallest, 5) - 0.4)
        )
        self._show_full(net, x, silent)
        self._show_collapsed(net, x, silent)
        if weighted:
            self._weigh([W[j] for j in range(1, len(W)) if j not in silent])
        size = float(np.clip(260 / columns, 3.0, 9.0))
        self._units.set_markersize(0.8 * size)
        self._layers.set_markersize(1.2 * size)
        self._name(x)
        return True

    def _name(self, x):
        for text in self._names:
            text.remove()
        n = len(x)
        named = range(n) if n <= NAMED else (0, n - 1)
        look = {**style.TEXT, "color": style.INK, "ha": "center", "va": "top"}
        self._names = [
            self.ax.annotate(
                f"$z_{{{k + 1}}}$", (x[k], LOW), (0, -8), textcoords="offset points", **look
            )
            for k in named
        ]

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

    def _weigh(self, matrices):
        """Widths and colours of the edges, in the order in which they were made."""
        weights = np.nan_to_num(np.concatenate([matrix.T.ravel() for matrix in matrices]))
        share = np.abs(weights) / max(np.max(np.abs(weights)), 1e-300)
        self._edges.set_linewidth(0.2 + 3.5 * share)
        self._edges.set_color([style.BLUE if w >= 0 else style.VERMILLION for w in weights])

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
        return sentence([
            f"{net.depth} layers, {net.n_params} parameters",
            f"{counted(skips, 'skip connection')}" if net.residual else "",
        ])  # fmt: skip
