"""What the panels of notebook 08 are given: fits with a history, correlations within kinds."""

from dataclasses import dataclass, fields

import numpy as np

import dlcourse as dl


@dataclass(frozen=True, eq=False)
class History(dl.Fit):
    """A fit that knows whether its network had learned random labels first (None: not told)."""

    wild: bool | None = None


def with_history(fit: dl.Fit, wild: bool | None) -> History:
    """The same fit, with its history.

    [002 Generalization – Norm of weights]
    """
    return History(**{field.name: getattr(fit, field.name) for field in fields(fit)}, wild=wild)


@dataclass(frozen=True, eq=False)
class Agreement:
    """What an AgreementPanel shows: for each candidate, how well its order agrees with another.

    Attributes:
        labels: the candidates (B,).
        values: the correlation over all networks (B,).
        points: one array (K,) per candidate, the correlations within each kind.
        kinds: the names of the kinds (K,).
    """

    labels: tuple
    values: np.ndarray
    points: tuple
    kinds: tuple
