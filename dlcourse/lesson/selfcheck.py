"""An exercise that checks itself: a verdict in plain words, hints in steps, a folded solution."""

import inspect
import os
from dataclasses import dataclass

import ipywidgets as widgets

from dlcourse.lesson import look
from dlcourse.lesson.checking import Exercise, MistakeError, UnfinishedError
from dlcourse.lesson.look import SIGNS, Card, as_html, as_markdown, button, ended, shown
from dlcourse.lifetime import lives_with_its_cell


@dataclass(frozen=True)
class Verdict:
    """What a check says: `state` is "right", "not yet", "wrong" or "broken", `text` tells why."""

    state: str
    text: str

    def __str__(self):
        sign, word, _ = SIGNS[self.state]
        return f"{sign} {word}: {self.text}"


def judge(exercise: Exercise, attempt) -> Verdict:
    """Run the check of an exercise on the student's function; a verdict, never a traceback.

    A failure of the check itself is "broken"; with DLCOURSE_STRICT=1 it raises.
    """
    try:
        return Verdict("right", exercise.check(attempt))
    except UnfinishedError as unfinished:
        return Verdict("not yet", str(unfinished))
    except MistakeError as mistake:
        return Verdict("wrong", str(mistake))
    except Exception as error:
        if os.environ.get("DLCOURSE_STRICT") == "1":
            raise
        return Verdict("broken", f"the check stops with {type(error).__name__}: {error}")


@lives_with_its_cell
def exercise(asked: Exercise, attempt=NotImplemented) -> "SelfCheck":
    """Check the student's function, the `attempt`, for an `Exercise` of a chapter.

    Without an attempt the card has the task and the hints alone. Returns a card with `.verdict` and
    `.buttons` ("Hint", "Show solution"); raises TypeError for anything that is no `Exercise`.
    """
    if not isinstance(asked, Exercise):
        raise TypeError(f"asked must be an Exercise of a chapter, got {asked!r}")
    return SelfCheck(asked, attempt)


class SelfCheck(Card):
    """The card that `exercise` returns."""

    def __init__(self, asked: Exercise, attempt):
        self.exercise = asked
        self.verdict = judge(asked, attempt)
        self.hints_shown = 0
        self._hint = button(self._next_hint())
        self._solve = button("Show solution")
        self._hints, self._solution = widgets.HTMLMath(), widgets.HTML()
        super().__init__(
            look.heading("Exercise", asked.title, asked.task),
            buttons={"Hint": self._hint, "Show solution": self._solve},
        )
        # The verdict stands above the buttons: it is what the student looks for.
        head, title, row, message = self.widget.children
        self.widget.children = (head, title, message, row, self._hints, self._solution)
        self.say(self.verdict.state, self.verdict.text)
        self._hint.on_click(self._on_hint)
        self._solve.on_click(self._on_solution)

    def _next_hint(self):
        count = len(self.exercise.hints)
        return f"Hint {min(self.hints_shown + 1, count)} of {count}"

    @shown
    def _on_hint(self, _button):
        hints = self.exercise.hints
        self.hints_shown = min(self.hints_shown + 1, len(hints))
        self._hints.value = "".join(
            f"<p><b>Hint {k}.</b> {as_html(hint)}</p>"
            for k, hint in enumerate(hints[: self.hints_shown], 1)
        )
        self._hint.description = self._next_hint()
        self._hint.disabled = self.hints_shown == len(hints)

    @shown
    def _on_solution(self, _button):
        folded = not self._solution.value
        source = inspect.getsource(self.exercise.solution)
        self._solution.value = look.code_html(source) if folded else ""
        self._solve.description = "Hide solution" if folded else "Show solution"

    def markdown(self):
        """Title, task and verdict."""
        return (
            f"**Exercise: {as_markdown(ended(self.exercise.title))}** "
            f"{as_markdown(self.exercise.task)}"
            f"\n\n{as_markdown(str(self.verdict))}"
        )

    def __repr__(self):
        return f"Exercise: {self.exercise.title}\n{self.verdict}"
