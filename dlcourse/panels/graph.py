"""The collapsed graph of a network: a node for each state, an arc where a layer adds its input."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection

from .. import style
from .base import Panel, counted, sentence
from .handles import Handle

NAMED = 13  # layers of nodes up to which each z_j is named; of more only the ends are


class GraphPanel(Panel):
    """One node for each state z_j, joined by the layers; green arcs are skip connections.

    The result is a `Network`, or a pair (network, θ): then layers whose weights are all 0 have no
    line. A click on a layer sets the control `layer`; the gap of a single one without a line can be
    dragged there.

    Args:
        height: pixels of the strip that it takes across the whole picture.

    [002 Residual networks – Graphical representation]
    """

    margins = (20, 4, 20, 4)
    touch: ClassVar = {"layer": "layer"}

    def __init__(self, *, height=70, **view):
        super().__init__(**view)
        self.height = height

    def draw(self, ax):
        super().draw(ax)
        ax.set_axis_off()
        ax.set_ylim(-1.6, 1.9)
        self._chain = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=1.6))
        self._arcs = ax.add_collection(LineCollection([], colors=style.GREEN, linewidths=2.0))
        self._layers = ax.plot([], [], linestyle="none", marker="o", color=style.BLUE)[0]
        self._names, self._seen = [], None

    def update(self, result):
        net, theta = result if isinstance(result, tuple) else (result, None)
        W = None if theta is None else net.unpack(theta)[0]
        silent = () if W is None else tuple(j for j in range(1, len(W)) if not np.any(W[j]))
        if (net, silent) == self._seen:
            return False
        self._seen = net, silent
        columns = len(net.widths)
        step = min(1.0, 16.0 / columns)  # few layers stand closer together than the strip is wide
        x = (np.arange(columns) - 0.5 * (columns - 1)) * step
        self.ax.set_xlim(x[0] - 0.6 * step, x[-1] + 0.6 * step)
        joined = [j for j in range(1, columns) if j not in silent]
        self._chain.set_segments([[(x[j - 1], 0), (x[j], 0)] for j in joined])
        self._layers.set_data(x, np.zeros(columns))
        self._layers.set_markersize(np.clip(310 / columns, 3.6, 10.8))
        turn = np.linspace(0, np.pi, 15)
        along, up = 0.5 * (1 - np.cos(turn)) * step, 1.5 * np.sin(turn)
        skips = [j for j in range(1, columns) if net.skips(j)]
        self._arcs.set_segments([np.column_stack([x[j - 1] + along, up]) for j in skips])
        self._name(x)
        return True

    def _name(self, x):
        for text in self._names:
            text.remove()
        n = len(x)
        look = {**style.TEXT, "color": style.INK, "textcoords": "offset points", "va": "top"}
        self._names = [
            self.ax.annotate(f"$z_{{{k + 1}}}$", (x[k], 0), (0, -8), ha="center", **look)
            for k in (range(n) if n <= NAMED else (0, n - 1))
        ]

    def handles(self, result):
        """The field of all layers, and the gap of the one that has no line."""
        if "layer" not in self.bound:
            return []
        x, (_, silent) = self._layers.get_xdata(), self._seen
        gap, chosen = float(x[1] - x[0]), silent[0] if len(silent) == 1 else 1
        at = float(x[0]) + (chosen - 0.5) * gap
        how = dict(
            along="x", step=(gap, 0.0), said=f"layer {chosen}",
            to=lambda to, _: {self.bound["layer"]: round((to - x[0]) / gap + 0.5)},
        )  # fmt: skip
        field = Handle("layer: Enter or a click chooses it", at, 0.0, kind="field", **how)
        return [field, Handle("chosen layer", at, 0.0, **how)] if len(silent) == 1 else [field]

    def describe(self, result):
        """One sentence: layers, parameters, skip connections."""
        net = result[0] if isinstance(result, tuple) else result
        skips = sum(net.skips(j) for j in range(1, net.depth + 1))
        return sentence([
            f"{net.depth} layers, {net.n_params} parameters",
            f"{counted(skips, 'skip connection')}" if net.residual else "",
        ])  # fmt: skip
