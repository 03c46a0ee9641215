"""Two tasks beside the exercise: bring a live figure to a goal, and say why in a sentence."""

import ipywidgets as widgets

from dlcourse.lesson.look import Card, as_markdown, button, ended, heading, shown
from dlcourse.lesson.question import Challenge, Why
from dlcourse.lifetime import lives_with_its_cell


@lives_with_its_cell
def challenge(asked, figure) -> "Goal":
    """Watch a live figure until it reaches the goal of a `Challenge` of a chapter.

    Returns a card with `.reached`; raises TypeError for anything that is no `Challenge` or figure.
    """
    if not isinstance(asked, Challenge):
        raise TypeError(f"asked must be a Challenge of a chapter, got {asked!r}")
    if not hasattr(figure, "watch"):
        raise TypeError(f"figure must be a live figure, got {figure!r}")
    return Goal(asked, figure)


class Goal(Card):
    """The card that `challenge` returns; a goal once reached stays reached."""

    def __init__(self, asked: Challenge, figure):
        self.challenge, self.reached = asked, False
        super().__init__(heading("Challenge", asked.title, asked.task))
        self._stop = figure.watch(self._look)
        self._look(figure)

    @shown
    def _look(self, figure):
        if self.reached or figure.results is None:
            return
        controls = {name: widget.value for name, widget in figure.controls.items()}
        missing = self.challenge.check(controls, *figure.results)
        self.reached = not missing
        self.say(*(("not yet", missing) if missing else ("right", self.challenge.said)))

    def close(self):
        """Take the card out of the notebook; the figure stays."""
        self._stop()
        super().close()

    def markdown(self):
        """Title and task."""
        title, task = map(as_markdown, (ended(self.challenge.title), self.challenge.task))
        return f"**Challenge: {title}** {task}\n\n*Run the notebook to try it.*"

    def __repr__(self):
        return f"Challenge: {self.challenge.title}"


@lives_with_its_cell
def say_why(asked) -> "Reason":
    """Ask for a reason in a sentence, then show a good one beside it; nothing is sent anywhere.

    Returns a card with `.controls["reason"]` and `.buttons` ("Compare"); raises TypeError for
    anything that is no `Why`.
    """
    if not isinstance(asked, Why):
        raise TypeError(f"asked must be a Why of a chapter, got {asked!r}")
    return Reason(asked)


class Reason(Card):
    """The card that `say_why` returns."""

    def __init__(self, asked: Why):
        self._asked = asked
        self._reason = widgets.Textarea(
            placeholder="because …", rows=3, layout={"width": "min(100%, 44em)"}
        )
        self._compare = button("Compare", button_style="primary", disabled=True)
        super().__init__(
            heading("Say why", asked.question), self._reason,
            controls={"reason": self._reason}, buttons={"Compare": self._compare},
        )  # fmt: skip
        self._reason.observe(self._on_text, "value")
        self._compare.on_click(self._on_compare)

    @shown
    def _on_text(self, _change):
        self._compare.disabled = not self._reason.value.strip()

    @shown
    def _on_compare(self, _button):
        points = "; ".join(self._asked.points)
        self.say("compare", self._asked.answer, f"Does yours name this? {points}.")

    def markdown(self):
        """The question alone."""
        return f"**Say why.** {as_markdown(self._asked.question)}\n\n*Run the notebook to compare.*"

    def __repr__(self):
        return f"Say why: {self._asked.question}"
