"""What a speaker may say and ask at the scenes of notebook 12."""

FIFTY = {
    "ReLU, c = 1": "Each column is a histogram of one layer. Ask what the last layer can still "
    "know of the input, and what the first one gets to learn from.",
    "ReLU, c = 2": "Twice the variance. Ask which of the three pictures changes most.",
    "ReLU, c = 3": "Now too much. Ask what the second step of gradient descent starts from.",
    "Tanh, c = 1": "The same weights with Tanh. Ask why this variance is enough here.",
    "Tanh, c = 4": "Nothing can explode forwards, as Tanh is bounded. Let the class find what is "
    "too large all the same.",
}

STEPS = {
    "ReLU, c = 1, Adam, step 1": "Dashed is before the step, the full line after it. Ask which "
    "entries of θ have made this difference.",
    "ReLU, c = 1, gradient descent, step 1": "The same start, plain gradient descent. Ask from "
    "which end of the network the change comes.",
    "ReLU, c = 2, gradient descent, step 100": "A hundred steps, and the histograms have hardly "
    "moved. Ask where the learning can be seen, if not here.",
    "ReLU, c = 3, gradient descent, step 1": "One step. Ask how long the gradient was before it.",
    "Tanh, c = 4, gradient descent, step 0": "States stay below 1. Ask where the gradient is "
    "large, and why just there.",
}

SPECTRA = {
    "1000 × 1000": "A few draws of the largest matrix. Ask how many singular values are below half "
    "of the norm.",
    "100 × 100": "The same with 100. Ask what has become of the edge.",
    "10 × 10": "Ten singular values per draw. Ask whether the limit is of any use here.",
    "1000 × 100": "Wide matrices. Ask which directions are missing now, and where they have gone.",
}

TABLES = {
    "L = 1/2": "The slide's two tables, drawn anew. Ask for the column with the widest scatter, "
    "and for the reason.",
    "L = 1/4": "Only L has changed. Ask which of the two pictures should not notice it.",
    "30 draws": "More draws. Ask whether ten were enough for the slide's claim.",
}

GAINS = {
    "ReLU, L = 1/2": "Six rules, ten networks each. Ask which three rules are one and the same "
    "for square layers, up to the kind of distribution.",
    "ReLU, L = 0.6": "A larger L in the lecture's two rules. Let the class find the L that each of "
    "them would need.",
    "Tanh, L = 1/2": "Tanh. Ask why the second rule is level forwards and not backwards.",
    "Tanh, L = 1": "Tanh near 0 has the slope 1. Ask which rule gains by that.",
    "ReLU, δ = z − y": "The real gradient of a fresh network instead of a random one. Ask why it "
    "is carried back a little better.",
}

TRAINED = {
    "ReLU, gradient descent": "Take the gains of the section before and predict each column "
    "before looking at it.",
    "ReLU, Adam": "The same starts with Adam. Ask what it does to a gradient of 10⁻⁶.",
    "Tanh, gradient descent": "Tanh. Ask why so many rules will do now.",
    "Tanh, Adam": "The most forgiving combination. Ask whether initialization still matters.",
}

RESIDUAL = {
    "Tanh, p = 1": "Skip connections, and weights that shrink with the depth. Ask what the curves "
    "do between five and eighty layers.",
    "ReLU, p = 1": "Only σ is another one. Ask what a ReLU layer can never do to a state.",
    "ReLU, p = 2": "Smaller still. Ask what is left of the layers, and whether they can learn.",
    "ReLU, p = 0.5": "Nearly the usual start. Ask how far the bound is from what comes out.",
}
