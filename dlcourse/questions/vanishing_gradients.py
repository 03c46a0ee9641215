"""The questions of notebook 11."""

from dlcourse.questions.question import Question

QUESTIONS = (
    Question(
        name="alpha_to_the_n",
        question="A signal is multiplied by the same number α in each of 50 layers. For which α "
        "does it arrive with about the size it had?",
        options=(
            "For α between 0.5 and 1.5.",
            "Only for α very close to 1.",
            "For every α below 1.",
        ),
        answer="Only for α very close to 1.",
        because="0.9⁵⁰ is 0.005 and 1.1⁵⁰ is 117: a gain of 10 % per layer already decides.",
    ),
    Question(
        name="sigmoid_at_layer_one",
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
    ),
    Question(
        name="tanh_mean_slope",
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
    ),
    Question(
        name="forty_layers",
        question="Forty layers, the usual start, 3000 epochs of Adam. Which networks learn?",
        options=(
            "Tanh and ReLU; only sigmoid fails.",
            "None of the plain ones; residual ones do.",
            "All of them, only more slowly.",
        ),
        answer="None of the plain ones; residual ones do.",
        because="At 40 layers all plain networks ended at the best constant or line, in 8 of 8 "
        "seeds. The residual ones with sigmoid and Tanh learned in 8 of 8, with ReLU in 4 of 8 "
        "(8 of 8 from a start half as large).",
    ),
    Question(
        name="price_of_a_bound",
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
    ),
)
