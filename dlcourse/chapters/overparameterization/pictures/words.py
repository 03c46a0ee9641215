"""What the figures of notebook 06 mean, in words."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.overparameterization.experiments import LENGTH, NET
from dlcourse.chapters.overparameterization.measures import ZERO
from dlcourse.panels.base import number, percent


def agree_and_differ(fan, _spread) -> str:
    """Of a fan: how many fit, and by how much they differ between the samples."""
    fitted = int(np.sum(fan.losses <= ZERO))
    return (
        f"{fitted} of {len(fan.losses)} networks go through all samples; between them they differ "
        f"by up to {number(fan.spread.max())}."
    )


def weights_per_sample(cells, _counted) -> str:
    """Of the chosen network: how many parameters it has for each sample."""
    i, k = cells.chosen
    layers = "1 layer" if cells.rows[i] == "1" else f"{cells.rows[i]} layers"
    kind = "more" if cells.more[i, k] else "fewer"
    return (
        f"With {layers} of width {cells.columns[k]} there are {number(cells.values[i, k])} "
        f"parameters for each sample, so {kind} parameters than samples."
    )


def where_it_peaks(*both) -> str:
    """Of networks and features: the worst test error and where it is, and that of the largest."""
    said = []
    for name, errors in zip(("networks", "random features"), both, strict=True):
        test = errors.medians[:, 1]
        k = int(np.argmax(test))
        worst, last = number(test[k]), number(test[-1])
        said.append(f"{name} {worst} at P = {errors.P[k]}, at the end {last}")
    return f"Test errors at their worst: {'; '.join(said)}."


def how_many_reach_zero(cells, steps: dl.Curves) -> str:
    """Of the chosen cell: P, N, and the share of runs that reach loss 0."""
    i, k = cells.chosen
    P = cells.rows[i].split("P = ")[1].rstrip(")")
    share = percent(cells.values[i, k])
    return (
        f"P = {P}, N = {cells.columns[k]}: {share} of {len(steps.values)} runs end at a loss of at "
        f"most {number(ZERO)}."
    )


def still_a_solution(fits, curves: dl.Curves) -> str:
    """Of a walk: how far it is, whether the samples are still fitted, and the loss straight on."""
    ((_, distance, loss),) = curves.marks
    k = round(distance / LENGTH)
    N = fits[0].data.N
    where = "still fits" if loss <= ZERO else "no longer fits"
    return (
        f"{number(distance)} from the start the network {where} all samples; straight on the loss "
        f"is {number(curves.values[1][k])}. {NET.n_params} − {N} = {NET.n_params - N} directions "
        "are free."
    )
