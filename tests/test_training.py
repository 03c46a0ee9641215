"""Training on record: steps by hand, seeds, minibatches, schedules, penalties, and how a run ends.

Everything here holds with the compiled kernels and without them.
"""

import numpy as np
import pytest

from dlcourse import (
    ABSOLUTE,
    HUBER,
    IDENTITY,
    LEAKY_RELU,
    LOGISTIC,
    MULTICLASS_LOGISTIC,
    TANH,
    Adam,
    Data,
    GradientDescent,
    Network,
    NormPull,
    Run,
    deep_network,
    gradient,
    initialize,
    moons,
    objective,
    sine,
    snapshot_epochs,
    train,
    wiggly,
)

NET, DATA = deep_network(5), wiggly(12)
POINT = Network((1, 1))  # m = W x + b: with x = 0 only b learns
ORIGIN = Data.from_arrays([0.0], [0.0])


@pytest.fixture(autouse=True, params=["on", "off"])
def accelerator(request, monkeypatch):
    monkeypatch.setenv("DLCOURSE_ACCELERATOR", request.param)
    return request.param


def mean_gradient(theta, net=NET, data=DATA):
    return gradient(net, theta, data.x, data.y) / data.N


# ------------------------------------------------------------------------------------ the steps


def test_gradient_descent_steps_down_the_mean_gradient():
    run = train(NET, DATA, epochs=2, optimizer=GradientDescent(0.3), snapshots=100)
    theta = initialize(NET, seed=0)
    for k in range(3):
        assert np.allclose(run.thetas[k], theta, rtol=1e-12, atol=1e-14)
        theta = theta - 0.3 * mean_gradient(theta)


def test_momentum_by_hand_over_three_steps():
    run = train(NET, DATA, epochs=3, optimizer=GradientDescent(0.3, momentum=0.9), snapshots=100)
    theta, m = initialize(NET, seed=0), 0.0
    for k in range(4):
        assert np.allclose(run.thetas[k], theta, rtol=1e-12, atol=1e-14)
        m = 0.9 * m + mean_gradient(theta)
        theta = theta - 0.3 * m


def test_adam_by_hand_over_three_steps():
    optimizer = Adam(0.02, beta1=0.8, beta2=0.95, eps=1e-3)
    run = train(NET, DATA, epochs=3, optimizer=optimizer, snapshots=100)
    theta, m, s = initialize(NET, seed=0), 0.0, 0.0
    for k in range(4):
        assert np.allclose(run.thetas[k], theta, rtol=1e-11, atol=1e-13)
        g = mean_gradient(theta)
        m, s = 0.8 * m + 0.2 * g, 0.95 * s + 0.05 * g**2
        m_hat, s_hat = m / (1 - 0.8 ** (k + 1)), s / (1 - 0.95 ** (k + 1))
        theta = theta - 0.02 * m_hat / (np.sqrt(s_hat) + 1e-3)


def test_adams_first_step_has_the_length_of_the_learning_rate_in_every_entry():
    run = train(NET, DATA, epochs=1, optimizer=Adam(0.01, eps=1e-30))
    moved = run.thetas[1] - run.thetas[0]
    assert np.allclose(moved, -0.01 * np.sign(mean_gradient(run.thetas[0])), rtol=1e-12)


def test_a_learning_rate_means_the_same_for_twice_the_data():
    twice = Data.from_arrays(np.tile(DATA.x, 2), np.tile(DATA.y, 2))
    once = train(NET, DATA, epochs=30, optimizer=GradientDescent(0.1))
    double = train(NET, twice, epochs=30, optimizer=GradientDescent(0.1))
    assert np.allclose(once.thetas, double.thetas, rtol=1e-11, atol=1e-13)
    assert np.allclose(once.losses, double.losses, rtol=1e-11)


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_schedules_by_hand_where_the_slope_is_constant(schedule):
    """|b − 1000| has slope −1, so each epoch adds its learning rate to b."""
    far = Data.from_arrays([0.0], [1000.0])
    run = train(
        POINT,
        far,
        epochs=10,
        optimizer=GradientDescent(0.5, schedule=schedule),
        loss=ABSOLUTE,
        theta0=np.zeros(2),
        snapshots=100,
    )
    e = np.arange(10)
    rates = 0.5 * np.ones(10) if schedule == "constant" else 0.25 * (1 + np.cos(np.pi * e / 10))
    assert np.allclose(run.thetas[:, 1], np.concatenate([[0], np.cumsum(rates)]), rtol=1e-13)


