"""The questions of notebook 10."""

from dlcourse.lesson.question import Question, Why

WHAT_IS_KEPT = Question(
    question="The forward pass has reached the loss. Which of its numbers will the backward pass "
    "read again, in a Tanh network?",
    options={
        "Only the output.": "The output gives the first δ. But each layer on the way back needs "
        "its own numbers: its slopes and its input.",
        "The states of all layers, and the places vⱼ of their slopes.": "∂L/∂Wⱼ = eⱼzⱼᵀ reads zⱼ, "
        "and eⱼ reads σ′ⱼ(vⱼ). Only the output layer, which has no σ, needs no vⱼ.",
        "None: the weights are enough.": "They are enough for δⱼ from eⱼ. But eⱼ contains slopes, "
        "which depend on the sample, and ∂L/∂Wⱼ contains zⱼ.",
    },
    answer="The states of all layers, and the places vⱼ of their slopes.",
    tells=("states of all layers", "the way back reads them again"),
)

SPARSE_TENSOR = Question(
    question=r"A layer has 1000 inputs and 1000 outputs, so $\partial z_{j+1}/\partial W_j$ has "
    r"$10^9$ entries. How many of them can be different from 0?",
    options={
        "All of them.": "Weight (l, k) enters unit l only. It does not change the other 999 "
        "outputs.",
        "A thousand: those on the diagonal.": "So it is for ∂zⱼ₊₁/∂bⱼ. Each of the 10⁶ weights "
        "changes one output.",
        "One in a thousand.": "Each of the 10⁶ weights changes one of the 1000 outputs: 10⁶ "
        "entries. And they are products of one slope and one input.",
    },
    answer="One in a thousand.",
    tells=("one in a thousand", "10⁶ entries"),
)

CHECKPOINTS = Question(
    question="A chain of 64 steps: storing all states keeps 64 numbers and evaluates $f$ 63 times. "
    "Now only every eighth state is stored, and the others are computed again, part after part. "
    "How many numbers are kept at most, and how often is $f$ evaluated?",
    options={
        "15 numbers, 112 evaluations.": "8 checkpoints and 7 states of the part under way. Each "
        "state is computed at most twice.",
        "8 numbers, 504 evaluations.": "The states of the part under way have to be kept, too; "
        "then no state needs to be computed eight times.",
        "32 numbers, 63 evaluations.": "What is not stored has to be computed again: fewer numbers "
        "without more evaluations is not possible here.",
    },
    answer="15 numbers, 112 evaluations.",
    tells=("112 evaluations", "15 numbers, 112"),
)

PATHS = Question(
    question="A graph with one input, eight hidden layers of six nodes, and one output has 264 "
    "edges. How many paths lead from the input to the output?",
    options={
        "More than a million.": "Six choices in each of eight layers: 6⁸ = 1 679 616. A sum over "
        "all paths would have as many terms; backpropagation uses each edge once.",
        "48, one for each hidden node.": "Through each node of one layer there lead as many paths "
        "as the other layers allow: the choices multiply.",
        "264, one for each edge.": "Each path uses nine edges, and each edge lies on very many "
        "paths.",
    },
    answer="More than a million.",
    tells=("6⁸", "million"),
)

BATCH = Question(
    question="$N$ samples stand side by side as columns: $Z$ is $n_j$ × $N$ and $E$, with the "
    "columns $e_j$, is $n_{j+1}$ × $N$. Which is the gradient of $W_j$, summed over the samples?",
    options={
        "Zᵀ times E, one entry for each pair of samples.": "Its shape is wrong already: if at all, "
        "it would be N × N. The samples must be summed over, not the units.",
        "The sum of the columns of E times the sum of those of Z, transposed.": "That would mix "
        "the samples: e of one sample with z of another.",
        "E times Zᵀ.": "A product of matrices is a sum of columns times rows, here of eᵢ times "
        "zᵢᵀ: the sum over the samples comes with it.",
    },
    answer="E times Zᵀ.",
    tells=("e times zᵀ", "e z^t"),
)

PRICE = Question(
    question="A network has a million weights. What does its gradient cost, together with its "
    "value, compared with the value $f$ alone?",
    options={
        "About three times as much.": "Each weight is used once forwards, and twice backwards: for "
        "∂L/∂W and for δ. That holds for any number of weights.",
        "A million times as much: one derivative for each weight.": "So it is with differences, "
        "which need one more value of f for each weight. The way back shares its work.",
        "It depends on the depth: n times as much for n layers.": "A deeper network costs more, "
        "but so does f: in each layer the ratio is the same.",
    },
    answer="About three times as much.",
    tells=("three times as much", "3 - 1"),
)

BEST_STEP = Question(
    question="Forward differences (f(θ + hd) − f(θ))/h check a gradient in double precision, which "
    "has 16 digits. Which step h gives the smallest error?",
    options={
        "The smallest: h = 10⁻¹⁶.": "Then f(θ + hd) and f(θ) agree in all digits, and their "
        "difference is rounding error, divided by a tiny h.",
        "h = 10⁻², so that the difference has many digits.": "Then the curvature counts: the "
        "error grows in proportion to h.",
        "About h = 10⁻⁸.": "Rounding contributes about 10⁻¹⁶/h, the curvature about h. Both are "
        "equal near 10⁻⁸, and eight digits are right there.",
    },
    answer="About h = 10⁻⁸.",
    tells=("10⁻⁸", "10^{-8}"),
)

WHY_FROM_THE_LOSS = Why(
    question="The chain rule is a product of many matrices. Why is it multiplied from the side of "
    "the loss, not from the side of the input?",
    answer="The loss is one number, so the leftmost factor has one row. Multiplied from there, "
    "each step is a row times a matrix, which costs n² operations for n units; from the other side "
    "each step is a matrix times a matrix, which costs n³.",
    points=(
        "the loss is one number, so that ∂L/∂z is a row",
        "row times matrix costs n², matrix times matrix n³",
        "the brackets do not change the result",
    ),
)
