"""Where the units of a small network stand, each with room for its four numbers."""

from dataclasses import dataclass

import numpy as np

ABOVE, FOOT = 54, 104  # pixels above the units, for names, and below them, for equations
WIDE, HIGH, TALL = 176, 24, 66  # pixels of a box at most, of one of its numbers, of a unit at most
LEFT = 26  # pixels to the left of the first column, and to the right of the last one


@dataclass(frozen=True)
class Places:
    """Pixels, x to the right and y upwards.

    Attributes:
        boxes: {(j, i): (left, bottom, right, top)} of unit i of z_j.
        edges: {(j, i, k): both ends (2, 2)} of the edge of W_j[i, k].
        marks: {(j, i, k): (x, y)} where an edge can be pulled.
    """

    boxes: dict
    edges: dict
    marks: dict

    def cell(self, letter, j, i):
        """The middle (x, y) of a number's place; v_j[i] and e_j[i] stand at unit i of z_{j+1}."""
        left, bottom, right, top = self.boxes[(j + 1, i) if letter in "ve" else (j, i)]
        part = left + (0.25 if letter in "vz" else 0.75) * (right - left)
        up = 0.75 if letter in "vδ" else 0.25
        return part, bottom + up * (top - bottom)


def placed(widths, width: float, height: float) -> Places:
    """Places in a picture of so many pixels."""
    count, most = len(widths), max(widths)
    apart = (width - 2 * LEFT) / count
    wide = min(WIDE, (0.66 if width >= 800 else 0.74) * apart)
    first = LEFT + 0.5 * wide
    apart = (width - 2 * first) / (count - 1)
    room = height - ABOVE - FOOT
    step = min(room / most, TALL + 24)
    high = min(2 * HIGH, 0.7 * step)
    boxes = {}
    for j, n in enumerate(widths, 1):
        x = first + (j - 1) * apart
        for i in range(1, n + 1):
            y = FOOT + 0.5 * room + step * (0.5 * (n + 1) - i)
            boxes[j, i] = x - 0.5 * wide, y - 0.5 * high, x + 0.5 * wide, y + 0.5 * high
    edges, marks = {}, {}
    for j in range(1, count):
        for i in range(1, widths[j] + 1):
            for k in range(1, widths[j - 1] + 1):
                a, b = boxes[j, k], boxes[j + 1, i]
                ends = np.array([[a[2], 0.5 * (a[1] + a[3])], [b[0], 0.5 * (b[1] + b[3])]])
                part = 0.5 + 0.36 * ((k - 0.5) / widths[j - 1] - 0.5)
                edges[j, i, k] = ends
                marks[j, i, k] = ends[0] + part * (ends[1] - ends[0])
    return Places(boxes, edges, marks)
