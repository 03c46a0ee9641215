"""What a speaker may say and ask at the scenes of notebook 03."""

SHAPES = {
    "slide: LeakyReLU": "Let somebody show a kink, then click a unit: its kinks stand out in the "
    "fit. Ask how often a unit of the first hidden layer can bend.",
    "slide: Tanh": "The same widths with Tanh. Ask what has become of the vertical lines, and keep "
    "the answer for section 2.",
    "slide: Id": "No activation at all. Ask what 78 parameters are good for now; section 3 returns "
    "to this.",
    "before training": "The curve is nearly flat, yet vertical lines mark kinks already. Ask where "
    "they will go, then press play.",
}

SIDE_BY_SIDE = {
    "slides: kinks, no kinks": "Same widths, same data, same random start. Ask which property both "
    "curves share, and which only the right one has.",
    "a truth with jumps": "Now the truth jumps. Ask which of the two curves is steeper at the "
    "jumps; the next figure tells.",
}

SLOPES = {
    "after training": "This is the slope, not the fit. Ask how one can see a kink in it.",
    "early": "Training has only begun. Ask which of the two fits bends more so far, then scrub on.",
    "a truth with jumps": "Point at the two jumps of the truth. Ask whether a smooth curve must be "
    "a gentle one.",
}

IDENTITY = {
    "slide: Id, 78 parameters": "Many matrices above, two numbers below. Change the seed and ask "
    "what changes and what does not.",
    "on the way": "Training is not over yet. Ask whether the curve can bend on its way, and what "
    "still differs between the two rows of numbers.",
}

GROWTH = {
    "slide: far away": "On the right is the exponent of growth. Ask at which distance both curves "
    "have settled, and where the grey line 2n comes from.",
    "close to θ*": "The same line, seen from close by. Ask which activation is steeper here, then "
    "change the direction and the seed a few times.",
}

ONE_PIECE = {
    "5 layers": "Follow the LeakyReLU curve down its cliff. Ask why no further degree gains "
    "anything after it.",
    "3 layers": "Two layers fewer, and the cliff has moved. Ask for the rule.",
    "7 layers": "Two layers more than on the slides. Ask why Tanh has no cliff at any depth.",
}

WIDTH_AND_DEPTH = {
    "20 units, 1 layer": "Count the vertical lines with the class and compare with the twenty "
    "units. Ask where the missing kinks may be.",
    "20 units, 4 layers": "As many units, but in four layers. Click a unit of the last hidden "
    "layer and ask how it can bend more than once.",
}

KINKS_OVER_SEEDS = {
    "one hidden layer": "The grey line is one kink per unit. Ask whether the band can ever cross "
    "it with one hidden layer.",
    "four hidden layers": "The same question for four layers. Then ask how far above the grey line "
    "a network could get if its weights were chosen by hand.",
}

SAWTOOTH = {
    "four layers": "Left: weights written by hand. Right: as many layers and units, but trained. "
    "Ask whether the model or the training is to blame.",
    "one tooth": "One layer of two units, and pencil and paper are enough. Try some seeds and "
    "count with the class which of them find the tooth.",
    "one wide layer": "Now all units stand in one layer. Ask how many kinks it could have at best, "
    "and compare with the left picture.",
}
