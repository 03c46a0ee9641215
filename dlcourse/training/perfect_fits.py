"""Different perfect fits of the same data: one ‖θ‖² or another, a calm or a wild history.

An overparameterised network has many θ with loss 0. Two things choose among them here: a pull
towards a prescribed ‖θ‖², and what the weights had learned before they met the data.
"""

from collections.abc import Iterator

import numpy as np

from dlcourse.checks import kind, number, one_seed
from dlcourse.data import Data
from dlcourse.network import Network
from dlcourse.regularization import NormPull
from dlcourse.training.loop import train
from dlcourse.training.optimizers import Adam
from dlcourse.training.run import Run

FITTED = 1e-4  # a mean loss up to this counts as a perfect fit


def perfect_fit_stages(
    net: Network, data: Data, target: float, *, wild: bool = False, seed: int = 0
) -> Iterator[Run]:
    """Trains in two stages to a perfect fit with ‖θ‖² near `target`; yields the Run of each.

    Both stages pull ‖θ‖² towards `target`; the weights start at half of "uniform". All steps are
    Adam's, on all samples:

    | stage | trained on | epochs | learning rate |
    |---|---|---|---|
    | first | the data | 3000 | 3e-3 |
    | first, if `wild` | 30 even points of [−1, 1] with labels from N(0, 1) | 5000 | 1e-2 |
    | second, `wild` or not | the data | up to 10 000, until the loss is 1e-5 | 3e-3, cosine to 0 |

    Does not always arrive: ask whether `run.final_loss` is at most FITTED. Raises as `train`, and
    for a target that is not positive.

    [002 Generalization – Norm of weights]
    """
    target, seed = number("target", target, above=True), one_seed(seed)
    pull, wild = NormPull(target), kind("wild", wild, bool)
    first, epochs, optimizer = data, 3000, Adam(3e-3)
    if wild:
        labels = np.random.default_rng([seed, 2]).normal(size=30)  # they mean nothing
        first = Data.from_arrays(np.linspace(-1, 1, 30), labels, name="random labels")
        epochs, optimizer = 5000, Adam(1e-2)
    run = train(
        net, first, seed=seed, epochs=epochs, optimizer=optimizer, scale=0.5, pull=pull,
        snapshots=50,
    )  # fmt: skip
    yield run
    yield train(
        net, data, seed=seed, epochs=10_000, optimizer=Adam(3e-3, schedule="cosine"), pull=pull,
        theta0=run.theta, tolerance=1e-5,
    )  # fmt: skip


def perfect_fit(
    net: Network, data: Data, target: float, *, wild: bool = False, seed: int = 0
) -> Run:
    """The last stage of `perfect_fit_stages`: θ (P,) is `run.theta`.

    Raises ValueError as it does.

    [002 Generalization – Norm of weights]
    """
    *_, run = perfect_fit_stages(net, data, target, wild=wild, seed=seed)
    return run