def test_cosine_holds_for_adam_too():
    far = Data.from_arrays([0.0], [1000.0])
    run = train(
        POINT,
        far,
        epochs=10,
        optimizer=Adam(0.5, schedule="cosine"),
        loss=ABSOLUTE,
        theta0=np.zeros(2),
        snapshots=100,
    )
    rates = 0.25 * (1 + np.cos(np.pi * np.arange(10) / 10))
    assert np.allclose(run.thetas[:, 1], np.concatenate([[0], np.cumsum(rates)]), rtol=1e-7)


def test_weight_decay_shrinks_what_the_data_leave_alone():
    run = train(
        POINT,
        ORIGIN,
        epochs=5,
        optimizer=GradientDescent(0.1),
        weight_decay=0.5,
        theta0=[2.0, 0.0],
        snapshots=100,
    )
    assert np.allclose(run.thetas[:, 0], 2 * 0.95 ** np.arange(6), rtol=1e-13)


def test_weight_decay_makes_the_trained_norm_smaller():
    norms = [
        np.sum(train(NET, DATA, seed=range(4), epochs=600, weight_decay=decay).theta ** 2, -1)
        for decay in (0.0, 3e-3, 3e-2)
    ]
    assert (norms[0] > norms[1]).all() and (norms[1] > norms[2]).all()


def test_pull_follows_its_formula():
    pull = NormPull(target=9.0, strength=0.2)
    run = train(
        POINT,
        ORIGIN,
        epochs=3,
        optimizer=GradientDescent(0.1),
        pull=pull,
        theta0=[1.0, 0.0],
        snapshots=100,
    )
    W = 1.0
    for k in range(4):
        assert run.thetas[k, 0] == pytest.approx(W, rel=1e-13)
        W -= 0.1 * 0.2 * (W**2 - 9.0) / 9.0 * W


@pytest.mark.parametrize("start", [1.0, 5.0])
def test_pull_reaches_its_target_from_both_sides(start):
    run = train(
        POINT,
        ORIGIN,
        epochs=500,
        optimizer=GradientDescent(0.1),
        pull=NormPull(9.0, strength=1.0),
        theta0=[start, 0.0],
    )
    assert np.sum(run.theta**2) == pytest.approx(9.0, rel=1e-6)


def test_pull_brings_a_trained_network_to_a_norm_of_72():
    net = deep_network(5, residual=True)
    run = train(
        net,
        sine(10),
        seed=range(6),
        epochs=2000,
        optimizer=Adam(3e-3),
        pull=NormPull(72.0, strength=0.05),
    )
    squares = np.sum(run.thetas**2, -1)
    assert (squares[:, 0] < 20).all()
    assert np.median(squares[:, -1]) == pytest.approx(72, rel=0.01)
    assert np.abs(squares[:, -1] - 72).max() < 10  # Adam leaves its minimum now and then


# ------------------------------------------------------------------------------- seeds, batches


WAYS = {
    "momentum": {"optimizer": GradientDescent(0.05, momentum=0.5)},
    "adam": {"optimizer": Adam(0.01, schedule="cosine"), "weight_decay": 1e-3},
    "batches": {"optimizer": Adam(0.01), "batch_size": 5, "pull": NormPull(20.0)},
    "sgd": {"optimizer": GradientDescent(0.05), "batch_size": 1, "loss": HUBER, "init": "lecture"},
}
every_way = pytest.mark.parametrize("options", list(WAYS.values()), ids=list(WAYS))


