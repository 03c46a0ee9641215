"""The compiled loops against the readable recursion: same numbers, kernel by kernel."""

import copy
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from dlcourse import (
    ACTIVATIONS,
    IDENTITY,
    LEAST_SQUARES,
    LOSSES,
    TANH,
    Activation,
    Adam,
    Data,
    GradientDescent,
    Loss,
    Network,
    NormPull,
    backprop,
    compiled,
    deep_network,
    elu,
    landscape,
    leaky_relu,
    train,
    wiggly,
)
from dlcourse.compiled import threads

SIGMAS = [*ACTIVATIONS.values(), leaky_relu(0.3), elu(0.7)]
ALL_LOSSES = tuple(LOSSES.values())

needs_numba = pytest.mark.skipif(not compiled.available(), reason="numba is missing or off")


def both_ways(monkeypatch, function, *args, **kwargs):
    """The result by numpy and by the compiled loops."""
    results = []
    for setting in ("off", "on"):
        monkeypatch.setenv("DLCOURSE_ACCELERATOR", setting)
        results.append(function(*args, **kwargs))
    return results


def responses(rng, loss, K, N):
    if not loss.classifies:
        return rng.normal(size=(K, N))
    if loss.name.startswith("multiclass"):
        return np.eye(K)[:, rng.integers(0, K, N)]
    return (rng.random((K, N)) < 0.5).astype(float)


def random_task(seed, sigmas=SIGMAS, losses=ALL_LOSSES):
    """A random network with a σ for each layer, data and loss; wide enough for every branch."""
    rng = np.random.default_rng(seed)
    depth = int(rng.integers(1, 7))
    hidden = rng.integers(1, 9, depth - 1) if seed % 2 else [rng.integers(1, 7)] * (depth - 1)
    widths = (int(rng.integers(1, 4)), *map(int, hidden), int(rng.integers(2, 5)))
    net = Network(widths, tuple(rng.choice(sigmas, depth - 1)), residual=bool(seed % 3))
    N = int(rng.choice([1, 5, 7, 8, 30, 32, 33, 71]))
    loss = losses[seed % len(losses)]
    x = rng.normal(size=(widths[0], N))
    return net, x, responses(rng, loss, widths[-1], N), loss, rng


def assert_same(expected, got, tolerance):
    assert got.shape == expected.shape
    assert got.dtype == expected.dtype
    assert np.max(np.abs(got - expected)) <= tolerance * max(np.max(np.abs(expected)), 1e-300)


@needs_numba
@pytest.mark.parametrize("kernel", ["objective", "gradient", "per_sample_gradients"])
def test_kernels_agree_with_the_recursion_on_random_networks(monkeypatch, kernel):
    for seed in range(70):
        net, x, y, loss, rng = random_task(seed)
        lead = [(), (3,), (2, 2)][seed % 3]
        theta = rng.normal(size=(*lead, net.n_params))
        assert compiled.serves(net, theta, x, y, loss)
        numpy, fast = both_ways(monkeypatch, getattr(backprop, kernel), net, theta, x, y, loss)
        assert_same(numpy, fast, 1e-12)


@needs_numba
@pytest.mark.parametrize("sigma", SIGMAS, ids=lambda s: f"{s.name} {s.alpha:g}")
def test_every_activation(monkeypatch, sigma):
    """σ and σ′ alone, between identity weights: small, large, huge, and at the knots."""
    net = Network((1, 1, 1), sigma)
    theta = np.array([1.0, 0.0, 1.0, 0.0])
    v = np.array([-1e4, -800, -700, -40, -3, -1, -0.3, -1e-9, 0, 1e-9, 0.3, 1, 3, 40, 700, 1e4])
    x, zero = v[None], np.zeros((1, v.size))
    absolute = LOSSES["absolute"]
    for function in (backprop.objective, backprop.per_sample_gradients):
        with np.errstate(under="ignore"):
            numpy, fast = both_ways(monkeypatch, function, net, theta, x, zero, absolute)
        np.testing.assert_allclose(fast, numpy, rtol=1e-12, atol=1e-300)
    for at in v:
        numpy, fast = both_ways(
            monkeypatch,
            backprop.objective,
            net,
            theta,
            np.array([[at]]),
            np.zeros((1, 1)),
            absolute,
        )
        np.testing.assert_allclose(fast, numpy, rtol=2e-15, atol=4e-308)


