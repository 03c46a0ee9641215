"""Solutions under their names, two inputs with the cone of the true constant, networks as dots."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import Cloud, Curves, Data, Fit, Secant, style
from dlcourse.chapters.weight_norms import experiments, pictures
from dlcourse.chapters.weight_norms.pictures import (
    AgreementPanel,
    CloudPanel,
    OrderPanel,
    SecantPanel,
    SolutionPanel,
)
from dlcourse.chapters.weight_norms.pictures.results import Agreement, with_history
from dlcourse.live.canvas import Canvas
from tests.pictures import hexes, legend, points, shown

X, U = np.linspace(-1, 1, 5), np.array([0.0, 1, 0.5, 1.5, 1])
DATA = Data.from_arrays(X, U, truth=lambda x: 0 * x)
FIT = Fit(DATA, X, U, None, train_loss=1e-6, test_loss=None, slope=2.0, label="‖θ‖² = 72")
PAIR = Secant(FIT, np.array([-0.5, 0.5]), np.array([1.0, 1.5]), lipschitz=2.0, bound=100.0)


def solution(**options):
    return SolutionPanel(ylim=(-2, 2), fitted=1e-4, **options)


def test_a_solution_stands_under_its_name_with_its_numbers():
    panel = shown(solution(), FIT)
    error = np.sqrt(np.mean(np.interp(np.linspace(-1, 1, 400), X, U) ** 2))
    assert panel._title.get_text() == "‖θ‖² = 72"
    assert panel._numbers.get_text() == f"error {error:.3g}"
    assert np.array_equal(points(panel._models[0]), np.column_stack([X, U]))
    assert panel.ax.get_ylim() == (-2, 2) and panel.ax.get_ylabel() == "y"
    assert [label for _, label in legend(panel)] == ["network", "data", "truth"]
    assert panel.describe(FIT) == f"‖θ‖² = 72: training loss 10⁻⁶; error to the truth {error:.3g}."


def test_a_solution_says_only_what_it_is_asked_for():
    both, silent = shown(solution(says=("error", "slope")), FIT), shown(solution(says=()), FIT)
    assert both._numbers.get_text().endswith(", slope 2")
    assert both.describe(FIT).endswith("; largest slope 2.")
    assert silent._numbers.get_text() == ""
    assert silent.describe(FIT) == "‖θ‖² = 72: training loss 10⁻⁶."


def test_a_title_stands_before_the_name():
    panel = shown(solution(title="small weights"), FIT)
    assert panel._title.get_text() == "small weights: ‖θ‖² = 72"
    assert [panel.ax.get_title(loc=loc) for loc in ("left", "right")] == ["", ""]


@pytest.mark.parametrize(
    "wild, name, colour",
    [
        (False, "small weights", style.BLUE),
        (True, "random labels", style.VERMILLION),
        (None, "network", style.INK),
    ],
)
def test_a_curve_has_the_colour_and_the_name_of_its_history(wild, name, colour):
    """In both panels, and also when another network was shown before."""
    fit = history(wild)
    for panel, of in ((solution(), lambda fit: fit), (SecantPanel(), with_pair)):
        shown(panel, of(history(not wild)), of(fit))
        (key,) = [key for key, label in legend(panel) if label == name]
        assert key.get_color() == panel._models[0].get_color() == colour


def test_the_legend_keeps_two_rows_in_a_narrow_window():
    """A third one would lie on the line of numbers above it."""
    panels = [solution(), solution(), solution()]
    canvas = Canvas(panels, (660, 360), 3)
    canvas.update([history(True)] * 3, {"scale": "same"})
    for panel in panels:
        assert len(panel._legends) == 2
        labels = [label for _, label in legend(panel)]
        assert labels == ["random labels", "data", "truth"]


def history(wild):
    return with_history(FIT, wild)


def with_pair(fit):
    return replace(PAIR, fit=fit)


def test_each_solution_in_its_own_scaling():
    assert shown(solution(), FIT, scale="own").ax.get_ylim() == pytest.approx((-0.12, 1.62))


def test_a_fit_that_is_not_perfect_is_called_so():
    poor = replace(FIT, train_loss=0.1)
    panel = shown(solution(), poor)
    assert panel._numbers.get_text() == "not a perfect fit"
    assert "training loss 0.1, not a perfect fit; " in panel.describe(poor)


def test_without_a_truth_no_error_is_said():
    alone = replace(FIT, data=Data.from_arrays(X, U))
    panel = shown(solution(says=("error", "slope")), alone)
    assert panel._numbers.get_text() == "slope 2"
    assert panel.describe(alone) == "‖θ‖² = 72: training loss 10⁻⁶; largest slope 2."


def test_the_secant_joins_the_two_points_of_the_graph():
    panel = shown(SecantPanel(ylim=(-3, 3)), PAIR)
    assert points(panel._line).tolist() == [[-0.5, 1], [0.5, 1.5]]
    names = [(text.get_text(), text.xy, text.get_visible()) for text in panel._names]
    assert names == [("$x_1$", (-0.5, 1.0), True), ("$x_2$", (0.5, 1.5), True)]
    labels = [label for _, label in legend(panel)]
    assert labels == ["$x_1$, $x_2$", "slopes L and −L from $x_1$", "data", "truth", "network"]


def test_the_cone_is_that_of_the_true_constant():
    """From (x_1, u_1) = (−0.5, 1) with slopes ±2 to the edges of the axes."""
    panel = shown(SecantPanel(ylim=(-3, 3)), PAIR)
    left, right = panel.ax.get_xlim()
    cone = [{tuple(corner) for corner in path.vertices} for path in panel._cone.get_paths()]
    wings = [
        {(-0.5, 1.0), *((end, 1 + sign * 2 * (end + 0.5)) for sign in (1, -1))}
        for end in (left, right)
    ]
    for found, wanted in zip(cone, wings, strict=True):
        assert np.allclose(sorted(found), sorted(wanted))
    assert hexes(panel._cone.get_facecolor()) == [style.ORANGE]
    slopes = [np.diff(edge.get_ydata()) / np.diff(edge.get_xdata()) for edge in panel._edges]
    assert np.allclose(slopes, [[2.0], [-2.0]])
    through = [np.interp(-0.5, *edge.get_data()) for edge in panel._edges]
    assert through == pytest.approx([1.0, 1.0])


def test_the_sentence_holds_the_change_beside_what_is_allowed():
    assert shown(SecantPanel(ylim=(-3, 3)), PAIR).describe(PAIR) == (
        "|m(x₁) − m(x₂)| = 0.5 ≤ 2 = L |x₁ − x₂| with the true L = 2 on [−1, 1]; "
        "the product bound allows 100; the secant reaches 25 % of the true L."
    )


def test_equal_inputs_are_one_point_without_a_secant():
    same = replace(PAIR, x=np.array([0.25, 0.25]), u=np.array([1.0, 1.0]))
    panel = shown(SecantPanel(), same)
    assert [text.get_visible() for text in panel._names] == [True, False]
    assert panel._names[0].get_text() == "$x_1 = x_2$"
    assert "secant" not in panel.describe(same)


# --------------------------------------------------------------------------- clouds

Y, GROUPS = np.array([0.1, 0.2, 0.4, 0.8]), np.array([0, 1, 1, 0])
CLOUD = Cloud({"norm": 100 * Y}, Y, GROUPS, ("calm", "wild"))
NUMBERS = Cloud({"norm": 100 * Y, "slope": 1 / Y**2}, Y, GROUPS, ("calm", "wild"))
AGREE = Agreement(
    ("norm", "slope"), np.array([1.0, -0.5]), points=([0.5, 0.25], [0.0, np.nan]),
    kinds=("calm", "wild"),
)  # fmt: skip


def cloud(**options):
    return CloudPanel(ylabel="error", **options)


def same_look(panel, labels):
    for k, (key, label) in enumerate(legend(panel)):
        assert panel._groups[k].get_color() == key.get_color()
        assert key.get_color() == (style.BLUE, style.VERMILLION)[k] and label == labels[k]


def test_each_group_has_its_dots_its_look_and_its_name():
    panel = shown(cloud(), CLOUD)
    for k, dots in enumerate(panel._groups[:2]):
        wanted = np.column_stack([100 * Y[k == GROUPS], Y[k == GROUPS]])
        assert np.array_equal(points(dots), wanted) and len(wanted) == 2
    same_look(panel, ("calm", "wild"))
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("norm", "error")
    assert (panel.ax.get_xscale(), panel.ax.get_yscale()) == ("log", "log")
    low, high = panel.ax.get_xlim()
    assert low < 10 and high > 80


def test_groups_of_the_notebook_keep_their_looks_and_no_two_of_one_picture_are_alike():
    """The colour tells the history, the marker the kind of network."""
    wild = {"random labels", "‖θ‖² = 540"}
    for kinds in (experiments.HISTORIES, *experiments.KINDS.values()):
        names, groups = tuple(kinds), np.arange(len(kinds))
        one = Cloud({"norm": groups + 1.0}, groups + 1.0, groups, names)
        panel = shown(cloud(), CLOUD, one)
        for dots, name in zip(panel._groups, names, strict=False):
            assert dots.get_color() == (style.VERMILLION if name in wild else style.BLUE)
        assert len({dots.get_marker() for dots in panel._groups[: len(names)]}) == len(names)


def test_ranges_may_be_given():
    panel = shown(cloud(xlim=(1, 1000), ylim=(0.01, 10)), CLOUD)
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((1, 1000), (0.01, 10))


def test_the_sentence_has_the_median_of_each_group():
    said = "4 networks; median error: 0.45 (calm), 0.3 (wild)."
    assert shown(cloud(), CLOUD).describe(CLOUD) == said


def test_a_cloud_without_dots_is_drawn_and_said():
    nothing = Cloud({"norm": []}, [], [], ("calm", "wild"))
    panel = shown(cloud(), CLOUD, nothing)
    assert not any(len(points(dots)) for dots in panel._groups)
    assert panel.describe(nothing) == "No networks."


@pytest.mark.parametrize("against", ["norm", "slope"])
def test_each_network_stands_at_its_places_in_both_orders(against):
    panel = shown(OrderPanel(["norm", "slope"], of="error"), NUMBERS, against=against)
    by_x = {"norm": np.arange(1, 5), "slope": np.arange(4, 0, -1)}[against]
    for k, dots in enumerate(panel._groups[:2]):
        wanted = np.column_stack([by_x, np.arange(1, 5)])[k == GROUPS]
        assert np.array_equal(points(dots), wanted)
    same_look(panel, ("calm", "wild"))
    assert panel.ax.get_xlabel() == f"place in the order by {against}"
    assert panel.ax.get_ylabel() == "place in the order by error"
    assert panel.ax.get_xlim() == panel.ax.get_ylim() == (0, 5)
    assert points(panel._diagonal).tolist() == [[0, 0], [5, 5]]
    assert panel.controls == {"against": {"norm": "norm", "slope": "slope"}}
    assert panel.describe(NUMBERS) == "4 perfect fits."


def test_correlations_of_all_and_within_the_kinds_stand_over_their_candidate():
    panel = shown(AgreementPanel(), AGREE)
    assert points(panel._all).tolist() == [[0, 1], [1, -0.5]]
    for k, colour in enumerate((style.BLUE, style.VERMILLION)):
        dots = points(panel._kinds[k])
        assert np.array_equal(dots[:, 1], [row[k] for row in AGREE.points], equal_nan=True)
        assert np.array_equal(np.round(dots[:, 0]), [0, 1])
        assert panel._kinds[k].get_color() == colour
    assert [tick.get_text() for tick in panel.ax.get_xticklabels()] == ["norm\n1", "slope\n−0.5"]
    assert panel.ax.get_ylim() == (-1, 1)
    labels = {"all (number below)", "calm", "wild"}
    assert {label for _, label in legend(panel)} == labels
    assert panel.describe(AGREE) == (
        "Rank correlation with the error: norm: 1 (within the kinds 0.5, 0.25); "
        "slope: −0.5 (within the kinds 0, undefined)."
    )


# --------------------------------------------------------------------------- what figures mean


def test_the_furthest_and_the_closest_of_several_fits_are_named():
    far = replace(FIT, u=U + 1, label="‖θ‖² = 540")
    said = pictures.furthest(FIT, far)
    assert "‖θ‖² = 540 is furthest" in said and "‖θ‖² = 72 is closest" in said
    assert pictures.furthest(FIT, replace(far, train_loss=0.1)) == ""
    times = f"{far.rms_error / FIT.rms_error:.1f}".removesuffix(".0")
    assert f" {times} times" in pictures.by_history(FIT, far, CLOUD)


def test_how_far_apart_curves_lie_is_said_with_how_many_of_them_fit():
    up = replace(FIT, u=U + np.array([0, 0, 2.5, 0, 0]))
    said = pictures.how_far_apart(FIT, up, FIT)
    assert said.startswith("All of these 3 networks fit") and "up to 2.5 apart" in said
    said = pictures.how_far_apart(FIT, replace(FIT, train_loss=0.1), FIT)
    assert said.startswith("2 of these 3 networks fit") and "up to 0.0 apart" in said


def test_both_constants_the_best_guide_and_the_ratios_are_said():
    said = pictures.both_constants(PAIR, None)
    assert said.endswith("slope 2; the product of the norms allows 100.")
    assert "order by norm agrees" in pictures.best_guide(NUMBERS, AGREE)
    marks = ((0, -3.0, 0.25), (1, -3.0, 0.5), (2, -3.0, 0.125))
    ratios = Curves(np.zeros(1), np.zeros((3, 1)), ("‖θ‖²", "slope", "error"), marks=marks)
    assert pictures.by_decay(FIT, FIT, ratios) == (
        "‖θ‖² is 0.25 times what it was and error is 0.125 times what it was; "
        "the fit is still perfect."
    )
    assert "no longer perfect" in pictures.by_decay(FIT, replace(FIT, train_loss=0.1), ratios)
