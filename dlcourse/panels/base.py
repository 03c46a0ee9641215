"""What all panels share: artists are made once in `draw` and moved in `update`."""

from typing import ClassVar

import numpy as np
from matplotlib.legend import Legend
from matplotlib.ticker import LogLocator, MaxNLocator

from .. import style

NEXT_TO_NOTHING = 0.05  # the part of the values that a range must show at least
FARTHEST = 1e150  # that an axis reaches, and its inverse how finely: beyond it ticks overflow
SEEN = 0.02  # the part of the height from which on a value is seen


class Panel:
    """One kind of picture, drawn on one axes.

    Args:
        title: a line above.
        switches: names of the view controls that the figure offers; by default the class's own.
        **view: beginnings of view controls, whether they are offered or not.

    Attributes:
        controls: {name: spec} of controls that change the view only; `update` takes their
            values by these names, and their beginnings are its defaults. Of those a panel could
            have, it keeps the ones that it offers.
        switches: names of those that are offered unless others are asked for: the ones whose both
            states show something.
        projection: "3d" for surfaces, otherwise None.
        height: None, or pixels of a strip across the whole picture that the panel takes.
        margins: pixels kept free around the axes: left, bottom, right, top.
        view: {name: value}, beginnings of view controls that differ from `update`'s defaults.
        fixed: {name: value} of view controls that another panel of the figure begins otherwise or
            with other choices; they stay, as one switch cannot be on and off.
        hidden: {name: value} of view controls that this panel does not offer.
        draft: whether a draft is being shown, whose range is not kept.

    Raises ValueError for a view control that the panel does not have.
    """

    controls: ClassVar[dict] = {}
    switches: tuple = ()
    projection: str | None = None
    height: int | None = None
    margins: tuple = (78, 60, 26, 46)

    def __init__(self, *, title: str = "", switches: tuple | None = None, **view):
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
        self.fixed = {}
        self.ax, self.draft, self._shown = None, False, (-np.inf, np.inf)

    def draw(self, ax) -> None:
        """Make the artists on `ax`."""
        self.ax = ax
        self._legend_key, self._legends, self._first = None, [], {}
        self._title = ax.set_title(self.title, pad=10)
        ax.autoscale(False)  # limits are set, never guessed

    def update(self, result, **view) -> bool:
        """Move the artists to `result`; True when limits, ticks or titles changed."""
        raise NotImplementedError

    def moving(self) -> list:
        """The artists that move, in drawing order."""
        return []

    def describe(self, result) -> str:
        """One sentence that says what `result` shows, with its numbers."""
        return ""

    def _limits(self, x=None, y=None) -> bool:
        """Set the limits that are given; True when one changed."""
        changed = False
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
        values, own = np.asarray(values, dtype=float), _spread_of_sizes(values, log)
        if free:
            return own
        if given is not None:
            if log and given[0] <= 0:
                given = spread(values[values <= given[1]], given[1], log=True)
            return grown(given, values, own, log, least=NEXT_TO_NOTHING)
        first = self._first.get(of) or {kind: _spread_of_sizes(values, kind) for kind in (0, 1)}
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
        for legend in self._legends:
            legend.remove()
        height = self.ax.bbox.height * 96 / self.ax.figure.dpi
        room = self.ax.bbox.width * 96 / self.ax.figure.dpi + self.margins[2]
        self._legend_key, self._legends = key, []
        for k, row in enumerate(reversed(rows)):
            artists, labels = zip(*row, strict=True)
            letters, length = sum(map(len, labels)), 1.9 if _has_line(artists) else 0.8
            needed = 9.5 * letters + (27 + 16 * length) * len(row)
            fit = min(1.0, room / needed)  # a full row gets smaller type
            legend = Legend(
                self.ax, artists, labels, loc="lower left", ncols=len(row), frameon=False,
                bbox_to_anchor=(0, 1 + (6 + 22 * k) / height), borderaxespad=0, borderpad=0,
                prop={**style.TEXT, "size": 12 * max(0.75, fit)}, labelcolor=style.INK,
                handlelength=length, handletextpad=0.5, columnspacing=1.2,
            )  # fmt: skip
            self._legends.append(self.ax.add_artist(legend))
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


