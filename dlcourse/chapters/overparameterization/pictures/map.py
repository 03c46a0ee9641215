"""A number for each row and column, as a coloured square and in digits; one cell is chosen."""

from typing import ClassVar

import numpy as np
from matplotlib import colormaps

import dlcourse as dl
from dlcourse.panels.base import Panel, number, sentence
from dlcourse.panels.handles import Handle


class MapPanel(Panel):
    """Cells in rows and columns; the result is a `Map`. A line parts P > N from the others.

    Args:
        rows, columns: the values of the two controls that a click sets, {control: values}.
        xlabel, ylabel: what columns and rows are.
        limits: the values of the darkest and the brightest colour.
        log: whether colours go by the logarithm.
        shares: whether numbers are shares of one, to be written in per cent.
        name: what the sentence calls a cell's number.
    """

    controls: ClassVar = {}
    margins = (112, 60, 16, 64)

    def __init__(
        self, *, rows, columns, xlabel, ylabel, limits, name, log=False, shares=False, **view
    ):
        ((row, self.rows),), ((column, self.columns),) = rows.items(), columns.items()
        super().__init__(touch={"cell": (row, column)}, **view)
        self.xlabel, self.ylabel, self.limits, self.name = xlabel, ylabel, limits, name
        self.log, self.shares = log, shares

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        rows, columns = len(self.rows), len(self.columns)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel)
        ax.set(xlim=(-0.5, columns - 0.5), ylim=(-0.5, rows - 0.5))
        ax.tick_params(length=0)
        self._names = None
        x, y = np.meshgrid(np.arange(columns), np.arange(rows))
        x, y = x.ravel(), y.ravel()
        self._squares = ax.scatter(x, y + 0.14, s=170, marker="s", edgecolors=dl.style.GREY)
        look = {**dl.style.TEXT, "size": 10, "color": dl.style.INK, "ha": "center", "va": "top"}
        self._texts = [ax.text(a, b - 0.12, "", **look) for a, b in zip(x, y, strict=True)]
        self._border = ax.plot([], [], **{**dl.style.TRUTH, "color": dl.style.VERMILLION})[0]
        self._frame = ax.plot([], [], color=dl.style.INK, linewidth=2.2)[0]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._squares, self._border, self._frame, *self._texts]

    def update(self, result):
        """Move the artists to `result`; True when the names of rows or columns changed."""
        values = np.asarray(result.values, dtype=float)
        low, high = np.log10(self.limits) if self.log else self.limits
        level = np.log10(np.maximum(values, 1e-300)) if self.log else values
        part = np.clip((level - low) / (high - low), 0.0, 1.0)
        colours = colormaps["cividis"](part.ravel())
        colours[np.isnan(part.ravel()), 3] = 0.0
        self._squares.set_facecolors(colours)
        for text, value in zip(self._texts, values.ravel(), strict=True):
            text.set_text(self._said(value))
        self._border.set_data(*_border(np.asarray(result.more)))
        i, k = result.chosen
        self._frame.set_data(
            k + 0.47 * np.array([-1, 1, 1, -1, -1]), i + 0.44 * np.array([-1, -1, 1, 1, -1])
        )
        renamed = self._names != (result.rows, result.columns)
        if renamed:
            self._names = result.rows, result.columns
            self.ax.set_xticks(range(len(result.columns)), result.columns)
            self.ax.set_yticks(range(len(result.rows)), result.rows)
        row = [(self._border, "P = N")] if np.any(~result.more) else []
        return self._legend([(self._frame, "chosen"), *row]) or renamed

    def _said(self, value):
        if np.isnan(value):  # not there yet
            return ""
        if self.shares:
            return f"{100 * value:.0f}"
        return f"{value:.2g}" if value < 100 else number(value)

    def handles(self, result):
        """The chosen cell, to be dragged; and a click anywhere chooses another one."""
        if "cell" not in self.bound:
            return []
        row, column = self.bound["cell"]

        def to(x, y):
            k = int(np.clip(round(x), 0, len(self.columns) - 1))
            i = int(np.clip(round(y), 0, len(self.rows) - 1))
            return {row: self.rows[i], column: self.columns[k]}

        i, k = result.chosen
        said = f"{result.rows[i]}, {result.columns[k]}: {self._said(result.values[i, k])}"
        return [
            Handle("a cell: Enter or a click chooses it", k, i, kind="field", to=to, step=(1, 1)),
            Handle("the chosen cell", k, i, to=to, step=(1.0, 1.0), said=said, size=14.0),
        ]

    def describe(self, result):
        """The chosen cell's number, and in how many cells P > N."""
        i, k = result.chosen
        more = int(np.sum(result.more))
        unit = " %" if self.shares else ""
        return sentence([
            f"{self.name}, {self.ylabel} {result.rows[i]}, {self.xlabel} {result.columns[k]}: "
            f"{self._said(result.values[i, k])}{unit}",
            f"P > N in {more} of {result.more.size} cells",
        ])  # fmt: skip


def _border(more):
    """The line around the cells in which P > N, as x and y with gaps."""
    x, y = [], []
    rows, columns = more.shape
    for i in range(rows):
        for k in range(columns):
            if k and more[i, k] != more[i, k - 1]:
                x += [k - 0.5, k - 0.5, np.nan]
                y += [i - 0.5, i + 0.5, np.nan]
            if i and more[i, k] != more[i - 1, k]:
                x += [k - 0.5, k + 0.5, np.nan]
                y += [i - 0.5, i - 0.5, np.nan]
    return x, y
