"""Products of matrices, drawn entry by entry: shapes can be seen, and where only 0 can stand."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize

from dlcourse import style
from dlcourse.panels.base import Panel, sentence

SIGNS = LinearSegmentedColormap.from_list("signs", [style.VERMILLION, "white", style.BLUE], 257)
ZERO = "#E4E4E4"  # the ground of an entry that is 0 whatever the weights are
CELL, LINE = 34, 24  # pixels of an entry at most, and of a line of text
SIGN, APART = 20, 0.45  # pixels of a sign between two matrices; cells between parts of one


@dataclass(frozen=True, eq=False)
class Factor:
    """One factor of a product: its name, and its matrix, or the matrices (l, m, n) of a tensor.

    NaN stands where an entry is 0 whatever the weights are.
    """

    name: str
    values: np.ndarray


@dataclass(frozen=True, eq=False)
class Products:
    """What a ProductsPanel shows: lines of `Factor`s and of signs such as "·" and "=".

    Attributes:
        lines: a tuple of tuples.
        titles: what stands above each line.
    """

    lines: tuple
    titles: tuple


class ProductsPanel(Panel):
    """Products of matrices as rows of coloured squares; the result is a `Products`.

    Blue entries are positive, vermillion ones negative; grey ones are always 0.
    """

    margins, aligned = (8, 8, 8, 46), False

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set_axis_off()
        self._cells = ax.add_collection(
            PolyCollection([], edgecolors="#999999", linewidths=0.6), autolim=False
        )
        self._words = []
        self.resized()

    def resized(self):
        """The picture has another size in pixels."""
        super().resized()
        scale = 96 / self.ax.figure.dpi
        self._size = self.ax.bbox.width * scale, self.ax.bbox.height * scale
        self.ax.set(xlim=(0, self._size[0]), ylim=(self._size[1], 0))

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._cells, *(text for text in self._words if text.get_visible())]

    def update(self, result):
        """Move the artists to `result`."""
        cell = self._cell(result)
        squares, colours, words, top = [], [], [], 0.0
        norm = Normalize(-2, 2, clip=True)
        for line, title in zip(result.lines, result.titles, strict=True):
            words.append((4, top + 10, title, "left"))
            high = max(self._rows(part) for part in line if isinstance(part, Factor)) * cell
            middle, x = top + 2 * LINE + 0.5 * high, 4.0
            for part in line:
                if isinstance(part, str):
                    words.append((x + 0.5 * SIGN, middle, part, "center"))
                    x += SIGN
                    continue
                begin, matrices = x, self._matrices(part)
                for k, matrix in enumerate(matrices):
                    x += APART * cell * (k > 0)
                    up = middle - 0.5 * len(matrix) * cell
                    for (i, j), value in np.ndenumerate(matrix):
                        left, y = x + j * cell, up + i * cell
                        squares.append([(left, y), (left + cell, y), (left + cell, y + cell),
                                        (left, y + cell)])  # fmt: skip
                        colours.append(ZERO if np.isnan(value) else SIGNS(norm(value)))
                    x += matrix.shape[1] * cell
                up = middle - 0.5 * len(matrices[0]) * cell
                words.append((0.5 * (begin + x), up - 10, part.name, "center"))
            top += 2 * LINE + high + 16
        self._cells.set_verts(squares)
        self._cells.set_facecolor(colours)
        self._say(words)

    @staticmethod
    def _matrices(part):
        return part.values if part.values.ndim == 3 else part.values[None]

    def _rows(self, part):
        return self._matrices(part).shape[1]

    def _cell(self, result):
        """Pixels of an entry, so that the widest line and all lines together fit."""
        sizes, high = [], 0
        for line in result.lines:
            factors = [part for part in line if isinstance(part, Factor)]
            across, signs = 0.0, SIGN * (len(line) - len(factors))
            for part in factors:
                count, _, n = self._matrices(part).shape
                across += count * n + APART * (count - 1)
            sizes.append((self._size[0] - 12 - signs) / across)
            high += max(map(self._rows, factors))
        free = self._size[1] - len(result.lines) * (2 * LINE + 16)
        return min(CELL, *sizes, free / high)

    def _say(self, words):
        for _ in range(len(words) - len(self._words)):
            look = dict(color=style.INK, va="center", size=11, family="DejaVu Sans")
            self._words.append(self.ax.text(0, 0, "", **look))
        for text in self._words[len(words) :]:
            text.set_visible(False)
        for text, (x, y, said, side) in zip(self._words, words, strict=False):
            text.set(visible=True, position=(x, y), text=said, ha=side)
            text.set_weight("bold" if side == "left" else "normal")

    def describe(self, result):
        """One sentence: the sizes in the first line, and how much of what is partly 0 is not."""
        said = []
        factors = [part for part in result.lines[0] if isinstance(part, Factor)]
        for part in factors:
            free, size = (
                int(np.sum(~np.isnan(part.values))),
                " × ".join(map(str, part.values.shape)),
            )
            zeros = free < part.values.size
            more = f", {part.values.size} numbers, of which {free} can be other than 0" * zeros
            said.append(f"{part.name} is {size}{more}")
        return sentence(said)