def _has_line(artists):
    """Whether any of the artists is more than a marker."""
    styles = [artist.get_linestyle() for artist in artists if hasattr(artist, "get_linestyle")]
    return len(styles) < len(artists) or any(style not in ("None", "none") for style in styles)


def spread(*arrays, margin: float = 0.08, log: bool = False) -> tuple:
    """Limits (low, high) around all finite (with `log` positive) values; (0, 1) if there are none.

    Arrays of any shape. A logarithmic range is rounded to whole decades.
    """
    flat = _shown_on_an_axis(np.concatenate([np.ravel(a) for a in arrays]), log)
    if flat.size == 0:
        return (0.1, 1.0) if log else (0.0, 1.0)
    low, high = float(flat.min()), float(flat.max())
    if log:
        low, high = np.floor(np.log10(low)), np.ceil(np.log10(high))
        return float(10.0**low), float(10.0 ** max(high, low + 1))
    apart = high - low > 1e-9 * max(abs(low), abs(high))  # not only by rounding
    room = margin * (high - low) if apart else 0.5 * abs(high) or 1.0
    return low - room, high + room


def grown(kept, values, own, log: bool = False, least: float = 1.0) -> tuple:
    """The range `kept` (low, high), if at least that part of `values` (any shape) is inside.

    Otherwise it grows around them: a logarithmic one to the range `own` around the values, another
    one by halves of its length, so that it seldom changes while a variable moves.
    """
    finite = _shown_on_an_axis(values, log)
    low, high = kept
    if not finite.size or np.mean((low <= finite) & (finite <= high)) >= least:
        return kept
    if log:
        return min(low, own[0]), max(high, own[1])

    def long_enough(needed):
        return (high - low) * 1.5 ** np.ceil(np.log(needed / (high - low)) / np.log(1.5))

    return (
        high - long_enough(high - own[0]) if finite.min() < low else low,
        low + long_enough(own[1] - low) if finite.max() > high else high,
    )


def _shown_on_an_axis(values, log):
    """The finite (with `log` positive) values, none too far away or too small for an axis."""
    values = np.asarray(values, dtype=float)
    finite = values[np.isfinite(values) & ((values > 0) | (not log))]
    if log:
        return np.clip(finite, 1 / FARTHEST, FARTHEST)
    return np.where(np.abs(finite) < 1 / FARTHEST, 0.0, np.clip(finite, -FARTHEST, FARTHEST))


def _spread_of_sizes(values, log):
    """As `spread`, but not below zero for what is nowhere below zero."""
    low, high = spread(values, log=log)
    return (0.0 if low < 0 <= np.nanmin(np.where(np.isfinite(values), values, 0.0)) else low), high


def set_scale(axis, log: bool) -> bool:
    """Make one axis of an axes logarithmic, with ticks at powers of ten, or linear.

    True when it changed.
    """
    wanted = "log" if log else "linear"
    if axis.get_scale() == wanted:
        return False
    getattr(axis.axes, f"set_{axis.axis_name}scale")(wanted)
    axis.minorticks_off()
    axis.set_major_formatter(plain)
    if log:
        axis.set_major_locator(_Decades())
        axis.set_major_formatter(lambda value, _: power(round(np.log10(value))))
    return True


def plain(value: float, _=None) -> str:
    """A tick's number, all of it: no power of ten apart from the ticks, where the legend stands."""
    inside = value == 0 or 1e-4 <= abs(value) < 1e5
    return f"{value:.6g}".replace("-", "−") if inside else number(value)


def decades(low: float, high: float, most: int = 6):
    """Exponents of at most `most` powers of ten about [low, high], 0 among them if inside."""
    locator = MaxNLocator(most, steps=[1, 2, 3, 5, 10], integer=True, min_n_ticks=1)
    return locator.tick_values(*np.log10([low, high])).round().astype(int)


class _Decades(LogLocator):
    def tick_values(self, vmin, vmax):
        return 10.0 ** decades(vmin, vmax)


def clipped(values, low: float, high: float):
    """`values` (any shape) inside [low, high], NaN kept: far points keep their direction."""
    return np.clip(np.asarray(values, dtype=float), low, high)


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
