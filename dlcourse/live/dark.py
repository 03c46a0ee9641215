"""The picture on a dark page: greys are turned round, colours keep their hue, images stay."""

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

GROUND = 0x11 / 255  # the grey of a dark page, where paper is white
NEUTRAL = 0.08  # colours whose channels differ by less are greys
DIM, PALE = 0.36, 0.8  # luminance: what is darker is lightened, what is paler becomes a dark tint
TINT = 0.35  # channels that differ by less are a tint, as of a frame's ground
WEIGHTS = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue in what the eye calls bright


def on_dark(colours, lines=True):
    """Colours (..., 3 or 4) as they are drawn on a dark page; the alpha channel stays.

    Dark `lines` become lighter; faces do not, as they may be places of a colour map.
    """
    colours = np.array(colours, dtype=float)
    if colours.size == 0:
        return colours
    rgb = colours[..., :3]
    bright = rgb @ WEIGHTS
    apart = np.ptp(rgb, axis=-1)
    grey = apart < NEUTRAL
    dim, pale = ~grey & (bright < DIM) & lines, ~grey & (bright > PALE) & (apart < TINT)
    colours[..., :3] = np.select(
        [grey[..., None], dim[..., None], pale[..., None]],
        [1 - (1 - GROUND) * rgb, 0.7 * rgb + 0.3, 0.3 * rgb + 0.7 * GROUND],
        rgb,
    )
    return colours


class DarkRenderer(RendererAgg):
    """Draws what it is given in the colours of a dark page; images as they are."""

    def __init__(self, *size):
        super().__init__(*size)
        self._agg_markers, self._agg_collection = self.draw_markers, self.draw_path_collection
        self.draw_markers, self.draw_path_collection = self._markers, self._collection

    @staticmethod
    def _turned(gc):
        other = gc.__class__()
        other.copy_properties(gc)
        other._rgb = tuple(on_dark(gc.get_rgb()))
        return other

    @staticmethod
    def _face(face):
        return None if face is None else tuple(on_dark(face, lines=False))

    def draw_path(self, gc, path, transform, rgbFace=None):
        """Draw a path, its face included."""
        super().draw_path(self._turned(gc), path, transform, self._face(rgbFace))

    def draw_text(self, gc, *args, **kwargs):
        """Draw a text."""
        super().draw_text(self._turned(gc), *args, **kwargs)

    def _markers(self, gc, marker, marker_transform, path, transform, face=None):
        self._agg_markers(
            self._turned(gc), marker, marker_transform, path, transform, self._face(face)
        )

    def _collection(self, gc, *args, **kwargs):
        args = list(args)
        args[5], args[6] = on_dark(args[5], lines=False), on_dark(args[6])  # faces, edges
        self._agg_collection(gc, *args, **kwargs)
