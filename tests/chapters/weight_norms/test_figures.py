"""The figures of notebook 08 show what their titles, labels and controls say."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled, sweeps
from dlcourse.chapters.weight_norms import experiments, questions
from dlcourse.live import runner
from tests.pages import Page, sections

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "08_weight_norms"
HEADINGS = ["the cover", *(h for h in sections(NAME) if h[0] in "12345")]
NET, DATA = dl.deep_network(32, residual=True), dl.sine(N=10)
WAYS = {72: False, 540: True, 595: False}  # ‖θ‖²: after random labels?


@pytest.fixture
def figure(request):
    """The one figure of a section; 0 is the cover."""
    with Page(NAME, HEADINGS[request.param]) as page:
        (only,) = page.figures
        yield only


def of_section(number):
    return pytest.mark.parametrize("figure", [number], indirect=True)


def found(target, wild, seed):
    """θ (888,) of the perfect fit that a panel should show."""
    return dl.perfect_fit(NET, DATA, target, wild=wild, seed=seed).theta


def shows(fit, theta):
    """Whether a curve is that of a network, under the name of its norm."""
    named = fit.label == f"‖θ‖² = {theta @ theta:.0f}"
    return named and np.array_equal(fit.u, NET(theta, fit.x[None])[0])


def norm_in_name(fit):
    return float(fit.label.removeprefix("‖θ‖² = "))


def steepest(fit):
    """The largest slope, from differences: all kinks are among the x."""
    apart = np.diff(fit.x) > 1e-9
    return np.abs(np.diff(fit.u)[apart] / np.diff(fit.x)[apart]).max()


def product_of_norms(theta):
    W, _ = NET.unpack(theta)
    return np.prod([NET.skips(j) + np.linalg.norm(W[j], 2) for j in range(1, NET.depth + 1)])


@of_section(0)
def test_the_cover_shows_the_three_networks_without_their_norms(figure):
    fits = figure.set(seed=4).results
    for fit, (name, norm) in zip(fits, experiments.UNNAMED.items(), strict=True):
        assert fit.label == name and fit.train_loss <= dl.FITTED
        assert np.array_equal(fit.u, NET(found(norm, WAYS[norm], 4), fit.x[None])[0])
    assert sorted(experiments.UNNAMED.values()) == sorted(WAYS)
    assert not any(str(norm) in figure.sentence or "error" in figure.sentence for norm in WAYS)


@of_section(1)
def test_three_solutions_have_the_norms_and_the_histories_of_the_slides(figure):
    for seed in (2, 4):
        shown = figure.set(stage=1, seed=seed).results
        for fit, (target, wild) in zip(shown, WAYS.items(), strict=True):
            assert shows(fit, found(target, wild, seed))
        for fit, (target, wild) in zip(figure.set(stage=0).results, WAYS.items(), strict=True):
            first = next(dl.perfect_fit_stages(NET, DATA, target, wild=wild, seed=seed))
            assert shows(fit, first.theta)


@of_section(2)
def test_both_histories_have_the_prescribed_norm_and_a_dot_in_the_cloud(figure):
    titles = [panel.title for panel in figure.panels[:2]]
    assert titles == ["small weights", "random labels"]
    for target, seed in ((200, 4), (1000, 4), (200, 9)):
        *fits, cloud = figure.set(target=target, seed=seed).results
        assert list(cloud.labels) == titles
        for history, fit in enumerate(fits):
            assert shows(fit, found(target, titles[history] == "random labels", seed))
            dots = (cloud.x["prescribed ‖θ‖²"] == target) & (cloud.groups == history)
            perfect = fit.train_loss <= dl.FITTED
            assert cloud.y[dots].tolist() == ([fit.rms_error] if perfect else [])
        assert len(cloud.y) > 8  # all norms are there, not only the chosen one


@of_section(3)
def test_the_cone_is_the_true_constant_and_the_curves_end_at_the_constants(figure):
    for norm, x_1, x_2, seed in ((72, -0.4, 0.2, 9), (540, 0.5, -0.3, 4)):
        secant, curves = figure.set(norm=norm, x_1=x_1, x_2=x_2, seed=seed).results
        theta = found(norm, WAYS[norm], seed)
        assert shows(secant.fit, theta)
        assert secant.x.tolist() == [x_1, x_2]
        u_1, u_2 = NET(theta, np.array([[x_1, x_2]]))[0]
        assert secant.u.tolist() == pytest.approx([u_1, u_2])
        assert secant.lipschitz == pytest.approx(steepest(secant.fit), rel=1e-3)
        assert secant.bound == pytest.approx(product_of_norms(theta))
        ends = dict(zip(curves.labels, curves.values[:, -1], strict=True))
        between = abs((u_2 - u_1) / (x_2 - x_1))
        assert ends == pytest.approx(
            {"product bound": secant.bound, "true": secant.lipschitz, "x₁ to x₂": between}
        )
        assert curves.x.tolist() == [*range(1, 34)]
        assert (curves.values[:-1] >= curves.values[1:] * (1 - 1e-9)).all()
        assert curves.values[:, 0].tolist() == pytest.approx([1, 1, 1])


@of_section(3)
def test_the_true_constant_can_be_reached_by_hand_and_not_at_the_start(figure):
    def missing(**controls):
        figure.set(**controls)
        values = {name: widget.value for name, widget in figure.controls.items()}
        return questions.REACH_THE_CONSTANT.check(values, *figure.results)

    assert "% of the steepest slope" in missing()
    assert "take the one with 72" in missing(norm=595)
    assert "same input" in missing(norm=72, x_1=0.5, x_2=0.5)
    assert missing(x_1=0.54, x_2=0.56) == ""


@of_section(5)
def test_a_small_norm_and_a_perfect_fit_can_be_reached_and_not_at_the_start(figure):
    def missing(**controls):
        figure.set(**controls)
        values = {name: widget.value for name, widget in figure.controls.items()}
        return questions.SMALL_AND_PERFECT.check(values, *figure.results)

    assert "at most 40" in missing()
    assert "start from the wild network" in missing(start=72, decay=3e-3)
    assert "perfect fit has at most" in missing(start=540, decay=1e-2)
    assert "" in [missing(decay=3e-3, seed=seed) for seed in (9, 2, 4)]


@of_section(4)
def test_each_dot_is_a_perfect_fit_with_its_numbers(figure):
    cloud, _ = figure.set(kind="72, 540, 595 as on the slides", seeds=4).results
    assert list(cloud.labels) == [f"‖θ‖² = {norm}" for norm in WAYS]
    runs = (dl.perfect_fit(NET, DATA, 72, seed=seed) for seed in range(4))
    theta = next(run for run in runs if run.final_loss <= dl.FITTED).theta
    fit = dl.curve(NET, theta, DATA)
    even = np.linspace(-1, 1, 2001)
    missed = np.interp(even, fit.x, fit.u) - np.sin(2 * np.pi * even)
    first = {name: values[cloud.groups == 0][0] for name, values in cloud.x.items()}
    assert cloud.y[cloud.groups == 0][0] == pytest.approx(np.sqrt(np.mean(missed**2)), rel=0.01)
    hessian = dl.mean_hessian(NET, theta, DATA.x, DATA.y)
    assert first == pytest.approx({
        "‖θ‖²": theta @ theta, "bound": product_of_norms(theta), "true slope": steepest(fit),
        "λₘₐₓ": np.linalg.eigvalsh(hessian)[-1],
    }, rel=0.01)  # fmt: skip


@of_section(4)
@pytest.mark.parametrize("kind", ["72, 540, 595 as on the slides", "small weights; 72, 200, 595"])
def test_dots_of_a_group_have_the_norm_in_its_name(figure, kind):
    cloud, _ = figure.set(kind=kind, seeds=4).results
    for k, label in enumerate(cloud.labels):
        norms = cloud.x["‖θ‖²"][cloud.groups == k]
        assert np.median(norms) == pytest.approx(float(label.split("= ")[1]), rel=0.1)
    ratio = np.median(cloud.y[cloud.groups == 1]) / np.median(cloud.y[cloud.groups == 0])
    assert (ratio > 1.5) == ("540" in kind)  # the wild ones are far from the truth


@of_section(4)
def test_without_a_pull_the_start_is_as_said_and_more_seeds_are_more_dots(figure):
    few, _ = figure.set(kind="no pull; start × ½, ¾, 1", seeds=2).results
    for k, scale in enumerate((0.5, 0.75, 1.0)):
        assert few.labels[k] == f"start × {scale:g}"
        ends = [experiments.ordinary(scale, seed=seed) for seed in range(2)]
        assert few.x["‖θ‖²"][few.groups == k].tolist() == [e.norm for e in ends if e.perfect]
    many, bars = figure.set(seeds=8).results
    assert len(few.y) < len(many.y) <= 24
    assert set(few.y) < set(many.y)
    ends = [np.median(many.x["‖θ‖²"][many.groups == k]) for k in range(3)]
    assert ends[0] < ends[2]  # the larger the start, the larger the end
    places = {name: np.argsort(np.argsort(values)) for name, values in many.x.items()}
    error = np.argsort(np.argsort(many.y))
    agree = [np.corrcoef(places[name], error)[0, 1] for name in bars.labels]
    assert bars.values == pytest.approx(agree, abs=0.006)  # shown with two digits
    own = many.groups == 1
    places = [np.argsort(np.argsort(values[own])) for values in (*many.x.values(), many.y)]
    within = [np.corrcoef(place, places[-1])[0, 1] for place in places[:-1]]
    assert [points[1] for points in bars.points] == pytest.approx(within, abs=0.006)


@of_section(5)
def test_before_and_after_weight_decay_and_their_ratios_at_the_chosen_decay(figure):
    assert [panel.title for panel in figure.panels[:2]] == ["before", "after"]
    for start, decay, seed in ((540, 1e-3, 9), (595, 1e-4, 4)):
        before, after, curves = figure.set(start=start, decay=decay, seed=seed).results
        assert shows(before, found(start, WAYS[start], seed))
        here = curves.x.tolist().index(np.log10(decay))
        wanted = {
            "‖θ‖²": norm_in_name(after) / norm_in_name(before),
            "slope": steepest(after) / steepest(before),
            "error": after.rms_error / before.rms_error,
        }
        shown = dict(zip(curves.labels, curves.values[:, here], strict=True))
        assert shown == pytest.approx(wanted, rel=0.02)  # the names have whole numbers
        marks = [(k, np.log10(decay), ratio) for k, ratio in enumerate(shown.values())]
        assert list(curves.marks) == marks
        assert curves.values[0, -1] < 0.5 * curves.values[0, 0]  # the more decay, the smaller
        assert after.train_loss < 1e-2


@pytest.mark.parametrize("figure", [0, 1, 2, 4, 5], indirect=True)
def test_every_draft_can_be_drawn(figure, monkeypatch):
    monkeypatch.setattr(sweeps, "BETWEEN", -1.0)  # a draft after each answer
    monkeypatch.setattr(runner, "BETWEEN", -1.0)  # and each of them drawn
    last = figure.set(**({"seeds": 4} if "seeds" in figure.controls else {"seed": 4}))
    assert last.error is None and last.results is not None
