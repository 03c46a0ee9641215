"""What notebook 09 shows: shifted losses of the thought experiment, then trained networks."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.flat_minima.measures import mean_perturbed_loss
from dlcourse.chapters.flat_minima.models import COMMON, TILTED, Individuals, sharp_and_flat

# ------------------------------------------------------------------------ what the figures show


def one_curve_moved(shift: float) -> tuple[dl.Curves, dl.Bars]:
    """The loss with a sharp and a flat minimum, once more moved by `shift`; its values at both.

    The two minima of the moved one are marked.

    [002 Flatness of minima]
    """
    t, minima = np.linspace(-2, 2.4, 500), np.array([-1.0, 1.0])
    losses, names = [sharp_and_flat(t), sharp_and_flat(t, shift)], ("training", "test")
    there = minima + shift
    marks = [(1, *mark) for mark in zip(there, sharp_and_flat(there, shift), strict=True)]
    curves = dl.Curves(t, losses, names, marks=marks)
    return curves, dl.Bars(("sharp\nminimum", "flat\nminimum"), sharp_and_flat(minima, shift))


def training_losses(losses: Individuals, shown: int) -> dl.Curves:
    """The first `shown` individual losses and the average of all, below them.

    [002 Flatness of minima – Example]
    """
    t = np.linspace(-2.1, 2.1, 300)
    single = losses(t)
    seen = np.where(np.arange(losses.N)[:, None] < shown, single, np.nan)
    names = ("average",) + ("single losses",) * shown + ("",) * (losses.N - shown)
    return dl.Curves(t, [single.mean(axis=0), *seen], names)


def one_test(losses: Individuals, tau, spread: float) -> dl.Curves:
    """The first test: each loss moved by its own τ_i, their average, and that of the training.

    tau (draws, N); an upright line stands at the right minimum plus the `spread` of the shifts.

    [002 Generalization from loss landscape]
    """
    t = np.linspace(-2.1, 2.1, 300)
    moved = losses(t + np.asarray(tau)[0, :, None])
    averages = [losses(t).mean(axis=0), moved.mean(axis=0)]
    names = (*["single losses, moved"] * losses.N, "training", "test")
    return dl.Curves(t, [*moved, *averages], names, vlines={"spread": TILTED + spread})


def rises(losses: Individuals, tau) -> dl.Dots:
    """By how much each test loss exceeds the training loss at both minima: tau (draws, N).

    [002 Flatness of minima – Example]
    """
    minima = np.array([COMMON, TILTED])
    above = (losses.mean_test_losses(minima, tau) - losses.level).T
    groups = {"a test": above, "the test on the left": above[:, :1]}
    return dl.Dots(("left minimum", "right minimum"), groups, middle=np.mean)


# ---------------------------------------------------------------------------- trained networks

NET, DATA = dl.deep_network(5, residual=True), dl.wiggly()
BATCHES, RATES, STEPS = (30, 10, 3, 1), (0.02, 0.05, 0.1), 30_000
EPOCHS, ERROR = 20_000, "error to the truth"
DEEP, TEN = dl.deep_network(32, residual=True), dl.sine(10)
KINDS = {"72 fair": (72, False), "595 fair": (595, False), "540 wild": (540, True)}

# Numbers of a solution: functions of a network, its θ (P,) and the data.
MEASURES = {
    "λₘₐₓ": lambda net, theta, data: dl.sharpness(net, theta, data.x, data.y, tolerance=1e-2),
    "individual slope": lambda net, theta, data: dl.rms_gradient_norm(net, theta, data.x, data.y),
    "loss after a push": lambda net, theta, data: mean_perturbed_loss(net, theta, data.x, data.y),
    "‖θ‖²": lambda net, theta, data: theta @ theta,
    ERROR: lambda net, theta, data: dl.curve(net, theta, data).rms_error,
    "largest slope": lambda net, theta, data: dl.largest_slope(net, theta),
}


def descended(batch: int, lr: float, seed: int) -> dl.Run:
    """30 000 steps of gradient descent with batches of that size: the 5 layer residual network.

    [002 Flatness of minima]
    """
    rule = dl.GradientDescent(lr)
    epochs = STEPS * batch // DATA.N
    return dl.trained(
        NET, DATA, seed=seed, epochs=epochs, optimizer=rule, batch_size=batch, snapshots=30
    )


@dl.remember
def sharpness_along(batch: int, lr: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Steps (K,) and λₘₐₓ (K,) at the recorded states, as long as they are finite.

    [002 Flatness of minima]
    """
    run = descended(batch, lr, seed)
    finite = np.isfinite(run.thetas).all(axis=-1)
    found = [MEASURES["λₘₐₓ"](NET, theta, DATA) for theta in run.thetas[finite]]
    return DATA.N // batch * run.epochs[finite], np.array(found)


