"""The widgets of a live figure and where they stand; nothing here changes its size later."""

import html

import ipywidgets as widgets

from .controls import Player, arrange


class Face:
    """Controls above one picture, its sentence and buttons below.

    Args:
        size: (width, height) of the picture in CSS pixels; on a narrower page it shrinks.
        title: a line above, or None.
        controls: {name: widget}.
        players: names of the controls that get play and step buttons.
        actions: {name: (text, icon, tooltip, action)} of the buttons.
        scenes: names to choose from.
    """

    def __init__(self, size, title, controls, players, actions, scenes):
        width, height = size
        fixed = {"max_width": "100%", "flex": "0 0 auto"}
        self.picture = widgets.Image(format="png", layout={
            **fixed, "width": f"{width}px", "height": f"{height}px", "object_fit": "contain",
            "margin": "4px 0",
        })  # fmt: skip
        self.words = widgets.HTML(
            layout={**fixed, "width": f"{width}px", "height": "48px", "margin": "0"}
        )
        self.words.add_class("dlcourse-sentence")
        self.progress = widgets.FloatProgress(
            max=1.0, layout={"width": "140px", "visibility": "hidden"}
        )
        self.said = widgets.Label()
        options = [("scenes …", None), *((name, name) for name in scenes)]
        self.chooser = widgets.Dropdown(options=options)
        self.buttons = {name: _button(*action) for name, action in actions.items()}
        self.players = {name: Player(controls[name]) for name in players}
        for name, player in self.players.items():
            self.buttons.update({f"{name}: {key}": b for key, b in player.buttons.items()})
        self._rows = self._arranged(width, title, controls, bool(scenes))
        self.root = widgets.VBox(self._rows, layout={"width": "auto", "overflow": "visible"})
        self.root.add_class("dlcourse-figure")

    def _arranged(self, width, title, controls, scenes):
        arrange(controls)
        wrap = {
            "flex_flow": "row wrap", "width": f"{width}px", "max_width": "100%",
            "align_items": "center", "grid_gap": "0 18px", "overflow": "visible",
        }  # fmt: skip
        top = [widgets.HTML(f"<b>{html.escape(title)}</b>")] if title else []
        moving = [self.players.get(name, widget) for name, widget in controls.items()]
        last = [b for name, b in self.buttons.items() if "scene" not in name and ":" not in name]
        last += [self.progress, self.said]
        if scenes:
            back, on = self.buttons["previous scene"], self.buttons["next scene"]
            last = [back, self.chooser, on, *last]
        return [
            *top,
            widgets.Box(moving, layout=wrap),
            self.picture,
            self.words,
            widgets.Box(last, layout={**wrap, "grid_gap": "0 4px"}),
        ]

    def show(self, png: bytes, sentence: str, fraction: float, error: bool) -> None:
        """Show a picture and its sentence; below 1 the `fraction` stands as a progress bar."""
        self.picture.value = png
        (self.words.add_class if error else self.words.remove_class)("dlcourse-error")
        self.words.value = (
            f'<div role="{"alert" if error else "status"}" '
            f'style="line-height:1.45;font-size:15px">{html.escape(sentence)}</div>'
        )
        self.progress.value = fraction
        self.progress.layout.visibility = "visible" if fraction < 1 else "hidden"

    def close(self) -> None:
        """Take the widgets out of the notebook."""
        for part in (
            self.root, *self._rows, *self.players.values(), self.chooser, self.progress, self.said,
            *self.buttons.values(),
        ):  # fmt: skip
            part.close()


def _button(text, icon, tooltip, action):
    button = widgets.Button(description=text, icon=icon, tooltip=tooltip)
    button.layout.width = f"{44 + 8 * len(text)}px" if text else "36px"
    button.on_click(lambda _: action())
    return button
