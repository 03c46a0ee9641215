"""Whatever is given in place of an argument, the answer is right, NaN, or a refusal that names it.

Below stands one good call of every function of the library. Each argument of each is replaced in
turn by all kinds of nonsense: words, nothing, numbers in place of arrays, NaN, counts beyond all
reason. What then comes is a ValueError or TypeError that names the argument, or, for NaN within an
array, an answer that is not finite either.
"""

import inspect
from functools import partial

import numpy as np
import pytest

import dlcourse as dl
from tests.nonsense import A_NUMBER, faults

NET, DEEP = dl.Network((1, 3, 2, 1)), dl.Network((1, 2, 2, 1), residual=True)
DATA = dl.wiggly(6)
RUN = dl.train(NET, DATA, epochs=4)
THETA, X, Y = dl.initialize(NET, seed=1, scale=2.0), DATA.x, DATA.y
ONE_HOT = np.eye(2)[:, [0, 1, 0]]
SAMPLES = {"net": NET, "theta": THETA, "x": X, "y": Y, "loss": dl.HUBER}
DRAWN = {"N": 6, "noise": 0.1, "seed": 1}
LINE = {"net": NET, "theta": THETA, "interval": (-1.0, 1.0)}
SIGMA = dict(
    name="cube", function=np.sin, prime=np.cos, second=np.sin, lipschitz=1.0, mean_prime=0.5,
    alpha=0.5, piecewise_affine=False, knots=(),
)  # fmt: skip
SHORT, FLAT = dl.GradientClipping("norm").clip, dl.GradientClipping("elements").clip
PULL = dl.NormPull(1.0).gradient
PAIR = {"u": np.ones((2, 3)), "y": ONE_HOT}

CALLS = {
    dl.Activation: SIGMA,
    dl.activation: {"name": "tanh"},
    dl.elu: {"alpha": 0.5},
    dl.leaky_relu: {"alpha": 0.5},
    dl.scaled: {"sigma": dl.TANH, "factor": 0.5},
    dl.Loss: dict(
        name="mine",
        function=np.add,
        gradient_function=np.add,
        hessian_function=np.add,
        rule=np.sign,
        classifies=True,
        multiclass=False,
    ),
    dl.softmax: {"u": np.ones((2, 3))},
    dl.MULTICLASS_LOGISTIC.__call__: PAIR,
    dl.LEAST_SQUARES.gradient: PAIR,
    dl.HUBER.hessian_product: {**PAIR, "du": np.ones((2, 3))},
    dl.MULTICLASS_HINGE.predict: {"u": np.ones((2, 3))},
    dl.LOGISTIC.predict: {"u": np.ones((1, 3))},
    dl.MULTICLASS_HINGE.check_labels: {"y": ONE_HOT},
    dl.Data: {"name": "mine", "x": X, "y": Y, "x_test": X, "y_test": Y, "truth": np.sin},
    dl.Data.from_arrays: {"x": X, "y": Y, "x_test": X, "y_test": Y, "truth": np.sin},
    dl.absolute: DRAWN,
    dl.blobs: DRAWN,
    dl.dataset: {"name": "sine", **DRAWN},
    dl.moons: DRAWN,
    dl.piecewise: DRAWN,
    dl.sine: DRAWN,
    dl.spirals: DRAWN,
    dl.wiggly: DRAWN,
    dl.xor: {},
    dl.xor_clouds: DRAWN,
    dl.Network: {"widths": (1, 3, 1), "activation": "tanh", "residual": False},
    NET.__call__: {"theta": THETA, "x": X},
    NET.unpack: {"theta": THETA},
    NET.skips: {"j": 2},
    dl.deep_network: dict(depth=4, width=2, n_in=1, n_out=1, activation="tanh", residual=False),
    dl.features: {"net": NET, "theta": THETA, "x": X},
    dl.forward: {"net": NET, "theta": THETA, "x": X},
    dl.initialize: {"net": NET, "init": "he", "seed": 1, "scale": 1.0},
    dl.backward: SAMPLES,
    dl.deltas: SAMPLES,
    dl.gradient: SAMPLES,
    dl.hessian_vector_product: {**SAMPLES, "direction": np.ones(NET.n_params)},
    dl.objective: SAMPLES,
    dl.per_sample_gradient_norms: SAMPLES,
    dl.per_sample_gradients: SAMPLES,
    dl.GradientClipping: {"kind": "norm", "bound": 1.0},
    SHORT: {"g": THETA},
    FLAT: {"g": THETA},
    dl.NormPull: {"target": 1.0, "strength": 0.1},
    PULL: {"theta": THETA},
    dl.WeightBound: {"kind": "spectral", "bound": 1.0},
    dl.WeightBound().project: {"net": NET, "theta": THETA},
    dl.Adam: dict(lr=0.1, beta1=0.5, beta2=0.5, eps=1e-3, schedule="cosine"),
    dl.GradientDescent: {"lr": 0.1, "momentum": 0.5, "schedule": "cosine"},
    RUN.at: {"epoch": 2},
    RUN.index: {"epoch": 2},
    dl.snapshot_epochs: {"epochs": 10, "snapshots": 3},
    dl.train: dict(
        net=NET,
        data=DATA,
        seed=1,
        epochs=2,
        optimizer=dl.Adam(),
        loss=dl.HUBER,
        batch_size=3,
        init="he",
        scale=1.0,
        weight_decay=0.1,
        pull=dl.NormPull(1.0),
        bound=dl.WeightBound(),
        clipping=dl.GradientClipping(),
        snapshots=2,
        tolerance=0.1,
    ),
    partial(dl.train, NET, DATA, epochs=2): {"theta0": THETA},
    dl.random_directions: dict(net=NET, count=2, seed=1, normalize="filter", theta=THETA),
    dl.line: {**SAMPLES, "direction": THETA, "t": np.ones(3)},
    dl.plane: {**SAMPLES, "directions": np.ones((2, THETA.size)), "t1": np.ones(3), "t2": [1.0]},
    dl.curve: dict(**LINE, data=DATA, loss=dl.HUBER, label="mine", points=5, unit=(2, 1)),
    dl.input_gradient: {"net": NET, "theta": THETA, "x": X},
    dl.kinks: LINE,
    dl.largest_jacobian_norms: LINE,
    dl.state_jacobians: {"net": NET, "theta": THETA, "x": X},
    dl.largest_slope: LINE,
    dl.layer_bounds: {"net": DEEP, "theta": np.ones(DEEP.n_params)},
    dl.lipschitz_bound: {"net": NET, "theta": THETA},
    dl.mean_loss_gradient_norms: SAMPLES,
    dl.operator_norms: {"net": NET, "theta": THETA},
    dl.singular_values: {"net": NET, "theta": THETA},
    dl.gram_singular_values: {"W": np.ones((2, 3))},
    dl.state_norms: SAMPLES,
    dl.over_seeds: {"samples": {"a": [1.0, None]}},
    dl.mean_hessian: SAMPLES,
    dl.rms_gradient_norm: SAMPLES,
    dl.sharpness: {**SAMPLES, "seed": 1, "tolerance": 0.1, "most": 2},
    dl.mean_line_loss: {"data": DATA},
    dl.straight_line: {"data": DATA},
    dl.unit_functions: dict(
        net=NET, theta=THETA, data=DATA, off=(("unit", 2, 1),), unit=(2, 1), points=5
    ),
    dl.without: {"net": NET, "theta": THETA, "off": (("edge", 1, 2, 1),)},
}

