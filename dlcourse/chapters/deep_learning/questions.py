"""The questions of notebook 01."""

from dlcourse.lesson.question import Question, Why

SIGMOID_SLOPE = Question(
    question="The sigmoid 1/(1 + e⁻ᵘ) goes from 0 to 1. How steep is it where it is steepest?",
    options={
        "1, like Tanh.": "Tanh goes from −1 to 1 and its argument is not halved: "
        "tanh(u) = 2 · sigmoid(2u) − 1. Both factors of 2 make it steeper.",
        "1/2.": "1/2 is its value at 0. Its derivative is σ(1 − σ), so 1/2 times 1/2.",
        "1/4.": "σ′ = σ(1 − σ) is largest where σ = 1/2, at u = 0.",
    },
    answer="1/4.",
    tells=("1/4", "0.25", "quarter", "four times"),
)

OUTLIER = Question(
    question="One of 20 samples lies at y = −6, far below the others. It is pulled further down, "
    "to −9. Which of the three lines move?",
    options={
        "All three: each sum of losses contains this sample.": "It does. But a line moves only if "
        "the gradient changes. That of Huber and of the 1-norm is −1 or 1 for every far sample.",
        "Only that of least squares.": "Its gradient u − y grows with the distance. For Huber and "
        "the 1-norm it stays the same size, however far the sample is.",
        "None: 19 samples outvote one.": "In least squares a sample does not have one vote. It "
        "pulls with u − y, so a far one pulls more than many near ones.",
    },
    answer="Only that of least squares.",
    tells=("only that of least squares", "only least squares", "do not move"),
)

OVERFLOW = Question(
    question="In float64, from which u on is eᵘ infinite?",
    options={
        "From about 710 on.": "The largest float64 is about 1.8·10³⁰⁸, and its logarithm is 709.8.",
        "From about 10³⁰⁸ on.": "10³⁰⁸ is about the largest number that eᵘ itself may be; u is "
        "its logarithm.",
        "Never: it only loses digits.": "Digits are one limit, the exponent is another. Beyond "
        "about 1.8·10³⁰⁸ there is only infinity.",
    },
    answer="From about 710 on.",
    tells=("709", "710"),
)

ALL_NEGATIVE = Question(
    question="At a new point the outputs for three classes are −5, −6 and −7. What is predicted?",
    options={
        "Class 1.": "It has the largest output. Only differences count: softmax gives it 67 %, "
        "the same as for 2, 1 and 0.",
        "No class, since all outputs are below 0.": "With two classes and one output the sign "
        "decides. With one output for each class, the outputs are compared with one another.",
        "Class 3.": "Its output is the largest in size, but e⁻⁷ is the smallest of the three.",
    },
    answer="Class 1.",
    tells=("only differences", "67 %"),
)

CONVOLUTION = Question(
    question="A convolution with kernel 3 maps 16 numbers to 16 numbers. How many weights can be "
    "chosen, with the bias?",
    options={
        "272, as in a dense layer.": "A dense layer has 16 · 16 + 16. Here most entries are 0.",
        "62: three for each unit but those at the ends, and 16 biases.": "So many entries are in "
        "use, but all units share the same three weights and one bias.",
        "4.": "Three weights and one bias, the same ones for each unit.",
    },
    answer="4.",
    tells=("4 weights", "four weights"),
)

WHY_SIDEWAYS = Why(
    question="Huber and the 1-norm resist a sample that is far off in $y$. Why do they not resist "
    "one that is far off in $x$ as well?",
    answer="The derivative by the slope w is the gradient of the loss times x. The gradient is at "
    "most 1 in size, but x is not bounded, so one sample far to the right can outweigh all others.",
    points=(
        "∂L/∂w is the gradient ∂L/∂u times x",
        "these losses bound ∂L/∂u",
        "nothing bounds x",
    ),
)
