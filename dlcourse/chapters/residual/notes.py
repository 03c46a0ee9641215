"""What a speaker may say and ask at the scenes of notebook 05."""

TEN_SLIDES = {
    "slide: 5 layers, plain": "The network that the lecture begins with. Point at its training "
    "loss in the end: the deeper ones have to beat it.",
    "slide: 7 layers, plain": "Two layers more. Ask whether the loss is lower, and whether one "
    "seed can tell.",
    "slide: 12 layers, plain": "It still fits. Ask who expects the next one to fit, too.",
    "slide: 17 layers, plain": "Ask whether this is overfitting, and which of the two loss curves "
    "answers that.",
    "slide: 47 layers, plain": "Point at the network: most of its units are constant. Ask where "
    "the input gets lost.",
    "slide: 5 layers, residual": "The green arcs have no weights. Ask which layers have no arc, "
    "and why.",
    "slide: 7 layers, residual": "Compare with the plain network of this depth. Ask whether the "
    "arcs have made a difference here.",
    "slide: 12 layers, residual": "Switch a unit off, but ask first how much the fit will suffer.",
    "slide: 17 layers, residual": "At this depth the plain network was stuck. Ask what the arcs "
    "change on the way back from the loss.",
    "slide: 47 layers, residual": "As many parameters as the plain network of this depth. Ask "
    "whether the model or the training failed there.",
}

ALL_TEN = {
    "in the end": "Upper row plain, lower row residual. Ask in which row depth matters more.",
    "on the way": "Training has only begun. Ask which networks have started to learn, guess which "
    "never will, then press play.",
    "another seed": "Another start for all ten. Ask which statements about depth survive the "
    "change.",
}

MANY_SEEDS = {
    "as on the slides": "Each dot is one run. Ask how a median can look fine although some of "
    "the runs fail.",
    "SGD": "Another optimiser, and another start. Ask whether Adam was to blame for the failures.",
    "other data": "Other samples, the same starts. Ask whether the data or the start decide which "
    "runs fail.",
}

FIRST_GRADIENT = {
    "47 layers, eps = 1e-08": "Point at the line of eps. Ask which layers of the plain network can "
    "move at all.",
    "47 layers, eps = 1e-16": "The line has moved down. Ask how far it has to go until the first "
    "layer moves as well.",
    "47 layers, eps = 1e-40": "Ask which gradients are still below eps, and what has become of the "
    "plain network's loss.",
    "47 layers, eps = 1e-60": "No gradient is too small for Adam any more. Ask whether the plain "
    "network is now as good as the residual one.",
}

START = {
    "47 layers, scale 0.5": "The start of all figures so far. Ask how one reads the growth per "
    "layer off a logarithmic axis.",
    "47 layers, scale 1": "The weights as they were drawn. Point at the size of the last states, "
    "then at the dots on the right.",
    "47 layers, scale 1.5": "Now both kinds fail, each for a reason of its own. Ask for the two "
    "reasons.",
    "17 layers, scale 0.5": "A smaller depth. Ask which kind wants a larger start now, and why "
    "that is so.",
}

TWENTY = {
    "as before": "The start and eps of the figures above. Ask which layers can move at all, and "
    "name two ways to change that.",
}

IDENTITY_LAYERS = {
    "40 layers: residual, zero layers": "The change is 0 to the last digit. Ask which property of "
    "σ this needs.",
    "40 layers: plain, zero layers": "The same zeros without the arcs. Ask what is left of x "
    "behind them.",
    "40 layers: plain, identity layers": "So a plain network can do it as well. Ask why training "
    "from random weights does not find this one.",
}

LAYER_OUT = {
    "47 layers, residual": "Many layers share the work. Move the dot along the curve and ask which "
    "layers matter most.",
    "12 layers, residual": "Fewer layers share the work. Ask which layer could be spared.",
    "12 layers, plain": "One layer is gone, and nothing was trained again. Ask what the layers "
    "behind it get as their input now.",
}
