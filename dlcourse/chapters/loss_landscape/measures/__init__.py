"""The landscape around a solution in numbers: rays, planes, descents, and pairs of networks."""

from dlcourse.chapters.loss_landscape.measures.descent import Rolls, descents
from dlcourse.chapters.loss_landscape.measures.pairs import Pairs, fraction_larger, quotient
from dlcourse.chapters.loss_landscape.measures.planes import (
    Path,
    Regions,
    grid_minima,
    minima_in_planes,
    path_in_plane,
    ridge,
)
from dlcourse.chapters.loss_landscape.measures.rays import (
    RADII,
    Rays,
    anisotropy,
    mean_ray_losses,
    random_planes,
    rays_in_plane,
    spread_over_planes,
    spread_over_rays,
    steepness,
    sublevel_radius,
)

__all__ = [
    "RADII", "Pairs", "Path", "Rays", "Regions", "Rolls", "anisotropy", "descents",
    "fraction_larger", "grid_minima", "mean_ray_losses", "minima_in_planes", "path_in_plane",
    "quotient", "random_planes", "rays_in_plane", "ridge", "spread_over_planes",
    "spread_over_rays", "steepness", "sublevel_radius",
]  # fmt: skip
