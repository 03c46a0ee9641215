"""A fit beside its data, and the loss along the epochs, read back from what is drawn."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse import Data, Fit, FitPanel, Kinks, LossPanel, style
from tests.pictures import hexes, legend, points, shown

X = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
Y = np.array([0.0, 2.0, 1.0, 3.0, 2.5])
WITH_TRUTH = Data.from_arrays(X, Y, [0.2, 0.4], [1, 1], truth=lambda x: 2 + np.sin(x))
WITH_TEST = Data.from_arrays(X, Y, [0.2, 0.4], [1.5, 0.5])
CURVE = np.linspace(-1, 1, 5), np.array([0.5, 1, 1.5, 2, 1])


def a_fit(data=WITH_TRUTH, u=CURVE[1], kinks=None, train_loss=0.0123, test_loss=None, **more):
    return Fit(data, CURVE[0], np.asarray(u), kinks, train_loss, test_loss, slope=2.0, **more)


def test_the_model_goes_through_its_values_among_the_data():
    panel = shown(FitPanel(), a_fit())
    (model, second) = panel._models
    assert np.array_equal(points(model), np.column_stack(CURVE))
    assert model.get_color() == style.BLUE and not second.get_visible()
    assert np.array_equal(points(panel._dots), np.column_stack([X, Y]))
    assert panel._dots.get_color() == style.BLACK and panel._dots.get_marker() == "o"
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == ("x", "y")
    low, high = panel.ax.get_ylim()  # the data and a third around
    assert (low, high) == pytest.approx((-0.99, 3.99))


def test_the_truth_is_the_truth():
    panel = shown(FitPanel(), a_fit())
    x, y = panel._truth.get_data()
    assert np.allclose(y, 2 + np.sin(x)) and (x[0], x[-1]) == (-1, 1) and len(x) > 100
    assert panel._truth.get_color() == style.GREY
    assert not len(panel._test.get_xdata())  # the truth says the same
    panel.update(replace(a_fit(), x=3 * CURVE[0]))  # the same data on a wider interval
    assert panel._truth.get_xdata()[[0, -1]].tolist() == [-3, 3]


def test_without_a_truth_the_test_data_are_shown():
    panel = shown(FitPanel(), a_fit(WITH_TEST))
    assert points(panel._test).tolist() == [[0.2, 1.5], [0.4, 0.5]]
    assert panel._test.get_color() == style.ORANGE and not len(panel._truth.get_xdata())
    assert [label for _, label in legend(panel)] == ["data", "test data", "model"]
    panel.update(a_fit(WITH_TRUTH))
    assert not len(panel._test.get_xdata()) and len(panel._truth.get_xdata())


@pytest.mark.parametrize(
    "loss, said",
    [
        (0.5, "The network is worse than the mean of the data."),
        (0.19, "The network is no better than the mean of the data."),
        (0.1, "The network is no better than a straight line."),
        (0.05, "begins to fit: its error is 2 times smaller than that of the best straight line."),
        (0.002, "The network fits: its error is 50 times smaller than that of the best straight"),
        (1e-12, "The network goes through all samples."),
    ],
)
def test_a_fit_means_what_its_loss_is_beside_mean_and_straight_line(loss, said):
    fit = a_fit(train_loss=loss, constant_loss=0.2, line_loss=0.1)
    assert said in FitPanel().meaning(fit)


def test_a_fit_means_nothing_that_nobody_measured():
    assert FitPanel().meaning(a_fit()) == ""  # another loss than least squares
    beaten = dict(constant_loss=0.2, line_loss=0.1)
    assert FitPanel(labels=("before", "after")).meaning((a_fit(**beaten), a_fit(**beaten))) == ""
    gone = a_fit(u=np.full(5, np.nan), train_loss=np.inf, diverged=True, **beaten)
    assert FitPanel().meaning(gone) == "Training diverged: no curve to show."


def test_two_models_keep_order_colours_and_names():
    pair = a_fit(u=Y), a_fit(u=Y[::-1])
    panel = shown(FitPanel(labels=("before", "after")), pair)
    assert [line.get_ydata().tolist() for line in panel._models] == [[*Y], [*Y[::-1]]]
    assert [line.get_color() for line in panel._models] == [style.BLUE, style.VERMILLION]
    named = [(key.get_color(), label) for key, label in legend(panel)]
    assert named[-2:] == [(style.BLUE, "before"), (style.VERMILLION, "after")]
    assert panel.describe(pair) == ("Before: training loss 0.0123. After: training loss 0.0123.")
    panel.update(a_fit())
    assert [label for _, label in legend(panel)] == ["data", "truth", "before"]


def test_kinks_stand_where_they_are_in_the_look_of_their_layer():
    found = Kinks(np.array([-0.5, 0.2, 0.7]), np.array([1, 3, 1]), np.array([1, 1, 2]))
    panel = shown(FitPanel(), a_fit(kinks=found, layers=4))
    bends = panel._bends.get_segments()
    assert [bend[:, 0].tolist() for bend in bends] == [[x, x] for x in found.x]
    assert all(tuple(bend[:, 1]) == panel.ax.get_ylim() for bend in bends)
    first, third = (style.layer(j, 4)["color"] for j in (1, 3))
    assert hexes(panel._bends.get_color()) == hexes([first, third, first])
    keys = [(hexes([key.get_color()]), label) for key, label in legend(panel)[:2]]
    assert keys == [(hexes([first]), "kink of layer 1"), (hexes([third]), "3")]
    assert panel.describe(a_fit(kinks=found)).startswith("3 kinks; ")
    hidden = shown(FitPanel(kinks=False), a_fit(kinks=found))
    assert not len(hidden._bends.get_segments())


def test_the_kinks_of_a_chosen_unit_stand_out():
    """Unit 1 of z_4 comes out of layer 3."""
    found = Kinks(np.array([-0.5, 0.2, 0.7]), np.array([1, 3, 3]), np.array([1, 1, 2]))
    panel = shown(FitPanel(), a_fit(kinks=found, layers=4, unit=(4, 1)))
    assert panel._bends.get_linewidths().tolist() == [1.3, 3.2, 1.3]
    assert panel._bends.get_colors()[:, 3].tolist() == [0.3, 1.0, 0.3]
    assert panel.describe(a_fit(kinks=found, unit=(4, 1))).startswith("3 kinks; 1 of unit 1 of z₄;")
    panel.update(a_fit(kinks=found, layers=4))
    assert panel._bends.get_linewidths().tolist() == [1.3] * 3
    assert panel._bends.get_colors()[:, 3].tolist() == [0.75] * 3


def test_of_many_layers_with_kinks_four_are_named():
    layer = np.arange(1, 12)
    found = Kinks(np.linspace(-0.9, 0.9, 11), layer, layer)
    panel = shown(FitPanel(), a_fit(kinks=found, layers=11))
    labels = [label for _, label in legend(panel)]
    assert labels[:4] == ["kink of layer 1", "4", "8", "11"]


def test_a_curve_that_leaves_the_data_is_said_followed_or_shown():
    far = a_fit(u=[0, 50, 1, 1, 1])
    panel = shown(FitPanel(), far)
    assert panel.ax.get_ylim() == pytest.approx((-0.99, 3.99))
    assert panel.describe(far).endswith("largest slope 2; 20 % beyond the scale.")
    assert shown(FitPanel(), far, free=True).ax.get_ylim() == (-4, 54)
    assert shown(FitPanel(ylim=(-1, 9)), far).ax.get_ylim() == (-1, 9)
    lost = a_fit(u=[60, 50, 70, 80, 60])
    assert shown(FitPanel(), lost).ax.get_ylim()[1] > 80


def test_the_sentence_of_a_fit():
    said = "No kinks; training loss 0.0123; test loss 0.5; largest slope 2."
    smooth, none = a_fit(test_loss=0.5), Kinks(*np.zeros((3, 0)))
    assert FitPanel().describe(a_fit(kinks=none, test_loss=0.5)) == said
    assert FitPanel(labels="Tanh").describe(smooth) == f"Tanh: {said[10:].lower()}"


def test_a_diverged_training_has_no_curve():
    nothing = a_fit(u=np.full(5, np.nan), diverged=True)
    panel = shown(FitPanel(), nothing)
    assert panel.describe(nothing) == "Training diverged: no curve to show."


# ---------------------------------------------------------------------------------- the losses

EPOCHS = np.array([0, 1, 10, 100, 1000])
TRAIN = np.array([1.0, 0.5, 0.1, 0.05, 0.01])
TEST = np.array([2.0, 1.0, 0.3, 0.2, 0.4])


def a_run(losses=TRAIN, test_losses=TEST, diverged_at=None):
    return SimpleNamespace(
        epochs=EPOCHS, losses=np.asarray(losses), test_losses=test_losses, diverged_at=diverged_at
    )


def test_each_loss_has_its_own_line():
    panel = shown(LossPanel(), a_run())
    assert np.array_equal(points(panel._train), np.column_stack([EPOCHS, TRAIN]))
    assert np.array_equal(points(panel._test), np.column_stack([EPOCHS, TEST]))
    named = [(key.get_color(), label) for key, label in legend(panel)]
    assert named == [(style.BLUE, "training"), (style.ORANGE, "test")]
    assert (panel._train.get_color(), panel._test.get_color()) == (style.BLUE, style.ORANGE)
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((0, 1000), (1e-4, 10))
    assert panel.ax.get_yscale() == "log"


def test_without_test_data_there_is_one_line():
    panel = shown(LossPanel(), a_run(test_losses=None))
    assert not len(panel._test.get_xdata())
    assert [label for _, label in legend(panel)] == ["training"]
    assert panel.describe(a_run(test_losses=None)) == "Epoch 1000: training loss 0.01."


@pytest.mark.parametrize("epoch, at", [(0, 0), (10, 10), (150, 100), (1000, 1000), (None, 1000)])
def test_the_dot_stands_at_the_epoch_that_is_shown(epoch, at):
    k = EPOCHS.tolist().index(at)
    result = (a_run(), epoch) if epoch is not None else a_run()
    panel = shown(LossPanel(), result)
    assert points(panel._dot).tolist() == [[at, TRAIN[k]]]
    assert list(panel._now.get_xdata()) == [at, at]
    assert panel._now.get_visible() == (at < 1000)
    said = f"Epoch {at}: training loss {TRAIN[k]:g}; test loss {TEST[k]:g}."
    assert panel.describe(result) == said


def test_the_losses_are_not_said_again_beside_a_fit_that_tells_them():
    panel = shown(LossPanel(), a_run())
    panel.beside = (a_fit(train_loss=0.01, test_loss=0.4), a_run())
    assert panel.describe(a_run()) == "Epoch 1000."
    panel.beside = (a_fit(train_loss=0.01, test_loss=0.5), a_run())
    assert panel.describe(a_run()) == "Epoch 1000: test loss 0.4."
    panel.beside = ((a_fit(train_loss=0.3), a_fit(train_loss=0.2)), a_run())
    assert panel.describe(a_run()) == "Epoch 1000: training loss 0.01; test loss 0.4."


def test_a_diverged_training_says_so_in_the_picture():
    run = a_run([1.0, 5, 1e9, np.inf, np.nan], diverged_at=100)
    panel = shown(LossPanel(), run)
    assert panel._note.get_text() == "training diverged\nat epoch 100"
    assert panel._train.get_ydata()[:4].tolist() == [1, 5, 10, 10]  # up to the edge
    assert panel.describe(run) == "Training diverged at epoch 100."
    panel.update(a_run())
    assert panel._note.get_text() == ""


def test_losses_outside_the_usual_range_are_shown():
    assert shown(LossPanel(), a_run(1e-9 * TRAIN, 1e-9 * TEST)).ax.get_ylim() == (1e-11, 10)
    assert shown(LossPanel(ylim=(1e-3, 1)), a_run(), free=True).ax.get_ylim() == (0.01, 10)


def test_a_curve_without_slope_is_called_flat_and_its_kinks_are_not_counted():
    found = Kinks(np.array([-0.5, 0.2, 0.7]), np.array([1, 3, 1]), np.array([1, 1, 2]))
    panel = shown(FitPanel(), a_fit(kinks=found))
    said = panel.describe(replace(a_fit(kinks=found), slope=3.8e-41))
    assert said.startswith("Flat; training loss") and "kink" not in said and "slope" not in said


def test_the_dashed_test_loss_is_drawn_over_the_training_loss():
    panel = shown(LossPanel(), a_run())
    drawn = panel.moving()
    assert drawn.index(panel._train) < drawn.index(panel._test)
    assert panel._test.get_linestyle() == "--"
