"""Ways down from one place of a plane, a colour each."""

from typing import ClassVar

import numpy as np

from dlcourse.chapters.loss_landscape.pictures.contour import ContourPanel
from dlcourse.panels.base import number
from dlcourse.panels.handles import Handle


class RollPanel(ContourPanel):
    """Ways down from one place of the plane, a colour each; the result is a `Rolls`.

    A click anywhere in the axes sets the place, and so does dragging the dot where the ways begin.

    Args:
        looks: one dict of line properties per way.
        **view: as a ContourPanel takes it.
    """

    touch: ClassVar = {"start": ("t_1", "t_2")}

    def __init__(self, *, looks, **view):
        super().__init__(**view)
        self.looks = looks

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        wide = dict(color="k", linewidth=5.0, solid_capstyle="round")
        self._below = [ax.plot([], [], **wide)[0] for _ in self.looks]
        self._ways = [ax.plot([], [], **{"linewidth": 2.6, **look})[0] for look in self.looks]
        ends = dict(marker="o", markersize=9, markeredgecolor="k")
        self._ends = [ax.plot([], [], **{**look, **ends})[0] for look in self.looks]
        self._begin = ax.plot([], [], "o", color="w", markeredgecolor="k", markersize=11)[0]

    def moving(self):
        """The artists that move, in drawing order."""
        return [*super().moving(), *self._below, *self._ways, self._begin, *self._ends]

    def update(self, result, *, log=False, free=False):
        """Move the artists to `result`; True when limits, legend or the colours' scale changed."""
        changed = super().update(result, log=log, free=free)
        ways = [np.asarray(way) for way in result.ways.values()]
        for k, way in enumerate(ways):
            for line in (self._below[k], self._ways[k]):
                line.set_data(*way.T)
            self._ends[k].set_data(*way[-1:].T)
        self._begin.set_data(*ways[0][:1].T)
        return changed

    def _rows(self, result):
        first, *others = zip(self._ways, result.ways, strict=True)
        return [first, *super()._rows(result), *others]

    def handles(self, result):
        """The field of all places where the ways may begin, and the dot where they do."""
        if "start" not in self.bound:
            return []
        x, y = map(float, next(iter(result.ways.values()))[0])
        by = 0.01 * float(result.t1[-1] - result.t1[0])
        said, names = f"{number(x)}, {number(y)}", self.bound["start"]
        how = dict(step=(by, by), said=said, to=lambda *to: dict(zip(names, to, strict=True)))
        return [
            Handle("place to roll from: Enter or a click", x, y, kind="field", **how),
            Handle("start", x, y, **how),
        ]

    def meaning(self, result):
        """How much of the last, the free way can be seen in the plane."""
        *_, (name, way) = result.ways.items()
        seen, length = np.linalg.norm(way[-1] - way[0]), result.distances[name]
        return (
            f"{name[:1].upper()}{name[1:]}, descent ends {number(length)} from its start; "
            f"of that the plane shows {number(seen)}."
        )
