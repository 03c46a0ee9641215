"""The live companion of a lecture on the mathematics of deep learning: every slide moves.

`import dlcourse as dl` gives every public name of the library, flat; a module is loaded when one of
its names is first used. Chapters are imported by name: `from dlcourse.chapters.residual import …`.
"""

from importlib import import_module

__version__ = "0.1.0"

PUBLIC = {
    "activations": "Activation ACTIVATIONS ELU HARD_TANH IDENTITY LEAKY_RELU RBF RELU SELU SIGMOID "
    "SOFTPLUS TANH activation elu leaky_relu scaled",
    "losses": "ABSOLUTE HINGE HUBER LEAST_SQUARES LOGISTIC LOSSES Loss MULTICLASS_HINGE "
    "MULTICLASS_LOGISTIC softmax",
    "data": "DATASETS TWO_CLASSES Data absolute blobs dataset moons piecewise sine spirals wiggly "
    "xor xor_clouds",
    "affine": "Affine convolution dense sparse",
    "network": "Network deep_network features forward",
    "initialization": "INITIALIZATIONS initialize",
    "backprop": "backward deltas gradient hessian_vector_product "
    "objective per_sample_gradient_norms per_sample_gradients",
    "regularization": "GradientClipping NormPull WeightBound",
    "training.optimizers": "Adam GradientDescent",
    "training.run": "Run snapshot_epochs",
    "training.loop": "train",
    "training.perfect_fits": "FITTED perfect_fit perfect_fit_stages",
    "sweeps": "Sweep remember sweep trained",
    "landscape": "line plane random_directions",
    "measures.curve": "curve",
    "measures.kinks": "input_gradient kinks largest_jacobian_norms state_jacobians",
    "measures.line": "mean_line_loss straight_line",
    "measures.norms": "gram_singular_values largest_slope layer_bounds lipschitz_bound "
    "mean_loss_gradient_norms operator_norms singular_values state_norms",
    "measures.seeds": "over_seeds",
    "measures.sharpness": "mean_hessian rms_gradient_norm sharpness",
    "measures.units": "unit_functions without",
    "results": "Bars Cloud Curves Dots Fit Kinks Plane Points Secant UnitFunctions",
    "panels.base": "Panel",
    "panels.curves": "CurvesPanel",
    "panels.dots": "DotsPanel",
    "panels.graph": "GraphPanel",
    "panels.network": "NetworkPanel",
    "panels.statistics": "BarsPanel",
    "panels.training": "FitPanel LossPanel",
    "live": "explore",
    "live.controls": "Epochs epochs",
    "live.figure": "LiveFigure",
    "live.samples": "samples",
    "live.switched": "one_unit switched_off",
    "lesson.checkup": "doctor",
    "lesson.checking": "Exercise",
    "lesson.prediction": "predict",
    "lesson.question": "Challenge Question Why",
    "lesson.selfcheck": "exercise",
    "lesson.source": "show_source",
    "lesson.tasks": "challenge say_why",
}
_MODULE = {name: module for module, names in PUBLIC.items() for name in names.split()}


def __getattr__(name):
    if name == "style":  # the looks, as dl.style.MODEL
        return import_module("dlcourse.style")
    if name not in _MODULE:
        raise AttributeError(f"dlcourse has no {name!r}; dir(dlcourse) lists what there is")
    value = getattr(import_module(f"dlcourse.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*_MODULE, "style", "__version__"])
