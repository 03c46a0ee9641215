"""Handles moved as the page moves them, without a browser: what is told, and what is set."""

import numpy as np


def offered(figure, panel=0):
    """{name: Handle} of one panel, as the picture that is shown has them."""
    return {handle.name: handle for of, handle in figure._touch._found.values()
            if of is figure.panels[panel]}  # fmt: skip


def drag(figure, name, x=None, y=None, panel=0, phase="drop"):
    """Move a handle to (x, y) in its own coordinates, where they are given; at most to the edge."""
    one, view = offered(figure, panel)[name], figure.panels[panel]
    frame = view.ax.transAxes if one.frame == "axes" else view.ax.transData
    place = frame.transform((one.x if x is None else x, one.y if y is None else y))
    _tell(figure, name, panel, place, phase)


def press(figure, name, right=0, up=0, panel=0):
    """Move a handle by steps of the arrow keys."""
    picture = figure._layout.picture
    k = [told["id"] for told in picture.handles].index(f"{panel} {name}")
    (x, y), (dx, dy) = picture.places[k], picture.handles[k]["step"]
    whole = figure.panels[panel].ax.figure.bbox
    place = (x + right * abs(dx)) * whole.width, (1 - (y - up * abs(dy))) * whole.height
    _tell(figure, name, panel, place, "key")


def to_the_corners(figure, name, panel=0):
    """Drag a handle into each corner of its axes, and back to where it was."""
    for right, up in ((0, 0), (0, 1), (1, 0), (1, 1)):
        box = figure.panels[panel].ax.bbox
        place = box.x0 + right * box.width, box.y0 + up * box.height
        for phase in ("drag", "drop"):
            if name in offered(figure, panel):
                _tell(figure, name, panel, place, phase)
        assert figure.error is None
        assert np.isfinite(figure._layout.picture.places).all()
        yield


def _tell(figure, name, panel, place, phase):
    picture, ax = figure._layout.picture, figure.panels[panel].ax
    (left, low), (right, high) = ax.bbox.min, ax.bbox.max
    x, y = np.clip(place, (left, low), (right, high)) / (
        ax.figure.bbox.width,
        ax.figure.bbox.height,
    )
    number = picture.touch.get("n", 0) + 1
    picture.touch = dict(id=f"{panel} {name}", x=float(x), y=float(1 - y), phase=phase, n=number)
