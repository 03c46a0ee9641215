"""What all panels share: artists are made once in `draw` and moved in `update`."""

from typing import ClassVar

import numpy as np

from .. import style
from . import legend
from .axes import grown, sizes_spread, spread
from .beyond import Beyond
from .ghosts import Ghosts

NEXT_TO_NOTHING = 0.05  # the part of the values that a range must show at least
TITLE, SMALLEST = 13, 9  # points of a title's type, as a rule and at least
WIDE = 52  # pixels that the number of a tick takes, with some room
SEEN = 0.02  # the part of the height from which on a value is seen


class Panel:
    """One kind of picture, drawn on one axes.

    Args:
        title: a line above.
        switches: names of the view controls that the figure offers; by default the class's own.
        touch: {part: name of a control, or names of several} that differ from the class's own.
        **view: beginnings of view controls, whether they are offered or not.

    Attributes:
        controls: {name: spec} of controls that change the view only; `update` takes their
            values by these names, and their beginnings are its defaults. Of those a panel could
            have, it keeps the ones that it offers.
        switches: names of those that are offered unless others are asked for: the ones whose both
            states show something.
        projection: "3d" for surfaces, otherwise None.
        height: None, or pixels of a strip across the whole picture, or of a list, that it takes.
        least: pixels of the strip where the window is low; None as much as ever.
        aligned: whether its axes stand in line with those of its row.
        square: whether its axes are of one space, and as wide as high.
        ticks: parts of the horizontal axis between ticks, at most; None leaves them to matplotlib.
        margins: pixels kept free around the axes: left, bottom, right, top.
        view: {name: value}, beginnings of view controls that differ from `update`'s defaults.
        fixed: {name: value} of view controls that another panel of the figure begins otherwise or
            with other choices; they stay, as one switch cannot be on and off.
        hidden: {name: value} of view controls that this panel does not offer.
        draft: whether a draft is being shown, whose range is not kept.
        frozen: whether something is being dragged; then the axes stay as they are.
        touch: {part: name of a control, or names of several}: what a part that can be touched sets.
        bound: those of `touch` whose controls the figure has.
        beside: the results of all panels of the figure, so that no number is said twice.

    Raises ValueError for a view control that the panel does not have.
    """

    controls: ClassVar[dict] = {}
    switches: tuple = ()
    projection: str | None = None
    height: int | None = None
    least: int | None = None
    aligned: bool = True
    square: bool = False
    ticks: int | None = None
    margins: tuple = (78, 60, 26, 46)
    touch: ClassVar[dict] = {}

    def __init__(
        self, *, title: str = "", switches: tuple | None = None, touch: dict | None = None, **view
    ):
        switches = self.switches if switches is None else tuple(switches)
        for name in [*view, *switches]:
            if name not in self.controls:
                raise ValueError(
                    f"{type(self).__name__} takes no {name!r}; "
                    f"its view controls are: {', '.join(self.controls) or 'none'}"
                )
        self.title = title
        self.controls = {n: spec for n, spec in self.controls.items() if n in switches}
        self.hidden = {name: value for name, value in view.items() if name not in switches}
        self.view = {name: value for name, value in view.items() if name in switches}
        self.fixed, self.bound, self.frozen, self.beside = {}, {}, False, ()
        self.touch = {**type(self).touch, **(touch or {})}
        self.ax, self.draft, self._shown = None, False, (-np.inf, np.inf)

    def draw(self, ax) -> None:
        """Make the artists on `ax`."""
        self.ax = ax
        self._legend_key, self._legends, self._first = None, [], {}
        self._title = ax.set_title(self.title, y=1.0, pad=10)
        self._place_title()
        if not self.projection:
            self._beyond, self._ghosts = Beyond(ax), Ghosts(ax)
        ax.autoscale(False)  # limits are set, never guessed

    def update(self, result, **view) -> bool:
        """Move the artists to `result`; True when limits, ticks or titles changed."""
        raise NotImplementedError

    def resized(self) -> None:
        """The axes have another size in pixels: what was laid out for the former one is forgotten.

        An `update` follows.
        """
        self._legend_key = None
        self._place_title()
        if self.ticks:  # no more than their numbers have room for
            width = self.ax.bbox.width * 96 / self.ax.figure.dpi
            fewer = max(1, min(self.ticks, int(width / WIDE)))
            self.ax.xaxis.get_major_locator().set_params(nbins=fewer)

    def _place_title(self):
        """Begin the title over the axes; where that is too long, further left and in small type.

        A panel whose title does not begin there places it itself.
        """
        if self._title.get_ha() != "left":
            return
        wide = self.ax.bbox.width * 96 / self.ax.figure.dpi
        left, room, size, title = 0.0, wide + self.margins[2] - 6, TITLE, self._title.get_text()
        if legend.width(title, size * 4 / 3) > room:
            left = 4 - self.margins[0]
            while size > SMALLEST and legend.width(title, size * 4 / 3) > room - left:
                size -= 1
        self._title.set(x=left / wide, fontsize=size)

    def moving(self) -> list:
        """The artists that move, in drawing order."""
        return []

    def lines(self) -> list:
        """Those of the moving lines that can stay as a faint line after the next move."""
        return []

    def remember_shown(self) -> None:
        """Remember the lines as they are shown, at the beginning of a move."""
        if self.lines():
            self._ghosts.remember(self.lines())

    def handles(self, result) -> list:
        """What can be touched in the picture of `result`, as `Handle`s."""
        return []

    def describe(self, result) -> str:
        """One sentence that says what `result` shows, with its numbers."""
        return ""

    def meaning(self, result) -> str:
        """One plain sentence that says what `result` means, or nothing."""
        return ""

    def _limits(self, x=None, y=None) -> bool:
        """Set the limits that are given; True when one changed."""
        changed = False
        if self.frozen:  # what is being dragged must not run away below the pointer
            return changed
        for wanted, get, put in (
            (x, self.ax.get_xlim, self.ax.set_xlim),
            (y, self.ax.get_ylim, self.ax.set_ylim),
        ):
            if wanted is not None and not np.allclose(wanted, get(), rtol=1e-9, atol=0):
                put(*wanted)
                changed = True
        return changed

    def _range(self, values, log: bool, free: bool, given=None, of: str = "") -> tuple:
        """The range (low, high) shown: of these `values` if free, else `given` or the first one.

        The first one is that of the first complete result; until then each draft has its own. It
        grows until all values are inside, and is left for values too small to be seen in it; a
        given one grows only where it shows next to nothing. A panel that shows several quantities
        keeps a range for each; `of` says which it is.
        """
        values, own = np.asarray(values, dtype=float), sizes_spread(values, log)
        if free:
            return own
        if given is not None:
            if log and given[0] <= 0:
                given = spread(values[values <= given[1]], given[1], log=True)
            return grown(given, values, own, log, least=NEXT_TO_NOTHING)
        first = self._first.get(of) or {kind: sizes_spread(values, kind) for kind in (0, 1)}
        if not self.draft:
            self._first[of] = first
        kept = grown(first[log], values, own, log)
        sizes = np.abs(values[np.isfinite(values)])
        unseen = 0 < np.max(sizes, initial=0.0) < SEEN * np.max(np.abs(kept))
        return own if unseen and not log else kept

    def _legend(self, *rows) -> bool:
        """Show rows of (artist, label) above the axes; True when they differ from before."""
        rows = [row for row in rows if row]
        key = [[(id(artist), label) for artist, label in row] for row in rows]
        if key == self._legend_key:
            return False
        for shown in self._legends:
            shown.remove()
        wide, high = self.ax.bbox.size * 96 / self.ax.figure.dpi
        free = self.margins[3] - legend.FOOT - (legend.ROW if self._title.get_text() else 0)
        most = max(1, free // legend.ROW)
        made = legend.shown(self.ax, rows, wide + self.margins[2], most)
        self._legend_key, self._legends = key, made
        self._title.set_y(1 + legend.ROW * len(made) / high)  # above it
        return True

    def _axis_labels(self, result) -> bool:
        """Label the axes as the result says, or as the panel does; True when a label changed."""
        named = [
            say(axis.label, getattr(result, name) or getattr(self, name))
            for name, axis in (("xlabel", self.ax.xaxis), ("ylabel", self.ax.yaxis))
        ]
        return any(named)


def say(artist, text: str) -> bool:
    """Give a title or label its text; True when it changed."""
    other = artist.get_text() != text
    artist.set_text(text)
    return other


def sentence(parts) -> str:
    """One sentence of parts, joined by semicolons; empty parts are left out."""
    text = "; ".join(part for part in parts if part)
    start = text[:1].upper() if text[:1].isascii() else text[:1]  # λ is not Λ
    return start + text[1:] + "." if text else ""


def outside(values, low: float, high: float) -> str:
    """What the picture does not show of `values` (any shape), in per cent."""
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    beyond = finite & ((values < low) | (values > high))
    hidden = {"beyond the scale": np.sum(beyond), "not finite": np.sum(~finite)}
    return "; ".join(f"{percent(n / values.size)} {what}" for what, n in hidden.items() if n)


def percent(fraction: float) -> str:
    """A fraction of one in per cent: whole ones, and `<1 %` where something is left."""
    whole = round(100 * fraction)
    return "<1 %" if fraction > 0 and whole == 0 else f"{whole} %"


def counted(count: int, thing: str) -> str:
    """`14 kinks`, `1 kink`, `no kinks`."""
    return f"{count or 'no'} {thing}{'' if count == 1 else 's'}"


number, power = style.number, style.power
