"""The live figure's face: controls above one picture, its sentence and buttons below."""

import base64
import html
import re
import sys
import weakref
from pathlib import Path

import ipywidgets as widgets

from .canvas import Canvas
from .controls import Epochs, Player, arrange, check_names, check_value, defaults, make
from .png import encode, encode_small
from .runner import Runner

LIVE = weakref.WeakSet()  # the figures that are alive, for tests that move every control
STORED = 80_000  # bytes that a picture in a saved notebook may take
VIEW = "application/vnd.jupyter.widget-view+json"
LABELS = {"free": "free axes", "log": "logarithmic"}


class LiveFigure:
    """What `explore` makes: shows itself in a notebook, and can be moved by `set` as well.

    Attributes:
        controls: {name: widget}, the experiment's and then the panels' own view controls.
        buttons: {name: Button}.
        scenes: {name: {control: value}}.
    """

    def __init__(self, experiment, panels, title, scenes, columns, size, labels, slow, specs):
        self.panels = list(panels) if isinstance(panels, list | tuple) else [panels]
        if not self.panels or len({id(panel) for panel in self.panels}) < len(self.panels):
            raise ValueError(f"panels must be one or several different panels, got {panels!r}")
        self.title = title
        self._held = True  # while several controls are being set as one move
        self._make_controls(experiment, specs, labels or {}, slow)
        self._defaults = {name: widget.value for name, widget in self.controls.items()}
        self.scenes = self._checked_scenes(scenes or {})
        self._last_scene = None
        count = len(self.panels)
        columns = columns or (count if count <= 3 else -(-count // 2))
        self._size = _checked_size(size) or _usual_size(count, columns)
        self._runner = Runner(experiment, Canvas(self.panels, self._size, columns), self._show)
        self._make_face(specs)
        self._cell = _cell()
        for other in list(LIVE):
            other._leave_to(self._cell)
        LIVE.add(self)
        self._held = False
        self._run(wait=True)

    @property
    def results(self):
        """The experiment's last results, a tuple with one entry per panel; None after an error."""
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
        return self._picture.value

    # ---- moving it -------------------------------------------------------------------------

    def set(self, **values) -> "LiveFigure":
        """Set several controls as one move; ValueError for unknown names and values outside."""
        values = {name: self._checked(name, value) for name, value in values.items()}
        return self._assign(values, wait=True)

    def reset(self) -> "LiveFigure":
        """All controls back to where they began, except the seed."""
        return self._assign(self._beginning(), wait=True)

    def scene(self, name: str) -> "LiveFigure":
        """Call up a scene: its settings, all else as in the beginning, the seed kept."""
        if name not in self.scenes:
            known = ", ".join(self.scenes) or "none"
            raise ValueError(f"scene must be one of: {known}; got {name!r}")
        return self._show_scene(name, wait=True)

    def close(self) -> None:
        """Take the widgets out of the notebook and give the memory back."""
        with self._runner.lock:
            LIVE.discard(self)
            self._held = True
            self._runner.close()
            for widget in [*self.controls.values(), *self._parts]:
                widget.unobserve_all()
                widget.close()

    def _beginning(self):
        return {name: value for name, value in self._defaults.items() if name != "seed"}

    def _show_scene(self, name, wait):
        return self._assign({**self._beginning(), **self.scenes[name]}, wait, scene=name)

    def _assign(self, values, wait, scene=None):
        with self._runner.lock:
            self._held = True
            try:
                for name, value in values.items():
                    self.controls[name].value = value
                self._chooser.value = scene
                self._last_scene = scene or self._last_scene
            finally:
                self._held = False
            self._run(wait)
        return self

    def _run(self, wait):
        inputs, view = ({n: w.value for n, w in d.items()} for d in (self._inputs, self._view))
        self._runner.run(inputs, view, wait)

    def _on_input(self, _change):
        with self._runner.lock:
            if not self._held:
                self._leave_scene()
                self._run(wait=False)

    def _on_view(self, _change):
        with self._runner.lock:
            if not self._held:
                self._leave_scene()
                self._runner.redraw({name: w.value for name, w in self._view.items()})

    def _on_scene(self, change):
        with self._runner.lock:
            if not self._held and change["new"] is not None:
                self._show_scene(change["new"], wait=False)

    def _leave_scene(self):
        self._held = True
        self._chooser.value = None
        self._held = False

    def _step_scene(self, by):
        names = list(self.scenes)
        if self._last_scene is None:
            k = 0 if by > 0 else len(names) - 1
        else:
            k = min(max(names.index(self._last_scene) + by, 0), len(names) - 1)
        self._show_scene(names[k], wait=False)

    def _next_seed(self):
        widget = self.controls["seed"]
        if hasattr(widget, "index"):
            widget.index = (widget.index + 1) % len(widget.options)
        else:
            following = widget.value + widget.step
            widget.value = following if following <= widget.max else widget.min

    def _save(self):
        """Write the picture beside the notebook under a name that is still free, and say where."""
        stem = re.sub(r"[^a-z0-9]+", "-", (self.title or "figure").lower()).strip("-") or "figure"
        with self._runner.lock:
            picture = encode(self._runner.pixels(2), 9)
        for number in range(1, 10_000):
            path = Path(f"{stem}-{number}.png")
            try:
                with path.open("xb") as file:
                    file.write(picture)
            except FileExistsError:
                continue
            except OSError as error:
                self._said.value = f"not saved: {error.strerror}"
                return
            self._said.value = f"saved as {path.resolve()}"
            return

    # ---- what it is made of ------------------------------------------------------------------

    def _make_controls(self, experiment, specs, labels, slow):
        check_names(experiment, specs)
        own = defaults(experiment)
        self._inputs = {
            name: make(name, spec, own[name], labels.get(name)) for name, spec in specs.items()
        }
        self._view = {}
        for panel in self.panels:
            chosen = {**defaults(panel.update), **panel.view}
            for name, spec in panel.controls.items():
                if name in specs:
                    raise ValueError(
                        f"control {name!r} is a view control of {type(panel).__name__}; "
                        "give the experiment's parameter another name"
                    )
                if name not in self._view:
                    label = labels.get(name, LABELS.get(name))
                    self._view[name] = make(name, spec, chosen[name], label)
        self.controls = {**self._inputs, **self._view}
        for name in [*labels, *slow]:
            if name not in self.controls:
                raise ValueError(
                    f"labels and slow must name controls ({', '.join(self.controls)}), got {name!r}"
                )
        for name in slow:
            self.controls[name].continuous_update = False
        for name, widget in self.controls.items():
            widget.observe(self._on_input if name in self._inputs else self._on_view, "value")

    def _checked(self, name, value):
        if name not in self.controls:
            raise ValueError(f"unknown control {name!r}; there are: {', '.join(self.controls)}")
        return check_value(name, self.controls[name], value)

    def _checked_scenes(self, scenes):
        checked = {}
        for scene, values in scenes.items():
            try:
                checked[str(scene)] = {n: self._checked(n, v) for n, v in dict(values).items()}
            except (TypeError, ValueError) as error:
                raise ValueError(f"scene {scene!r}: {error}") from None
        return checked

    def _make_face(self, specs):
        width, height = self._size
        self._picture = widgets.Image(format="png", layout={
            "width": f"{width}px", "height": f"{height}px", "max_width": "100%",
            "object_fit": "contain", "margin": "4px 0", "flex": "0 0 auto",
        })  # fmt: skip
        self._words = widgets.HTML(layout={
            "width": f"{width}px", "max_width": "100%", "height": "46px", "margin": "0",
            "flex": "0 0 auto",
        })  # fmt: skip
        self._progress = widgets.FloatProgress(max=1.0, layout={
            "width": "140px", "visibility": "hidden",
        })  # fmt: skip
        self._said = widgets.Label()
        self._chooser = widgets.Dropdown(options=[("scenes …", None), *_same(self.scenes)])
        self._chooser.observe(self._on_scene, "value")
        self.buttons = self._make_buttons()
        self._players = {
            name: Player(self._inputs[name])
            for name, spec in specs.items()
            if isinstance(spec, Epochs)
        }
        for name, player in self._players.items():
            self.buttons.update({f"{name}: {key}": b for key, b in player.buttons.items()})
        rows = self._rows(width)
        self.widget = widgets.VBox(rows, layout={"width": "auto", "overflow": "visible"})
        self._parts = [
            self.widget, *rows, *self._players.values(), self._picture, self._words, self._chooser,
            self._progress, self._said, *self.buttons.values(),
        ]  # fmt: skip

    def _rows(self, width):
        arrange(self.controls)
        wrap = {
            "flex_flow": "row wrap", "width": f"{width}px", "max_width": "100%",
            "align_items": "center", "grid_gap": "0 18px", "overflow": "visible",
        }  # fmt: skip
        title = [widgets.HTML(f"<b>{html.escape(self.title)}</b>")] if self.title else []
        moving = [self._players.get(name, widget) for name, widget in self.controls.items()]
        scenes = []
        if self.scenes:
            scenes = [self.buttons["previous scene"], self._chooser, self.buttons["next scene"]]
        plain = [b for name, b in self.buttons.items() if "scene" not in name and ":" not in name]
        last = [*scenes, *plain, self._progress, self._said]
        small = {**wrap, "grid_gap": "0 4px"}
        return [
            *title,
            widgets.Box(moving, layout=wrap),
            self._picture,
            self._words,
            widgets.Box(last, layout=small),
        ]

    def _make_buttons(self):
        def start_again():
            self._assign(self._beginning(), wait=False)

        buttons = {"reset": ("Reset", "undo", "all controls as in the beginning", start_again)}
        if hasattr(self._inputs.get("seed"), "index") or hasattr(self._inputs.get("seed"), "step"):
            buttons["another seed"] = ("Another seed", "random", "the next seed", self._next_seed)
        buttons["save"] = ("Save picture", "download", "write a PNG beside the notebook", self._save)
        if self.scenes:
            back, on = (lambda: self._step_scene(-1)), (lambda: self._step_scene(+1))
            buttons["previous scene"] = ("", "chevron-left", "previous scene", back)
            buttons["next scene"] = ("", "chevron-right", "next scene", on)
        made = {}
        for name, (text, icon, tip, action) in buttons.items():
            made[name] = widgets.Button(description=text, icon=icon, tooltip=tip)
            made[name].layout.width = f"{44 + 8 * len(text)}px" if text else "36px"
            made[name].on_click(lambda _, action=action: action())
        return made

    # ---- showing it ---------------------------------------------------------------------------

    def _show(self, png, sentence, fraction):
        self._picture.value = png
        role = "alert" if self.error else "status"
        self._words.value = (
            f'<div role="{role}" style="line-height:1.45;font-size:15px">'
            f"{html.escape(sentence)}</div>"
        )
        self._progress.value = fraction
        self._progress.layout.visibility = "visible" if fraction < 1 else "hidden"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live view, and beside it a picture and a sentence for where no kernel runs."""
        with self._runner.lock:
            pixels = self._runner.pixels(2)
            self._picture.value = encode(pixels)
            stored = encode_small(pixels)
            if len(stored) > STORED:
                stored = encode_small(self._runner.pixels(1))
        bundle = {"text/plain": self.sentence, "image/png": base64.b64encode(stored).decode()}
        bundle[VIEW] = self.widget._repr_mimebundle_()[VIEW]
        width, height = self._size
        return bundle, {"image/png": {"width": width, "height": height}}

    def _leave_to(self, cell):
        """Close, if the cell that made this figure runs again."""
        if cell is not None and self._cell is not None:
            if cell[0] == self._cell[0] and cell[1] != self._cell[1]:
                self.close()


def _usual_size(count, columns):
    """Pixels that leave room for controls and buttons on a projector of 1280 × 720."""
    rows = -(-count // columns)
    return {1: 760, 2: 1040}.get(columns, 1120), {1: 400, 2: 620}.get(rows, 300 * rows)


def _checked_size(size):
    if size is not None and not (len(size) == 2 and all(int(side) >= 100 for side in size)):
        raise ValueError(f"size must be (width, height) in pixels from 100, got {size!r}")
    return size and tuple(int(side) for side in size)


def _same(scenes):
    return [(name, name) for name in scenes]


def _cell():
    """(cell, run) where a notebook tells which cell is running, otherwise None."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId")
    return cell and (cell, request["header"]["msg_id"])
