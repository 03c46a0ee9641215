"""What notebook 10 says, computed by its own experiments."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.backpropagation import experiments, measures, models
from dlcourse.chapters.backpropagation.exercises import SHARED_WEIGHTS
from dlcourse.chapters.backpropagation.measures import GONE, KEPT, LATER, NOW

PLAIN, RESIDUAL = (dl.Network(experiments.SMALL, dl.TANH, residual) for residual in (False, True))


def state(net, step, training=True):
    return measures.states_at(measures.operations(net, training), step)


def numbers(states, *wanted):
    return {number for number, what in states.items() if what in wanted}


# ------------------------------------------------------------------------------- what is kept


def test_after_the_loss_15_numbers_are_kept():
    """z_1, z_2, z_3 have 8 entries, v_1 and v_2 have 6, and δ_4 is there."""
    found = numbers(state(PLAIN, 8), KEPT, NOW)
    count = {letter: sum(one[0] == letter for one in found) for letter in "zvδ"}
    assert count == {"z": 8, "v": 6, "δ": 1}
    assert measures.kept(measures.operations(PLAIN))[8] == 15


def test_for_a_prediction_never_more_than_8_numbers_are_there():
    """However many layers of three units: two columns of z, and the v just computed."""
    assert measures.kept(measures.operations(PLAIN, training=False)).max() <= 8
    deep = dl.Network((2, *[3] * 30, 1), dl.TANH)
    assert measures.kept(measures.operations(deep, training=False)).max() <= 8
    assert measures.kept(measures.operations(deep)).max() > 150


@pytest.mark.parametrize("net", [PLAIN, RESIDUAL], ids=["plain", "residual"])
def test_nothing_is_read_before_it_is_made_or_after_it_has_become_pale(net):
    steps = measures.operations(net)
    for k, step in enumerate(steps):
        before = measures.states_at(steps, k - 1) if k else {}
        assert all(before[number] in (KEPT, NOW) for number in step.reads)
        assert all(before.get(number, LATER) == LATER for number in step.makes)


def test_v_goes_when_e_is_known_and_z_when_the_gradients_rows_are():
    steps = measures.operations(PLAIN)
    last = measures.last_reads(steps)
    for j in (1, 2):
        for i in (1, 2, 3):
            assert (steps[last["v", j, i]].kind, steps[last["v", j, i]].j) == ("row", j)
    for (letter, j, _), k in last.items():
        if letter == "z" and j <= 3:
            assert (steps[k].kind, steps[k].j, steps[k].i) == ("row", j, PLAIN.widths[j])
    assert ("v", 3, 1) not in last  # the output layer has no σ
    assert state(PLAIN, 21)["z", 1, 1] == GONE


def test_the_passes_are_those_of_the_library_and_the_steps_make_every_number_once():
    for net in (PLAIN, RESIDUAL):
        theta = experiments.short_weights(net, 4)
        x, y = np.array([[0.3], [-1.2]]), np.array([[0.7]])
        found = measures.moment(net, theta, x, y, 21)
        z, delta, e = dl.backward(net, theta, x, y)
        for j in range(1, 4):
            assert np.array_equal(found.z[j], z[j]) and np.array_equal(found.e[j], e[j])
            assert np.allclose(found.dW[j], e[j] @ z[j].T) and np.allclose(found.db[j], e[j])
        assert np.array_equal(found.delta[4], delta[4]) and np.allclose(delta[4], z[4] - y)
        made = [number for step in found.steps for number in step.makes]
        assert len(made) == len(set(made)) == 9 + 7 + 7 + 7 + 7  # z, v, rows, e, δ_2 … δ_4
        assert len(found.steps) == len(experiments.STEPPED.recorded)


def test_the_skip_connection_carries_delta_back():
    found = experiments.passes(dl.TANH, True, (1.0, -0.5), 1.0, 13)
    straight = found.W[2].T @ found.e[2]
    assert np.allclose(found.delta[2], straight + found.delta[3])
    assert ("δ", 3, 1) in next(s for s in found.steps if (s.kind, s.j, s.i) == ("back", 2, 1)).reads


def test_weights_of_ones_own_take_the_place_of_the_drawn_ones():
    given = dl.TANH, False, (1.0, -0.5), 1.0, 3
    found = experiments.passes(*given, own=((2, 1, 3, 1.7),), seed=2)
    plain = experiments.passes(*given, seed=2)
    assert found.W[2][0, 2] == 1.7 and found.drawn[2][0, 2] == plain.W[2][0, 2] != 1.7
    assert found.loss != plain.loss


# ------------------------------------------------------------------------------------- shapes


def test_the_tensor_times_delta_is_the_outer_product():
    for n_in, n_out, seed in ((3, 4, 0), (6, 6, 1), (5, 1, 2)):
        W, z, prime, delta = experiments.one_layer(n_in, n_out, seed)
        tensor = experiments.tensor(W, z, prime)
        assert np.isnan(tensor).mean() == 1 - 1 / n_out  # one row of each matrix is not always 0
        product = np.einsum("l,lmn->mn", delta[:, 0], np.nan_to_num(tensor))
        assert np.allclose(product, (delta * prime) @ z.T)
        h = 1e-6 * np.random.default_rng(0).normal(size=W.shape)
        moved = dl.TANH((W + h) @ z) - dl.TANH((W - h) @ z)
        assert np.allclose(np.einsum("lmn,mn->l", np.nan_to_num(tensor), 2 * h), moved[:, 0])


def test_the_gradient_of_f_after_m_is_the_transpose_of_its_jacobian():
    rng = np.random.default_rng(2)
    M, x = rng.normal(size=(3, 5)), rng.normal(size=5)

    def g(at):
        return np.sum(np.sin(M @ at))

    jacobian = np.cos(M @ x) @ M
    steps = 1e-6 * np.eye(5)
    differences = [(g(x + h) - g(x - h)) / 2e-6 for h in steps]
    assert np.allclose(M.T @ np.cos(M @ x), jacobian) and np.allclose(differences, jacobian)


# --------------------------------------------------------------------- store, or compute again


@pytest.mark.parametrize(("n", "best", "many", "twice"), [(16, 4, 7, 24), (64, 8, 15, 112),
                                                        (100, 10, 19, 180)])  # fmt: skip
def test_the_table_of_checkpoints(n, best, many, twice):
    assert experiments.kept_at_most(n, best) == (many, twice)
    assert experiments.kept_at_most(n, n) == (n, n - 1)
    assert experiments.kept_at_most(n, 0) == (2, n * (n - 1) // 2)
    each = np.array([experiments.kept_at_most(n, c) for c in range(1, n + 1)])
    assert each[:, 0].min() == many and each[:, 1].max() <= 2 * n


def test_the_derivative_does_not_depend_on_what_is_stored():
    right = experiments.chain(20, 20).derivative
    x, product = 0.7, 1.0
    for _ in range(20):
        product, x = product * -np.sin(x), np.cos(x)
    assert np.isclose(right, product, rtol=1e-12)
    assert all(np.isclose(experiments.chain(20, c).derivative, right) for c in range(20))


def test_the_slides_chain_of_three_evaluates_f_three_times_or_twice():
    assert (experiments.kept_at_most(3, 0)[1], experiments.kept_at_most(3, 3)[1]) == (3, 2)


# ------------------------------------------------------------------- paths, samples, costs


def test_six_to_the_eighth_paths_and_264_edges():
    graph = experiments.paths(8, 6)
    assert (graph.counts[-1][0], graph.edges) == (6**8, 264)


@pytest.mark.parametrize("widths", [(1, 3, 2, 1), (1, 4, 4, 4, 1), (1, 2, 1)])
def test_the_sum_over_paths_is_the_derivative_and_takes_a_product_for_each_path(widths):
    net = dl.Network(widths, dl.IDENTITY)
    theta = dl.initialize(net, seed=1)
    W, _ = net.unpack(theta)
    total, operations = measures.sum_over_paths(W)
    x = np.zeros((1, 1))
    delta = dl.deltas(net, theta, x, net(theta, x) - 1)  # δ_{n+1} = 1
    assert np.isclose(total, delta[1][0, 0])
    assert operations == measures.paths_to(widths)[-1][0] * (net.depth - 1)


def test_value_and_gradient_cost_3_minus_1_over_n_values():
    for n in (1, 2, 5, 30):
        for width in (2, 128):
            f, both = measures.multiplications(dl.Network((width,) * (n + 1)))
            assert f == n * width**2 and both / f == pytest.approx(3 - 1 / n)
    for widths in ((1000, 1000, 1), (1, 700, 700, 700, 1), (1, 100, *[100] * 99, 1)):
        net = dl.Network(widths)
        f, both = measures.multiplications(net)
        assert net.n_params > 4e5 and 2 <= both / f <= 3


# --------------------------------------------------------------------------------- differences


def errors(name, apart):
    """{method: errors (20, T)} over 20 seeds."""
    found = [experiments.difference_errors(name, apart, seed) for seed in range(20)]
    return {method: np.array([one[method] for one in found]) for method in found[0]}


def test_differences_have_their_best_steps_where_the_notebook_says():
    tanh = errors("Tanh", np.inf)
    best = {m: np.median(experiments.STEPS[e.argmin(axis=1)]) for m, e in tanh.items()}
    least = {method: np.median(e.min(axis=1)) for method, e in tanh.items()}
    assert 5e-9 < best["forward"] < 1e-7 and 1e-9 < least["forward"] < 1e-7
    assert 1e-6 < best["central"] < 3e-5 and 1e-12 < least["central"] < 1e-10
    small = experiments.STEPS <= 1.1e-8
    assert tanh["complex step"][:, small].max() < 1e-13


def test_a_kink_spoils_central_differences_but_not_the_complex_step():
    near = errors("LeakyReLU", 1e-4)
    at = np.argmin(np.abs(experiments.STEPS - 1e-2))
    across = {method: np.median(e[:, at]) for method, e in near.items()}
    assert across["central"] > 10 * across["complex step"]
    smooth = {method: np.median(e[:, at]) for method, e in errors("Tanh", 1e-4).items()}
    assert smooth["central"] < 3 * smooth["complex step"]


def test_on_a_kink_central_differences_never_agree():
    least = errors("LeakyReLU", 0.0)["central"].min(axis=1)
    assert np.median(least) > 2e-5
    away = errors("LeakyReLU", np.inf)["central"].min(axis=1)
    assert np.median(away) < 1e-10


# ---------------------------------------------------------------------------------- write it


def test_shared_weights_have_the_sum_of_the_parts_as_gradient():
    net = dl.Network((3, 3, 3, 3), dl.TANH)
    rng = np.random.default_rng(8)
    block, direction = rng.normal(size=(2, 12))
    direction.reshape(3, 4)[:, 3] = 0  # W moves, the biases do not
    x, y = rng.normal(size=(2, 3, 6))
    z, _, e = dl.backward(net, np.tile(block, 3), x, y)
    moved = dl.objective(net, np.tile(block + 1e-20j * direction, 3), x, y).imag / 1e-20
    found = SHARED_WEIGHTS.solution(z, e)
    assert np.isclose(np.sum(found * direction.reshape(3, 4)[:, :3]), moved, rtol=1e-10)


def test_a_right_backward_pass_trains_the_network_of_00():
    """And it is the training of the library, up to rounding that grows with the epochs."""
    _, losses = experiments.trained_by(None, 19)
    run = dl.train(dl.deep_network(5), experiments.DATA, seed=19, epochs=2000)
    assert losses[0] == pytest.approx(run.losses[0]) and losses[-1] < 0.02
    k = experiments.EPOCHS.index(200)
    assert losses[k] == pytest.approx(run.losses[np.searchsorted(run.epochs, 200)], rel=0.2)


def test_wrong_and_missing_passes_do_not_train():
    for nothing in (lambda *given: NotImplemented, lambda *given: 1 / 0, lambda *given: ([], [])):
        thetas, losses = experiments.trained_by(nothing, 1)
        assert np.ptp(losses) == 0 and np.array_equal(thetas[0], thetas[-1])

    def uphill(*given):
        return tuple([None, *(-g for g in part[1:])] for part in models.package_backward(*given))

    assert not experiments.trained_by(uphill, 1)[1][-1] < experiments.trained_by(uphill, 1)[1][0]
