"""The questions of notebook 05."""

from dlcourse.lesson.question import Question, Why

FLAT_LINE = Question(
    question="After 5000 epochs the curve of a plain network with 47 layers is a horizontal line, "
    "although it has 1338 parameters for 30 samples. What is the reason?",
    options={
        "It overfits: there are too many parameters for 30 samples.": "A network that overfits "
        "has a small training loss. Here the training loss itself is 0.288, and the best "
        "straight line has 0.135.",
        "It is too narrow: layers of 5 nodes cannot represent the curve.": "With 5 layers, 5 nodes "
        "are enough, and further layers can pass the values on. The section “Identity layers” "
        "builds such a network.",
        "Training fails: good weights exist, but it does not find them.": "The training loss stops "
        "at 0.288, the loss of the best constant. The section “Identity layers” builds weights "
        "whose loss is about 0.01.",
    },
    answer="Training fails: good weights exist, but it does not find them.",
    tells=("does not find", "training fails", "not overfitting"),
)

DEPTH_TWELVE = Question(
    question="One seed proves little. Take many. In how many of them does the plain network with "
    "12 layers end with a lower training loss than the one with 5?",
    options={
        "In about half of them.": "In 27 of 50 seeds. Up to 12 layers the median does not get "
        "worse. What grows is the share of seeds that fail.",
        "In hardly any: more layers always hurt a plain network.": "More layers can hurt, but need "
        "not. Most of the runs with 12 layers do not fail, and many of these are better than "
        "with 5.",
        "In nearly all: more layers can represent more.": "Some of the runs with 12 layers fail, "
        "and of the others only about two thirds are better than with 5.",
    },
    answer="In about half of them.",
    tells=("about half", "27 of 50", "64 %"),
)

FIRST_GRADIENT = Question(
    question="Before the first step, in a plain network of 47 layers, ‖∂f/∂W₄₇‖ is about 0.003 "
    "(the median of many seeds). How large is ‖∂f/∂W₁‖?",
    options={
        "About 0.003, too.": "For that each layer would have to keep the length of δ. With these "
        "weights every layer makes it shorter.",
        "About 10⁻⁶.": "For that each layer would have to keep 84 % of the length of δ. With these "
        "weights it keeps about 15 %.",
        "About 10⁻⁴⁰.": "On the way back each layer multiplies by σ′ and W_jᵀ. On average this "
        "is a factor of about 0.15, and 0.003 · 0.15⁴⁶ is about 10⁻⁴⁰.",
    },
    answer="About 10⁻⁴⁰.",
    tells=("10⁻⁴⁰", "10^{-40}", "1e-40"),
)

UNSCALED_START = Question(
    question="With Adam all weights and biases have so far started at half of what was drawn from "
    "U(±1/√nⱼ). Now they start as they were drawn. What happens to the residual network with 47 "
    "layers?",
    options={
        "Nothing changes: with skip connections the start does not matter.": "Skip connections "
        "keep the gradient from vanishing. They do not keep the states from growing.",
        "In about a third of the seeds it fails.": "In every layer something is added to zⱼ, and "
        "‖zⱼ‖ grows by a factor. At the end it is about 10⁴.",
        "It always fails.": "Not from this start: about two thirds of the runs succeed. From one "
        "and a half times this start all fail.",
    },
    answer="In about a third of the seeds it fails.",
    tells=("a third", "35 %"),
)

ZERO_LAYERS = Question(
    question="Put 40 layers with W = 0 and b = 0 into a trained network with LeakyReLU. What "
    "happens to its output?",
    options={
        "It stays the same in a residual network and becomes constant in a plain one.": "In a "
        "residual layer of zeros z + σ(0) = z. In a plain one σ(0) = 0, so that everything behind "
        "it gets zeros, whatever x is.",
        "It stays the same in both: layers of zeros do nothing.": "A plain layer of zeros maps "
        "every z to σ(0) = 0. Everything behind it gets the same input for each x.",
        "It changes a little in both: every layer changes something.": "In a residual layer of "
        "zeros z + σ(0) = z holds to the last digit, and 40 of them change nothing either.",
    },
    answer="It stays the same in a residual network and becomes constant in a plain one.",
    tells=("becomes constant", "exactly 0", "stays the same"),
)

LAYER_LESS = Question(
    question="A trained residual network of 47 layers loses one of its layers and is not trained "
    "again. What is its training loss then, in the median over layers and seeds?",
    options={
        "Almost the same: one layer of 47 hardly matters.": "Each layer adds little, but the loss "
        "is only about 0.001, so that even a little shows.",
        "About twenty times as large, but far below that of a straight line.": "It rises from "
        "about 0.001 to about 0.025. The best straight line has 0.135.",
        "That of a constant: the layers behind it get inputs that they have never seen.": "This "
        "is near the truth for a plain network. In a residual one the inputs change only a "
        "little, since the missing layer had only added something to them.",
    },
    answer="About twenty times as large, but far below that of a straight line.",
    tells=("twenty times", "0.025", ".025"),
)

WHY_GRADIENT = Why(
    question="In the residual network, too, each $W_j^T$ at the start makes vectors shorter. Why "
    "does its first layer get a gradient of normal size all the same?",
    answer="Because δⱼ is a sum, Wⱼᵀe + δⱼ₊₁. The second term is not multiplied by anything, so "
    "δ arrives at the first layers without a product of 46 small factors. The two terms could "
    "cancel, but with random weights they hardly do.",
    points=(
        "δⱼ is a sum of two terms",
        "δⱼ₊₁ passes each layer without a factor",
        "in the plain network there is one product of small factors",
    ),
)
