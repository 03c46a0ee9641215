"""The legend above the axes: as many rows as there is room for, before its type gets smaller."""

import re
from functools import lru_cache
from itertools import groupby

from matplotlib.font_manager import findfont, get_font
from matplotlib.legend import Legend

from .. import style

ROW, FOOT = 22, 6  # pixels of a row, and below the lowest one
SPARE = 5  # pixels by which a row may be longer than it is reckoned
# Points of type, the length of a line's sample and the space between entries, both in that type:
# what comes first is taken if it fits.
FORMS = [(12, 2.3, 1.2), (12, 1.9, 0.8), *((size, 1.9, 0.8) for size in (11, 10, 9))]


def shown(ax, rows, room: float, most: int) -> list:
    """Legends above `ax`, one for each of at most `most` rows of `room` pixels, the lowest first.

    A row of (artist, label) that does not fit is broken.
    """
    for form in FORMS:
        lines = [line for row in rows for line in _broken(row, room - SPARE, form)]
        if len(lines) <= most:
            break
    size, length, space = form
    height = ax.bbox.height * 96 / ax.figure.dpi
    made = []
    for k, line in enumerate(reversed(lines[:most])):
        artists, labels = zip(*line, strict=True)
        legend = Legend(
            ax, artists, labels, loc="lower left", ncols=len(line), frameon=False,
            bbox_to_anchor=(0, 1 + (FOOT + ROW * k) / height), borderaxespad=0, borderpad=0,
            prop={**style.TEXT, "size": size}, labelcolor=style.INK,
            handlelength=length if _has_line(artists) else 0.8, handletextpad=0.5,
            columnspacing=space,
        )  # fmt: skip
        made.append(ax.add_artist(legend))
    return made


def _broken(row, room, form):
    """The row in as many rows as it takes, none longer than `room` pixels."""
    size, length, space = form
    size *= 4 / 3  # pixels
    sample = size * ((length if _has_line([artist for artist, _ in row]) else 0.8) + 0.5)
    number, used = 0, -space * size
    places = []
    for _, label in row:
        wide = sample + width(label, size) + space * size
        if used + wide > room and used > 0:
            number, used = number + 1, -space * size
        used += wide
        places.append(number)
    pairs = zip(places, row, strict=True)
    return [[entry for _, entry in line] for _, line in groupby(pairs, lambda pair: pair[0])]


@lru_cache(maxsize=512)
def width(label: str, size: float) -> float:
    """Pixels of a label in type of `size` pixels; of TeX about that."""
    font = get_font(findfont(style.TEXT["family"]))
    font.set_size(0.75 * size, 96)
    font.set_text(re.sub(r"[$_^{}]|\\[a-z]+ ?", "", label))
    return font.get_width_height()[0] / 64


def _has_line(artists):
    """Whether any of the artists is more than a marker."""
    styles = [artist.get_linestyle() for artist in artists if hasattr(artist, "get_linestyle")]
    return len(styles) < len(artists) or any(style not in ("None", "none") for style in styles)
