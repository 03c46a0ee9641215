"""The live figure: controls, an experiment, panels, and the scenes of a presenter."""

import base64
import re

from ipywidgets import Widget

from .. import style
from ..lifetime import Living
from .canvas import LOCK, STRIP, Canvas
from .controls import Epochs, check_names, check_value, defaults, make, of_view, step_on
from .gestures import Gestures
from .layout import Layout
from .picture import can_be_touched
from .places import check_size, places_of, usual_columns, usual_size
from .png import encode, encode_small, save
from .room import fitting, zoom
from .runner import Runner
from .scenes import Scenes
from .touch import Touch

STORED = 80_000  # bytes that a picture in a saved notebook may take
VIEW = "application/vnd.jupyter.widget-view+json"


class LiveFigure(Living):
    """What `explore` makes: shows itself in a notebook, and can be moved by `set` as well.

    Attributes:
        controls: {name: widget}, the experiment's and then the panels' own view controls.
        buttons: {name: Button}, also those of a player: "epoch: step on".
        widget: the whole figure as one widget, to be placed inside others.
        scenes: {name: {control: value}}.
    """

    def __init__(
        self, experiment, panels, title, meaning, scenes, notes, columns, size, labels, slow, specs
    ):
        places = places_of(panels)
        self.panels = [panel for place in places for panel in place]
        self.title = title
        self._gestures = Gestures(self.panels)
        self._held = True  # while several controls are being set as one move
        self._watching = []  # who is told of each complete picture
        self._make_controls(experiment, specs, labels or {}, slow)
        defaults = {name: widget.value for name, widget in self.controls.items()}
        self._scenes = Scenes(scenes or {}, notes or {}, defaults, self._checked)
        self.scenes = self._scenes.settings
        self._columns = columns = columns or usual_columns(places)
        self._size = check_size(size) or usual_size(places, columns)
        self.given = [spec for spec in specs.values() if isinstance(spec, Widget)]
        with LOCK:
            canvas = Canvas(places, self._size, columns)
            self._runner = Runner(experiment, canvas, self._show, meaning)
            players = [name for name, spec in specs.items() if isinstance(spec, Epochs)]
            self._layout = Layout(
                self._size, title, self.controls, list(self._view), players, self._actions(),
                list(self.scenes), self._scenes.notes,
            )  # fmt: skip
            self.buttons, self.widget = self._layout.buttons, self._layout.root
            picture = self._layout.picture
            self._touch = Touch(picture, canvas, self.controls, self._drag, self._asked)
            if can_be_touched():
                picture.scene = self._scenes.place()
                picture.observe(self._on_room, "shown")
            self._layout.chooser.observe(self._on_scene, "value")
            self._held = False
            self._run(wait=False)
        for name, widget in self.controls.items():
            widget.observe(self._on_input if name in self._inputs else self._on_view, "value")

    @property
    def results(self):
        """The last results or draft, a tuple with one entry per panel; None after an error."""
        return self._runner.results

    @property
    def sentence(self) -> str:
        """What the picture shows, in words and numbers."""
        return self._runner.sentence

    @property
    def error(self):
        """Why there is no picture, in one sentence, or None."""
        return self._runner.error

    @property
    def png(self) -> bytes:
        """The picture now shown."""
        return bytes(self._layout.picture.value)

    # ---- moving it -------------------------------------------------------------------------

    def set(self, **values) -> "LiveFigure":
        """Set several controls as one move; ValueError for unknown names and values outside."""
        values = {name: self._checked(name, value) for name, value in values.items()}
        return self._assign(values, wait=True)

    def reset(self) -> "LiveFigure":
        """All controls back to where they began, except the seed."""
        return self._assign(self._scenes.beginning(), wait=True)

    def scene(self, name: str) -> "LiveFigure":
        """Call up a scene: its settings, all else as in the beginning, the seed kept."""
        return self._show_scene(name, wait=True)

    def watch(self, action):
        """Call `action(figure)` after each complete picture; returns what ends this."""
        watching = self._watching
        watching.append(action)
        return lambda: watching.remove(action)

    def close(self) -> None:
        """Take the widgets out of the notebook and give the memory back."""
        with LOCK:
            for widget in self._inputs.values():
                widget.unobserve(self._on_input, "value")
            self._runner.close()
            super().close()
            self._held = True  # a move that has waited for the lock finds nothing to do

    def _show_scene(self, name, wait):
        return self._assign(self._scenes.values(name), wait, scene=name)

    def _assign(self, values, wait, scene=None, held=False):
        with LOCK:
            if not held:
                self._gestures.begin()
            self._held = True
            try:
                for name, value in values.items():
                    self.controls[name].value = value
                self._layout.chooser.value = scene or ""
                self._scenes.last = scene or self._scenes.last
                if can_be_touched():
                    self._layout.picture.scene = self._scenes.place()
            finally:
                self._held = False
            self._run(wait)
        return self

    def _run(self, wait):
        inputs, view = ({n: w.value for n, w in d.items()} for d in (self._inputs, self._view))
        self._runner.run(inputs, view, wait)

    def _drag(self, values, dragging):
        """A handle sets controls as one move; while it is held the axes stay."""
        held = self.panels[0].frozen
        for panel in self.panels:
            panel.frozen = dragging
        if not set(values) <= set(self._view):
            self._assign(values, wait=False, held=held)
            return
        self._held = True
        for name, value in values.items():
            self.controls[name].value = value
        self._held = False
        self._on_view(None)

    def _asked(self, told):
        """What the page asks for: a presenter's key on the stage, or to say why it cannot be."""
        if told.get("act") == "say":
            self._layout.said.value = told["text"]
        if told.get("act") == "scene" and self.scenes:
            self._step_scene(1 if told.get("by", 1) > 0 else -1)

    # ---- callbacks -------------------------------------------------------------------------

    def _on_input(self, change):
        with LOCK:
            if not self._held:
                self._gestures.begin(change["owner"])
                self._leave_scene()
                self._run(wait=False)

    def _on_view(self, _change):
        with LOCK:
            if not self._held:
                self._leave_scene()
                self._runner.redraw({name: w.value for name, w in self._view.items()})

    def _on_scene(self, change):
        with LOCK:
            if not self._held and change["new"]:
                self._show_scene(change["new"], wait=False)

    def _on_room(self, change):
        """The page has another room for the picture: it is drawn anew in its size."""
        with LOCK:
            shown, canvas = change["new"], self._runner.canvas
            rest = self._layout.rest
            size, columns = fitting(shown, self._size, self._columns, canvas.places, rest)
            self._runner.quick = min(2.0, max(1.0, 0.85 * zoom(shown)))
            dark = bool(shown.get("dark"))
            if self._held or (size, dark) == (canvas.size, canvas.dark):
                return
            canvas.resize(size, columns, dark)
            picture = self._layout.picture
            picture.size, picture.shape = list(size), f"dlcourse-{size[0]}-{size[1]}"
            self._runner.redraw({name: w.value for name, w in self._view.items()})

    def _leave_scene(self):
        self._held = True
        self._layout.chooser.value = ""
        self._held = False

    def _actions(self):
        """The buttons: icon, name, what they do."""
        words = "Reset: all controls but the seed as in the beginning"
        actions = {"reset": ("undo", words, self._start_again)}
        seed = self._inputs.get("seed")
        if hasattr(seed, "index") or hasattr(seed, "step"):
            actions["another seed"] = ("random", "Another seed", lambda: step_on(seed))
        actions["save"] = ("download", "Save picture: a PNG beside the notebook", self._save)
        if can_be_touched():
            actions["stage"] = ("expand", "Stage (f): the whole screen, → and ← are scenes", None)
        if self.scenes:
            for name, icon, by in (("previous", "left", -1), ("next", "right", 1)):
                step = lambda by=by: self._step_scene(by)  # noqa: E731
                actions[f"{name} scene"] = (f"chevron-{icon}", f"{name} scene", step)
        return actions

    def _start_again(self):
        self._assign(self._scenes.beginning(), wait=False)

    def _step_scene(self, by):
        shown = {name: widget.value for name, widget in self.controls.items()}
        self._show_scene(self._scenes.step(by, shown), wait=False)

    def _save(self):
        with LOCK:
            picture = encode(self._runner.pixels(2), level=9)
        stem = re.sub(r"[^a-z0-9]+", "-", (self.title or "figure").lower()).strip("-") or "figure"
        try:
            self._layout.said.value = f"saved as {save(picture, stem)}"
        except OSError as error:
            self._layout.said.value = f"not saved: {error.strerror}"

    # ---- what can be moved -----------------------------------------------------------------

    def _make_controls(self, experiment, specs, labels, slow):
        check_names(experiment, specs)
        own = defaults(experiment)
        self._inputs = {
            name: make(name, spec, own[name], labels.get(name)) for name, spec in specs.items()
        }
        self._view = of_view(self.panels, self._inputs, labels)
        self.controls = {**self._inputs, **self._view}
        for name in [*labels, *slow]:
            if name not in self.controls:
                raise ValueError(
                    f"labels and slow must name controls ({', '.join(self.controls)}), got {name!r}"
                )
        for name in slow:
            self.controls[name].continuous_update = False

    def _checked(self, name, value):
        if name not in self.controls:
            raise ValueError(f"unknown control {name!r}; there are: {', '.join(self.controls)}")
        return check_value(name, self.controls[name], value)

    # ---- showing it ------------------------------------------------------------------------

    def __repr__(self):
        return self.sentence

    def _show(self, png, fraction, resting=False):
        picture, runner = self._layout.picture, self._runner
        touched = self._touch.show(runner.results, runner.sentence, resting)
        with picture.hold_sync():
            self._layout.show(png, fraction, runner)
            for name, value in touched.items():
                setattr(picture, name, value)
        if fraction == 1 and not resting:
            for action in self._watching:
                action(self)

    def _ipython_display_(self):
        """Drafts are seen as they come; then what is to be stored gets an output of its own."""
        from IPython.display import display

        if drafts := self._runner.unfinished:
            display({VIEW: self.widget._repr_mimebundle_()[VIEW]}, raw=True)
        data, metadata = self._repr_mimebundle_()
        if drafts:  # the picture stands there already
            data[VIEW] = self._layout.unseen._repr_mimebundle_()[VIEW]
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live view, and beside it the complete picture for where no kernel runs."""
        with LOCK:
            self._runner.finish()
            self._layout.picture.value = encode(self._runner.pixels(2))
            stored = encode_small(self._runner.stored(2), style.PALETTE)
            if len(stored) > STORED:
                stored = encode_small(self._runner.stored(1), style.PALETTE)
        bundle = {"text/plain": self.sentence, "image/png": base64.b64encode(stored).decode()}
        bundle[VIEW] = self.widget._repr_mimebundle_()[VIEW]
        width, height = self._size
        return bundle, {"image/png": {"width": width, "height": height + STRIP}}
