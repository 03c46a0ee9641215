"""Panels with their results drawn, for the tests of all panels: what do the artists show?"""

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


def colours(artist):
    """The colours of a collection, as the palette writes them."""
    found = artist.get_facecolor() if len(artist.get_facecolor()) else artist.get_edgecolor()
    return [to_hex(colour).upper() for colour in found]


def assert_moves(make, first, second):
    """Moving away changes the picture; back again it is that which drawing afresh gives."""
    assert (picture(make(), first, second, first) == picture(make(), first)).all()
    assert (picture(make(), first) != picture(make(), first, second)).any()
