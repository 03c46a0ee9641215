"""The questions of notebook 08."""

from dlcourse.lesson.question import Question

THREE_NORMS = Question(
    question="Three networks of one architecture go through the same ten samples. Their ‖θ‖² "
    "are 72, 540 and 595. Which one is furthest from the truth between the samples?",
    options=(
        "The one with 595: the larger the norm, the worse.",
        "The one with 540.",
        "All three are equally far: they fit the same samples.",
    ),
    answer="The one with 540.",
    because="The slides show it, too: 595 looks “seemingly fair”. Norms of 540 and 595 are "
    "nearly the same; what differs is what the weights had learned before.",
)

SAME_NORM = Question(
    question="Now prescribe the same ‖θ‖² to both ways of training: from small weights, and "
    "after random labels. What becomes of the gap between their errors?",
    options=(
        "It closes: equal norm, equal error.",
        "It closes for small norms only.",
        "It stays at all norms.",
    ),
    answer="It stays at all norms.",
    because="Over 20 seeds and norms from 40 to 1000, the median error is about 0.2 from small "
    "weights and above 0.5 after random labels. The norm is not what tells them apart.",
)

PRODUCT_BOUND = Question(
    question="The network with ‖θ‖² = 72 has a largest slope of 16 (in the median 17). What "
    "does the product ∏(1 + ‖W_j‖₂) over its 32 layers allow?",
    options=(
        "About 30, twice as much.",
        "About 1000.",
        "More than 10⁷.",
    ),
    answer="More than 10⁷.",
    because="Each factor is only about 2, but there are 32 of them. The bound would be "
    "reached if every layer stretched the same direction as much as it can; none does.",
)

DESIRED_CONSTANT = Question(
    question="Overparameterisation leaves you with many perfect fits of the same samples. "
    "Would you favour one with a high or with a low Lipschitz constant L?",
    options=(
        "One with a high L: it can follow the truth more closely.",
        "One with a low L.",
        "Either: they all fit the samples perfectly.",
    ),
    answer="One with a low L.",
    because="With a low L the curve cannot run far away between two samples and come back. It "
    "can only be as low as the samples allow: the steepest line between two of the ten has "
    "slope 5.7, and the truth 6.3. And it must be the true constant: whether a bound on it is "
    "as good a guide, the next figure shows.",
)

BEST_PREDICTOR = Question(
    question="Of many perfect fits you know ‖θ‖², the product bound, the true largest slope "
    "and λₘₐₓ, but not the truth. Which one tells best who is far from the truth?",
    options=(
        "‖θ‖², as the slides suggest.",
        "The product bound, since it bounds the slope.",
        "The true largest slope.",
        "λₘₐₓ, the sharpness of the minimum.",
    ),
    answer="The true largest slope.",
    because="Its rank correlation with the error is 0.75 to 0.9 among the slides' three kinds "
    "of solutions; that of ‖θ‖² is near 0 there.",
)

DECAY_OF_A_WILD_ONE = Question(
    question="Take the wild solution with ‖θ‖² = 540, already a perfect fit, and train it on "
    "with weight decay λ = 0.001. What happens?",
    options=(
        "Nothing: at a perfect fit the gradient is 0.",
        "‖θ‖² shrinks, the curve stays as it is.",
        "‖θ‖², the slope and the error all shrink, and the fit stays close.",
        "The fit is lost.",
    ),
    answer="‖θ‖², the slope and the error all shrink, and the fit stays close.",
    because="λθ is not 0 where the gradient of the loss is. It drives θ along the perfect fits "
    "towards smaller ones: in the median of 20 seeds 540 becomes 57, the slope falls from 168 "
    "to 19 and the error from 0.64 to 0.30.",
)
