"""A graph of layers: how many paths lead to each node, counted edge by edge."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection

from dlcourse import style
from dlcourse.panels.base import Panel, number, sentence

WIDE = 46  # pixels between two columns from which on long numbers have room


@dataclass(frozen=True, eq=False)
class Paths:
    """What a PathsPanel shows: the nodes in each layer, and the paths from the first node to each.

    Attributes:
        widths: nodes in each layer, from the input to the output.
        counts: paths to each node, one array (n_j,) per layer.
        edges: how many edges the graph has.
    """

    widths: tuple
    counts: tuple
    edges: int


class PathsPanel(Panel):
    """Nodes in columns, each with the number of paths that lead to it; the result is a `Paths`.

    Each node's number is the sum of those on the left that have an edge to it.
    """

    margins, aligned = (8, 8, 8, 46), False

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set_axis_off()
        look = dict(colors=style.GREY, linewidths=0.8)
        self._edges = ax.add_collection(LineCollection([], **look), autolim=False)
        self._numbers = []
        self.resized()

    def resized(self):
        """The picture has another size in pixels."""
        super().resized()
        scale = 96 / self.ax.figure.dpi
        self._size = self.ax.bbox.width * scale, self.ax.bbox.height * scale
        self.ax.set(xlim=(0, self._size[0]), ylim=(0, self._size[1]))

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._edges, *(text for text in self._numbers if text.get_visible())]

    def update(self, result):
        """Move the artists to `result`."""
        places = self._places(result.widths)
        self._edges.set_segments([
            (a, b) for left, right in pairwise(places)
            for a in left for b in right
        ])  # fmt: skip
        nodes = [
            (place, count, layer)
            for layer, column in enumerate(places)
            for place, count in zip(column, result.counts[layer], strict=True)
        ]
        for _ in range(len(nodes) - len(self._numbers)):
            box = dict(boxstyle="round,pad=0.2", facecolor="white", edgecolor=style.BLUE)
            look = dict(ha="center", va="center", size=9, color=style.INK, family="DejaVu Sans")
            self._numbers.append(self.ax.text(0, 0, "", bbox=box, **look))
        for text in self._numbers[len(nodes) :]:
            text.set_visible(False)
        room = places[1][0, 0] - places[0][0, 0]
        for text, (place, count, layer) in zip(self._numbers, nodes, strict=False):
            said = _told(count, result.widths[1], layer, room)
            text.set(visible=True, position=place, text=said)

    def _places(self, widths):
        """The places (n_j, 2) of each layer's nodes."""
        (width, height), count = self._size, len(widths)
        x = 24 + (width - 48) * np.arange(count) / (count - 1)
        step = min(60, (height - 30) / max(widths))
        return [
            np.column_stack([
                np.full(n, at), 0.5 * height + step * (0.5 * (n - 1) - np.arange(n))
            ])
            for at, n in zip(x, widths, strict=True)
        ]  # fmt: skip

    def describe(self, result):
        """One sentence: nodes, edges and paths."""
        return sentence([
            f"{sum(result.widths)} nodes, {result.edges} edges, "
            f"{number(result.counts[-1][0])} paths from the first to the last node"
        ])  # fmt: skip


def _told(count, width, layer, room):
    """A count with all its digits up to 99 999; as a power of the width where room is little."""
    if count >= 1000 and room < WIDE:
        return f"{width}{'⁰¹²³⁴⁵⁶⁷⁸⁹'[layer - 1]}"
    return f"{count:.0f}" if count < 1e5 else number(count)
