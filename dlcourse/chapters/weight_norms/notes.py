"""What a speaker may say and ask at the scenes of notebook 08."""

UNNAMED = {
    "three curves": "Three networks, the same ten samples, and all three fit perfectly. Collect "
    "votes: which one would you trust between the samples, and why?",
    "each in its own scaling": "The same curves, each on its own axis, as the slides show them "
    "first. Ask who changes the vote.",
    "other starts": "Other random starts. Ask whether the vote still holds. Then let somebody "
    "choose a sample and drag it: all three are trained anew.",
}

THREE_FITS = {
    "slides: each in its own scaling": "Three perfect fits, each on its own axis, as on the "
    "slides. Ask which one looks worst, and write down the votes.",
    "slides: the same scaling": "The same three curves on one scale. Ask who has changed the "
    "answer.",
    "what each had learned before": "Only the network in the middle had a first stage of its own. "
    "Ask what it had learned there, and what it kept.",
    "another order": "Another seed. Ask for the order of the three errors, and what it "
    "means for the rule of the small norm.",
}

SAME_NORM = {
    "both with 72": "Read the two norms first: ask whether the pull has reached its target for "
    "both histories.",
    "both with 540": "The norm of the slides' bad example, twice. Ask what is left that could make "
    "the two curves so different.",
    "both with 595": "Point at the cloud on the right. Ask how it would have to look if the norm "
    "were the cause.",
    "both with 1000": "The largest of these norms. Ask how much the errors of either history have "
    "grown since 72.",
}

TWO_INPUTS = {
    "slide: 72": "Drag the two inputs and ask for the steepest pair. Then compare the three curves "
    "on the right, state by state.",
    "slide: 540": "The wild one. Note both constants, then go on to 595 and ask which of them can "
    "tell the two networks apart.",
    "slide: 595": "Compare this network with the last one. Ask how the two products differ, and "
    "how the two curves do.",
}

MANY_FITS = {
    "72, 540, 595 as on the slides": "Each dot is one perfect fit. Ask how the dots would lie "
    "with a rank correlation of 1, and how with 0. Then look at one kind alone.",
    "small weights; 72, 200, 595": "The wild ones are gone. Ask which of the four numbers "
    "one may believe with so few dots.",
    "no pull; start × ½, ¾, 1": "Ordinary training. Ask why some dots are missing, then take more "
    "seeds and watch the numbers move.",
    "slide: a high or a low constant?": "The slide's question once more. Ask whether the cloud "
    "rises or falls, and whether steepness is a cause or a sign.",
}

DECAY = {
    "hardly any": "Almost no decay. Ask whether anything has changed, and read it off the three "
    "curves on the right.",
    "λ = 0.001": "Compare the two curves between the samples. Ask what moved θ, although the "
    "gradient of the loss was nearly 0.",
    "too much?": "The fit is no longer perfect. Ask whether that is a pity when the samples are "
    "noisy.",
}
