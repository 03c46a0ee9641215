"""What notebook 01 computes: a network at one input, activations, losses, lines, predictions."""

from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse.chapters.deep_learning import measures, models

WIGGLY = dl.wiggly()  # 30 samples
GRID = np.linspace(-1, 1, 201)
U = np.linspace(-4, 4, 401)
SHOWN = ("elu", "sigmoid", "tanh", "leaky relu", "rbf")
SLOPES = ("Lipschitz constant", "mean slope")
LAYERS, SHOWN_LAYERS = [*models.LAYERS], models.SHOWN
FITS = {
    "least squares": measures.least_squares_line,
    "Huber": measures.huber_line,
    "1-norm": measures.absolute_line,
}
FORMS = {
    "largest entry taken out": measures.shifted_loss,
    "as written": measures.direct_loss,
    "softmax, then −log": measures.softmax_then_log,
}
REGRESSION = {"least squares": dl.LEAST_SQUARES, "Huber": dl.HUBER, "1-norm": dl.ABSOLUTE}
TWO_CLASSES = {"logistic": dl.LOGISTIC, "hinge": dl.HINGE}


# ------------------------------------------------------------------------------------ the network


def trained(hidden: int, nodes: int, *, seed) -> dl.Run:
    """A network with so many hidden layers of so many nodes on 30 points, 5000 epochs.

    Raises ValueError for fewer than one of them.

    [002 Deep learning – Model]
    """
    return dl.trained(dl.Network((1, *[nodes] * hidden, 1)), WIGGLY, seed=seed)


def pulled(theta, pull) -> np.ndarray:
    """θ (P,) with entry p raised by `by`, for a pull (p, by); unchanged for None or p ≥ P."""
    theta = np.array(theta)
    if pull and pull[0] < len(theta):
        theta[pull[0]] += pull[1]
    return theta


def at_input(net, theta, x, pull=None) -> measures.Living:
    """The functions of all units, and their values at one input x.

    [002 Deep learning – Model]
    """
    here = dl.Data("one input", [[x]], [[0.0]], [[-1.0, 1.0]], [[0.0, 0.0]])
    return measures.Living(dl.unit_functions(net, theta, here), x, pull)


def model_and_truth(net, theta, x) -> dl.Curves:
    """The model's curve with a dot at x, and the truth behind the samples.

    [002 Deep learning – Model]
    """
    values = net(theta, GRID[None])[0], WIGGLY.truth(GRID[None])[0]
    here = [(0, x, net(theta, [[x]]).item())]
    return dl.Curves(GRID, np.array(values), ("m(x; θ)", "truth"), marks=here)


def per_layer(net) -> list:
    """How many parameters each layer has: n_{j+1} (n_j + 1) for j = 1, …, n.

    [002 Deep learning – Model]
    """
    return [m * (n + 1) for n, m in zip(net.widths, net.widths[1:], strict=False)]


# ------------------------------------------------------------------------------------ activations


def member(name: str, alpha: float = 1.0, scale: float = 1.0) -> dl.Activation:
    """λσ for an activation of the table; α is that of LeakyReLU (at most 1) or ELU.

    [002 Examples of activation functions]
    """
    families = {"leaky relu": lambda a: dl.leaky_relu(min(a, 1.0)), "elu": dl.elu}
    sigma = families[name](alpha) if name in families else dl.activation(name)
    return dl.scaled(sigma, scale)


def graph(name: str, alpha: float = 1.0, scale: float = 1.0) -> measures.Shape:
    """The graph of λσ, with marks at −3, where α bends it, and at 1, where λ lifts it.

    [002 Examples of activation functions]
    """
    sigma = member(name, alpha, scale)
    left, right = (sigma(np.array(u)).item() for u in (-3.0, 1.0))
    per_alpha = {"leaky relu": -3.0, "elu": np.expm1(-3.0)}.get(name, 0.0)
    marks = [(0, -3.0, left), (0, 1.0, right)] if per_alpha else [(0, 1.0, right)]
    grown = dict(scale=scale, per_alpha=float(per_alpha), per_scale=right / scale)
    return measures.Shape(U, sigma(U)[None], ("σ",), marks=marks, **grown)


def slopes(name: str, alpha: float = 1.0, scale: float = 1.0) -> dl.Curves:
    """(λσ)′ with its Lipschitz constant and its mean E (λσ)′(v) for v ~ N(0, 1) as lines.

    [002 Examples of activation functions; Suggestions based on upper bounds]
    """
    sigma = member(name, alpha, scale)
    lines = dict(zip(SLOPES, (sigma.lipschitz, sigma.mean_prime), strict=True))
    return dl.Curves(U, sigma.prime(U)[None], ("σ′",), hlines=lines)


# ----------------------------------------------------------------------------------------- losses


def losses_and_gradients(kind: str, y: float) -> tuple:
    """L(u, y) and ∂L/∂u over the output u, for losses of one kind.

    For two classes the label is 1 if y > 0, else 0.

    [002 Loss functions; 001 Loss function gradient]
    """
    family = REGRESSION if kind == "regression" else TWO_CLASSES
    label = y if kind == "regression" else float(y > 0)
    u, ys = U[None], np.full((1, len(U)), label)
    lines = {"y": y} if kind == "regression" else {}
    values = np.array([loss(u, ys) for loss in family.values()])
    slope = np.array([loss.gradient(u, ys)[0] for loss in family.values()])
    return (
        dl.Curves(U, values, tuple(family), vlines=lines),
        dl.Curves(U, slope, tuple(family), vlines=lines),
    )


