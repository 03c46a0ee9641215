"""What each colour means in notebook 08: blue grew from small weights, red knew random labels."""

from dlcourse import style

SMALL, WILD = dict(style.MODEL), dict(style.SECOND, linestyle="-")
UNTOLD = dict(SMALL, color=style.INK)  # a network whose history is not told

NORM = dict(color=style.GREEN, linestyle="-")  # ‖θ‖²
SLOPE = dict(color=style.ORANGE, linestyle=style.DASHED)  # the largest slope, the true constant
BOUND = dict(color=style.INK, linestyle=style.LONG_DASH)  # the product of the norms
ERROR = dict(color=style.SKY, linestyle=style.DASH_DOT)
SECANT = dict(color=style.PURPLE, linestyle=style.DOTTED)

STRETCHES = (BOUND, {**SLOPE, "linestyle": "-"}, SECANT)
RATIOS = (NORM, SLOPE, ERROR)


def _dot(history, marker, full=True):
    """Dots in the colour of a history: a marker of its own for each kind of network."""
    face = dict(markeredgecolor="w") if full else dict(fillstyle="none", markeredgewidth=2.2)
    return dict(linestyle="none", color=history["color"], marker=marker, markersize=9, **face)


DOTS = {
    "small weights": _dot(SMALL, "o"),
    "random labels": _dot(WILD, "s"),
    "‖θ‖² = 72": _dot(SMALL, "o"),
    "‖θ‖² = 200": _dot(SMALL, "X"),
    "‖θ‖² = 540": _dot(WILD, "s"),
    "‖θ‖² = 595": _dot(SMALL, "^", full=False),
    "start × 0.5": _dot(SMALL, "v"),
    "start × 0.75": _dot(SMALL, "P"),
    "start × 1": _dot(SMALL, "D", full=False),
}


def history(fit) -> tuple[str, dict]:
    """The name of a fit's history, and the look of its curve; of a `Fit` without one, neither.

    [002 Generalization – Norm of weights]
    """
    wild = getattr(fit, "wild", None)
    if wild is None:
        return "network", UNTOLD
    return ("random labels", WILD) if wild else ("small weights", SMALL)