@needs_numba
@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_every_loss(monkeypatch, loss):
    """L and ∇L, from small outputs to outputs of ±1e3 and at the corners."""
    rng = np.random.default_rng(0)
    net = Network((3, 3))
    theta = np.hstack([np.eye(3), np.zeros((3, 1))]).ravel()
    u = np.concatenate([rng.normal(size=(3, 41)), 1e3 * rng.normal(size=(3, 9))], axis=1)
    y = responses(rng, loss, 3, 50)
    u[:, :4] = [[0, 1, -1, 0.5]] * 3
    y[:, :4] = [[0, 0, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0]]
    for function in (backprop.objective, backprop.per_sample_gradients):
        numpy, fast = both_ways(monkeypatch, function, net, theta, u, y, loss)
        assert_same(numpy, fast, 1e-12)


@needs_numba
def test_not_finite_is_not_finite_here_too(monkeypatch):
    x, y = np.ones((1, 9)), np.zeros((1, 9))
    for sigma in SIGMAS:
        net = deep_network(4, activation=sigma)
        for wrong in (np.nan, np.inf):
            theta = np.full(net.n_params, 0.1)
            theta[-1] = wrong
            numpy, fast = both_ways(monkeypatch, backprop.objective, net, theta, x, y)
            assert not np.isfinite(numpy) and not np.isfinite(fast)
        theta = np.full(net.n_params, np.nan)
        assert np.isnan(both_ways(monkeypatch, backprop.objective, net, theta, x, y)).all()


OPTIMIZERS = [
    GradientDescent(0.02),
    GradientDescent(0.01, momentum=0.9, schedule="cosine"),
    Adam(0.01),
    Adam(0.003, beta1=0.8, beta2=0.99, eps=1e-6, schedule="cosine"),
]
WAYS = {
    "plain": {},
    "minibatches": {"batch_size": 4, "epochs": 40},
    "single samples": {"batch_size": 1, "epochs": 8},
    "decay": {"weight_decay": 0.02},
    "pull": {"pull": NormPull(5.0, 0.01)},
    "tolerance": {"tolerance": 0.25},
    "everything": {
        "weight_decay": 0.01, "pull": NormPull(9.0, 0.02), "tolerance": 0.01, "batch_size": 7,
        "epochs": 30,
    },
}  # fmt: skip


@needs_numba
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: f"{type(o).__name__} {o.schedule}")
def test_200_steps_of_training_agree(monkeypatch, optimizer, way):
    # σ and L without corners: at a corner the last digit decides which way a run goes
    smooth = [s for s in SIGMAS if not s.piecewise_affine or s == IDENTITY]
    losses = tuple(LOSSES[n] for n in ("least squares", "logistic", "multiclass logistic"))
    for seed in range(3):
        net, x, y, loss, _ = random_task(seed + 3 * list(WAYS).index(way), smooth, losses)
        seeds = 3 if seed == 0 else range(3)
        options = {"epochs": 200, "snapshots": 20, "scale": 0.7} | WAYS[way]
        numpy, fast = both_ways(
            monkeypatch, train, net, Data.from_arrays(x, y), seed=seeds, optimizer=optimizer,
            loss=loss, **options,
        )  # fmt: skip
        assert_same_run(numpy, fast)


def assert_same_run(numpy, fast, tolerance=1e-8):
    assert np.array_equal(fast.epochs, numpy.epochs)
    assert np.array_equal(fast.last, numpy.last)
    assert np.array_equal(fast.reason, numpy.reason)
    assert_same(numpy.thetas, fast.thetas, tolerance)
    assert_same(numpy.losses, fast.losses, tolerance)


