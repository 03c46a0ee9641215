"""The pictures of notebook 05: a plain and a residual network side by side."""

import numpy as np

import dlcourse as dl


def bars_of_both() -> list:
    """Two panels with the losses of plain and of residual networks, on one logarithmic scale."""
    colours = {"plain": dl.style.SKY, "residual": dl.style.GREEN}
    axis = dict(ylabel="mean training loss", limits=(1e-4, 10), log=True)
    return [dl.BarsPanel(title=kind, colours=[c], **axis) for kind, c in colours.items()]


def curves_of_both(**options) -> dl.Panel:
    """A panel for a curve of the plain and one of the residual network, in their colours."""
    looks = [dl.style.MODEL, dl.style.RESIDUAL]
    return dl.CurvesPanel(looks=looks, log=True, **options)


def losses_of_both() -> dl.Panel:
    """Both losses along the epochs; the sentence tells the last ones."""
    axes = dict(xlabel="epoch", ylabel="mean training loss", limits=(1e-4, 10))
    return curves_of_both(at=[np.inf], **axes)
