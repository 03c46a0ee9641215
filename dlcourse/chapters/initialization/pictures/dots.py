"""Single draws as dots, with a line across that can be dragged."""

import dlcourse as dl
from dlcourse.panels.base import number
from dlcourse.panels.handles import Handle


class DraggedPanel(dl.DotsPanel):
    """A DotsPanel whose straight lines set controls.

    Args:
        touch: {name of a straight line: (control, function of its height)}.
    """

    def __init__(self, *, touch: dict, **view):
        super().__init__(touch={part: control for part, (control, _) in touch.items()}, **view)
        self._values = {part: value for part, (_, value) in touch.items()}

    def handles(self, result):
        """The straight lines that set a control."""
        found, (low, high) = [], self.ax.get_ylim()
        for part, control in self.bound.items():
            value, y = self._values[part], result.hlines[part]
            found.append(Handle(
                f"{part} sets {control}", self.ax.get_xlim()[0], y, along="y", kind="line",
                to=lambda _, y, value=value, control=control: {control: value(y)},
                step=(0.0, 0.02 * (high - low)), said=f"{control} = {number(value(y))}",
            ))  # fmt: skip
        return found


def in_a_line(label: str) -> str:
    """A label of two lines in one."""
    return label.replace("\n", " ")
