"""What a speaker may say and ask at the scenes of notebook 06."""

COVER = {
    "six samples": "Twelve starts, one recipe, loss 0 for all. Ask where they agree and who is "
    "right between the samples. Then pull a sample.",
    "ten samples": "More samples, the same networks. Ask where the fan is still wide.",
    "a larger start": "All weights begin four times as large. Ask what the samples have to say "
    "about this choice.",
}

COUNT = {
    "as wide as p": "The slide's network. Ask for the number of layers from which on there "
    "are more weights than samples.",
    "p = 1000": "The scale of pictures. Ask which numbers of the map have changed, and why so few "
    "have.",
    "a quarter": "Narrow layers. Ask how deep the network must be now to have more weights "
    "than samples.",
    "N = p³": "Far more samples. Ask which networks are overparameterized now.",
}

DESCENT = {
    "some noise": "Left all weights are trained, right only the last layer. Ask what is the same "
    "in both pictures near the dotted line.",
    "no noise": "The same without noise. Ask what is left of the peak on the left, and "
    "why there is still one.",
    "much noise": "Twice the noise. Ask which network one would choose if one may not look at the "
    "test error.",
    "stochastic steps": "SGD with batches of 5, and fewer epochs. Ask which training errors are "
    "larger than before, and what this does to the peak.",
    "deeper, not wider": "Width 4, more and more layers. Ask whether P alone tells the error.",
    "one input": "The curve of the other notebooks, with little noise. Ask whether more weights "
    "do harm here.",
}

ZERO = {
    "Tanh, 400 steps": "Point at the last steps on the right, and count the digits that each "
    "one gains. Then let the class move the number of samples.",
    "Adam alone": "The same runs before the first step. Ask how many digits of the loss Adam "
    "finds.",
    "60 steps": "Ask which cells are still dark, and whether these networks cannot or have not "
    "yet.",
    "LeakyReLU": "Kinks instead of bends, the same P and N. Ask what a step across a kink gets "
    "wrong.",
    "random labels": "Labels without any meaning. Ask whether fitting them is harder than fitting "
    "the sine.",
}

WALK = {
    "at the start": "A perfect fit. Ask how many numbers could be changed without any sample "
    "noticing, then move the dot slowly.",
    "half way": "Still loss 0. Ask which of the two lines is the honest straight one, and why it "
    "leaves.",
    "far away": "As far as the weights themselves are long, and further. Ask whether this is still "
    "the same network.",
    "another direction": "Another random direction, the same samples. Ask whether the test error "
    "must grow on such a walk.",
}

AGREE = {
    "six samples": "Ask where the next sample should go, before anyone clicks.",
}
