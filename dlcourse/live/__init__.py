"""A notebook cell becomes a live figure: controls, an experiment, panels that move at once."""

from ..lifetime import lives_with_its_cell
from .controls import Epochs, epochs
from .figure import LiveFigure

__all__ = ["Epochs", "LiveFigure", "epochs", "explore"]


@lives_with_its_cell
def explore(
    experiment, panels, *, title=None, meaning=None, scenes=None, notes=None, columns=None,
    size=None, labels=None, slow=(), **controls,
):  # fmt: skip
    """A live figure: `controls` → `experiment` → `panels`.

    Args:
        experiment: a function of the controls' values that returns one result per panel, as a
            tuple (with one panel: just its result). A slow one is a generator, or returns another
            iterator such as a `sweep`: it yields `(results, fraction)` as often as it likes, drafts
            with `fraction` < 1 and in the end `fraction` = 1. Drafts are drawn every 40 ms at most;
            a moved control abandons them and starts anew.
        panels: a panel of `dlcourse.panels`, or a list of them; those in a list within the list
            stand one below the other.
        title: a line above the controls.
        meaning: a function of the results, `meaning(*results)`, that says in one plain sentence
            what they mean, or "" if nothing can be said; it stands before the numbers. It is not
            asked about drafts.
        scenes: {name: {control: value}}, settings to be called up by name, in this order.
        notes: {scene: one or two sentences for the speaker}; they stand below the figure, folded.
        columns: panels in a row; all in one row up to three.
        size: (width, height) of the picture in CSS pixels.
        labels: {control: text} where the name itself should not be the label.
        slow: names of controls that act on release only, for experiments beyond 0.5 s.
        **controls: (min, max[, step]) a slider; a list of numbers a slider over them; another
            list or a dict {label: value} a choice; True or False a switch; `epochs(total)` a
            slider with play; `samples(sets)` a choice of data, the reader's own among them; a ready
            widget itself, which closes with the figure. Defaults are the experiment's own.

    Raises:
        ValueError: a name, number of panels, value or scene that does not fit.
    """
    return LiveFigure(
        experiment, panels, title, meaning, scenes, notes, columns, size, labels, slow, controls
    )
