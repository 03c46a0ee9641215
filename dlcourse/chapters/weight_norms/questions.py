"""The questions of notebook 08, and two goals for its figures."""

import numpy as np

import dlcourse as dl
from dlcourse.lesson.question import Challenge, Question, Why

THREE_NORMS = Question(
    question="Three networks of one architecture go through the same ten samples. Their ‖θ‖² "
    "are 72, 540 and 595. One of them is wild between the samples. Which one?",
    options={
        "The one with 595, the largest norm.": "A large norm allows steep pieces, but it does not "
        "force them. The slides themselves call this network “seemingly fair”.",
        "The one with 540.": "Norms of 540 and 595 are nearly the same. What differs is what the "
        "weights had learned before.",
        "The one with 72, the smallest norm.": "This network is calm: it started from small "
        "weights. Whether its small norm is the reason, section 2 tests.",
    },
    answer="The one with 540.",
    tells=("540 is wild", "wild network has 540", "random labels"),
)

SAME_NORM = Question(
    question="Now prescribe the same ‖θ‖² to both ways of training: from small weights, and "
    "after random labels. What becomes of the gap between their errors?",
    options={
        "It stays at all norms.": "Over 20 seeds and norms from 40 to 1000, the median error is "
        "about 0.2 from small weights and above 0.5 after random labels.",
        "It closes: equal norm, equal error.": "Then the norm alone would decide the error. But "
        "many very different θ have the same norm.",
        "It closes for small norms only.": "One might think that a small norm leaves no room for "
        "wild pieces. Even with norms near 60 they are there.",
    },
    answer="It stays at all norms.",
    tells=("norm hardly changes", "not the cause"),
)

PRODUCT_BOUND = Question(
    question="In the network with ‖θ‖² = 72 the steepest piece has slope 16 (in the median over "
    "seeds 17). Which slope does the product $L$ of the norms of its 32 layers allow? (72 over 32 "
    "layers is a little more than 2 for each.)",
    options={
        "About 30, twice as much.": "That would be a good bound. But each of some thirty layers "
        "contributes a factor of about 2.",
        "About 1000.": "Factors of about 2 in 32 layers make more than that: 2¹⁰ is 1000 already.",
        "More than 10⁷.": "Each factor is only about 2, but there are 32 of them. The bound is "
        "reached only if each layer receives the very direction that it stretches most.",
    },
    answer="More than 10⁷.",
    tells=("10⁸", "millions", "vacuous", "useless"),
)

DESIRED_CONSTANT = Question(
    question="Overparameterisation leaves you with many perfect fits of the same samples. "
    "Would you favour one with a high or with a low Lipschitz constant L?",
    options={
        "One with a high L: it can follow the truth more closely.": "To go through the samples "
        "slope 5.7 is enough, and the truth itself has 6.3. More is needed nowhere.",
        "One with a low L.": "With a low L the curve cannot run far away between two samples and "
        "come back. It can only be as low as the samples allow: the steepest line between two "
        "neighbours among the ten has slope 5.7, and the truth 6.3.",
        "Either: they all fit the samples perfectly.": "At the samples they agree. Between them "
        "a high L lets the curve go anywhere.",
    },
    answer="One with a low L.",
    tells=("low l ", "low lipschitz constant is", "lower l"),
)

BEST_PREDICTOR = Question(
    question="Of many perfect fits you know ‖θ‖², the product bound, the true largest slope on "
    "[−1, 1] and $\\lambda_{\\max}$, the largest curvature of the loss. You do not know the truth. "
    "Which of these orders agrees best with the order of the errors?",
    options={
        "‖θ‖², as the slides suggest.": "Among the slides' three kinds its rank correlation with "
        "the error is near 0: 540 is worse than both 72 and 595.",
        "The product bound, since it bounds the slope.": "It agrees a little, 0.47. But it lies "
        "so far above the slope that the two orders differ much.",
        "The true largest slope.": "Its rank correlation with the error is 0.75 to 0.9 among the "
        "slides' three kinds. A curve that leaves the truth between two samples and comes back "
        "must be steep somewhere.",
        "λₘₐₓ, the sharpness of the minimum.": "It agrees a little, 0.31. It tells how the loss "
        "bends when θ moves, not how the curve runs between the samples.",
    },
    answer="The true largest slope.",
    tells=("true slope agrees", "slope does best", "slope tells best"),
)

