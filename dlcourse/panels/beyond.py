"""Small triangles at the edge of the axes, where a curve leaves them."""

import numpy as np

INSIDE = 0.018  # how far from the edge they stand, as a part of the height
MOST = 16  # stretches of one curve that are marked at one edge
NEAR = 24  # pixels of a stretch that has one triangle in its middle, not one at each end
FAR = 1e6  # pixels: what is further outside leaves the axes just as steeply


class Beyond:
    """The triangles at the upper and at the lower edge of `ax`; they move with the curves."""

    def __init__(self, ax):
        self.ax = ax
        how = dict(s=46, linewidths=0, clip_on=False, transform=ax.get_xaxis_transform())
        self.marks = [ax.scatter([], [], marker=marker, **how) for marker in "^v"]

    def show(self, curves) -> None:
        """Triangles where the curves (x, y, colour) leave what is shown, and where they return."""
        (left, right), (low, high) = self.ax.get_xlim(), self.ax.get_ylim()
        found = {k: ([], []) for k in (0, 1)}
        for x, y, colour in curves:
            x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
            seen = (x >= left) & (x <= right)
            for k, outside in enumerate((y > high, y < low)):
                if stretches := _stretches(outside & seen):
                    at = self._places(stretches, x, y, (high, low)[k])
                    found[k][0].extend(at)
                    found[k][1].extend([colour] * len(at))
        for k, (mark, height) in enumerate(zip(self.marks, (1 - INSIDE, INSIDE), strict=True)):
            places, colours = found[k]
            mark.set_offsets(np.column_stack([places, np.full(len(places), height)]))
            mark.set_facecolors(colours)

    def _places(self, stretches, x, y, edge):
        """Where on the horizontal axis the triangles of a curve stand at one edge."""
        pixels = self.ax.transData.transform(np.column_stack([x, y]))
        pixels[:, 1] = np.clip(pixels[:, 1], -FAR, FAR)
        ((_, level),) = self.ax.transData.transform([(x[0], edge)])
        wide, places = NEAR * self.ax.figure.dpi / 96, []
        for first, last in stretches:
            ends = [
                _crossing(pixels[near], pixels[out], level)
                for near, out in ((first - 1, first), (last + 1, last))
                if 0 <= near < len(x) and np.isfinite(pixels[near, 1])
            ]
            spike = len(ends) == 2 and np.ptp(ends) < wide
            places += [pixels[(first + last) // 2, 0]] if spike or not ends else ends
        box = self.ax.bbox
        places = np.clip(places, box.x0, box.x1)
        return self.ax.transData.inverted().transform([(place, level) for place in places])[:, 0]


def _crossing(inside, outside, level):
    """Where the straight line between two points (x, y) has the height `level`."""
    (x, y), (to_x, to_y) = inside, outside
    return x + (level - y) / (to_y - y) * (to_x - x)


def _stretches(mask):
    """The first and the last index of each run of True, evenly fewer where there are very many."""
    ends = np.flatnonzero(np.diff(np.r_[False, mask, False])).reshape(-1, 2) - [0, 1]
    return ends[:: -(-len(ends) // MOST) or 1].tolist()
