"""Curves over the way from one θ to another."""

from dlcourse.panels.curves import CurvesPanel


class SegmentPanel(CurvesPanel):
    """Curves over t from 0 to 1, with as many ticks as a narrow picture has room for."""

    ticks = 5
