"""Panels with their results drawn, for the tests of all panels: what do the artists show?"""

import numpy as np
from matplotlib.colors import to_hex

from dlcourse.live.canvas import Canvas
from dlcourse.live.controls import defaults

BOTH = ("log", "free")  # view switches that are not offered unless asked for


def shown(panel, *results, **view):
    """The panel after it has shown one result after the other."""
    picture(panel, *results, **view)
    return panel


def picture(panel, *results, dots=1, **view):
    """The pixels, `dots` to a CSS pixel, after moving through `results` as a live figure does."""
    canvas = Canvas([panel], (520, 380), 1)
    chosen = {**defaults(panel.update), **panel.view, **view}
    for result in results:
        canvas.update([result], chosen)
        pixels = canvas.pixels(dots)
    return pixels.copy()


def legend(panel):
    """(artist as it looks in the legend, label) of all rows, the lowest row first."""
    return [
        (handle, text.get_text())
        for row in panel._legends
        for handle, text in zip(row.legend_handles, row.get_texts(), strict=True)
    ]


def hexes(colours):
    """Colours as the palette writes them."""
    return [to_hex(colour).upper() for colour in colours]


def points(line):
    """The points of a line (N, 2)."""
    return np.column_stack(line.get_data())
