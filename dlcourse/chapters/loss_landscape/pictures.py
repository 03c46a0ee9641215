"""The loss over a plane of parameters: from above in colours, or as a surface to walk around."""

from typing import ClassVar

import contourpy
import numpy as np
from matplotlib import colormaps
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d import proj3d

from dlcourse import style
from dlcourse.panels.axes import clipped, decades, plain, set_scale
from dlcourse.panels.base import Panel, number, outside, percent, power, say, sentence

LEVELS = 9  # contour lines over the whole range
FACES = 50  # of the surface along each side; finer ones only take longer
FINER = 3  # dots of the coloured plane per step of its grid
COLOURS = colormaps["viridis"].with_extremes(bad="#EEEEEE")


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
        """One sentence: the range of the loss, its smallest value, the path, what is not shown."""
        values = np.where(np.isfinite(result.values), result.values, np.nan)
        if np.isnan(values).all():
            return "The loss is nowhere finite on this plane."
        i, k = np.unravel_index(np.nanargmin(values), values.shape)
        share = result.explained
        place = f"t₁ = {number(result.t1[i])}, t₂ = {number(result.t2[k])}"
        return sentence([
            f"loss from {number(values[i, k])} at {place} to {number(np.nanmax(values))}",
            "" if share is None else f"the plane holds {percent(share)} of the path",
            outside(result.values, *self._shown),
        ])  # fmt: skip


class ContourPanel(PlanePanel):
    """The loss over a plane as colours with contour lines, the training path and the minimum."""

    controls: ClassVar = {"log": False, "free": False}
    switches = ("log", "free")
    margins = (78, 60, 96, 46)

    def draw(self, ax):
        """Make the artists on `ax`, and a scale of colours beside it."""
        super().draw(ax)
        ax.set(xlabel="$t_1$", ylabel="$t_2$")
        ax.locator_params(nbins=5)
        for spine in ax.spines.values():
            spine.set_visible(False)
        look = dict(origin="lower", aspect="auto", cmap=COLOURS, vmin=0, vmax=1)
        self._image = ax.imshow([[0.0]], extent=(0, 1, 0, 1), interpolation="nearest", **look)
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

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._image, self._lines, self._shadow, self._path, self._end, self._lowest]

    def update(self, result, *, log=False, free=False):
        """Move the artists to `result`; True when limits or the scale of colours changed."""
        t1, t2 = np.asarray(result.t1), np.asarray(result.t2)
        heights = self._heights(result, log, free)
        half1, half2 = 0.5 * (t1[1] - t1[0]) / FINER, 0.5 * (t2[1] - t2[0]) / FINER
        self._image.set_data(COLOURS(_finer(heights), bytes=True))
        self._image.set_extent((t1[0] - half1, t1[-1] + half1, t2[0] - half2, t2[-1] + half2))
        self._trace(t1, t2, heights)
        path = np.empty((0, 2)) if result.path is None else np.asarray(result.path)
        for line in (self._path, self._shadow):
            line.set_data(path[:, 0], path[:, 1])
        self._end.set_data(path[-1:, 0], path[-1:, 1])
        lowest = np.argwhere(heights == np.nanmin(heights, initial=np.inf))[:1]  # row, column
        self._lowest.set_data(t1[lowest[:, 1]], t2[lowest[:, 0]])
        title = say(self._title, self.title or result.title)
        moved = self._limits(x=(t1[0], t1[-1]), y=(t2[0], t2[-1]))
        return self._scale(log) or moved or title

    def _trace(self, t1, t2, heights):
        finite = np.ma.masked_invalid(heights)
        tracer = contourpy.contour_generator(t1, t2, finite, line_type="Separate")
        levels = np.linspace(0, 1, LEVELS + 2)[1:-1]
        self._lines.set_segments([line for level in levels for line in tracer.lines(level)])

    def _scale(self, log):
        """Give the scale of colours its range; True when it changed."""
        other = set_scale(self._bar.yaxis, log)
        if not other and self._bar.get_ylim() == tuple(self._shown):
            return False
        self._bar.set_ylim(*self._shown)
        return True


