"""The data control: sets to choose from, as small pictures, and the reader's own samples.

Whatever is moved, added, removed, pasted or loaded makes a set called "yours"; the sets themselves
stay as they are.
"""

import html
from collections.abc import Callable, Mapping
from dataclasses import replace

import ipywidgets as widgets
import numpy as np
from ipywidgets.widgets.widget import _instances  # every open widget, by its id
from traitlets import Instance, observe, validate

from ..checks import choice, kind
from ..data import DATASETS, NEITHER, OWN, TWO_CLASSES, Data
from .controls import check_value, defaults
from .reading import decoded, read, too_few_or_many
from .samples_parts import Parts

CHANGES = 100  # that can be undone
HINT = "Drag a sample; click into the picture to add one; Delete removes it."


def samples(sets, *, N=None, noise=None) -> "Samples":
    """A control for `explore` whose value is a `Data`: one of the sets, or the reader's own.

    Args:
        sets: {label: `Data`, or a function that draws one}, or a list of names out of DATASETS and
            TWO_CLASSES; all with one input and one response, or all with two inputs and the classes
            0 and 1.
        N, noise: (min, max[, step]) of a slider for what the functions take by this name; it
            begins with each function's own default.

    Raises ValueError or TypeError for sets that are none of these.
    """
    if not isinstance(sets, Mapping):
        known = {**DATASETS, **TWO_CLASSES}
        sets = {name: known[choice("sets", name, known)] for name in sets}
    if not sets or OWN in sets:
        raise ValueError(f"sets must be some, and none called {OWN!r}; got {list(sets)}")
    ranges = {"N": N, "noise": noise}
    return Samples(sets, {name: limits for name, limits in ranges.items() if limits is not None})


