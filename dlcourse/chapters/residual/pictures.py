"""The pictures of notebook 05: a plain and a residual network side by side."""

import numpy as np

import dlcourse as dl


def pair(**options) -> dl.Panel:
    """A panel for a plain and a residual network's curves, in the colours that both have here."""
    looks = [dl.style.MODEL, dl.style.RESIDUAL]
    return dl.CurvesPanel(looks=looks, log=True, **options)


def pair_of_losses() -> dl.Panel:
    """Both losses along the epochs; the sentence tells the last ones."""
    axes = dict(xlabel="epoch", ylabel="mean training loss", limits=(1e-4, 10))
    return pair(at=[np.inf], **axes)