def curvatures(found: dict, lr: float) -> dl.Curves | None:
    """λₘₐₓ along the steps for each batch size: {label: [(steps, λₘₐₓ)]}, as far as it is finite.

    None in a draft in which one is missing; the line 2/lr is the edge of stability.

    [002 Flatness of minima]
    """
    if not all(found.values()):
        return None
    x = np.linspace(0, STEPS, 61)
    rows = [np.interp(x, *along, right=np.nan) for (along,) in found.values()]
    return dl.Curves(x, rows, tuple(found), hlines={"2/lr": 2 / lr})


def after_descent(measure: str, batch: int, lr: float, *, seed: int) -> float:
    """One of MEASURES at the end of `descended`.

    [002 Flatness of minima]
    """
    return MEASURES[measure](NET, descended(batch, lr, seed).theta, DATA)


def with_error(measure: str, kinds: dict) -> dict:
    """Settings of a sweep, for each kind its `measure` and its error: {kind: setting}.

    [002 Flatness of minima]
    """
    return {(name, kind): (name, *way) for kind, way in kinds.items() for name in (measure, ERROR)}


def side_by_side(found: dict) -> tuple[dl.Dots, dl.Dots]:
    """The single numbers of the measure, and those of the error, {(name, kind): …}.

    [002 Flatness of minima]
    """
    columns = {}
    for (name, kind), numbers in found.items():
        columns.setdefault(name, {})[kind.replace(" ", "\n")] = numbers  # for narrow columns
    return tuple(dl.over_seeds(kinds, ylabel=name) for name, kinds in columns.items())


@dl.remember
def solution(target: float, wild: bool, seed: int, noise: int = 0):
    """θ (888,) of a perfect fit of ten points with ‖θ‖² near target; None where none was reached.

    `noise` draws the ten points.

    [002 Generalization – Norm of weights]
    """
    run = dl.perfect_fit(DEEP, dl.sine(10, seed=noise), target, wild=wild, seed=seed)
    return run.theta if run.final_loss <= dl.FITTED else None


def of_perfect_fit(measure: str, target: float, wild: bool, *, seed: int, noise: int = 0):
    """One of MEASURES at a perfect fit; None where none was reached.

    [002 Generalization – Norm of weights]
    """
    theta = solution(target, wild, seed, noise)
    return None if theta is None else MEASURES[measure](DEEP, theta, dl.sine(10, seed=noise))


def to_zero(seed: int) -> dl.Run:
    """The deep network on ten points until its mean loss is 1e-12, at most for 20 000 epochs.

    [002 Individually flat minima]
    """
    rule = dl.Adam(3e-3, schedule="cosine")
    return dl.trained(
        DEEP, TEN, seed=seed, epochs=EPOCHS, optimizer=rule, scale=0.5, tolerance=1e-12,
        snapshots=100,
    )  # fmt: skip


def single_slopes(run: dl.Run, epoch: int) -> dl.Curves:
    """‖∇f_i‖ of each sample i = 1 … N at an epoch, their mean, and ‖∇f‖ of the mean loss f.

    [002 Individually flat minima]
    """
    data = run.data
    single = dl.per_sample_gradients(run.net, run.at(epoch), data.x, data.y)
    sizes, whole = np.linalg.norm(single, axis=-1), np.linalg.norm(single.mean(axis=0))
    rows = [sizes, np.full(data.N, sizes.mean()), np.full(data.N, whole)]
    return dl.Curves(np.arange(1, data.N + 1), rows, ("‖∇fᵢ‖", "their mean", "‖∇f‖"))
