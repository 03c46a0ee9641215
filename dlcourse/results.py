"""What a panel can be given: curves over an axis, bars for settings, points in a plane, and more.

Measures return them, experiments make them, panels read their attributes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlcourse.data import Data


@dataclass(frozen=True, eq=False)
class Kinks:
    """The breakpoints of a piecewise affine function of one variable, from left to right.

    Attributes:
        x: their places (M,).
        layer, unit: which hidden unit bends there, both counted from 1 (M,).
    """

    x: np.ndarray
    layer: np.ndarray
    unit: np.ndarray

    def __len__(self):
        return self.x.size


@dataclass(frozen=True, eq=False)
class Fit:
    """What a FitPanel shows: a network's curve beside its data on a line.

    Attributes:
        data: the samples.
        x, u: the curve (M,); kinks are among the x, so that straight lines draw it exactly.
        kinks: its `Kinks`, or None for a smooth network.
        train_loss, test_loss: mean losses; test_loss is None without test data.
        slope: the largest |dm/dx| on the interval: exact between kinks, on the grid for a smooth σ.
        diverged: whether θ or the training loss is no longer finite; then u is nan.
        label: what the legend calls the curve.
        layers: the number of hidden layers, so that a layer keeps its colour.
        constant_loss, line_loss: mean training losses of the best constant and the best straight
            line, which a fit has to beat; None for other losses than least squares.
        unit: the unit i of z_j, (j, i), whose kinks are to stand out, or None.
    """

    data: Data
    x: np.ndarray
    u: np.ndarray
    kinks: Kinks | None
    train_loss: float
    test_loss: float | None
    slope: float
    diverged: bool = False
    label: str = "model"
    layers: int = 1
    constant_loss: float | None = None
    line_loss: float | None = None
    unit: tuple | None = None

    @cached_property
    def rms_error(self) -> float | None:
        """Root-mean-square distance to the truth over the curve; None without a truth."""
        if self.data.truth is None:
            return None
        x = np.linspace(self.x[0], self.x[-1], 400)
        error = np.interp(x, self.x, self.u) - self.data.truth(x)
        return float(np.sqrt(np.mean(error**2)))


@dataclass(frozen=True, eq=False)
class UnitFunctions:
    """What a NetworkPanel shows: what each unit computes over the input, and the weights between.

    Units stand one after the other, those of z_1 first: U of them. `of(j)` cuts out those of z_j.

    Attributes:
        net: the network.
        W, b: its matrices and biases, lists from index 1.
        x: places on each input axis (n_1, T), or None for more than two inputs.
        values: what each unit computes there: curves (U, T), or maps (U, T, T) with a row for each
            place on the second input axis, or None.
        z, v: means (U,) over the samples; v is what comes into σ, nan for the inputs.
        low, high: the smallest and the largest z (U,) over the samples.
        off: what is switched off, ("unit", j, i) and ("edge", j, i, k); W and b are those without.
        unit: the unit (j, i) to be shown large, or None.
    """

    net: object
    W: list
    b: list
    x: np.ndarray | None
    values: np.ndarray | None
    z: np.ndarray
    v: np.ndarray
    low: np.ndarray
    high: np.ndarray
    off: tuple = ()
    unit: tuple | None = None

    def of(self, j: int) -> slice:
        """Where among all units those of z_j stand."""
        start = sum(self.net.widths[: j - 1])
        return slice(start, start + self.net.widths[j - 1])


@dataclass(frozen=True, eq=False)
class Curves:
    """What a CurvesPanel shows: values (C, T) over x (T,), one label per curve.

    Attributes:
        labels: the curves' names; one called "" stands neither in legend nor sentence, and several
            of one name are one group in both.
        low, high: edges (B, T) of a band around each of the first B curves, or None.
        xlabel, ylabel: what the axes are, where the panel does not say it.
        limits: the vertical range (low, high) to show, or None.
        marks: dots (k, x, y), each in the colour of curve k.
        hlines, vlines: {label: place} of straight lines to compare with, across and upright.
    """

    x: np.ndarray
    values: np.ndarray
    labels: tuple
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    xlabel: str = ""
    ylabel: str = ""
    limits: tuple[float, float] | None = None
    marks: tuple = ()
    hlines: Mapping = field(default_factory=dict)
    vlines: Mapping = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Bars:
    """What a BarsPanel shows: one bar per label.

    Attributes:
        labels: below the bars (B,).
        values: their heights (B,), for example losses or fractions.
        xlabel, ylabel: what the axes are, where the panel does not say it.
    """

    labels: tuple
    values: np.ndarray
    xlabel: str = ""
    ylabel: str = ""


@dataclass(frozen=True, eq=False)
class Dots:
    """What a DotsPanel shows: in each column the single numbers of one or several groups.

    Attributes:
        labels: what the columns are called (C,); columns at numbers are not, and it is ().
        groups: {name: numbers}, an array (R,) for each column, empty where there is none yet, None
            where the column has nothing of this group.
        places: {name: (C,)}, where columns at numbers stand.
        middle: what is shown of each array: np.median or np.mean.
        rows: {name: texts (C,)} below the columns.
        chosen: the number of the column that stands out, or None.
        xlabel, ylabel: what the axes are, where the panel does not say it.
        hlines: {label: height} of up to three straight lines to compare with.
    """

    labels: tuple
    groups: Mapping
    places: Mapping = field(default_factory=dict)
    middle: Callable = np.median
    rows: Mapping = field(default_factory=dict)
    chosen: int | None = None
    xlabel: str = ""
    ylabel: str = ""
    hlines: Mapping = field(default_factory=dict)

    @property
    def runs(self) -> list:
        """The arrays of single numbers, those of all groups."""
        return [part for parts in self.groups.values() for part in parts if part is not None]

    @cached_property
    def middles(self) -> dict:
        """{name: (C,)}, NaN where there is no number."""
        return {
            name: np.array([np.nan if p is None or not len(p) else self.middle(p) for p in parts])
            for name, parts in self.groups.items()
        }


@dataclass(frozen=True, eq=False)
class Plane:
    """What a ContourPanel or SurfacePanel shows: values (T1, T2) over t1 (T1,) and t2 (T2,).

    Attributes:
        path: coordinates (K, 2) of a training run, or None.
        explained: the fraction of the run's movement that lies in the plane, or None.
        title: a short name.
    """

    t1: np.ndarray
    t2: np.ndarray
    values: np.ndarray
    path: np.ndarray | None = None
    explained: float | None = None
    title: str = ""


@dataclass(frozen=True, eq=False)
class Points:
    """What a ScatterPanel shows: samples x (2, N) with their classes (N,) from 0.

    Attributes:
        region: scores (G2, G1) over the grid t1 (G1,), t2 (G2,), positive where the model says
            class 1 (of more than two classes: the number of the class), or None.
        accuracy: the fraction of samples on the right side, or None.
        labels: what the legend calls the classes.
        mesh: lines (M, 2, T) drawn thin behind the samples, for example a grid that was carried
            along with them, or None.
        data: the `Data` whose inputs the samples are, so that they can be moved, or None.
        tell: k → what stands beside the pointer on sample k = 0, 1, …, or None.
    """

    x: np.ndarray
    classes: np.ndarray
    t1: np.ndarray | None = None
    t2: np.ndarray | None = None
    region: np.ndarray | None = None
    accuracy: float | None = None
    labels: tuple = ("class 0", "class 1", "class 2", "class 3")
    mesh: np.ndarray | None = None
    data: Data | None = None
    tell: Callable | None = None


@dataclass(frozen=True, eq=False)
class Secant:
    """What a SecantPanel shows: a fit, two inputs, and the constants that bound the change.

    Attributes:
        fit: the curve.
        x, u: two inputs (2,) and the model's outputs there (2,).
        lipschitz: the true Lipschitz constant.
        bound: a Lipschitz constant that follows from the norms.
    """

    fit: Fit
    x: np.ndarray
    u: np.ndarray
    lipschitz: float
    bound: float


@dataclass(frozen=True, eq=False)
class Cloud:
    """What a CloudPanel shows: M networks, several positive numbers of each against one.

    Attributes:
        x: {name: values (M,)}, the candidates for the horizontal axis.
        y: what they are held against (M,).
        groups: the group of each network (M,), from 0.
        labels: what the legend calls the groups.
    """

    x: Mapping
    y: np.ndarray
    groups: np.ndarray
    labels: tuple