ROOMS = "activations losses data network initialization backprop regularization training landscape"
ROOMS = (*ROOMS.split(), "measures")
RESULTS = {"Run", "Plane", "Lines", "Fit", "Kinks"}
SLOW = {"perfect_fit", "perfect_fit_stages"}  # train, and give on what they are given

# What is no nonsense there: any number of leading axes, a number of which nothing is asked, …
FINE = {
    **dict.fromkeys([
        (NET.__call__, "x"), (dl.forward, "x"), (dl.features, "x"), (dl.input_gradient, "x"),
        (dl.state_jacobians, "x"), (SHORT, "g"), (FLAT, "g"), (PULL, "theta"), (dl.softmax, "u"),
        (dl.MULTICLASS_HINGE.predict, "u"), (dl.LOGISTIC.predict, "u"),
        (dl.gram_singular_values, "W"),
    ], ("one of five axes",)),
    **dict.fromkeys([(f, "unit") for f in (dl.unit_functions, dl.curve)], ("nothing",)),
    **dict.fromkeys([(f, "off") for f in (dl.unit_functions, dl.without)], ("an empty list",)),
    **dict.fromkeys([(dl.Activation, a) for a in ("lipschitz", "mean_prime", "alpha")], A_NUMBER),
}  # fmt: skip


CASES = [
    pytest.param(function, argument, id=f"{getattr(function, '__qualname__', 'train')}-{argument}")
    for function, arguments in CALLS.items()
    for argument in arguments
]


@pytest.mark.parametrize("function", CALLS, ids=lambda f: getattr(f, "__qualname__", "train"))
def test_the_good_call_is_good(function):
    function(**CALLS[function])


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_nonsense_is_refused_by_name(function, argument):
    fine = FINE.get((function, argument), ())
    called = "activation" if function is dl.activation else None
    assert faults(function, CALLS[function], argument, fine, called) == []


def test_every_function_of_the_library_is_tried():
    tried = {getattr(function, "__name__", "") for function in CALLS}
    listed = {
        n for m, names in dl.PUBLIC.items() if m.split(".")[0] in ROOMS for n in names.split()
    }
    functions = {n for n in listed if inspect.isroutine(f := getattr(dl, n)) or inspect.isclass(f)}
    assert functions - tried == RESULTS & functions | SLOW
