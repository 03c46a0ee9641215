"""The questions of notebook 12."""

from dlcourse.lesson.question import Question, Why

ADAMS_FIRST_STEP = Question(
    question=r"Fifty ReLU layers, $c = 1$: in layer 49 the numbers $v_j$ have a size of about "
    r"$10^{-9}$. Adam's first step moves no entry of θ by more than 0.001. How large are they "
    "after this step?",
    options={
        "About as small: 0.001 is little for a weight.": "For a weight it is, but the biases were "
        "0. After one step they are ±0.001.",
        "Zero: every unit is dead now.": "A ReLU unit is dead if vⱼ is negative for all samples. "
        "About half of the units still get a positive vⱼ.",
        "More than 100 000 times as large.": "The biases move from 0 to ±0.001, and beside that "
        "10⁻⁹ is nothing. But a bias is the same for all samples: the samples are no further apart "
        "than before, and the gradient in layer 1 is no larger.",
    },
    answer="More than 100 000 times as large.",
    tells=("100 000 times", "biases move"),
)

SHAPE_OF_THE_HISTOGRAM = Question(
    question=r"$W$ is 1000 × 1000, its entries are drawn with the variance above, $L = \frac12$. "
    "What does the histogram of its 1000 singular values look like?",
    options={
        "A bell around their mean.": "Single entries have a bell. Singular values repel each other "
        "and fill the whole range from 0 to the norm.",
        "A quarter of a circle from 0 to 2.": "Small values are most frequent, and the density "
        "falls to 0 at the norm, where a large matrix has a sharp edge. Three draws look like one.",
        "A narrow peak at 2, with few others.": "The norm is near 2, but it is the largest of "
        "1000 values. Most directions are stretched by less.",
    },
    answer="A quarter of a circle from 0 to 2.",
    tells=("quarter of a circle", "quarter circle"),
)

ALPHA_OF_LARGER_MATRICES = Question(
    question=r"α is the average of the singular values, divided by the largest. A square "
    "matrix grows from 100 × 100 to 1000 × 1000. What happens to α?",
    options={
        "It stays near 0.43, and the draws come closer together.": "The shape of the matrix "
        "decides: square matrices of any size have about 4/(3π) = 0.424. The size decides how far "
        "single draws are from it.",
        "It goes to 1: all singular values become alike.": "The norm of different draws becomes "
        "alike. Within one matrix the singular values still reach from 0 to the norm.",
        "It goes to 0: there are more and more small ones.": "More small ones, but also more "
        "large ones: their shares stay the same.",
    },
    answer="It stays near 0.43, and the draws come closer together.",
    tells=("stays near 0.43", "0.424"),
)

LEVEL_RULES = Question(
    question=r"ReLU, $L = \frac12$. Which of the six rules keep both gains, of $\|z_j\|$ and of "
    r"$\|\delta_j\|$, within 5 % of 1?",
    options={
        "The lecture's first one: its estimate is 1.": "Its estimate L·‖Wⱼ‖ = 1 is a bound. The "
        "gain that comes out is 0.70.",
        "The lecture's second one: it takes averages.": "It takes the mean slope and the mean "
        "singular value. The gain that comes out is 1.61: the mean of squares would be needed.",
        "He, and orthogonal × √2.": "Both have gains of 0.98 to 1.00. Their weights multiply the "
        "mean square of a signal by 2, and ReLU halves it.",
    },
    answer="He, and orthogonal × √2.",
    tells=("he, and orthogonal", "gain of 1.61"),
)

WITH_ADAM = Question(
    question="Thirty ReLU layers from the lecture's first start: gradient descent does not learn "
    "in 300 steps, in none of eight networks. How many of them learn with 300 steps of Adam?",
    options={
        "None: the first gradients are just as small.": "They are, but Adam divides a gradient by "
        "its own size, so that all weights move.",
        "All eight.": "Adam divides each gradient by its own size, so that a factor of 0.7 per "
        "layer costs little: the first gradients, near 10⁻⁷, are still above its ε = 10⁻⁸.",
        "About half, depending on the draw.": "With 100 or more random numbers per layer the draws "
        "are much alike: all of them or none.",
    },
    answer="All eight.",
    tells=("all eight",),
)

RESIDUAL_WITH_ONE_OVER_N = Question(
    question=r"Residual ReLU layers with $c = 2/n$: the more layers, the smaller each one. How "
    r"does $\|z_n\|/\|z_1\|$ change from $n = 5$ to $n = 80$ layers?",
    options={
        "It grows from 2 to more than 50.": "What ReLU adds is never negative. So the parts that "
        "different layers add point in similar directions, and their lengths add up, not only "
        "their squares.",
        "Not at all: n parts of size 1/n make 1.": "So it would be if squared lengths added up, "
        "as they do for Tanh. ReLU's parts do not point in independent directions.",
        "It falls: the layers become too small.": "The skip connection hands the signal on "
        "unchanged, so that it cannot become small.",
    },
    answer="It grows from 2 to more than 50.",
    tells=("never negative", "lengths add up"),
)

WHY_TWO = Why(
    question="For a square layer He's variance is twice Glorot's. Where does the 2 come from, and "
    "why is it not needed for Tanh?",
    answer="ReLU sets half of the numbers to 0, and so halves the mean square of a signal, and "
    "that of a gradient; twice the variance makes up for it. Tanh near 0 is the identity and takes "
    "nothing away.",
    points=(
        "lengths follow mean squares",
        "ReLU halves the mean square, forwards and backwards",
        "near 0 Tanh has the slope 1",
    ),
)
