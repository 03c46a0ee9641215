"""Overparameterization: what the slides claim and the notebook says, over seeds."""

from functools import cache

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.chapters.overparameterization import experiments, measures, models

pytestmark = pytest.mark.skipif(
    not compiled.available(), reason="takes minutes without the compiled kernels"
)
SEEDS = 16  # of the errors; the tables of the notebook have as many
P = {net.n_params: net for net in models.shapes("five inputs", "width").values()}


# ------------------------------------------------------------------------------------- counting


def test_width_p_and_p_squared_samples_give_about_n_weights_per_sample():
    for p in (30, 100, 1000):
        for n in (5, 10, 20):
            exact = models.parameters(p, p, n)
            assert exact == dl.Network((p, *[p] * (n - 1), 1)).n_params
            assert n - 1 <= exact / p**2 < n * (1 + 1 / p)
    ten = [models.parameters(p, p, 10) / p**2 for p in (30, 1000)]
    assert np.allclose(ten, [9.33, 9.01], atol=0.01)


def test_half_the_width_leaves_about_a_quarter_of_the_parameters():
    for p in (30, 1000):
        for n in (10, 20, 50):
            part = models.parameters(p, p // 2, n) / models.parameters(p, p, n)
            assert 0.24 < part < 0.3
        assert models.parameters(p, p, 1) < p**2 < models.parameters(p, p, 2)  # two are enough


def test_with_p_cubed_samples_no_network_of_the_map_has_more_weights_at_p_1000():
    assert not np.any(experiments.ratios(1000, 1000**3, 1, 10).values > 1)
    alike = [experiments.ratios(p, p**2, 1, 10).values[1:] for p in (30, 1000)]
    assert np.all(alike[0] / alike[1] < 1.3)  # with p² it hardly depends on p


# ------------------------------------------------------------------------- many solutions


def test_twelve_networks_fit_the_six_samples_and_differ_between_them():
    """Measured: the largest difference is 1.5 to 2.6 over six seeds; with ten samples 0.5 to 0.8.

    Six samples and 481 parameters.
    """
    assert experiments.NET.n_params == 481
    for data, low, high in ((experiments.SIX, 1.0, 4.0), (experiments.TEN, 0.25, 1.3)):
        for seed in range(6):
            fan = experiments.fan(data, 1.0, seed)
            assert np.all(fan.losses <= measures.ZERO)
            assert low < fan.spread.max() < high
            there = [np.interp(data.x[0], fan.x, row) for row in fan.u]
            assert np.max(np.std(there, axis=0)) < 0.05 * fan.spread.max()


def test_all_twelve_follow_a_sample_that_is_pulled():
    rng = np.random.default_rng(0)
    for seed in range(8):
        k, y = int(rng.integers(6)), rng.uniform(-1.5, 1.5)
        x = float(experiments.SIX.x[0, k])
        fan = experiments.fan(experiments.SIX.moved(k, x, y), 1.0, seed)
        assert np.mean(fan.losses <= measures.ZERO) >= 0.9


def test_the_training_problem_is_blind_between_the_samples():
    """All twelve have the same objective, and errors to the truth that differ by half and more."""
    theta, losses = experiments.fitted(experiments.SIX, 1.0, tuple(range(12)))
    data = experiments.SIX
    errors = measures.mean_loss(experiments.NET, theta, data.x_test, data.y_test)
    assert losses.max() <= measures.ZERO and errors.max() > 1.5 * errors.min()


# ------------------------------------------------------------------------------- does it pay


@cache
def medians(problem="five inputs", vary="width", noise=0.3, how="Adam", loss="least squares"):
    """{P: median test error} of networks and of random features, as the figure gets them."""
    settings = experiments.both(problem, vary, noise, how, loss)
    sweep = dl.sweep(experiments.either, settings, range(SEEDS), experiments.by_size)
    return tuple(
        dict(zip(errors.P.tolist(), errors.medians.tolist(), strict=True))
        for errors in sweep.result()
    )


def test(networks, size):
    """The median test error at this P."""
    return networks[size][1]


test.__test__ = False


@pytest.mark.parametrize("noise, peak", [(0.3, 1.4), (0.6, 1.5)])
def test_with_noise_the_test_error_has_its_peak_past_n_and_falls_again(noise, peak):
    """Measured: .19, .60 at P = 57, .35; with noise 0.6 .28, 1.39 at P = 36, .61."""
    networks, _ = medians(noise=noise)
    worst = max(networks, key=lambda size: test(networks, size))
    assert 22 <= worst <= 85
    assert test(networks, worst) > peak * test(networks, 421)
    assert test(networks, worst) > 2 * test(networks, 8)
    assert test(networks, 421) > 1.3 * test(networks, 8)  # the smallest one stays the best


def test_without_noise_the_peak_is_small():
    """Measured: .18, .34 at P = 43, .24."""
    networks, _ = medians(noise=0)
    worst = max(test(networks, size) for size in networks)
    assert 1.1 < worst / test(networks, 421) < 2 and test(networks, 421) > test(networks, 8)


def test_past_n_the_training_error_is_zero_and_before_it_is_not():
    networks, features = medians()
    assert networks[22][0] > 1e-2 and networks[85][0] < 1e-12 and networks[421][0] < 1e-20
    assert features[25][0] > 1e-3 and features[32][0] < 1e-20


def test_random_features_have_a_sharp_peak_at_n():
    """Measured: .32 at P = 10, 9.4 at 30, .31 at 500; least squares of smallest norm."""
    _, features = medians()
    assert max(features, key=lambda size: test(features, size)) in (28, 30, 32)
    assert test(features, 30) > 8 * test(features, 10)
    assert test(features, 30) > 8 * test(features, 500)
    assert test(features, 500) < 1.3 * test(features, 10)


def test_sgd_makes_the_peak_flatter_and_huber_and_depth_do_not_remove_it():
    """Measured: SGD .20, .42, .30; Huber .19, .81, .33; depth .40, .56, .41."""
    adam, sgd, huber = (medians(how=h, loss=k)[0] for h, k in (
        ("Adam", "least squares"), ("SGD", "least squares"), ("Adam", "Huber")))  # fmt: skip
    worst = [max(test(runs, size) for size in runs) for runs in (adam, sgd, huber)]
    assert worst[1] < 0.9 * worst[0] and worst[1] > 1.15 * test(sgd, 421)
    assert worst[2] > 1.4 * test(huber, 421)
    assert sgd[85][0] > 1e-8 > adam[85][0]
    deep, _ = medians(vary="depth")
    assert max(test(deep, size) for size in deep) > 1.15 * test(deep, max(deep))


def test_with_one_input_more_weights_help():
    """Measured: .080 at P = 4, .007 at 13, .005 at 181."""
    networks, _ = medians("one input", "width", 0.1)
    assert test(networks, 4) > 5 * test(networks, 13) and test(networks, 181) < test(networks, 13)
    assert test(networks, 181) == min(test(networks, size) for size in networks)
    assert networks[181][0] > 1e-3


# ------------------------------------------------------------------------------ down to zero


def shares(cells, hidden=2, sigma="Tanh", labels="sine", steps=400, count=8):
    """The share of runs at zero for each of the cells (width, N), as the figure gets them."""
    found = []
    for width, N in cells:
        losses, _ = experiments.to_zero(width, hidden, N, sigma, labels, count, seed=0)
        found.append(np.mean(losses[:, steps] <= measures.ZERO))
    return np.array(found)


WIDE = [(20, N) for N in experiments.COLUMNS]


def test_more_parameters_than_samples_are_not_enough():
    """Measured, two hidden layers of Tanh: of 8 runs 0 with P = 13, N = 10 and P = 46, N = 30."""
    sizes = {w: dl.Network((1, w, w, 1)).n_params for w in experiments.ROWS}
    assert sizes == {2: 13, 3: 22, 5: 46, 8: 97, 20: 481}
    assert shares([(2, 10), (3, 20), (5, 30)]).max() <= 0.2
    assert shares([(3, 5), (5, 10), (5, 15), (8, 20)]).min() >= 0.6  # three and more for each
    assert shares([(8, 30)]) >= 0.2 and shares(WIDE).min() >= 0.8


def test_adam_alone_arrives_with_few_samples_only():
    assert shares(WIDE[:2], steps=0).min() >= 0.8
    assert shares([*WIDE[2:], (8, 20), (5, 15)], steps=0).max() == 0
    assert shares([(20, 20)], steps=60) > 0.2 and shares([(20, 30)], steps=60) <= 0.2


def test_with_leaky_relu_the_steps_end_at_kinks():
    """Measured, width 20: 100, 100, 12, 0, 0 per cent; further steps change nothing."""
    found = shares(WIDE, sigma="LeakyReLU")
    assert found[:2].min() >= 0.8 and found[3:].max() == 0 and found[2] <= 0.5
    assert np.array_equal(found, shares(WIDE, sigma="LeakyReLU", steps=100))


def test_most_of_these_leaky_relu_networks_bend_exactly_at_a_sample():
    """Measured, width 20: 13 of 16 runs with N = 20 and 30. With Tanh there is no bend to meet."""
    bends = [experiments.to_zero(20, 2, N, "LeakyReLU", "sine", 8, seed=0)[1] for N in (20, 30)]
    assert np.mean(np.array(bends) < 1e-8) >= 0.6
    assert experiments.to_zero(20, 2, 20, "Tanh", "sine", 8, seed=0)[1].min() > 1e-8


def test_a_leaky_relu_network_with_loss_zero_exists():
    """A kink at each sample draws the polygon through all of them: 19 hidden units for 20."""
    data = models.samples(20)
    order = np.argsort(data.x[0])
    x, y = data.x[0, order], data.y[0, order]
    net = dl.Network((1, 19, 1))
    theta = np.zeros(net.n_params)
    W, b = net.unpack(theta)
    W[1][:, 0], b[1][:, 0] = 1.0, -x[:-1]
    z, _ = dl.forward(net, theta, x[None])
    system = np.vstack([z[2], np.ones(20)])
    *W[2][0], b[2][0, 0] = np.linalg.solve(system.T, y)
    assert measures.mean_loss(net, theta, x[None], y[None]) < 1e-20


def test_labels_without_meaning_are_harder_to_fit():
    cells = [(5, 10), (5, 15), (5, 20)]
    assert shares(cells, labels="random").sum() < shares(cells).sum() - 0.5


def test_one_hidden_layer_fits_fewer_samples_than_four():
    """Measured with P = 61 and P = 106: 0 and 62 per cent with N = 30."""
    one = shares([(20, 15), (20, 30)], hidden=1)
    assert one[0] >= 0.8 and one[1] <= 0.2
    assert shares([(5, 30)], hidden=4) >= 0.3


def test_near_a_solution_each_step_gains_about_six_digits_of_the_loss():
    losses, _ = experiments.to_zero(20, 2, 20, "Tanh", "sine", 8, seed=0)
    for row in losses:
        near = row[(row < 1e-8) & (row > 1e-21)]
        assert np.all(near[1:] < 1e-3 * near[:-1]) and len(near) <= 4


# -------------------------------------------------------------------------------- the walk

DATA, NET = experiments.SIX, experiments.NET


def test_the_six_gradients_are_independent_so_475_directions_are_free():
    theta, _ = experiments.fitted(DATA, 1.0, tuple(range(6)))
    for row in theta:
        sizes = np.linalg.svd(measures.jacobian(NET, row, DATA.x), compute_uv=False)
        assert len(sizes) == 6 and sizes.min() > 0.02 * sizes.max()


def test_a_walk_keeps_loss_zero_and_changes_the_curve():
    """Measured, six starts and three directions: test losses differ 1.3 to 17 times, median 2.7.

    Straight on .002 after the first step and .5 to 21 in the end.
    """
    ratios, ends, moved = [], [], []
    for seed in range(6):
        for direction in range(3):
            path, straight = experiments.walked(DATA, direction, seed)
            assert measures.mean_loss(NET, path, DATA.x, DATA.y).max() <= measures.ZERO
            test_losses = measures.mean_loss(NET, path, DATA.x_test, DATA.y_test)
            ratios.append(test_losses.max() / test_losses.min())
            off = measures.mean_loss(NET, straight, DATA.x, DATA.y)
            ends.append(off[-1])
            assert 1e-4 < off[1] < 2e-2
            u = NET(path[[0, -1]], experiments.X[None])[:, 0]
            moved.append(np.abs(u[1] - u[0]).max())
            assert 8 < np.linalg.norm(path[0]) < 13
    assert 1.7 < np.median(ratios) < 5 and min(ratios) > 1.1
    assert 2 < np.median(ends) < 9 and min(ends) > 0.2
    assert min(moved) > 0.15 and 0.7 < np.median(moved) < 2.2


def test_at_loss_zero_all_but_n_eigenvalues_of_the_hessian_are_zero():
    theta, _ = experiments.fitted(DATA, 1.0, (0,))
    J = measures.jacobian(NET, theta[0], DATA.x)
    directions = np.random.default_rng(2).normal(size=(3, NET.n_params))
    for d in directions:
        Hd = dl.hessian_vector_product(NET, theta[0], DATA.x, DATA.y, d)
        assert np.allclose(Hd, J.T @ (J @ d), atol=1e-7)
