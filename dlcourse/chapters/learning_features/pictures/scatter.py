"""Samples in a plane, coloured by class, over the regions that a model gives to each class."""

from functools import partial
from typing import ClassVar

import contourpy
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from dlcourse import style
from dlcourse.panels.axes import grown, spread
from dlcourse.panels.base import NEXT_TO_NOTHING, Panel, number, percent, sentence
from dlcourse.panels.handles import Handle, sample_handles


class ScatterPanel(Panel):
    """Inputs or features of classified samples, and the decision boundary; result: `Points`.

    Inputs can be moved where a control takes them. A sample that tells something answers to the
    pointer, and so does the same sample in other panels.

    Args:
        xlabel, ylabel: the axes' labels.
        limits: ((left, right), (bottom, top)) while the axes are not free; by default those of
            the first result.
        title: a line above.
    """

    controls: ClassVar = {"free": False}
    margins = (66, 60, 12, 46)
    square = True
    touch: ClassVar = {"samples": "data"}

    def __init__(self, *, xlabel="$x_1$", ylabel="$x_2$", limits=None, **view):
        super().__init__(**view)
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel)
        ax.locator_params(nbins=5)
        self._region = ax.imshow(
            np.ones((1, 1, 3)), extent=(0, 1, 0, 1), origin="lower", aspect="auto",
            interpolation="nearest",
        )  # fmt: skip
        self._mesh = ax.add_collection(
            LineCollection([], colors=style.GREY, linewidths=0.8, alpha=0.75), autolim=False
        )
        self._border = ax.add_collection(
            LineCollection([], colors=style.INK, linewidths=2.0), autolim=False
        )
        self._classes = [
            ax.plot([], [], linestyle="none", markersize=7, markeredgecolor="w", **look)[0]
            for look in style.CLASSES
        ]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._region, self._mesh, self._border, *self._classes]

    def update(self, result, *, free=False):
        """Move the artists to `result`; True when limits or legend changed."""
        x, classes = np.asarray(result.x), np.asarray(result.classes)
        row = []
        for k, line in enumerate(self._classes):
            line.set_data(*x[:, classes == k])
            if (classes == k).any():
                row.append((line, result.labels[k]))
        mesh = () if result.mesh is None else np.swapaxes(result.mesh, 1, 2)
        self._mesh.set_segments(list(mesh))
        self._colour(result)
        own = tuple(spread(row) for row in x)
        first = self._first or own
        self._first = self._first if self.draft else first
        kept, least = (self.limits, NEXT_TO_NOTHING) if self.limits else (first, 1.0)
        kept = [grown(*parts, least=least) for parts in zip(kept, x, own, strict=True)]
        moved = self._limits(*_of_one_length(own if free else kept))
        return self._legend(row) or moved

    def _colour(self, result):
        """Light regions in the colours of the classes, and the line between them."""
        self._region.set_visible(result.region is not None)
        if result.region is None:
            self._border.set_segments([])
            return
        score = np.asarray(result.region, dtype=float)
        many = int(np.max(result.classes)) > 1
        chosen = score.astype(int) if many else (score > 0).astype(int)
        tints = np.array([[0.82 + 0.18 * c for c in to_rgb(k["color"])] for k in style.CLASSES])
        t1, t2 = result.t1, result.t2
        half1, half2 = 0.5 * (t1[1] - t1[0]), 0.5 * (t2[1] - t2[0])
        self._region.set_data(tints[chosen])
        self._region.set_extent((t1[0] - half1, t1[-1] + half1, t2[0] - half2, t2[-1] + half2))
        tracer = contourpy.contour_generator(t1, t2, np.ma.masked_invalid(score))
        levels = np.arange(score.max()) + 0.5 if many else [0.0]
        self._border.set_segments([line for level in levels for line in tracer.lines(level)])

    def handles(self, result):
        """The samples: to be moved where they are inputs, otherwise to be looked at."""
        if result.data is not None and "samples" in self.bound:
            step = tuple(0.01 * (b - a) for a, b in (self.ax.get_xlim(), self.ax.get_ylim()))
            return sample_handles(result.data, self.bound["samples"], step, result.tell)
        places = enumerate(np.transpose(result.x).tolist()) if result.tell else ()
        return [
            Handle(
                f"sample {k + 1}", x, y, along="", size=8.0, said=f"{x:.2f}, {y:.2f}",
                tip=partial(result.tell, k),
            )
            for k, (x, y) in places
        ]  # fmt: skip

    def describe(self, result):
        """One sentence: how many samples, how many on the right side."""
        count = np.asarray(result.x).shape[1]
        share = result.accuracy
        return sentence([
            f"{number(count)} samples",
            "" if share is None else f"{percent(share)} on the right side of the boundary",
        ])  # fmt: skip


def _of_one_length(limits):
    """Ranges (low, high) of one length around the same middles, so that a unit is one anywhere."""
    half = 0.5 * max(high - low for low, high in limits)
    return [(0.5 * (low + high) - half, 0.5 * (low + high) + half) for low, high in limits]
