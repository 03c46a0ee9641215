"""The matrices of a network without σ as coloured squares."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize

from dlcourse import style
from dlcourse.panels.base import Panel, number, sentence

GAP = 1.3  # between two matrices, in cells
LINE = 24  # pixels of a line of text
NARROW = 380  # pixels of width from which on the numbers have all their digits
# Nearer to zero more transparent, not paler: so the steps are even on a dark page, too.
SIGNS = LinearSegmentedColormap.from_list("signs", [
    (0.0, style.VERMILLION), (0.5, style.VERMILLION + "00"),
    (0.5, style.BLUE + "00"), (1.0, style.BLUE),
])  # fmt: skip


class MatricesPanel(Panel):
    """W_n ⋯ W_2 W_1 in colours above, b_n … b_1 below them; at the bottom W and b in numbers.

    The result is a `Folded`.

    Args:
        largest: the size of an entry that gets the full colour.
        title: a line above.
    """

    margins = (8, 12, 8, 46)

    def __init__(self, *, largest=1.5, **view):
        super().__init__(**view)
        self._norm = Normalize(-largest, largest, clip=True)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set_axis_off()
        for spine in ax.spines.values():
            spine.set_visible(False)
        self._cells = ax.add_collection(
            PolyCollection([], edgecolors="#BBBBBB", linewidths=0.6), autolim=False
        )
        self._names = []
        rows = ("network", "least squares")
        columns = ("W", "b", "mean loss")
        look = dict(transform=ax.transAxes, va="center", fontsize=13, color=style.INK)
        bold = dict(ha="right", fontweight="bold", **look)
        self._heads = [ax.text(0, 0.17, name, **bold) for name in columns]
        self._rows = [
            ax.text(0, y, row, ha="left", **look)
            for row, y in zip(rows, (0.07, -0.03), strict=True)
        ]
        self._numbers = [[ax.text(0, y, "", ha="right", **look) for _ in columns]
                         for y in (0.07, -0.03)]  # fmt: skip
        self.resized()

    def resized(self):
        """The columns of numbers stand closer, and have fewer digits, where there is less room."""
        super().resized()
        narrow = self.ax.bbox.width * 96 / self.ax.figure.dpi < NARROW
        self._digits = 3 if narrow else 6
        places = (0.5, 0.7, 1.0) if narrow else (0.56, 0.76, 1.0)
        for row in (self._heads, *self._numbers):
            for text, x in zip(row, places, strict=True):
                text.set_x(x)
        for text in (*self._heads, *self._rows, *self._numbers[0], *self._numbers[1]):
            text.set_fontsize(9 if narrow else 13)

    def moving(self):
        """The artists that move, in drawing order."""
        shown = [name for name in self._names if name.get_visible()]
        return [self._cells, *shown, *self._numbers[0], *self._numbers[1]]

    def update(self, result, **view):
        """Move the artists to `result`; True when the layers' sizes changed."""
        middles, right = self._layout(result.W)
        depth = max(matrix.shape[0] for matrix in result.W[1:])
        moved, space = self._frame(right, depth)
        squares, values = [], []
        for matrices, top in ((result.W, 0.0), (result.b, depth + space)):
            for matrix, middle in zip(matrices[1:], middles, strict=True):
                left = middle - matrix.shape[1] / 2
                for i, k in np.ndindex(matrix.shape):
                    x, y = left + k, top + i
                    squares.append([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)])
                    values.append(matrix[i, k])
        self._cells.set_verts(squares)
        self._cells.set_facecolor(SIGNS(self._norm(values)))
        self._name(middles, depth + space)
        exact = (result.slope, result.intercept, result.loss)
        best = (result.best_slope, result.best_intercept, result.best_loss)
        for texts, row in zip(self._numbers, (exact, best), strict=True):
            for text, value in zip(texts, row, strict=True):
                text.set_text(f"{value:.{self._digits}f}".replace("-", "−"))
        return moved

    @staticmethod
    def _layout(W):
        """The middle of each layer's column of pictures, W_n being the leftmost; the right edge."""
        middles, x = [], 0.0
        for matrix in W[:0:-1]:
            middles.append(x + matrix.shape[1] / 2)
            x += matrix.shape[1] + GAP
        return middles[::-1], x - GAP

    def _frame(self, right, depth):
        """Square cells in the upper part of the axes; True if they changed, the room for a label.

        Sizes in pixels of the page, whatever the resolution drawn at.
        """
        pixel = 96 / self.ax.figure.dpi
        wide, high = self.ax.bbox.width * pixel, self.ax.bbox.height * pixel
        cell = min(wide / (right + 1), (0.76 * high - 2 * LINE) / (2 * depth), 24)
        left = -(wide / cell - right) / 2
        top = -LINE / cell
        moved = self._limits(x=(left, left + wide / cell), y=(top + high / cell, top))
        return moved, LINE / cell

    def _name(self, middles, below):
        """Write W_j and b_j above the cells."""
        wanted = [
            (x, y, f"${letter}_{{{j}}}$")
            for letter, y in (("W", 0.0), ("b", below))
            for j, x in enumerate(middles, 1)
        ]
        for _ in range(len(wanted) - len(self._names)):
            look = dict(ha="center", va="bottom", fontsize=13, color=style.INK)
            self._names.append(self.ax.text(0, 0, "", **look))
        for k, text in enumerate(self._names):
            text.set_visible(k < len(wanted))
            if k < len(wanted):
                x, y, label = wanted[k]
                text.set_position((x, y - 0.15))
                text.set_text(label)

    def describe(self, result):
        """One sentence: the line, and how far from least squares it is."""
        away = abs(result.slope - result.best_slope), abs(result.intercept - result.best_intercept)
        return sentence([
            f"W = {number(result.slope)} and b = {number(result.intercept)}, "
            f"away from least squares by {number(max(away))}",
            f"mean loss above the best by {number(max(result.loss - result.best_loss, 0.0))}",
        ])  # fmt: skip