def on_a_line(outlier=None) -> dl.Data:
    """20 samples of y = 2x with noise 0.3; the last one may be put at (x, y) instead."""
    x, rng = np.linspace(-1, 1, 20), np.random.default_rng(0)
    y = 2 * x + 0.3 * rng.normal(size=20)
    if outlier is not None:
        x[-1], y[-1] = outlier
    return dl.Data("line", x[None], y[None], truth=lambda x: 2 * x)


OUTLIERS = {
    "no outlier": on_a_line(),
    "outlier": on_a_line((1.0, -6.0)),
    "far outlier": on_a_line((1.0, -9.0)),
    "outlier far to the right": on_a_line((12.0, -9.0)),
}


def lines(data) -> tuple:
    """The lines of least squares, Huber and 1-norm through the samples, as `Fit`s.

    [002 Loss functions]
    """
    x, y = data.x[0], data.y[0]
    ends = min(-1.0, x.min()), max(1.0, x.max())
    net = dl.Network((1, 1))
    return tuple(dl.curve(net, fit(x, y), data, interval=ends) for fit in FITS.values())


def slope_against_outlier(data) -> dl.Curves:
    """The slopes of the three lines while the last sample is moved up and down; dots: as it is.

    [002 Loss functions]
    """
    x, y = data.x[0], np.array(data.y[0])
    heights, now = np.linspace(-10, 10, 41), float(y[-1])
    found = np.empty((len(FITS), len(heights)))
    for k, height in enumerate(heights):
        y[-1] = height
        found[:, k] = [fit(x, y)[0] for fit in FITS.values()]
    y[-1] = now
    marks = [(k, now, fit(x, y)[0]) for k, fit in enumerate(FITS.values())]
    return dl.Curves(heights, found, tuple(FITS), marks=marks)


# ---------------------------------------------------------------------------------------- softmax


def three_forms(precision: str, right: int, size: float = 1000.0) -> tuple:
    """The loss of the outputs u = s · (1, 0, −1) in three ways of writing it, and its errors.

    `right` is the class of the sample, 1, 2, 3; `precision` is float64 or float32. The errors are
    relative to float64 with the largest entry taken out; what is below 10⁻¹⁷ is shown there.

    [002 No final layer activation in classification]
    """
    s = np.linspace(1.0, size, 400)
    exact = s * np.array([1.0, 0.0, -1.0])[:, None]
    u, reference = exact.astype(precision), measures.shifted_loss(exact, right - 1)
    values = np.array([form(u, right - 1) for form in FORMS.values()], float)
    with np.errstate(invalid="ignore", divide="ignore"):
        errors = np.abs(values - reference) / np.maximum(np.abs(reference), 1e-300)
    values[~np.isfinite(values)] = errors[~np.isfinite(values)] = np.nan
    names = tuple(FORMS)
    return dl.Curves(s, values, names), dl.Curves(s, np.maximum(errors, 1e-17), names)


def last_finite(values: dl.Curves) -> dict:
    """{form: the largest s at which its loss is still finite}."""
    pairs = zip(values.labels, np.isfinite(values.values), strict=True)
    return {name: float(values.x[there].max(initial=0.0)) for name, there in pairs}


# ------------------------------------------------------------------------------------- prediction


def three_classes(spread: float = 0.35) -> dl.Data:
    """60 samples of three classes around the corners of a triangle; y is one-hot (3, 60)."""
    rng, label = np.random.default_rng(3), np.repeat([0, 1, 2], 20)
    turn = 2 * np.pi * (label / 3 + 0.25)
    x = np.array([np.cos(turn), np.sin(turn)]) + spread * rng.normal(size=(2, 60))
    return dl.Data("three classes", x, np.eye(3)[:, label])


@partial(dl.remember, answers=32)
def classifier(loss: str, spread: float, *, seed) -> dl.Run:
    """A network with 8 Tanh units and three outputs, 500 epochs with a multiclass loss.

    [002 Prediction]
    """
    net, data = dl.Network((2, 8, 3), dl.TANH), three_classes(spread)
    how = dict(optimizer=dl.Adam(1e-2), loss=dl.LOSSES[loss], snapshots=1)
    return dl.train(net, data, epochs=500, seed=seed, **how)


def regions(run, point) -> measures.Regions:
    """The class that a trained network predicts in the plane, its samples and a new point.

    [002 Prediction]
    """
    grid = np.linspace(-2.5, 2.5, 101)
    plane = np.stack([axis.ravel() for axis in np.meshgrid(grid, grid)])
    chosen = run.net(run.theta, plane).argmax(axis=0).reshape(101, 101)
    return measures.Regions(grid, chosen, run.data.x, run.data.y.argmax(axis=0), point)


def outputs(run, point) -> tuple:
    """The three outputs m_j at a point, and their softmax.

    [002 Prediction; 001 Deep learning – Prediction]
    """
    u = run.net(run.theta, np.array(point)[:, None])
    names = tuple(f"class {k}" for k in (1, 2, 3))
    return dl.Bars(names, u[:, 0]), dl.Bars(names, dl.softmax(u)[:, 0])


# ------------------------------------------------------------------------------------ affine maps


def affine_map(name: str, kernel: int, *, seed) -> tuple:
    """The matrix of a layer as a `Map`, and what it makes of a signal.

    [002 Examples of affine transformations]
    """
    found = models.layer(name, kernel, seed=seed)
    return found, models.on_a_signal(found)


def on_new_signals(samples: int, *, seed) -> dl.Curves:
    """The mean test losses of a dense layer and a convolution that learn to smooth signals.

    [002 Examples of affine transformations]
    """
    return models.losses_on_new_signals(samples, seed=seed)
