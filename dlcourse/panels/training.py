"""A fit and how its loss fell: the two pictures beside almost every training."""

from typing import ClassVar

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba_array
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from .. import style
from ..results import Fit
from .axes import clipped, grown, set_scale, spread
from .base import NEXT_TO_NOTHING, Panel, counted, number, outside, sentence
from .handles import Handle, sample_handles

DIVERGED = "Training diverged: no curve to show."
LAYERS = 4  # that have a colour of their own, whether or not all of them have kinks
MANY, FLAT = 6, 1e-6  # layers that the legend names one by one; largest slope of a flat curve


class FitPanel(Panel):
    """A model of one variable over its data; where it bends, in the colour of the layer.

    The result is a `Fit`, or a pair of them for two models on the same data.

    Args:
        labels: what the legend calls the model or models.
        ylim: the vertical range; by default that of the data and a third of it around.
        kinks: whether the kinks of the first model are marked; those of the fit's `unit` stand out.
    """

    controls: ClassVar = {"free": False, "before": False}
    switches = ("free", "before")
    ticks = 5
    margins = (78, 60, 26, 64)
    touch: ClassVar = {"samples": "data"}

    def __init__(self, *, labels=("model", "second model"), ylim=None, kinks=True, **view):
        super().__init__(**view)
        self.labels = (labels, "second model") if isinstance(labels, str) else tuple(labels)
        self.ylim, self.kinks = ylim, kinks
        if not kinks and self.labels[1] == "second model" and type(self) is FitPanel:
            self.margins = (*self.margins[:3], 46)  # its legend has one row

    def draw(self, ax):
        super().draw(ax)
        self._keys = {}
        ax.set(xlabel="x", ylabel="y")
        ax.locator_params(nbins=self.ticks)
        self._bends = ax.add_collection(LineCollection([]))
        self._truth = ax.plot([], [], **style.TRUTH)[0]
        self._test = ax.plot([], [], **style.TEST_DATA)[0]
        self._dots = ax.plot([], [], **style.DATA)[0]
        looks = (style.MODEL, style.SECOND)
        self._models = [
            ax.plot([], [], **{**look, "label": label})[0]
            for look, label in zip(looks, self.labels, strict=False)
        ]

    def moving(self):
        still = [self._bends, self._truth, *self._ghosts.lines]
        return [*still, *self._models, self._test, self._dots, *self._beyond.marks]

    def lines(self):
        return self._models

    def update(self, result, *, free=False, before=False):
        fits = _pair(result)
        data = fits[0].data
        self._show_data(data, fits[0].x)
        for k, line in enumerate(self._models):
            shown = k < len(fits)
            line.set_visible(shown)
            if shown:
                line.set_data(fits[k].x, clipped(fits[k].u, -1e6, 1e6))
        curves = np.concatenate([fit.u for fit in fits])
        own, usual = spread(data.y, curves), self.ylim or spread(data.y, margin=0.33)
        self._shown = own if free else grown(usual, curves, own, least=NEXT_TO_NOTHING)
        moved = self._limits(x=spread(fits[0].x, margin=0.02), y=self._shown)
        looks = (line.get_color() for line in self._models)
        self._beyond.show((fit.x, fit.u, look) for fit, look in zip(fits, looks, strict=False))
        self._ghosts.show(before)
        return self._mark(fits) or moved

    def _show_data(self, data, x):
        self._dots.set_data(data.x[0], data.y[0])
        given = data.x_test is not None and data.truth is None  # else the truth says the same
        self._test.set_data(*((data.x_test[0], data.y_test[0]) if given else ([], [])))
        x = np.linspace(np.min(x), np.max(x), 401)
        truth = data.truth
        self._truth.set_data(*((x, np.ravel(truth(x[None]))) if truth is not None else ([], [])))

    def _mark(self, fits):
        """Show the kinks; True when other layers than before have some."""
        found = fits[0].kinks if self.kinks else None
        x, layer = (found.x, found.layer) if found is not None else ([], [])
        count = max(np.max(layer, initial=LAYERS), fits[0].layers)
        looks = [style.layer(int(j), int(count)) for j in layer]
        low, high = self.ax.get_ylim()
        self._bends.set_segments([[(a, low), (a, high)] for a in x])
        own = _of_unit(fits[0])[: len(x)]
        faint = 0.75 if fits[0].unit is None else 0.3
        colours = to_rgba_array([look["color"] for look in looks])
        colours[:, 3] = np.where(own, 1.0, faint)
        self._bends.set_color(colours)
        self._bends.set_linewidths(np.where(own, 3.2, 1.3))
        self._bends.set_linestyle([look["linestyle"] for look in looks] or "solid")
        lines = [self._dots, self._test, self._truth, *self._models[: len(fits)]]
        first = [(line, line.get_label()) for line in lines if len(line.get_xdata())]
        return self._legend(first, self._layers(sorted({int(j) for j in layer}), int(count)))

    def _layers(self, layers, count):
        """The legend's row for kinks: all layers that have some, of many only four."""
        if len(layers) > MANY:
            layers = sorted({layers[round(k * (len(layers) - 1) / 3)] for k in range(4)})
        for j in layers:
            if (j, count) not in self._keys:
                self._keys[j, count] = Line2D([], [], linewidth=1.6, **style.layer(j, count))
        labels = [f"kink of layer {j}" if j == layers[0] else f"{j}" for j in layers]
        return [(self._keys[j, count], label) for j, label in zip(layers, labels, strict=True)]

    def handles(self, result):
        """The samples: to be moved, of a set of one's own also to be added and deleted."""
        if "samples" not in self.bound:
            return []
        (left, right), (low, high) = self.ax.get_xlim(), self.ax.get_ylim()
        step = 0.01 * (right - left), 0.01 * (high - low)
        return sample_handles(_pair(result)[0].data, self.bound["samples"], step)

    def describe(self, result):
        """One sentence: kinks, losses, largest slope, what is not shown."""
        fits = _pair(result)
        if len(fits) == 1:
            said = _said(fits[0], self._shown)
            name = self.labels[0]
            named = f"{name[:1].upper()}{name[1:]}: {said[0].lower()}{said[1:]}"
            return said if name == "model" else named
        named = zip(self.labels, fits, strict=False)
        said = ((label, _said(fit, self._shown, brief=True)) for label, fit in named)
        return " ".join(sentence([f"{label}: {s[0].lower()}{s[1:-1]}"]) for label, s in said)

    def meaning(self, result):
        """How the training loss of one model compares with the best constant and straight line."""
        if not isinstance(result, Fit) or self.labels[0] != "model":
            return ""
        if result.diverged:
            return DIVERGED
        if result.line_loss is None:
            return ""
        loss, line = result.train_loss, result.line_loss
        if loss > 2 * result.constant_loss:
            return "The network is worse than the mean of the data."
        if loss > 0.9 * result.constant_loss:
            return "The network is no better than the mean of the data."
        if loss > 0.9 * line:
            return "The network is no better than a straight line."
        if loss < 1e-9 * line:
            return "The network goes through all samples."
        better = f"its error is {line / loss:.2g} times smaller than that of the best straight line"
        return f"The network {'fits' if loss < line / 4 else 'begins to fit'}: {better}."


