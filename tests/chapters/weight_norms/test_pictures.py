"""Solutions under their names, two inputs with the cone of the true constant, networks as dots."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import Cloud, Data, Fit, Secant, style
from dlcourse.chapters.weight_norms.pictures import CloudPanel, SecantPanel, SolutionPanel
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
    assert panel._numbers.get_text() == f"error {error:.3g}, slope 2"
    assert np.array_equal(points(panel._models[0]), np.column_stack([X, U]))
    assert panel.ax.get_ylim() == (-2, 2) and not panel._legends
    said = f"‖θ‖² = 72: training loss 1e-06; error to the truth {error:.3g}; largest slope 2."
    assert panel.describe(FIT) == said.replace("1e-06", "10⁻⁶")


def test_a_title_stands_before_the_name_and_a_look_is_taken():
    panel = shown(solution(title="small weights", look=style.SECOND), FIT)
    assert panel._title.get_text() == "small weights: ‖θ‖² = 72"
    assert [panel.ax.get_title(loc=loc) for loc in ("left", "right")] == ["", ""]
    assert panel._models[0].get_color() == style.VERMILLION


def test_each_solution_in_its_own_scaling():
    assert shown(solution(), FIT, scale="own").ax.get_ylim() == pytest.approx((-0.12, 1.62))


def test_a_fit_that_is_not_perfect_is_called_so():
    poor = replace(FIT, train_loss=0.1)
    panel = shown(solution(), poor)
    assert panel._numbers.get_text() == "not a perfect fit"
    assert "training loss 0.1, not a perfect fit; " in panel.describe(poor)


def test_without_a_truth_no_error_is_said():
    alone = replace(FIT, data=Data.from_arrays(X, U))
    panel = shown(solution(), alone)
    assert panel._numbers.get_text() == "slope 2"
    assert panel.describe(alone) == "‖θ‖² = 72: training loss 10⁻⁶; largest slope 2."


def test_the_secant_joins_the_two_points_of_the_graph():
    panel = shown(SecantPanel(ylim=(-3, 3)), PAIR)
    assert points(panel._line).tolist() == [[-0.5, 1], [0.5, 1.5]]
    names = [(text.get_text(), text.xy, text.get_visible()) for text in panel._names]
    assert names == [("$x_1$", (-0.5, 1.0), True), ("$x_2$", (0.5, 1.5), True)]
    labels = [label for _, label in legend(panel)]
    assert labels == ["$x_1$, $x_2$", "true L allows", "data", "truth", "model"]


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
    assert hexes(panel._cone.get_facecolor()) == [style.SKY]


def test_the_sentence_holds_the_change_beside_what_is_allowed():
    assert shown(SecantPanel(ylim=(-3, 3)), PAIR).describe(PAIR) == (
        "|m(x₁) − m(x₂)| = 0.5 ≤ 2 = L |x₁ − x₂| with the true L = 2; "
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
CLOUD = Cloud({"norm": 100 * Y, "slope": 1 / Y}, Y, GROUPS, ("calm", "wild"))


def cloud(**options):
    return CloudPanel(["norm", "slope"], ylabel="error", **options)


@pytest.mark.parametrize("against", ["norm", "slope"])
def test_each_group_has_its_dots_its_look_and_its_name(against):
    panel = shown(cloud(), CLOUD, against=against)
    x = CLOUD.x[against]
    for k, (dots, (key, label)) in enumerate(zip(panel._groups, legend(panel), strict=False)):
        wanted = np.column_stack([x[k == GROUPS], Y[k == GROUPS]])
        assert np.array_equal(points(dots), wanted) and len(wanted) == 2
        assert dots.get_color() == key.get_color() == (style.BLUE, style.VERMILLION)[k]
        assert label == ("calm", "wild")[k]
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == (against, "error")
    assert (panel.ax.get_xscale(), panel.ax.get_yscale()) == ("log", "log")
    low, high = panel.ax.get_xlim()
    assert low < x.min() and x.max() < high


def test_the_candidates_are_a_view_control():
    assert cloud().controls == {"against": {"norm": "norm", "slope": "slope"}}
    assert CloudPanel(["norm"]).controls == {}


def test_ranges_may_be_given():
    panel = shown(CloudPanel(["norm"], xlim=(1, 1000), ylim=(0.01, 10)), CLOUD)
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((1, 1000), (0.01, 10))


def test_the_sentence_has_the_median_of_each_group():
    said = "4 networks; median error: 0.45 (calm), 0.3 (wild)."
    assert shown(cloud(), CLOUD).describe(CLOUD) == said


def test_a_cloud_without_dots_is_drawn_and_said():
    nothing = Cloud({"norm": [], "slope": []}, [], [], ("calm", "wild"))
    panel = shown(cloud(), CLOUD, nothing)
    assert not any(len(points(dots)) for dots in panel._groups)
    assert panel.describe(nothing) == "No networks."
