"""Training with parts that fall out: which, the gradient, and that nothing else changes."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.regularization import models

NET = dl.Network((1, 4, 4, 3, 1), dl.TANH, residual=True)
DATA = dl.wiggly(8)
X, Y = DATA.x, DATA.y


def test_a_unit_that_falls_out_is_not_heard():
    owner, theta = models.owners(NET, "units"), dl.initialize(NET, seed=0)
    assert owner.max() == 11  # 4 + 4 + 3 hidden units
    out = dl.Network(NET.widths, dl.TANH)  # plain, where a struck column is the whole unit
    mask = np.where(owner == 5, 0.0, 1.0)  # unit 2 of z_3
    assert np.array_equal(mask * theta, dl.without(out, theta, (("unit", 3, 2),)))


def test_a_layer_that_falls_out_is_the_identity():
    owner, theta = models.owners(NET, "layers"), dl.initialize(NET, seed=0)
    assert owner.max() == 1  # only layer 2 skips
    z, _ = dl.forward(NET, np.where(owner == 0, 0.0, 1.0) * theta, X)
    assert np.array_equal(z[3], z[2])


@pytest.mark.parametrize("parts", models.PARTS)
def test_the_gradient_is_that_of_the_network_that_is_left(parts):
    owner, theta = models.owners(NET, parts), dl.initialize(NET, seed=1)
    kept = np.arange(owner.max() + 1) % 3 != 0  # among others the first part is out
    kept[-1] = True
    mask, step = kept[owner].astype(float), 1e-6

    def loss(theta):
        return dl.objective(NET, mask * theta, X, Y) / DATA.N

    moved = step * np.eye(NET.n_params)
    numeric = (loss(theta + moved) - loss(theta - moved)) / (2 * step)
    assert not kept.all()
    assert np.allclose(models.part_gradient(NET, mask, theta, X, Y), numeric, atol=1e-8)


def test_without_loss_of_parts_it_is_the_training_of_the_library(monkeypatch):
    monkeypatch.setattr(models, "STEPS", 50)
    dropped = models.train_parts(NET, DATA, 0.0, weight_decay=0.01, seed=2)
    how = dict(epochs=50, optimizer=models.ADAM, scale=0.5, weight_decay=0.01, snapshots=100)
    run = dl.train(NET, DATA, seed=2, **how)
    assert np.array_equal(run.epochs, dropped.run.epochs)
    assert np.allclose(run.thetas, dropped.run.thetas, atol=1e-10)


def test_all_seeds_at_once_give_what_each_gives_alone(monkeypatch):
    monkeypatch.setattr(models, "STEPS", 40)
    both = models.predictors(NET, DATA, 0.3, "layers", seeds=(1, 2))
    alone = models.train_parts(NET, DATA, 0.3, "layers", seed=2)
    assert np.allclose(both[1], alone.run.theta)
    share = 1 - alone.kept[:, :-1].mean()
    assert 0.05 < share < 0.6 and alone.kept[:, -1].all()


def test_the_struck_units_are_those_of_the_mask():
    dropped = models.train_parts(NET, DATA, 0.5, seed=3)
    out = dropped.struck(7)
    plain, theta = dl.Network(NET.widths, dl.TANH), dropped.at(7)
    assert out and np.array_equal(dl.without(plain, theta, out), dropped.mask(7) * theta)
    assert np.allclose(dropped.scaled(7, 0.5), dropped.run.at(7))


@pytest.mark.parametrize(("rho", "parts"), [(1.0, "units"), (-0.1, "units"), (0.1, "weights")])
def test_what_cannot_be_is_refused(rho, parts):
    with pytest.raises(ValueError, match=r"rho|parts"):
        models.train_parts(NET, DATA, rho, parts, seed=0)
