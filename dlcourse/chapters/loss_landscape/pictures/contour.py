"""The loss over a plane of parameters, seen from above in colours."""

from typing import ClassVar

import contourpy
import numpy as np
from matplotlib import colormaps
from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon

from dlcourse import style
from dlcourse.panels.axes import clipped, plain, set_scale
from dlcourse.panels.base import Panel, number, percent, say, sentence
from dlcourse.panels.handles import Handle

LEVELS = 9  # contour lines over the whole range
QUANTITY = "sum of losses"  # what the scale of colours shows
FINER = 3  # dots of the coloured plane per step of its grid
ABOVE = "#888888"  # of values above the scale: much the same grey on a light and a dark page
COLOURS = colormaps["viridis"].with_extremes(bad="#EEEEEE", over=ABOVE)


class PlanePanel(Panel):
    """What both pictures of a plane share: the range of values and the sentence.

    Args:
        limits: (low, high) of the values while the axes are not free; by default those of the
            first plane shown.
        title: a line above.
    """

    def __init__(self, *, limits=None, **view):
        super().__init__(**view)
        self.limits = limits

    def _heights(self, plane, log, free):
        """The values (T2, T1) scaled so that 0 … 1 is the range shown; NaN where not finite."""
        values = np.where(np.isfinite(plane.values), plane.values, np.nan).T
        low, high = self._shown = self._range(plane.values, log, free, self.limits)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if log:
                values, low, high = (np.log10(part) for part in (values, low, high))
            return clipped((values - low) / (high - low), -1e6, 1e6)

    def describe(self, result):
        """One sentence: the range of the loss, its smallest value, what is not shown."""
        values = np.where(np.isfinite(result.values), result.values, np.nan)
        if np.isnan(values).all():
            return "The loss is nowhere finite on this plane."
        i, k = np.unravel_index(np.nanargmin(values), values.shape)
        place = f"t₁ = {number(result.t1[i])}, t₂ = {number(result.t2[k])}"
        return sentence([
            f"loss from {number(values[i, k])} at {place} to {number(np.nanmax(values))}",
            self._off_the_scale(result.values),
        ])  # fmt: skip

    def _off_the_scale(self, values):
        """Which part of the `values` (any shape) the scale does not show."""
        (low, high), finite = self._shown, np.isfinite(values)
        shares = {
            "above the scale (grey)": np.mean(finite & (values > high)),
            "below the scale": np.mean(finite & (values < low)),
            "not finite": np.mean(~finite),
        }
        return "; ".join(f"{percent(share)} {what}" for what, share in shares.items() if share)


