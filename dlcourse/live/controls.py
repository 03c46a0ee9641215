"""What a reader can move: a tuple becomes a slider, a list a choice, a bool a switch."""

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from numbers import Integral, Real

import ipywidgets as widgets

from .. import style

TAKEN = (
    "(min, max) or (min, max, step), a list, a dict of label → value, True or False, "
    "epochs(total), or a widget with a value"
)
LABELS = {"free": "free axes", "log": "logarithmic", "before": "previous"}  # of view controls
DECADES = 100  # the ratio of the largest to the smallest choice from which on ratios count
LETTER = 7.4  # pixels of a letter in a label, a little generous


@dataclass(frozen=True)
class Epochs:
    """A scrub slider over the recorded epochs of a run, made by `epochs`, or over other steps.

    Play goes on to the next one after so many milliseconds.
    """

    recorded: tuple
    milliseconds: int = 60


def epochs(total: int, snapshots: int = 200) -> Epochs:
    """A control over the epochs that a run of `total` epochs records, with play and step buttons.

    Raises ValueError unless `total` is a positive whole number.
    """
    from dlcourse.training.run import snapshot_epochs

    if not isinstance(total, Integral) or isinstance(total, bool) or total < 1:
        raise ValueError(f"total must be a positive whole number of epochs, got {total!r}")
    return Epochs(tuple(int(epoch) for epoch in snapshot_epochs(int(total), snapshots)))


def defaults(function) -> dict:
    """The default values of the parameters that can be named in a call of `function`."""
    parameters = inspect.signature(function).parameters.values()
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {p.name: p.default for p in parameters if p.kind in kinds}


def check_names(experiment, names) -> None:
    """Raise ValueError unless the controls' `names` fit the experiment's parameters."""
    taken = defaults(experiment)
    for name in names:
        if name not in taken:
            raise ValueError(
                f"control {name!r} is no parameter of the experiment, "
                f"which takes: {', '.join(taken) or 'nothing'}"
            )
    for name, default in taken.items():
        if default is inspect.Parameter.empty and name not in names:
            raise ValueError(f"the experiment needs {name!r}: give it a control or a default value")


def make(name: str, spec, default=inspect.Parameter.empty, label=None) -> widgets.Widget:
    """The widget for one control; its value is `default`, otherwise the first or smallest one.

    A ready widget keeps its own, unless it can `check` what a value means. Raises ValueError for a
    `spec` that is none of the known kinds, or a `default` outside it.
    """
    widget = _widget(name, spec)
    ready = isinstance(spec, widgets.Widget)
    if not (ready and widget.description):
        widget.description = label or _named(name)
    if default is not inspect.Parameter.empty and (not ready or hasattr(widget, "check")):
        widget.value = check_value(name, widget, default)
    return widget


def of_view(panels, taken, labels: dict) -> dict:
    """{name: widget} of the panels' view controls, shared by panels that have them alike.

    What an earlier panel has otherwise stays as it begins: `panel.fixed`. Raises ValueError for a
    name that is `taken` by a parameter of the experiment.
    """
    found = {}
    for panel in panels:
        beginnings = {**defaults(panel.update), **panel.view}
        panel.fixed = {}
        for name, spec in panel.controls.items():
            if name in taken:
                raise ValueError(
                    f"control {name!r} is a view control of {type(panel).__name__}; "
                    "give the experiment's parameter another name"
                )
            if name not in found:
                label = labels.get(name, LABELS.get(name))
                found[name] = spec, make(name, spec, beginnings[name], label)
            elif (spec, beginnings[name]) != (found[name][0], found[name][1].value):
                panel.fixed[name] = beginnings[name]
    return {name: widget for name, (_, widget) in found.items()}


def _widget(name, spec):
    if isinstance(spec, widgets.Widget):
        if not (isinstance(spec, widgets.DOMWidget) and spec.has_trait("value")):
            raise ValueError(f"control {name!r} must be a widget with a value, got {spec!r}")
        return spec
    if isinstance(spec, bool):
        return widgets.Checkbox(value=spec, indent=False)
    if isinstance(spec, Epochs):
        options = [(f"{epoch}", epoch) for epoch in spec.recorded]
        slider = widgets.SelectionSlider(options=options, value=spec.recorded[-1])
        slider.milliseconds = spec.milliseconds
        return slider
    if isinstance(spec, tuple) and len(spec) in (2, 3) and all(_is_number(v) for v in spec):
        return _slider(name, *spec)
    if isinstance(spec, dict) and spec:
        return _choice([(str(label), value) for label, value in spec.items()])
    if isinstance(spec, Iterable) and not isinstance(spec, str | tuple | dict):
        options = list(spec)
        if options and all(_is_number(value) for value in options):
            return widgets.SelectionSlider(options=[(_short(value), value) for value in options])
        if options:
            return _choice([(getattr(value, "name", str(value)), value) for value in options])
    raise ValueError(f"control {name!r} must be {TAKEN}; got {spec!r}")


def _short(value):
    """A number as sliders show it: 0.01, 5000, 10⁻⁸."""
    text = f"{value:g}"
    return style.number(value) if "e" in text else text.replace("-", "−")


def _named(name):
    """A control's name as a label: learning_rate as two words, x_1 with a low index."""
    low = name.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return low.replace("_", "") if re.fullmatch(r"[a-z]_\d", name) else name.replace("_", " ")


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool)


