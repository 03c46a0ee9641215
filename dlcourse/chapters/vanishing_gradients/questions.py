"""The questions of notebook 11."""

from dlcourse.lesson.question import Question

ALPHA_TO_THE_N = Question(
    question="A signal is multiplied by the same number α in each of 50 layers. For which α "
    "does it arrive with about the size it had?",
    options=(
        "For α between 0.5 and 1.5.",
        "Only for α very close to 1.",
        "For every α below 1.",
    ),
    answer="Only for α very close to 1.",
    because="0.9⁵⁰ is 0.005 and 1.1⁵⁰ is 117: a gain of 10 % per layer already decides.",
)

SIGMOID_AT_LAYER_ONE = Question(
    question="Twenty layers with ‖W_j‖ = 1 and sigmoid. How much of ‖δ_21‖ is left at the "
    "first layer, over random draws?",
    options=(
        "About a tenth.",
        "About a thousandth.",
        "Less than one part in a million million.",
    ),
    answer="Less than one part in a million million.",
    because="The bound alone is 0.25¹⁹, about 4·10⁻¹². Real draws lie far below it, near "
    "10⁻¹⁷, since no layer stretches in the worst direction and no σ′ is at its maximum.",
)

TANH_MEAN_SLOPE = Question(
    question="v is normally distributed and becomes wider and wider. What happens to the mean "
    "slope E[σ′(v)] of ReLU and of Tanh?",
    options=(
        "Both stay the same.",
        "ReLU stays at 0.5, Tanh falls.",
        "Both fall.",
    ),
    answer="ReLU stays at 0.5, Tanh falls.",
    because="Half of all v are positive, however wide; but more and more of them reach the "
    "flat ends of Tanh.",
)

AVERAGE_SINGULAR_VALUE = Question(
    question="A 100 × 100 matrix has normally distributed entries, so small that ‖W‖ is about "
    "2. What is the average of its 100 singular values?",
    options=(
        "Nearly 2, like the largest.",
        "A little below 1.",
        "Nearly 0, since most of them are tiny.",
    ),
    answer="A little below 1.",
    because="About 0.43 · 2 = 0.87. The singular values of a large square matrix of this kind "
    "are spread over 0 … ‖W‖ like a quarter of a circle, whose mean is 4/(3π) ≈ 0.424 of its "
    "radius. A matrix of one row has a single one, and average and norm agree.",
)

FORTY_LAYERS = Question(
    question="Forty layers, the usual start, 3000 epochs of Adam. Which networks learn?",
    options=(
        "Tanh and ReLU; only sigmoid fails.",
        "Hardly any plain one; most of the residual ones.",
        "All of them, only more slowly.",
    ),
    answer="Hardly any plain one; most of the residual ones.",
    because="At 40 layers 47 of 48 plain networks (six activations, eight seeds) ended no "
    "better than the best line; one with SELU got away. The residual ones with sigmoid, Tanh, "
    "ELU and SELU learned in 8 of 8, with ReLU in 4, with LeakyReLU in 3 (8 of 8 from a start "
    "half as large).",
)

PRICE_OF_A_BOUND = Question(
    question="After each step all weights are projected onto ‖W_j‖ ≤ 1, in a plain network "
    "with eight layers. What does that do to the fit?",
    options=(
        "It protects: the fit becomes better.",
        "It costs: the network cannot become steep enough.",
        "It changes nothing, the norms stay below 1 anyway.",
    ),
    answer="It costs: the network cannot become steep enough.",
    because="With LeakyReLU and all ‖W_j‖ ≤ 1 the model's slope is at most 1, and the data "
    "need more than that. A bound of 2 costs nothing here.",
)

FROBENIUS_OF_A_LARGE_MATRIX = Question(
    question="W is 1000 × 1000 with normally distributed entries and ‖W‖₂ = 1. How large is "
    "its Frobenius norm, the cheap upper bound?",
    options=(
        "Between 1 and 2.",
        "About 16.",
        "About 1000.",
    ),
    answer="About 16.",
    because="‖W‖_F² is the sum of 1000 squared singular values, whose mean is about 1/4. So "
    "‖W‖_F is about √250 ≈ 16: with ‖W‖_F ≤ 1 the layer could only have a norm of 1/16.",
)
