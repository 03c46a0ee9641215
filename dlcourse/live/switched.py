"""Controls that only a touch in a network sets: what is switched off, and which unit is large.

They say in words what was touched, and take it back by a button.
"""

import ipywidgets as widgets
from ipywidgets.widgets.widget import _instances  # every open widget, by its id
from traitlets import Any, Unicode, observe

from ..checks import subscripts
from ..measures.units import struck
from ..style import part

SAID = 3  # units and edges that are named; of further ones only how many they are


def switched_off() -> "Touched":
    """A control for `explore` whose value is a tuple of what is switched off in a network.

    ("unit", j, i) is unit i of z_j, ("edge", j, i, k) the weight W_j[i, k], counted from 1; sorted.
    A click in a NetworkPanel sets it.
    """

    def said(off):
        named = [part(one) for one in off[:SAID]]
        more = [f"{len(off) - SAID} more"] if len(off) > SAID else []
        return ", ".join([*named, *more]) or "nothing"

    return Touched((), "all on", said, lambda name, value: struck(value, name))


def one_unit() -> "Touched":
    """A control for `explore` whose value is a unit (j, i), unit i of z_j, or None.

    A click in a NetworkPanel with `large` sets it.
    """

    def checked(name, value):
        return None if value is None else subscripts(name, value, 2)

    return Touched(None, "none", lambda unit: part(("unit", *unit)) if unit else "none", checked)


class Touched(widgets.HBox):
    """What `switched_off` and `one_unit` make: a label, the value in words, a button.

    It is seen only while something is touched.

    Args:
        nothing: the value that the button sets.
        back: the button's text.
        said: value → words.
        checked: (name, value) → the value as it is kept; raises ValueError for what is none.
    """

    by_touch = True
    value = Any()
    description = Unicode("")

    def __init__(self, nothing, back, said, checked):
        before = set(_instances)
        self._said, self.check = said, checked
        self.label, self.words = widgets.Label(), widgets.Label()
        self.button = widgets.Button(description=back, tooltip="")
        self.button.on_click(lambda _: self.set_trait("value", nothing))
        super().__init__([self.label, self.words, self.button])
        self._made = [w for key, w in _instances.items() if key not in before and w is not self]
        self.add_class("dlcourse-touched")
        self.value = nothing
        self._show()

    @observe("value", "description")
    def _show(self, _change=None):
        self.label.value = f"{self.description}:"
        self.layout.display = "" if self.value else "none"
        self.words.value = self._said(self.value)
        self.words.tooltip = self.words.value
        self.button.disabled = not self.value

    def close(self) -> None:
        """Close it with its parts."""
        for widget in self._made:
            widget.close()
        super().close()
