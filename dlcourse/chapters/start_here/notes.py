"""What a speaker may say and ask at the scenes of notebook 00."""

LIVE = {
    "before training": "The weights are random, and the curve is nearly flat. Ask whether the "
    "loss will fall evenly or in steps, then press play.",
    "two jumps": "The dashed truth has two jumps. Ask how the curve gets up and down there, and "
    "click units of the network to see which of them help.",
}

FOUR_STARTS = {
    "at the start": "Nothing is trained yet. Ask what differs between the four networks, then "
    "press play.",
    "in the end": "Let the class name a place where the curves differ most, and ask whether a "
    "point lies there.",
    "two jumps": "Ask at which places the four will disagree most now.",
}

FEW_NODES = {
    "one hidden layer": "Let the class count the parameters before they read the number below the "
    "picture.",
    "three hidden layers": "More parameters for the same number of nodes in a layer. Ask whether "
    "the same budget is better spent on nodes or on layers.",
}
