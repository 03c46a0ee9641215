"""The question of notebook 00."""

from dlcourse.lesson.question import Question

DEEPER_IS_BETTER = Question(
    question="A network of five layers is trained on 30 points for 5000 epochs. Now it gets "
    "42 layers more, in the middle; all else stays as it was. What will its fit be like?",
    options=(
        "Better: more layers can do all that fewer can, and more.",
        "Much the same.",
        "A constant: it learns the mean of the data and nothing else.",
    ),
    answer="A constant: it learns the mean of the data and nothing else.",
    because="The larger model contains good fits, but training does not find them: on its way "
    "back through 47 layers the gradient all but vanishes. Now try the switch.",
)
