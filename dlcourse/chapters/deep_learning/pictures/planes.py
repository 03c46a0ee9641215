"""Which class is predicted where in a plane, and the entries of a matrix."""

from typing import ClassVar

import numpy as np
from matplotlib.colors import to_rgb

import dlcourse as dl
from dlcourse.panels.base import number
from dlcourse.panels.functions import signed
from dlcourse.panels.handles import Handle


class RegionsPanel(dl.Panel):
    """The plane in light colours of the predicted classes, and a new point that can be dragged."""

    margins, square = (66, 60, 12, 46), True
    touch: ClassVar = {"point": ("x_1", "x_2")}

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-2.5, 2.5), ylim=(-2.5, 2.5))
        how = dict(extent=(-2.5, 2.5) * 2, origin="lower", aspect="auto", interpolation="nearest")
        self._plane = ax.imshow(np.ones((1, 1, 3)), **how)
        self._classes = [
            ax.plot([], [], linestyle="none", markersize=7, markeredgecolor="w", **look)[0]
            for look in dl.style.CLASSES[:3]
        ]
        look = dict(marker="*", markersize=18, color=dl.style.BLACK, linestyle="none")
        self._point = ax.plot([], [], markeredgecolor="w", **look)[0]

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._plane, *self._classes, self._point]

    def update(self, result):
        """Move the artists to `result`; True when the legend changed."""
        tints = [[0.75 + 0.25 * c for c in to_rgb(k["color"])] for k in dl.style.CLASSES[:3]]
        self._plane.set_data(np.array(tints)[result.chosen])
        for k, line in enumerate(self._classes):
            line.set_data(*result.x[:, result.classes == k])
        self._point.set_data(*([at] for at in result.point))
        named = [(line, f"class {k}") for k, line in enumerate(self._classes, 1)]
        return self._legend([*named, (self._point, "new x")])

    def handles(self, result):
        """The new point."""
        if "point" not in self.bound:
            return []
        first, second = self.bound["point"]
        return [Handle(
            "new x", *map(float, result.point), step=(0.05, 0.05), size=12.0,
            to=lambda x, y: {first: float(x), second: float(y)},
        )]  # fmt: skip

    def describe(self, result):
        """How many samples there are, and where the new point is."""
        place = ", ".join(map(number, result.point))
        return f"{result.x.shape[1]} samples; new x = ({place})."


class MatrixPanel(dl.Panel):
    """The entries of a matrix, blue if positive, vermillion if negative, white if 0; a `Map`."""

    margins = (66, 60, 12, 46)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="entry of z", ylabel="entry of Wz")
        how = dict(aspect="auto", interpolation="nearest", extent=(0.5, 1.5, 1.5, 0.5))
        self._entries = ax.imshow(np.ones((1, 1, 4)), **how)

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._entries]

    def update(self, result):
        """Move the artists to `result`; True when it has another size."""
        m, n = result.W.shape
        self._entries.set_data(np.where(result.W[..., None] == 0, 1.0, signed(result.W)))
        self._entries.set_extent((0.5, n + 0.5, m + 0.5, 0.5))
        return self._limits(x=(0.5, n + 0.5), y=(m + 0.5, 0.5))

    def describe(self, result):
        """Size and number of entries that are not 0."""
        m, n = result.W.shape
        return f"W is {m} × {n}; {np.count_nonzero(result.W)} entries are not 0."
