"""What a speaker may say and ask at the scenes of notebook 03."""

ALIVE = {
    "trained": "Click a unit of each layer. Ask which layer already looks like the data.",
    "before training": "These are random weights. Ask what the units have in common, then press "
    "play.",
    "on the way": "Only the first few hundred epochs are over. Ask which wave of the data the "
    "network has found so far, and scrub on.",
}

SHAPES = {
    "slide: LeakyReLU": "Let somebody point at a vertical line, then click units until one of "
    "them makes it stand out. Ask what happens inside this unit at this place.",
    "slide: Tanh": "The same widths with Tanh. Ask what has become of the vertical lines.",
    "before training": "The curve is nearly flat, yet vertical lines mark kinks already. Ask where "
    "they will go, then press play.",
    "one unit of layer 1": "One unit of the first hidden layer is chosen. Ask how often a unit of "
    "this layer can bend at most.",
    "the unit of layer 4": "Now the only unit of the fourth hidden layer. Ask why it can bend more "
    "often than the one before.",
}

PLANE = {
    "one hidden layer": "Six units, six lines at most. Let the class count the lines, then the "
    "pieces.",
    "two hidden layers": "Drag the yellow dot across an edge and read the formula below the "
    "picture. Ask what stays the same at the edge, and what jumps.",
    "three hidden layers": "Ask in which colour an edge can change its direction, and where.",
    "before training": "Random weights. Ask whether training will make more pieces or only move "
    "them, then press play.",
}

SIDE_BY_SIDE = {
    "after training": "Left are the fits, right their slopes. Ask how one sees a kink in the right "
    "picture; then step through the seeds and keep score.",
    "early": "Training has only begun. Ask which of the two fits bends more so far, then scrub on.",
    "a truth with jumps": "Point at the two jumps of the truth. Ask whether a smooth curve must "
    "have a small slope there.",
}

IDENTITY = {
    "slide: Id, 78 parameters": "Many matrices above, two numbers below. Change the seed and ask "
    "what changes and what does not.",
    "on the way": "Training is not over yet. Ask whether the curve can bend on its way, and what "
    "still differs between the two rows of numbers.",
    "half way to a mirrored θ": "Half way between two best θ. Ask which matrices are 0 here, and "
    "what a convex problem would look like on this way.",
    "the mirrored θ": "Three blocks have changed their signs. Ask why the line is the same, and "
    "how many other θ draw it.",
}

GROWTH = {
    "slide: far away": "In the right picture both axes are logarithmic. Ask for the slopes of the "
    "two lines, and for the number of layers.",
    "close to θ*": "The same line, seen from close by. Ask which activation is steeper here, then "
    "change the direction and the seed a few times.",
    "three layers": "Two layers fewer than on the slides. Ask what this changes on the right, and "
    "for which of the two.",
}

ONE_PIECE = {
    "5 layers": "Follow the LeakyReLU curve down its step. Ask why no further degree gains "
    "anything after it.",
    "3 layers": "Two layers fewer, and the step has moved. Ask for the rule.",
    "7 layers": "Two layers more than on the slides. Ask why Tanh has no step at any depth.",
}

WIDTH_AND_DEPTH = {
    "20 units, 1 layer": "Count the vertical lines with the class and compare with the twenty "
    "units. Ask where the missing kinks may be.",
    "20 units, 4 layers": "As many units, but in four layers. Click a unit of the last hidden "
    "layer and ask how it can bend more than once.",
}

SAWTOOTH = {
    "four layers": "Left: weights written by hand. Right: as many layers and units, but trained. "
    "Ask whether the model or the training is to blame.",
    "one tooth": "One layer of two units, and pencil and paper are enough. Try some seeds and "
    "count with the class which of them find the tooth.",
    "one wide layer": "Now all units stand in one layer. Ask how many kinks it could have at best, "
    "and compare with the left picture.",
}
