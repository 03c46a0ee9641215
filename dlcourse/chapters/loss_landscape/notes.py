"""What a speaker may say and ask at the scenes of notebook 04."""

SIX_SLIDES = {
    "slide: LeakyReLU, choice 1": "The centre is the trained network. Switch the logarithm off for "
    "a moment and ask what has become of the valley.",
    "slide: LeakyReLU, choice 2": "Two other random directions. Ask what has stayed the same since "
    "the last picture.",
    "slide: LeakyReLU, choice 3": "A third plane. Ask how many planes one would have to see to "
    "know a landscape in 78 dimensions.",
    "slide: Tanh, choice 1": "Another activation, another solution. Before anybody compares, point "
    "at the numbers of the colour bar.",
    "slide: Tanh, choice 2": "Let the class say in words what looks different from LeakyReLU. The "
    "words return as questions in the second half.",
    "slide: Tanh, choice 3": "Take the radius from 10 to 1 and ask whether the impression of the "
    "last pictures survives.",
}

SIDE_BY_SIDE = {
    "radius 1": "One scale of colours for all six. Ask which row looks steeper, then press Another "
    "seed a few times and ask again.",
    "radius 10": "The same planes, seen from further away. Ask who wants to change the answer "
    "given at radius 1.",
    "radius 100": "Very far out. Ask whether training ever gets here, and so what these pictures "
    "can say about it.",
}

PATH = {
    "the whole path": "This plane was chosen to hold the path. Ask how much of the path it shows, "
    "then read the share below the picture.",
    "early": "Scrub on slowly from here. Ask where the path turns, and what the loss on the right "
    "does there.",
    "gradient descent": "The same start, another optimiser. Ask how this path differs from Adam's.",
    "in a random plane": "The same path, seen along two random directions. Ask where it has gone.",
}

ROLL = {
    "in a random plane": "Two balls from one place. Ask why one of them seems to stand still, "
    "although its loss falls.",
    "Tanh": "The same with Tanh. Compare the two losses on the right and ask which ball has found "
    "the better way.",
    "in the plane of the path": "Now the plane is the one that holds the path of training. Ask "
    "what each of the two balls gains from that.",
}

STEEP = {
    "all pairs": "Neither activation is steeper where a bar stands at 50 %. Ask from which "
    "distance on there is a clear answer.",
    "only pairs that fit": "Networks that never learned are left out. Ask which bars change, and "
    "why.",
    "piece, pairs that fit": "Other data. Ask whether the answer close to the solution is still "
    "the same, and whether the one far away is.",
}

REGULAR = {
    "rays": "First let the class say what regular should mean. Then read this first of four "
    "measures.",
    "planes": "This is what the slide calls similar. Ask whether a single picture can show it.",
    "valleys": "Local minima, counted on a grid. Ask how the answer depends on the size of the "
    "square.",
    "level lines": "This measure does not depend on how fast the loss grows. Ask why that is "
    "fairer, and what it says.",
}

EXTENT = {
    "wiggly": "Ask up to which level one may still speak of a minimum. The loss of the best "
    "constant is a useful mark.",
    "piece, pairs that fit": "Ask what one would conclude from this data set alone.",
    "sine, pairs that fit": "And from this one alone? Ask what a paper with a single data set may "
    "claim.",
}
