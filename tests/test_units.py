"""What each unit computes, and what is left of a network when some are switched off."""

import numpy as np
import pytest

import dlcourse as dl

NETS = [
    dl.deep_network(5),
    dl.deep_network(7, residual=True),
    dl.Network((1, 4, 4, 2), ("tanh", "sigmoid"), residual=True),
    dl.Network((2, 4, 2, 1), "tanh"),
    dl.Network((3, 5, 1)),
]


def made(net, seed=0, N=12):
    rng = np.random.default_rng(seed)
    data = dl.Data.from_arrays(rng.uniform(-1, 2, (net.widths[0], N)), np.ones((net.widths[-1], N)))
    return rng.normal(size=net.n_params), data


@pytest.mark.parametrize("net", NETS)
def test_each_unit_is_that_row_of_the_forward_pass(net):
    theta, data = made(net)
    found = dl.unit_functions(net, theta, data)
    z, v = dl.forward(net, theta, data.x)
    for j in range(1, net.depth + 2):
        rows = found.of(j)
        assert np.allclose(found.z[rows], z[j].mean(axis=1))
        assert np.allclose(found.low[rows], z[j].min(axis=1))
        assert np.allclose(found.high[rows], z[j].max(axis=1))
        assert j == 1 or np.allclose(found.v[rows], v[j - 1].mean(axis=1))
    assert np.isnan(found.v[found.of(1)]).all() and len(found.z) == sum(net.widths)
    assert np.shares_memory(found.W[1], theta) and np.shares_memory(found.b[2], theta)


def test_with_one_input_each_is_a_curve_over_the_interval_of_the_data():
    net, (theta, data) = NETS[1], made(NETS[1])
    found = dl.unit_functions(net, theta, data, points=33)
    assert np.allclose(found.x, np.linspace(data.x.min(), data.x.max(), 33)[None, :])
    z, _ = dl.forward(net, theta, found.x)
    assert found.values.shape == (sum(net.widths), 33)
    for j in range(1, net.depth + 2):
        assert np.allclose(found.values[found.of(j)], z[j])


def test_with_two_inputs_each_is_a_map_over_a_square_around_the_data():
    net, (theta, data) = NETS[3], made(NETS[3])
    found = dl.unit_functions(net, theta, data)
    t1, t2 = found.x
    assert np.ptp(t1) == pytest.approx(np.ptp(t2)) == pytest.approx(np.ptp(data.x, axis=1).max())
    assert np.all(found.x.min(axis=1) <= data.x.min(axis=1) + 1e-12)
    assert np.all(found.x.max(axis=1) >= data.x.max(axis=1) - 1e-12)
    for row, column in ((0, 3), (9, 15)):
        z, _ = dl.forward(net, theta, [[t1[column]], [t2[row]]])
        for j in (1, 2, 3, 4):
            assert np.allclose(found.values[found.of(j), row, column], z[j][:, 0])


def test_with_more_inputs_there_are_means_only():
    found = dl.unit_functions(NETS[4], *made(NETS[4]))
    assert found.x is None and found.values is None and found.z.shape == (9,)


def test_a_single_place_of_the_data_gets_an_interval_all_the_same():
    data = dl.Data.from_arrays([2.0], [1.0])
    found = dl.unit_functions(NETS[0], np.zeros(78), data, points=3)
    assert found.x.tolist() == [[1, 2, 3]]


def test_many_thetas_give_an_array_of_them_and_an_overflow_is_kept():
    net, (theta, data) = NETS[0], made(NETS[0])
    found = dl.unit_functions(net, np.stack([theta, 1e200 * theta]), data)
    assert found.shape == (2,) and not np.isfinite(found[1].values).all()
    assert np.array_equal(found[0].values, dl.unit_functions(net, theta, data).values)


# ------------------------------------------------------------------------------- switched off


@pytest.mark.parametrize("net", NETS[:3])
def test_an_edge_that_is_off_has_the_weight_0_and_all_else_stays(net):
    theta, _ = made(net)
    left = dl.without(net, theta, (("edge", 2, 1, 4),))
    wanted = theta.copy()
    net.unpack(wanted)[0][2][0, 3] = 0
    assert np.array_equal(left, wanted) and not np.array_equal(left, theta)


