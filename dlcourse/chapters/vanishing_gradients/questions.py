"""The questions of notebook 11."""

from dlcourse.lesson.question import Question, Why

ALPHA_TO_THE_N = Question(
    question="Each of 50 layers makes a signal 10 % smaller. How much of it arrives?",
    options={
        "Nothing: 50 times 10 % are more than 100 %.": "Each layer takes 10 % of what is left, "
        "not of what was sent: the factors multiply.",
        "About 0.5 %.": "0.9⁵⁰ = 0.005. And 1.1⁵⁰ = 117: 10 % per layer decide either way.",
        "About a third.": "0.9¹⁰ is a third: that is what ten layers leave.",
    },
    answer="About 0.5 %.",
    tells=("0.005", "half a percent"),
)

SIGMOID_AT_LAYER_ONE = Question(
    question=r"Twenty layers with $\|W_j\| = 1$ and sigmoid. How much of $\|\delta_{21}\|$ is left "
    "at the first layer, over random draws?",
    options={
        "About a tenth.": "One sigmoid alone takes three quarters or more: its slope is at most ¼.",
        "About a thousandth.": "Five sigmoids do that: 0.25⁵ ≈ 0.001. Here there are many more.",
        "Less than 10⁻¹².": "0.25²⁰ is about 10⁻¹² already. The draws lie near 10⁻¹⁷: most vectors "
        "are stretched by less than ‖Wⱼ‖, and most slopes are below ¼.",
    },
    answer="Less than 10⁻¹².",
    tells=("10^{-17}", "10⁻¹⁷"),
)

RESIDUAL_AT_LAYER_ONE = Question(
    question=r"Twenty Tanh layers with $\|W_j\| = 1$, this time with skip connections. How large "
    r"is $\|\delta_1\|$, compared with $\|\delta_{21}\|$?",
    options={
        "A few times as large.": "The skip connection adds δⱼ₊₁ unchanged, so that nothing is "
        "lost. What the layer adds to it is small and points in a random direction.",
        "About a millionth, as without skip connections.": "Without them each δⱼ is Wⱼᵀ(…) alone. "
        "Now δⱼ₊₁ itself is added to that.",
        "About half a million times as large.": "That is the bound, 2¹⁹. It is reached only if "
        "each layer stretches in the very direction of δⱼ₊₁.",
    },
    answer="A few times as large.",
    tells=("a few times as large",),
)

TANH_MEAN_SLOPE = Question(
    question=r"The inputs $v$ of σ are normally distributed, and their spread grows from 0.5 to 3. "
    r"What happens to the mean slope $\mathrm{E}[\sigma'(v)]$ of ReLU and of Tanh?",
    options={
        "Both stay the same.": "Tanh has its slope 1 at 0 only. A wider v is more often where it "
        "is flat.",
        "ReLU stays at 0.5, Tanh falls.": "Half of all v are positive, however wide they spread; "
        "and more and more of them reach the flat ends of Tanh.",
        "Both fall.": "ReLU has no flat end on the right: its slope is 1 for every positive v.",
    },
    answer="ReLU stays at 0.5, Tanh falls.",
    tells=("stays at 0.5", "tanh falls"),
)

AVERAGE_SINGULAR_VALUE = Question(
    question=r"A 100 × 100 matrix has independent normal entries, so small that $\|W\|$ is about "
    "2. What is the average of its 100 singular values?",
    options={
        "A little below 1.": "About 0.43 · 2 = 0.86. For large square matrices the singular "
        "values are spread over 0 … ‖W‖ like a quarter of a circle, whose mean is 4/(3π) ≈ 0.424 "
        "of its radius.",
        "Nearly 2, like the largest.": "So it is for a single row, which has one singular value "
        "only. A square matrix also has directions that it hardly stretches.",
        "Nearly 0, since most of them are tiny.": "Then the entries would nearly vanish, too: the "
        "squares of all singular values and those of all entries have the same sum.",
    },
    answer="A little below 1.",
    tells=("quarter of a circle", "0.424"),
)

