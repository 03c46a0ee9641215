"""What a speaker may say and ask at the scenes of notebook 09."""

SHIFT = {
    "moved by 0.15": "Drag the test curve. Ask what we assume when the whole curve moves as one "
    "piece.",
    "moved by 0.05": "A smaller step to the side. Ask which of the two bars it has changed more.",
    "moved by 0.5": "Much further. Ask how far a flat floor protects.",
}

INDIVIDUAL = {
    "slide 1: 0 of 10 losses": "Only the average is drawn. Ask which of the two minima anybody "
    "would prefer.",
    "slide 2: 1 of 10 losses": "The first single loss appears. Ask what the other nine must do if "
    "the average is to stay as it is.",
    "slide 3: 2 of 10 losses": "A second one. Ask at which of the two minima single losses can be "
    "seen at all.",
    "slide 4: 3 of 10 losses": "Point at the slopes at the right minimum. Ask what all ten of them "
    "must add up to.",
    "slide 5: 5 of 10 losses": "Half of the losses. Ask whether the right minimum is a minimum of "
    "any of them.",
    "slide 6: 10 of 10 losses": "All ten, and still the same average. Ask what a test would do to "
    "this picture.",
    "slide 7: independent shifts": "Two hundred tests. Compare the heights of the two bars first, "
    "then the lines on them.",
    "slide 8: aligned shifts": "Each loss now moves up its own slope. Ask whether chance could do "
    "that, and what could.",
    "the same shift for all": "One shift for all ten losses. Ask what of the single ones is left "
    "in the test.",
    "wide shifts": "The shifts are three times as wide. Ask why the two minima look alike again.",
}

BATCH = {
    "all samples": "Gradient descent is unstable above the dashed line. Ask what the curvature "
    "does when it gets there.",
    "single samples": "One sample per step, all else as before. Collect guesses about the "
    "curvature before the next figure counts seeds.",
    "smaller steps": "A smaller learning rate moves the dashed line up. Ask whether the curvature "
    "follows it.",
}

OVER_SEEDS = {
    "λₘₐₓ": "Eight seeds for each batch size. Ask whether the dots of neighbouring bars overlap, "
    "and whether one run would have been enough.",
    "‖θ‖²": "The lecture expects small weights from stochastic gradient descent. Ask whether these "
    "bars agree.",
    "error to the truth": "Ask whether the flatter networks are the better ones here. The dots at "
    "the top are runs that stayed on a plateau.",
}

PERFECT_FITS = {
    "error to the truth": "Three kinds of perfect fits. Ask which number, measured without the "
    "truth, could put them in this order.",
    "‖θ‖²": "These norms were prescribed. Ask whether their order is that of the errors.",
    "λₘₐₓ": "Now the curvature. Look at the dots and ask whether it separates the wild kind from "
    "the fair ones.",
    "largest slope": "This is a property of the function alone. Ask why it goes with the error.",
}

ZERO = {
    "one start": "Three curves go down together, and the loss goes down fastest. Ask for the power "
    "that relates them.",
    "another start": "Another random start. Ask what must be as before because it is proved, and "
    "what may differ.",
}
