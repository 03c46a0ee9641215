"""The questions of notebook 09, and a goal for one of its figures."""

from dlcourse.lesson.question import Challenge, Question, Why

SHARP_OR_FLAT = Question(
    question="A training loss has a sharp and a flat minimum, equally deep. The test loss "
    "is the same curve, moved a little to the side. At which of the two is the test loss larger?",
    options={
        "At the flat one.": "A flat minimum is wide, so the same step stays near its floor.",
        "At both it is the same.": "The step is the same at both, but not the wall that it climbs.",
        "At the sharp one.": "The same step to the side climbs a steep wall but stays on a flat "
        "floor.",
    },
    answer="At the sharp one.",
    tells=("0.68", "steep wall"),
)

SAME_AVERAGE = Question(
    question="Two minima have exactly the same average loss around them. At the right one the "
    "single losses lean to different sides. Now every single loss is shifted by an amount of its "
    "own, drawn at random with mean 0. What happens to the average, over many such tests?",
    options={
        "It rises more where the losses lean.": "This holds for shifts that know the sign of "
        "each lean. Independent ones move as many losses down their slope as up.",
        "Its mean is the same at both, but it varies more where the losses lean.": "To first order "
        "a shift τᵢ adds sᵢ τᵢ / 0.35 to loss i, so this over N to the average. Independent shifts "
        "cancel in the mean and remain in the spread.",
        "It is the same at both minima in every test.": "This holds if all losses are shifted by "
        "the same amount: then only their average counts.",
    },
    answer="Its mean is the same at both, but it varies more where the losses lean.",
    tells=("same mean", "varies more", "spread more", "vary more"),
)

BATCH_AND_SHARPNESS = Question(
    question="The same network is trained with batches of 30 (all), 10, 3 and 1 samples, the "
    "same number of steps and the same learning rate. How does the curvature $\\lambda_{\\max}$ "
    "at the end depend on the batch size?",
    options={
        "The smaller the batch, the smaller the curvature.": "Full-batch descent avoids only "
        "curvatures above 2/lr, where it would be unstable. A common explanation for small "
        "batches, not tested here: their noise throws θ out of narrow valleys.",
        "The smaller the batch, the larger the curvature.": "One might think that noise throws θ "
        "into any valley. In these runs it ends in the wider ones.",
        "The batch size makes no difference to it.": "All of them minimise the same mean loss. But "
        "it has many minima, and the noise of the steps influences which one is reached.",
    },
    answer="The smaller the batch, the smaller the curvature.",
    tells=("smaller curvature", "flatter places", "curvature falls"),
)

FLATTER_IS_BETTER = Question(
    question="From batches of 30 to batches of 1 the curvature at the end falls by a factor of "
    "about seven. What happens to the error to the truth, in the median of eight seeds?",
    options={
        "It falls, too: flat minima are better.": "This is what the lecture's picture suggests. It "
        "is not what these runs show.",
        "It hardly changes.": "It goes from 0.124 to 0.138. With each batch size two or three "
        "seeds stay on a plateau, with an error of 0.33; the others differ little.",
        "It doubles: the noise of small batches hurts.": "The noise is there, yet the error grows "
        "by about a tenth only.",
    },
    answer="It hardly changes.",
    tells=("0.138", "not better", "hardly changes"),
)

WILD_CURVATURE = Question(
    question="Three kinds of perfect fits of ten samples: fair ones with ‖θ‖² = 72 and 595, and "
    "wild ones with 540, which had learned random labels before. How large is the median "
    "$\\lambda_{\\max}$ of the wild ones, compared with the fair ones of 595?",
    options={
        "More than ten times as large.": "The wild curves are far steeper in x, about seven times. "
        "But λₘₐₓ is the curvature in θ, and that is another matter.",
        "The same, up to 20 %.": "Nearly; the dots of all kinds overlap. But the median "
        "is larger, also with other draws of the noise.",
        "Larger, but less than five times.": "1130 against 670, with dots that overlap widely. "
        "Sharpness speaks against the wild ones, though not clearly.",
    },
    answer="Larger, but less than five times.",
    tells=("1130", "670", "overlap"),
)

ZERO_LOSS_EVERYWHERE = Question(
    question="All single losses are nonnegative, and at some θ their mean is exactly 0. "
    "What can you say about one single loss $f_i$ there?",
    options={
        "fᵢ = 0, and its gradient is 0.": "A mean of nonnegative numbers is 0 only if each of "
        "them is. Then θ is a minimum of fᵢ itself, and a differentiable function has gradient 0 "
        "at a minimum.",
        "fᵢ = 0, but its gradient can be anything.": "If the gradient were not 0, a small step "
        "against it would make fᵢ negative.",
        "Nothing: positive and negative parts can cancel.": "Gradients can cancel in a mean. "
        "Losses cannot: none is negative.",
    },
    answer="fᵢ = 0, and its gradient is 0.",
    tells=("all single losses are stationary", "f_i(\\theta) = 0", "each fᵢ = 0"),
)

WHY_FLAT = Why(
    question="If every single loss is flat at θ, so that all $\\|\\nabla f_i(\\theta)\\|$ are "
    "small, the average is flat, too. Why? And why does the reverse not follow?",
    answer="The gradient of the mean is the mean of the gradients, so by the triangle inequality "
    "its norm is at most the mean of their norms. The reverse fails because large gradients in "
    "opposite directions add up to 0.",
    points=(
        "∇f is the mean of the ∇fᵢ",
        "The triangle inequality: ‖∇f‖ is at most the mean of the ‖∇fᵢ‖",
        "Gradients can cancel, norms cannot",
    ),
)


def check_only_leans(controls, _curves, rises):
    """Independent shifts of weak leans, whose worst test on the right is 5 times that on the left.

    `rises` are the Dots of the test losses above both minima.
    """
    if controls["shifts"] != "independent":
        return f"The shifts are “{controls['shifts']}”; independent ones are asked for."
    if controls["strength"] > 0.3:
        return f"The leans have strength {controls['strength']:g}; at most 0.3 is asked for."
    left, right = (max(points) for points in rises.groups["a test"])
    if left <= 0:
        return "Nothing is shifted yet."
    if right < 5 * left:
        return f"The worst test on the right rises {right / left:.1f} times as much as on the left."
    return ""


ONLY_LEANS = Challenge(
    title="Only the leans matter",
    task="With independent shifts and leans of strength 0.3 at most, let the worst of 200 tests "
    "rise at least 5 times as much at the right minimum as at the left one.",
    check=check_only_leans,
    said="Close to a flat minimum the average costs next to nothing, so the leans of the single "
    "losses decide. Further away its walls do, on both sides alike.",
)
