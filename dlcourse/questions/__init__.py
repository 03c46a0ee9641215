"""The questions that notebooks ask before they show a picture, kept apart from the page.

A notebook writes `predict("kinks_of_tanh", reveal=figure)`; the answer stands here.
"""

from dlcourse.questions import (
    flat_minima,
    learning_features,
    loss_landscape,
    relu_vs_tanh,
    residual,
    start_here,
    vanishing_gradients,
    weight_norms,
)
from dlcourse.questions.question import Question

__all__ = ["QUESTIONS", "Question", "find_question"]

QUESTIONS = {
    question.name: question
    for notebook in (
        start_here,
        learning_features,
        relu_vs_tanh,
        loss_landscape,
        residual,
        flat_minima,
        weight_norms,
        vanishing_gradients,
    )
    for question in notebook.QUESTIONS
}


def find_question(name: str) -> Question:
    """The question of that name. Raises ValueError for an unknown one and lists the known ones."""
    if name not in QUESTIONS:
        raise ValueError(
            f"question must come with options and an answer, or be one of {sorted(QUESTIONS)}; "
            f"got {name!r}"
        )
    return QUESTIONS[name]