def _slider(name, low, high, step=None):
    if not low < high or (step is not None and step <= 0):
        given = (low, high) if step is None else (low, high, step)
        raise ValueError(
            f"control {name!r} must be (min, max) or (min, max, step) with min < max "
            f"and step > 0, got {given!r}"
        )
    if all(isinstance(value, Integral) for value in (low, high, step or 1)):
        return widgets.IntSlider(value=low, min=low, max=high, step=step or 1)
    step = step or (high - low) / 100
    digits = max(0, min(6, -int(f"{step:.0e}".split("e")[1])))
    digits += 0 if round(step, digits) == step else 1
    return widgets.FloatSlider(
        value=low, min=low, max=high, step=step, readout_format=f".{digits}f"
    )


def _choice(options):
    letters = sum(len(label) for label, _ in options)
    if len(options) > 4 or letters > 26:
        return widgets.Dropdown(options=options)
    buttons = widgets.ToggleButtons(options=options)
    buttons.style.button_width = "auto"
    return buttons


def check_value(name: str, widget, value):
    """The `value` as `widget` takes it; ValueError naming control, value and what is taken."""
    if hasattr(widget, "check"):
        return widget.check(name, value)
    if hasattr(widget, "options"):
        for _, option in options_of(widget):
            if option is value or option == value:
                return option
        labels = ", ".join(label for label, _ in options_of(widget))
        raise ValueError(f"{name} must be one of {labels}; got {value!r}")
    if isinstance(widget, widgets.Checkbox):
        if isinstance(value, bool):
            return value
        raise ValueError(f"{name} must be True or False, got {value!r}")
    if hasattr(widget, "min") and hasattr(widget, "max"):
        low, high = widget.min, widget.max
        if isinstance(widget, widgets.FloatLogSlider):
            low, high = widget.base**low, widget.base**high
        if _is_number(value) and low <= value <= high:
            return value
        raise ValueError(f"{name} must be from {low:g} to {high:g}, got {value!r}")
    return value


def snapped(widget, value):
    """The nearest value to a dragged one that `widget` takes; among decades, in ratio."""
    if hasattr(widget, "options"):
        taken = [option for _, option in options_of(widget)]
        if not all(_is_number(option) for option in [*taken, value]):
            return value
        if min(taken) > 0 and max(taken) / min(taken) >= DECADES:
            return min(taken, key=lambda option: abs(log(option / max(value, min(taken)))))
        return min(taken, key=lambda option: abs(option - value))
    if hasattr(widget, "min") and hasattr(widget, "max") and _is_number(value):
        value = min(max(value, widget.min), widget.max)
        steps = round((value - widget.min) / widget.step)
        kind = int if isinstance(widget, widgets.IntSlider) else float
        return min(kind(widget.min + steps * widget.step), widget.max)
    return value


def stepped(widget, value):
    """The next value that `widget` takes after its own one, on the way to `value`; or its own."""
    own = widget.value
    if not (_is_number(own) and _is_number(value)) or own == value:
        return own
    if hasattr(widget, "options"):
        taken = sorted(option for _, option in options_of(widget))
        k = taken.index(own) + (1 if value > own else -1)
        return taken[min(max(k, 0), len(taken) - 1)]
    return snapped(widget, own + (widget.step if value > own else -widget.step))


def options_of(widget) -> list:
    """The (label, value) pairs of a choice."""
    pairs = (o if isinstance(o, tuple) and len(o) == 2 else (str(o), o) for o in widget.options)
    return [(str(label), value) for label, value in pairs]


def step_on(widget) -> None:
    """Move a slider or a choice to its next value, from the last one to the first."""
    if hasattr(widget, "index"):
        widget.index = (widget.index + 1) % len(widget.options)
    else:
        following = widget.value + widget.step
        widget.value = following if following <= widget.max else widget.min


class Player(widgets.HBox):
    """A slider over epochs, as wide as the page, with rewind, step back, play and step on.

    Play runs in the browser.
    """

    def __init__(self, slider):
        last = len(slider.options) - 1
        self.slider = slider
        self.play = widgets.Play(
            min=0, max=last, value=slider.index, interval=slider.milliseconds, show_repeat=False
        )
        widgets.jslink((self.play, "value"), (slider, "index"))
        self.buttons = {
            "rewind": self._button("fast-backward", "back to the beginning", -last),
            "step back": self._button("step-backward", "one step back", -1),
            "step on": self._button("step-forward", "one step on", +1),
        }
        rewind, back, on = self.buttons.values()
        super().__init__([rewind, back, self.play, on, slider])
        self.add_class("dlcourse-player")

    def _button(self, icon, tooltip, steps):
        return icon_button(icon, tooltip, lambda: self.step(steps))

    def step(self, steps: int) -> None:
        """Move by so many steps, as far as there are any."""
        last = len(self.slider.options) - 1
        self.slider.index = min(max(self.slider.index + steps, 0), last)


def icon_button(icon: str, tooltip: str, action) -> widgets.Button:
    """A small button that shows an icon, and its name to the pointer and to a screen reader.

    Without an `action` the page itself does it: it puts the figure on the stage.
    """
    button = widgets.Button(icon=icon, tooltip=tooltip)
    button.add_class("dlcourse-icon")
    if action is None:
        button.add_class("dlc-to-stage")
    else:
        button.on_click(lambda _: action())
    return button
