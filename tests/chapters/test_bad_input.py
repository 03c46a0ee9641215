"""The chapters' own functions refuse nonsense by the name of the argument, as the library's do."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.flat_minima import measures as push
from dlcourse.chapters.flat_minima import models as flat
from dlcourse.chapters.learning_features import measures as features
from dlcourse.chapters.learning_features import models as fixed
from dlcourse.chapters.loss_landscape import measures as landscape
from dlcourse.chapters.relu_vs_tanh import measures as relu
from dlcourse.chapters.residual import measures as side
from dlcourse.chapters.residual import models as residual
from dlcourse.chapters.vanishing_gradients import measures as vanishing
from dlcourse.chapters.weight_norms import measures as norms
from tests.nonsense import faults

NET, STRAIGHT = dl.Network((1, 3, 1)), dl.Network((1, 2, 1), "identity")
DATA, FLAT = dl.wiggly(6), dl.Network((2, 3, 1))
THETA, X, Y = dl.initialize(NET, seed=1), DATA.x, DATA.y
PHI, LABELS = np.arange(12.0).reshape(2, 6), np.array([[0.0, 1, 0, 1, 0, 1]])
LOSSES, DEEP = flat.Individuals(3), dl.Network((1, 2, 2, 1), "relu")
RUN = dl.train(NET, DATA, epochs=2)
RAYS = landscape.mean_ray_losses(RUN, radii=[0.1, 1.0], planes=1, count=2)

CALLS = {
    push.mean_perturbed_loss: {
        "net": NET, "theta": THETA, "x": X, "y": Y, "loss": dl.LEAST_SQUARES,
        "relative": 0.1, "count": 2, "seed": 1,
    },
    side.check_gradient: {
        "net": NET, "theta": THETA, "x": X, "y": Y, "loss": dl.LEAST_SQUARES,
        "candidate": np.ones(NET.n_params), "tolerance": 1e-3,
    },
    side.loss_curves: {"runs": {"a": dl.train(NET, DATA, epochs=4)}},
    fixed.with_idle_inputs: {"data": dl.moons(6), "count": 2, "seed": 1},
    flat.mean_basin_loss: {"t": np.zeros(3), "steepness": 3.0},
    flat.sharp_and_flat: {"t": np.zeros(3), "shift": 0.1},
    flat.Individuals: {"N": 3, "strength": 0.5, "seed": 1},
    LOSSES.__call__: {"t": np.zeros(4)},
    LOSSES.slopes: {"t": 1.0},
    LOSSES.shifts: {"kind": "same", "size": 0.1, "draws": 2, "seed": 1},
    LOSSES.mean_test_losses: {"t": np.zeros(4), "tau": np.zeros((2, 3))},
    fixed.with_idle_inputs: {"data": DATA, "count": 2, "seed": 1},
    fixed.polynomial_features: {"n_in": 2, "degree": 2},
    fixed.random_features: {"n_in": 2, "count": 3, "sigma": "tanh", "seed": 1, "scale": 1.0},
    fixed.rbf_features: {"n_in": 2, "count": 3, "width": 0.5, "seed": 1},
    fixed.stripes: {"N": 9, "n_in": 2, "seed": 1},
    fixed.polynomial_features(2, 2): {"x": PHI},
    fixed.features_within: {"kind": "RBFs", "n_in": 2, "n_params": 9, "seed": 1},
    fixed.mean_last_layer_loss: {
        "w": np.ones(3), "phi": PHI, "y": LABELS, "loss": dl.LOGISTIC, "ridge": 0.1,
    },
    fixed.train_last_layer: {
        "phi": PHI, "y": LABELS, "loss": dl.LOGISTIC, "ridge": 0.1, "start": np.ones(3), "steps": 2,
    },
    features.along_segment: {
        "net": NET, "theta_a": THETA, "theta_b": -THETA, "data": DATA, "loss": dl.LEAST_SQUARES,
        "ridge": 0.1, "count": 3,
    },
    features.mean_ridge_loss: {
        "net": NET, "theta": THETA, "data": DATA, "loss": dl.LEAST_SQUARES, "ridge": 0.1,
    },
    features.distinct: {"values": np.ones(3), "tolerance": 0.1},
    features.error_rate: {"u": np.ones((1, 6)), "y": LABELS},
    features.score_plane: {"model": lambda x: x[:1], "t1": np.ones(2), "t2": np.ones(3)},
    features.mesh: {"low": -1.0, "high": 2.0, "lines": 2, "count": 2},
    landscape.rays_in_plane: {"directions": np.eye(2, 4), "count": 3},
    landscape.mean_ray_losses: {
        "run": RUN, "radii": np.ones(1), "planes": 1, "count": 2, "seed": 1,
    },
    landscape.random_planes: {"net": NET, "planes": 1, "seed": 1},
    landscape.steepness: {"rays": RAYS},
    landscape.spread_over_rays: {"rays": RAYS},
    landscape.spread_over_planes: {"rays": RAYS},
    landscape.sublevel_radius: {"rays": RAYS, "level": 0.5},
    landscape.anisotropy: {"rays": RAYS, "level": 0.5},
    landscape.grid_minima: {"values": [[1.0] * 3] * 3},
    landscape.fraction_larger: {"a": np.ones((3, 2)), "b": np.zeros((3, 2))},
    landscape.minima_in_planes: {"run": RUN, "radius": 1.0, "planes": 1, "grid": 3, "seed": 1},
    residual.insert_zero_layers: {
        "net": DEEP, "theta": np.ones(DEEP.n_params), "count": 1, "after": 1,
    },
    residual.insert_identity_layers: {
        "net": DEEP, "theta": np.ones(DEEP.n_params), "count": 1, "after": 1, "shift": 5.0,
    },
    residual.delete_layer: {"net": DEEP, "theta": np.ones(DEEP.n_params), "j": 2},
    relu.piece_along_line: {
        "net": NET, "theta": THETA, "direction": THETA, "x": X, "limit": 1.0,
    },
    relu.growth_exponent: {
        "net": NET, "theta": THETA, "direction": THETA, "x": X, "y": Y, "loss": dl.LEAST_SQUARES,
        "radii": (10.0, 20.0),
    },
    relu.limit_network: {"net": NET, "direction": THETA, "x": X},
    relu.pieces: {
        "net": FLAT, "theta": np.ones(FLAT.n_params), "data": dl.moons(6), "place": np.zeros(2),
        "half": 1.0,
    },
    relu.mirrored: {"net": STRAIGHT, "theta": np.ones(STRAIGHT.n_params)},
    relu.folded: {"net": STRAIGHT, "theta": np.ones(STRAIGHT.n_params), "data": DATA},
    relu.collapse: {"net": STRAIGHT, "theta": np.ones(STRAIGHT.n_params)},
    vanishing.backward_bounds: {"net": NET, "theta": THETA},
    vanishing.forward_bounds: {"net": NET, "theta": THETA, "start": np.array(1.0)},
    vanishing.mean_prime: {"sigma": dl.TANH, "spread": np.ones(2)},
    vanishing.power_iteration: {"W": np.ones((2, 3)), "steps": 2, "seed": 1},
    norms.ranks: {"values": np.ones(3)},
    norms.rank_correlation: {"a": np.arange(3.0), "b": np.arange(3.0)},
}  # fmt: skip

NUMBERS = {"less than nothing", "a half", "beyond all reason"}  # as good as an array of them
POSITIVE = {"a half", "beyond all reason", "one of five axes"}
NOT_FINITE = {"NaN", "infinity"}
FINE = {
    (flat.mean_basin_loss, "t"): NUMBERS | NOT_FINITE | {"one of five axes", "an empty list"},
    (flat.sharp_and_flat, "t"): NUMBERS | NOT_FINITE | {"one of five axes", "an empty list"},
    (flat.sharp_and_flat, "shift"): NUMBERS,
    (LOSSES.slopes, "t"): NUMBERS,
    (landscape.grid_minima, "values"): {"NaN within"},
    (features.mesh, "low"): NUMBERS,
    (vanishing.forward_bounds, "start"): NUMBERS | NOT_FINITE,
    (vanishing.power_iteration, "W"): {"one of five axes"},
    (vanishing.mean_prime, "spread"): POSITIVE | {"an empty list"},
}


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        pytest.param(f, argument, id=f"{getattr(f, '__qualname__', 'FeatureMap')}-{argument}")
        for f, arguments in CALLS.items()
        for argument in arguments
    ],
)
def test_nonsense_is_refused_by_name(function, argument):
    function(**CALLS[function])  # the good call is good
    called = "activation" if argument == "sigma" and function is fixed.random_features else None
    fine = FINE.get((function, argument), ())
    assert faults(function, CALLS[function], argument, fine, called) == []
