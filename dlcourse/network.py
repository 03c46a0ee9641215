"""A network is only a description; its weights are one flat vector θ, or any number of them.

θ has the shape `(..., P)`. The leading axes may be seeds, grid points of a landscape, epochs of a
recorded run: every function of the package carries them through. The input x is `(n_1, N)`, one
sample per column, so that `W[j] @ z[j] + b[j]` reads as on the slides. Lists count like the slides:
`W[1]` is W_1, `z[1]` is the input, and the entry with index 0 is None.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlcourse.activations import IDENTITY, LEAKY_RELU, Activation, activation
from dlcourse.affine import Affine
from dlcourse.checks import MANY, array, kind, whole_number


@dataclass(frozen=True)
class Network:
    """m(x; θ) = W_n σ_{n−1}(… σ_1(W_1 x + b_1) …) + b_n, without its weights.

    Args:
        widths: (n_1, …, n_{n+1}), the number of inputs, of nodes in each hidden layer, of outputs.
        activation: σ for all hidden layers, or a tuple of n − 1 of them; names are accepted.
        residual: add z_j to the output of each hidden layer j whose widths n_j and n_{j+1} agree.
        affine: for each of the n layers an `Affine`, which entries of [W_j b_j] are weights and
            which of them are the same one, or None for a dense one; by default all are dense.

    Raises ValueError for fewer than two widths, a width below 1, a wrong number of activations or
    of affine maps, one of another shape, more than 10⁸ parameters, or a `residual` that is not True
    or False; TypeError for something else among the affine maps.

    [002 Deep learning – Model; Residual networks]
    """

    widths: tuple[int, ...]
    activation: Activation | tuple[Activation, ...] = LEAKY_RELU
    residual: bool = False
    affine: tuple[Affine | None, ...] = ()

    def __post_init__(self):
        if not isinstance(self.widths, tuple | list | np.ndarray) or len(self.widths) < 2:
            raise ValueError(
                "widths must be two or more whole numbers, from input to output; "
                f"got {self.widths!r}"
            )
        widths = tuple(whole_number("each of the widths", w, 1) for w in self.widths)
        object.__setattr__(self, "widths", widths)
        if not isinstance(self.residual, bool | np.bool_):
            raise ValueError(f"residual must be True or False, got {self.residual!r}")
        object.__setattr__(self, "residual", bool(self.residual))
        hidden = len(widths) - 2
        if isinstance(self.activation, tuple | list):
            if len(self.activation) != hidden:
                raise ValueError(
                    f"activation needs one entry for each of the {hidden} hidden layers of widths "
                    f"{widths}, got {len(self.activation)}"
                )
            sigmas = tuple(activation(s) for s in self.activation)
        else:
            sigmas = activation(self.activation)
        object.__setattr__(self, "activation", sigmas)
        if self.n_params > 100 * MANY:
            raise ValueError(f"widths must make up to 10⁸ parameters, got {self.n_params} of them")
        object.__setattr__(self, "affine", self._checked_affine())

    def _checked_affine(self):
        maps = tuple(self.affine)
        if len(maps) not in (0, self.depth):
            raise ValueError(
                f"affine needs one entry for each of the {self.depth} layers, got {len(maps)}"
            )
        for j, (one, n, m) in enumerate(zip(maps, self.widths, self.widths[1:], strict=False), 1):
            if one is not None and kind("each of affine", one, Affine).shape != (m, n):
                raise ValueError(f"affine map {j} must have shape {m, n}, got {one.shape}")
        return maps if any(maps) else ()

    @property
    def depth(self) -> int:
        """The number n of affine maps W_j z_j + b_j."""
        return len(self.widths) - 1

    @cached_property
    def n_params(self) -> int:
        """P, the number of entries of θ."""
        return self.offsets[-1]

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where the block of layer j starts in θ: entry j − 1; the last entry is P."""
        sizes = [m * (n + 1) for n, m in zip(self.widths, self.widths[1:], strict=False)]
        return (0, *(int(p) for p in np.cumsum(sizes)))

    @cached_property
    def weights(self) -> np.ndarray | None:
        """The number of the weight at each entry of θ, (P,), −1 where there is none.

        None where each entry is a weight of its own.
        """
        if not self.affine:
            return None
        first, numbers = 0, []
        for one, n, m in zip(self.affine, self.widths, self.widths[1:], strict=False):
            own = np.arange(m * (n + 1)) if one is None else one.numbers.ravel()
            numbers.append(np.where(own < 0, -1, own + first))
            first += own.max() + 1
        return np.concatenate(numbers)

    @property
    def n_weights(self) -> int:
        """How many weights can be chosen: P, or fewer where entries of θ are missing or tied."""
        return self.n_params if self.weights is None else int(self.weights.max()) + 1

    @cached_property
    def first_entries(self) -> np.ndarray:
        """Where in θ each weight stands first, (n_weights,)."""
        if self.weights is None:
            return np.arange(self.n_params)
        _, first = np.unique(self.weights, return_index=True)
        return first[-self.n_weights :]  # not that of −1

    def tied(self, theta):
        """θ `(..., P)` with each shared weight's first entry in all its places, 0 for missing ones.

        Raises ValueError as `check_theta`.
        """
        theta = self.check_theta(theta)
        if self.weights is None:
            return theta
        return np.where(self.weights < 0, 0.0, theta[..., self.first_entries[self.weights]])

    def summed(self, gradient):
        """Derivatives by entries `(..., P)` → by weights: at each place of one their sum."""
        if self.weights is None:
            return gradient
        sums = np.zeros((*gradient.shape[:-1], self.n_weights + 1), gradient.dtype)
        np.add.at(sums, (..., self.weights), gradient)
        sums[..., -1] = 0.0  # where there is no weight
        return sums[..., self.weights]

    @cached_property
    def sigma(self) -> list[Activation | None]:
        """σ_1 … σ_n from index 1; σ_n = Id."""
        given = self.activation
        hidden = given if isinstance(given, tuple) else (given,) * (self.depth - 1)
        return [None, *hidden, IDENTITY]

    def skips(self, j: int) -> bool:
        """Whether layer j adds its input z_j to its output. Raises ValueError unless 1 ≤ j ≤ n."""
        if not (isinstance(j, int | np.integer) and 0 < j < len(self.widths)):
            raise ValueError(f"j must be a layer, 1 … {self.depth}, got {j!r}")
        return self.residual and j < self.depth and self.widths[j - 1] == self.widths[j]

    def blocks(self, theta, name: str = "theta") -> list:
        """The matrices [W_j b_j] `(..., n_{j+1}, n_j + 1)` as views of θ `(..., P)`, from index 1.

        Raises ValueError, which calls the argument by `name`, if the last axis of θ is not P long.
        """
        theta = self.check_theta(theta, name)
        lead, starts, n = theta.shape[:-1], self.offsets, self.widths
        return [None] + [
            theta[..., starts[j - 1] : starts[j]].reshape(*lead, n[j], n[j - 1] + 1)
            for j in range(1, self.depth + 1)
        ]

    def unpack(self, theta, name: str = "theta") -> tuple[list, list]:
        """W and b, views of θ `(..., P)`: W[j] `(..., n_{j+1}, n_j)`, b[j] `(..., n_{j+1}, 1)`.

        θ holds layer after layer the rows of [W_j b_j]. Raises ValueError as `blocks`.

        [002 Dimensions]
        """
        blocks = self.blocks(theta, name)[1:]
        return [None, *(B[..., :-1] for B in blocks)], [None, *(B[..., -1:] for B in blocks)]

    def __call__(self, theta, x):
        """The model m(x; θ): theta (..., P), x (n_1, N) → (..., n_{n+1}, N).

        x may have leading axes, too; they broadcast with those of theta. Raises ValueError
        if θ or x has a wrong shape.

        [002 Deep learning – Model]
        """
        W, b = self.unpack(theta)
        z = self.check_input(x)
        for j in range(1, self.depth + 1):
            out = self.sigma[j](W[j] @ z + b[j])
            z = out + z if self.skips(j) else out
        return z

    def check_theta(self, theta, name: str = "theta"):
        """`theta` as an array, or a ValueError, which calls it by `name`, unless it is (..., P)."""
        theta = array(name, theta)
        if theta.ndim == 0 or theta.shape[-1] != self.n_params:
            raise ValueError(
                f"{name} must end with an axis of length {self.n_params}, the number of parameters "
                f"of widths {self.widths}; got shape {theta.shape}"
            )
        return theta

    def check_input(self, x):
        """`x` as an array, or a ValueError unless it is (..., n_1, N)."""
        x = array("x", x)
        if x.ndim < 2 or x.shape[-2] != self.widths[0]:
            raise ValueError(
                f"x must have n_1 = {self.widths[0]} rows and one column per sample, "
                f"shape ({self.widths[0]}, N); got shape {x.shape}"
            )
        return x