def _pair(result):
    return tuple(result) if isinstance(result, tuple | list) else (result,)


def _of_unit(fit):
    """Which kinks (M,) are those of the unit that is to stand out."""
    if fit.kinks is None or fit.unit is None:
        return np.zeros(0 if fit.kinks is None else len(fit.kinks), bool)
    j, i = fit.unit  # z_j comes out of layer j - 1
    return (fit.kinks.layer == j - 1) & (fit.kinks.unit == i)


def _said(fit, shown, brief=False):
    if fit.diverged:
        return DIVERGED
    found, own = fit.kinks, np.sum(_of_unit(fit))
    test = fit.test_loss
    bends = found is not None and (len(found.x) or not brief)
    return sentence([
        "flat" if fit.slope < FLAT else counted(len(found.x), "kink") if bends else "",
        f"{own} of unit {fit.unit[1]} of {style.low('z', fit.unit[0])}" if own else "",
        f"training loss {number(fit.train_loss)}",
        "" if test is None else f"test loss {number(test)}",
        "" if brief or fit.slope < FLAT else f"largest slope {number(fit.slope)}",
        outside(fit.u, *shown),
    ])  # fmt: skip


class LossPanel(Panel):
    """The loss along the epochs, on a logarithmic axis; a dot at the epoch that is shown.

    The result is a `Run`, or a pair `(run, epoch)`.

    Args:
        ylim: the vertical range (low, high) while the axes are not free.
    """

    controls: ClassVar = {"free": False, "before": False}
    switches = ("free", "before")
    margins = (78, 60, 26, 46)

    touch: ClassVar = {"epoch": "epoch"}
    ticks = 5

    def __init__(self, *, ylim=(1e-4, 10.0), **view):
        super().__init__(**view)
        self.ylim = ylim

    def draw(self, ax):
        super().draw(ax)
        ax.set(xlabel="epoch", ylabel="mean loss")
        set_scale(ax.yaxis, log=True)
        ax.xaxis.set_major_locator(MaxNLocator(self.ticks))
        self._test = ax.plot([], [], **style.TEST)[0]
        self._train = ax.plot([], [], **style.TRAIN)[0]
        self._now = ax.axvline(0, color=style.GREY, linewidth=1.0)
        self._dot = ax.plot([], [], "o", color=style.BLUE, markersize=8, clip_on=False)[0]
        self._note = ax.text(
            0.5, 0.5, "", transform=ax.transAxes, ha="center", va="center", color=style.VERMILLION
        )

    def moving(self):
        lines = [*self._ghosts.lines, self._train, self._test]  # dashes over the solid line
        return [self._now, *lines, *self._beyond.marks, self._dot, self._note]

    def lines(self):
        return [self._train, self._test]

    def update(self, result, *, free=False, before=False):
        run, epochs, k = _at(result)
        tests = run.test_losses
        values = np.concatenate([run.losses, [] if tests is None else tests])
        self._shown = self._range(values, True, free, self.ylim)
        moved = self._limits(x=(0, max(int(epochs[-1]), 1)), y=self._shown)
        low, high = self.ax.get_ylim()
        losses = clipped(run.losses, low, high)
        self._train.set_data(epochs, losses)
        self._test.set_data(*(([], []) if tests is None else (epochs, clipped(tests, low, high))))
        rows = [(epochs, run.losses, style.BLUE), (epochs, tests, style.ORANGE)]
        self._beyond.show(row for row in rows if row[1] is not None)
        self._ghosts.show(before)
        self._dot.set_data([epochs[k]], [losses[k]])
        self._now.set_xdata([epochs[k], epochs[k]])
        self._now.set_visible(k < len(epochs) - 1)
        diverged = run.diverged_at
        self._note.set_text("" if diverged is None else f"training diverged\nat epoch {diverged}")
        lines = [self._train] if tests is None else [self._train, self._test]
        return self._legend([(line, line.get_label()) for line in lines]) or moved

    def handles(self, result):
        """The dot on the loss curve: it sets the epoch."""
        if "epoch" not in self.bound:
            return []
        run, epochs, k = _at(result)
        step = epochs[min(k + 1, len(epochs) - 1)] - epochs[max(min(k, len(epochs) - 2), 0)]
        return [
            Handle(
                "epoch", float(epochs[k]), float(self._dot.get_ydata()[0]), along="x",
                to=lambda x, _: {self.bound["epoch"]: x}, step=(float(max(step, 1)), 0.0),
                said=f"epoch {epochs[k]}, mean loss {number(run.losses[k])}",
            )
        ]  # fmt: skip

    def describe(self, result):
        """One sentence: the epoch, its losses unless a fit tells them, or where it diverged."""
        run, epochs, k = _at(result)
        if run.diverged_at is not None:
            return f"Training diverged at epoch {run.diverged_at}."
        fits = [fit for result in self.beside for fit in _pair(result) if isinstance(fit, Fit)]
        known = {number(loss) for f in fits for loss in (f.train_loss, f.test_loss) if loss}
        losses = {"training": run.losses, "test": run.test_losses}
        there = {name: number(loss[k]) for name, loss in losses.items() if loss is not None}
        said = "; ".join(f"{name} loss {loss}" for name, loss in there.items() if loss not in known)
        values = np.concatenate([loss for loss in losses.values() if loss is not None])
        epoch = f"epoch {epochs[k]}{said and ': '}{said}"
        return sentence([epoch, outside(values, *self._shown)])


def _at(result):
    """The run, its recorded epochs, and which of them is the last not after the one to show."""
    run, epoch = result if isinstance(result, tuple) else (result, None)
    epochs = np.asarray(run.epochs)
    last = len(epochs) if epoch is None else np.searchsorted(epochs, epoch, side="right")
    return run, epochs, max(int(last) - 1, 0)
