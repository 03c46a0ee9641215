"""The functions of a network's units as small pictures, and one of them large."""

import numpy as np
from matplotlib import colormaps
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from .. import style
from .base import number, say
from .placing import NAMES

POSITIVE, NEGATIVE = style.BLUE, style.VERMILLION
INSIDE = 3.0  # pixels of a box that stay free around its curve
LARGE = 256  # pixels that a large unit takes from a strip
LEFT, ABOVE, RIGHT = 66, 25, 6  # pixels around its box: numbers to the left, its name above
BAR = 7  # pixels of the width of a map's scale
HINT = "click a unit\nto see its function"


def strength(values) -> np.ndarray:
    """How strong numbers (any shape) appear: 0 for 0, ½ for ±1, 1 far away."""
    sizes = np.minimum(np.nan_to_num(np.abs(np.asarray(values, float))), 1e9)
    return sizes / (1 + sizes)


def signed(values) -> np.ndarray:
    """Colours (..., 3) of numbers (...): white for 0, blue above, vermillion below."""
    full = np.where(np.asarray(values)[..., None] > 0, to_rgb(POSITIVE), to_rgb(NEGATIVE))
    return 1 - strength(values)[..., None] * (1 - full)


def curves_in(boxes, values) -> tuple[np.ndarray, np.ndarray]:
    """Curves (M, T, 2) of `values` (M, T) and lines at 0 (M, 2, 2), each filling its box (M, 4)."""
    low, high = extent(values)
    left, bottom, right, top = (side[:, None] for side in boxes.T)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        part = (np.column_stack([values, np.zeros(len(values))]) - low) / (high - low)
    part = np.where(high > low, part, 0.5)
    up = bottom + INSIDE + (top - bottom - 2 * INSIDE) * part
    across = left + (right - left) * np.linspace(0, 1, values.shape[1])
    zeros = np.stack([across[:, [0, -1]], up[:, [-1, -1]]], axis=-1)
    return np.stack([across, up[:, :-1]], axis=-1), zeros


def extent(values) -> tuple[np.ndarray, np.ndarray]:
    """The lower and the upper end (M, 1) of the boxes of `values` (M, T); 0 is in them."""
    return (
        np.minimum(values.min(axis=1, keepdims=True), 0.0),
        np.maximum(values.max(axis=1, keepdims=True), 0.0),
    )


def map_colours(values) -> np.ndarray:
    """`values` (M, G, G) as pictures (M, G, G, 4) uint8, each from its smallest to its largest."""
    flat = values.reshape(len(values), -1)
    low, high = flat.min(axis=1)[:, None, None], flat.max(axis=1)[:, None, None]
    with np.errstate(invalid="ignore", over="ignore"):
        part = np.where(high > low, (values - low) / np.where(high > low, high - low, 1.0), 0.5)
    return colormaps["cividis"](part, bytes=True)


class Maps(Artist):
    """Small pictures, each set into its box as it is: one artist for all, without resampling."""

    def __init__(self):
        super().__init__()
        self.show(np.zeros((0, 4)), [])

    def show(self, boxes, pictures):
        """Boxes (M, 4): left, bottom, right, top; pictures (rows, columns, 4) uint8, upwards."""
        self.boxes, self.pictures = boxes, pictures

    def draw(self, renderer):
        """Draw them pixel by pixel."""
        gc = renderer.new_gc()
        corners = self.axes.transData.transform(self.boxes.reshape(-1, 2)).round().astype(int)
        for (x0, y0, x1, y1), picture in zip(corners.reshape(-1, 4), self.pictures, strict=True):
            sides = zip((y1 - y0, x1 - x0), picture.shape, strict=False)
            rows, columns = (np.arange(n) * parts // n for n, parts in sides)
            renderer.draw_image(gc, x0, y0, np.ascontiguousarray(picture[rows][:, columns]))
        gc.restore()


class LargeUnit:
    """One unit's function in a box of its own, at the right end of a strip of so many pixels.

    Attributes:
        button: the middle of the words that switch it off (x, y), in pixels.
    """

    def __init__(self, ax, width, height):
        left, right, top = width - LARGE + LEFT, width - RIGHT, height - ABOVE
        self.box, self.button = np.array([[left, NAMES, right, top]]), (right - 36, top + 13)
        ink = {**style.TEXT, "color": style.INK}
        small = {**ink, "size": 10, "ha": "right"}
        line, middle = dict(autolim=False), {**small, "ha": "center", "va": "center"}
        self._maps = ax.add_artist(Maps())
        self._zero = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=1), **line)
        self._curve = ax.add_collection(LineCollection([], linewidths=2.4), **line)
        edge = [left, right, right, left, left], [NAMES, NAMES, top, top, NAMES]
        self._frame = ax.plot(*edge, color=style.GREY, linewidth=1.0)[0]
        self._high = ax.text(left - BAR - 8, top, "", va="top", **small)
        self._low = ax.text(left - BAR - 8, NAMES, "", va="bottom", **small)
        rounded = dict(boxstyle="round,pad=0.25", facecolor="none", edgecolor=style.GREY)
        self._words = {  # what stands still as long as it is the same unit
            "name": ax.text(left, top + 5, "", va="bottom", **ink),
            "hint": ax.text((left + right) / 2, (NAMES + top) / 2, "", **middle),
            "button": ax.text(*self.button, "", bbox=rounded, **middle),
            "from": ax.text(left, NAMES - 4, "", va="top", **{**small, "ha": "left"}),
            "to": ax.text(right, NAMES - 4, "", va="top", **small),
        }

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._maps, self._zero, self._curve, self._frame, self._high, self._low]

    def show(self, result, row, colour, button=""):
        """The unit in this `row` of a result (None: a hint), and the words of its `button`.

        True when more than the function changed.
        """
        values = None
        if row is not None and result.values is not None:
            values = result.values[row : row + 1]
        mapped = values is not None and values.ndim == 3
        ends = (None, None)
        if values is not None:
            ends = (values.min(), values.max()) if mapped else extent(values)
        for text, end in zip((self._low, self._high), ends, strict=True):
            text.set_text("" if end is None else number(np.ravel(end)[0]))
        curves, zeros = ([], []) if mapped or values is None else curves_in(self.box, values)
        self._curve.set_segments(curves)
        self._curve.set_color(colour)
        self._zero.set_segments(zeros)
        self._maps.show(*self._map(values) if mapped else (self.box[:0], []))
        self._frame.set_visible(not mapped)
        words = dict.fromkeys(self._words, "")
        if row is None:
            words["hint"] = HINT
        else:
            words["name"], words["button"] = style.part(("unit", *result.unit)), button
        if values is None and row is not None:
            words["hint"] = f"mean over the samples\n{number(result.z[row])}"
        if len(curves):
            words["from"], words["to"] = f"x = {number(result.x[0, 0])}", number(result.x[0, -1])
        return any([say(text, words[name]) for name, text in self._words.items()])

    def _map(self, values):
        """The boxes and pictures of a map and of its scale, which stands to its left."""
        left, bottom, _, top = self.box[0]
        boxes = [left, bottom, left + top - bottom, top], [left - BAR - 4, bottom, left - 4, top]
        scale = map_colours(np.linspace(0, 1, 64).reshape(1, 64, 1))
        return np.array(boxes), [*map_colours(values), *scale]
