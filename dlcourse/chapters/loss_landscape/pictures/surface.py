"""The loss over a plane of parameters as a surface to walk around."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import QuadMesh
from matplotlib.ticker import MaxNLocator, NullLocator
from mpl_toolkits.mplot3d import proj3d

from dlcourse.chapters.loss_landscape.pictures.contour import COLOURS, PlanePanel
from dlcourse.panels.axes import decades
from dlcourse.panels.base import number, power, say
from dlcourse.panels.handles import Handle

FACES = 50  # of the surface along each side; finer ones only take longer
SIDES = (1, 1, 0.72)  # of its box
SHORT = (0.55, 0.55, 0.45)  # a side that looks shorter has no numbers


class SurfacePanel(PlanePanel):
    """The loss over a plane as a surface, seen from where the two angles say; dragging turns it."""

    projection, aligned = "3d", False
    touch: ClassVar = {"view": ("azimuth", "elevation")}
    controls: ClassVar = {
        "elevation": (0, 90, 5), "azimuth": (-180, 180, 5), "log": False, "free": False,
    }  # fmt: skip
    switches = tuple(controls)
    margins = (0, 4, 30, 34)

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        ax.set(xlabel="$t_1$", ylabel="$t_2$", zlim=(0, 1))
        ax.set_zlabel("loss", rotation=90)
        ax.zaxis.set_rotate_label(False)
        ax.set_box_aspect(SIDES, zoom=0.88)
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
            self._name_axes(elevation, azimuth, log)
            changed = True
        step1, step2 = (-(-(t.size - 1) // FACES) for t in (t1, t2))
        x, y = np.meshgrid(t1[::step1], t2[::step2])
        z = np.nan_to_num(heights[::step2, ::step1], nan=1.0)
        self._sheet = self._drape(x, y, z, azimuth)
        return changed

    def handles(self, result):
        """The whole picture: one width of it is a whole turn, one height half a turn."""
        if "view" not in self.bound:
            return []
        azimuth, elevation = self.ax.azim, self.ax.elev
        return [
            Handle(
                "view", 0.5 - azimuth / 360, 0.75 - elevation / 180, kind="area", frame="axes",
                to=lambda x, y: dict(
                    zip(self.bound["view"], (360 * (0.5 - x), 180 * (0.75 - y)), strict=True)
                ),
                step=(5 / 360, 5 / 180), said=f"azimuth {azimuth:g}°, elevation {elevation:g}°",
            )
        ]  # fmt: skip

    def _drape(self, x, y, z, azimuth):
        """The surface z (R, C) as a flat mesh: its points projected, its faces far ones first.

        Over a plane, going through rows and columns from the far end to the near one draws
        nothing near before something far; that is all the hiding there is to do.
        """
        corners = np.stack([z[1:, 1:], z[1:, :-1], z[:-1, 1:], z[:-1, :-1]])
        above = np.all(corners > 1, axis=0)  # the scale: cut off, and grey
        colours = COLOURS(np.where(above, 2.0, np.clip(corners, 0.0, 1.0).mean(axis=0)))
        z = np.clip(z, 0.0, 1.0)
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

    def _name_axes(self, elevation, azimuth, log):
        """Numbers and name of each axis, but not of one that points at the eye: it has no room."""
        tilt, turn = np.deg2rad(elevation), np.deg2rad(azimuth)
        eye = np.array([np.cos(tilt) * np.cos(turn), np.cos(tilt) * np.sin(turn), np.sin(tilt)])
        seen = SIDES * np.sqrt(1 - eye**2) > SHORT
        for axis, there in zip((self.ax.xaxis, self.ax.yaxis, self.ax.zaxis), seen, strict=True):
            axis.label.set_visible(bool(there))
        for axis, there in zip((self.ax.xaxis, self.ax.yaxis), seen, strict=False):
            # numbers at the corners would run into each other
            axis.set_major_locator(MaxNLocator(4, prune="both") if there else NullLocator())
        self.ax.set_zticks(*(self._ticks(log) if seen[2] else ([],)))

    def _ticks(self, log):
        """Places of 0 … 1 and their labels."""
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
        return places, labels


def _light(z):
    """Brightness (R − 1, C − 1) of the faces of a surface z (R, C), lit from one side."""
    rise = 3.0 * np.stack(np.gradient(z, 1 / len(z), 1 / z.shape[1]))[:, :-1, :-1]
    shine = (1.0 + 0.5 * rise[0] + 0.35 * rise[1]) / np.sqrt(1.4 * (1 + np.sum(rise**2, axis=0)))
    return np.clip(0.72 + 0.33 * shine, 0.6, 1.0)
