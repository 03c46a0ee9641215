"""A network that is alive: each unit shows the function it computes, each edge its weight."""

from itertools import pairwise
from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb, to_rgba, to_rgba_array
from matplotlib.patches import Rectangle

from .. import style
from .base import Panel, counted, number, sentence
from .functions import HINT, LARGE, NEGATIVE, POSITIVE, LargeUnit, Maps

from .functions import curves_in, map_colours, signed, strength  # isort: skip
from .network_handles import network_handles
from .placing import placed

TRAINED = (None, "all", "last")
NAMED = 13  # columns up to which each z_j is named; of more only the ends are
EACH = 120  # edges up to which negative ones are dashed
WIDEST, TONED = 3.4, 1.1  # width of an edge: at most; of all where only their tone differs
LAYERS = 4  # as many as have colours of their own in a FitPanel, whose kinks have the same ones
SQUARE = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
ROUND = 0.5 + 0.5 * np.array([[np.cos(t), np.sin(t)] for t in np.arange(16) * np.pi / 8])
DASHES = ("-", style.DASHED, style.DOTTED)  # for positive and negative weights, and those off
OFF = to_rgba(style.GREY, 0.6)
FOOT = 130  # pixels of the large unit below a network
LEAST = 136  # pixels of the strip where the window is low
KEY = 92, 42  # pixels that the key to the edges' colours takes


