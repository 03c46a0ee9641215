"""What convex methods do: features chosen beforehand, and only the last affine map is trained.

With φ fixed, Σ_i L(W_n φ(x_i) + b_n, y_i) is convex in (W_n, b_n) for a convex L, and Newton's
method finds its minimum to rounding. At the end the smallest network that learns its feature.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import comb

import numpy as np

from dlcourse import LEAST_SQUARES, LOGISTIC, TANH, Activation, Data, Loss, activation
from dlcourse.checks import MANY, array, choice, number, one_seed, whole_number
from dlcourse.checks import kind as checked_kind


@dataclass(frozen=True)
class FeatureMap:
    """A fixed feature map φ: x (n_1, N) → (count, N).

    [002 Learning features]
    """

    name: str
    count: int
    function: Callable = field(compare=False, repr=False)

    def __call__(self, x):
        """φ(x): x (n_1, N) → (count, N)."""
        return self.function(array("x", x, ("n_1", "N")))


def polynomial_features(n_in: int, degree: int) -> FeatureMap:
    """All products x_1^{p_1} ⋯ of total degree 1 … `degree`.

    Raises ValueError for a degree below 1, or more than a million products.

    [002 Learning features]
    """
    n_in, degree = whole_number("n_in", n_in, 1), whole_number("degree", degree, 1)
    if (degree + 1) ** n_in > MANY:
        raise ValueError(f"degree must be smaller for {n_in} inputs, got {degree}")
    grids = np.meshgrid(*[np.arange(degree + 1)] * n_in, indexing="ij")
    powers = np.stack([g.ravel() for g in grids], axis=1)
    total = powers.sum(axis=1)
    powers = powers[(total >= 1) & (total <= degree)]

    def phi(x):
        return np.prod(x[None, :, :] ** powers[:, :, None], axis=1)

    return FeatureMap(f"polynomials to degree {degree}", len(powers), phi)


def random_features(
    n_in: int, count: int, sigma: Activation | str = TANH, seed: int = 0, scale: float = 3.0
) -> FeatureMap:
    """A hidden layer that is never trained: σ(W x + b) with W, b ~ N(0, scale²).

    Raises ValueError for a count below 1.

    [002 Optimizing only final layer]
    """
    n_in, count = whole_number("n_in", n_in, 1), whole_number("count", count, 1)
    rng, scale = np.random.default_rng(one_seed(seed)), number("scale", scale)
    W, b = scale * rng.normal(size=(count, n_in)), scale * rng.normal(size=(count, 1))
    sigma = activation(sigma)
    return FeatureMap(f"{count} random features", count, lambda x: sigma(W @ x + b))


def rbf_features(n_in: int, count: int, width: float = 0.4, seed: int = 0) -> FeatureMap:
    """Radial basis functions exp(−‖x − c_k‖²/(2·width²)), centres c_k drawn from [−1, 1]^{n_in}.

    Raises ValueError for a count below 1 or a width that is not positive.

    [002 Learning features]
    """
    size = whole_number("count", count, 1), whole_number("n_in", n_in, 1)
    width = number("width", width, above=True)
    centres = np.random.default_rng(one_seed(seed)).uniform(-1, 1, size=size)

    def phi(x):
        square = np.sum((x[None, :, :] - centres[:, :, None]) ** 2, axis=1)
        return np.exp(-square / (2 * width**2))

    return FeatureMap(f"{count} RBFs", count, phi)


FEATURES = ("polynomials", "random features", "RBFs")


def features_within(kind: str, n_in: int, n_params: int, seed: int = 0) -> FeatureMap:
    """The largest map of a kind that leaves at most `n_params` parameters to train, b_n included.

    Random slopes N(0, 4/n_in) and RBFs of width 0.4·√(n_in/2) keep their reach when the number
    of inputs grows. Raises ValueError for another kind than those in `FEATURES`, and where not even
    degree 1 fits.

    [002 Learning features]
    """
    choice("kind", kind, FEATURES)
    n_params = whole_number("n_params", n_params, whole_number("n_in", n_in, 1) + 1)
    if kind == "polynomials":
        degree = 1
        while comb(n_in + degree + 1, n_in) <= n_params:
            degree += 1
        return polynomial_features(n_in, degree)
    if kind == "RBFs":
        return rbf_features(n_in, n_params - 1, 0.4 * np.sqrt(n_in / 2), seed)
    return random_features(n_in, n_params - 1, seed=seed, scale=2 / np.sqrt(n_in))


@dataclass(frozen=True, eq=False)
class LastLayer:
    """The trained last affine map on fixed features.

    Attributes:
        W, b: W_n (1, count) and b_n (1, 1).
        losses: the mean loss before each step and at the end (K,).
        gradient_norm: ‖∇‖ of the mean objective at the end.
    """

    W: np.ndarray
    b: np.ndarray
    losses: np.ndarray
    gradient_norm: float

    def __call__(self, phi):
        """W_n φ + b_n: phi (count, N) → (1, N)."""
        return self.W @ phi + self.b


def mean_last_layer_loss(w, phi, y, loss: Loss = LOGISTIC, ridge: float = 0.0):
    """Mean loss (1/N) Σ L(W_n φ_i + b_n, y_i) + ½ ridge ‖w‖² with its gradient and Hessian.

    w (count + 1,) holds W_n and then b_n, phi (count, N), y (1, N) → value, gradient (count + 1,),
    Hessian (count + 1, count + 1). Raises ValueError for other shapes.

    [002 Optimizing only final layer]
    """
    checked_kind("loss", loss, Loss)
    phi, ridge = array("phi", phi, ("count", "N")), number("ridge", ridge)
    N = phi.shape[1]
    w, y = array("w", w, (len(phi) + 1,)), array("y", y, (1, N))
    rows = np.vstack([phi, np.ones((1, N))])
    u = w[None, :] @ rows
    value = float(np.mean(loss(u, y))) + 0.5 * ridge * float(w @ w)
    gradient = (loss.gradient(u, y) @ rows.T)[0] / N + ridge * w
    second = loss.hessian_product(u, y, np.ones_like(u))[0]
    return value, gradient, (rows * second) @ rows.T / N + ridge * np.eye(w.size)


def train_last_layer(
    phi, y, loss: Loss = LOGISTIC, *, ridge: float = 1e-6, start=None, steps: int = 100
) -> LastLayer:
    """Minimises the convex last-layer problem by damped Newton steps.

    phi (count, N), y (1, N), start (count + 1,) or None for zero. Each step solves H d = −∇ and is
    halved until the objective falls (Armijo). A small `ridge` keeps the minimum finite when the
    classes can be separated. Raises ValueError for shapes that do not fit or a non-convex use.

    [002 Optimizing only final layer]
    """
    if checked_kind("loss", loss, Loss) not in (LOGISTIC, LEAST_SQUARES):
        raise ValueError(
            f"loss must be LOGISTIC or LEAST_SQUARES for Newton's method, got {loss!r}"
        )
    phi, steps = array("phi", phi, ("count", "N"), finite=True), whole_number("steps", steps, 1)
    y = array("y", y, (1, phi.shape[1]), finite=True)
    start = np.zeros(len(phi) + 1) if start is None else start
    w = array("start", start, (len(phi) + 1,), finite=True).astype(float)
    losses = []
    value, gradient, H = mean_last_layer_loss(w, phi, y, loss, ridge)
    for _ in range(steps):
        losses.append(value)
        step = np.linalg.solve(H, gradient) if ridge > 0 else np.linalg.lstsq(H, gradient)[0]
        d = -step
        descent = float(gradient @ d)  # −2 (f − f*), up to higher orders
        if descent > -1e-18:
            break
        size = 1.0
        while size > 1e-12:
            new = mean_last_layer_loss(w + size * d, phi, y, loss, ridge)
            if new[0] <= value + 1e-4 * size * descent:
                break
            size *= 0.5
        else:
            break
        before = value
        w, (value, gradient, H) = w + size * d, new
        if value >= before:  # rounding, no more descent
            break
    losses.append(value)
    return LastLayer(w[None, :-1], w[None, -1:], np.array(losses), float(np.linalg.norm(gradient)))


def with_idle_inputs(data: Data, count: int, seed: int = 0) -> Data:
    """The same samples with `count` further inputs that say nothing about y: U(−1, 1).

    x (n_1, N) becomes (n_1 + count, N), the test samples likewise. Raises ValueError for a
    negative count or data without test samples.

    [beyond the slides: how many inputs 002 Learning features can do with]
    """
    checked_kind("data", data, Data)
    rng = np.random.default_rng([one_seed(seed), 1])  # not the stream that drew x
    whole_number("count, the number of further inputs,", count)
    if data.x_test is None:
        raise ValueError("data must have test samples, got none")
    x, x_test = (
        np.vstack([part, rng.uniform(-1, 1, (count, part.shape[1]))])
        for part in (data.x, data.x_test)
    )
    return Data.from_arrays(x, data.y, x_test, data.y_test, name=data.name)


def stripes(N: int, n_in: int = 2, seed: int = 0) -> Data:
    """N samples of U(−1, 1)^{n_in}, whose class changes along the direction (1, …, 1), N for test.

    With u = (x_1 + … + x_{n_in})/√n_in the class is 1 where sin 2πu > 0. Raises ValueError for
    counts that are not positive.

    [beyond the slides: a class that depends on one direction, for 002 Learning features]
    """
    N, n_in = whole_number("N", N, 1), whole_number("n_in", n_in, 1)
    x = np.random.default_rng([one_seed(seed), 2]).uniform(-1, 1, (n_in, 2 * N))
    y = (np.sin(2 * np.pi * x.sum(axis=0, keepdims=True) / np.sqrt(n_in)) > 0).astype(float)
    return Data.from_arrays(x[:, :N], y[:, :N], x[:, N:], y[:, N:], name="stripes")


def two_weight_loss(w_1, w_2):
    """½(w_1 w_2 − 1)², arrays of one shape: m(x) = w_2 w_1 x, whose one sample is x = 1, y = 1.

    [002 Learning features: the smallest network that learns a feature, w_1 x]
    """
    return 0.5 * (w_1 * w_2 - 1) ** 2


def descent(w_1: float, w_2: float, lr: float = 0.05, only_last: bool = False) -> np.ndarray:
    """Gradient descent on `two_weight_loss` from (w_1, w_2): 400 steps as (401, 2).

    With `only_last` the hidden layer's weight w_1 stays.

    [002 Optimizing only final layer]
    """
    way = np.empty((401, 2))
    way[0] = w_1, w_2
    for k in range(len(way) - 1):
        (a, b), residual = way[k], way[k, 0] * way[k, 1] - 1
        way[k + 1] = a - (0 if only_last else lr * residual * b), b - lr * residual * a
    return way
