"""The edges of a drawn network can be pulled up and down: that changes their weights."""

import numpy as np

from dlcourse import style
from dlcourse.chapters.backpropagation.pictures.equations import short
from dlcourse.checks import number, subscripts
from dlcourse.live.switched import Touched
from dlcourse.panels.handles import Handle

PULL = 20  # pixels by which an edge is pulled aside for a change of its weight by 1
LARGEST = 3.0  # of a weight that is pulled


def own_weights() -> Touched:
    """A control for `explore` whose value are the reader's own weights, ((j, i, k, w), …).

    W_j[i, k] = w; an edge that is dragged in a StepperPanel sets it.
    """

    def said(own):
        return ", ".join(f"{style.low('W', j)}[{i}, {k}] = {short(w)}" for j, i, k, w in own)

    def checked(name, value):
        if not isinstance(value, tuple | list):
            raise ValueError(f"{name} must be a tuple of (j, i, k, w), got {value!r}")
        edges = [(*subscripts(name, one[:3], 3), number(name, one[3], -1e6)) for one in value]
        return tuple(sorted(edges))

    control = Touched((), "as drawn", said, checked)
    control.examples = [(), ((1, 1, 1, 2.0), (2, 3, 1, -1.5))]
    return control


def pulled(result, marks) -> dict:
    """{(j, i, k): (x, y)} of the edges of a `Moment` whose weights are the reader's own.

    marks: {(j, i, k): (x, y)}, where the edges are pulled when they are as they were drawn.
    """
    found = {}
    for (j, i, k), (x, y) in marks.items():
        change = float(result.W[j][i - 1, k - 1] - result.drawn[j][i - 1, k - 1])
        if change:
            found[j, i, k] = x, y + PULL * change
    return found


def weight_handles(result, marks, control) -> list:
    """A handle for each weight of a `Moment`: it tells W and ∂L/∂W, and can be dragged.

    Dragging sets the `control`, if there is one, to all weights that differ from the drawn ones,
    ((j, i, k, w), …) with one digit behind the point.
    """
    places = marks | pulled(result, marks)
    mine = {(j, i, k): float(result.W[j][i - 1, k - 1]) for j, i, k in pulled(result, marks)}
    return [_handle(result, edge, places[edge], marks[edge][1], mine, control) for edge in marks]


def _handle(result, edge, place, level, mine, control):
    j, i, k = edge
    drawn = float(result.drawn[j][i - 1, k - 1])
    name = f"{style.low('W', j)}[{i}, {k}]"
    said = short(result.W[j][i - 1, k - 1])
    tip = f"{name} = {said}\n∂L/∂{name} = {short(result.dW[j][i - 1, k - 1])}"
    if control is None:
        return Handle(f"weight {name}", *place, "", size=6.0, said=said, tip=tip)

    def to(_, y):
        w = round(float(np.clip(drawn + (y - level) / PULL, -LARGEST, LARGEST)), 1)
        others = {at: value for at, value in mine.items() if at != edge}
        own = others if w == round(drawn, 1) else others | {edge: w}
        return {control: tuple(sorted((*at, value) for at, value in own.items()))}

    tip += "\ndrag up or down"
    return Handle(
        f"weight {name}", *place, "y", to=to, step=(0.0, 0.1 * PULL), said=said, tip=tip, size=6.0
    )
