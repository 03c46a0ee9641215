"""The data sets: their truths and shapes, the same again from a seed, and what is refused."""

from functools import partial

import numpy as np
import pytest

from dlcourse import (
    DATASETS,
    Data,
    absolute,
    blobs,
    dataset,
    moons,
    piecewise,
    sine,
    spirals,
    wiggly,
    xor,
    xor_clouds,
)

REGRESSION = [wiggly, sine, piecewise, absolute]
CLASSES = [spirals, moons, blobs, xor_clouds]
regression = pytest.mark.parametrize("make", REGRESSION, ids=lambda make: make.__name__)
classes = pytest.mark.parametrize("make", CLASSES, ids=lambda make: make.__name__)
every = pytest.mark.parametrize("make", REGRESSION + CLASSES, ids=lambda make: make.__name__)


@pytest.mark.parametrize(
    ("make", "truth"),
    [
        (wiggly, lambda x: np.sin(3 * x) + 0.6 * x * np.sin(9 * x)),
        (sine, lambda x: np.sin(2 * np.pi * x)),
        (absolute, lambda x: 2 * abs(x) - 1 + 0.5 * np.sin(5 * x)),
    ],
    ids=["wiggly", "sine", "absolute"],
)
def test_truths_are_the_formulas(make, truth):
    x = np.linspace(-1, 1, 11)[None, :]
    assert np.allclose(make().truth(x), truth(x), rtol=1e-14)


def test_the_piecewise_truth_jumps_twice():
    values = piecewise().truth(np.array([[-1, -0.31, -0.29, 0.39, 0.41, 1]]))
    assert np.array_equal(values, [[-0.6, -0.6, 0.8, 0.8, -0.1, -0.1]])


@regression
@pytest.mark.parametrize("N", [2, 10, 30, 200])
def test_regression_samples_are_nearly_even_and_in_order(make, N):
    data = make(N, seed=4)
    assert data.x.shape == data.y.shape == (1, N) and data.N == N
    assert (np.diff(data.x) > 0).all() and np.abs(data.x).max() <= 1
    assert np.abs(data.x - np.linspace(-1, 1, N)).max() <= 0.6 / N


@regression
def test_noise_is_what_separates_responses_from_the_truth(make):
    quiet = make(noise=0.0)
    assert np.array_equal(quiet.y, quiet.truth(quiet.x))
    loud = make(2000, noise=0.3)
    assert np.std(loud.y - loud.truth(loud.x)) == pytest.approx(0.3, rel=0.05)


@regression
def test_test_points_lie_on_the_truth(make):
    data = make()
    assert np.array_equal(data.y_test, data.truth(data.x_test))
    assert data.x_test[0, 0] == -1 and data.x_test[0, -1] == 1


@every
def test_the_same_seed_gives_the_same_data(make):
    a, b, c = make(seed=1), make(seed=1), make(seed=2)
    assert np.array_equal(a.x, b.x) and np.array_equal(a.y, b.y)
    assert not np.array_equal(a.x, c.x)
    assert a == b and hash(a) == hash(b)  # so that what is computed from one is known for the other
    with pytest.raises(ValueError, match="read-only"):
        a.x[0, 0] = 1.0


@classes
def test_classes_are_labelled_zero_and_one_half_and_half(make):
    data = make(60)
    assert data.x.shape == (2, 60) and data.y.shape == (1, 60)
    assert (data.y == 0).sum() == (data.y == 1).sum() == 30
    assert data.x_test.shape == (2, 60) and not np.array_equal(data.x, data.x_test)


def test_without_noise_spirals_and_half_circles_are_exact():
    data = spirals(noise=0.0)
    radius = np.hypot(*data.x)
    angle = np.arctan2(data.x[1], data.x[0]) - np.pi * data.y[0]
    assert np.allclose(np.exp(1j * angle), np.exp(2j * np.pi * radius))
    data = moons(noise=0.0)
    centres = np.where(data.y == 0, [[-0.5], [-0.25]], [[0.5], [0.25]])
    assert np.allclose(np.hypot(*(data.x / 0.7 - centres)), 1)


def test_quiet_blobs_are_two_points():
    data = blobs(noise=0.0)
    assert np.array_equal(data.x, np.where(data.y == 1, 0.5, -0.5) * np.ones((2, 1)))


def test_xor_is_true_where_the_inputs_differ():
    data = xor()
    assert np.array_equal(data.y[0], data.x[0] != data.x[1])
    assert len({tuple(column) for column in data.x.T}) == 4


def test_data_sets_by_name():
    assert set(DATASETS) == {"wiggly", "sine", "piece", "abs"}
    for name in DATASETS:
        assert dataset(name, N=12, seed=3).name == name
        assert dataset(name, N=12, seed=3).N == 12
    with pytest.raises(ValueError, match=r"name must be one of .*'wiggly'.*got 'wobbly'"):
        dataset("wobbly")


def test_from_arrays_takes_lists_and_flat_arrays():
    data = Data.from_arrays([1, 2, 3], [4, 5, 6], name="mine")
    assert np.array_equal(data.x, [[1, 2, 3]]) and np.array_equal(data.y, [[4, 5, 6]])
    assert data.name == "mine" and data.x_test is None and data.truth is None


