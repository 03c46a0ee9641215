"""What many seeds say together."""

import numpy as np

from dlcourse.checks import some
from dlcourse.results import Bars


def medians(samples: dict) -> Bars:
    """The median and the single answers of each setting: {label: (S,)} → `Bars`.

    None among the answers stands for "there is none" and is left out; a setting without any gets
    NaN, as in a draft. Raises ValueError unless there is a setting.

    [beyond the slides: what a figure over seeds shows]
    """
    answers = some("samples", samples).values()
    points = [np.array([v for v in values if v is not None], float) for values in answers]
    middle = [np.median(values) if values.size else np.nan for values in points]
    return Bars(tuple(samples), np.array(middle), points=tuple(points))
