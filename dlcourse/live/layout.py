"""The widgets of a live figure and where they stand; nothing here changes its size later."""

import html
from pathlib import Path

import ipywidgets as widgets

from .controls import LETTER, Player, icon_button, options_of
from .picture import picture

LOOKS = Path(__file__).with_name("layout.css").read_text(encoding="utf-8")
# The picture is as wide as the page, but never so high that the figure leaves the screen, where
# JupyterLab and the other rows take `rest` pixels. Its room is known before it is loaded.
SHAPE = """
.dlcourse-rest-{rest} {{ --high: max(240px, 100vh - {rest}px); }}
.{shape}:not(.dlc-frame > img) {{
  width: min(100%, {width}px * 1.3, var(--high) * {width} / {height}) !important;
  height: auto !important;
  aspect-ratio: {width} / {height};
}}"""
REST, PLAYER, ROW = 226, 34, 50  # pixels; what a player and a row of controls take
PICTURES = 76  # pixels that the data control takes
IN_SIGHT = 5  # controls; further ones are under "more"
COLUMN, COLUMNS = 160, 6  # pixels that a control has at least; so many stand in a row of 1100
BESIDE = 2  # of them beside the data control
TYPED = (widgets.IntSlider, widgets.FloatSlider, widgets.FloatLogSlider)  # take a typed number
WORDS = '<div role="{}"><p class="dlcourse-meaning">{}</p><p class="dlcourse-numbers">{}</p></div>'
DETAILS = "<details><summary>What Python says</summary><pre>{}</pre></details>"


class Layout:
    """Title, buttons and controls above one picture; what is played and said below it.

    Attributes:
        rest: pixels of the window's height that all but the picture takes in JupyterLab.

    Args:
        size: (width, height) of the picture in CSS pixels; on a narrower page it shrinks.
        title: a line above, or None.
        controls: {name: widget}.
        view: the names of those that change the view only; their switches stand beside the buttons.
        players: names of the controls that get play and step buttons, below the picture.
        actions: {name: (icon, tooltip, action)} of the buttons.
        scenes: names to choose from.
        notes: {scene: what the speaker may say}; they stand folded at the end.
    """

    def __init__(self, size, title, controls, view, players, actions, scenes, notes):
        self.buttons = {name: icon_button(*action) for name, action in actions.items()}
        self.players = {name: Player(controls[name]) for name in players}
        for name, player in self.players.items():
            self.buttons.update({f"{name}: {key}": b for key, b in player.buttons.items()})
        switches = [n for n in view if isinstance(controls[n], widgets.Checkbox)]
        # What only a touch sets stands below the picture, and only while it is set.
        touched = [n for n in controls if hasattr(controls[n], "by_touch")]
        elsewhere = (*switches, *players, *touched)
        first, more = in_sight([n for n in controls if n not in elsewhere])
        first, more = ([controls[name] for name in names] for names in (first, more))
        for widget in (*first, *more):
            if is_wide(widget):
                widget.add_class("dlcourse-wide")
            if isinstance(widget, TYPED):
                widget.add_class("dlcourse-typed")
        self.more = _classed(widgets.ToggleButton(description="more", icon="sliders"), "more")
        self.more.tooltip = "more controls"
        shape = f"dlcourse-{size[0]}-{size[1]}"
        self.picture = picture(shape, size)
        low = [widget for widget in first if not hasattr(widget, "takes_samples")]
        # The data control stands at the left, the others beside it.
        beside = max(PICTURES, ROW * rows_of(low, BESIDE))
        high = ROW * rows_of(low, COLUMNS) if len(low) == len(first) else beside
        self.rest = rest = REST + PLAYER * len(players) + high
        style = SHAPE.format(shape=shape, width=size[0], height=size[1], rest=rest)
        self.unseen = _classed(widgets.HTML(f"<style>{LOOKS}{style}</style>"), "unseen")
        self.unseen.layout.display = "none"
        self.words = _classed(widgets.HTML(), "sentence")
        self.progress = _classed(widgets.FloatProgress(max=1.0), "progress")
        self.progress.layout.visibility = "hidden"
        self.said = _classed(widgets.Label(), "said")
        options = [("scenes …", ""), *((name, name) for name in scenes)]
        self.chooser = widgets.Dropdown(options=options, tooltip="scenes")
        tools = [controls[name] for name in switches] + [self.more] * bool(more)
        rows = [
            self._head(title, tools, bool(scenes)),
            self._grid(first, more),
            self.progress,
            self.picture,
            *self.players.values(),
            self.words,
            *(controls[name] for name in touched),
            self.said,
            self.unseen,
            *([_folded(notes)] if notes else []),
        ]
        self.root = widgets.VBox(rows, layout={"width": "auto", "overflow": "visible"})
        self.root.add_class("dlcourse-figure").add_class(f"dlcourse-rest-{rest}")
        for widget in (self.root, *more):
            _without_null(widget)

    def _head(self, title, tools, scenes):
        """One line: the title at the left, scenes, and at the right switches and buttons."""
        left, right, middle = [], [], []
        for name, button in self.buttons.items():
            if "scene" not in name and ":" not in name:
                right.append(button)
        if title:
            left = [_classed(widgets.HTML(html.escape(title)), "title")]
        if scenes:
            back, on = self.buttons["previous scene"], self.buttons["next scene"]
            middle = [_classed(widgets.Box([back, self.chooser, on]), "scenes")]
        right = _classed(widgets.Box([*tools, *right]), "tools")
        return _classed(widgets.Box([*left, right, *middle]), "head")

    def _grid(self, first, more):
        """The controls; those in `more` stand there only while they are asked for."""
        grid = _classed(widgets.Box(first), "controls")

        def show(change):
            grid.children = [*first, *more] if change["new"] else first

        self.more.observe(show, "value")
        return grid

    def show(self, png: bytes, fraction: float, said) -> None:
        """Show a picture; below 1 the `fraction` stands as a progress bar.

        Below it stands what is `said`, the Runner's `meaning` and `numbers`, or its error, with the
        `details` folded.
        """
        self.picture.value, self.said.value = png, ""
        wrong = said.error is not None
        if said.meaning:  # from now on it has a line
            self.words.add_class("dlcourse-means")
        (self.words.add_class if wrong else self.words.remove_class)("dlcourse-error")
        meaning, numbers = html.escape(said.meaning), html.escape(said.numbers)
        self.words.value = WORDS.format("alert" if wrong else "status", meaning, numbers) + (
            DETAILS.format(html.escape(said.details)) if said.details else ""
        )
        self.progress.value = fraction
        self.progress.layout.visibility = "visible" if fraction < 1 else "hidden"