class NetworkPanel(Panel):
    """The units of a network, each with its function, and its weights; result: `UnitFunctions`.

    A box holds a curve over the input with a faint line at 0, or a map of the plane, dark where it
    is small; each in a scale of its own, and a curve in the colour that its kinks have in a
    FitPanel. With more inputs, or where there is only room for dots, a colour tells the mean over
    the samples. Edges are blue for positive weights, vermillion (and dashed, if they are few) for
    negative ones, the wider the larger; green arcs are skip connections. What is off is crossed.

    Args:
        height: pixels of the strip that it takes across the whole picture; None for a panel beside
            others.
        trained: "all" or "last": z_1, z_n and z_{n+1} are named x, φ and m, and φ is framed; with
            "last" the layers before are fixed, grey, and stand in a square.
        large: whether the right end of a strip, or the foot of a panel, shows the unit that is
            chosen, large.

    Raises ValueError for another `trained`.

    [002 Learning features – Graphical representation; Optimizing only final layer]
    """

    margins, aligned = (4, 2, 4, 2), False
    touch: ClassVar = {"off": "off", "unit": "unit"}

    def __init__(self, *, height=190, trained=None, large=False, **view):
        super().__init__(**view)
        if trained not in TRAINED:
            raise ValueError(f'trained must be "all", "last" or None, got {trained!r}')
        self.height, self.trained, self.large = height, trained, large
        self.least = height and min(height, LEAST)

    def draw(self, ax):
        super().draw(ax)
        ax.set_axis_off()
        square = dict(facecolor="#F2F2F2", edgecolor=style.GREY, linewidth=1.2, visible=False)
        self._square = ax.add_patch(Rectangle((0, 0), 0, 0, **square))
        ring = dict(fill=False, edgecolor=style.INK, linewidth=1.6, linestyle=style.DASHED)
        self._frame = ax.add_patch(Rectangle((0, 0), 0, 0, visible=False, **ring))
        self._arcs = _lines(ax, colors=style.GREEN, linewidths=1.8)
        self._edges = _lines(ax)
        self._boxes = ax.add_collection(PolyCollection([]), autolim=False)
        self._maps = ax.add_artist(Maps())
        self._zeros = _lines(ax, colors=style.GREY, linewidths=0.7, alpha=0.8)
        self._curves = _lines(ax, linewidths=1.5)
        self._crosses = _lines(ax, colors=style.INK, linewidths=1.2)
        self._large = LargeUnit(ax)
        self._labels = []
        self.resized()

    def resized(self):
        """The strip has another size in pixels: all is put in its place anew."""
        super().resized()
        scale = 96 / self.ax.figure.dpi
        self._size = self.ax.bbox.width * scale, self.ax.bbox.height * scale
        self.ax.set(xlim=(0, self._size[0]), ylim=(0, self._size[1]))
        width, height = self._size
        # Beside others the large unit stands below the network, else at its right.
        self._foot = FOOT if self.large and self.height is None and height >= 2 * FOOT else 0
        self._is_large = bool(self._foot) or (self.large and width >= 2.5 * LARGE)
        self._large.place(*((0.5 * (width + LARGE), FOOT) if self._foot else (width, height)))
        self._seen = None

    def moving(self):
        small = [self._boxes, self._maps, self._zeros, self._curves, self._crosses]
        return [self._edges, *small, *self._large.moving()]

    def update(self, result):
        changed = self._place(result.net)
        units, edges, led = self._struck(result)
        self._show_weights(result, edges | led)
        self._show_units(result, units)
        self._cross(units, edges)
        return self._enlarge(result, units) or changed

    def handles(self, result):
        """Each unit, and each edge as long as they are few: its numbers; a click, where bound."""
        button = self._large.button if self._is_large else None
        return network_handles(result, self._places, self.bound, self._are_few(), button)

    def _are_few(self):
        return len(self._places.edges) <= EACH

    # ---- what stands still as long as the network is the same ----------------------------------

    def _place(self, net):
        """Put all where it belongs; True when this is another network than before."""
        skips = [j for j in range(1, net.depth + 1) if net.skips(j)]
        if (net.widths, skips) == self._seen:
            return False
        self._seen = net.widths, skips
        width, height = self._size
        width -= LARGE * (self._is_large and not self._foot)
        how = dict(arcs=bool(skips), square=net.widths[0] == 2, framed=self.trained is not None)
        at = placed(net.widths, width, height, foot=self._foot, **how)
        self._places, turn = at, np.linspace(0, np.pi, 15)
        arcs = []
        for j in skips:
            half, foot = 0.5 * (at.x[j] - at.x[j - 1]), max(at.bounds[j - 1 : j + 1, 3]) + 2
            bow = np.column_stack([1 - np.cos(turn), np.sin(turn) * min(1.0, 16 / half)])
            arcs.append([at.x[j - 1], foot] + half * bow)
        self._arcs.set_segments(arcs)
        corners, shape = at.boxes.reshape(-1, 2, 2), ROUND if at.dots else SQUARE
        self._boxes.set_verts(corners[:, :1] + shape * (corners[:, 1:] - corners[:, :1]))
        self._edges.set_segments(at.edges)
        self._label(net)
        return True

    def _label(self, net):
        """Name the columns, say what the colours mean, frame what is trained or fixed."""
        for artist in self._labels:
            artist.remove()
        at, n = self._places, net.depth
        named = range(n + 1) if n < NAMED else (0, n)
        names = {k: f"$z_{{{k + 1}}}$" for k in named}
        if self.trained:
            names = {0: "$x$", n - 1: r"$\phi(x;\theta)$", n: r"$m(x;\theta)$"}
        look, right = {**style.TEXT, "color": style.INK}, self._size[0] - 12
        self._labels = [
            self.ax.text(
                min(at.x[k], right), self._foot + 1, name, ha="center", va="bottom", **look
            )
            for k, name in names.items()
        ]
        dashes = style.DASHED if self._are_few() else "-"
        key = (POSITIVE, "-", "positive"), (NEGATIVE, dashes, "negative")
        for (x, y), (colour, dash, word) in zip(self._room_for_key(named), key, strict=False):
            line = self.ax.plot([x, x + 24], [y, y], color=colour, linestyle=dash, linewidth=1.5)
            small = {**look, "size": 10, "va": "center"}
            self._labels += [*line, self.ax.text(x + 29, y - 1, word, **small)]
        self._frame.set_visible(self.trained is not None)
        self._square.set_visible(self.trained == "last")
        if self.trained:
            left, bottom, right, top = at.bounds[n - 1] + [-5, -4, 5, 4]
            self._frame.set_bounds(left, bottom, right - left, top - bottom)
            left = at.bounds[min(1, n - 1), 0] - 12
            low, high = at.bounds[1:n, 1].min() - 8, at.bounds[1:n, 3].max() + 8
            self._square.set_bounds(left, low, right + 8 - left, high - low)
        if self.trained == "last":
            self._labels.append(self.ax.text(left, low - 4, "fixed", ha="left", va="top", **look))

    def _room_for_key(self, named):
        """Where the two lines of the key begin: in an upper corner, below, or nowhere."""
        at, (_, high) = self._places, self._size
        if len(named) < len(at.x):
            middle = 0.5 * (at.x[0] + at.x[-1])
            return (middle - 100, 10), (middle + 10, 10)
        right = at.x[0] + at.x[-1]  # the columns stand in the middle
        low = at.bounds[:, 3] + KEY[1] < high
        for left, near in (
            (2, at.bounds[:, 0] < KEY[0]),
            (right - KEY[0], at.bounds[:, 2] > right - KEY[0]),
        ):
            if low[near].all():
                return (left, high - 10), (left, high - 27)
        return ()

    # ---- what moves ----------------------------------------------------------------------------

    def _struck(self, result):
        """Which units (U,) and edges (E,) are off, and which edges (E,) begin at such units."""
        widths = result.net.widths
        first = np.cumsum([0, 0, *(a * b for a, b in pairwise(widths))])
        units, edges = np.zeros(sum(widths), bool), np.zeros((2, len(self._places.edges)), bool)
        for what, j, i, *k in result.off:
            if j >= len(widths) or i > widths[j if k else j - 1] or (k and k[0] > widths[j - 1]):
                continue  # not of this network
            single, led = edges[:, first[j] : first[j + 1]].reshape(2, widths[j], widths[j - 1])
            if what == "edge":
                single[i - 1, k[0] - 1] = True
            else:
                led[:, i - 1] = units[result.of(j)][i - 1 : i] = True
        return units, *edges

    def _show_weights(self, result, off):
        """Colour and width of each edge, and dashes where they are few."""
        w = np.concatenate([W.ravel() for W in result.W[1:]])
        strong, few = strength(w), self._are_few()
        tones = signed(w)
        if self.trained == "last":
            tones[: -result.W[-1].size, :3] = to_rgb(style.GREY)
        if not self._places.dots:
            tones[:, 3] **= 0.5
        tones[off] = OFF
        self._edges.set_color(tones)
        widths = np.full(len(w), TONED) if self._places.dots else WIDEST * strong
        self._edges.set_linewidths(np.where(off, 1.2, widths))
        looks = np.where(off, 2, np.where(w < 0, few, 0))
        plain = not few and not off.any()
        self._edges.set_linestyle("-" if plain else [DASHES[k] for k in looks])

    def _show_units(self, result, off):
        at, values = self._places, result.values
        kind = 0 if at.dots or values is None else values.ndim
        faces = signed(result.z) if kind == 0 else np.ones((len(off), 4))
        faces[off] = 0.93, 0.93, 0.93, 1
        chosen = np.arange(len(off)) == self._row(result)
        self._boxes.set_facecolor(faces)
        self._boxes.set_edgecolor([style.INK if c else style.GREY for c in chosen])
        self._boxes.set_linewidths(np.where(chosen, 2.2, 1.0))
        curves, zeros = curves_in(at.boxes, values) if kind == 2 else ([], [])
        self._curves.set_segments(curves)
        self._curves.set_color(np.where(off[:, None], OFF, self._colours(result.net)))
        self._zeros.set_segments(zeros)
        pictures = map_colours(values) if kind == 3 else []
        if kind == 3:
            pictures[off, ..., 3] = 60
        self._maps.show(at.boxes[: len(pictures)], pictures)

    def _colours(self, net):
        """The colours (U, 4) of the units' curves: of hidden ones those of their kinks."""
        layers = max(LAYERS, net.depth - 1)
        hidden = (style.layer(j, layers)["color"] for j in range(1, net.depth))
        return np.repeat(to_rgba_array([style.INK, *hidden, style.BLUE]), net.widths, axis=0)

    def _row(self, result):
        """Where among all units the chosen one stands; None without one in this network."""
        if result.unit is None:
            return None
        j, i = result.unit
        widths = result.net.widths
        return result.of(j).start + i - 1 if j <= len(widths) and i <= widths[j - 1] else None

    def _cross(self, units, edges):
        """Crosses over the boxes that are off, and on edges where they can be touched."""
        at = self._places
        marks = at.marks[edges]
        boxes = np.concatenate([at.boxes[units], np.hstack([marks - 4, marks + 4])])
        falling = boxes[:, [0, 3, 2, 1]]
        self._crosses.set_segments(np.concatenate([boxes, falling]).reshape(-1, 2, 2))

    def _enlarge(self, result, off):
        """Show the chosen unit large; True when it is another one than before."""
        row = self._row(result)
        words = {}
        if not self._is_large:
            row = None
        elif row is None:
            words = dict(hint=HINT if "unit" in self.bound else "")
        elif "off" in self.bound and result.unit[0] <= result.net.depth:
            words = dict(button="switch on" if off[row] else "switch off")
        colour = style.INK if row is None else self._colours(result.net)[row]
        return self._large.show(result, row, colour, words)

    def describe(self, result):
        """One sentence: layers, parameters, the largest weight, idle units, what is off."""
        net = result.net
        own = net.widths[-1] * (net.widths[-2] + 1)
        trained = {None: "", "all": ", all trained", "last": f", {own} of them trained"}
        j = max(range(1, net.depth + 1), key=lambda j: np.abs(result.W[j]).max())
        i, k = np.unravel_index(np.abs(result.W[j]).argmax(), result.W[j].shape)
        hidden = slice(net.widths[0], -net.widths[-1])
        least = 1e-6 * np.maximum(1, np.abs(result.z))
        with np.errstate(invalid="ignore"):
            idle = np.sum((result.high - result.low <= least)[hidden])
        return sentence([
            f"{net.depth} layers, {net.n_params} parameters{trained[self.trained]}",
            f"largest weight {style.part(('edge', j, i + 1, k + 1))} = {number(result.W[j][i, k])}",
            f"{idle} of {counted(sum(net.widths[1:-1]), 'hidden unit')} constant" if idle else "",
            f"off: {', '.join(map(style.part, result.off))}" if result.off else "",
        ])  # fmt: skip


def _lines(ax, **look):
    return ax.add_collection(LineCollection([], **look), autolim=False)