@needs_numba
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("depth", [5, 17, 47])
def test_the_lectures_networks_train_alike(monkeypatch, depth, residual):
    net = deep_network(depth, residual=residual)
    numpy, fast = both_ways(
        monkeypatch, train, net, wiggly(), seed=range(2), epochs=200, scale=0.5,
        optimizer=Adam(3e-3),
    )  # fmt: skip
    assert_same_run(numpy, fast)


@needs_numba
def test_divergence_is_recorded_alike(monkeypatch):
    net = Network((1, 5, 5, 1), TANH)
    numpy, fast = both_ways(
        monkeypatch, train, net, wiggly(), seed=range(3), epochs=400,
        optimizer=GradientDescent(1e3), weight_decay=1.0,
    )  # fmt: skip
    assert list(numpy.stopped) == list(fast.stopped) == ["diverged"] * 3
    assert numpy.diverged_at == fast.diverged_at
    assert np.array_equal(np.isfinite(numpy.thetas), np.isfinite(fast.thetas))
    assert np.isfinite(fast.theta).all()


@needs_numba
def test_seeds_stop_for_themselves(monkeypatch):
    """One seed fits within the tolerance, others go on; each keeps its last state."""
    options = {"seed": range(6), "epochs": 1500, "optimizer": Adam(0.02), "tolerance": 0.02}
    numpy, fast = both_ways(monkeypatch, train, Network((1, 5, 1), TANH), wiggly(), **options)
    assert np.unique(numpy.last).size > 2
    assert np.array_equal(numpy.last, fast.last)
    assert np.array_equal(numpy.reason, fast.reason)


@needs_numba
def test_a_plane_is_the_same_plane(monkeypatch):
    net, data = deep_network(7), wiggly()
    theta, *directions = landscape.random_directions(net, 3, normalize="gaussian")
    t1, t2 = np.linspace(-2, 2, 31), np.linspace(-1, 1, 17)
    numpy, fast = both_ways(
        monkeypatch, landscape.plane, net, theta, np.array(directions), t1, t2, data.x, data.y
    )
    np.testing.assert_allclose(fast, numpy, rtol=1e-11)


@needs_numba
def test_what_the_kernels_do_not_know_goes_to_numpy():
    net, x, y = Network((1, 3, 1)), np.ones((1, 4)), np.ones((1, 4))
    theta = np.ones(net.n_params)
    assert compiled.serves(net, theta, x, y, LEAST_SQUARES)
    assert not compiled.serves(net, theta + 0j, x, y, LEAST_SQUARES)
    assert not compiled.serves(net, theta.astype(np.float32), x, y, LEAST_SQUARES)
    assert not compiled.serves(net, theta, np.ones((2, 1, 4)), y, LEAST_SQUARES)
    assert not compiled.serves(net, theta, x[:, :0], y[:, :0], LEAST_SQUARES)
    cube = Activation("cube", lambda v: v**3, lambda v: 3 * v**2, lambda v: 6 * v, np.inf, 3.0)
    assert not compiled.serves(Network((1, 3, 1), cube), theta, x, y, LEAST_SQUARES)
    quartic = Loss("quartic", *[np.add] * 4)
    assert not compiled.serves(net, theta, x, y, quartic)


TWICE = {"function": lambda u, y: 2 * LEAST_SQUARES(u, y)}
BENT = {"prime": lambda v: 0.5 * TANH.prime(v)}


