"""A data set as a picture of the size of a button."""

from functools import lru_cache

import numpy as np

from .. import style
from ..data import Data

WIDTH, HEIGHT, MARGIN = 64, 44, 5
CAPS = {"o": "round", "s": "square"}  # a line of no length is its cap: the marks of two classes
_CODED = str.maketrans({"#": "%23", "<": "%3C", ">": "%3E", '"': "'"})  # what an address may hold
PLUS = '<path d="M32 13v18M23 22h18" stroke="#888" stroke-width="2.5"/>'  # nothing there yet


@lru_cache(maxsize=32)
def svg(data: Data | None) -> str:
    """The samples of a set with one or two inputs as SVG, of None a plus.

    With one input the points (x, y) and a faint truth, all black: a mask for the page's own colour.
    With two, each class in its colour.
    """
    if data is None:
        inside = PLUS
    elif len(data.x) == 1:
        inside = _points_and_truth(data)
    else:
        place = _fitted(data.x, equal=True)
        inside = "".join(
            _dots(place(data.x[:, data.y[0] == k]), look["color"], CAPS[look["marker"]], data.N)
            for k, look in enumerate(style.CLASSES[:2])
        )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} fill="none">{inside}</svg>'


def url(data: Data | None) -> str:
    """The same as an address that CSS can show."""
    return f'url("data:image/svg+xml,{svg(data).translate(_CODED)}")'


def _points_and_truth(data):
    points = np.vstack([data.x, data.y])
    curve = np.empty((2, 0))
    if data.truth is not None:
        x = np.linspace(data.x.min(), data.x.max(), 61)[None]
        curve = np.vstack([x, data.truth(x)])
    place = _fitted(np.hstack([points, curve]))
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in place(curve).T)
    faint = f'<path d="M{line}" stroke="#000" stroke-opacity="0.45" stroke-width="1.4"/>'
    return (faint if line else "") + _dots(place(points), "#000", "round", data.N)


def _dots(places, colour, cap, count):
    marks = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places.T)
    size = 3.2 if count <= 60 else 2.6 if count <= 150 else 1.8
    look = f'stroke="{colour}" stroke-width="{size}" stroke-linecap="{cap}"'
    return f'<path d="{marks}" {look}/>'


def _fitted(points, equal=False):
    """The map of places (2, N) into the picture that makes all `points` just fit."""
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    room = np.array([[WIDTH - 2 * MARGIN], [HEIGHT - 2 * MARGIN]])
    by = room / np.where(high > low, high - low, np.inf)
    if equal:
        by = np.min(by[by > 0], initial=np.inf) * np.ones((2, 1))
        by[~np.isfinite(by)] = 0.0
    middle = np.array([[WIDTH], [HEIGHT]]) / 2
    return lambda places: middle + by * [[1], [-1]] * (places - (low + high) / 2)
