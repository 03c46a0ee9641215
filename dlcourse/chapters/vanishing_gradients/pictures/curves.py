"""What the figures of notebook 11 show: single draws as thin lines, their median above them."""

import numpy as np

import dlcourse as dl

GREY = dict(color=dl.style.GREY, linestyle="-", linewidth=0.9, alpha=0.55)
STEPS = 3  # decades: the vertical range grows and shrinks in steps of so many


# The networks, their median in the colour of the states or of δ as on the cover, and a bound.
BOUND = dict(color=dl.style.INK, linestyle=dl.style.DASH_DOT, linewidth=2.4)
STATES, GRADIENTS = (
    [GREY] * 30 + [dict(look, linestyle="-", linewidth=2.8), BOUND]
    for look in (dl.style.MODEL, dl.style.DELTA)
)


def range_of(*values) -> tuple[float, float]:
    """A logarithmic range (low, high) in steps of three decades around the values (any shape)."""
    flat = np.concatenate([np.ravel(part) for part in values])
    seen = np.log10(flat[np.isfinite(flat) & (flat > 0)])
    low, high = np.append(seen, -1.0).min(), np.append(seen, 1.0).max()
    low, high = STEPS * np.floor(low / STEPS), STEPS * np.ceil(high / STEPS)
    return float(10.0**low), float(10.0**high)


def layers(sizes, bound, called: str = "bound") -> dl.Curves:
    """The sizes (S, n + 1) of all draws along the layers, their median, and a bound (n + 1,).

    The range is that of the draws; a bound may leave it.

    [002 Avoiding vanishing and exploding gradients]
    """
    j, middle = np.arange(1, sizes.shape[1] + 1), np.median(sizes, axis=0)
    most = np.quantile(sizes, (0.1, 1.0), axis=0)  # a ReLU network may be dead, with δ = 0
    labels = ("",) * len(sizes) + (f"median of {len(sizes)} networks", called)
    values = np.vstack([sizes, middle, bound])
    return dl.Curves(j, values, labels, limits=range_of(most, middle))


def both_ways(z, delta) -> dl.Curves:
    """‖z_j‖ and ‖δ_j‖ (S, n + 1) of all draws along the layers in one picture, and the medians.

    [002 Vanishing and exploding gradients]
    """
    j = np.arange(1, z.shape[1] + 1)
    labels = ("",) * (2 * len(z)) + ("‖zⱼ‖ / ‖z₁‖", "‖δⱼ‖ / ‖δₙ₊₁‖")
    values = np.vstack([z, delta, np.median(z, axis=0), np.median(delta, axis=0)])
    return dl.Curves(j, values, labels, hlines={"level": 1})


BOTH = [*[dict(dl.style.MODEL, linewidth=0.9, alpha=0.5)] * 8,
        *[dict(dl.style.DELTA, linewidth=0.9, alpha=0.5, linestyle="-")] * 8,
        dict(dl.style.MODEL), dict(dl.style.DELTA)]  # fmt: skip


# ------------------------------------------------------------------------------- mean slopes

SPREAD = np.linspace(0.1, 5, 99)
SLOPED = ("sigmoid", "Tanh", "ReLU", "ELU", "SELU")  # LeakyReLU would lie on ReLU

# One look per activation in all figures; wider ones below, as ReLU and LeakyReLU may coincide.
OF_SIGMA = {
    "sigmoid": dict(color=dl.style.BLACK, linestyle=dl.style.LONG_DASH, linewidth=3.6),
    "Tanh": dict(color=dl.style.VERMILLION, linestyle=dl.style.DASH_DOT, linewidth=3.2),
    "ReLU": dict(color=dl.style.GREEN, linestyle="-", linewidth=2.6),
    "LeakyReLU": dict(color=dl.style.BLUE, linestyle=dl.style.DASHED, linewidth=2.6),
    "ELU": dict(color=dl.style.ORANGE, linestyle=dl.style.DASH_DOT_DOT, linewidth=2.4),
    "SELU": dict(color=dl.style.SKY, linestyle=dl.style.DOTTED, linewidth=2.6),
}
SLOPES = [OF_SIGMA[name] for name in SLOPED]
PRIMES = [dict(GREY, color=dl.style.INK, alpha=0.7), *SLOPES]  # how often v occurs, then σ′


def slope_and_inputs(name: str, sigma: dl.Activation, s: float, mean: float) -> dl.Curves:
    """How often v from N(0, s²) occurs (1 at most), σ′(v) in the row of σ, the mean slope E σ′(v).

    The rows of the other activations are empty: the look of a row tells whose it is.

    [002 Suggestions based on upper bounds]
    """
    v = np.sort(np.append(np.linspace(-6, 6, 601), -1e-9))  # SELU is steepest just left of 0
    often, rows = np.exp(-0.5 * (v / s) ** 2), np.full((len(SLOPED), len(v)), np.nan)
    rows[SLOPED.index(name)] = sigma.prime(v)
    labels = ("how often v occurs", *(f"σ′(v) of {own}" if own == name else "" for own in SLOPED))
    return dl.Curves(
        v, [often, *rows], labels, low=0 * often[None], high=often[None],
        hlines={"mean slope": mean},
    )  # fmt: skip


