"""The questions of notebook 02."""

from dlcourse.lesson.question import Question, Why

PLANE_OF_FEATURES = Question(
    question="The last hidden layer has two units, so each sample $x$ becomes a point "
    r"$\phi(x;\theta)$ of a second plane. After training, the network classifies two interleaved "
    "spirals without a mistake. How do the two classes then lie in the plane of features?",
    options={
        "On two sides of a straight line.": "The output layer only computes Wₙφ + bₙ, and the "
        "boundary is where that is 0: a line. All the bending happens before.",
        "As two spirals that are pulled apart.": "Spirals that are pulled apart would still need a "
        "bent boundary, and the output layer has none to offer.",
        "Anywhere: the output layer can still bend its boundary.": "The output layer has no "
        "activation. It computes an affine function of φ, whose boundary is never bent.",
    },
    answer="On two sides of a straight line.",
    tells=("straight line", "linearly separable", "preimage"),
)

LAST_LAYER_RESTARTS = Question(
    question="All layers but the last keep their weights. The last one is trained 30 times, each "
    "time from a different random start, until nothing improves any more. How many different "
    "final objectives come out?",
    options={
        "About 30.": "That can happen when all layers are trained. Here the features are fixed, "
        "and the loss is convex in the weights that are left.",
        "Two or three.": "That would take several local minima. With fixed features every local "
        "minimum is a global one.",
        "One.": "With φ fixed this is logistic regression, a convex problem: every local minimum "
        "is a global one. The ridge term makes even the weights the same.",
    },
    answer="One.",
    tells=("logistic regression", "one minimum", "same minimum", "every local minimum"),
)

BETWEEN_TWO_SOLUTIONS = Question(
    question="Two networks, all layers trained from different seeds, classify all 80 samples "
    "correctly; both objectives are about 0.01. The network half way between them has the mean of "
    "their weights. What is its objective?",
    options={
        "About 0.01 as well.": "If the objective were convex, it could not be larger. But the two "
        "networks use their hidden units for different things.",
        "Above 0.69, the loss of pure guessing.": "The two networks use their hidden units for "
        "different things, and the mean of their weights does neither.",
        "About 0.1: a little worse than both.": "The mean would have to keep most of what both "
        "have learned. But the same unit does different things in the two networks.",
    },
    answer="Above 0.69, the loss of pure guessing.",
    tells=("above the chord", "worse than guessing", "half way it", "hill"),
)

WHY_HALF_WAY = Why(
    question="Take one trained network and exchange two units of its first hidden layer, with all "
    "their weights. This is another solution with the same loss. Why is the network half way "
    "between the two usually worse?",
    answer="Half way both units have the same weights, the means of the two. They compute the same "
    "function, so the network is no better than one with one unit less.",
    points=(
        "half way the two units have equal weights",
        "equal units compute the same function, so one unit is lost",
        "a smaller network usually has a larger loss",
    ),
)

WHO_KEEPS_UP = Question(
    question="Spirals again, but each sample has four inputs, and the last two are unrelated to "
    "its class. In each model at most 35 parameters are trained. Which prespecified features do as "
    "well as learned ones?",
    options={
        "RBFs.": "Each RBF covers a neighbourhood of its centre. In four dimensions 34 of them are "
        "far too few.",
        "Random features.": "Random units mix all four inputs, and their weights stay as they "
        "are: they keep responding to the useless ones.",
        "Polynomials.": "The products up to degree 3 contain what these spirals need, and the "
        "weights of all others can become small.",
        "None of them.": "Learned units can ignore useless inputs. But one prespecified kind has "
        "features that never contain them.",
    },
    answer="Polynomials.",
    tells=("degree 3 is enough", "easy for polynomials"),
)

WHICH_CHOICE_MATTERS = Question(
    question="Noisy moons, and a network with two hidden layers of eight units. What does doubling "
    "the width do to the errors?",
    options={
        "Both fall clearly.": "The training error does. The test error cannot fall below what the "
        "overlap of the classes costs.",
        "The training error falls to 0, the test error hardly changes.": "The larger network fits "
        "the noise as well. That helps the training samples, and costs the others little.",
        "The training error falls to 0, the test error rises towards 50 %.": "The larger network "
        "does fit the noise, but only near the single samples. Elsewhere it stays right.",
    },
    answer="The training error falls to 0, the test error hardly changes.",
    tells=("test error stays", "hardly changes"),
)
