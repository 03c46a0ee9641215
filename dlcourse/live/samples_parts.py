"""The parts of the data control and where they stand; what they do is said in `samples`."""

import asyncio
from pathlib import Path
from uuid import uuid4

import ipywidgets as widgets

from ..data import OWN
from .controls import make
from .thumbnails import url

LOOKS = Path(__file__).with_name("samples.css").read_text(encoding="utf-8")
EXAMPLE = {1: "x; y\n-0.5; 0.2\n0.5; 0.9", 2: "x_1; x_2; class\n-0.5; 0.2; 0\n0.5; 0.9; 1"}
WRAP = {"flex_flow": "row wrap"}
REST = 0.2  # seconds after the last move until the picture of one's own set is drawn
SLIDERS = {"N": "samples", "noise": "noise"}


class Parts:
    """The widgets of a data control.

    Args:
        labels: the sets' labels.
        inputs: how many inputs a sample has; with two it has a class.
        ranges: {name: (min, max[, step])} of the sliders for N and noise.

    Attributes:
        rows: the widgets one below the other.
        chosen: the buttons of the sets and "yours".
        sliders: {name: slider}, seen while a set is chosen that they draw.
        undo, label, numbers: seen while "yours" is chosen; `label` is the class of a sample that is
            added, where there are classes, and `numbers` opens the fold.
        paste, use, file, clear, scale: in the fold.
        said: a line that says what was read, or why something was not taken.
    """

    def __init__(self, labels, inputs, ranges):
        self._name = f"dlc-{uuid4().hex[:12]}"  # one of its kind in a page of several notebooks
        self._waiting = None  # what is to be done when nothing moves
        self.chosen = widgets.ToggleButtons(
            options=[*labels, OWN],
            tooltips=[*(f"the set {label}" for label in labels), "your own samples"],
        )
        for name in ("dlc-sets", self._name, *(["dlc-plane"] if inputs == 2 else [])):
            self.chosen.add_class(name)
        self.sliders = {
            name: make(name, limits, label=SLIDERS[name]) for name, limits in ranges.items()
        }
        for slider in self.sliders.values():
            slider.style.description_width, slider.layout.width = "auto", "230px"
        self.undo = _button("undo", "undo", "take back the last change of your samples")
        self.numbers = widgets.ToggleButton(
            description="numbers …", tooltip="paste your own numbers or load a file",
            layout={"width": "96px"},
        )  # fmt: skip
        self.label = _class_switch() if inputs == 2 else None
        self._drawn = widgets.HBox([*self.sliders.values()], layout=WRAP)
        tools = (self.undo, self.numbers, self.label)
        self._tools = widgets.HBox([tool for tool in tools if tool], layout=WRAP)
        self.said = widgets.HTML()
        beside = widgets.VBox([self._drawn, self._tools, self.said])
        beside.add_class("dlc-beside")
        self._fold = self._folded(inputs)
        self.numbers.observe(self._unfold, "value")
        self._looks, self._own_look = widgets.HTML(), widgets.HTML()
        unseen = widgets.Box([self._looks, self._own_look], layout={"display": "none"})
        self.rows = [widgets.HBox([self.chosen, beside], layout=WRAP), self._fold, unseen]

    def _folded(self, inputs):
        self.paste = widgets.Textarea(
            description="columns", placeholder=EXAMPLE[inputs], rows=5, continuous_update=False,
            layout={"width": "min(100%, 420px)"}, style={"description_width": "auto"},
        )  # fmt: skip
        self.use = _button("use these numbers", "check", "read the columns")
        self.file = widgets.FileUpload(
            description="load a CSV file", accept=".csv,.tsv,.txt,text/*",
            tooltip="columns of numbers in a text file", layout={"width": "auto"},
        )  # fmt: skip
        self.clear = _button("clear", "trash", "forget your samples and go back to the set")
        self.scale = widgets.Checkbox(
            value=True, description="scale columns that leave −1 … 1", indent=False,
            layout={"width": "auto"},
        )  # fmt: skip
        row = widgets.HBox([self.use, self.file, self.clear, self.scale], layout=WRAP)
        fold = widgets.VBox([self.paste, row], layout={"display": "none"})
        fold.add_class("dlc-fold")
        return fold

    def _unfold(self, change):
        self._fold.layout.display = "" if change["new"] else "none"

    def show(self, label, sets, own) -> None:
        """Choose the button of this `label`, and show a picture of each set on its button."""
        self.chosen.value = label
        self._tools.layout.display = "" if label == OWN else "none"
        self._drawn.layout.display = "none" if label == OWN else ""
        if label != OWN:
            self.numbers.value = False
        self._looks.value = f"<style>{LOOKS}{self._pictures(sets)}</style>"
        self._at_rest(lambda: self._show_own(own, len(sets)))

    def _show_own(self, own, before):
        self._own_look.value = f"<style>{self._pictures([own], before)}</style>"

    def _at_rest(self, action):
        """Do it when nothing has moved for a moment: a new style costs the page 10 ms."""
        if self._waiting:
            self._waiting.cancel()
        try:
            self._waiting = asyncio.get_running_loop().call_later(REST, action)
        except RuntimeError:  # a plain script: nobody looks
            action()

    def _pictures(self, sets, before=0):
        return "".join(
            f".{self._name} button:nth-child({k}) {{ --dots: {url(data)}; }}\n"
            for k, data in enumerate(sets, start=before + 1)
        )


def _class_switch():
    switch = widgets.ToggleButtons(
        options=[("● 0", 0), ("■ 1", 1)], description="add class",
        tooltips=[f"a click into the picture adds a sample of class {k}" for k in (0, 1)],
        style={"button_width": "auto", "description_width": "auto"}, layout={"width": "auto"},
    )  # fmt: skip
    switch.add_class("dlc-classes")
    return switch


def _button(text, icon, tooltip):
    width = f"{44 + 8 * len(text)}px"
    return widgets.Button(description=text, icon=icon, tooltip=tooltip, layout={"width": width})
