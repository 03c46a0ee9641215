"""The widgets of a live figure and where they stand; nothing here changes its size later."""

import html

import ipywidgets as widgets

from .controls import LETTER, Player, arrange
from .picture import picture

# The picture is as wide as the page lets it be, but never so high that it leaves the screen; its
# room is known before it is loaded, and that of two lines of text below it, so nothing jumps.
STYLE = """<style>
.{shape}:not(.dlc-frame > img) {{
  width: min(100%, {width}px * 1.3, 53vh * {width} / {height}) !important;
  height: auto !important;
  aspect-ratio: {width} / {height};
}}
.dlcourse-sentence .widget-html-content > div {{
  font-size: 15px; line-height: 1.45; min-height: 2.9em;
}}
.dlcourse-figure .widget-toggle-buttons {{ display: flex; align-items: baseline; gap: 8px; }}
.dlcourse-figure .widget-toggle-buttons > .widget-label {{ text-align: right; }}
.dlcourse-sentence pre {{ font-size: 12px; line-height: 1.3; overflow-x: auto; }}
</style>"""
DETAILS = "<details><summary>What Python says</summary><pre>{}</pre></details>"


class Layout:
    """Controls above one picture, its sentence and buttons below.

    Args:
        size: (width, height) of the picture in CSS pixels; on a narrower page it shrinks.
        title: a line above, or None.
        controls: {name: widget}.
        view: the names of those that change the view only; their switches stand below.
        players: names of the controls that get play and step buttons.
        actions: {name: (text, icon, tooltip, action)} of the buttons.
        scenes: names to choose from.
        notes: {scene: what the speaker may say}; they stand folded at the end.
    """

    def __init__(self, size, title, controls, view, players, actions, scenes, notes):
        shape = f"dlcourse-{size[0]}-{size[1]}"
        self.picture = picture(shape, size)
        style = STYLE.format(shape=shape, width=size[0], height=size[1])
        self.unseen = widgets.HTML(style, layout={"display": "none"})
        self.words = widgets.HTML(layout={"width": "100%", "margin": "0", "flex": "0 0 auto"})
        self.words.add_class("dlcourse-sentence")
        self.progress = widgets.FloatProgress(
            max=1.0, layout={"width": "140px", "visibility": "hidden"}
        )
        self.said = widgets.Label()
        options = [("scenes …", ""), *((name, name) for name in scenes)]
        self.chooser = widgets.Dropdown(options=options)
        self.chooser.layout.width = f"{60 + int(LETTER * max(map(len, scenes), default=10))}px"
        self.buttons = {name: _button(*action) for name, action in actions.items()}
        self.players = {name: Player(controls[name]) for name in players}
        for name, player in self.players.items():
            self.buttons.update({f"{name}: {key}": b for key, b in player.buttons.items()})
        rows = self._arranged(title, controls, view, bool(scenes))
        rows += [_folded(notes)] if notes else []
        self.root = widgets.VBox(rows, layout={"width": "auto", "overflow": "visible"})
        self.root.add_class("dlcourse-figure")

    def _arranged(self, title, controls, view, scenes):
        arrange(controls)
        wrap = {
            "flex_flow": "row wrap", "width": "100%", "align_items": "center",
            "grid_gap": "0 18px", "overflow": "visible",
        }  # fmt: skip
        top = [widgets.HTML(f"<b>{html.escape(title)}</b>")] if title else []
        switches = [n for n in view if isinstance(controls[n], widgets.Checkbox)]
        moving = [self.players.get(n, w) for n, w in controls.items() if n not in switches]
        last = [b for name, b in self.buttons.items() if "scene" not in name and ":" not in name]
        last += [controls[name] for name in switches]
        last += [self.progress, self.said]
        if scenes:
            back, on = self.buttons["previous scene"], self.buttons["next scene"]
            last = [back, self.chooser, on, *last]
        return [
            *top,
            widgets.Box(moving, layout=wrap),
            self.picture,
            self.words,
            self.unseen,
            widgets.Box(last, layout={**wrap, "grid_gap": "0 4px"}),
        ]

    def show(self, png: bytes, sentence: str, fraction: float, error: bool, details: str) -> None:
        """Show a picture and its sentence; below 1 the `fraction` stands as a progress bar.

        Of an `error`, the `details` are folded below its sentence.
        """
        self.picture.value = png
        (self.words.add_class if error else self.words.remove_class)("dlcourse-error")
        said = f'<div role="{"alert" if error else "status"}">{html.escape(sentence)}</div>'
        self.words.value = said + (DETAILS.format(html.escape(details)) if details else "")
        self.progress.value = fraction
        self.progress.layout.visibility = "visible" if fraction < 1 else "hidden"


def _folded(notes):
    """The speaker's notes, scene by scene, below a fold."""
    said = "".join(
        f"<dt>{html.escape(scene)}</dt><dd>{html.escape(note)}</dd>"
        for scene, note in notes.items()
    )
    folded = widgets.HTML(f"<details><summary>Speaker's notes</summary><dl>{said}</dl></details>")
    folded.add_class("dlcourse-notes")
    return folded


def _button(text, icon, tooltip, action):
    button = widgets.Button(description=text, icon=icon, tooltip=tooltip)
    button.layout.width = f"{44 + 8 * len(text)}px" if text else "36px"
    if action is None:  # the page itself does it
        button.add_class("dlc-to-stage")
    else:
        button.on_click(lambda _: action())
    return button
