"""The functions of a network's units as small pictures, and one of them large."""

import numpy as np
from matplotlib import colormaps
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

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
    """Colours (..., 4) of numbers (...): blue above 0, vermillion below, the weaker the paler."""
    colours = np.where(np.asarray(values)[..., None] > 0, to_rgba(POSITIVE), to_rgba(NEGATIVE))
    colours[..., 3] = strength(values)
    return colours


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
    """One unit's function in a box of its own, at the right end of a strip.

    Attributes:
        box: left, bottom, right, top (1, 4), in pixels.
        button: the middle of the words that switch it off (x, y), in pixels.
    """

    def __init__(self, ax):
        ink = {**style.TEXT, "color": style.INK}
        small, line = {**ink, "size": 10}, dict(autolim=False)
        middle = {**small, "ha": "center", "va": "center"}
        self._maps = ax.add_artist(Maps())
        self._zero = ax.add_collection(LineCollection([], colors=style.GREY, linewidths=1), **line)
        self._curve = ax.add_collection(LineCollection([], linewidths=2.4), **line)
        self._frame = ax.plot([], [], color=style.GREY, linewidth=1.0)[0]
        self._high = ax.text(0, 0, "", ha="right", va="top", **small)
        self._low = ax.text(0, 0, "", ha="right", va="bottom", **small)
        rounded = dict(boxstyle="round,pad=0.25", facecolor="none", edgecolor=style.GREY)
        self._words = {  # what stands still as long as it is the same unit
            "name": ax.text(0, 0, "", va="bottom", **ink),
            "hint": ax.text(0, 0, "", **middle),
            "button": ax.text(0, 0, "", bbox=rounded, **middle),
            "from": ax.text(0, 0, "", va="top", **small),
            "to": ax.text(0, 0, "", ha="right", va="top", **small),
        }

    def place(self, width, height):
        """Put it into a strip of so many pixels."""
        left, right, top = width - LARGE + LEFT, width - RIGHT, height - ABOVE
        self.box, self.button = np.array([[left, NAMES, right, top]]), (right - 36, top + 13)
        self._frame.set_data([left, right, right, left, left], [NAMES, NAMES, top, top, NAMES])
        places = {
            "name": (left, top + 5), "hint": ((left + right) / 2, (NAMES + top) / 2),
            "button": self.button, "from": (left, NAMES - 4), "to": (right, NAMES - 4),
        }  # fmt: skip
        for name, place in places.items():
            self._words[name].set_position(place)
        self._high.set_position((left - BAR - 8, top))
        self._low.set_position((left - BAR - 8, NAMES))

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._maps, self._zero, self._curve, self._frame, self._high, self._low]

    def show(self, result, row, colour, words):
        """The unit in this `row` of a result, in its colour, or None; and {what: words} around it.

        True when the words changed.
        """
        values, words = None, {**dict.fromkeys(self._words, ""), **words}
        if row is not None:
            words["name"] = style.part(("unit", *result.unit))
            if result.values is None:
                words["hint"] = f"mean over the samples\n{number(result.z[row])}"
            else:
                values = result.values[row : row + 1]
        mapped, ends = values is not None and values.ndim == 3, ("", "")
        curves, zeros = [], []
        if mapped:
            ends = number(values.min()), number(values.max())
        elif values is not None:
            curves, zeros = curves_in(self.box, values)
            ends = (number(end[0, 0]) for end in extent(values))
            words["from"], words["to"] = f"x = {number(result.x[0, 0])}", number(result.x[0, -1])
        self._curve.set_segments(curves)
        self._curve.set_color(colour)
        self._zero.set_segments(zeros)
        self._maps.show(*self._map(values) if mapped else (self.box[:0], []))
        for text, end in zip((self._low, self._high), ends, strict=True):
            text.set_text(end)
        self._frame.set_visible(len(curves) > 0 or words["hint"] != "")
        return any([say(text, words[name]) for name, text in self._words.items()])

    def _map(self, values):
        """The boxes and pictures of a map and of its scale, which stands to its left."""
        left, bottom, right, top = self.box[0]
        side = min(right - left, top - bottom)
        boxes = [left, bottom, left + side, bottom + side], [left - BAR - 4, bottom, left - 4, top]
        scale = map_colours(np.linspace(0, 1, 64).reshape(1, 64, 1))
        return np.array(boxes), [*map_colours(values), *scale]
