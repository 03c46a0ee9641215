"""The sizes of the numbers in each layer: one narrow histogram beside the other."""

import numpy as np
from matplotlib import colormaps
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

import dlcourse as dl
from dlcourse.panels.base import number, percent, power, sentence
from dlcourse.panels.handles import Handle

HALO = [withStroke(linewidth=4.2, foreground="white")]  # lines stand out on any colour
LINES = {
    "median": dict(color="black", linestyle="-", linewidth=2.2),
    "before": dict(color="black", linestyle=dl.style.DASHED, linewidth=1.8),
    "between": dict(color=dl.style.VERMILLION, linestyle=dl.style.DOTTED, linewidth=2.4),
}
NAMES = {"median": "median", "before": "before step 1", "between": "samples apart"}


class LayersPanel(dl.Panel):
    """For each layer a column of colours, yellow where most numbers lie; the result is a `Layers`.

    The vertical axis is the size of a number, in powers of ten. With `touch={"median": control}`
    the median of the last hidden layer can be dragged: the control gets the variance that would
    lead there if each layer multiplied by as much.

    Args:
        ylabel: what is counted.
        of: what the sentence calls it.
    """

    margins = (78, 60, 20, 76)

    def __init__(self, *, ylabel: str, of: str, **view):
        super().__init__(**view)
        self.ylabel, self.of = ylabel, of

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="layer j", ylabel=self.ylabel)
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 3, 5, 10], integer=True))
        ax.yaxis.set_major_formatter(lambda exponent, _: power(round(exponent)))
        self._image = ax.imshow(
            np.zeros((1, 1, 4)), origin="lower", aspect="auto", interpolation="nearest"
        )
        self._lines = {
            name: ax.plot([], [], path_effects=HALO, **look)[0] for name, look in LINES.items()
        }

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._image, *self._lines.values()]

    def update(self, result):
        """Move the artists to `result`; True when limits or legend changed."""
        j, (low, high) = result.j, result.limits
        self._shown = 10.0**low, 10.0**high
        colours = colormaps["viridis"](0.12 + 0.88 * result.share)
        colours[..., 3] = result.share > 0
        self._image.set_data(colours)
        self._image.set_extent((j[0] - 0.5, j[-1] + 0.5, low, high))
        row = []
        for name, line in self._lines.items():
            values = getattr(result, name)
            there = np.full(len(j), np.nan) if values is None else np.array(values, float)
            line.set_data(j, np.clip(_exponents(there), low, high))
            row += [(line, NAMES[name])] if values is not None else []
        moved = self._limits(x=(j[0] - 0.5, j[-1] + 0.5), y=(low, high))
        return self._legend(row) or moved

    def handles(self, result):
        """The median of the last hidden layer, where it sets the variance."""
        control = self.bound.get("median")
        j, low, high = result.j[-2], *result.limits
        here = _exponents(result.median)[-2]
        if control is None or result.c is None or not np.isfinite(here):
            return []

        def to(_x, y):
            return {control: result.c * 10.0 ** (2 * (y - here) / (j - 1))}

        name = f"median of layer {j} sets {control}"
        place = float(np.clip(here, low, high))
        said = f"{control} = {number(result.c)}"
        return [Handle(name, float(j), place, along="y", to=to, step=(0.0, 0.5), said=said)]

    def describe(self, result):
        """One sentence: the medians of the first and the last hidden layer, zeros, what is lost."""
        first, last = (f"{_said(result.median[k])} in layer {result.j[k]}" for k in (0, -2))
        zeros = f"{percent(result.zeros)} are zero" if result.zeros else ""
        lost = f"{percent(result.lost)} not finite" if result.lost else ""
        return sentence([f"{self.of}: {first}, {last}", zeros, lost])


def _exponents(sizes):
    """log10 of sizes (L,), NaN where one is missing or not positive."""
    sizes = np.where(sizes > 0, sizes, np.nan)
    return np.log10(sizes)


def _said(size):
    return "none" if np.isnan(size) else number(float(f"{size:.2g}"))