def _folded(notes):
    """The speaker's notes, scene by scene, below a fold."""
    said = "".join(
        f"<dt>{html.escape(scene)}</dt><dd>{html.escape(note)}</dd>"
        for scene, note in notes.items()
    )
    folded = f"<details><summary>Speaker's notes</summary><dl>{said}</dl></details>"
    return _classed(widgets.HTML(folded), "notes")


def in_sight(names) -> tuple[list, list]:
    """The controls' `names` in the order in which they stand, the seed last; those under "more"."""
    names = sorted(names, key=lambda name: name == "seed")
    if len(names) <= IN_SIGHT:
        return names, []
    if names[-1] == "seed":
        return [*names[: IN_SIGHT - 1], "seed"], names[IN_SIGHT - 1 : -1]
    return names[:IN_SIGHT], names[IN_SIGHT:]


def rows_of(controls, columns) -> int:
    """In how many rows the widgets stand on a page of usual width."""
    return max(1, -(-sum(1 + is_wide(widget) for widget in controls) // columns))


def is_wide(widget) -> bool:
    """Whether a widget needs two columns."""
    if not isinstance(widget, widgets.ToggleButtons):
        return False
    labels = [label for label, _ in options_of(widget)]
    return LETTER * sum(map(len, labels)) + 20 * len(labels) > COLUMN


def _classed(widget, name):
    widget.add_class(f"dlcourse-{name}")
    return widget


def _without_null(widget):
    """A tooltip that is None is shown as the word null."""
    if widget.has_trait("description") and widget.tooltip is None:
        widget.tooltip = ""
    for child in getattr(widget, "children", ()):
        _without_null(child)
