"""What can be said of a network in numbers: kinks and slopes, norms, sharpness, growth."""

from dlcourse.measures.classes import error_rate, mesh, score_plane
from dlcourse.measures.fit import Fit, collapse, fit
from dlcourse.measures.gains import backward_bounds, forward_bounds, mean_slope
from dlcourse.measures.growth import growth_exponent
from dlcourse.measures.kinks import (
    Kinks,
    input_slope,
    kinks,
    largest_state_slopes,
    state_slopes,
)
from dlcourse.measures.norms import (
    gram_singular_values,
    largest_slope,
    layer_bounds,
    lipschitz_bound,
    operator_norms,
    power_iteration,
    singular_values,
    state_norms,
    weight_gradient_norms,
)
from dlcourse.measures.pieces import piece_along_line
from dlcourse.measures.ranks import rank_correlation, ranks
from dlcourse.measures.rays import (
    Rays,
    extent,
    grid_minima,
    minima_in_planes,
    ray_losses,
    rays_in_plane,
    spread_over_planes,
    spread_over_rays,
    steepness,
    unevenness,
)
from dlcourse.measures.seeds import Bands, Shares, bands, share_larger, shares
from dlcourse.measures.segment import Segment, along_segment, distinct, ridge_objective
from dlcourse.measures.sharpness import (
    hessian,
    individual_slope,
    largest_eigenvalue,
    perturbed_loss,
)
from dlcourse.measures.straight import Folded, folded, straight_line
from dlcourse.measures.trials import Trials, line_loss, loss_curves, trials

__all__ = [
    "Bands",
    "Fit",
    "Folded",
    "Kinks",
    "Rays",
    "Segment",
    "Shares",
    "Trials",
    "along_segment",
    "backward_bounds",
    "bands",
    "collapse",
    "distinct",
    "error_rate",
    "extent",
    "fit",
    "folded",
    "forward_bounds",
    "gram_singular_values",
    "grid_minima",
    "growth_exponent",
    "hessian",
    "individual_slope",
    "input_slope",
    "kinks",
    "largest_eigenvalue",
    "largest_slope",
    "largest_state_slopes",
    "layer_bounds",
    "line_loss",
    "lipschitz_bound",
    "loss_curves",
    "mean_slope",
    "mesh",
    "minima_in_planes",
    "operator_norms",
    "perturbed_loss",
    "piece_along_line",
    "power_iteration",
    "rank_correlation",
    "ranks",
    "ray_losses",
    "rays_in_plane",
    "ridge_objective",
    "score_plane",
    "share_larger",
    "shares",
    "singular_values",
    "spread_over_planes",
    "spread_over_rays",
    "state_norms",
    "state_slopes",
    "steepness",
    "straight_line",
    "trials",
    "unevenness",
    "weight_gradient_norms",
]
