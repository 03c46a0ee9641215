"""Where each unit of a network stands in a strip of so many pixels, and where its edges run."""

from dataclasses import dataclass

import numpy as np

NAMES, ARCS, ABOVE = 23, 20, 5  # pixels below for names; above with arcs of skips, and without
FRAME = 8  # pixels around a column for a frame
STEP, FLAT = 62, 15  # pixels from unit to unit in a column: at most; below it a column is folded
APART, CLOSE = 170, 42  # pixels from column to column: at most; below it units are mere dots
DOT, BOX = 11, 22  # pixels of a dot's diameter at most, of a box's width at least
MARKED = 0.5  # the part of an edge's length about its middle where it can be touched
BETWEEN = 6  # pixels between the parts of a folded column


@dataclass(frozen=True)
class _Places:
    """Pixels of a strip, x to the right and y upwards.

    Attributes:
        x: the columns of z_1, …, z_{n+1} (n + 1,).
        units: the middle of each unit (U, 2), those of z_1 first, the first of a state on top.
        boxes: left, bottom, right, top (U, 4) of each unit's box or dot.
        dots: whether there is only room for dots.
        edges: both ends (E, 2, 2) of each edge, those of W_1 first, row by row.
        marks: where each edge can be touched (E, 2); those of one layer do not lie on each other.
        bounds: left, bottom, right, top (n + 1, 4) of each column's boxes.
    """

    x: np.ndarray
    units: np.ndarray
    boxes: np.ndarray
    dots: bool
    edges: np.ndarray
    marks: np.ndarray
    bounds: np.ndarray


def placed(
    widths, width: float, height: float, arcs: bool = False, square: bool = False,
    framed: bool = False, foot: float = 0.0,
) -> _Places:  # fmt: skip
    """Places for columns of such `widths`; `arcs` need room above, maps need `square` boxes.

    Everything stands above `foot`.

    A column that is too high for the strip is folded into two or more, the next one half a step
    lower, so that edges can be seen between the boxes.
    """
    count = len(widths)
    apart = min(APART, width / count)
    dots = apart < CLOSE
    below = foot + NAMES + FRAME * framed
    room = height - below - (ARCS if arcs else ABOVE) - FRAME * framed
    x = 0.5 * width + (np.arange(count) - 0.5 * (count - 1)) * apart
    units, boxes, bounds = [], [], []
    for at, n in zip(x, widths, strict=True):
        folds = -(-n // max(1, int(room / (FLAT if not dots else 0.5 * FLAT))))
        rows = -(-n // folds)
        step = min(STEP, room / (rows + 0.5 * (folds > 1)))
        h = 0.84 * step
        w = min(h if square else max(1.3 * h, BOX), 0.56 * apart / folds - BETWEEN * (folds > 1))
        if dots:
            w = h = min(DOT, 0.5 * apart / folds, h)
        elif square:
            h = w
        part, row = np.divmod(np.arange(n), rows)
        side = (part - 0.5 * (folds - 1)) * (w + BETWEEN)
        down = row + 0.5 * (part % 2) - 0.5 * (rows - 1 + 0.5 * (folds > 1))
        middle, half = (
            np.column_stack([at + side, below + 0.5 * room - step * down]),
            [w / 2, h / 2],
        )
        units.append(middle)
        boxes.append(np.hstack([middle - half, middle + half]))
        bounds.append(np.r_[boxes[-1][:, :2].min(axis=0), boxes[-1][:, 2:].max(axis=0)])
    edges, part = [], []
    for j in range(1, count):
        start = np.column_stack([boxes[j - 1][:, 2], units[j - 1][:, 1]])  # its right side
        end = np.column_stack([boxes[j][:, 0], units[j][:, 1]])
        ends = np.tile(start, (len(end), 1)), np.repeat(end, len(start), axis=0)
        edges.append(np.stack(ends, axis=1))
        along = MARKED * (np.arange(len(start)) - 0.5 * (len(start) - 1)) / len(start)
        part.append(np.tile(0.5 + along, len(end))[:, None])
    units, boxes, edges, part = (np.concatenate(parts) for parts in (units, boxes, edges, part))
    marks = edges[:, 0] + part * (edges[:, 1] - edges[:, 0])
    return _Places(x, units, boxes, dots, edges, marks, np.array(bounds))
