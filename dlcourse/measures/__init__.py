"""What can be said of a network in numbers: its kinks and slopes, its norms, its sharpness, its growth."""

from dlcourse.measures.fit import Fit, collapse, fit
from dlcourse.measures.growth import growth_exponent
from dlcourse.measures.kinks import Kinks, input_slope, kinks
from dlcourse.measures.norms import (
    largest_slope,
    layer_bounds,
    lipschitz_bound,
    operator_norms,
    singular_values,
    state_norms,
    weight_gradient_norms,
)
from dlcourse.measures.sharpness import (
    hessian,
    individual_slope,
    largest_eigenvalue,
    perturbed_loss,
)

__all__ = [
    "Fit",
    "Kinks",
    "collapse",
    "fit",
    "growth_exponent",
    "hessian",
    "individual_slope",
    "input_slope",
    "kinks",
    "largest_eigenvalue",
    "largest_slope",
    "layer_bounds",
    "lipschitz_bound",
    "operator_norms",
    "perturbed_loss",
    "singular_values",
    "state_norms",
    "weight_gradient_norms",
]
