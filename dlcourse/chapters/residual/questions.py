"""The questions of notebook 05."""

from dlcourse.lesson.question import Question

DEPTH_OF_PLAIN = Question(
    question="Plain networks with 5, 7, 12, 17 and 47 layers, the same 30 samples, 5000 epochs "
    "each. How does the **training** loss of 47 layers compare with that of 5?",
    options=(
        "It is lower: 1338 parameters can do all that 78 can, and more.",
        "It is about the same.",
        "It is higher: worse than the best straight line.",
    ),
    answer="It is higher: worse than the best straight line.",
    because="It ends as a constant, the mean of the y_i, in all of 50 seeds. The deep network "
    "could do better, as the section *Identity layers* shows; training does not get there.",
)

DEPTH_TWELVE = Question(
    question="One seed proves little. Over many seeds, in how many of them does the plain "
    "network with 12 layers end with a lower training loss than the one with 5?",
    options=(
        "In hardly any: more layers always hurt a plain network.",
        "In about half of them.",
        "In nearly all.",
    ),
    answer="In about half of them.",
    because="27 of 50 seeds. The median does not suffer up to 12 layers; what grows is the "
    "share of seeds that get stuck: 0 of 50 with 5 and 7 layers, 8 with 12, 39 with 17, all "
    "with 47.",
)

FIRST_GRADIENT = Question(
    question="Before the first step, in a plain network of 47 layers: how large is "
    "‖∂f/∂W_1‖, if ‖∂f/∂W_47‖ is about 0.003 (medians of many seeds)?",
    options=(
        "About 0.003 as well.",
        "About 10⁻⁶.",
        "About 10⁻⁴⁰.",
    ),
    answer="About 10⁻⁴⁰.",
    because="Backwards every layer multiplies by σ′ and W_jᵀ, here by about 0.15 in the mean: "
    "0.15⁴⁶ ≈ 10⁻³⁸.",
)

UNSCALED_START = Question(
    question="So far all weights and biases were halved at the start. Leave them as they were "
    "drawn, U(±1/√n_j): what becomes of the residual network with 47 layers?",
    options=(
        "Nothing much: skip connections make the start unimportant.",
        "In about a third of the seeds it fails.",
        "It fails always.",
    ),
    answer="In about a third of the seeds it fails.",
    because="z_{j+1} = z_j + σ(…) adds up: ‖z_j‖ grows by a factor in every layer, to about "
    "10⁴ at the end. Skip connections cure vanishing, not exploding.",
)

ZERO_LAYERS = Question(
    question="Put 40 layers with W = 0, b = 0 into a trained network with LeakyReLU. What "
    "becomes of its output?",
    options=(
        "It stays exactly the same in a plain and in a residual network.",
        "It stays exactly the same in a residual one, in a plain one it becomes constant.",
        "It changes a little in both.",
    ),
    answer="It stays exactly the same in a residual one, in a plain one it becomes constant.",
    because="With σ(0) = 0 a residual zero layer is z + 0 = z, without any rounding. A plain "
    "one forgets z: everything behind it sees zeros.",
)
