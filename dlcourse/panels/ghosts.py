"""What was shown before the last move, as faint lines below the present ones."""

import numpy as np


class Ghosts:
    """The former course of some lines of `ax`; unseen until they are asked for."""

    def __init__(self, ax):
        self.ax, self.lines, self._past = ax, [], []

    def remember(self, lines) -> None:
        """Keep the course of these lines as they are now."""
        self._past = [
            ([np.array(values) for values in line.get_data()], _look(line))
            for line in lines
            if line.get_visible()
        ]

    def show(self, asked: bool) -> None:
        """Draw what was remembered, or nothing."""
        for _ in range(len(self.lines), len(self._past) * asked):
            self.lines += self.ax.plot([], [], linewidth=2.0, markersize=5, alpha=0.35)
        for line in self.lines:
            line.set_data([], [])
        for line, (points, look) in zip(self.lines, self._past * asked, strict=False):
            line.set_data(*points)
            line.set(**look)


def _look(line):
    """The colour of a line; without dashes and dots, unless it has nothing but dots."""
    dots = line.get_linestyle() == "None"
    how = dict(linestyle="None", marker=line.get_marker()) if dots else dict(linestyle="-")
    return {"color": line.get_color(), "marker": "None", **how}
