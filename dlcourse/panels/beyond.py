"""Small triangles at the edge of the axes, where a curve leaves them."""

import numpy as np

INSIDE = 0.018  # how far from the edge they stand, as a part of the height
MOST = 16  # triangles of one curve at one edge


class Beyond:
    """The triangles at the upper and at the lower edge of `ax`; they move with the curves."""

    def __init__(self, ax):
        self.ax = ax
        how = dict(s=46, linewidths=0, clip_on=False, transform=ax.get_xaxis_transform())
        self.marks = [ax.scatter([], [], marker=marker, **how) for marker in "^v"]

    def show(self, curves) -> None:
        """One triangle for each stretch of the curves (x, y, colour) outside what is shown."""
        (left, right), (low, high) = self.ax.get_xlim(), self.ax.get_ylim()
        found = {k: ([], []) for k in (0, 1)}
        for x, y, colour in curves:
            x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
            seen = (x >= left) & (x <= right)
            for k, outside in enumerate((y > high, y < low)):
                at = x[_middles(outside & seen)]
                found[k][0].extend(at)
                found[k][1].extend([colour] * len(at))
        for k, (mark, height) in enumerate(zip(self.marks, (1 - INSIDE, INSIDE), strict=True)):
            places, colours = found[k]
            mark.set_offsets(np.column_stack([places, np.full(len(places), height)]))
            mark.set_facecolors(colours)


def _middles(mask):
    """The index in the middle of each run of True, evenly fewer where there are very many."""
    ends = np.flatnonzero(np.diff(np.r_[False, mask, False])).reshape(-1, 2)
    middles = (ends[:, 0] + ends[:, 1] - 1) // 2
    return middles[:: -(-len(middles) // MOST) or 1]