def test_from_arrays_keeps_its_own_copy():
    x = np.ones((1, 3))
    data = Data.from_arrays(x, x)
    x[...] = 9
    assert (data.x == 1).all() and (data.y == 1).all()


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        (([1, 2], [1, 2, 3]), r"x and y .*got 2 and 3 columns"),
        (([[1, 2]], [[1], [2]]), r"x and y .*got 2 and 1 columns"),
        (([], []), r"x must have one column per sample.*got \(1, 0\)"),
        ((np.zeros((2, 2, 2)), [1, 2]), r"x must have one column per sample.*got \(2, 2, 2\)"),
        ((5.0, 5.0), r"x must have one column per sample.*got \(\)"),
        (([1, np.nan], [1, 2]), r"x must be finite, got nan in row 1, sample 2"),
        (([1, 2], [[1, 2], [3, -np.inf]]), r"y must be finite, got -inf in row 2, sample 2"),
        ((["a", "b"], [1, 2]), r"x must be an array of numbers, got \['a', 'b'\]"),
        (([[1, 2], [3]], [1, 2]), r"x must be an array of numbers"),
        (([1, 2], [1, 2j]), r"y must be an array of numbers"),
        (([1, 2], [1, 2], [1]), r"x_test and y_test come together"),
        (([1, 2], [1, 2], [1], [1, 2]), r"x_test and y_test .*got 1 and 2 columns"),
        (([1, 2], [1, 2], [[1], [1]], [1]), r"x_test and y_test must have 1 and 1 rows"),
        (([1, 2], [1, 2], [1], [np.nan]), r"y_test must be finite, got nan in row 1, sample 1"),
    ],
)
def test_arrays_that_are_no_data_are_refused_by_name(arrays, told):
    for make in (Data.from_arrays, partial(Data, "mine")):
        with pytest.raises(ValueError, match=told):
            make(*arrays)


@every
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"N": 1}, r"N, .*must be a whole number ≥ 2, got 1"),
        ({"N": 30.0}, r"N, .*must be a whole number ≥ 2, got 30\.0"),
        ({"noise": -0.1}, r"noise, .*must be a finite number ≥ 0, got -0\.1"),
        ({"noise": float("nan")}, r"noise, .*got nan"),
        ({"seed": None}, r"seed must be a whole number ≥ 0, got None"),
        ({"seed": True}, r"seed must be a whole number ≥ 0, got True"),
        ({"seed": 0.5}, r"seed must be a whole number ≥ 0, got 0\.5"),
    ],
)
def test_options_out_of_range_are_named(make, options, told):
    with pytest.raises(ValueError, match=told):
        make(**options)


# ---------------------------------------------------------------------- samples that are moved


def test_a_sample_is_moved_added_and_removed_in_a_copy():
    data = wiggly(5)
    before = data.x.copy(), data.y.copy()
    moved, added, removed = data.moved(2, 0.7, -3.0), data.added(0.1, 4), data.removed(1)
    assert {moved.name, added.name, removed.name} == {"yours"}
    assert (moved.x[0, 2], moved.y[0, 2]) == (0.7, -3.0)
    others = [0, 1, 3, 4]
    assert np.array_equal(moved.x[:, others], data.x[:, others])
    assert np.array_equal(moved.y[:, others], data.y[:, others])
    assert (added.x[0, 5], added.y[0, 5], added.N) == (0.1, 4.0, 6)
    assert np.array_equal(added.x[:, :5], data.x) and np.array_equal(added.y[:, :5], data.y)
    assert np.array_equal(removed.x, data.x[:, [0, 2, 3, 4]])
    assert np.array_equal(removed.y, data.y[:, [0, 2, 3, 4]])
    for new in (moved, added, removed):
        assert new.truth is data.truth and np.array_equal(new.x_test, data.x_test)
    assert np.array_equal(data.x, before[0]) and np.array_equal(data.y, before[1])


def test_a_place_in_the_plane_is_two_inputs_and_the_class_stays():
    data = spirals(6)
    moved, added = data.moved(3, -0.5, 0.25), data.added(0.1, 0.2, 1)
    assert moved.x[:, 3].tolist() == [-0.5, 0.25] and np.array_equal(moved.y, data.y)
    assert added.x[:, 6].tolist() == [0.1, 0.2] and added.y[0, 6] == 1
    assert data.added(0.1, 0.2).y[0, 6] == 0.5  # no class yet


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda: wiggly(5).moved(5, 0, 0), "k, a sample, must be a whole number ≤ 4, got 5"),
        (lambda: wiggly(5).moved(-1, 0, 0), "k, a sample,"),
        (lambda: wiggly(5).moved(0, np.nan, 0), "x must be a finite number"),
        (lambda: wiggly(5).added(0, "high"), "y must be a finite number"),
        (lambda: spirals(4).added(0, 0, None), "label must be a finite number"),
        (lambda: wiggly(5).removed(1.5), "k, a sample,"),
        (lambda: wiggly(2).removed(0).removed(0), "x must have one column per sample"),
        (lambda: Data("three", np.ones((3, 4)), np.ones(4)).moved(0, 0, 0), "got 3 and 1"),
    ],
)
def test_a_place_that_cannot_be_is_refused(edit, said):
    with pytest.raises(ValueError, match=said):
        edit()
