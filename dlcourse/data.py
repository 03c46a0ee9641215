"""The data sets of the course, each drawn from a named truth with an explicit seed.

`x` is `(n_1, N)` and `y` is `(K, N)`: one sample per column.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from types import NoneType

import numpy as np

from dlcourse.checks import choice, kind, number, one_seed, whole_number

OWN = "yours"  # the name of samples that the reader has moved, added or removed
NEITHER = 0.5  # the label of a sample whose class is still to be said


@dataclass(frozen=True, eq=False)
class Data:
    """Training and test samples, and the truth where there is one.

    Two data sets are equal, and serve as the same key of what is remembered, if name and samples
    are; so their arrays cannot be written to.

    Training samples x (n_1, N) have responses y (K, N); test samples x_test (n_1, M) have y_test
    (K, M), or both are None; `truth` is the function behind regression data, x (n_1, M) → (1, M),
    or None. The arrays are copied; (N,) is taken for (1, N). Raises ValueError for other shapes,
    different numbers of samples, no sample, NaN, infinity; TypeError for another truth or name.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray | None = None
    y_test: np.ndarray | None = None
    truth: Callable | None = None

    def __post_init__(self):
        kind("name", self.name, str)
        kind("truth", self.truth, Callable, NoneType)
        x, y = self._pair("x", "y")
        if (self.x_test is None) != (self.y_test is None):
            raise ValueError("x_test and y_test come together, got only one of them")
        if self.x_test is not None:
            x_test, y_test = self._pair("x_test", "y_test")
            if x_test.shape[0] != x.shape[0] or y_test.shape[0] != y.shape[0]:
                raise ValueError(
                    f"x_test and y_test must have {x.shape[0]} and {y.shape[0]} rows like x and y, "
                    f"got shapes {x_test.shape} and {y_test.shape}"
                )

    @cached_property
    def _content(self):
        arrays = (self.x, self.y, self.x_test, self.y_test)
        return self.name, *(None if a is None else (a.shape, a.tobytes()) for a in arrays)

    def __eq__(self, other):
        return isinstance(other, Data) and self._content == other._content

    def __hash__(self):
        return hash(self._content)

    @property
    def N(self) -> int:
        """The number of training samples."""
        return self.x.shape[1]

    @classmethod
    def from_arrays(cls, x, y, x_test=None, y_test=None, truth=None, name="data") -> "Data":
        """`Data` with the arrays first and a name that may be left out; raises as it does."""
        return cls(name, x, y, x_test, y_test, truth)

    def moved(self, k: int, x: float, y: float) -> "Data":
        """The set, called "yours", with training sample k = 0, 1, … at (x, y) in its picture.

        With one input that is the input and the response; with two, both inputs, the class stays.
        Truth and test samples stay. Raises ValueError unless 0 ≤ k < N, for a place that is no pair
        of numbers, and with more than two inputs.
        """
        whole_number("k, a sample,", k, 0, self.N - 1)
        inputs, response = self.x.copy(), self.y.copy()
        inputs[:, k], response[:, k] = self._placed(x, y, response[0, k])
        return replace(self, name=OWN, x=inputs, y=response)

    def added(self, x: float, y: float, label: float = NEITHER) -> "Data":
        """The set, called "yours", with one more training sample at (x, y) in its picture.

        With two inputs it gets the class `label`. Raises as `moved` does.
        """
        inputs, response = self._placed(x, y, number("label", label))
        x, y = np.column_stack([self.x, inputs]), np.column_stack([self.y, [response]])
        return replace(self, name=OWN, x=x, y=y)

    def removed(self, k: int) -> "Data":
        """The set, called "yours", without training sample k; ValueError if it is the last one."""
        whole_number("k, a sample,", k, 0, self.N - 1)
        return replace(self, name=OWN, x=np.delete(self.x, k, 1), y=np.delete(self.y, k, 1))

    def _placed(self, x, y, label):
        """The inputs (n_1,) and the response of a sample at a place of the picture."""
        x, y = (number(name, value, -np.inf) for name, value in (("x", x), ("y", y)))
        if self.x.shape[0] > 2 or self.y.shape[0] > 1:
            raise ValueError(
                f"only samples with one or two inputs and one response have a place, "
                f"got {self.x.shape[0]} and {self.y.shape[0]}"
            )
        return ((x,), y) if len(self.x) == 1 else ((x, y), label)

    def _pair(self, *names):
        """The two arrays of these names, from now on checked copies with one column per sample."""
        a, b = (_matrix(name, getattr(self, name)) for name in names)
        if a.shape[1] != b.shape[1]:
            raise ValueError(
                f"{names[0]} and {names[1]} must have one column per sample, "
                f"got {a.shape[1]} and {b.shape[1]} columns"
            )
        for name, values in zip(names, (a, b), strict=True):
            object.__setattr__(self, name, values)
        return a, b


def _matrix(name, values):
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers, got {values!r}") from error
    if array.ndim == 1:
        array = array[None, :]
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"{name} must have one column per sample, shape (rows, N) with N ≥ 1; got {array.shape}"
        )
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(
            f"{name} must be finite, got {array[row, column]} in row {row + 1}, sample {column + 1}"
        )
    array.setflags(write=False)
    return array