@needs_numba
@pytest.mark.parametrize(
    ("sigma", "loss"),
    [
        (Activation("relu", lambda v: np.maximum(v, 0) ** 2, *[np.cos] * 2, 1, 1), LEAST_SQUARES),
        (replace(leaky_relu(0.3), alpha=0.1), LEAST_SQUARES),
        (replace(leaky_relu(0.3), alpha=-7.0), LEAST_SQUARES),
        (replace(TANH, **BENT), LEAST_SQUARES),
        (TANH, replace(LEAST_SQUARES, **TWICE)),
        (TANH, Loss("huber", *[np.subtract] * 4)),
    ],
    ids=lambda of: of.name,
)
def test_a_known_name_with_other_functions_goes_to_numpy_too(monkeypatch, sigma, loss):
    rng = np.random.default_rng(0)
    net = Network((1, 3, 1), (sigma,))
    theta, x, y = rng.normal(size=net.n_params), rng.normal(size=(1, 6)), rng.normal(size=(1, 6))
    for function in (backprop.objective, backprop.gradient):
        numpy, fast = both_ways(monkeypatch, function, net, theta, x, y, loss)
        assert np.array_equal(numpy, fast)
    expected = np.sum(loss.function(net(theta, x), y))
    assert backprop.objective(net, theta, x, y, loss) == pytest.approx(expected)


@needs_numba
def test_what_was_made_anew_is_known_again():
    x, y = np.ones((1, 4)), np.ones((1, 4))
    for sigma in (leaky_relu(0.3), elu(0.5), copy.deepcopy(TANH)):
        net = Network((1, 3, 1), sigma)
        assert compiled.serves(net, np.ones(net.n_params), x, y, copy.deepcopy(LEAST_SQUARES))


@needs_numba
def test_arguments_stay_as_they_are():
    net, data = Network((1, 4, 1), TANH), wiggly()
    theta = np.random.default_rng(0).normal(size=(2, net.n_params))
    theta.flags.writeable = False
    before = theta.copy(), data.x.copy(), data.y.copy()
    backprop.objective(net, theta, data.x, data.y)
    backprop.gradient(net, theta[::-1], data.x, data.y)
    backprop.gradient(net, np.asfortranarray(theta), data.x, data.y)
    train(net, data, epochs=5, seed=[1, 2], theta0=theta)
    assert all(np.array_equal(a, b) for a, b in zip(before, (theta, data.x, data.y), strict=True))


# ----------------------------------------------------------------------------------------- overflow


def kind_of(values):
    """0 for a finite number, 2 for NaN, ±1 for ±∞."""
    return np.where(np.isnan(values), 2, np.where(np.isinf(values), np.sign(values), 0))


@needs_numba
@pytest.mark.parametrize("loss", ALL_LOSSES, ids=lambda loss: loss.name)
def test_an_overflow_is_the_same_for_any_number_of_samples(monkeypatch, loss):
    """The last sample overflows, the others do not; the places that fill up a row repeat it."""
    seen = set()
    for seed, sigma in product(range(4), ACTIVATIONS.values()):
        rng = np.random.default_rng(seed)
        net = Network((1, 2, 2, 2), sigma, residual=bool(seed % 2))
        theta = rng.normal(size=net.n_params) * 10.0 ** rng.choice([0, 100, 160, 300], net.n_params)
        for N in (2, 7, 8, 9, 30, 32, 33):
            x, y = np.zeros((1, N)), np.repeat([[1.0], [0.0]], N, axis=1)
            x[:, -1] = 0.7
            for function in (backprop.objective, backprop.gradient):
                with np.errstate(all="ignore"):
                    numpy, fast = both_ways(monkeypatch, function, net, theta, x, y, loss)
                assert np.array_equal(kind_of(numpy), kind_of(fast)), (sigma, seed, N)
                seen |= set(kind_of(numpy).ravel().tolist())
    assert {0, 2} <= seen


@needs_numba
@pytest.mark.parametrize("pull", [None, NormPull(1.0, 1e30)], ids=["plain", "pull"])
def test_a_diverging_run_ends_alike_for_any_number_of_samples(pull):
    ends = []
    for N in (1, 7, 8, 9, 33):
        data = Data.from_arrays(np.full((1, N), 0.7), np.full((1, N), 0.2))
        run = train(
            Network((1, 3, 3, 1)), data, epochs=30, snapshots=30, pull=pull,
            optimizer=GradientDescent(1e20),
        )  # fmt: skip
        assert run.stopped == "diverged"
        ends.append(np.append(kind_of(run.thetas), kind_of(run.losses)[:, None], axis=1))
    assert all(np.array_equal(end, ends[0]) for end in ends)


