"""What can be dragged in the figures of notebook 08, and what it sets."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.weight_norms import experiments
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
NAME = "08_weight_norms"


@pytest.fixture(scope="module")
def secant():
    with Page(NAME, "3 · The Lipschitz constant and its bound") as page:
        yield page.figures[0]


def test_both_inputs_stand_on_the_curve_and_are_dragged_along_it(secant):
    for name, x in (("x_1", -0.71), ("x_2", 0.55)):
        drag(secant, name, x=x, y=2.0)
        assert secant.controls[name].value == pytest.approx(x, abs=0.011)
    pair = secant.results[0]
    assert pair.x.tolist() == [secant.controls[name].value for name in ("x_1", "x_2")]
    handles = offered(secant)
    for k, name in enumerate(("x_1", "x_2")):
        one = handles[name]
        assert one.along == "x" and one.x == pair.x[k]
        assert one.y == pytest.approx(np.interp(one.x, pair.fit.x, pair.fit.u), abs=1e-6)
    assert secant.panels[0]._line.get_xdata().tolist() == pair.x.tolist()


def test_an_arrow_key_moves_an_input_by_its_step(secant):
    before = secant.controls["x_2"].value
    press(secant, "x_2", right=-1)
    assert secant.controls["x_2"].value == pytest.approx(before - 0.02, abs=1e-9)


def test_both_inputs_may_meet_in_a_corner(secant):
    for name in ("x_1", "x_2"):
        assert sum(1 for _ in to_the_corners(secant, name)) == 4
    assert secant.controls["x_1"].value == secant.controls["x_2"].value == 1.0


def test_the_dots_on_the_ratios_choose_the_decay():
    with Page(NAME, "5 · Weight decay") as page:
        (figure,) = page.figures
        assert len(offered(figure, panel=2)) == 3
        for k, exponent in ((1, -4.1), (3, -2.4), (2, -9.0)):
            drag(figure, f"mark {k} sets decay", x=exponent, panel=2)
            chosen = {1: 1e-4, 3: 3e-3, 2: 1e-6}[k]
            assert figure.controls["decay"].value == chosen
            assert {mark[1] for mark in figure.results[2].marks} == {np.log10(chosen)}


@pytest.mark.parametrize(
    "heading, panels",
    [
        ("the cover", (0, 1, 2)),
        ("1 · Three norms", (0, 1, 2)),
        ("2 · The same norm for both histories", (0, 1)),
        ("3 · The Lipschitz constant and its bound", (0,)),
        ("5 · Weight decay", (0, 1)),
    ],
)
def test_a_sample_is_dragged_in_each_perfect_fit_and_all_of_them_are_trained_anew(heading, panels):
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        assert figure.controls["data"].value == experiments.samples()
        for panel in panels:
            before = fits_of(figure, panels)
            drag(figure, f"sample {3 + panel}", y=-1.2, panel=panel)
            figure.set()  # to the last draft
            data, after = figure.controls["data"].value, fits_of(figure, panels)
            assert data.name == "yours" and data.y[0, 2 + panel] == pytest.approx(-1.2)
            for old, new in zip(before, after, strict=True):
                assert new.data == data and new.label[:4] == old.label[:4]
                assert not np.array_equal(old.u, new.u)
                assert new.train_loss < 0.05 and new.rms_error > 0


def test_samples_without_a_truth_have_fits_without_an_error():
    own = dl.Data.from_arrays(np.linspace(-1, 1, 4), [0.0, 1.0, 0.5, 1.0], name="yours")
    with Page(NAME, "2 · The same norm for both histories") as page:
        *fits, cloud = page.figures[0].set(data=own).results
        assert [fit.rms_error for fit in fits] == [None, None] and len(cloud.y) == 0
    with Page(NAME, "5 · Weight decay") as page:
        figure = page.figures[0].set(data=own)
        assert figure.results[2].labels == ("‖θ‖²", "slope") and len(offered(figure, panel=2)) == 2
        assert "error" not in figure.sentence


def fits_of(figure, panels):
    return [getattr(figure.results[k], "fit", figure.results[k]) for k in panels]
