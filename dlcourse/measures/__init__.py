"""What can be said of a network in numbers: kinks and slopes, norms, sharpness, growth."""

from dlcourse.measures.classes import error_rate, mesh, score_plane
from dlcourse.measures.curve import Fit, collapse, curve
from dlcourse.measures.gains import backward_bounds, forward_bounds, mean_prime
from dlcourse.measures.growth import growth_exponent
from dlcourse.measures.kinks import (
    Kinks,
    input_gradient,
    kinks,
    largest_jacobian_norms,
    state_jacobians,
)
from dlcourse.measures.norms import (
    gram_singular_values,
    largest_slope,
    layer_bounds,
    lipschitz_bound,
    mean_loss_gradient_norms,
    operator_norms,
    power_iteration,
    singular_values,
    state_norms,
)
from dlcourse.measures.pieces import piece_along_line
from dlcourse.measures.ranks import rank_correlation, ranks
from dlcourse.measures.rays import (
    Rays,
    anisotropy,
    grid_minima,
    mean_ray_losses,
    minima_in_planes,
    rays_in_plane,
    spread_over_planes,
    spread_over_rays,
    steepness,
    sublevel_radius,
)
from dlcourse.measures.seeds import Bands, Fractions, bands, fraction_larger, fractions
from dlcourse.measures.segment import Segment, along_segment, distinct, mean_ridge_loss
from dlcourse.measures.sharpness import (
    mean_hessian,
    mean_perturbed_loss,
    rms_gradient_norm,
    sharpness,
)
from dlcourse.measures.straight import Folded, folded, straight_line
from dlcourse.measures.trials import Trials, loss_curves, mean_line_loss, trials

__all__ = [
    "Bands",
    "Fit",
    "Folded",
    "Fractions",
    "Kinks",
    "Rays",
    "Segment",
    "Trials",
    "along_segment",
    "anisotropy",
    "backward_bounds",
    "bands",
    "collapse",
    "curve",
    "distinct",
    "error_rate",
    "folded",
    "forward_bounds",
    "fraction_larger",
    "fractions",
    "gram_singular_values",
    "grid_minima",
    "growth_exponent",
    "input_gradient",
    "kinks",
    "largest_jacobian_norms",
    "largest_slope",
    "layer_bounds",
    "lipschitz_bound",
    "loss_curves",
    "mean_hessian",
    "mean_line_loss",
    "mean_loss_gradient_norms",
    "mean_perturbed_loss",
    "mean_prime",
    "mean_ray_losses",
    "mean_ridge_loss",
    "mesh",
    "minima_in_planes",
    "operator_norms",
    "piece_along_line",
    "power_iteration",
    "rank_correlation",
    "ranks",
    "rays_in_plane",
    "rms_gradient_norm",
    "score_plane",
    "sharpness",
    "singular_values",
    "spread_over_planes",
    "spread_over_rays",
    "state_jacobians",
    "state_norms",
    "steepness",
    "straight_line",
    "sublevel_radius",
    "trials",
]
