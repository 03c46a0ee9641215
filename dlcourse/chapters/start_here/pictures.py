"""The pictures of notebook 00: several fits in one frame, and what the figures mean in words."""

import numpy as np

import dlcourse as dl
from dlcourse.panels.base import counted, number

CLOSE = 0.01  # kinks that are closer look like one
NAMES = tuple(f"start {k}" for k in range(1, 5))


class FourFitsPanel(dl.FitPanel):
    """Four networks' curves over the same samples; the result is a tuple of four `Fit`s."""

    switches = ()

    def __init__(self, **view):
        super().__init__(labels=NAMES, kinks=False, **view)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        for line in self._models:
            line.remove()
        self._models = [
            ax.plot([], [], **{**dl.style.look(k), "label": name})[0]
            for k, name in enumerate(self.labels)
        ]


def how_they_differ(fits, losses: dl.Curves) -> str:
    """Of fits from several starts: how many kinks each has, and their losses at both ends."""
    kinks = ", ".join(str(len(fit.kinks)) for fit in fits)
    low, high = (number(f(fit.train_loss for fit in fits)) for f in (min, max))
    return f"The four fits have {kinks} kinks; their training losses lie between {low} and {high}."


def how_few(units: dl.UnitFunctions, fit: dl.Fit) -> str:
    """Of a small network: how many parameters it has, how well it fits, and kinks hard to see."""
    count, x = counted(units.net.n_params, "parameter"), fit.kinks.x if fit.kinks else ()
    seen = len(x) and 1 + int(np.sum(np.diff(x) > CLOSE))
    close = f"; its {len(x)} kinks are so close that they look like {seen}" if seen < len(x) else ""
    return f"With {count} the training loss is {number(fit.train_loss)}{close}."
