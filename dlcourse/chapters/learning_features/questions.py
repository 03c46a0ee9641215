"""The questions of notebook 02."""

from dlcourse.lesson.question import Question

PLANE_OF_FEATURES = Question(
    question="The last hidden layer has two units, so each sample x becomes a point φ(x; θ) of "
    "a second plane. The network classifies two interleaved spirals without a mistake. How do "
    "the two classes lie in the plane of features?",
    options=(
        "As two spirals that are pulled apart.",
        "On two sides of a straight line.",
        "Anywhere: the output layer can still bend its boundary.",
    ),
    answer="On two sides of a straight line.",
    because="The output layer only computes W_n φ + b_n, and the boundary is where that is 0: "
    "a straight line among the features. All the bending must have happened before.",
)

LAST_LAYER_RESTARTS = Question(
    question="All layers but the last keep their weights. The last one is trained 30 times, "
    "each time from other random numbers, until nothing improves any more. How many different "
    "losses come out?",
    options=(
        "One.",
        "Two or three.",
        "About 30.",
    ),
    answer="One.",
    because="With φ fixed this is logistic regression, a convex problem: every local minimum "
    "is a global one. A little ridge term makes even the weights the same.",
)

BETWEEN_TWO_SOLUTIONS = Question(
    question="Now all layers are trained, twice, from different seeds. Walk on a straight line "
    "from one solution to the other. How does the objective compare with the chord between its "
    "ends?",
    options=(
        "It stays below the chord.",
        "It rises above the chord.",
        "It is equal to the chord.",
    ),
    answer="It rises above the chord.",
    because="Two trained networks use their hidden units differently. Half way between them "
    "the units do neither job. A convex function could never do that.",
)

WHO_NEEDS_FEWER = Question(
    question="Spirals in the plane, and a budget of some 25 trained parameters. Which features "
    "make the fewest mistakes on new samples?",
    options=(
        "Learned ones, by far.",
        "The best prespecified ones are at least as good here.",
        "With 25 parameters nobody separates spirals.",
    ),
    answer="The best prespecified ones are at least as good here.",
    because="Two inputs are few: polynomials of low degree or 24 bells cover the plane. "
    "Learned features must spend parameters on where to look. Add inputs that say nothing, "
    "and see.",
)

WHICH_CHOICE_MATTERS = Question(
    question="Noisy moons, a network that is already large enough. What does doubling the "
    "width or the depth do to the error on new samples?",
    options=(
        "It falls clearly with each doubling.",
        "It hardly changes.",
        "It rises to 50 %: the network learns the noise by heart.",
    ),
    answer="It hardly changes.",
    because="Training error falls to 0, and the error on new samples stays near what the noise "
    "allows. Other data, or a harder task, can say otherwise: choose the spirals.",
)
