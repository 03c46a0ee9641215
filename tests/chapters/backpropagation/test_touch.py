"""What can be dragged in the figures of notebook 10, and what it sets."""

import pytest

from dlcourse.chapters.backpropagation.pictures.pulling import PULL, own_weights
from tests.chapters.backpropagation.test_figures import COVER, NAME, STORED
from tests.pages import Page
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")


@pytest.fixture
def stepper():
    with Page(NAME, COVER) as page:
        (figure,) = page.figures
        yield figure


def test_an_edge_is_pulled_and_its_weight_follows(stepper):
    name, drawn = "weight W₂[1, 3]", stepper.results[0].drawn[2][0, 2]
    start = offered(stepper)[name].y
    drag(stepper, name, y=start + PULL)
    assert stepper.controls["own"].value == ((2, 1, 3, pytest.approx(drawn + 1)),)
    assert stepper.results[0].W[2][0, 2] == pytest.approx(drawn + 1)
    assert offered(stepper)[name].y == pytest.approx(start + PULL)
    press(stepper, "weight W₁[2, 1]", up=1)
    own = {one[:3]: one[3] for one in stepper.controls["own"].value}
    before = stepper.results[0].drawn[1][1, 0]
    assert own[1, 2, 1] == pytest.approx(before + 0.1) and len(own) == 2
    drag(stepper, name, y=start)
    assert [one[:3] for one in stepper.controls["own"].value] == [(1, 2, 1)]
    stepper.reset()
    assert stepper.controls["own"].value == ()
    assert sum(1 for _ in to_the_corners(stepper, name)) == 4


def test_a_weight_tells_its_derivative(stepper):
    moment = stepper.results[0]
    tip = offered(stepper)["weight W₃[1, 2]"].tip
    assert tip.startswith("W₃[1, 2] = ") and "∂L/∂W₃[1, 2]" in tip
    assert f"{moment.dW[3][0, 1]:.3f}".replace("-", "−").rstrip("0") in tip


def test_the_bar_of_the_step_is_dragged_through_the_passes(stepper):
    stepper.set(step=5)
    press(stepper, "step", right=3)
    assert stepper.controls["step"].value == 8
    drag(stepper, "step", x=1e5)
    assert stepper.controls["step"].value == 21


def test_the_dot_chooses_the_number_of_checkpoints():
    with Page(NAME, STORED) as page:
        (figure,) = page.figures
        drag(figure, "mark 1 sets checkpoints", x=16, panel=1)
        assert figure.controls["checkpoints"].value == 16
        assert figure.results[1].marks[0][1] == 16


@pytest.mark.parametrize("wrong", ["W", 3, ((1, 1, 1),), ((0, 1, 1, 2.0),), ((1, 1, 1, "a"),)])
def test_own_weights_are_written_as_tuples(wrong):
    control = own_weights()
    with pytest.raises((ValueError, IndexError)):
        control.check("own", wrong)
    assert control.check("own", [(2, 1, 1, 1.0), (1, 1, 1, 2.0)])[0][0] == 1
    control.close()