WHY_POOLED = Why(
    question="Over all three kinds of fits the rank correlation of the true slope with the error "
    "is larger than within each kind. Why?",
    answer="The wild kind is both steeper and further from the truth than the two fair kinds. So "
    "the slope tells the kind, and the kind tells much of the error. Within one kind this part "
    "is gone.",
    points=(
        "The kinds differ in both numbers: the wild one is steeper and worse",
        "All together, this difference between kinds counts as agreement",
        "Within a kind only the differences between single networks are left",
    ),
)

DECAY_OF_A_WILD_ONE = Question(
    question="Take the wild network with ‖θ‖² = 540, already a perfect fit, and train it on "
    "with weight decay λ = 0.001. What happens?",
    options={
        "‖θ‖², the slope and the error all shrink, and the fit stays close.": "λθ is not 0 where "
        "the gradient of the loss is. In the median of 20 seeds 540 becomes 57, the slope falls "
        "from 168 to 19 and the error from 0.64 to 0.30.",
        "Nothing: at a perfect fit the gradient is 0.": "The gradient of the loss is nearly 0. But "
        "decay adds a second term, λθ, which is not.",
        "‖θ‖² shrinks, the curve stays as it is.": "Perfect fits with a smaller norm need not be "
        "other functions, but here they are: the steep pieces shrink, too.",
        "The fit is lost.": "That happens with λ = 0.01. With 0.001 the samples hold it: all 20 "
        "networks are still perfect fits.",
    },
    answer="‖θ‖², the slope and the error all shrink, and the fit stays close.",
    tells=("fall together", "all shrink"),
)

# --- goals for figures ------------------------------------------------------------------------


def check_reach(controls, secant, _curves):
    """The secant has at least 90 % of the true constant, in the network with 72."""
    if controls["norm"] != 72:
        return f"This is the network with {controls['norm']}; take the one with 72."
    dx, du = (abs(float(np.diff(ends)[0])) for ends in (secant.x, secant.u))
    if dx == 0:
        return "x₁ and x₂ are the same input: there is no secant."
    share = 100 * du / dx / secant.lipschitz
    if share < 90:
        return f"This secant has {share:.0f} % of the steepest slope; 90 % are asked for."
    return ""


REACH_THE_CONSTANT = Challenge(
    title="Reach the true constant",
    task="In the network with ‖θ‖² = 72, drag x₁ and x₂ until the secant between them has at "
    "least 90 % of the true Lipschitz constant.",
    check=check_reach,
    said="The true constant is reached, on one short piece. No pair of inputs comes near the "
    "product bound.",
)


def check_small_and_perfect(controls, _before, after, _ratios):
    """From 540, ‖θ‖² ≤ 40 after weight decay, and still a perfect fit."""
    if controls["start"] != 540:
        return f"You start from {controls['start']}; start from the wild network, 540."
    norm = float(after.label.removeprefix("‖θ‖² = "))
    if norm > 40:
        return f"‖θ‖² is {norm:.0f}; at most 40 is asked for."
    if after.train_loss > dl.FITTED:
        loss = dl.style.number(after.train_loss)
        return f"The training loss is {loss}; a perfect fit has at most 10⁻⁴."
    return ""


SMALL_AND_PERFECT = Challenge(
    title="Small and perfect",
    task="Bring the wild network with ‖θ‖² = 540 to at most 40 by weight decay, so that it is "
    "still a perfect fit.",
    check=check_small_and_perfect,
    said="Perfect fits with less than a tenth of the norm exist, and decay finds one; compare the "
    "two errors.",
)
