"""What notebook 07 trains: one overfitted problem, each remedy of the lecture's list on it.

The samples have noise of standard deviation 0.3, the test data none: the test loss is the mean of
½ (m − truth)².
"""

from functools import partial

import numpy as np

import dlcourse as dl
from dlcourse.chapters.regularization import measures, models

DATA = {"wiggly": dl.wiggly(30, noise=0.3), "sine": dl.sine(30, noise=0.3)}
WIGGLY = DATA["wiggly"]
NET = dl.Network((1, 10, 10, 10, 10, 10, 1), residual=True)  # 471 parameters, 4 layers skip
EPOCHS = models.STEPS
DECAYS = [0, 1e-3, 3e-3, 1e-2, 2e-2, 1e-1]
RATES = [0, 0.05, 0.1, 0.2, 0.3, 0.4]
SCALINGS = measures.SCALINGS


# ------------------------------------------------------------------------------------ training


def plain(data=WIGGLY, *, seed, net=NET, **options) -> dl.Run:
    """Full-batch Adam for 2000 epochs from the halved start, unless options say otherwise.

    [002 Generalization]
    """
    how = dict(epochs=EPOCHS, optimizer=models.ADAM, scale=0.5, snapshots=100)
    return dl.train(net, data, seed=seed, **{**how, **options})


@partial(dl.remember, answers=512)
def tikhonov(decay, data=WIGGLY, *, seed) -> dl.Run:
    """With λθ added to the gradient of the mean loss, that is λ/2 ‖θ‖² to the mean loss.

    [002 Regularization techniques]
    """
    return plain(data, seed=seed, weight_decay=decay)


@partial(dl.remember, answers=64)
def dropped(rho, parts="units", decay=0.0, data=WIGGLY, *, seed) -> models.Dropped:
    """With units, or with layers that skip, falling out at each step with probability ρ.

    [001 Dropouts; Regularization – Layer Dropouts]
    """
    return models.train_parts(NET, data, rho, parts, decay, seed=seed)


@partial(dl.remember, answers=64)
def dropped_losses(rho, parts="units", decay=0.0, data=WIGGLY, *, seeds) -> np.ndarray:
    """The mean test losses (S,) of such trainings, of all seeds at once.

    [001 Dropouts; Regularization – Layer Dropouts]
    """
    theta = models.predictors(NET, data, rho, parts, decay, seeds=seeds)
    return measures.truth_loss(NET, theta, data)


def mixed_loss(decay, rho, parts, *, seed) -> float:
    """The mean test loss with Tikhonov and dropout of units or layers together.

    [001 Regularization; Dropouts; Regularization – Layer Dropouts]
    """
    if rho == 0:
        return float(tikhonov(decay, seed=seed).test_losses[-1])
    return float(dropped_losses(rho, parts, decay, seeds=range(8))[seed])


def augmented_data(data, copies=10, shift=0.1, *, seed=0) -> dl.Data:
    """Each sample `copies` times, its input moved by normal noise of this standard deviation.

    [002 Regularization techniques]
    """
    x, y = np.repeat(data.x, copies, axis=1), np.repeat(data.y, copies, axis=1)
    x = x + shift * np.random.default_rng(seed).normal(size=x.shape)
    return dl.Data(f"{data.name} augmented", x, y, data.x_test, data.y_test, data.truth)


@partial(dl.remember, answers=256)
def augmented(shift, copies=10, data=WIGGLY, *, seed) -> dl.Run:
    """On ten moved copies of each sample, full batch, the same number of steps.

    [002 Regularization techniques]
    """
    return plain(augmented_data(data, copies, shift, seed=seed), seed=seed)


def held_out(data, seed) -> tuple:
    """Every fifth sample, from a drawn one on, is for validation: (training set, validation set).

    The training set has the held-out samples as its test data.

    [002 Regularization techniques]
    """
    out = (np.arange(data.N) + seed) % 5 == 2
    x, y = data.x, data.y
    return dl.Data(f"{data.name} held", x[:, ~out], y[:, ~out], x[:, out], y[:, out], data.truth)


@partial(dl.remember, answers=256)
def stopped(data=WIGGLY, *, seed) -> tuple:
    """Training on 24 of 30 samples, and the recorded epoch with the lowest validation loss.

    [002 Regularization techniques]
    """
    run = plain(held_out(data, seed), seed=seed)
    return run, int(run.epochs[np.argmin(run.test_losses)])


@partial(dl.remember, answers=256)
def other_net(kind, size, data=WIGGLY, *, seed) -> dl.Run:
    """The training with fewer weights; `kind` and `size` as in `smaller`.

    [002 Regularization techniques]
    """
    return plain(data, seed=seed, net=smaller(kind, size))