class Samples(widgets.VBox):
    """What `samples` makes.

    It takes a set's label, which means the set as it begins, or any fitting `Data`. What does not
    fit is refused in a sentence, and the value stays.

    Attributes:
        value: the `Data`.
        parts: its widgets, a `Parts`.
    """

    value = Instance(Data)
    takes_samples = True  # handles of panels may set it
    in_picture = False  # whether there are such handles

    def __init__(self, sets, ranges):
        before, self._made = set(_instances), ()
        self._sets = dict(sets)
        self._first = {label: _settings(label, made, ranges) for label, made in sets.items()}
        self._begin = {label: self._drawn(label, how) for label, how in self._first.items()}
        self._at, self._now = dict(self._first), dict(self._begin)  # what the sliders made of them
        self._own, self._history, self._moving = None, [], None
        self._held = False  # while the parts are made to show the value
        self._last, begin = next(iter(self._begin.items()))  # the set that was chosen last
        self._inputs = len(begin.x)
        for label, data in self._begin.items():
            if reason := self._refusal(data):
                raise ValueError(f"sets must fit each other, but {label!r} has {reason}")
        self.parts = Parts(sets, self._inputs, ranges)
        for name, slider in self.parts.sliders.items():
            for how in self._first.values():
                check_value(name, slider, how.get(name, slider.value))
        super().__init__(self.parts.rows)
        self.add_class("dlcourse-samples")
        self.value = begin
        self._listen()
        self._made = [w for key, w in _instances.items() if key not in before and w is not self]

    def _listen(self):
        parts = self.parts
        parts.chosen.observe(self._choose, "value")
        for slider in parts.sliders.values():
            slider.observe(self._redraw, "value")
        parts.undo.on_click(lambda _: self.undo())
        parts.clear.on_click(lambda _: self._clear())
        parts.use.on_click(lambda _: self._read(lambda: parts.paste.value))
        parts.file.observe(self._load, "value")

    # ---- as a control of a figure ----------------------------------------------------------

    @property
    def options(self) -> tuple:
        """(label, `Data`) of the sets as they begin."""
        return tuple(self._begin.items())

    def check(self, name: str, value) -> Data:
        """The `Data` that `value` means: a set's label, or samples that fit.

        Raises ValueError for anything else.
        """
        if isinstance(value, str) and value in self._begin:
            return self._begin[value]
        if not isinstance(value, Data):
            labels = ", ".join(self._begin)
            raise ValueError(f"{name} must be one of {labels}, or a Data; got {value!r}")
        if reason := self._refusal(value):
            raise ValueError(f"{name} must fit the sets; got {reason}")
        return value

    @property
    def description(self) -> str:
        """The label."""
        return self.parts.chosen.description

    @description.setter
    def description(self, text):
        self.parts.chosen.description = text

    @property
    def style(self):
        """How the label looks."""
        return self.parts.chosen.style

    def close(self) -> None:
        """Close it with its parts."""
        for widget in self._made:
            widget.unobserve_all()
            widget.close()
        super().close()

    # ---- what the value is -----------------------------------------------------------------

    def _drawn(self, label, how):
        made = self._sets[label]
        return made if isinstance(made, Data) else made(**how)

    def _refusal(self, data):
        """Why these samples are not taken, or nothing."""
        if (len(data.x), len(data.y)) != (self._inputs, 1):
            return f"{len(data.x)} inputs and {len(data.y)} responses, not {self._inputs} and 1"
        if self._inputs == 2 and not np.isin(data.y, (0, 1, NEITHER)).all():
            return "other classes than 0 and 1"
        return too_few_or_many(data.N)

    @validate("value")
    def _taken(self, proposal):
        """What fits; a sample without a class gets that of the switch. Else the value stays."""
        data = proposal["value"]
        if reason := self._refusal(data):
            self._say(f"Not taken: {reason}.", "alert")
            return self.value
        if self._inputs == 2 and (data.y == NEITHER).any():
            data = replace(data, y=np.where(data.y == NEITHER, self.parts.label.value, data.y))
        return data

    @observe("value")
    def _follow(self, change):
        old, new = change["old"], change["new"]
        own = self._label(new) == OWN
        if own and new != self._own:
            moved = _moved_sample(old, new)
            if moved is None or moved != self._moving:
                self._remember(old)
            self._own, self._moving = new, moved
        self._say(HINT if own and self.in_picture else "")
        self._show()

    def _label(self, data):
        """The label of the set that this is, now or as it began, or "yours"."""
        for label, now in self._now.items():
            if data == now:
                return label
        for label, begin in self._begin.items():
            if data == begin:
                self._at[label], self._now[label] = self._first[label], begin
                return label
        return OWN

    # ---- what the reader does --------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last change of the reader's own samples; moves of one sample are one."""
        if self._history:
            value, self._own, self._at = self._history.pop()
            self._now = {label: self._drawn(label, how) for label, how in self._at.items()}
            self._moving, self.value = None, value
            self._show()

    def _remember(self, value):
        self._history = [*self._history[1 - CHANGES :], (value, self._own, dict(self._at))]

    def _clear(self):
        self._remember(self.value)
        self._own = self._moving = None
        self.value = self._now[self._last]

    def _choose(self, change):
        if self._held:
            return
        self._moving = None
        if change["new"] == OWN:
            self._own = self._own or replace(self.value, name=OWN)
        self.value = self._now.get(change["new"], self._own)

    def _redraw(self, _change):
        if self._held:
            return
        label, sliders = self._last, self.parts.sliders
        self._at[label] = {name: sliders[name].value for name in self._at[label]}
        self._now[label] = self._drawn(label, self._at[label])
        self.value = self._now[label]

    def _load(self, change):
        if change["new"]:
            content = change["new"][0]["content"]
            self.parts.file.value = ()  # the same file can be loaded again
            self._read(lambda: decoded(content))

    def _read(self, text):
        try:
            data, said = read(text(), self._inputs, self.parts.scale.value)
        except ValueError as reason:
            self._say(f"Not read: {reason}.", "alert")
            return
        self.value = data
        self._say(said)

    # ---- what the reader sees --------------------------------------------------------------

    def _say(self, text, role="status"):
        text = html.escape(text).replace(" … ", "&nbsp;…&nbsp;")
        self.parts.said.value = f'<div role="{role}">{text}</div>' if text else ""

    def _show(self):
        """The parts show the value."""
        self._held = True
        label = self._label(self.value)
        self._last = self._last if label == OWN else label
        for name, slider in self.parts.sliders.items():
            at = self._at.get(label, {})
            slider.disabled = name not in at
            slider.value = at.get(name, slider.value)
        self.parts.undo.disabled = not self._history
        self.parts.show(label, list(self._now.values()), self._own)
        self._held = False


def _settings(label, made, ranges):
    """With what a set is drawn in the beginning: {name: value} for the sliders there are."""
    if isinstance(kind(f"the set {label!r}", made, Data, Callable), Data):
        return {}
    own = defaults(made)
    if lacking := [name for name in ranges if name not in own]:
        raise ValueError(f"the function of the set {label!r} takes no {lacking[0]}")
    return {name: own[name] for name in ranges}


def _moved_sample(old, new):
    """The number of the one sample in which two sets differ, or None."""
    if old.x.shape != new.x.shape:
        return None
    different = np.flatnonzero((old.x != new.x).any(axis=0) | (old.y != new.y)[0])
    return int(different[0]) if len(different) == 1 else None
