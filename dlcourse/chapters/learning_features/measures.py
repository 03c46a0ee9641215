"""What notebook 02 measures: ways between two θ, errors and regions of two classes, runs."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

import dlcourse as dl
from dlcourse import LOGISTIC, Data, Loss, Network, mean_hessian, objective
from dlcourse.checks import array, kind, number, whole_number


@dataclass(frozen=True, eq=False)
class Ways:
    """What a TwoWeightsPanel shows: the loss over w_1 and w_2, and ways down from one start.

    Attributes:
        t: the grid of either weight (G,).
        values: the loss (G, G), with a row for each w_2.
        solutions: lines [(K, 2)] on which the loss is 0.
        ways: {name: places (K, 2)}; all begin at the same place.
    """

    t: np.ndarray
    values: np.ndarray
    solutions: list
    ways: dict


@dataclass(frozen=True, eq=False)
class Segment:
    """The objective between θ_a (t = 0) and θ_b (t = 1).

    Attributes:
        t: places along the way (T,).
        values: mean loss + ½ ridge ‖θ‖² there (T,).
        chord: the straight line between its ends (T,); a convex function stays below.
        eigenvalues: smallest eigenvalue of its Hessian in θ (T,); a convex function has none below
            0.
    """

    t: np.ndarray
    values: np.ndarray
    chord: np.ndarray
    eigenvalues: np.ndarray

    @property
    def above(self) -> float:
        """How far the objective rises above the chord, at most."""
        return float(np.max(self.values - self.chord))


def along_segment(
    net: Network, theta_a, theta_b, data: Data, loss: Loss = LOGISTIC, *, ridge=0.0, count=41
) -> Segment:
    """Follow the objective (1/N) Σ L + ½ ridge ‖θ‖² from theta_a (P,) to theta_b (P,).

    Raises ValueError for wrong shapes, a θ that is not finite, or fewer than two places.

    [002 Optimizing only final layer]
    """
    P = kind("net", net, Network).n_params
    start = array("theta_a", theta_a, (P,), finite=True)
    end = array("theta_b", theta_b, (P,), finite=True)
    t = np.linspace(0, 1, whole_number("count", count, 2))
    theta = start + t[:, None] * (end - start)
    values = mean_ridge_loss(net, theta, data, loss, ridge)
    lowest = np.linalg.eigvalsh(mean_hessian(net, theta, data.x, data.y, loss))[:, 0] + ridge
    return Segment(t, values, values[0] + t * (values[-1] - values[0]), lowest)


def mean_ridge_loss(net: Network, theta, data: Data, loss: Loss = LOGISTIC, ridge=0.0):
    """Mean loss (1/N) Σ L plus ½ ridge ‖θ‖², what `weight_decay` trains: theta (..., P) → (...).

    Raises ValueError for wrong shapes.

    [002 Optimizing only final layer]
    """
    kind("data", data, Data)
    mean = objective(net, theta, data.x, data.y, loss) / data.N
    return mean + 0.5 * number("ridge", ridge) * np.sum(np.square(theta), axis=-1)


def distinct(values, tolerance: float = 1e-3) -> int:
    """How many groups values (S,) form, if a gap above `tolerance` starts another one.

    Raises ValueError for no value or a negative tolerance.

    [beyond the slides: how many minima 002 Optimizing only final layer leaves]
    """
    values = np.sort(array("values", values, ("S",), finite=True))
    return 1 + int(np.sum(np.diff(values) > number("tolerance", tolerance)))


def error_rate(u, y):
    """The fraction of samples on the wrong side, in percent: u (..., 1, N), y (1, N) → (...).

    NaN where u has one. Raises ValueError for shapes that do not fit.

    [002 Prediction]
    """
    y = array("y", y, (1, "N"), finite=True)
    label = LOGISTIC.predict(array("u", u, (..., *y.shape)))
    return 100.0 * np.mean(np.where(np.isnan(label), np.nan, label != y), axis=(-2, -1))


def score_plane(model, t1, t2) -> np.ndarray:
    """The scores of a model over a grid of the plane, t1 (G1,), t2 (G2,) → (G2, G1).

    `model` takes x (2, G1·G2) and returns (1, G1·G2); the boundary is where the score is 0.

    [002 Prediction]
    """
    kind("model", model, Callable)
    x1, x2 = np.meshgrid(
        array("t1", t1, ("G1",), finite=True), array("t2", t2, ("G2",), finite=True)
    )
    return np.reshape(model(np.stack([x1.ravel(), x2.ravel()])), x1.shape)


def mesh(low: float, high: float, lines: int = 13, count: int = 61) -> np.ndarray:
    """A square grid as lines, to be carried through a feature map: (2·lines, 2, count).

    Line after line with x_1 fixed, then with x_2 fixed; `count` points on each. Raises ValueError
    unless low < high, and for fewer than two lines or points.

    [beyond the slides: to see what 002 Learning features does to the plane]
    """
    low = number("low", low, -inf)
    high = number("high, which lies above low,", high, low, above=True)
    lines, count = whole_number("lines", lines, 2), whole_number("count", count, 2)
    along, across = np.linspace(low, high, count), np.linspace(low, high, lines)
    fixed = np.repeat(across[:, None], count, axis=1)
    moving = np.broadcast_to(along, fixed.shape)
    upright, level = np.stack([fixed, moving], axis=1), np.stack([moving, fixed], axis=1)
    return np.concatenate([upright, level])


# ------------------------------------------------------------------------ what the figures show

T = np.linspace(-1.3, 1.3, 121)  # the grid of a plane


def points(x, data: Data, model, /, at=T, **more) -> dl.Points:
    """Samples x (2, N) of `data` over the regions that a model x (2, M) → (1, M) gives them.

    `more` are further attributes of `Points`.

    [002 Prediction]
    """
    right = 1 - error_rate(model(x), data.y) / 100
    return dl.Points(x, data.y[0], at, at, score_plane(model, at, at), right, **more)


def two_planes(net: Network, theta, data: Data) -> tuple[dl.Points, dl.Points]:
    """The samples among the inputs and among the two features, each with a grid: theta (P,).

    Each sample tells both its places.

    [002 Learning features]
    """
    (W, b), grid, last = net.unpack(theta), mesh(-1.3, 1.3), net.depth
    carried = np.array([dl.features(net, theta, line) for line in grid])
    phi = dl.features(net, theta, data.x)

    def tell(k):
        places = {"x": data.x[:, k], "φ(x)": phi[:, k]}
        return "\n".join(f"{name} = ({p:.2f}, {q:.2f})" for name, (p, q) in places.items())

    return (
        points(data.x, data, lambda x: net(theta, x), mesh=grid, data=data, tell=tell),
        points(phi, data, lambda z: W[last] @ z + b[last], mesh=carried, tell=tell),
    )


def objective_by_step(steps, newton, descent) -> dl.Curves:
    """The objective of thirty starts, median and range: steps (K,), two (30, K).

    [002 Optimizing only final layer]
    """
    both = np.stack([descent, newton])[..., 1:]
    names, least = ("gradient descent", "Newton"), {"minimum": float(newton.min())}
    middle, low, top = np.median(both, axis=1), both.min(axis=1), both.max(axis=1)
    return dl.Curves(steps[1:], middle, names, low, top, hlines=least)


def objectives_at_the_end(newton, descent, deep) -> dl.Dots:
    """The objective at the end of thirty starts (30,); of `deep` those there are so far.

    [002 Optimizing only final layer]
    """
    names = ("last layer,\nNewton", "last layer,\ngradient\ndescent", "all layers")
    found = zip(names, (newton, descent, deep), strict=True)
    groups = {name: [runs if at == name else None for at in names] for name, runs in found}
    return dl.Dots(names, groups)


def beside_their_chords(last: Segment, deep: Segment) -> tuple:
    """Two segments, each with its chord, and the smallest eigenvalues along both.

    [002 Optimizing only final layer]
    """
    shallow, full = (np.array([way.values, way.chord]) for way in (last, deep))
    guess = {"guessing": float(np.log(2))}
    ways = (
        dl.Curves(last.t, shallow, ("last layer", "chord")),
        dl.Curves(deep.t, full, ("all layers", "chord"), hlines=guess),
    )
    lowest = np.array([last.eigenvalues, deep.eigenvalues])
    return *ways, dl.Curves(last.t, lowest, ("last layer", "all layers"), hlines={"": 0.0})


def training_and_test(found: dict, choice: str = "") -> dl.Dots:
    """Training and test errors side by side for each setting of a choice: found {setting: [(2,)]}.

    [002 Design choices]
    """
    groups = {
        name: [[both[k] for both in errors] for errors in found.values()]
        for k, name in enumerate(("training", "test"))
    }
    return dl.Dots(tuple(found), groups, xlabel=choice)
