"""What a speaker may say and ask at the scenes of notebook 07."""

PROBLEM = {
    "Tikhonov": "Thirty noisy samples, 471 parameters. Ask which of the two curves one would "
    "rather trust between the samples.",
    "augmentation": "Moved copies of the same samples. Ask what knowledge about the truth they put "
    "in.",
    "dropout": "Ask whether the curve looks better or only different. One seed cannot tell.",
}

DECAY = {
    "λ = 0": "No penalty. Ask where the noise of the samples can be seen in the curve.",
    "λ = 0.01": "Ask which of the two losses one may look at to choose λ.",
    "λ = 0.1": "Too much. Ask how one tells this from overfitting, with the losses alone.",
}

DROPOUT = {
    "1 − ρ": "Press play: each step has other units out. Ask which of the networks is the one "
    "that is trained.",
    "ρ": "The factor as it stands on the slide. Ask what the slide may have meant by it.",
    "1 (none)": "All units are there and nothing is scaled. Ask why the curve is too steep.",
}

LAYERS = {
    "ρ = 0.3": "Ask in how many of the steps all four layers took part.",
    "ρ = 0.1": "Layers fall out less often. Ask what the deleted layer costs now.",
}

KNOBS = {
    "width": "Ask how many weights each width has, and when a network is too narrow.",
    "share of weights": "Random weights of the middle layers are missing. Ask whether fewer is "
    "better.",
    "augmentation: shift": "Ask what a large shift assumes about the truth.",
    "SGD: batch size": "The same number of epochs, so small batches take more steps. Ask whether "
    "this comparison is fair.",
    "SGD: learning rate": "Ask which columns underfit and which overfit.",
    "start": "Ask why one might have expected a small start to regularize.",
}

BOARD = {
    "wiggly": "Dots are seeds. Ask whether a lower median is enough to call a remedy better.",
    "sine": "Other samples, the same strengths. Ask which remedies keep their place.",
}

BEAT_IT = {
    "dropout alone": "Take proposals from the room before moving anything.",
}
