"""What can be touched in a network: units and weights tell their numbers and take a click."""

from functools import partial
from itertools import product

from .. import style
from .base import number
from .handles import Handle

TOLD = 6  # weights of a unit that are told one by one
UNIT, EDGE, BUTTON = 14.0, 5.5, 17.0  # pixels around units at most, edges and the button


def network_handles(result, places, bound, edges: bool, button=None) -> list:
    """A handle for each unit and, if asked for, for each of the `edges` of `UnitFunctions`.

    Args:
        places: where they stand.
        bound: {part: name of a control}. A click on an edge switches it off or on; one on a unit,
            too, but with a `button` it chooses the unit, where the part "unit" is bound.
        button: where the words stand (x, y) that switch the chosen unit off or on; None if nowhere.
    """
    net, found, off = result.net, [], bound.get("off")
    units, boxes, marks = (a.tolist() for a in (places.units, places.boxes, places.marks))
    choose = bound.get("unit") if button is not None else None

    def turned(part):
        return lambda: {off: tuple(sorted({*result.off} ^ {part}))}

    def chosen(unit):
        return lambda: {choose: None if unit == result.unit else unit}

    row = -1
    for j, i in ((j, i) for j, n in enumerate(net.widths, 1) for i in range(1, n + 1)):
        row += 1
        part = "unit", j, i
        name, turn = style.part(part), turned(part) if off and j <= net.depth else None
        left, bottom, right, top = boxes[row]
        found.append(Handle(
            name, *units[row], "", size=min(UNIT, 0.5 * (right - left), 0.5 * (top - bottom)),
            click=chosen((j, i)) if choose else turn,
            said=partial(_state, result, part, row), tip=partial(_tip, result, part, row),
        ))  # fmt: skip
        if choose and turn and (j, i) == result.unit:
            name = f"switch {name} off or on"
            found.append(Handle(name, *button, "", size=BUTTON, click=turn))
    entries = (
        ("edge", j, i, k)
        for j in range(1, net.depth + 1)
        for i, k in product(range(1, net.widths[j] + 1), range(1, net.widths[j - 1] + 1))
    )
    for part, place in zip(entries if edges else (), marks, strict=edges):
        found.append(Handle(
            f"weight {style.part(part)}", *place, "", size=EDGE,
            click=turned(part) if off else None,
            said=partial(_weight, result, part), tip=partial(_weight, result, part, named=True),
        ))  # fmt: skip
    return found


def _state(result, part, row):
    return f"{'off' if part in result.off else 'on'}, mean {number(result.z[row])}"


def _weight(result, part, named=False):
    _, j, i, k = part
    name = f"{style.part(part)} = " if named else ""
    off = ", switched off" if part in result.off else ""
    return f"{name}{number(result.W[j][i - 1, k - 1])}{off}"


def _tip(result, part, row):
    """The numbers of one unit, line by line."""
    _, j, i = part
    lines = [f"{style.part(part)}{', switched off' if part in result.off else ''}"]
    if j > 1:
        w = result.W[j - 1][i - 1]
        told = ", ".join([*map(number, w[:TOLD]), *["…"][: len(w) > TOLD]])
        lines += [
            f"{style.low('W', j - 1)}[{i}, ·] = {told}",
            f"{style.low('b', j - 1)}[{i}] = {number(result.b[j - 1][i - 1, 0])}",
            f"{style.low('v', j - 1)}[{i}]: mean {number(result.v[row])}",
        ]
    span = f"{number(result.low[row])} to {number(result.high[row])}"
    return "\n".join([*lines, f"{style.low('z', j)}[{i}]: mean {number(result.z[row])}, {span}"])
