"""What a speaker may say and ask at the scenes of notebook 09."""

AVERAGE = {
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
}

SHIFT = {
    "moved by 0.15": "Drag the test curve. Ask what we assume when the whole curve moves as one "
    "piece.",
    "moved by 0.05": "A smaller step to the side. Ask which of the two bars it has changed more.",
    "moved by 0.5": "Much further. Ask how far a flat floor protects.",
}

TESTS = {
    "slide 7: independent shifts": "One test on the left, two hundred on the right. Compare the "
    "two short lines first, then how far the dots reach.",
    "slide 8: aligned shifts": "Each loss now moves up its own slope. Ask whether chance could do "
    "that, and what could.",
    "the same shift for all": "One shift for all ten losses. Ask what of the single ones is left "
    "in the test.",
    "wide shifts": "The shifts are three times as wide. Ask why the two minima look alike again.",
}

BATCH = {
    "learning rate 0.05": "Four ways down from one start. Ask which of them the dashed line "
    "holds back, above which gradient descent is unstable.",
    "smaller steps": "A smaller learning rate moves the dashed line up. Ask whether the curvature "
    "follows it.",
    "larger steps": "Now the line is lower. Ask what the full batch does when it gets there.",
}

OVER_SEEDS = {
    "λₘₐₓ": "Eight seeds for each batch size. Ask whether the dots of neighbouring columns "
    "overlap, and whether one run would have been enough.",
    "individual slope": "The size of the single gradients. Ask whether it goes with the curvature.",
    "‖θ‖²": "The lecture expects small weights from stochastic gradient descent. Ask whether these "
    "dots agree.",
}

PERFECT_FITS = {
    "λₘₐₓ": "Three kinds of perfect fits, their errors on the right. Ask whether the curvature "
    "could put them in that order.",
    "‖θ‖²": "These norms were prescribed. Ask whether their order is that of the errors.",
    "loss after a push": "Now θ is pushed by one per cent in a random direction. Ask which two "
    "kinds this brings together, and whether their errors agree.",
    "largest slope": "This is a property of the function alone. Ask why it goes with the error.",
}

ZERO = {
    "the start": "Ten dots, one for each sample. Ask what the line of the average has to do with "
    "the line of their mean.",
    "on the way": "The average is nearly flat here. Ask whether the single losses are.",
    "zero loss": "Ask what must be so because it is proved, and what only happened in this run.",
    "another start": "Another random start. Ask at which epochs the two lines are far apart.",
}
