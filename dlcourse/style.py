"""One colour means one thing in all notebooks; this table says which.

The colours are Okabe and Ito's, told apart by colour-blind readers too, and no two curves
of one picture differ by colour alone: each has its own line style.
"""

from functools import lru_cache
from pathlib import Path

# Okabe and Ito's palette, by name.
BLACK, GREY = "#000000", "#8A8A8A"
ORANGE, SKY, GREEN = "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK = "#333333"
PALETTE = (BLACK, GREY, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE, INK)

DASHED, DOTTED, DASH_DOT = (0, (5, 2.5)), (0, (1, 1.8)), (0, (6, 2, 1, 2))
LONG_DASH, DASH_DOT_DOT = (0, (9, 3)), (0, (6, 1.8, 1, 1.8, 1, 1.8))

# What a thing looks like, wherever it appears: keyword arguments of a matplotlib line.
DATA = dict(color=BLACK, marker="o", markersize=5.5, linestyle="none", label="data")
TEST_DATA = dict(
    color=ORANGE, marker="D", markersize=4.5, linestyle="none", fillstyle="none", label="test data"
)
TRUTH = dict(color=GREY, linestyle=DASHED, linewidth=1.8, label="truth")
MODEL = dict(color=BLUE, linestyle="-", linewidth=2.6, label="model")
SECOND = dict(color=VERMILLION, linestyle=DASH_DOT, linewidth=2.4, label="second model")
TRAIN = dict(color=BLUE, linestyle="-", linewidth=2.4, label="training")
TEST = dict(color=ORANGE, linestyle=DASHED, linewidth=2.4, label="test")
DELTA = dict(color=PURPLE, linestyle=LONG_DASH, linewidth=2.4, label="δ")
RESIDUAL = dict(color=GREEN, linestyle=DASH_DOT_DOT, linewidth=2.4, label="residual")

# Curves without a fixed meaning take these in turn.
CURVES = (
    dict(color=BLUE, linestyle="-"),
    dict(color=VERMILLION, linestyle=DASH_DOT),
    dict(color=GREEN, linestyle=DASH_DOT_DOT),
    dict(color=PURPLE, linestyle=LONG_DASH),
    dict(color=ORANGE, linestyle=DASHED),
    dict(color=SKY, linestyle=DOTTED),
    dict(color=BLACK, linestyle=(0, (3, 1.5))),
)

# Two classes of samples, and more where there are more.
CLASSES = (
    dict(color=BLUE, marker="o"),
    dict(color=VERMILLION, marker="s"),
    dict(color=GREEN, marker="^"),
    dict(color=PURPLE, marker="D"),
)

_LAYER_STYLES = ("solid", DASHED, DOTTED, DASH_DOT, LONG_DASH)


def look(k: int) -> dict:
    """The look of curve k of a picture, k = 0, 1, …; after seven they repeat."""
    return dict(CURVES[k % len(CURVES)])


@lru_cache(maxsize=512)
def layer(j: int, count: int) -> dict:
    """The look of layer j of `count`, j = 1, 2, …: dark blue to ochre, line styles in turn.

    Raises ValueError unless 1 ≤ j ≤ count.
    """
    from matplotlib import colormaps

    if not 1 <= j <= count:
        raise ValueError(f"j must be a layer from 1 to {count}, got {j}")
    position = 0.0 if count == 1 else (j - 1) / (count - 1)
    return dict(
        color=colormaps["cividis"](0.05 + 0.8 * position),
        linestyle=_LAYER_STYLES[(j - 1) % len(_LAYER_STYLES)],
    )


def applied():
    """A context in which matplotlib makes artists in the course's style.

    It changes global settings for a moment: for use in a running cell, never in a callback.
    """
    from matplotlib import rc_context, rc_params_from_file

    sheet = Path(__file__).with_name("dlcourse.mplstyle")
    return rc_context(rc_params_from_file(sheet, use_default_template=False))


TEXT = dict(family="DejaVu Sans", size=12)
TICKS = dict(
    which="both", labelsize=12, labelcolor=INK, color="#999999", labelfontfamily="DejaVu Sans"
)


def number(value) -> str:
    """A number as the sentences say it: three significant digits, 1.2e+06 as 1.2·10⁶, 1e-8 as 10⁻⁸.

    Takes a float or an int; infinite and undefined values are said in words.
    """
    value = float(value)
    if value != value:
        return "undefined"
    if value in (float("inf"), float("-inf")):
        return "infinite" if value > 0 else "minus infinite"
    text = f"{value:.3g}"
    if 1e-4 <= abs(value) < 1e5 or value == 0:
        return f"{float(text):g}".replace("-", "−")
    mantissa, exponent = text.split("e")
    times = {"1": "", "-1": "−"}.get(mantissa, f"{mantissa}·".replace("-", "−"))
    return f"{times}{power(int(exponent))}"


def power(exponent: int) -> str:
    """A power of ten in plain letters, 10⁻³: some ten times quicker to draw than TeX."""
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def low(letter: str, j: int) -> str:
    """A letter with its subscript in plain text: z₂."""
    return letter + str(j).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def part(of) -> str:
    """A unit or an edge of a network in words: `unit 3 of z₂` for ("unit", 2, 3), `W₂[1, 4]`."""
    what, j, i, *k = of
    return f"unit {i} of {low('z', j)}" if what == "unit" else f"{low('W', j)}[{i}, {k[0]}]"
