"""The questions of notebook 03."""

from dlcourse.lesson.question import Question

SHAPE_OF_RELU = Question(
    question="All activations are LeakyReLU and θ is fixed. What does the graph of m(·; θ), "
    "one input and one output, look like?",
    options=(
        "One straight line.",
        "Straight pieces, joined without jumps.",
        "Straight pieces with jumps between them.",
        "A smooth curve.",
    ),
    answer="Straight pieces, joined without jumps.",
    because="Affine maps and LeakyReLU are continuous and made of straight pieces, and so is "
    "every composition of such functions.",
)

KINKS_OF_TANH = Question(
    question="The same network, the same data, but Tanh in place of LeakyReLU. How many kinks "
    "does the fit have?",
    options=(
        "About as many as with LeakyReLU.",
        "Fewer, but some.",
        "None.",
    ),
    answer="None.",
    because="Tanh is smooth, affine maps are smooth, so their composition is, however sharply "
    "it may bend.",
)

IDENTITY_NETWORK = Question(
    question="Now σ = Id in all five layers, with the same 78 parameters. How good can the fit "
    "become?",
    options=(
        "As good as with LeakyReLU: the number of parameters counts.",
        "Somewhere between LeakyReLU and a straight line.",
        "Exactly as good as the best straight line.",
        "Worse than the best straight line.",
    ),
    answer="Exactly as good as the best straight line.",
    because="The five affine maps fold into one, W x + b: two numbers, however many "
    "parameters they are made of. Training still is a nonconvex problem in θ.",
)

GROWTH_ALONG_A_LINE = Question(
    question="Walk from a solution θ* along a random direction, θ* + t θ_1, far out. The "
    "network has n = 5 layers. How does the least squares loss grow with t?",
    options=(
        "Like t² for LeakyReLU and for Tanh.",
        "Like t⁵ for LeakyReLU, it levels off for Tanh.",
        "Like t¹⁰ for LeakyReLU, like t² for Tanh.",
        "Exponentially for both.",
    ),
    answer="Like t¹⁰ for LeakyReLU, like t² for Tanh.",
    because="With LeakyReLU every layer adds a factor t, and the loss squares t⁵. Tanh keeps "
    "to (−1, 1), so only the t of the last layer is seen.",
)

KINKS_PER_UNIT = Question(
    question="One hidden layer with m LeakyReLU units, one input, one output. How many kinks "
    "can the model have at most?",
    options=("2, whatever m is.", "m.", "2m.", "2ᵐ."),
    answer="m.",
    because="Each unit bends once, where its input w x + b is 0. Depth is what can make more "
    "kinks than units.",
)
