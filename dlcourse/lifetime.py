"""A cell that runs again first closes what its former run made: live figures and cards.

Otherwise each run would leave its widgets and pictures behind: ipywidgets keeps every widget that
is open, and the kernel's `Out` every result of a cell.
"""

import functools
import sys
import weakref
from dataclasses import dataclass

from ipywidgets.widgets.widget import _instances  # every open widget, by its id

CLOSED = (
    "This was closed, since its cell ran again or `close()` was called; "
    "to get it back, run the cell that makes it."
)


@dataclass(frozen=True)
class Life:
    """Who made a figure or card, and what goes with it: `cell`, one of its runs, its widgets."""

    cell: str | None
    run: str | None
    widgets: tuple


LIVE = weakref.WeakKeyDictionary()  # the figures and cards that are open → their Life


class Living:
    """A live figure or a card.

    Attributes:
        given: widgets, figures or cards that were handed to it, such as a card's figure; they
            close with it, unless another one that is open has been given the same.
    """

    given = ()

    def close(self) -> None:
        """Take its widgets out of the notebook and give the memory back."""
        life = LIVE.pop(self)
        held = {id(thing) for other in list(LIVE) for thing in other.given}
        for thing in [thing for thing in self.given if id(thing) not in held]:
            if isinstance(thing, Living):
                thing.close()
            else:
                _close([thing, getattr(thing, "layout", None), getattr(thing, "style", None)])
        _close(life.widgets)
        vars(self).clear()
        self.__class__ = Closed  # the very object may stay in `Out`: nothing but a sentence


class Closed(Living):
    """What is left of a figure or a card after `close()`."""

    def close(self) -> None:
        """Nothing is left to close."""

    def __repr__(self):
        return CLOSED

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": CLOSED}

    def __getattr__(self, name):
        raise AttributeError(name) if name.startswith("_") else RuntimeError(CLOSED)


def lives_with_its_cell(make):
    """A function whose figure or card closes when the same cell runs again.

    What an earlier run of the cell has made closes as soon as a later one has made something. If
    `make` raises an error, the widgets that it has already made are closed.
    """

    @functools.wraps(make)
    def made(*args, **kwargs):
        before = set(_instances)
        try:
            thing = make(*args, **kwargs)
        except BaseException:
            _close([widget for key, widget in list(_instances.items()) if key not in before])
            raise
        cell, run = running_cell()
        widgets = tuple(widget for key, widget in list(_instances.items()) if key not in before)
        LIVE[thing] = Life(cell, run, widgets)
        for other, life in list(LIVE.items()):
            if cell is not None and life.cell == cell and life.run != run:
                other.close()
        return thing

    return made


def running_cell():
    """(cell, run): which cell runs, and which of its runs this is; (None, None) elsewhere.

    A cell is known by its id. Where a front end sends none, it is known by its text: after an
    edit it counts as another cell.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    asked = shell if hasattr(shell, "get_parent") else getattr(shell, "kernel", None)  # Pyodide
    request = (asked.get_parent() if hasattr(asked, "get_parent") else None) or {}
    text = request.get("content", {}).get("code")
    if text is None:  # no notebook, or a widget's message: no cell runs
        return None, None
    return request.get("metadata", {}).get("cellId") or text, request["header"]["msg_id"]


def _close(widgets):
    for widget in widgets:
        if widget is not None:
            widget.unobserve_all()
            widget.close()
