"""Perfect fits of a prescribed norm: the two stages, their pull, and what is refused."""

import numpy as np
import pytest

from dlcourse import FITTED, Network, perfect_fit, perfect_fit_stages, sine

NET, DATA = Network((1, 20, 20, 1), residual=True), sine(N=3)


@pytest.mark.parametrize("wild", [False, True])
def test_both_histories_fit_the_samples_at_the_prescribed_norm(wild):
    run = perfect_fit(NET, DATA, 300.0, wild=wild, seed=1)
    assert run.data is DATA
    assert run.final_loss <= FITTED
    assert run.theta @ run.theta == pytest.approx(300.0, rel=0.1)


def test_the_first_stage_of_a_wild_one_knows_only_random_labels():
    first, last = perfect_fit_stages(NET, DATA, 300.0, wild=True, seed=1)
    labels, again, other = (
        next(perfect_fit_stages(NET, DATA, 300.0, wild=True, seed=s)).data for s in (1, 1, 2)
    )
    assert first.data == labels == again != other
    assert labels.x.shape == labels.y.shape == (1, 30)
    assert (last.thetas[0] == first.theta).all()
    assert last.epochs[-1] <= 10_000


def test_the_first_stage_of_a_calm_one_learns_the_samples():
    first, last = perfect_fit_stages(NET, DATA, 300.0, seed=1)
    assert first.data is last.data is DATA
    assert first.epochs[-1] == 3000


def test_the_same_seed_gives_the_same_network_and_another_one_another():
    one, again, other = (perfect_fit(NET, DATA, 300.0, seed=s).theta for s in (1, 1, 2))
    assert (one == again).all()
    assert not np.allclose(one, other)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (dict(target=0), "target must be a finite number > 0, got 0"),
        (dict(target=float("nan")), "target must be"),
        (dict(seed=-1), "seed must be a whole number"),
        (dict(seed=[1, 2]), "seed must be a whole number"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(change, words):
    options = {"target": 300.0, **change}
    with pytest.raises(ValueError, match=words):
        perfect_fit(NET, DATA, options.pop("target"), **options)
