"""What a question is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question with its options, of which `answer` is the right one, and why.

    Raises ValueError for fewer than two options, options that repeat, or an answer not among them.
    """

    question: str
    options: tuple[str, ...]
    answer: str
    because: str

    def __post_init__(self):
        if len(self.options) < 2 or len(set(self.options)) < len(self.options):
            raise ValueError(f"options must be two or more different texts, got {self.options}")
        if self.answer not in self.options:
            raise ValueError(
                f"answer must be one of the options {self.options}, got {self.answer!r}"
            )
