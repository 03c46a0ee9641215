"""The forward and the backward pass on the network's drawing, one number after the other."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from dlcourse import style
from dlcourse.chapters.backpropagation.measures import GONE, KEPT, LATER, NOW, kept, states_at
from dlcourse.chapters.backpropagation.pictures.equations import equations, short
from dlcourse.chapters.backpropagation.pictures.places import LEFT, placed
from dlcourse.chapters.backpropagation.pictures.pulling import pulled, weight_handles
from dlcourse.panels.base import Panel, counted, sentence
from dlcourse.panels.functions import signed, strength
from dlcourse.panels.handles import Handle

LIT = "#FFF3B0"  # the ground of a number that is kept
PAST = "#B5B5B5"  # a number that may be forgotten
BACKWARD, BACKWARD_TYPE = style.PURPLE, "#8F3F70"  # δ and e: dots, and type, which must be darker
CHART = 0.36  # the part of the width that the chart of kept numbers takes
WORDS = {"input": "", "forward": "forward", "loss": "loss", "row": "backward", "back": "backward"}


class StepperPanel(Panel):
    """The numbers of one sample's passes at the units of a small network; result: a `Moment`.

    A unit holds v and z on its left, δ and e on its right. What is kept stands on a yellow ground
    in bold type, what may be forgotten is pale. The edges of the step are drawn strong, with their
    weights, or with the gradient's entries. Below: the step's equation, in symbols and in numbers,
    and how many numbers are kept after each step.

    Touch: "own" takes pulled weights ((j, i, k, w), …), "step" the number of the step.

    [002 Backpropagation summarized; Backpropagation – Residual networks]
    """

    margins, aligned = (4, 2, 4, 2), False
    touch: ClassVar = {"own": "own", "step": "step"}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set_axis_off()
        self._arcs = _lines(ax, colors=style.GREEN, linewidths=1.8)
        self._edges = _lines(ax)
        self._grounds = ax.add_collection(PolyCollection([]), autolim=False)
        self._frames = ax.add_collection(PolyCollection([], facecolors="none"), autolim=False)
        self._bars = ax.add_collection(PolyCollection([]), autolim=False)
        self._dots = ax.scatter([], [], s=16, zorder=3)
        self._numbers, self._entries, self._labels = {}, [], []
        look = dict(ha="left", va="center", color=style.INK, family="DejaVu Sans")
        self._lines = [ax.text(0, 0, "", **look) for _ in range(3)]
        self._count, self._when = (
            ax.text(0, 0, "", **{**look, "size": size, "ha": "right"}) for size in (11, 12)
        )
        self.resized()

    def resized(self):
        """The picture has another size in pixels: all is put in its place anew."""
        super().resized()
        scale = 96 / self.ax.figure.dpi
        self._size = self.ax.bbox.width * scale, self.ax.bbox.height * scale
        self.ax.set(xlim=(0, self._size[0]), ylim=(0, self._size[1]))
        self._seen = None

    def moving(self):
        """The artists that move, in drawing order."""
        entries = [entry for entry in self._entries if entry.get_visible()]
        still = [self._edges, self._dots, self._grounds, self._frames, self._bars]
        return [*still, *self._numbers.values(), *entries, *self._lines, self._count, self._when]

    def update(self, result):
        """Move the artists to `result`; True when it is another network."""
        changed = self._place(result)
        states = states_at(result.steps, result.step)
        self._show_numbers(result, states)
        self._show_edges(result)
        for line, text in zip(self._lines, equations(result), strict=True):
            line.set_text(text)
        self._when.set_text(self._words(result))
        self._show_chart(result)
        return changed

    # ---- what stands still as long as the network is the same ----------------------------------

    def _place(self, result):
        net = result.net
        skips = [j for j in range(1, net.depth + 1) if net.skips(j)]
        if (net.widths, skips) == self._seen:
            return False
        self._seen = net.widths, skips
        (width, height), self._at = self._size, placed(net.widths, *self._size)
        for artist in (*self._labels, *self._numbers.values()):
            artist.remove()
        self._numbers = {}
        look = dict(ha="center", va="center", family="DejaVu Sans")
        small = 11 if width >= 1000 else 9 if width >= 800 else 8
        for letter in "zvδe":
            for j in range(1, net.depth + 2):
                many = net.widths[j - 1] if letter in "zδ" else (*net.widths, 0)[j]
                for i in range(1, many + 1):
                    at = self._at.cell(letter, j, i)
                    self._numbers[letter, j, i] = self.ax.text(*at, "", size=small, **look)
        self._label(net, skips)
        for line, y, size in zip(self._lines, (84, 56, 28), (12.5, 12, 12), strict=True):
            line.set(position=(LEFT, y), size=size - 2.5 * (width < 1000) - (width < 800))
        self._when.set_position((width - LEFT, height - 10))
        return True

    def _label(self, net, skips):
        height = self._size[1]
        names = ["x = " + style.low("z", 1)]
        names += [style.low("z", j) for j in range(2, net.depth + 1)]
        names += [f"{style.low('z', net.depth + 1)} = m(x; θ)"]
        look = dict(ha="center", va="center", color=style.INK, family="DejaVu Sans")
        self._labels = []
        for j, name in enumerate(names, 1):
            left, _, right, _ = self._at.boxes[j, 1]
            self._labels.append(
                self.ax.text(0.5 * (left + right), height - 38, name, size=12, **look)
            )
        key = [("now", dict(color=style.INK, weight="bold")), ("kept", dict(color=style.INK)),
               ("no longer needed", dict(color=PAST))]  # fmt: skip
        x = LEFT
        for (word, how), wide in zip(key, (46, 46, 130), strict=True):
            edge = {"now": style.VERMILLION, "kept": LIT}.get(word, "white")
            box = dict(boxstyle="square,pad=0.25", edgecolor=edge,
                       facecolor=LIT if word == "kept" else "white")  # fmt: skip
            text = dict(look, ha="left", size=10) | how
            self._labels.append(self.ax.text(x, height - 10, word, bbox=box, **text))
            x += wide + 12
        arcs, turn = [], np.linspace(0, np.pi, 25)
        for j in skips:
            for i in range(1, net.widths[j] + 1):
                a, b = self._at.boxes[j, i], self._at.boxes[j + 1, i]
                half = 0.5 * (b[0] - a[2])
                bow = np.column_stack([a[2] + half * (1 - np.cos(turn)), a[3] + 13 * np.sin(turn)])
                arcs.append(bow)
        self._arcs.set_segments(arcs)

    # ---- what moves ----------------------------------------------------------------------------

    def _show_numbers(self, result, states):
        grounds, colours, frames = [], [], []
        for number, text in self._numbers.items():
            state = states.get(number, LATER)
            said = "" if state == LATER else f"{number[0]} {short(result.value(*number))}"
            text.set_text(said)
            text.set_weight("bold" if state == NOW else "normal")
            direction = BACKWARD_TYPE if number[0] in "δe" else style.INK
            text.set_color(PAST if state == GONE else direction)
            if state in (NOW, KEPT):
                box = self._square(*text.get_position())
                grounds.append(box)
                colours.append(to_rgba(LIT if state == KEPT else "white"))
                if state == NOW:
                    frames.append(box)
        outlines = [[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in self._at.boxes.values()]
        self._grounds.set_verts([*outlines, *grounds])
        white = [to_rgba("white")] * len(outlines)
        self._grounds.set_facecolor([*white, *colours])
        self._grounds.set_edgecolor(
            [to_rgba(style.GREY)] * len(outlines) + [(0, 0, 0, 0)] * len(grounds)
        )
        self._frames.set_verts(frames)
        self._frames.set_edgecolor(style.VERMILLION)
        self._frames.set_linewidth(2)

    def _square(self, x, y):
        left, bottom, right, top = next(iter(self._at.boxes.values()))
        w, h = 0.25 * (right - left) - 2, 0.25 * (top - bottom) - 1
        return [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]

    def _show_edges(self, result):
        now, own = result.now, pulled(result, self._at.marks)
        places = self._at.edges
        weights = np.array([result.W[j][i - 1, k - 1] for j, i, k in places])
        active = np.array([self._is_active(now, *edge) for edge in places])
        colours = signed(weights)
        colours[:, 3] = np.where(active, 1.0, 0.16)
        segments = [
            [ends[0], own[edge], ends[1]] if edge in own else ends for edge, ends in places.items()
        ]
        self._edges.set_segments(segments)
        self._edges.set_color(colours)
        self._edges.set_linewidths(np.where(active, 1.2 + 2.4 * strength(weights), 1.2))
        self._edges.set_linestyle([style.DASHED if w < 0 else "-" for w in weights])
        done = states_at(result.steps, result.step)
        known = [edge for edge in places if done.get(("∂", *edge[:2]), LATER) != LATER]
        self._dots.set_offsets(
            [own.get(edge, self._at.marks[edge]) for edge in known] or [[-9, -9]]
        )
        self._dots.set_color(BACKWARD)
        self._show_entries(result, [e for e, on in zip(places, active, strict=True) if on], own)

    def _is_active(self, now, j, i, k):
        if now.kind in ("forward", "row"):
            return (now.j, now.i) == (j, i)
        return now.kind == "back" and (now.j, now.i) == (j, k)

    def _show_entries(self, result, edges, own):
        """The weights on the edges of this step, or the gradient's entries."""
        row = result.now.kind == "row"
        for _ in range(len(edges) - len(self._entries)):
            box = dict(boxstyle="square,pad=0.15", facecolor="white", edgecolor="none")
            self._entries.append(self.ax.text(0, 0, "", ha="center", va="center", size=11,
                                              family="DejaVu Sans", bbox=box))  # fmt: skip
        for text in self._entries[len(edges) :]:
            text.set_visible(False)
        for text, (j, i, k) in zip(self._entries, edges, strict=False):
            text.set(visible=True, size=11 if self._size[0] >= 800 else 9)
            text.set_position(self._beside(result.now, (j, i, k), own))
            value = (result.dW if row else result.W)[j][i - 1, k - 1]
            text.set_text(f"∂ {short(value)}" if row else short(value))
            text.set_color(BACKWARD_TYPE if row else style.INK)

    def _beside(self, now, edge, own):
        """Where an edge's number stands: near the unit that the step does not compute."""
        ends = self._at.edges[edge]
        at = min(0.45, 40 / (ends[1, 0] - ends[0, 0]))
        part = 1 - at if now.kind == "back" else at
        aside = own.get(edge, self._at.marks[edge])[1] - self._at.marks[edge][1]
        return ends[0] + part * (ends[1] - ends[0]) + [0, 2 * at * aside]

    def _show_chart(self, result):
        """How many numbers are kept after each step, with the present one dark."""
        counts = kept(result.steps)
        x, unit = self._bars_at(result)
        colours = [style.GREY] * len(counts)
        bars = []
        for k, count in enumerate(counts):
            bars.append([(x[k], 14), (x[k + 1] - 2, 14), (x[k + 1] - 2, 14 + unit * count),
                         (x[k], 14 + unit * count)])  # fmt: skip
            colours[k] = style.VERMILLION if k == result.step else "#D9D9D9"
        self._bars.set_verts(bars)
        self._bars.set_facecolor(colours)
        self._count.set_position((self._size[0] - LEFT, 88))
        name = "numbers kept: " if self._size[0] >= 800 else "kept: "
        self._count.set_text(f"{name}{counts[result.step]} now, at most {counts.max()}")

    def _bars_at(self, result):
        """The bars' left sides (K + 1,), and pixels per number."""
        count, width = len(result.steps), self._size[0]
        x = np.linspace(width * (1 - CHART), width - LEFT, count + 1)
        return x, 58 / max(kept(result.steps).max(), 1)

    def _words(self, result):
        kind = WORDS[result.now.kind]
        told = f"step {result.step} of {len(result.steps) - 1}"
        return f"{told}, {kind}" if kind else told

    # ---- what can be touched -------------------------------------------------------------------

    def handles(self, result):
        """Each weight, to be pulled up or down, and the bar of the present step."""
        found = []
        if "step" in self.bound:
            x, unit = self._bars_at(result)
            middle = 0.5 * (x[result.step] + x[result.step + 1])
            wide = x[1] - x[0]
            name = self.bound["step"]
            found.append(Handle(
                "step", middle, 14 + 0.5 * unit * kept(result.steps)[result.step], "x",
                to=lambda at, _: {name: int(np.clip((at - x[0]) // wide, 0, len(x) - 2))},
                step=(wide, 0.0), said=self._words(result),
            ))  # fmt: skip
        return found + weight_handles(result, self._at.marks, self.bound.get("own"))

    def describe(self, result):
        """One sentence: the step, its equation, and what is kept."""
        counts = kept(result.steps)
        symbols, *numbers = equations(result)
        return sentence([
            f"{self._words(result)}: {symbols}",
            f"in numbers {', '.join(filter(None, numbers))}",
            f"{counted(int(counts[result.step]), 'number')} kept, at most {counts.max()}",
        ])  # fmt: skip


def _lines(ax, **look):
    return ax.add_collection(LineCollection([], **look), autolim=False)
