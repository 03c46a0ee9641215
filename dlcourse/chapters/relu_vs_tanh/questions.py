"""The questions of notebook 03."""

from dlcourse.lesson.question import Question, Why

SHAPE_OF_RELU = Question(
    question="All activations are LeakyReLU, and θ is fixed. What does the graph of "
    r"$m(\cdot\,;\theta)$ look like, with one input and one output?",
    options={
        "One straight line.": "A single unit already bends: it has one slope where its input is "
        "negative and another one where it is positive. Sums of such functions bend, too.",
        "Straight pieces, joined without jumps.": "Affine maps and LeakyReLU are continuous and "
        "made of straight pieces, and so is every composition of such functions.",
        "Straight pieces with jumps between them.": "The slope of LeakyReLU jumps at 0, but not "
        "its value; compositions of continuous functions are continuous.",
        "A smooth curve.": "From far away it may look smooth, as there are many kinks. But each "
        "of them stays when you look closer.",
    },
    answer="Straight pieces, joined without jumps.",
    tells=("piecewise affine", "straight pieces", "kinks stand out", "joined"),
)

PIECES_OF_THE_PLANE = Question(
    question="Two inputs, two hidden layers of LeakyReLU units. On which pieces of the plane is "
    r"$m(\cdot\,;\theta)$ one affine function?",
    options={
        "On parallel strips.": "One unit of the first layer cuts the plane along one line. But "
        "different units have different directions, so the cuts cross each other.",
        "On regions with round edges.": "The border between the classes looks round. But on each "
        "piece the input of a unit is affine, and so it is 0 on a straight line.",
        "On convex polygons.": "Where all units before it are affine, a unit changes sign along a "
        "straight line, and a straight line cuts a convex polygon into two convex polygons.",
        "On triangles.": "Some pieces are triangles. But a line that cuts a triangle may leave a "
        "quadrilateral, and no further line has to cut that.",
    },
    answer="On convex polygons.",
    tells=("polygon", "convex piece", "straight edges"),
)

STEEPEST_FIT = Question(
    question="LeakyReLU and Tanh are trained on “wiggly” from 20 starts each. In most of the 20 "
    "pairs, which fit is steeper at its steepest place?",
    options={
        "The Tanh fit.": "In 15 of 20 pairs. A smooth function can be steep: nothing bounds the "
        "slope of a Tanh network but its weights.",
        "The LeakyReLU fit.": "It has kinks, and at a kink the slope jumps; but a jump from 2 to "
        "−3 is not steep. A fit is steep where its slope is large.",
        "Both alike, since both follow the same samples.": "The samples say little about the "
        "slope between them: there two good fits may differ by a factor of two or more.",
    },
    answer="The Tanh fit.",
    tells=("can be steep", "tanh is steeper", "tanh fit is steeper"),
)

IDENTITY_NETWORK = Question(
    question="Now σ = Id in all five layers, with the same 78 parameters. How good can the fit "
    "become?",
    options={
        "As good as with LeakyReLU: the number of parameters counts.": "Many different θ make "
        "the same function here. Count what the function can be, not how it is written.",
        "Better than a straight line, but worse than with LeakyReLU.": "A product of matrices is "
        "a matrix: without σ nothing can bend, not even a little.",
        "Worse than the best straight line.": "Products of the matrices reach every slope and "
        "every intercept, so the best line is among them; and training finds it.",
        "Exactly as good as the best straight line.": "The five affine maps are together one, "
        "W x + b: two numbers, from however many parameters they are made.",
    },
    answer="Exactly as good as the best straight line.",
    tells=("w_n w_{n-1}", "multiply out", "is a line", "one affine map", "worth nothing"),
)

WHY_NOT_CONVEX = Why(
    question="Without σ the network is a straight line, and least squares for a straight line is "
    "a convex problem in W and b. Why is the training problem in θ nevertheless not convex?",
    answer="Take two layers of one unit and no biases, where the best line is w₂ w₁ = 1. Then "
    "(1, 1) and (−1, −1) are both best, but (0, 0), half way between them, is not: it gives the "
    "line 0. The minimizers of a convex function form a convex set. The figure shows the same "
    "with 78 parameters: half way to the mirrored θ the loss is higher.",
    points=(
        "θ enters W as a product, so W is not an affine function of θ",
        "two minimizers, for instance (1, 1) and (−1, −1), whose midpoint (0, 0) is none",
        "between two minimizers a convex function is as small as at both",
    ),
)

GROWTH_ALONG_A_LINE = Question(
    question="Go from a solution $θ^⋆$ along a random direction, $θ^⋆ + t\\,θ_1$, far out. The "
    "network has $n = 5$ layers. How does the least squares loss grow with $t$?",
    options={
        "Like t² for LeakyReLU and for Tanh.": "This holds for one layer. With LeakyReLU the "
        "output of a layer, which already grows, is multiplied by the next W, which grows, too.",
        "Like t⁵ for LeakyReLU, and for Tanh it levels off.": "t⁵ is how the output grows, the "
        "loss squares it. And the last layer has no Tanh behind it: its W still grows with t.",
        "Exponentially for both.": "Exponential growth would need more and more layers. With n "
        "layers t is multiplied in n times at most.",
        "Like t¹⁰ for LeakyReLU, like t² for Tanh.": "With LeakyReLU each of the five layers "
        "brings a factor t, and the loss squares t⁵. Tanh keeps its outputs in (−1, 1), so only "
        "the t of the last layer is left.",
    },
    answer="Like t¹⁰ for LeakyReLU, like t² for Tanh.",
    tells=("t^{10}", "t^{2n}", "degree 2n", "degree $2n$", "grows like t"),
)

KINKS_BY_HAND = Question(
    question="One hidden layer of eight ReLU units makes at most 8 kinks. Put the same eight "
    "units into four layers of two and choose θ by hand. How many kinks can you get?",
    options={
        "4, since a layer of two units is a bottleneck.": "A narrow layer does lose something, "
        "but two units are enough to pass on one number, and to bend it once more.",
        "8 at most, one for each unit.": "A unit of a later layer has a piecewise affine input, "
        "and it may bend once on each of its pieces.",
        "15 or more.": "Two units fold the interval once. Each layer folds what it gets, so four "
        "layers make 2⁴ = 16 pieces, with 15 kinks between them.",
    },
    answer="15 or more.",
    tells=("doubles", "fold", "2^", "15 kinks", "16 pieces"),
)
