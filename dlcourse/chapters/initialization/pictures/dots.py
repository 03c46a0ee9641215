"""Single draws as dots, in one column for each setting, and their medians."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

import dlcourse as dl
from dlcourse.panels.axes import clipped, plain, set_scale
from dlcourse.panels.base import number, sentence
from dlcourse.panels.dots import beside
from dlcourse.panels.handles import Handle

LOOKS = (
    dict(color=dl.style.BLUE, marker="o"),
    dict(color=dl.style.PURPLE, marker="^"),
)


@dataclass(frozen=True, eq=False)
class Dots:
    """What a DotsPanel shows: values for each setting, of one quantity or of several.

    Attributes:
        labels: what the settings are called (K,).
        groups: {quantity: one array of single values for each setting}; not all of one length, and
            empty where there is none yet.
        hlines: {label: height} of straight lines to compare with.
    """

    labels: tuple
    groups: dict
    hlines: dict = field(default_factory=dict)

    def medians(self, name: str) -> np.ndarray:
        """The median of a quantity for each setting (K,), NaN where no value is yet.

        What is not finite counts as infinite.
        """
        rows = (np.nan_to_num(row, nan=np.inf, posinf=np.inf) for row in self.groups[name])
        return np.array([np.median(row) if len(row) else np.nan for row in rows])


class DotsPanel(dl.Panel):
    """Dots in columns, their medians as lines, and as numbers above; the result is a `Dots`.

    What lies beyond the vertical range stands at its edge.

    Args:
        xlabel, ylabel: what the axes are.
        limits: the vertical range (low, high).
        log: whether the vertical axis is logarithmic.
        digits: of the medians above.
        touch: {name of a straight line: (control, function of its height)}.
    """

    controls: ClassVar = {}
    margins = (84, 74, 16, 78)

    def __init__(self, *, xlabel, ylabel, limits, log=False, digits=2, touch=None, **view):
        touch = touch or {}
        super().__init__(touch={part: control for part, (control, _) in touch.items()}, **view)
        self._values = {part: value for part, (_, value) in touch.items()}
        self.xlabel, self.ylabel, self.limits = xlabel, ylabel, limits
        self.log, self.digits = log, digits

    def draw(self, ax):
        """Make the artists on `ax`."""
        super().draw(ax)
        if not set_scale(ax.yaxis, self.log):
            ax.yaxis.set_major_formatter(plain)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel, ylim=self.limits)
        ax.tick_params(axis="x", length=0)
        self._labels, self._above = None, [[] for _ in LOOKS]
        dots = dict(linestyle="none", markersize=5.5, alpha=0.55, clip_on=False)
        self._dots, self._medians = (
            [ax.plot([], [], **{**look, **more})[0] for look in LOOKS]
            for more in (dots, dict(marker="", linewidth=3.4, clip_on=False))
        )
        self._room = ax.plot([], [], linestyle="none")[0]
        styles = (dl.style.DASHED, dl.style.DOTTED)
        self._references = [
            ax.plot([], [], **{**dl.style.TRUTH, "linestyle": style})[0] for style in styles
        ]

    def moving(self):
        """The artists that move, in drawing order."""
        texts = [text for row in self._above for text in row]
        return [*self._references, *self._dots, *self._medians, *texts]

    def update(self, result):
        """Move the artists to `result`; True when its settings or its legend changed."""
        rebuilt = self._label(tuple(result.labels), len(result.groups))
        self._shown = self.limits
        asides = (0.0,) if len(result.groups) == 1 else (-0.2, 0.2)
        columns = np.arange(len(result.labels))
        for k, (name, rows) in enumerate(result.groups.items()):
            rows = [np.nan_to_num(row, nan=np.inf, posinf=np.inf) for row in rows]
            x = [columns[i] + asides[k] + 0.12 * beside(len(row)) for i, row in enumerate(rows)]
            y = clipped(np.concatenate(rows), *self.limits)
            self._dots[k].set_data(np.concatenate(x), y)
            medians = result.medians(name)
            middle = columns + asides[k]
            ends = np.column_stack([middle - 0.16, middle + 0.16, np.full(len(middle), np.nan)])
            heights = np.repeat(clipped(medians, *self.limits), 3)
            self._medians[k].set_data(ends.ravel(), heights)
            for text, value in zip(self._above[k], medians, strict=True):
                text.set_text("" if np.isnan(value) else self._number(value))
        row = [(self._dots[k], name) for k, name in enumerate(result.groups)]
        for line, (name, height) in zip(self._references, result.hlines.items(), strict=False):
            line.set_data(self.ax.get_xlim(), (height, height))
            row.append((line, name))
        return self._legend(row, [(self._room, " ")]) or rebuilt  # below it the medians stand

    def _number(self, value):
        """A median as it stands above its column."""
        if not np.isfinite(value):
            return "∞"
        if 10.0**-self.digits <= abs(value) < 1000:
            return f"{value:.{self.digits}f}"
        return number(float(f"{value:.1g}"))

    def _label(self, labels, groups):
        """Name the settings and make room for the medians; False when they stand there already."""
        if self._labels == (labels, groups):
            return False
        for text in (text for row in self._above for text in row):
            text.remove()
        self._labels = labels, groups
        self.ax.set_xlim(-0.5, len(labels) - 0.5)
        self.ax.set_xticks(range(len(labels)), labels)
        across = self.ax.get_xaxis_transform()
        look = {**dl.style.TEXT, "size": 10, "textcoords": "offset points", "ha": "center",
                "xycoords": across, "annotation_clip": False}  # fmt: skip
        asides = (0.0,) if groups == 1 else (-0.2, 0.2)
        self._above = [
            [
                self.ax.annotate("", (k + aside, 1), (0, 6), color=LOOKS[g]["color"], **look)
                for k in range(len(labels))
            ]
            for g, aside in enumerate(asides[:groups])
        ]  # fmt: skip
        return True

    def handles(self, result):
        """The straight lines that set a control."""
        found = []
        for part, control in self.bound.items():
            if part in result.hlines:
                value, y = self._values[part], result.hlines[part]
                found.append(Handle(
                    f"{part} sets {control}", self.ax.get_xlim()[0], y, along="y", kind="line",
                    to=lambda _, y, value=value, control=control: {control: value(y)},
                    step=(0.0, 0.02 * (self.limits[1] - self.limits[0])),
                    said=f"{control} = {number(value(y))}",
                ))  # fmt: skip
        return found

    def describe(self, result):
        """The medians of each quantity, and of how many draws."""
        labels = [in_a_line(label) for label in result.labels]
        said, counts = [], set()
        for name, rows in result.groups.items():
            pairs = zip(labels, result.medians(name), strict=True)
            told = ", ".join(f"{number(value)} ({label})" for label, value in pairs
                             if value == value)  # fmt: skip
            said.append(f"{name}: {told}" if told else "")
            counts |= {len(row) for row in rows}
        return sentence([*said, f"medians of {counts.pop()} each" if len(counts) == 1 else ""])


def in_a_line(label: str) -> str:
    """A label of two lines in one."""
    return label.replace(",\n", ", ").replace("\n×", " ×").replace("\n", ", ")
