"""A picture is drawn once; afterwards only what moves is drawn again, upon a kept background.

Nine tenths of drawing a figure are its unmoving text and ticks. They are kept as pixels, one
set for each scale (1 while a slider moves, 2 for a display with twice the pixels), until a
panel says that its limits or titles changed.
"""

import itertools
import textwrap
import threading

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from .. import style
from .dark import GROUND, DarkRenderer
from .places import boxes, inside, places_of

STRIP = 26  # CSS pixels below a stored picture
IS_STORED = "A stored picture. Run this notebook, and it can be moved."
DPI = 96  # so that a point of type is a point on the page
# Callbacks may come from a second thread, and all figures share matplotlib's settings and its
# machinery for text: whoever makes, runs, draws, stores or closes a figure holds this lock.
LOCK = threading.RLock()


class Canvas:
    """The panels' axes in one figure of `size` (width, height) CSS pixels, `columns` in a row.

    Panels in a list among them stand one below the other. Drawn without pyplot, which is not safe
    where callbacks run in a second thread.
    """

    def __init__(self, panels, size, columns):
        self.places = places_of(panels)
        self.panels = [panel for place in self.places for panel in place]
        self.size, self.dark = size, False
        self.figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
        FigureCanvasAgg(self.figure)
        self._renderers = {}
        self._backgrounds = {}  # scale → one region of pixels per panel, None if out of date
        with style.applied():
            for panel, where in self._placed(columns):
                ax = self.figure.add_axes(where, projection=panel.projection)
                panel.draw(ax)
                ax.tick_params(**style.TICKS)  # later ticks must not ask global settings

    def resize(self, size, columns, dark=False) -> None:
        """Another `size` in CSS pixels, another ground; the panels must be updated after it."""
        self.size, self.dark = size, dark
        self._renderers.clear()
        self._backgrounds.clear()
        self.figure.set_size_inches(size[0] / DPI, size[1] / DPI)
        for panel, where in self._placed(columns):
            panel.ax.set_position(where)
            panel.resized()

    def _placed(self, columns):
        """Each panel with the rectangle of its axes, in fractions of the figure."""
        self._boxes = boxes(self.places, self.size, columns)
        pairs = list(zip(self.panels, self._boxes, strict=True))
        return [(panel, inside(panel, box, pairs, self.size)) for panel, box in pairs]

    def update(self, results, view, draft=False) -> None:
        """Move the artists of each panel to its result; `view` holds the view controls' values.

        What a `draft` shows is not kept: no panel takes its range from it.
        """
        for k, (panel, result) in enumerate(zip(self.panels, results, strict=True)):
            seen = {n: panel.fixed.get(n, view[n]) for n in panel.controls}
            panel.draft = draft
            changed = True  # also if it fails half-way
            try:
                changed = panel.update(result, **seen, **panel.hidden)
            finally:
                if changed:
                    for regions in self._backgrounds.values():
                        regions[k] = None

    def pixels(self, scale: float = 1):
        """The picture as (rows, columns, 4) uint8, valid until the next drawing at this scale."""
        if self.figure.dpi != DPI * scale:
            self.figure.dpi = DPI * scale
        if scale not in self._renderers:
            width, height = (round(scale * side) for side in self.size)
            kind = DarkRenderer if self.dark else RendererAgg
            self._renderers[scale] = kind(width, height, DPI * scale)
            self._clear(np.asarray(self._renderers[scale].buffer_rgba()))
            self._backgrounds[scale] = [None] * len(self.panels)
        renderer, regions = self._renderers[scale], self._backgrounds[scale]
        moving = [self._moving(panel) for panel in self.panels]
        for k, panel in enumerate(self.panels):
            if regions[k] is None:
                regions[k] = self._background(renderer, panel, self._boxes[k], moving[k], scale)
        for region in regions:  # only now: a number may reach into the neighbour's place
            renderer.restore_region(region)
        for artist in itertools.chain.from_iterable(moving):
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def _background(self, renderer, panel, box, moving, scale):
        """Draw what does not move of one panel on white, and keep the pixels."""
        for artist in panel.ax.get_children():
            artist.set_animated(any(artist is other for other in moving))
        whole = np.asarray(renderer.buffer_rgba())
        x0, y0, x1, y1 = (round(scale * side) for side in box)
        self._clear(whole[len(whole) - y1 : len(whole) - y0, x0:x1])
        panel.ax.draw(renderer)
        return renderer.copy_from_bbox(Bbox([[x0, y0], [x1, y1]]))

    def _clear(self, pixels):
        """Make the `pixels` (rows, columns, 4) paper, in place."""
        pixels[..., :3] = round(255 * GROUND) if self.dark else 255
        pixels[..., 3] = 255  # or what is drawn half transparent upon it would be opaque

    def _moving(self, panel):
        """A panel's moving artists in drawing order; spines last, on top of the lines."""
        if panel.projection or not panel.ax.axison:
            return panel.moving()
        return [*panel.moving(), *(s for s in panel.ax.spines.values() if s.get_visible())]

    def close(self) -> None:
        """Give the memory back."""
        self._renderers.clear()
        self._backgrounds.clear()
        for text in self.figure.findobj(Text):
            text._renderer = None  # it keeps the one that drew it last, megabytes of pixels
        self.figure.clear()


def as_stored(pixels, width: int, scale: int):
    """The `pixels` (rows, columns, 4) of a picture with a line below it that says what it is."""
    return np.vstack([pixels, message(IS_STORED, (width, STRIP), scale)])


def message(text: str, size, scale: int = 1, dark: bool = False):
    """An empty picture of `size` with one sentence in its middle: pixels (rows, columns, 4)."""
    ground, ink = (str(GROUND), "white") if dark else ("white", style.INK)
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI * scale, facecolor=ground)
    canvas = FigureCanvasAgg(figure)
    lines = textwrap.fill(text, max(20, size[0] // 11))
    look = {**style.TEXT, "size": 14, "color": ink, "linespacing": 1.6}
    figure.text(0.5, 0.5, lines, ha="center", va="center", parse_math=False, **look)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())