class SurfacePanel(PlanePanel):
    """The loss over a plane as a surface, seen from where the two angles say."""

    projection = "3d"
    controls: ClassVar = {
        "elevation": (0, 90, 5), "azimuth": (-180, 180, 5), "log": False, "free": False,
    }  # fmt: skip
    switches = tuple(controls)
    margins = (0, 4, 30, 20)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$t_1$", ylabel="$t_2$", zlim=(0, 1))
        ax.set_zlabel("loss", rotation=90)
        ax.zaxis.set_rotate_label(False)
        ax.set_box_aspect((1, 1, 0.72), zoom=0.92)
        for axis in (ax.xaxis, ax.yaxis):  # numbers at the corners would run into each other
            axis.set_major_locator(MaxNLocator(4, prune="both"))
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.set_pane_color((0.97, 0.97, 0.97, 1.0))
            axis.line.set_color("#BBBBBB")
        ax.zaxis.labelpad = ax.xaxis.labelpad = ax.yaxis.labelpad = 8
        self._sheet = self._seen = None

    def moving(self):
        """The artists that move, in drawing order."""
        return [self._sheet]

    def update(self, result, *, elevation=30, azimuth=-60, log=False, free=False):
        """Move the artists to `result` and the eye to its place; True when the axes changed."""
        t1, t2 = np.asarray(result.t1), np.asarray(result.t2)
        heights = self._heights(result, log, free)
        changed = say(self._title, self.title or result.title)
        seen = (elevation, azimuth, log, *self._shown, t1[0], t1[-1], t2[0], t2[-1])
        if seen != self._seen:
            self._seen = seen
            self.ax.view_init(elevation, azimuth)
            self.ax.set(xlim=(t1[0], t1[-1]), ylim=(t2[0], t2[-1]))
            self._ticks(log)
            changed = True
        step1, step2 = (-(-(t.size - 1) // FACES) for t in (t1, t2))
        x, y = np.meshgrid(t1[::step1], t2[::step2])
        z = np.clip(np.nan_to_num(heights[::step2, ::step1], nan=1.0), 0.0, 1.0)
        self._sheet = self._drape(x, y, z, azimuth)
        return changed

    def _drape(self, x, y, z, azimuth):
        """The surface z (R, C) as a flat mesh: its points projected, its faces far ones first.

        Over a plane, going through rows and columns from the far end to the near one draws
        nothing near before something far; that is all the hiding there is to do.
        """
        colours = COLOURS(0.25 * (z[1:, 1:] + z[1:, :-1] + z[:-1, 1:] + z[:-1, :-1]))
        colours[..., :3] *= _light(z)[..., None]
        across, down, _ = proj3d.proj_transform(x.ravel(), y.ravel(), z.ravel(), self.ax.get_proj())
        points = np.stack([across, down], axis=-1).reshape(*z.shape, 2)
        towards = np.deg2rad(azimuth)
        if np.cos(towards) < 0:  # the eye is on the side of small t_1: large t_1 first
            points, colours = points[:, ::-1], colours[:, ::-1]
        if np.sin(towards) < 0:
            points, colours = points[::-1], colours[::-1]
        sheet = QuadMesh(points, antialiased=False, facecolors=colours.reshape(-1, 4))
        sheet.set(figure=self.ax.figure, transform=self.ax.transData)
        return sheet

    def _ticks(self, log):
        low, high = self._shown
        if log:
            exponents = decades(low, high, most=4)
            places = (exponents - np.log10(low)) / (np.log10(high) - np.log10(low))
            inside = (places > -1e-9) & (places < 1 + 1e-9)
            places, labels = places[inside], [power(d) for d in exponents[inside]]
        else:
            values = MaxNLocator(4).tick_values(low, high)
            values = values[(values >= low) & (values <= high)]
            places = (values - low) / (high - low)
            labels = [number(value) for value in values]
        self.ax.set_zticks(places, labels)


def _finer(z):
    """Values z (R, C) with `FINER` steps for one, linear between: smooth, and quicker to draw."""
    for _ in range(2):  # rows, then columns
        share = (np.arange(FINER) / FINER)[:, None, None]
        between = (1 - share) * z[:-1] + share * z[1:]  # (FINER, R - 1, C)
        z = np.vstack([between.swapaxes(0, 1).reshape(-1, z.shape[1]), z[-1:]]).T
    return z


def _light(z):
    """Brightness (R − 1, C − 1) of the faces of a surface z (R, C), lit from one side."""
    rise = 3.0 * np.stack(np.gradient(z, 1 / len(z), 1 / z.shape[1]))[:, :-1, :-1]
    shine = (1.0 + 0.5 * rise[0] + 0.35 * rise[1]) / np.sqrt(1.4 * (1 + np.sum(rise**2, axis=0)))
    return np.clip(0.72 + 0.33 * shine, 0.6, 1.0)


class SmallContourPanel(ContourPanel):
    """The loss over a plane in a small frame, all frames with one scale of colours.

    The result is a `Plane`; its title stands above and in the sentence.

    Args:
        limits: (low, high) of the values, the same for all frames.
        bar: whether the scale of colours stands beside this frame.
        **view: beginnings of the view controls.
    """

    margins = (44, 32, 64, 32)

    def __init__(self, *, limits=None, bar=True, **view):
        super().__init__(limits=limits, **view)
        self.bar = bar

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="", ylabel="")
        ax.set_title("", pad=7, fontsize=12)
        ax.locator_params(nbins=4)
        self._bar.set_visible(self.bar)
        self._lowest.set_markersize(9)

    def describe(self, result):
        """The title, the smallest and the largest loss."""
        finite = result.values[np.isfinite(result.values)]
        if not finite.size:
            return f"{result.title}: nowhere finite."
        return f"{result.title}: {number(finite.min())} to {number(finite.max())}."
