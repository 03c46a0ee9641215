"""What the figures of notebook 10 show, made ready for panels, and what they mean in words."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.backpropagation.measures import kept
from dlcourse.chapters.backpropagation.pictures.products import Factor, Products
from dlcourse.style import low, number

METHODS = (
    dict(color=dl.style.VERMILLION, linestyle=dl.style.DASH_DOT),
    dict(color=dl.style.BLUE, linestyle="-", linewidth=4.0),
    dict(color=dl.style.GREEN, linestyle=dl.style.DASH_DOT_DOT, linewidth=2.0),
)
WITH_RESPECT_TO = ("zⱼ", "Wⱼ", "bⱼ")
WIDTHS = np.array([1, 3, 10, 30, 100, 300, 1000])


def what_is_kept(moment) -> str:
    """What the step reads or leaves behind, in one sentence."""
    now, counts = moment.now, kept(moment.steps)
    j = now.j
    if now.kind == "input":
        return "The input is the first state; nothing has been computed yet."
    if now.kind == "forward":
        if len(moment.steps) == 1 + sum(moment.net.widths[1:]):
            return f"For a prediction alone nothing before {low('z', j)} is needed any more."
        return f"{low('v', j)} and {low('z', j + 1)} are kept: the way back reads them again."
    if now.kind == "loss":
        peak = counts[moment.step]
        return f"All of the forward pass waits for the way back: {peak} numbers are kept."
    if now.kind == "row":
        return f"Row {now.i} of ∂L/∂{low('W', j)} is {low('e', j)}[{now.i}] times {low('z', j)}ᵀ."
    return f"{low('δ', j)} needs the weights {low('W', j)} and {low('e', j)}, no state."


def jacobians(W, z, prime, delta, of, whole) -> Products:
    """The product δᵀ ∂z_{j+1}/∂(of), and the same as the slides compute it.

    W (m, n), z (n, 1), prime and delta (m, 1); `whole` is ∂z_{j+1}/∂W_j (m, m, n).
    """
    e, back = delta * prime, Factor("δⱼ₊₁ᵀ", delta.T)
    diagonal = np.full((len(W), len(W)), np.nan)
    np.fill_diagonal(diagonal, prime)
    short = Factor("eⱼ", e)
    if of == "zⱼ":
        first = (back, "·", Factor("diag σ′", diagonal), "·", Factor("Wⱼ", W), "=",
                 Factor("δⱼᵀ", (W.T @ e).T))  # fmt: skip
        second = Factor("Wⱼᵀ", W.T), "·", short, "=", Factor("δⱼ", W.T @ e)
    elif of == "Wⱼ":
        first = back, "·", Factor("∂zⱼ₊₁/∂Wⱼ", whole), "=", Factor("∂L/∂Wⱼ", e @ z.T)
        second = short, "·", Factor("zⱼᵀ", z.T), "=", Factor("∂L/∂Wⱼ", e @ z.T)
    else:
        first = back, "·", Factor("diag σ′", diagonal), "=", Factor("(∂L/∂bⱼ)ᵀ", e.T)
        second = Factor("δⱼ₊₁", delta), "⊙", Factor("σ′", prime), "=", Factor("∂L/∂bⱼ", e)
    return Products(
        (first, second),
        (
            "the chain rule",
            "what is computed" if of == "bⱼ" else "what is computed, eⱼ = δⱼ₊₁ ⊙ σ′",
        ),
    )


def sizes() -> dl.Curves:
    """How many numbers the tensor, the gradient and its two factors have, over the width."""
    n = WIDTHS.astype(float)
    labels = "∂zⱼ₊₁/∂Wⱼ", "∂L/∂Wⱼ", "eⱼ and zⱼ"
    return dl.Curves(WIDTHS, [n**3, n**2, 2 * n], labels)


def checkpoints(chains: dict, c: int) -> dl.Curves:
    """Kept numbers and evaluations over the number of checkpoints; `chains`: {c: (kept, evals)}."""
    x = np.array(list(chains))
    rows = np.array(list(chains.values()), float).T
    marks = [(0, c, chains[c][0]), (1, c, chains[c][1])]
    return dl.Curves(x, rows, ("numbers kept at most", "evaluations of f"), marks=marks)


def over_time(chain, everything) -> dl.Curves:
    """Numbers kept after each operation, with checkpoints and with everything stored."""
    count = max(len(chain.kept), len(everything.kept))
    rows = np.zeros((2, count))
    for row, one in zip(rows, (everything, chain), strict=True):
        row[: len(one.kept)] = one.kept
    return dl.Curves(np.arange(count), rows, ("all stored", "checkpoints"))


def what_checkpoints_cost(time, curves) -> str:
    """What the chosen number of checkpoints saves and costs."""
    (_, c, most), (_, _, evaluations) = curves.marks
    least = int(curves.x[1 + np.argmin(curves.values[0, 1:])])
    best = ", the fewest possible" if c and curves.values[0, 1:].min() == most else ""
    with_some = f"With {int(c)} checkpoint{'s' * (c > 1)}" if c else "Without checkpoints"
    told = f"{with_some} {int(most)} numbers are kept{best}"
    hint = "" if best else f"; {least} checkpoints would keep the fewest"
    return f"{told}, and f is evaluated {int(evaluations)} times{hint}."


def growth(layers: int, width: int) -> dl.Curves:
    """Paths and edges over the number of hidden layers 1 … 8, with dots at `layers`."""
    n = np.arange(1, 9)
    paths, edges = float(width) ** n, width * width * (n - 1) + 2 * width
    marks = [(0, layers, paths[layers - 1]), (1, layers, edges[layers - 1])]
    return dl.Curves(n, [paths, edges], ("paths", "edges"), marks=marks)


def paths_and_edges(graph, _) -> str:
    """How many edges and paths a graph has, in one sentence."""
    count = graph.counts[-1][0]
    return f"{graph.edges} edges make {number(count)} {'path' if count == 1 else 'paths'}."


def batch(z, e) -> Products:
    """E Zᵀ as one product, and as a sum over the samples: z (n, N), e (m, N)."""
    parts = []
    for k in range(z.shape[1]):
        outer = Factor(f"{low('e', k + 1)}{low('z', k + 1)}ᵀ", np.outer(e[:, k], z[:, k]))
        parts += ["+", outer] if k else [outer]
    right = Factor("∂L/∂Wⱼ", e @ z.T)
    one = Factor("E", e), "·", Factor("Zᵀ", z.T), "=", right
    return Products((one, (*parts, "=", right)), ("one product", "sample by sample"))


def rank(products) -> str:
    """The rank of the gradient that a `batch` gives."""
    e, gradient = (products.lines[0][k].values for k in (0, -1))
    many = f"{e.shape[1]} samples" if e.shape[1] > 1 else "one sample"
    return f"The gradient of {many} has rank {np.linalg.matrix_rank(gradient)}."


def prices(widths, ratios, evaluations, clock: bool) -> dl.Curves:
    """The two costs over the width of the layers, each divided by the cost of f."""
    how = "backpropagation, timed" if clock else "backpropagation, counted"
    return dl.Curves(np.array(widths), [ratios, evaluations], (how, "forward differences"))


def what_it_costs(curves) -> str:
    """What the gradient of the widest network costs."""
    ratio, evaluations = (row[-1] for row in curves.values)
    return (
        f"At width {curves.x[-1]} f and its gradient cost {ratio:.1f} times as much as f alone, "
        f"forward differences {number(evaluations)} times."
    )


def valley(steps, errors: dict) -> dl.Curves:
    """Errors over the step size, those of 0 drawn at the lower edge."""
    rows = np.maximum(list(errors.values()), 1e-17)
    return dl.Curves(steps, rows, tuple(errors))


def best_steps(curves) -> str:
    """Which step is best for the two differences."""
    best = curves.x[np.argmin(curves.values, axis=1)]
    least = curves.values.min(axis=1)
    return (
        f"Forward differences are best near h = {number(best[0])} (error {number(least[0])}), "
        f"central ones near {number(best[1])} (error {number(least[1])})."
    )


def by_hand(losses, k: int) -> dl.Curves:
    """A training's mean losses (K,), recorded every 50 epochs, with a dot on number k."""
    epochs = 50 * np.arange(len(losses))
    return dl.Curves(epochs, [losses], ("training loss",), marks=[(0, epochs[k], losses[k])])


def whether_it_learns(fit, curves) -> str:
    """Whether the backward pass that was handed over trains the network."""
    losses = curves.values[0]
    if np.ptp(losses) == 0:
        return "No gradient has come back yet: the weights stay where they began."
    if not losses[-1] < losses[0]:
        return "The loss does not fall: this is not the gradient of the loss."
    return f"The loss falls from {number(losses[0])} to {number(losses[-1])}."