@every_way
def test_the_same_seed_gives_the_same_bits(options):
    one, two = (train(NET, DATA, seed=3, epochs=40, **options) for _ in range(2))
    assert np.array_equal(one.thetas, two.thetas)
    assert np.array_equal(one.losses, two.losses)
    other = train(NET, DATA, seed=4, epochs=40, **options)
    assert not np.array_equal(one.thetas[0], other.thetas[0])


@every_way
@pytest.mark.parametrize("residual", [False, True])
def test_many_seeds_at_once_equal_single_runs(options, residual):
    net = Network((1, 4, 4, 1), (LEAKY_RELU, TANH), residual)
    many = train(net, DATA, seed=[5, 0, 9], epochs=25, **options)
    assert many.thetas.shape == (3, many.epochs.size, net.n_params)
    assert many.losses.shape == many.test_losses.shape == (3, many.epochs.size)
    for k, seed in enumerate([5, 0, 9]):
        one = train(net, DATA, seed=seed, epochs=25, **options)
        assert one.thetas.shape == (one.epochs.size, net.n_params)
        assert np.allclose(many.thetas[k], one.thetas, rtol=1e-12, atol=1e-13)
        assert np.allclose(many.losses[k], one.losses, rtol=1e-12)
        assert np.allclose(many.test_losses[k], one.test_losses, rtol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 3, 6])
def test_each_epoch_visits_every_sample_once(batch_size):
    """With tiny steps an epoch sums the batches' mean gradients, (1/B) Σ_i ∇f_i."""
    rate = 1e-9
    run = train(
        NET, DATA, epochs=1, optimizer=GradientDescent(rate), batch_size=batch_size, snapshots=1
    )
    moved = (run.thetas[0] - run.thetas[1]) / rate
    whole = gradient(NET, run.thetas[0], DATA.x, DATA.y) / batch_size
    assert np.allclose(moved, whole, rtol=1e-4, atol=1e-5 * np.abs(whole).max())


def test_a_short_last_batch_steps_along_its_own_mean():
    """12 samples in batches of 5, 5 and 2: the last two count 5/2 as much."""
    data = Data.from_arrays(np.zeros(12), np.arange(1.0, 13))
    rate = 1e-9
    run = train(
        POINT, data, epochs=1, optimizer=GradientDescent(rate), batch_size=5, theta0=[0.0, 0.0]
    )
    moved = (run.thetas[1, 1] - run.thetas[0, 1]) / rate  # Σ of three batch means of y
    y = np.arange(1.0, 13)
    possible = {(y.sum() - a - b) / 5 + (a + b) / 2 for a in y for b in y if a != b}
    assert min(abs(moved - p) for p in possible) < 1e-5
    assert abs(moved - y.sum() / 5) > 0.1


def test_batches_are_drawn_anew_in_each_epoch_and_by_seed():
    """One sample per step, and b jumps right onto it: b after an epoch is its last sample."""
    data = Data.from_arrays(np.zeros(12), np.arange(12.0))
    options = {"optimizer": GradientDescent(1.0), "batch_size": 1, "theta0": [0.0, 0.0]}
    runs = [train(POINT, data, seed=s, epochs=60, snapshots=10**4, **options) for s in (0, 1)]
    last = runs[0].thetas[1:, 1]
    assert len(set(last)) >= 10  # the order changes, and every sample gets its turn
    assert not np.array_equal(last, runs[1].thetas[1:, 1])


def test_a_batch_of_all_samples_is_no_batch():
    full = train(NET, DATA, epochs=20)
    assert np.array_equal(train(NET, DATA, epochs=20, batch_size=12).thetas, full.thetas)
    assert not np.allclose(train(NET, DATA, epochs=20, batch_size=6).thetas, full.thetas)


# ------------------------------------------------------------------------------------ the record


