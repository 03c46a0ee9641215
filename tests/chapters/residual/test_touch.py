"""What can be dragged in the figures of notebook 05, and what it sets."""

import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.residual import experiments
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "05_residual_depth_sweep"
CLICK, GAP, MARK = "layer: Enter or a click chooses it", "chosen layer", "mark 1 sets layer"


def test_the_layer_to_take_out_is_chosen_in_the_graph_and_on_the_curve():
    with Page(NAME, "Take a layer out") as page:
        (figure,) = page.figures
        x = figure.panels[0]._layers.get_xdata()
        for name, panel, place, layer in (
            (CLICK, 0, 0.5 * (x[3] + x[4]), 4), (GAP, 0, 0.5 * (x[7] + x[8]), 8), (MARK, 2, 3.1, 3),
        ):  # fmt: skip
            drag(figure, name, x=place, panel=panel)
            assert figure.controls["layer"].value == layer
            ((_, marked, loss),) = figure.results[2].marks
            assert marked == layer and loss == figure.results[1][1].train_loss
            assert offered(figure)[GAP].x == pytest.approx(0.5 * (x[layer - 1] + x[layer]))
        press(figure, MARK, right=1, panel=2)
        assert figure.controls["layer"].value == 4
        for name, panel in ((CLICK, 0), (GAP, 0), (MARK, 2)):
            assert sum(1 for _ in to_the_corners(figure, name, panel)) == 4


def test_the_line_of_eps_is_dragged_over_decades():
    with Page(NAME, "Which layers learn?") as page:
        figure = page.figure("eps")
        for y, eps in ((3e-17, 1e-16), (1e-49, 1e-40), (1e-51, 1e-60), (1.0, 1e-8)):
            drag(figure, "eps sets eps", y=y)
            assert figure.controls["eps"].value == eps
            assert figure.results[0].hlines["eps"] == eps


@pytest.mark.parametrize(
    "heading, panel, settings",
    [
        ("The ten slides", 1, dict(depth=7, residual=True)),
        ("Identity layers", 1, dict(count=3)),
        ("Take a layer out", 1, dict(depth=7)),
    ],
)
def test_a_sample_is_dragged_and_the_networks_are_trained_on_it(heading, panel, settings):
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        assert figure.controls["data"].value == dl.wiggly()
        figure.set(**settings)
        assert len([name for name in offered(figure, panel) if name.startswith("sample")]) == 30
        drag(figure, "sample 4", x=-0.5, y=0.8, panel=panel)
        data = figure.controls["data"].value
        assert data.name == "yours" and (data.x[0, 3], data.y[0, 3]) == pytest.approx((-0.5, 0.8))
        fits = figure.results[panel]
        fits = fits if isinstance(fits, tuple) else (fits,)
        assert all(fit.data == data for fit in fits)
        depth, residual, seed = settings.get("depth", 5), True, figure.controls["seed"].value
        run = experiments.trained(depth, residual, data=data, seed=seed)
        assert fits[0].train_loss == run.final_loss
        assert run.final_loss != experiments.trained(depth, residual, seed=seed).final_loss
        press(figure, "sample 4", up=-1, panel=panel)
        assert figure.controls["data"].value.y[0, 3] < 0.8 and figure.error is None


def test_layers_are_put_into_a_network_of_the_same_samples_and_trained_on_them():
    data = dl.wiggly().moved(3, -0.5, 0.8)
    before, after = experiments.deepened("residual, zero layers", 2, data, seed=3)
    assert before.data == after.data == data
    assert before is experiments.trained(5, True, data=data, seed=3)
