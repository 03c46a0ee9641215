"""The questions of notebook 07."""

from dlcourse.lesson.question import Question, Why

DECAY = Question(
    question="λ grows from 0 to 0.1. What happens to the medians of training and test loss?",
    options={
        "Both fall, then rise.": "The training loss has nothing to gain: the penalty only takes "
        "fits away from it.",
        "The training loss rises; the test loss falls, then rises.": "The samples are fitted less "
        "and less well. At first only the noise is lost, from λ = 0.02 on the curve itself.",
        "The training loss rises; the test loss falls all the time.": "At λ = 0.1 the curve is "
        "too flat for the samples, and both losses are large.",
    },
    answer="The training loss rises; the test loss falls, then rises.",
    tells=("falls, then rises", "0.0197", "too flat"),
)

SCALING = Question(
    question="With dropout each unit was there in a share 1 − ρ of the steps. For prediction all "
    "units are there. By what must their outputs be multiplied, so that for ρ = 0.2 the curve is "
    "close to the mean curve of many networks with units out?",
    options={
        "By ρ = 0.2, as the slide says.": "This shrinks the outputs far too much. The curve is "
        "about 0.56 away from the mean. The slide's ρ would be the probability to stay.",
        "By 1: training has already adapted the weights.": "The weights are adapted to sums in "
        "which a fifth of the terms is missing. With all terms the outputs are too large.",
        "By 1 − ρ = 0.8.": "A unit's mean output in training is (1 − ρ)σ. The curve is within "
        "about 0.1 of the mean; it is not exact, since σ is not linear.",
    },
    answer="By 1 − ρ = 0.8.",
    tells=("by 1 − ρ", "(1-\\rho)\\sigma", "0.56"),
)

LAYER = Question(
    question="One of the four layers that skip is deleted after training. How does the training "
    "loss change, in the median?",
    options={
        "It hardly changes after layer dropout with ρ = 0.3; after usual training it is more than "
        "ten times as large.": "With layer dropout the other layers have often worked without this "
        "one. After usual training they never have.",
        "It is more than ten times as large after both.": "With ρ = 0.3 the network was trained "
        "with all four layers in only a quarter of the steps.",
        "It hardly changes after both: residual layers are nearly the identity.": "With only four "
        "of them, each adds much to the fit after usual training.",
    },
    answer="It hardly changes after layer dropout with ρ = 0.3; after usual training it is more "
    "than ten times as large.",
    tells=("it hardly changes", "do without each other"),
)

BOARD = Question(
    question="Ten remedies, 16 seeds each, on the same 30 noisy samples. Which of these did "
    "not clearly help here?",
    options={
        "Early stopping and dropout.": "With dropout about half of the seeds get worse. Early "
        "stopping gives a fifth of few samples away, and six samples are a poor judge.",
        "Tikhonov and augmentation.": "These two have the lowest medians, and they help in nearly "
        "every seed.",
        "None: all remedies of the lecture's list help.": "Two of them are better than nothing in "
        "little more than half of the seeds.",
    },
    answer="Early stopping and dropout.",
    tells=("early stopping and dropout", "9 of 16"),
)

WHY_TRAINING = Why(
    question="Each remedy that helps makes the *training* loss larger. Why is that no reason "
    "against it?",
    answer="The samples are the truth plus noise. A training loss far below that of the truth "
    "itself, here 0.045 on average, is reached only by fitting the noise. A remedy keeps the "
    "network from that; what it loses on the samples, it gains between them.",
    points=(
        "the samples contain noise",
        "a very small training loss means that the noise is fitted",
        "what counts is the loss on new data",
    ),
)
