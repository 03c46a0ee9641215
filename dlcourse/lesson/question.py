"""What a question is: one with options to commit to, and one that asks for a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question with options to commit to.

    Attributes:
        question: what is asked; $mathematics$ is typeset.
        options: {option: the reply to who chose it}, in plain letters (W₁, t¹⁰); the reply to the
            right one is the reason, that to a wrong one says what tempts and why it is wrong.
        answer: the right option.
        tells: phrases that would give the answer away; none stands in the text above the question.

    Raises ValueError for fewer than two options, an empty reply, or an answer not among them.
    """

    question: str
    options: Mapping[str, str]
    answer: str
    tells: tuple[str, ...] = ()

    def __post_init__(self):
        if len(self.options) < 2:
            raise ValueError(f"options must be two or more, got {list(self.options)}")
        if silent := [option for option, reply in self.options.items() if not reply.strip()]:
            raise ValueError(f"each of the options must have a reply, {silent[0]!r} has none")
        if self.answer not in self.options:
            raise ValueError(
                f"answer must be one of the options {list(self.options)}, got {self.answer!r}"
            )


@dataclass(frozen=True)
class Why:
    """A question for a reason, to be answered in a sentence and then compared.

    Attributes:
        question: what is asked.
        answer: one good answer, of one to three sentences.
        points: what any good answer names.
    """

    question: str
    answer: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Challenge:
    """A goal to which a live figure is to be brought.

    Attributes:
        title: shown above the task.
        task: what to reach, and with which controls.
        check: check(controls, *results) returns "" when the goal is reached, and otherwise one
            sentence on what is missing; `controls` is {name: value}, `results` the panels'.
        said: one sentence on what reaching it shows.
    """

    title: str
    task: str
    check: Callable
    said: str
