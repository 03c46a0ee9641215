"""What a speaker may say and ask at the scenes of notebook 04."""

NEAR_AND_FAR = {
    "radius 0.3": "Turn the surface and let the class describe it in one word. Write it down.",
    "radius 1": "The same solution and the same plane, a little further out. Ask whether the word "
    "still fits.",
    "radius 3": "Switch the logarithm on and off. Ask which of the two pictures is the true one.",
    "radius 10": "Ask where in this picture the bowl of the beginning is, and what flat means.",
}

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
    "radius 0.3": "One scale of colours for all six. Ask which row looks steeper, then press "
    "Another seed a few times and ask again.",
    "radius 1": "The same planes, seen from further away. Keep a tally over ten seeds.",
    "radius 3": "Further out still. Ask whether the tally is another one now, and how many seeds "
    "would be enough.",
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
    "far away": "Read one column first: each dot is one seed, the short line is the median. Ask "
    "whether training ever gets that far from the solution.",
    "close to θ*": "Let the class find the hollow dots, and say what they have in common.",
    "only pairs that fit": "Networks that never learned are left out. Ask which columns change, "
    "and why.",
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
    "level lines, abs": "The same measure on other data. Ask what one may still call regular.",
}

EXTENT = {
    "all pairs": "Ask up to which level one may still speak of a minimum. The loss of the best "
    "constant is a useful mark.",
    "only pairs that fit": "The hollow dots are gone. Ask which columns have changed sides.",
    "piece, pairs that fit": "Ask what one would conclude from this data set alone.",
    "sine, pairs that fit": "And from this one alone? Ask what a paper with a single data set may "
    "claim.",
}