def each(net: Network, theta, of_one, dtype=float):
    """`of_one(θ)` for every θ (P,) in theta (..., P): one answer, or an array (...) of them.

    For what cannot be broadcast. Raises ValueError for a theta of a wrong length.
    """
    theta = kind("net", net, Network).check_theta(theta)
    if theta.ndim == 1:
        return of_one(theta)
    answers = np.empty(theta[..., 0].size, object)
    answers[:] = [of_one(one) for one in theta.reshape(-1, theta.shape[-1])]
    if dtype is not object:
        answers = np.array(answers.tolist(), dtype)
    return answers.reshape(*theta.shape[:-1], *answers.shape[1:])


def forward(net: Network, theta, x) -> tuple[list, list]:
    """The states of the forward pass, v_j = W_j z_j + b_j and z_{j+1} = σ_j(v_j) (+ z_j).

    theta (..., P), x (n_1, N) → lists z and v from index 1: z[j] (..., n_j, N) for j = 1 … n + 1
    (z[1] is x itself), v[j] (..., n_{j+1}, N). x may have leading axes, too, which broadcast with
    those of theta. Raises ValueError for wrong shapes.

    [002 Backpropagation summarized]
    """
    W, b = kind("net", net, Network).unpack(theta)
    z, v = [None, net.check_input(x)], [None]
    for j in range(1, net.depth + 1):
        v.append(W[j] @ z[j] + b[j])  # v_j = W_j z_j + b_j
        out = net.sigma[j](v[j])  # z_{j+1} = σ_j(v_j)
        z.append(out + z[j] if net.skips(j) else out)
    return z, v


def features(net: Network, theta, x):
    """φ(x; θ) = z_n, what the last affine map sees: theta (..., P), x (n_1, N) → (..., n_n, N).

    [002 Learning features]
    """
    z, _ = forward(net, theta, x)
    return z[net.depth]


def deep_network(
    depth: int = 5, width: int = 5, n_in: int = 1, n_out: int = 1, activation=LEAKY_RELU,
    residual: bool = False,
) -> Network:  # fmt: skip
    """The lecture's "45x5,1,1": depth − 2 layers of one width, one of width n_out, the output.

    Depth 5, 7, 12, 17, 47 and 32 have 78, 138, 288, 438, 1338 and 888 parameters.
    Raises ValueError for a depth below 3 or a width below 1.

    [002 Residual network – Example]
    """
    hidden = whole_number("depth, the number of affine maps,", depth, 3) - 2
    for name, value in (("width", width), ("n_in", n_in), ("n_out", n_out)):
        whole_number(name, value, 1)
    return Network((n_in, *[width] * hidden, n_out, n_out), activation, residual)