def _checked_generator(N, noise, seed):
    """The random generator of a data set, or a ValueError for N, noise or seed out of range."""
    whole_number("N, the number of samples,", N, 2)
    number("noise, a standard deviation,", noise)
    return np.random.default_rng(one_seed(seed))


def _regression(name, truth, N, noise, seed):
    """Nearly even points of [−1, 1], responses truth(x) + N(0, noise²); 200 clean test points."""
    rng = _checked_generator(N, noise, seed)
    x = np.clip(np.linspace(-1, 1, N) + rng.uniform(-0.6 / N, 0.6 / N, N), -1, 1)[None, :]
    y = truth(x) + noise * rng.normal(size=(1, N))
    x_test = np.linspace(-1, 1, 200)[None, :]
    return Data.from_arrays(x, y, x_test, truth(x_test), truth, name)


def wiggly(N: int = 30, noise: float = 0.1, seed: int = 0) -> Data:
    """f(x) = sin 3x + 0.6 x sin 9x on [−1, 1]: x, y (1, N); raises ValueError for N < 2."""
    return _regression("wiggly", lambda x: np.sin(3 * x) + 0.6 * x * np.sin(9 * x), N, noise, seed)


def sine(N: int = 30, noise: float = 0.1, seed: int = 0) -> Data:
    """f(x) = sin 2πx on [−1, 1]: x, y (1, N); raises ValueError for N < 2."""
    return _regression("sine", lambda x: np.sin(2 * np.pi * x), N, noise, seed)


def piecewise(N: int = 30, noise: float = 0.1, seed: int = 0) -> Data:
    """Two jumps on [−1, 1], at −0.3 and 0.4: x, y (1, N); raises ValueError for N < 2."""

    def steps(x):
        return np.select([x < -0.3, x < 0.4], [-0.6, 0.8], -0.1)

    return _regression("piece", steps, N, noise, seed)


def absolute(N: int = 30, noise: float = 0.1, seed: int = 0) -> Data:
    """f(x) = 2|x| − 1 + 0.5 sin 5x on [−1, 1]: x, y (1, N); raises ValueError for N < 2."""
    return _regression("abs", lambda x: 2 * np.abs(x) - 1 + 0.5 * np.sin(5 * x), N, noise, seed)


def xor() -> Data:
    """The four points of exclusive or: x (2, 4), labels y (1, 4) in {0, 1}.

    [004 Example: learning XOR]
    """
    return Data.from_arrays([[0, 0, 1, 1], [0, 1, 0, 1]], [[0, 1, 1, 0]], name="xor")


def _two_classes(name, draw, N, noise, seed):
    """N samples and as many for the test, half of each label: draw(rng, label (N,)) → (2, N)."""
    rng = _checked_generator(N, noise, seed)
    label = np.arange(N) % 2
    x, x_test = draw(rng, label), draw(rng, label)
    return Data.from_arrays(x, label, x_test, label, name=name)


def spirals(N: int = 80, noise: float = 0.03, seed: int = 0) -> Data:
    """Two interleaved spirals in the plane: x (2, N), labels y (1, N); ValueError for N < 2."""

    def draw(rng, label):
        radius = np.sqrt(rng.uniform(0.02, 1.0, label.size))
        angle = 2 * np.pi * radius + np.pi * label
        points = radius * np.stack([np.cos(angle), np.sin(angle)])
        return points + noise * rng.normal(size=points.shape)

    return _two_classes("spirals", draw, N, noise, seed)


def moons(N: int = 80, noise: float = 0.1, seed: int = 0) -> Data:
    """Two half circles, hooked into each other: x (2, N), labels y (1, N); ValueError for N < 2."""

    def draw(rng, label):
        angle = np.pi * rng.uniform(size=label.size)
        side = 1 - 2 * label
        points = np.stack(
            [np.cos(angle) * side + label - 0.5, np.sin(angle) * side + 0.5 * label - 0.25]
        )
        return 0.7 * (points + noise * rng.normal(size=points.shape))

    return _two_classes("moons", draw, N, noise, seed)


def blobs(N: int = 80, noise: float = 0.3, seed: int = 0) -> Data:
    """Two round clouds around ±(0.5, 0.5): x (2, N), labels y (1, N); ValueError for N < 2."""

    def draw(rng, label):
        return 0.5 * (2 * label - 1) + noise * rng.normal(size=(2, label.size))

    return _two_classes("blobs", draw, N, noise, seed)


def xor_clouds(N: int = 80, noise: float = 0.15, seed: int = 0) -> Data:
    """Round clouds at (±0.5, ±0.5): x (2, N), labels y (1, N), their xor; ValueError for N < 2."""

    def draw(rng, label):
        side = 1 - 2 * rng.integers(0, 2, label.size)
        points = 0.5 * np.stack([side, side * (1 - 2 * label)])
        return points + noise * rng.normal(size=points.shape)

    return _two_classes("xor clouds", draw, N, noise, seed)


TWO_CLASSES = {"spirals": spirals, "moons": moons, "blobs": blobs, "xor": xor_clouds}
DATASETS = {"wiggly": wiggly, "sine": sine, "piece": piecewise, "abs": absolute}


def dataset(name: str, **options) -> Data:
    """The set `name` of `DATASETS`, options N, noise, seed. Raises ValueError for another name."""
    return DATASETS[choice("name", name, DATASETS)](**options)
