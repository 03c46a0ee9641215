"""Affine maps with shared and missing weights: what they compute, their gradients and training."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse import compiled
from dlcourse.losses import LEAST_SQUARES

RNG = np.random.default_rng(0)
SMALL = dl.Network(
    (6, 6, 3, 1), "tanh", affine=(dl.convolution(6, 3), dl.sparse(6, 3, 0.5, seed=1), None)
)


def task(net, N=7, seed=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(net.widths[0], N)), rng.normal(size=(net.widths[-1], N))


def of_weights(net, weights):
    """θ (P,) from the numbers of the weights (n_weights,)."""
    return np.where(net.weights < 0, 0.0, np.asarray(weights)[net.weights])


def test_counts():
    assert dl.dense(5, 3).n_weights == 3 * 6 and dl.dense(5, 3).fan_in == 5
    assert dl.convolution(20, 5).n_weights == 6 and dl.convolution(20, 5).shape == (20, 20)
    two = dl.convolution((8, 8), (3, 3), channels=(2, 4), stride=2)
    assert two.n_weights == 4 * 2 * 9 + 4 and two.shape == (4 * 16, 2 * 64) and two.fan_in == 18
    thin = dl.sparse(10, 4, 0.3)
    assert thin.n_weights == 4 * 3 + 4 and thin.fan_in == 3
    assert SMALL.n_weights == 4 + 3 * 3 + 3 + 4 and SMALL.n_params == 6 * 7 + 3 * 7 + 4
    dense = dl.Network((6, 6, 3, 1))
    assert dense.n_weights == dense.n_params and dense.weights is None


def test_a_convolution_of_a_signal():
    net = dl.Network((9, 9), affine=(dl.convolution(9, 3),))
    kernel, signal = np.array([0.5, -1.0, 2.0]), RNG.normal(size=9)
    out = net(of_weights(net, [*kernel, 0.25]), signal[:, None])[:, 0]
    np.testing.assert_allclose(out, np.correlate(signal, kernel, "same") + 0.25, atol=1e-14)


def test_a_convolution_of_pictures_with_channels_and_stride():
    shape, kernel, n_from, n_to, stride = (5, 6), (3, 5), 2, 3, 2
    one = dl.convolution(shape, kernel, (n_from, n_to), stride)
    net = dl.Network((one.shape[1], one.shape[0]), affine=(one,))
    K, b = RNG.normal(size=(n_to, n_from, *kernel)), RNG.normal(size=n_to)
    x = RNG.normal(size=(n_from, *shape))
    wide = np.pad(x, ((0, 0), (1, 1), (2, 2)))
    wanted = [
        b[c] + np.sum(K[c] * wide[:, i : i + 3, k : k + 5])
        for c in range(n_to)
        for i in range(0, 5, stride)
        for k in range(0, 6, stride)
    ]
    out = net(of_weights(net, [*K.ravel(), *b]), x.reshape(-1, 1))[:, 0]
    np.testing.assert_allclose(out, wanted, atol=1e-13)


def test_a_sparse_layer_keeps_its_seeded_inputs():
    one, same, other = (dl.sparse(12, 5, 0.25, seed=s) for s in (4, 4, 5))
    assert one == same and hash(one) == hash(same) and one != other
    assert ((one.numbers[:, :-1] >= 0).sum(axis=1) == 3).all() and (one.numbers[:, -1] >= 0).all()
    assert dl.sparse(12, 5, 0.0).fan_in == 1
    assert dl.sparse(12, 5, 1.0) == dl.dense(12, 5)


def test_the_gradient_of_a_shared_weight_is_the_sum_over_its_places():
    x, y = task(SMALL)
    w = RNG.normal(size=SMALL.n_weights)
    g = dl.gradient(SMALL, of_weights(SMALL, w), x, y)
    by_step = np.empty(w.size)
    for k in range(w.size):
        step = w.astype(complex)
        step[k] += 1e-30j
        by_step[k] = dl.objective(SMALL, of_weights(SMALL, step), x, y).imag / 1e-30
    np.testing.assert_allclose(g, of_weights(SMALL, by_step), rtol=1e-12, atol=1e-13)
    dense = dl.gradient(dl.Network(SMALL.widths, "tanh"), of_weights(SMALL, w), x, y)
    at = SMALL.weights == 0
    assert at.sum() == 5 and np.isclose(g[at][0], dense[at].sum())


def test_single_gradients_and_their_norms():
    x, y = task(SMALL)
    w = RNG.normal(size=SMALL.n_weights)
    single = dl.per_sample_gradients(SMALL, of_weights(SMALL, w), x, y)
    whole = dl.gradient(SMALL, of_weights(SMALL, w), x, y)
    np.testing.assert_allclose(single.sum(axis=0), whole, atol=1e-12)
    first = [np.flatnonzero(SMALL.weights == k)[0] for k in range(w.size)]
    np.testing.assert_array_equal(SMALL.first_entries, first)
    norms = dl.per_sample_gradient_norms(SMALL, of_weights(SMALL, w), x, y)
    np.testing.assert_allclose(norms, np.linalg.norm(single[:, first], axis=1))


def test_hessian_vector_products_along_shared_weights():
    x, y = task(SMALL)
    w, d = RNG.normal(size=(2, SMALL.n_weights))
    theta, along = of_weights(SMALL, w), of_weights(SMALL, d)
    h = 1e-5
    ends = [dl.gradient(SMALL, theta + s * h * along, x, y) for s in (1, -1)]
    product = dl.hessian_vector_product(SMALL, theta, x, y, along)
    np.testing.assert_allclose(product, (ends[0] - ends[1]) / (2 * h), atol=1e-6)


@pytest.mark.skipif(not compiled.available(), reason="needs numba")
@pytest.mark.parametrize("kernel", ["objective", "gradient", "per_sample_gradients"])
def test_kernels_agree_with_the_recursion(monkeypatch, kernel):
    x, y = task(SMALL, N=45)
    thetas = dl.initialize(SMALL, seed=range(3))
    assert compiled.serves(SMALL, thetas, x, y, LEAST_SQUARES)
    fast = getattr(dl, kernel)(SMALL, thetas, x, y)
    monkeypatch.setattr(compiled, "serves", lambda *_: False)
    np.testing.assert_allclose(fast, getattr(dl, kernel)(SMALL, thetas, x, y), atol=1e-12)


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("optimizer", [dl.Adam(1e-2), dl.GradientDescent(1e-2)])
def test_training_keeps_what_is_shared_and_is_the_same_compiled(monkeypatch, optimizer, batch_size):
    x, y = task(SMALL, N=20)
    data = dl.Data("noise", x, y)
    options = dict(epochs=200, optimizer=optimizer, batch_size=batch_size, weight_decay=1e-3)
    run = dl.train(SMALL, data, seed=[0, 1], **options)
    np.testing.assert_array_equal(run.thetas, SMALL.tied(run.thetas))
    assert (run.losses[:, -1] < 0.9 * run.losses[:, 0]).all()
    monkeypatch.setattr(compiled, "serves", lambda *_: False)
    slow = dl.train(SMALL, data, seed=[0, 1], **options)
    np.testing.assert_allclose(run.thetas, slow.thetas, atol=1e-8)


def test_a_given_start_is_tied_at_once():
    x, y = task(SMALL)
    loose = RNG.normal(size=SMALL.n_params)
    run = dl.train(SMALL, dl.Data("noise", x, y), theta0=loose, epochs=1)
    np.testing.assert_array_equal(run.thetas[0], SMALL.tied(loose))
    assert (run.thetas[0][SMALL.weights < 0] == 0).all()


def test_a_start_gives_few_inputs_larger_weights():
    thin = dl.Network((100, 100, 1), affine=(dl.sparse(100, 100, 0.04), None))
    W, _ = thin.unpack(dl.initialize(thin, "he", seed=0))
    kept = W[1][W[1] != 0]
    assert kept.size == 400 and np.std(kept) == pytest.approx(np.sqrt(2 / 4), rel=0.15)


@pytest.mark.parametrize(
    "build, word",
    [
        (lambda: dl.Affine(((0, 1), (2,))), "pattern"),
        (lambda: dl.Affine(((0, -2),)), "pattern"),
        (lambda: dl.Affine(()), "pattern"),
        (lambda: dl.dense(0, 3), "n_in"),
        (lambda: dl.convolution(8, 4), "kernel"),
        (lambda: dl.convolution((8, 8), 3), "kernel"),
        (lambda: dl.convolution(0, 3), "shape"),
        (lambda: dl.convolution(8, 3, channels=(1, 0)), "channels"),
        (lambda: dl.convolution(8, 3, stride=0), "stride"),
        (lambda: dl.sparse(4, 4, 1.5), "share"),
        (lambda: dl.Network((6, 3, 1), affine=(dl.dense(6, 3),)), "affine"),
        (lambda: dl.Network((6, 3, 1), affine=(dl.dense(5, 3), None)), "affine"),
    ],
)
def test_what_does_not_fit_is_named(build, word):
    with pytest.raises(ValueError, match=word):
        build()


def test_another_type_among_the_maps_is_named():
    with pytest.raises(TypeError, match="affine"):
        dl.Network((6, 3, 1), affine=("dense", None))