class ContourPanel(PlanePanel):
    """The loss over a plane as colours with contour lines, the training path and the minimum.

    What is above the scale is grey, and so is an arrow on the scale then.

    With touch={"centre": (name, name)} the centre sets the two coordinates of what is cut, and half
    way to the right edge a dot sets the control `radius`. While they are dragged the former plane
    stays behind the new one.
    """

    controls: ClassVar = {"log": False, "free": False}
    switches = ("log", "free")
    margins, square = (78, 60, 100, 64), True
    touch: ClassVar = {"radius": "radius"}

    def draw(self, ax):
        """Make the artists on `ax`, and a scale of colours beside it."""
        super().draw(ax)
        ax.set(xlabel="$t_1$", ylabel="$t_2$")
        ax.locator_params(nbins=5)
        for spine in ax.spines.values():
            spine.set_visible(False)
        look = dict(origin="lower", aspect="auto", cmap=COLOURS, vmin=0, vmax=1)
        self._drawn = (None,)
        flat = dict(extent=(0, 1, 0, 1), interpolation="nearest", **look)
        self._behind = ax.imshow([[0.0]], alpha=0.4, visible=False, **flat)
        self._image = ax.imshow([[0.0]], **flat)
        self._lines = ax.add_collection(LineCollection([], colors="w", linewidths=0.8, alpha=0.55))
        self._shadow = ax.plot([], [], color="k", linewidth=4.0)[0]
        self._path = ax.plot([], [], color="w", linewidth=2.0)[0]
        self._end = ax.plot([], [], "o", color="w", markeredgecolor="k", markersize=8)[0]
        self._lowest = ax.plot(
            [], [], "X", color=style.VERMILLION, markeredgecolor="w", markersize=11, clip_on=False
        )[0]
        self._bar = ax.inset_axes([1.03, 0, 0.035, 1])
        ramp = np.linspace(0, 1, 256)[:, None]
        self._bar.imshow(ramp, extent=(0, 1, 0, 1), transform=self._bar.transAxes, **look)
        self._bar.set(xticks=[], xlim=(0, 1))
        self._bar.yaxis.tick_right()
        self._bar.yaxis.set_major_formatter(plain)
        self._bar.tick_params(**style.TICKS)
        for spine in self._bar.spines.values():
            spine.set_visible(False)
        self._bar.yaxis.set_label_position("right")
        self._bar.set_ylabel(QUANTITY)
        tip = dict(transform=self._bar.transAxes, clip_on=False, visible=False)
        self._tip = self._bar.add_patch(Polygon([(0, 1), (1, 1), (0.5, 1.05)], color=ABOVE, **tip))

    def moving(self):
        """The artists that move, in drawing order."""
        path = self._shadow, self._path, self._end
        return [self._behind, self._image, self._lines, *path, self._lowest]

    def update(self, result, *, log=False, free=False):
        """Move the artists to `result`; True when limits or the scale of colours changed."""
        t1, t2 = np.asarray(result.t1), np.asarray(result.t2)
        heights = self._heights(result, log, free)
        drawn, self._drawn = self._drawn, (result.values, log, *self._shown)
        if drawn[0] is not result.values or drawn[1:] != self._drawn[1:]:
            self._leave_behind()
            self._paint(t1, t2, heights)
        self._behind.set_visible(self.frozen and self._behind.get_visible())
        path = np.empty((0, 2)) if result.path is None else np.asarray(result.path)
        for line in (self._path, self._shadow):
            line.set_data(path[:, 0], path[:, 1])
        self._end.set_data(path[-1:, 0], path[-1:, 1])
        self._lowest.set_clip_on(self.frozen)  # else it is drawn whole also at the edge
        title = say(self._title, self.title or result.title)
        moved = self._limits(x=(t1[0], t1[-1]), y=(t2[0], t2[-1]))
        named = self._legend(self._rows(result))
        return self._scale(log, heights) or moved or title or named

    def _rows(self, result):
        """The rows of the legend."""
        return [(self._lowest, "lowest value")]

    def handles(self, result):
        """The centre of the plane, and a dot half a radius to the right of it."""
        left, right, low, high = result.t1[0], result.t1[-1], result.t2[0], result.t2[-1]
        x, y, radius = float(left + right) / 2, float(low + high) / 2, float(right - left) / 2
        found, step = [], 0.02 * radius
        if "centre" in self.bound:
            found.append(Handle(
                "centre of the plane", x, y, step=(step, step), said=f"{number(x)}, {number(y)}",
                to=lambda *place: dict(zip(self.bound["centre"], place, strict=True)),
            ))  # fmt: skip
        if "radius" in self.bound:
            found.append(Handle(
                "radius of the plane", x + radius / 2, y, along="x", step=(step, 0.0),
                to=lambda to, _: {self.bound["radius"]: 2 * abs(to - x)}, said=number(radius),
            ))  # fmt: skip
        return found

    def _leave_behind(self):
        """While something is dragged: the plane that was shown before."""
        if self.frozen and not self._behind.get_visible():
            self._behind.set_data(self._image.get_array())
            self._behind.set(extent=self._image.get_extent(), visible=True)

    def _paint(self, t1, t2, heights):
        """Colours, contour lines and the lowest place."""
        half1, half2 = 0.5 * (t1[1] - t1[0]) / FINER, 0.5 * (t2[1] - t2[0]) / FINER
        self._image.set_data(COLOURS(_finer(heights), bytes=True))
        self._image.set_extent((t1[0] - half1, t1[-1] + half1, t2[0] - half2, t2[-1] + half2))
        lowest = np.argwhere(heights == np.nanmin(heights, initial=np.inf))[:1]  # row, column
        self._lowest.set_data(t1[lowest[:, 1]], t2[lowest[:, 0]])
        finite = np.ma.masked_invalid(heights)
        tracer = contourpy.contour_generator(t1, t2, finite, line_type="Separate")
        levels = np.linspace(0, 1, LEVELS + 2)[1:-1]
        self._lines.set_segments([line for level in levels for line in tracer.lines(level)])

    def _scale(self, log, heights):
        """Give the scale of colours its range, and an arrow if there are values above it.

        True when it changed.
        """
        other, above = set_scale(self._bar.yaxis, log), bool(np.any(heights > 1))
        same = self._bar.get_ylim() == tuple(self._shown) and above == self._tip.get_visible()
        self._bar.set_ylim(*self._shown)
        self._tip.set_visible(above)
        return other or not same


class SmallContourPanel(ContourPanel):
    """The loss over a plane in a small frame, all frames with one scale of colours.

    The result is a `Plane`; its title stands above and in the sentence.

    Args:
        limits: (low, high) of the values, the same for all frames.
        bar: whether the scale of colours stands beside this frame.
        **view: beginnings of the view controls.
    """

    margins = (50, 32, 76, 32)

    def __init__(self, *, limits=None, bar=True, **view):
        super().__init__(limits=limits, **view)
        self.bar = bar

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="", ylabel="")
        ax.set_title("", pad=7, fontsize=12)
        ax.locator_params("y", nbins=4)
        ax.locator_params("x", nbins=2)  # a small square has no room for more
        self._bar.set_visible(self.bar)
        self._lowest.set_visible(False)  # there is no room for its name

    def _rows(self, result):
        return []

    def describe(self, result):
        """The title, the smallest and the largest loss, what is not shown."""
        finite = result.values[np.isfinite(result.values)]
        if not finite.size:
            return f"{result.title}: nowhere finite."
        least, most = number(finite.min()), number(finite.max())
        beyond = self._off_the_scale(result.values)
        return sentence([f"{result.title}: loss {least} to {most}", beyond])


def _finer(z):
    """Values z (R, C) with `FINER` steps for one, linear between: smooth, and quicker to draw."""
    for _ in range(2):  # rows, then columns
        share = (np.arange(FINER) / FINER)[:, None, None]
        between = (1 - share) * z[:-1] + share * z[1:]  # (FINER, R - 1, C)
        z = np.vstack([between.swapaxes(0, 1).reshape(-1, z.shape[1]), z[-1:]]).T
    return z
