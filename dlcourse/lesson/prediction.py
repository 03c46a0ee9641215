"""First commit to an answer, then see: a question that keeps its answer, and a picture, back.

What is not said before the student commits is not in the page either: neither in the widgets nor
in a saved notebook. The questions of a chapter stand in its `questions.py`, so that the answer is
not read in the cell above.
"""

import os

import ipywidgets as widgets

from dlcourse.lesson.look import VIEW, Card, as_html, as_markdown, button, heading, shown
from dlcourse.lesson.question import Question
from dlcourse.lifetime import CLOSED, Living, lives_with_its_cell


@lives_with_its_cell
def predict(question, *, reveal=None, at=None) -> "Prediction":
    """Ask, and show the verdict and its reason only after the student has committed.

    Args:
        question: a `Question` of a chapter.
        reveal: a live figure, or any widget, that stays hidden until then, and closes with the
            card. "Open the picture" opens it and leaves the question open.
        at: {control: value}, the setting that the question is about: so the live figure opens.

    Returns:
        A card with `.controls["choice"]` and `.buttons` ("Commit", "Try again" and, with a picture,
        "Open the picture").

    Raises:
        TypeError: for another question, or a `reveal` that is neither a widget nor has one.
        ValueError: for an `at` that the figure does not take.
        RuntimeError: for a `reveal` that was closed.
    """
    if not isinstance(question, Question):
        raise TypeError(f"question must be a Question of a chapter, got {question!r}")
    if at:
        reveal.set(**at)
    return Prediction(question, reveal)


class Prediction(Card):
    """The card that `predict` returns."""

    def __init__(self, asked: Question, reveal):
        self._asked = asked
        self.gate = None if reveal is None else Gate(reveal)
        if self.gate:
            self.given = (reveal if isinstance(reveal, Living) else self.gate.view,)
        self._choice = widgets.RadioButtons(options=list(asked.options), value=None)
        self._choice.layout.width = "auto"
        self._commit = button("Commit", button_style="primary", disabled=True)
        self._again = button("Try again", disabled=True)
        self._open = button("Open the picture")
        pressed = [self._commit, self._again, *([self._open] if self.gate else [])]
        super().__init__(
            heading("Predict", asked.question),
            self._choice,
            controls={"choice": self._choice},
            buttons={b.description: b for b in pressed},
        )
        self.widget.add_class("dlc-question")
        self._choice.observe(self._on_choice, ["value", "disabled"])
        self._commit.on_click(self._on_commit)
        self._again.on_click(self._on_again)
        self._open.on_click(self._on_open)

    @property
    def committed(self) -> bool:
        """Whether the student has committed to an answer."""
        return self._choice.disabled

    @shown
    def _on_choice(self, _change):
        self._commit.disabled = self.committed or self._choice.value is None
        self._again.disabled = not self.committed

    @shown
    def _on_commit(self, _button):
        if self._choice.value is None or self.committed:
            return
        asked, chosen = self._asked, self._choice.value
        reason = f"{asked.answer} {asked.options[asked.answer]}"
        if chosen == asked.answer:
            self.say("right", reason)
        else:
            self.say("wrong", asked.options[chosen], f"The answer is: {reason}")
        self._choice.disabled = True
        self._reveal()

    @shown
    def _on_open(self, _button):
        self._reveal()

    @shown
    def _on_again(self, _button):
        self._choice.disabled = False
        self._choice.value = None
        self.message.value = ""

    def _reveal(self):
        if self.gate is not None:
            self.gate.open()
            self._open.disabled = True

    def markdown(self):
        """The question and its options, without the answer."""
        listed = "\n".join(f"- {as_markdown(option)}" for option in self._asked.options)
        return (
            f"**Predict.** {as_markdown(self._asked.question)}\n\n{listed}\n\n"
            "*Run the notebook to commit to an answer.*"
        )

    def __repr__(self):
        listed = "\n".join(f"  ( ) {option}" for option in self._asked.options)
        return f"Predict: {self._asked.question}\n{listed}"

    def _ipython_display_(self):
        from IPython.display import display

        # Two outputs: what a viewer without a kernel shows of the first is the question.
        display(self._repr_mimebundle_(), raw=True)
        if self.gate is not None:
            data, metadata = self.gate._repr_mimebundle_()
            display(data, metadata=metadata, raw=True)


class Gate:
    """A picture behind a closed door; `open()` shows it, and it stays."""

    def __init__(self, behind):
        self.behind = behind
        self.view = getattr(behind, "widget", behind)
        if not isinstance(self.view, widgets.Widget):
            raise TypeError(f"reveal must be a live figure or a widget, got {behind!r}")
        self._door = widgets.HTML("<p><i>Choose an answer first; the picture appears here.</i></p>")
        self.widget = widgets.VBox([self._door])

    @property
    def is_open(self) -> bool:
        """Whether the picture is shown."""
        return self.widget.children == (self.view,)

    def open(self):
        """Show the picture, or say that it was closed."""
        if self.view.comm is None:
            self._door.value = f"<p>{as_html(CLOSED)}</p>"
        else:
            self.widget.children = (self.view,)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The door; what is behind it is left out, unless somebody is to store it elsewhere."""
        data, metadata = {}, {}
        if os.environ.get("DLCOURSE_STORE") == "1":
            bundle = self.behind._repr_mimebundle_()
            data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, VIEW: self.widget._repr_mimebundle_()[VIEW]}, metadata