def test_nothing_behind_a_unit_that_is_off_knows_it():
    """The next state is what it was with any other z_j[i]: here with a bias that moves it."""
    net, (theta, data) = NETS[0], made(NETS[0])
    other = theta.copy()
    net.unpack(other)[1][2][3] += 1.0  # moves unit 4 of z_3
    off = (("unit", 3, 4),)
    z, _ = dl.forward(net, dl.without(net, theta, off), data.x)
    same, _ = dl.forward(net, dl.without(net, other, off), data.x)
    assert not np.allclose(z[3], same[3]) and np.array_equal(z[4], same[4])
    assert not np.allclose(net(theta, data.x), z[-1])


def test_a_unit_that_passes_by_on_a_skip_adds_nothing_of_its_own():
    net, (theta, data) = NETS[1], made(NETS[1])
    z, _ = dl.forward(net, dl.without(net, theta, (("unit", 4, 2),)), data.x)
    assert net.skips(3) and net.skips(4)
    assert np.array_equal(z[4][1], z[3][1])  # σ(0) = 0 was added to what layer 3 lets by
    first, _ = dl.forward(net, dl.without(net, theta, (("unit", 2, 2),)), data.x)
    assert net.skips(2) and not net.skips(1) and not first[2][1].any()  # nothing before it


def test_switching_off_takes_many_networks_and_leaves_the_given_one_alone():
    net, (theta, _) = NETS[0], made(NETS[0])
    many, off = np.stack([theta, 2 * theta]), [("unit", 2, 1), ("edge", 1, 2, 1)]
    before = many.copy()
    left = dl.without(net, many, off)
    assert np.array_equal(many, before) and left.shape == many.shape
    assert np.array_equal(left[0], dl.without(net, theta, off)) and np.array_equal(
        left[1], 2 * left[0]
    )


@pytest.mark.parametrize(
    "off", [("unit", 9, 1), ("unit", 2, 6), ("unit", 6, 1), ("edge", 9, 1, 1), ("edge", 1, 1, 2)]
)
def test_what_the_network_does_not_have_or_is_an_output_changes_nothing(off):
    theta, _ = made(NETS[0])
    assert np.array_equal(dl.without(NETS[0], theta, (off,)), theta)


def test_the_functions_are_those_of_what_is_left_and_the_weights_those_that_are_off():
    net, (theta, data) = NETS[0], made(NETS[0])
    off = (("unit", 3, 2), ("edge", 2, 1, 1), ("unit", 3, 2))
    found = dl.unit_functions(net, theta, data, off, unit=(3, 2))
    alone = dl.unit_functions(net, dl.without(net, theta, off), data)
    assert np.array_equal(found.values, alone.values) and np.array_equal(found.z, alone.z)
    assert found.off == (("edge", 2, 1, 1), ("unit", 3, 2)) and found.unit == (3, 2)
    assert found.W[3][0, 1] == net.unpack(theta)[0][3][0, 1] != 0


@pytest.mark.parametrize(
    "off, said",
    [
        ("unit", "off must be a tuple"),
        (("unit", 1, 2), "off must be a tuple of .*, got 'unit' in it"),
        ((("layer", 1),), r"off must be a tuple of .*, got \('layer', 1\) in it"),
        ((("unit", 1),), "off, unit must be 2 whole numbers"),
        ((("edge", 1, 1, 0),), "off, edge must be a whole number ≥ 1, got 0"),
    ],
)
def test_an_off_that_is_not_written_so_is_refused(off, said):
    with pytest.raises(ValueError, match=said):
        dl.without(NETS[0], np.zeros(78), off)


def test_wrong_arguments_are_refused():
    net, (theta, data) = NETS[0], made(NETS[0])
    with pytest.raises(ValueError, match="theta must end with an axis of length 78"):
        dl.unit_functions(net, theta[1:], data)
    with pytest.raises(ValueError, match="unit must be 2 whole numbers"):
        dl.unit_functions(net, theta, data, unit=3)
    with pytest.raises(ValueError, match="x must have n_1 = 1 rows"):
        dl.unit_functions(net, theta, dl.spirals())
    with pytest.raises(TypeError, match="data must be of type Data"):
        dl.unit_functions(net, theta, data.x)
    with pytest.raises(ValueError, match="points must be a whole number ≥ 2"):
        dl.unit_functions(net, theta, data, points=1)