# ---------------------------------------------------------------------- pieces, interrupts, threads

A_BIT_OF_ALL = [
    {},
    {"batch_size": 4, "optimizer": GradientDescent(0.02, momentum=0.9)},
    {"pull": NormPull(5.0, 0.01), "weight_decay": 0.01},
    {"tolerance": 0.3, "seed": range(5), "optimizer": Adam(0.02)},
]


@needs_numba
@pytest.mark.parametrize("options", A_BIT_OF_ALL, ids=lambda options: " ".join(options) or "plain")
def test_training_in_pieces_is_training(monkeypatch, options):
    """Bit by bit, whether the pieces end at records or not."""
    net, data = deep_network(5), wiggly()
    options = {"epochs": 150, "snapshots": 20, **options}
    monkeypatch.setattr(compiled, "PIECE", 10**12)
    whole = train(net, data, **options)
    for epochs in (1, 7, 50):
        monkeypatch.setattr(compiled, "PIECE", epochs * net.n_params * data.N)
        parts = train(net, data, **options)
        for name in ("thetas", "losses", "last", "reason"):
            assert np.array_equal(getattr(whole, name), getattr(parts, name))


class Counted:
    """The kernels, where the second piece of a training is interrupted as by Ctrl-C."""

    def __init__(self, real):
        self.sweep, self.real, self.pieces = real.sweep, real.train, []

    def train(self, *arguments):
        self.pieces.append(threading.current_thread())
        if len(self.pieces) == 2:
            signal.raise_signal(signal.SIGINT)
        return self.real(*arguments)


@pytest.fixture
def interruptible():
    """Ctrl-C is heard, also where the tests were started as a shell's job in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@needs_numba
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("seed", [0, range(8)], ids=["one seed", "eight seeds"])
def test_an_interrupt_ends_training_and_its_threads(monkeypatch, seed):
    net, data = deep_network(5), wiggly()
    counted = Counted(compiled.kernels())
    monkeypatch.setattr(compiled, "kernels", lambda: counted)
    monkeypatch.setattr(compiled, "PIECE", 100 * net.n_params * data.N)
    with pytest.raises(KeyboardInterrupt):
        train(net, data, epochs=10**6, seed=seed)
    gather = threading.Barrier(threads.cores())
    threads.on_all_cores(lambda _: gather.wait(60), range(threads.cores()))  # each is free again
    assert len(counted.pieces) < 10**4
    monkeypatch.undo()
    assert train(net, data, epochs=3, seed=seed).epochs[-1] == 3


@needs_numba
def test_trainings_of_many_seeds_run_side_by_side():
    net, data = deep_network(5), wiggly()
    options = {"epochs": 300, "seed": range(4), "batch_size": 10}
    expected = train(net, data, **options)
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(train, net, data, **options) for _ in range(8)]
        for future in futures:
            assert np.array_equal(future.result(60).thetas, expected.thetas)


def test_where_no_threads_can_be_started_one_after_the_other_is_called(monkeypatch):
    threads.cores.cache_clear()
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(threads, "ThreadPoolExecutor", None)
    called = []
    try:
        threads.on_all_cores(lambda *a: called.append((*a, threading.current_thread())), "ab", "cd")
        assert threads.cores() == 1
    finally:
        threads.cores.cache_clear()
    here = threading.current_thread()
    assert called == [("a", "c", here), ("b", "d", here)]


def test_an_error_in_one_call_is_raised_and_stops_the_rest(monkeypatch):
    stop = threading.Event()

    def fail(number):
        raise ZeroDivisionError(f"number {number}")

    for cores in (1, 2):
        monkeypatch.setattr(threads, "cores", lambda cores=cores: cores)
        with pytest.raises(ZeroDivisionError, match="number 0"):
            threads.on_all_cores(fail, range(5), stop=stop)
    assert stop.is_set()
