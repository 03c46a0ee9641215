"""The questions of notebook 09."""

from dlcourse.lesson.question import Question

SHARP_OR_FLAT = Question(
    question="A training loss has a sharp and a flat minimum, equally deep. The test loss "
    "is the same curve, moved a little to the side. At which minimum does it rise more?",
    options=(
        "At the sharp one.",
        "At the flat one.",
        "At both by the same amount.",
    ),
    answer="At the sharp one.",
    because="The same step to the side climbs a steep wall but stays on a flat floor.",
)

SAME_AVERAGE = Question(
    question="Two minima have exactly the same average loss around them. One of them hides "
    "individual losses that lean to different sides. Now every individual loss is shifted by "
    "an amount of its own. What happens to the average, over many draws of the shifts?",
    options=(
        "It rises more where the losses lean.",
        "It is the same in the mean, but varies more where the losses lean.",
        "It is the same at both minima in every draw.",
    ),
    answer="It is the same in the mean, but varies more where the losses lean.",
    because="To first order a shift τ_i adds s_i τ_i. Independent shifts with mean 0 cancel in "
    "the mean and remain in the spread. Only shifts that know the sign of s_i raise the mean.",
)

BATCH_AND_SHARPNESS = Question(
    question="The same network is trained with batches of 30 (all), 10, 3 and 1 samples, the "
    "same number of steps and the same learning rate. Where does it end?",
    options=(
        "The smaller the batch, the smaller the curvature.",
        "The smaller the batch, the larger the curvature.",
        "The batch size makes no difference to the curvature.",
    ),
    answer="The smaller the batch, the smaller the curvature.",
    because="Full-batch descent avoids only curvatures above 2/lr, where it would be unstable. "
    "A common explanation for small batches, not tested here: their noise throws θ out of "
    "narrow valleys.",
)

ZERO_LOSS_EVERYWHERE = Question(
    question="All individual losses are nonnegative, and at some θ their mean is exactly 0. "
    "What can you say about one individual loss f_i there?",
    options=(
        "f_i = 0, but its gradient can be anything.",
        "f_i = 0 and ∇f_i = 0.",
        "Nothing: positive and negative parts can cancel.",
    ),
    answer="f_i = 0 and ∇f_i = 0.",
    because="A mean of nonnegative numbers is 0 only if each of them is. Then θ is a "
    "minimum of f_i itself, and a differentiable function has gradient 0 at a minimum.",
)
