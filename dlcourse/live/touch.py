"""Between the handles in the page and the controls: what is dragged sets them, nothing else.

The page knows fractions of the picture, a panel its own coordinates; here one becomes the other.
"""

from functools import partial

import numpy as np

from .canvas import LOCK
from .controls import snapped, stepped
from .picture import can_be_touched

# Of a handle, what the page is told once, as long as it stays the same.
LASTING = ("name", "along", "kind", "size")


class Touch:
    """The handles of a figure's panels.

    Args:
        picture: the widget of `picture.picture`.
        canvas: where the panels are drawn.
        controls: {name: widget}.
        move: `move(values, dragging)` sets these controls as one move.
        act: `act(name)`, what the page asks for on the stage: "next scene", "play", ….
    """

    def __init__(self, picture, canvas, controls, move, act):
        self.picture, self.canvas, self.controls = picture, canvas, controls
        self._move, self._act = move, act
        self._found = {}  # id → (panel, its handle), of the last results
        for panel in canvas.panels:
            offered = panel.touch.items() if can_be_touched() else ()
            panel.bound = {part: names for part, names in offered if _fits(part, names, controls)}
            if "samples" in panel.bound:
                controls[panel.bound["samples"]].in_picture = True
        if can_be_touched():
            picture.observe(self._on_touch, "touch")
            picture.on_msg(self._on_message)

    def show(self, results, sentence: str, resting: bool) -> dict:
        """The picture's traits for these `results`; nothing can be touched where they are None.

        What is said of each handle comes when the picture is at rest.
        """
        if not can_be_touched():
            return {}
        self._found = {}
        handles, places = [], []
        for number, panel in enumerate(self.canvas.panels if results is not None else ()):
            offered = panel.handles(results[number])
            here, step = self._places(panel, offered)
            left, bottom, right, top = map(float, panel.ax.get_position().extents)
            box = [round(edge, 4) for edge in (left, 1 - top, right, 1 - bottom)]
            for handle, place, by in zip(offered, here, step, strict=True):
                name = f"{number} {handle.name}"
                self._found[name] = panel, handle
                handles.append({"id": name, "step": by, "box": box, **_lasting(handle)})
                places.append(place)
        told = {"handles": handles, "places": places, "alt": sentence}
        told["answers"] = self.picture.touch.get("n", 0)
        if resting:
            texts = ((handle.said, handle.tip) for _, handle in self._found.values())
            told["said"] = [[t() if callable(t) else t for t in pair] for pair in texts]
        return told

    @staticmethod
    def _frame(panel, handle):
        return panel.ax.transAxes if handle.frame == "axes" else panel.ax.transData

    def _places(self, panel, handles):
        """Places of handles, and by how much an arrow key moves them: fractions of the picture.

        Both are lists of (right, down), counted from the upper left corner.
        """
        whole = self.canvas.figure.bbox
        points = np.array([(h.x, h.y, h.x + h.step[0], h.y + h.step[1]) for h in handles])
        points = points.reshape(-1, 2)
        fixed = np.repeat(np.array([h.frame == "axes" for h in handles], dtype=bool), 2)
        for chosen, frame in ((fixed, panel.ax.transAxes), (~fixed, panel.ax.transData)):
            if np.any(chosen):
                points[chosen] = frame.transform(points[chosen])
        points = points / (whole.width, whole.height) * (1, -1) + (0, 1)
        here, there = np.nan_to_num(points.reshape(-1, 2, 2), nan=-1.0).transpose(1, 0, 2)
        return here.round(6).tolist(), (there - here).round(6).tolist()

    def _on_touch(self, change):
        """A handle was moved to a place; `phase` is "drag" while it is still held."""
        told = change["new"]
        with LOCK:
            found = self._found.get(told.get("id"))
            if found is None or found[1].to is None:  # the handle of a picture that is gone
                return
            panel, handle = found
            whole = self.canvas.figure.bbox
            pixels = told["x"] * whole.width, (1 - told["y"]) * whole.height
            frame, key = self._frame(panel, handle), told.get("phase") == "key"
            if key and np.allclose(pixels, frame.transform((handle.x, handle.y)), atol=0.02):
                return  # at the edge of the axes
            x, y = frame.inverted().transform(pixels)
            x = float(x) if "x" in handle.along else handle.x
            y = float(y) if "y" in handle.along else handle.y
            self._set(partial(handle.to, x, y), told.get("phase") == "drag", key)

    def _on_message(self, _widget, told, _buffers):
        with LOCK:
            found = self._found.get(told.get("id"))
            action = found and getattr(found[1], str(told.get("act")), None)
            if found is None:
                self._act(told)
            elif told.get("act") in ("click", "delete") and action is not None:
                self._set(action, False)

    def _set(self, action, dragging, key=False):
        """Set what the `action` says; where it refuses, say why. A key moves a step at least."""
        try:
            values = action()
        except ValueError as error:
            self._act({"act": "say", "text": str(error)})
            return
        taken = {name: snapped(self.controls[name], value) for name, value in values.items()}
        if key:
            taken |= self._least(taken, values)
        self._move(taken, dragging)

    def _least(self, taken, values):
        """One step of the control that `values` would move most, if `taken` moves none of them."""
        if any(self.controls[name].value != value for name, value in taken.items()):
            return {}
        after = {name: stepped(self.controls[name], value) for name, value in values.items()}
        apart = {name: after[name] - own for name, own in taken.items() if after[name] != own}
        most = sorted(apart, key=lambda name: (values[name] - taken[name]) / apart[name])[-1:]
        return {name: after[name] for name in most}


def _lasting(handle):
    """What else the page has to know of a handle; it seldom changes."""
    told = {name: getattr(handle, name) for name in LASTING}
    return {**told, "click": handle.click is not None, "delete": handle.delete is not None}


def _fits(part, names, controls):
    """Whether the figure has these controls, and they can take what this part sets."""
    widgets = [controls.get(name) for name in ((names,) if isinstance(names, str) else names)]
    fitting = part != "samples" or hasattr(widgets[0], "takes_samples")
    return fitting and all(widget is not None for widget in widgets)