LEVEL_START = Question(
    question=r"Thirty ReLU layers, $L = \frac12$. One start has $\|W_j\| = 1/L$, another one the "
    r"average singular value at $1/L$. Which of them keeps $\|\delta_j\|$ level?",
    options={
        "The first: the estimate asks for it.": "The estimate is an upper bound. A typical vector "
        "is stretched by much less than ‖Wⱼ‖.",
        "The second: it is the average gain.": "It is the mean of the singular values. Lengths "
        "follow the mean of their squares, and that of the slopes.",
        "Neither of them.": "Each layer multiplies by 0.70 with the first, by 1.64 with the "
        "second. What keeps ‖δⱼ‖ level lies in between: root mean squares, of singular values "
        "and of slopes.",
    },
    answer="Neither of them.",
    tells=("neither of them", "he's initialisation"),
)

WHY_NOT_THE_AVERAGE = Why(
    question="A random matrix has the average singular value 1. Why does a random vector come out "
    "longer than it went in, as a rule?",
    answer="Split the vector into its parts along the singular directions: each part is multiplied "
    "by its singular value, and the squares of the parts add up. So its squared length is "
    "multiplied by the mean of the squared singular values, which is larger than the square of "
    "their mean.",
    points=(
        "a random vector has equal parts in all singular directions",
        "squared lengths add up, so that the mean of the squares counts",
        "a mean square is larger than the square of the mean, unless all values are equal",
    ),
)

FORTY_LAYERS = Question(
    question="Forty layers, the usual start, 3000 epochs of Adam. Which networks learn?",
    options={
        "Tanh and ReLU; only sigmoid fails.": "So it is at 20 layers. Every further layer "
        "multiplies again: at 40 the first gradients are too small for all of them.",
        "Hardly any plain one; most of the residual ones.": "47 of 48 plain networks end no better "
        "than the best line. Of the residual ones 39 of 48 learn; ReLU and LeakyReLU "
        "explode at times.",
        "All of them, only more slowly.": "Where the gradient is below rounding or below Adam's ε, "
        "more time does not help.",
    },
    answer="Hardly any plain one; most of the residual ones.",
    tells=("47 of 48", "hardly any plain"),
)

PRICE_OF_A_BOUND = Question(
    question=r"After each step all weights are projected onto $\|W_j\|_2 \le 1$, in a plain "
    "network with eight layers of LeakyReLU. What does that do to the fit?",
    options={
        "It changes nothing: the norms stay below 1 anyway.": "Without any bound the largest norm "
        "grows to about 3 here.",
        "It protects: the fit becomes better.": "It does prevent explosions, but eight plain "
        "layers hardly explode. Something else is lost.",
        "It costs: the network cannot become steep enough.": "With LeakyReLU and all ‖Wⱼ‖ ≤ 1 the "
        "model's slope is at most 1, and the data need more. A bound of 2 costs nothing here.",
    },
    answer="It costs: the network cannot become steep enough.",
    tells=("steep enough", "costs steepness"),
)

AFTER_CLIPPING = Question(
    question="Twenty residual layers, gradient descent with learning rate 0.02: all eight "
    r"trainings diverge. Now each gradient $g$ is shortened to $\|g\| \le 1$. How many still "
    "diverge?",
    options={
        "None of them.": "A step is now at most 0.02 long. So the losses come down from their high "
        "start, slowly and in a zigzag, instead of being thrown upwards.",
        "About half: the directions stay the same.": "The directions are downhill. It is the "
        "length of the step that carries θ far beyond the valley.",
        "All of them, only later.": "Divergence feeds on itself: a long step leads to a larger "
        "gradient and that to a longer step. A bound on the step breaks this.",
    },
    answer="None of them.",
    tells=("none diverges", "none of them diverges"),
)

FROBENIUS_OF_A_LARGE_MATRIX = Question(
    question=r"$W$ is 1000 × 1000 with independent normal entries and $\|W\|_2 = 1$. How large is "
    "its Frobenius norm, the cheap upper bound?",
    options={
        "Between 1 and 2.": "It would be near 1 if one singular value outweighed all the others. "
        "Here hundreds are of similar size.",
        "About 16.": "‖W‖_F² is the sum of 1000 squared singular values with a mean of about ¼: "
        "‖W‖_F ≈ √250. Under ‖W‖_F ≤ 1 such a layer has a norm of 1/16.",
        "About 1000.": "‖W‖_F is at most √1000 ‖W‖₂ ≈ 32: the root of a sum of 1000 squares, each "
        "at most 1.",
    },
    answer="About 16.",
    tells=("√n/2", r"\sqrt n/2", "16 times"),
)
