"""A picture is drawn once; afterwards only what moves is drawn again, upon a kept background.

Nine tenths of drawing a figure are its unmoving text and ticks. They are kept as pixels, one
set for each scale (1 while a slider moves, 2 for a display with twice the pixels), until a
panel says that its limits or titles changed.
"""

import textwrap

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from .. import style

DPI = 96  # so that a point of type is a point on the page


class Canvas:
    """The panels' axes side by side in one figure of `size` (width, height) CSS pixels.

    Drawn without pyplot, which is not safe where callbacks run in a second thread.
    """

    def __init__(self, panels, size, columns):
        self.panels = list(panels)
        self.size = size
        self.figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
        FigureCanvasAgg(self.figure)
        self._renderers = {}
        self._backgrounds = {}
        with style.applied():
            for panel, box in zip(self.panels, self._boxes(columns), strict=True):
                ax = self.figure.add_axes(box, projection=panel.projection)
                panel.draw(ax)
                ax.tick_params(**style.TICKS)  # later ticks must not ask global settings

    def _boxes(self, columns):
        """The rectangle of each panel's axes in fractions of the figure; margins in pixels."""
        width, height = self.size
        rows = -(-len(self.panels) // columns)
        for k, panel in enumerate(self.panels):
            row, column = divmod(k, columns)
            left, bottom, right, top = panel.margins
            x0, x1 = width * column / columns, width * (column + 1) / columns
            y0, y1 = height * (rows - 1 - row) / rows, height * (rows - row) / rows
            yield (
                (x0 + left) / width,
                (y0 + bottom) / height,
                (x1 - x0 - left - right) / width,
                (y1 - y0 - bottom - top) / height,
            )

    def update(self, results, view) -> None:
        """Move the artists of each panel to its result; `view` holds the view controls' values."""
        changed = False
        for panel, result in zip(self.panels, results, strict=True):
            chosen = {name: view[name] for name in panel.controls}
            changed = bool(panel.update(result, **chosen)) or changed
        if changed:
            self._backgrounds.clear()

    def pixels(self, scale: int = 1):
        """The picture as (rows, columns, 4) uint8, valid until the next drawing at this scale."""
        if self.figure.dpi != DPI * scale:
            self.figure.dpi = DPI * scale
        if scale not in self._renderers:
            width, height = (scale * side for side in self.size)
            self._renderers[scale] = RendererAgg(width, height, DPI * scale)
        renderer = self._renderers[scale]
        moving = self._moving()
        for artist in moving:
            artist.set_animated(True)  # left out of the background
        if scale in self._backgrounds:
            renderer.restore_region(self._backgrounds[scale])
        else:
            renderer.clear()
            self.figure.draw(renderer)
            self._backgrounds[scale] = renderer.copy_from_bbox(self.figure.bbox)
        for artist in moving:
            if hasattr(artist, "do_3d_projection"):
                artist.do_3d_projection()
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def _moving(self):
        """All moving artists in drawing order; spines last, on top of the lines."""
        artists = []
        for panel in self.panels:
            artists.extend(panel.moving())
            if panel.projection is None:
                artists.extend(panel.ax.spines.values())
        return artists

    def close(self) -> None:
        """Give the memory back."""
        self._renderers.clear()
        self._backgrounds.clear()
        self.figure.clear()


def message(text: str, size, scale: int = 1):
    """A white picture of `size` with one sentence in its middle: pixels (rows, columns, 4)."""
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI * scale, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    lines = textwrap.fill(text, max(20, size[0] // 11))
    look = {**style.TEXT, "size": 14, "color": style.INK, "linespacing": 1.6}
    figure.text(0.5, 0.5, lines, ha="center", va="center", parse_math=False, **look)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())
