"""What a speaker may say and ask at the scenes of notebook 10."""

STEPPER = {
    "the input": "Only x is known. Press play once and let the class say what a step does. Then "
    "go on with the step button.",
    "first layer": "Read the equation below the network aloud once, number by number. Ask "
    "where each of its factors stands.",
    "the loss": "The forward pass is over. Ask which numbers of it are still lit, and what they "
    "may be good for.",
    "last gradient": "The first row of the gradient. Ask what has become pale since the last step, "
    "and why it may.",
    "one step back": "Here the weights are used a second time, now from right to left. Ask where "
    "the transpose comes from.",
    "the end": "Every weight has its dot: its derivative is known. Ask how many steps went "
    "forwards and how many backwards.",
    "with skip connections": "The green arcs carry δ back as well. Step back and forth, and ask "
    "which term of the equation is new.",
}

KEPT = {
    "training": "Ask what the yellow numbers wait for. Then step on and watch in which order they "
    "become pale.",
    "prediction": "The same forward pass without a way back. Ask how many numbers are needed if "
    "the network has a hundred layers.",
    "training, half way back": "Ask which of the lit numbers come from the forward pass and which "
    "from the backward pass.",
}

SHAPES = {
    "weights": "Count with the class: one matrix of the tensor for each output. Ask why each has "
    "one row that is not grey.",
    "states": "Read the shapes aloud from left to right. Ask what the second line is, compared "
    "with the first.",
    "biases": "The simplest of the three. Ask which matrix would stand in the place of W here.",
    "one output": "With one output the tensor is one matrix. Ask what it looks like, and why.",
}

STORED = {
    "8 checkpoints": "Left: the saw teeth are the parts that are computed again. Ask why the "
    "teeth stand on a falling staircase.",
    "64 checkpoints": "Everything is stored. Ask what this costs at a thousand layers of a large "
    "network.",
    "no checkpoint": "Only the start is kept. Ask how often the first state is computed.",
}

GRAPH = {
    "two layers of three": "Let the class count the paths with a finger first. Then ask how the "
    "numbers in the nodes come about.",
    "six layers of three": "Ask which of the two curves is the number of terms in the chain rule "
    "as the slide first writes it.",
    "one node in each layer": "The chain of the section before. Ask how many paths are left, and "
    "why width matters.",
}

SAMPLES = {
    "three samples": "Point at one column of E and the row of the other factor that it meets. Ask "
    "where this pair is in the second line.",
    "one sample": "A column times a row. Ask for its rank.",
    "six samples": "Ask which rank the gradient can have at most now.",
}

PRICES = {
    "5 layers": "Ask why the lower curve hardly depends on the width, and what the upper one "
    "counts.",
    "30 layers": "Ask whether depth changes the ratio.",
    "with a clock": "The same on this machine. Ask where the clock and the count disagree, and "
    "what the count leaves out.",
}

ERRORS = {
    "Tanh": "Two slopes, left and right of each valley. Ask which one is rounding and which one "
    "curvature.",
    "LeakyReLU, a kink 0.01 away": "Ask from which step on the difference looks across the kink, "
    "and which method does not look at all.",
    "LeakyReLU, on a kink": "There is no derivative here. Ask what each of the methods answers "
    "nevertheless.",
}

OWN_BACKWARD = {
    "yours": "Run the exercise above first. Ask what would happen with a wrong sign, then try it.",
    "the package's": "What the gradient of this course's package does with the same start, for "
    "comparison.",
    "another start": "Other weights at the beginning. Ask whether the function has to be changed "
    "for that.",
}
