"""The picture of a live figure in the page, and what can be touched in it.

`picture.js` shows the PNG, draws the handles over it, so that they follow the pointer at once, and
sends where one is: one value at a time, the newest wins. Without anywidget the plain image stands
there, without touch.
"""

from pathlib import Path

import ipywidgets as widgets
from traitlets import Bytes, Dict, Int, List, Unicode

try:
    from anywidget import AnyWidget
except ImportError:  # the plain image
    AnyWidget = None

SCRIPT, LOOKS = (Path(__file__).with_name(f"picture.{kind}") for kind in ("js", "css"))


def picture(shape: str, size):
    """The widget for a picture of `size` (width, height), its image of the CSS class `shape`."""
    if AnyWidget is not None:
        return Picture(shape=shape, size=list(size))
    plain = widgets.Image(format="png", layout={"margin": "4px 0", "flex": "0 0 auto"})
    plain.add_class(shape)
    return plain


def can_be_touched() -> bool:
    """Whether pictures can be touched here, and put on the stage."""
    return AnyWidget is not None


if AnyWidget is not None:

    class Picture(AnyWidget):
        """An image with handles.

        Attributes:
            value: the PNG.
            alt: its sentence.
            shape: the CSS class of its image.
            size: width and height in CSS pixels for which it was drawn.
            handles: a dict for each handle: what does not change while it moves.
            places: x and y of each handle, in fractions of the picture from its upper left corner.
            said: for each handle its value and its hover text; they come when the picture rests.
            answers: the number of the touch that this picture answers.
            scene: number, count and name of the scene, for the stage.
            touch: from the page: which handle is where, {"id", "x", "y", "phase", "n"}.
            shown: from the page: the room that the picture has, {"width", "height", …}.
        """

        _esm = SCRIPT.read_text(encoding="utf-8")
        _css = LOOKS.read_text(encoding="utf-8")
        value = Bytes().tag(sync=True)
        alt = Unicode().tag(sync=True)
        shape = Unicode().tag(sync=True)
        size = List().tag(sync=True)
        handles = List().tag(sync=True)
        places = List().tag(sync=True)
        said = List().tag(sync=True)
        answers = Int().tag(sync=True)
        scene = List().tag(sync=True)
        touch = Dict().tag(sync=True, echo_update=False)
        shown = Dict().tag(sync=True, echo_update=False)
