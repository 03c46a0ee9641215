"""Below the axes: the names of columns, and rows of text for each of them."""

from .. import style
from .base import say

LINE = 19  # pixels from line to line
AWAY = 6  # points from the axes to the first line


class Rows:
    """The columns' names and the rows below `ax`; a row's own name stands left of the axes."""

    def __init__(self, ax):
        self.ax, self.texts, self._key = ax, [], None

    def show(self, labels, rows) -> bool:
        """Name columns 0, 1, … (C,) and write rows {name: texts (C,)}; True when names changed."""
        key = (tuple(labels), tuple(rows))
        other, self._key = self._key != key, key
        if other:
            self._make_room(labels, rows)
        said = [text for name, row in rows.items() for text in (name, *row)]
        for artist, text in zip(self.texts, said, strict=True):
            say(artist, text)
        return other

    def _make_room(self, labels, rows):
        for artist in self.texts:
            artist.remove()
        if labels:
            self.ax.set_xticks(range(len(labels)), labels)
            self.ax.tick_params(axis="x", length=0)
        line, down = 0.75 * LINE, 1 + max([0, *(label.count("\n") for label in labels)])
        self.ax.xaxis.labelpad = 4 + line * len(rows)
        look = {**style.TEXT, "size": 11, "color": style.INK, "textcoords": "offset points"}
        look |= dict(va="top", annotation_clip=False, xycoords=self.ax.get_xaxis_transform())
        places = [(-0.5, -8, "right"), *((k, 0, "center") for k in range(len(labels)))]
        self.texts = [
            self.ax.annotate("", (x, 0), (aside, -AWAY - line * (down + k)), ha=side, **look)
            for k in range(len(rows))
            for x, aside, side in places
        ]