def smaller(kind, size) -> dl.Network:
    """Hidden layers narrower ("width"), with that share of weights ("sparse"), or convolutions.

    [001 Reduce number of weights]
    """
    if kind == "width":
        return dl.Network((1, *[size] * 5, 1), residual=True)
    if kind == "sparse":
        maps = [dl.sparse(10, 10, size, seed=j) for j in range(4)]
    else:
        maps = [dl.convolution(10, size)] * 4
    return dl.Network(NET.widths, residual=True, affine=(None, *maps, None))


@partial(dl.remember, answers=256)
def descent(batch, lr, data=WIGGLY, *, seed) -> dl.Run:
    """Stochastic gradient descent without momentum: so many samples a step, learning rate lr.

    [002 Implicit vs explicit regularization]
    """
    how = dict(batch_size=min(batch, data.N), optimizer=dl.GradientDescent(lr, schedule="cosine"))
    return plain(data, seed=seed, **how)


@partial(dl.remember, answers=256)
def started(scale, data=WIGGLY, *, seed) -> dl.Run:
    """The training from a start multiplied by `scale`.

    [002 Implicit vs explicit regularization]
    """
    return plain(data, seed=seed, scale=scale)


# ---------------------------------------------------------------------------------- the remedies


REMEDIES = {
    "nothing": (tikhonov, 0),
    "Tikhonov": (tikhonov, 1e-2),
    "early stopping": (stopped,),
    "augmentation": (augmented, 0.1),
    "dropout": (dropped, 0.2),
    "layer dropout": (dropped, 0.3, "layers"),
    "width 4": (other_net, "width", 4),
    "sparse": (other_net, "sparse", 0.1),
    "convolution": (other_net, "convolution", 3),
    "SGD": (descent, 3, 0.01),
    "small start": (started, 0.1),
}
EXPLICIT = [*REMEDIES][1:9]


def remedied(remedy, data=WIGGLY, *, seed) -> tuple:
    """The training with a remedy of the list: (Run, the epoch whose network is taken).

    [002 Regularization techniques; Implicit vs explicit regularization]
    """
    train, *how = REMEDIES[remedy]
    answer = train(*how, data=data, seed=seed)
    if remedy == "early stopping":
        return answer
    run = answer.run if isinstance(answer, models.Dropped) else answer
    return run, EPOCHS


def test_loss(remedy, data=WIGGLY, *, seed) -> float:
    """The mean test loss at the end of a training with a remedy.

    [002 Generalization]
    """
    if REMEDIES[remedy][0] is dropped:  # eight seeds at once are faster
        _, rho, *parts = REMEDIES[remedy]
        eight = range(seed - seed % 8, seed - seed % 8 + 8)
        return float(dropped_losses(rho, *parts, data=data, seeds=eight)[seed % 8])
    run, epoch = remedied(remedy, data, seed=seed)
    return float(measures.truth_loss(run.net, run.at(epoch), data))


def tikhonov_losses(decay, *, seed) -> np.ndarray:
    """Mean training and test loss with λ, (2,).

    [002 Regularization techniques]
    """
    return measures.losses_of(tikhonov(decay, seed=seed))


# ------------------------------------------------------------------- each strength, a layer less


KNOBS = {
    "width": (other_net, ("width",), [2, 3, 4, 6, 10]),
    "share of weights": (other_net, ("sparse",), [0.1, 0.2, 0.3, 0.5, 1.0]),
    "augmentation: shift": (augmented, (), [0.01, 0.03, 0.1, 0.2, 0.4]),
    "SGD: batch size": (descent, (), [1, 3, 10, 30]),
    "SGD: learning rate": (descent, (3,), [0.003, 0.01, 0.03, 0.1]),
    "start": (started, (), [0.1, 0.2, 0.5, 1, 1.5]),
}


def settings_of(knob) -> dict:
    """The values of a knob as settings of a sweep.

    [002 Regularization techniques; Implicit vs explicit regularization]
    """
    return {value: (knob, value) for value in KNOBS[knob][2]}


def knob_losses(knob, value, *, seed) -> np.ndarray:
    """Mean training loss on the samples and mean test loss, (2,), with a knob at a value.

    [002 Regularization techniques; Implicit vs explicit regularization]
    """
    train, first, _ = KNOBS[knob]
    rest = (0.01,) if knob == "SGD: batch size" else ()
    run = train(*first, value, *rest, seed=seed)
    trained_on = dl.objective(run.net, run.theta, WIGGLY.x, WIGGLY.y) / WIGGLY.N
    return np.array([trained_on, run.test_losses[-1]])


def layer_losses(rho, *, seed) -> np.ndarray:
    """The mean training losses with all layers, and without each that skips: (1 + 4,).

    [001 Regularization – Layer Dropouts]
    """
    run = dropped(rho, "layers", seed=seed).run
    owner = models.owners(NET, "layers")
    thetas = np.array([run.theta, *(np.where(owner == k, 0, run.theta) for k in range(4))])
    return dl.objective(NET, thetas, WIGGLY.x, WIGGLY.y) / WIGGLY.N
