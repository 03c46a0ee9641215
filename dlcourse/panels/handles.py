"""What can be touched in a picture: another face of one or two controls."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

KINDS = ("dot", "line", "area", "field")
DIRECTIONS = ("x", "y", "xy", "")


@dataclass(frozen=True)
class Handle:
    """A place of a picture that answers to the pointer and to the keyboard.

    Nothing is state beside the controls: what a reader drags, clicks or deletes only says which
    control takes which value, and the next picture shows what came of it.

    Attributes:
        name: what it is, as a screen reader says it; no other handle of its panel has this name.
        x, y: where it is, in the panel's data coordinates.
        along: the directions in which it can be dragged, "x", "y" or "xy"; "" if it cannot.
        to: (x, y) → {control: value}, what dragging it there means; None if it cannot be dragged.
        step: how far an arrow key moves it, (dx, dy) in the same coordinates.
        kind: "dot"; "line", over the whole height, or over the width if dragged along "y"; "area",
            dragged from any place of the axes by as much as the pointer moves; "field", a click
            anywhere in the axes puts it there.
        said: its value, as a screen reader says it; "" stands for its place in numbers. Where many
            handles make it costly, () → said, which is asked once the picture is at rest.
        tip: what stands beside the pointer while it rests there, in plain lines; or () → tip.
        click: () → {control: value}, what a click or Enter means; None if nothing.
        delete: () → {control: value}, what the key Delete means; None if nothing.
        size: its radius in pixels.
        frame: "data", or "axes" where x and y are fractions of the axes.

    Raises ValueError for another kind, direction or frame.
    """

    name: str
    x: float
    y: float
    along: str = "xy"
    to: Callable | None = None
    step: tuple[float, float] = (0.0, 0.0)
    kind: str = "dot"
    said: str | Callable = ""
    tip: str | Callable = ""
    click: Callable | None = None
    delete: Callable | None = None
    size: float = 9.0
    frame: str = "data"

    def __post_init__(self):
        for name, taken in (("kind", KINDS), ("along", DIRECTIONS), ("frame", ("data", "axes"))):
            if getattr(self, name) not in taken:
                raise ValueError(f"{name} must be one of {taken}, got {getattr(self, name)!r}")
        if (self.to is None) != (self.along == ""):
            raise ValueError("a handle that can be dragged needs both `along` and `to`")


def sample_handles(data, control: str, step: tuple, tell=None) -> list:
    """A handle for each training sample; of a set of one's own also a field where a click adds one.

    Args:
        data: the `Data`, with one or two inputs.
        control: the name of the control that takes it when a sample has moved.
        step: of an arrow key, (dx, dy).
        tell: k → what stands beside the pointer on sample k = 0, 1, …, or None.
    """
    places = data.x.T if len(data.x) == 2 else np.stack([data.x[0], data.y[0]], axis=1)
    found = []
    if data.name == "yours":
        found.append(Handle(
            "empty place: Enter or a click adds a sample", 0.0, 0.0, kind="field", step=step,
            to=lambda x, y: {control: data.added(x, y)},
        ))  # fmt: skip
    for k, (x, y) in enumerate(places.tolist()):
        found.append(Handle(
            f"sample {k + 1}", x, y, step=step, size=8.0,
            to=lambda x, y, k=k: {control: data.moved(k, x, y)},
            delete=lambda k=k: {control: data.removed(k)}, said=f"{x:.2f}, {y:.2f}",
            tip="" if tell is None else partial(tell, k),
        ))  # fmt: skip
    return found
