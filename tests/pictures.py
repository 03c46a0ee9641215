"""Pictures of a panel, for the tests of all panels."""

from dlcourse.live.canvas import Canvas
from dlcourse.live.controls import defaults

BOTH = ("log", "free")  # view switches that are not offered unless asked for


def picture(panel, *results, dots=1, **view):
    """The pixels, `dots` to a CSS pixel, after moving through `results` as a live figure does."""
    canvas = Canvas([panel], (520, 380), 1)
    chosen = {**defaults(panel.update), **panel.view, **view}
    for result in results:
        canvas.update([result], chosen)
        pixels = canvas.pixels(dots)
    return pixels.copy()


def assert_moves(make, first, second):
    """Moving away changes the picture; back again it is that which drawing afresh gives."""
    assert (picture(make(), first, second, first) == picture(make(), first)).all()
    assert (picture(make(), first) != picture(make(), first, second)).any()
