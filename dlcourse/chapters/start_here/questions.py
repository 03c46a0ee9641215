"""The questions of notebook 00."""

from dlcourse.lesson.question import Question, Why

FOUR_STARTS = Question(
    question="The network of the first figure is trained four times on the same 30 points. Only "
    "the random weights at the start differ. What will the four fits have in common?",
    options={
        "Everything: training finds the one best curve.": "Many choices of the weights have a "
        "small loss, and each start leads to a different one. The four curves have different "
        "kinks.",
        "They follow the points, but with different kinks.": "Each start ends at different "
        "weights. The curves agree roughly at the points and differ between them.",
        "Nothing: some will not follow the points at all.": "With these settings all of 20 starts "
        "lead to a curve that follows the points. With other data or other networks some do "
        "fail.",
    },
    answer="They follow the points, but with different kinks.",
    tells=("different kinks", "other kinks", "another fit", "another minimum"),
)

WHY_SEEDS = Why(
    question="Why does this course never base a claim on a single trained network?",
    answer="Training starts at random weights, and a different start ends in a different network "
    "with a different loss. Only many starts show what is typical and how much the results differ.",
    points=(
        "the start is random",
        "a different start ends with a different fit and a different loss",
        "many starts show what is typical, and how much it varies",
    ),
)
