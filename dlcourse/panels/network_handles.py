"""What can be touched in a network: units and weights tell their numbers and take a click."""

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
    choose = bound.get("unit") if button is not None else None

    def turned(part):
        return lambda: {off: tuple(sorted({*result.off} ^ {part}))}

    def chosen(unit):
        return lambda: {choose: None if unit == result.unit else unit}

    units = [(j, i) for j, n in enumerate(net.widths, 1) for i in range(1, n + 1)]
    for row, (unit, box) in enumerate(zip(units, places.boxes, strict=True)):
        part, name = ("unit", *unit), style.part(("unit", *unit))
        turn = turned(part) if off and unit[0] <= net.depth else None
        size = min(UNIT, *(0.5 * (box[2:] - box[:2])))
        state = "off" if part in result.off else "on"
        said = f"{state}, mean {number(result.z[row])}"
        click = chosen(unit) if choose else turn
        found.append(_spot(name, places.units[row], size, click, said, _tip(result, row, unit)))
        if choose and turn and unit == result.unit:
            found.append(_spot(f"switch {name} off or on", button, BUTTON, turn, state, ""))
    if not edges:
        return found
    entries = [
        (j, i, k)
        for j in range(1, net.depth + 1)
        for i, k in product(range(1, net.widths[j] + 1), range(1, net.widths[j - 1] + 1))
    ]
    for (j, i, k), place in zip(entries, places.marks, strict=True):
        part, w = ("edge", j, i, k), result.W[j][i - 1, k - 1]
        said = number(w) + (", switched off" if part in result.off else "")
        tip = f"{style.part(part)} = {said}"
        found.append(
            _spot(f"weight {style.part(part)}", place, EDGE, off and turned(part), said, tip)
        )
    return found


def _spot(name, place, size, click, said, tip):
    x, y = map(float, place)
    return Handle(name, x, y, along="", size=float(size), click=click, said=said, tip=tip)


def _tip(result, row, unit):
    """The numbers of one unit, line by line."""
    j, i = unit
    off = ", switched off" if ("unit", j, i) in result.off else ""
    lines = [f"{style.part(('unit', j, i))}{off}"]
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