@pytest.mark.parametrize("epochs", [1, 7, 200, 5000])
@pytest.mark.parametrize("snapshots", [1, 50, 200])
def test_recorded_epochs_are_dense_at_the_beginning(epochs, snapshots):
    recorded = snapshot_epochs(epochs, snapshots)
    assert recorded[0] == 0 and recorded[-1] == epochs
    steps = np.diff(recorded)
    assert (steps > 0).all() and recorded.size <= snapshots + 1
    early, late = steps[: steps.size // 2], steps[steps.size // 2 :]
    assert early.sum() <= late.sum()
    if epochs == 5000 and snapshots == 200:
        assert recorded.tolist()[:5] == [0, 1, 2, 3, 4]
        assert recorded.size > 190


def test_losses_are_means_over_the_samples():
    run = train(NET, DATA, epochs=50)
    assert np.array_equal(run.epochs, snapshot_epochs(50))
    assert run.thetas.shape == (run.epochs.size, 78)
    train_losses = objective(NET, run.thetas, DATA.x, DATA.y) / 12
    test_losses = objective(NET, run.thetas, DATA.x_test, DATA.y_test) / 200
    assert np.allclose(run.losses, train_losses, rtol=1e-12)
    assert np.allclose(run.test_losses, test_losses, rtol=1e-12)
    assert run.final_loss == run.losses[-1]
    assert (run.stopped, run.diverged_at) == ("epochs", None)


def test_the_loss_that_is_trained_is_the_loss_that_is_recorded():
    run = train(NET, DATA, epochs=5, loss=HUBER)
    expected = objective(NET, run.thetas, DATA.x, DATA.y, HUBER) / 12
    assert np.allclose(run.losses, expected, rtol=1e-12)
    assert np.all(np.diff(run.losses) < 0)


def test_without_test_data_there_are_no_test_losses():
    assert train(NET, Data.from_arrays(DATA.x, DATA.y), epochs=2).test_losses is None


def test_theta_at_an_epoch_is_the_last_one_recorded_until_then():
    run = train(NET, DATA, epochs=100, snapshots=5)
    assert run.epochs.tolist() == [0, 4, 16, 36, 64, 100]
    assert [run.index(e) for e in (0, 3, 4, 15, 16, 99, 100, 10**20)] == [
        0, 0, 1, 1, 2, 4, 5, 5,
    ]  # fmt: skip
    assert np.array_equal(run.at(17), run.thetas[2])
    assert np.array_equal(run.at(100), run.theta)
    many = train(NET, DATA, seed=range(2), epochs=100, snapshots=5)
    assert np.array_equal(many.at(17), many.thetas[:, 2])
    assert many.theta.shape == (2, 78)


@pytest.mark.parametrize("epoch", [-1, 2.5, "x", None, float("nan")])
def test_no_theta_at_what_is_no_epoch(epoch):
    run = train(NET, DATA, epochs=4)
    for ask in (run.at, run.index):
        with pytest.raises(ValueError, match=rf"epoch must be a whole number ≥ 0, got {epoch!r}"):
            ask(epoch)


def test_recording_more_does_not_change_the_training():
    few, many = (train(NET, DATA, epochs=60, snapshots=k) for k in (2, 1000))
    assert many.epochs.size == 61
    assert np.array_equal(few.theta, many.theta)


def test_training_does_not_touch_what_it_was_given():
    theta0 = initialize(NET, seed=8)
    before = [theta0.copy(), DATA.x.copy(), DATA.y.copy()]
    run = train(NET, DATA, epochs=5, theta0=theta0)
    assert np.array_equal(run.thetas[0], theta0)
    run.thetas[...] = 0
    for now, then in zip((theta0, DATA.x, DATA.y), before, strict=True):
        assert np.array_equal(now, then)


def test_one_start_serves_several_seeds_or_each_has_its_own():
    theta0 = initialize(NET, seed=range(2))
    same = train(NET, DATA, seed=range(2), epochs=3, theta0=theta0[0], batch_size=3)
    assert np.array_equal(same.thetas[:, 0], theta0[[0, 0]])
    assert not np.allclose(same.theta[0], same.theta[1])  # different minibatches
    own = train(NET, DATA, seed=range(2), epochs=3, theta0=theta0)
    assert np.array_equal(own.thetas[:, 0], theta0)


def test_scale_and_recipe_of_the_start_are_passed_on():
    run = train(NET, DATA, epochs=1, seed=6, init="he", scale=0.5)
    assert np.array_equal(run.thetas[0], 0.5 * initialize(NET, "he", seed=6))


# --------------------------------------------------------------------------------- how a run ends


def test_training_stops_at_the_tolerance():
    run = train(NET, DATA, epochs=3000, tolerance=0.1)
    assert run.stopped == "tolerance" and run.diverged_at is None
    assert run.losses[-1] <= 0.1 < run.losses[:-1].min()
    assert run.epochs[-1] < 3000 and run.epochs.size == run.losses.size == len(run.thetas)


def test_seeds_stop_one_by_one_and_keep_their_state():
    run = train(NET, DATA, seed=[0, 1, 3], epochs=3000, tolerance=0.1)
    assert (run.stopped == "tolerance").all() and len(set(run.last)) > 1
    for s in range(3):
        end = run.last[s]
        assert run.losses[s, end] <= 0.1 < run.losses[s, :end].min()
        assert (run.thetas[s, end:] == run.thetas[s, end]).all()
        assert (run.losses[s, end:] == run.losses[s, end]).all()
    assert run.epochs.size == run.last.max() + 1
    assert run.diverged_at == [None] * 3


def test_divergence_is_a_result_and_leaves_a_finite_theta():
    run = train(NET, DATA, epochs=500, optimizer=GradientDescent(50.0))
    assert run.stopped == "diverged"
    assert run.diverged_at == run.epochs[-1] < 500
    assert not np.isfinite(run.final_loss)
    assert np.isfinite(run.theta).all()
    assert np.isfinite(objective(NET, run.theta, DATA.x, DATA.y))
    assert np.isfinite(run.losses[:-1]).all()


def test_a_start_that_overflows_diverges_at_epoch_0_and_stays_finite():
    theta0 = np.full(78, 1e200)
    run = train(NET, DATA, epochs=5, theta0=theta0)
    assert (run.stopped, run.diverged_at) == ("diverged", 0)
    assert np.array_equal(run.theta, theta0)


def test_one_diverging_seed_does_not_disturb_the_others():
    good = initialize(NET, seed=0)
    both = train(NET, DATA, seed=range(2), epochs=20, theta0=np.stack([good, good * 1e150]))
    alone = train(NET, DATA, epochs=20, theta0=good)
    assert both.stopped.tolist() == ["epochs", "diverged"]
    assert both.diverged_at == [None, 0]
    assert np.allclose(both.thetas[0], alone.thetas, rtol=1e-12)
    assert np.isfinite(both.theta).all()


@pytest.mark.parametrize("loss", [LOGISTIC, MULTICLASS_LOGISTIC], ids=lambda loss: loss.name)
def test_classifiers_learn_the_moons(loss):
    data = moons(60, noise=0.05)
    if loss is MULTICLASS_LOGISTIC:
        data = Data.from_arrays(data.x, np.vstack([1 - data.y, data.y]))
    net = Network((2, 8, 8, len(data.y)), TANH)
    run = train(net, data, epochs=800, loss=loss)
    right = (loss.predict(net(run.theta, data.x)) == data.y).all(axis=0)
    assert right.mean() > 0.98


def test_least_squares_on_an_affine_model_finds_the_line():
    data = wiggly(15)
    run = train(Network((1, 1)), data, epochs=3000, optimizer=GradientDescent(0.5))
    rows = np.vstack([data.x, np.ones(15)]).T
    assert np.allclose(run.theta, np.linalg.lstsq(rows, data.y[0], rcond=None)[0], atol=1e-10)


# --------------------------------------------------------------------------------- plain refusals


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"epochs": 0}, r"epochs must be a whole number ≥ 1, got 0"),
        ({"epochs": 10.0}, r"epochs must be a whole number ≥ 1, got 10\.0"),
        ({"epochs": True}, r"epochs must be a whole number ≥ 1, got True"),
        ({"batch_size": 0}, r"batch_size must be a whole number ≥ 1, got 0"),
        ({"batch_size": 13}, r"batch_size must be a whole number ≤ 12, got 13"),
        ({"snapshots": 0}, r"snapshots must be a whole number ≥ 1, got 0"),
        ({"weight_decay": -1e-3}, r"weight_decay must be .* ≥ 0, got -0\.001"),
        ({"weight_decay": float("nan")}, r"weight_decay must be .* ≥ 0, got nan"),
        ({"tolerance": 0.0}, r"tolerance must be .* > 0, got 0\.0"),
        ({"seed": None}, r"seed must be a whole number ≥ 0, got None"),
        ({"seed": 1.0}, r"seed must be a whole number ≥ 0, got 1\.0"),
        ({"seed": True}, r"seed must be a whole number ≥ 0, got True"),
        ({"seed": []}, r"seed must be a whole number or a sequence of at least one, got \[\]"),
        ({"init": "xavier"}, r"init must be one of .*got 'xavier'"),
        ({"theta0": np.zeros(77)}, r"theta0 must end with .* 78.*got shape \(77,\)"),
        ({"theta0": np.zeros((2, 78))}, r"theta0 must have shape \(78,\), or \(1, 78\).*\(2, 78\)"),
        ({"theta0": np.full(78, np.nan)}, r"theta0 must be finite, got nan"),
        ({"theta0": np.full(78, np.inf)}, r"theta0 must be finite, got inf"),
        ({"loss": LOGISTIC}, r"y must hold labels 0 and 1 for the logistic loss, got "),
    ],
)
def test_options_out_of_range_are_named(options, told):
    with pytest.raises(ValueError, match=told):
        train(NET, DATA, **options)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (moons(10), r"x must have n_1 = 1 rows.*got shape \(2, 10\)"),
        (Data("two outputs", DATA.x, np.zeros((2, 12))), r"y must .*got shape \(2, 12\)"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_data_that_do_not_fit_are_named(data, told):
    with pytest.raises(ValueError, match=told):
        train(NET, data, epochs=2)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Adam(0.0), r"lr, the learning rate, must be .* > 0, got 0\.0"),
        (lambda: Adam(float("inf")), r"lr, the learning rate, must be .* > 0, got inf"),
        (lambda: GradientDescent(-1.0), r"lr, the learning rate, must be .* > 0, got -1\.0"),
        (lambda: GradientDescent("0.1"), r"lr, the learning rate, must be .* > 0, got '0\.1'"),
        (lambda: GradientDescent(0.1, momentum=1.0), r"momentum must lie in \[0, 1\), got 1\.0"),
        (lambda: Adam(beta1=1.0), r"beta1 must lie in \[0, 1\), got 1\.0"),
        (lambda: Adam(beta2=-0.1), r"beta2 must be .* ≥ 0, got -0\.1"),
        (lambda: Adam(eps=0.0), r"eps must be .* > 0, got 0\.0"),
        (lambda: Adam(schedule="cosinus"), r"schedule must be one of .*'cosine'.*got 'cosinus'"),
        (lambda: NormPull(0.0), r"target must be a finite number > 0, got 0\.0"),
        (lambda: NormPull(1.0, strength=-1.0), r"strength must be a finite number > 0"),
    ],
)
def test_optimisers_and_pulls_out_of_range_are_named(make, told):
    with pytest.raises(ValueError, match=told):
        make()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"optimizer": "adam"}, r"optimizer must be .*Adam.*got 'adam'"),
        ({"optimizer": Adam}, r"optimizer must be .*Adam"),
        ({"loss": "huber"}, r"loss must be of type Loss, got 'huber'"),
    ],
)
def test_names_in_place_of_optimisers_and_losses_are_explained(options, told):
    with pytest.raises(TypeError, match=told):
        train(NET, DATA, **options)


def test_identity_networks_train_too():
    run = train(deep_network(5, activation=IDENTITY), DATA, epochs=10)
    assert isinstance(run, Run) and run.losses[-1] < run.losses[0]
