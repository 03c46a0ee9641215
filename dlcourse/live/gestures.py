"""Where a move begins: what is shown just then is remembered, to be compared with what comes."""

from time import monotonic

PAUSE = 0.7  # seconds without a move after which a slider's next one is another gesture


class Gestures:
    """Tells the panels when to remember what they show; moves of one drag are one gesture."""

    def __init__(self, panels, clock=monotonic):
        self.panels, self._clock = panels, clock
        self._last, self._when = None, -PAUSE

    def begin(self, control=None) -> None:
        """A move of a `control`, or of something that is done at once."""
        now = self._clock()
        glides = hasattr(control, "continuous_update")  # a slider
        if not (glides and control is self._last and now - self._when < PAUSE):
            for panel in self.panels:
                panel.remember_shown()
        self._last, self._when = control, now