def mean_slopes(found: dict, name: str, s: float) -> dl.Curves:
    """The mean slopes found {name: (99,)} over the spread of v, one of them marked at s.

    [002 Suggestions based on upper bounds]
    """
    k, values = SLOPED.index(name), [found[each] for each in SLOPED]
    mark = (k, s, float(np.interp(s, SPREAD, values[k])))
    return dl.Curves(SPREAD, values, SLOPED, marks=(mark,))


# ------------------------------------------------------------------------------- random matrices


def spectra(found: dict, L: float = 0.5) -> dl.Curves:
    """All singular values of the draws so far, largest first, and their mean sizes.

    found {label: [(K,)]} holds one setting of a sweep over `experiments.spectrum`; the matrices
    are scaled for L.

    [002 The power of random initialization; Average singular value vs operator norm]
    """
    (answers,) = found.values()
    values = np.array(answers) / L
    k = np.arange(1, values.shape[1] + 1)
    means = {
        "1/L": 1 / L,
        "average": float(values.mean()),
        "root mean square": float(np.sqrt(np.mean(values**2))),
    }
    labels = (f"{len(values)} draws",) * len(values)
    return dl.Curves(k, values, labels, hlines=means)


# --------------------------------------------------------------------------------------- training


def race(found: dict) -> tuple[dl.Curves, dl.Curves]:
    """The losses and the first gradients of all σ trained so far: found {name: [`trained`]}.

    [002 Vanishing and exploding gradients]
    """
    ended = [(k, answers[0]) for k, answers in enumerate(found.values()) if answers]
    longest = max((epochs for _, (epochs, _, _) in ended), key=len)
    losses = np.full((len(found), len(longest)), np.nan)
    first = np.full((len(found), len(ended[0][1][2])), np.nan)
    for k, (_, values, norms) in ended:
        losses[k, : len(values)], first[k] = values, norms
    j, names = np.arange(1, first.shape[1] + 1), tuple(found)
    gradients = dl.Curves(j, first, names, limits=range_of(first))
    return dl.Curves(longest, losses, names), gradients


def latest(found: dict):
    """The last answer of a sweep so far: a draft first, then what it stands for."""
    *_, last = (answer for answers in found.values() for answer in answers)
    return last


def explosions(c: float | None):
    """A function of {label: [`explosion`]} → Curves of the losses and of ‖g‖ along the steps.

    The eight networks without clipping come first; c is where the others are clipped, or None.

    [001 Avoiding exploding gradient – Gradient clipping]
    """

    def show(found):
        free, *clipped = [answers[0] for answers in found.values() if answers]
        runs = [free, *clipped[-1:]]  # of the clipped ones a draft, then the training itself
        steps = np.unique(np.concatenate([[0, 2000], *(epochs for epochs, _, _ in runs)])) + 1
        labels = [name for name in GROUPS[: len(runs)] for _ in range(8)]
        shown = []
        for k in (1, 2):
            rows = [_until_it_ends(steps, run[0] + 1, row) for run in runs for row in run[k]]
            lines = {} if c is None or k == 1 else {"c": c}
            shown.append(dl.Curves(steps, np.array(rows), tuple(labels), hlines=lines))
        return tuple(shown)

    return show


GROUPS = ("without clipping", "with clipping")
LOOKS = [dict(dl.style.SECOND, linewidth=1.6, linestyle="-")] * 8
LOOKS += [dict(dl.style.MODEL, linewidth=1.3, alpha=0.8)] * 8


def _until_it_ends(steps, own, values):
    """Values (K,) at the steps `own` (K,) on the common axis (T,): up and away, then nothing."""
    finite = np.isfinite(values)
    last = len(values) - 1 if finite.all() else np.argmin(finite) - 1
    row = np.interp(steps, own[: last + 1], values[: last + 1])
    row[steps > own[last]] = np.nan
    if not finite.all():
        row[np.searchsorted(steps, own[last]) + 1] = np.inf
    return row


# ---------------------------------------------------------------------------- what a norm costs


def prices(widths, values, spent, names: tuple, clock: bool) -> tuple[dl.Curves, dl.Curves]:
    """What each method says for ‖W‖₂, divided by it, and what it costs, over n: (M, T) each.

    The first method is exact.

    [001 For large networks]
    """
    loose = dl.Curves(
        np.array(widths), values[1:] / values[0], names[1:], hlines={"‖W‖₂": 1.0},
    )  # fmt: skip
    unit = "cost in milliseconds" if clock else "cost in operations"
    return loose, dl.Curves(np.array(widths), spent, names, ylabel=unit)
