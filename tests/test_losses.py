"""Every loss: values by hand, derivatives, manners far out, and its prediction."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse import (
    ABSOLUTE,
    HINGE,
    HUBER,
    LEAST_SQUARES,
    LOGISTIC,
    LOSSES,
    MULTICLASS_HINGE,
    MULTICLASS_LOGISTIC,
    softmax,
)

ALL = list(LOSSES.values())
every = pytest.mark.parametrize("loss", ALL, ids=lambda loss: loss.name)


def samples(loss, N=60, lead=(), seed=0):
    """u (*lead, K, N) and matching responses y (K, N): numbers, 0/1, or one-hot columns."""
    rng = np.random.default_rng(seed)
    multiclass = loss in (MULTICLASS_LOGISTIC, MULTICLASS_HINGE)
    K = 4 if multiclass else (1 if loss.classifies else 3)
    if multiclass:
        y = np.eye(K)[:, rng.integers(K, size=N)]
    elif loss.classifies:
        y = rng.integers(2, size=(K, N)).astype(float)
    else:
        y = rng.normal(size=(K, N))
    return rng.normal(scale=2, size=(*lead, K, N)), y


def column(*values):
    return np.array(values, dtype=float)[:, None]


@pytest.mark.parametrize(
    ("loss", "u", "y", "value"),
    [
        (LEAST_SQUARES, column(1, 2), column(0, 4), 0.5 * (1 + 4)),
        (HUBER, column(0.5), column(0), 0.125),
        (HUBER, column(3, -3), column(0, 0), 2.5 + 2.5),
        (ABSOLUTE, column(1, -2), column(0, 1), 4.0),
        (LOGISTIC, column(0.7), column(1), np.log(1 + np.exp(-0.7))),
        (LOGISTIC, column(0.7), column(0), np.log(1 + np.exp(0.7))),
        (HINGE, column(0.3), column(1), 0.7),
        (HINGE, column(0.3), column(0), 1.3),
        (HINGE, column(1.2), column(1), 0.0),
        (
            MULTICLASS_LOGISTIC,
            column(1, 2, 3),
            column(0, 1, 0),
            np.log(np.exp(1) + np.exp(2) + np.exp(3)) - 2,
        ),
        (MULTICLASS_HINGE, column(1, 2, 2.5), column(0, 1, 0), 0.0 + 1.5),
        (MULTICLASS_HINGE, column(4, 2, 0), column(1, 0, 0), 0.0),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_values_equal_the_formulas(loss, u, y, value):
    assert loss(u, y) == pytest.approx(np.array([value]), rel=1e-13)


@every
def test_gradient_equals_central_differences(loss):
    u, y = samples(loss)
    h = 1e-6
    for k in range(u.shape[0]):
        step = np.zeros_like(u)
        step[k] = h
        slope = (loss(u + step, y) - loss(u - step, y)) / (2 * h)
        assert np.allclose(loss.gradient(u, y)[k], slope, atol=1e-8)


@pytest.mark.parametrize(
    "loss", [LEAST_SQUARES, LOGISTIC, MULTICLASS_LOGISTIC], ids=lambda loss: loss.name
)
def test_gradient_equals_the_complex_step_where_the_loss_is_analytic(loss):
    u, y = samples(loss)
    for k in range(u.shape[0]):
        step = np.zeros_like(u)
        step[k] = 1e-30
        slope = np.imag(loss(u + 1j * step, y)) / 1e-30
        assert np.allclose(loss.gradient(u, y)[k], slope, rtol=1e-12, atol=1e-14)


@every
def test_the_hessian_product_is_the_derivative_of_the_gradient(loss):
    u, y = samples(loss)
    du = np.random.default_rng(1).normal(size=u.shape)
    h = 1e-6
    difference = (loss.gradient(u + h * du, y) - loss.gradient(u - h * du, y)) / (2 * h)
    assert np.allclose(loss.hessian_product(u, y, du), difference, atol=1e-7)


@every
def test_losses_are_convex_and_not_negative(loss):
    (a, y), (b, _) = samples(loss), samples(loss, seed=1)
    assert (loss(a, y) >= 0).all()
    for t in (0.2, 0.5, 0.9):
        chord = (1 - t) * loss(a, y) + t * loss(b, y)
        assert (loss((1 - t) * a + t * b, y) <= chord + 1e-12).all()


@every
@pytest.mark.parametrize("far", [1e4, -1e4])
def test_far_out_everything_is_finite_and_silent(loss, far):
    u, y = samples(loss)
    u = far * np.sign(u) + u
    assert np.isfinite(loss(u, y)).all()
    assert np.isfinite(loss.gradient(u, y)).all()
    assert np.isfinite(loss.hessian_product(u, y, u)).all()


def test_a_confident_right_answer_costs_nothing_and_a_wrong_one_its_distance():
    assert LOGISTIC(column(1e4), column(1)) == 0.0
    assert LOGISTIC(column(-1e4), column(1)) == 1e4
    assert MULTICLASS_LOGISTIC(column(1e4, 0), column(1, 0)) == 0.0
    assert MULTICLASS_LOGISTIC(column(1e4, 0), column(0, 1)) == 1e4


@pytest.mark.parametrize("size", [1.0, 1e4])
def test_softmax_columns_sum_to_one(size):
    u = size * np.random.default_rng(0).normal(size=(5, 4, 7))
    p = softmax(u)
    assert np.allclose(p.sum(axis=-2), 1.0, rtol=1e-14)
    assert (p >= 0).all()
    assert np.allclose(softmax(u + 100.0), p, atol=1e-10)  # only differences of rows count


@every
def test_leading_axes_give_what_single_calls_give(loss):
    u, y = samples(loss, lead=(2, 3))
    du = np.ones_like(u)
    assert loss(u, y).shape == (2, 3, u.shape[-1])
    for i in range(2):
        for k in range(3):
            assert np.array_equal(loss(u, y)[i, k], loss(u[i, k], y))
            assert np.array_equal(loss.gradient(u, y)[i, k], loss.gradient(u[i, k], y))
            single = loss.hessian_product(u[i, k], y, du[i, k])
            assert np.array_equal(loss.hessian_product(u, y, du)[i, k], single)
            assert np.array_equal(loss.predict(u)[i, k], loss.predict(u[i, k]))


@pytest.mark.parametrize("loss", [LEAST_SQUARES, HUBER, ABSOLUTE], ids=lambda loss: loss.name)
def test_regression_predicts_the_output(loss):
    u, _ = samples(loss)
    assert np.array_equal(loss.predict(u), u)


@pytest.mark.parametrize("loss", [LOGISTIC, HINGE], ids=lambda loss: loss.name)
def test_binary_classification_predicts_the_sign(loss):
    assert np.array_equal(loss.predict(np.array([[-2.0, 0.1, 3.0]])), [[0.0, 1.0, 1.0]])


@pytest.mark.parametrize(
    "loss", [MULTICLASS_LOGISTIC, MULTICLASS_HINGE], ids=lambda loss: loss.name
)
def test_multiclass_classification_predicts_the_largest_output(loss):
    u = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 2.0], [1.0, 2.0, 2.5]])
    assert np.array_equal(loss.predict(u), np.eye(3))
    assert np.array_equal(loss.predict(np.zeros((3, 1))), column(1, 0, 0))  # a tie: the first


@pytest.mark.parametrize(
    "loss", [loss for loss in ALL if loss.classifies], ids=lambda loss: loss.name
)
def test_the_right_prediction_costs_least_among_outputs_of_one_size(loss):
    K = 4 if "multiclass" in loss.name else 1
    labels = np.eye(4) if K == 4 else np.array([[0.0, 1.0]])
    outputs = 3 * labels - 1 if K == 4 else 3 * (2 * labels - 1)
    costs = np.array(
        [loss(outputs, labels[:, [k] * labels.shape[1]]) for k in range(len(labels.T))]
    )
    assert np.array_equal(np.argmin(costs, axis=1), range(len(labels.T)))
    assert np.array_equal(loss.predict(outputs), labels)


@every
@pytest.mark.parametrize("wrong", [(2, 60), (60,), (7, 59)])
def test_responses_of_another_shape_are_refused(loss, wrong):
    u, _ = samples(loss)
    with pytest.raises(ValueError, match=r"u and y must both be .*got shapes"):
        loss(u, np.zeros(wrong))


@pytest.mark.parametrize("loss", [LOGISTIC, HINGE], ids=lambda loss: loss.name)
def test_labels_plus_and_minus_one_are_refused(loss):
    loss.check_labels(np.array([[0.0, 1.0]]))
    with pytest.raises(ValueError, match=r"y must hold labels 0 and 1 .*got -1"):
        loss.check_labels(np.array([[-1.0, 1.0]]))


@pytest.mark.parametrize(
    "loss", [MULTICLASS_LOGISTIC, MULTICLASS_HINGE], ids=lambda loss: loss.name
)
@pytest.mark.parametrize("labels", [[[0.0, 1.0]], [[1.0, 1.0], [0.0, 1.0]], [[2.0], [0.0]]])
def test_labels_of_several_classes_are_one_hot(loss, labels):
    loss.check_labels(np.eye(3))
    with pytest.raises(ValueError, match=r"y must .* for the multiclass"):
        loss.check_labels(np.array(labels))


def test_regression_takes_any_response():
    LEAST_SQUARES.check_labels(np.array([[-7.0, 3.5]]))


def test_losses_are_listed_by_their_names():
    assert all(LOSSES[loss.name] is loss for loss in ALL)
    assert {loss.name for loss in ALL if loss.classifies} == {
        "logistic",
        "multiclass logistic",
        "hinge",
        "multiclass hinge",
    }


@every
def test_a_loss_with_another_function_is_another_loss(loss):
    assert replace(loss) == loss and hash(replace(loss)) == hash(loss)
    for part in ("function", "gradient_function", "hessian_function", "rule"):
        assert replace(loss, **{part: np.add}) != loss


@every
def test_nothing_is_broadcast_over_samples(loss):
    u, y = np.ones((2, 30)), np.ones((30, 2))
    for ask in (loss, loss.gradient, lambda u, y: loss.hessian_product(u, y, u)):
        with pytest.raises(ValueError, match=r"u and y must both be .*\(2, 30\) and \(30, 2\)"):
            ask(u, y)
    with pytest.raises(ValueError, match=r"u and du must both be .*\(2, 30\) and \(2, 1\)"):
        loss.hessian_product(u, u, u[:, :1])


@pytest.mark.parametrize(
    "loss", [MULTICLASS_LOGISTIC, MULTICLASS_HINGE], ids=lambda loss: loss.name
)
def test_one_class_is_no_class(loss):
    """With K = 1 the loss would be 0 whatever the network says."""
    one = np.ones((1, 5))
    for ask in (loss, loss.gradient):
        with pytest.raises(ValueError, match="u must have K ≥ 2 rows"):
            ask(one, one)


@pytest.mark.parametrize("loss", [LOGISTIC, HINGE, MULTICLASS_HINGE], ids=lambda loss: loss.name)
def test_no_label_is_predicted_from_nan(loss):
    u = np.array([[1.0, np.nan, -2.0], [0.0, 1.0, 3.0]])
    found = loss.predict(u)
    assert np.isnan(found[0, 1]) and np.isfinite(found[:, [0, 2]]).all()
