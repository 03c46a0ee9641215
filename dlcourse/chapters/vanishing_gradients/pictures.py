"""What the figures of notebook 11 show: single draws as thin lines, their median above them."""

import numpy as np

import dlcourse as dl

GREY = dict(color=dl.style.GREY, linestyle="-", linewidth=0.9, alpha=0.55)
STEPS = 3  # decades: the vertical range grows and shrinks in steps of so many


LAYERS = [GREY] * 30 + [dl.style.MODEL, dl.style.SECOND]  # the networks, their median, a bound


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


def what_is_left(*curves) -> str:
    """What `layers` means for the gradient, which comes last: its size at layer 1, and the bound.

    [002 Avoiding vanishing and exploding gradients]
    """
    middle, bound = (_about(row[0]) for row in curves[-1].values[-2:])
    said = f"The gradient arrives multiplied by {middle} (median)"
    return f"{said}; {curves[-1].labels[-1]}: {bound}."


def how_loose(answers: dl.Curves, _) -> str:
    """What `prices` means: how far the cheap bounds are from the norm of the largest matrix.

    [001 For large networks]
    """
    _, frobenius, entries = (_about(row[-1]) for row in answers.values)
    if "undefined" in (frobenius, entries):
        return ""
    return (
        f"For n = {answers.x[-1]} the Frobenius norm is {frobenius} times the norm, the bound from "
        f"the entries {entries} times."
    )


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


def what_arrives(curves: dl.Curves) -> str:
    """What `both_ways` means: how much of a signal and of a gradient arrives, in the median."""
    (z, delta), n = curves.values[-2:], len(curves.x) - 1
    return (
        f"{n} layers multiply the signal by {_about(z[-1])} and the gradient by {_about(delta[0])}."
    )


def growth(curves: dl.Curves) -> str:
    """What `both_ways` means per layer: the growth of ‖δ_j‖, from layer n back to layer 1."""
    delta = curves.values[-1]
    per_layer = (delta[0] / delta[-2]) ** (1 / (len(delta) - 2))
    return f"Each layer multiplies ‖δⱼ‖ by about {per_layer:.2f}."


def _about(factor):
    return dl.style.number(float(f"{factor:.2g}"))


# ------------------------------------------------------------------------------- mean slopes

SPREAD = np.linspace(0.1, 5, 99)
SLOPED = ("sigmoid", "Tanh", "ReLU", "ELU", "SELU")  # LeakyReLU would lie on ReLU


def slope_and_inputs(sigma: dl.Activation, s: float, mean: float) -> dl.Curves:
    """σ′(v), how often v from N(0, s²) occurs (1 at most), and the mean slope E σ′(v).

    [002 Suggestions based on upper bounds]
    """
    v = np.linspace(-6, 6, 601)
    often = np.exp(-0.5 * (v / s) ** 2)
    names = ("σ′(v)", "how often v occurs")
    return dl.Curves(v, [sigma.prime(v), often], names, hlines={"mean slope": mean})


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
    ended = {name: answers[0] for name, answers in found.items() if answers}
    longest = max((epochs for epochs, _, _ in ended.values()), key=len)
    losses = np.full((len(ended), len(longest)), np.nan)
    for row, (_, values, _) in zip(losses, ended.values(), strict=True):
        row[: len(values)] = values
    first = [norms for _, _, norms in ended.values()]
    j, names = np.arange(1, len(first[0]) + 1), tuple(ended)
    gradients = dl.Curves(j, first, names, limits=range_of(np.array(first)))
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


def how_many_diverged(losses: dl.Curves, _) -> str:
    """What `explosions` means: how many of eight trainings diverged, and how the others ended.

    [001 Avoiding exploding gradient – Gradient clipping]
    """
    said = []
    for name, rows in zip(GROUPS, np.split(losses.values, len(losses.values) // 8), strict=False):
        lost = np.isinf(rows).any(axis=1)
        end = "" if lost.all() else f", median loss {_ended(rows[~lost])}"
        said.append(f"{name} {lost.sum() or 'none'} of 8 diverged{end}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _ended(rows):
    return dl.style.number(np.median([row[np.isfinite(row)][-1] for row in rows]))


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
