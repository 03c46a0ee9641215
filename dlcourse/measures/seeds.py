"""What many seeds say together."""

import numpy as np

from dlcourse.checks import some
from dlcourse.results import Dots


def over_seeds(samples: dict, **more) -> Dots:
    """The single answers of each setting, a column each: {label: (S,)} → `Dots` of one group.

    None among the answers stands for "there is none" and is left out; a setting without any gets
    the median NaN, as in a draft. `more` are further attributes of `Dots`. Raises ValueError
    unless there is a setting.

    [beyond the slides: what a figure over seeds shows]
    """
    answers = some("samples", samples).values()
    points = [np.array([v for v in values if v is not None], float) for values in answers]
    return Dots(tuple(samples), {"": points}, **more)
