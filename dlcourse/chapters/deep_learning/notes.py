"""What a speaker may say and ask at the scenes of notebook 01."""

LIVE = {
    "two hidden layers": "Drag the dot in the first box and follow one number from left to right. "
    "Ask which units are in their flat part.",
    "one hidden layer": "Let the class count the parameters before they read the sentence.",
    "three hidden layers": "Pull a weight of the first layer, then one of the last. Ask which of "
    "them changes more boxes, and why.",
}

GALLERY = {
    "elu": "Drag the left dot. Ask what happens to the derivative at 0.",
    "sigmoid": "Ask for the steepest slope, and then what ten such layers do to a derivative.",
    "tanh": "Ask how it differs from the sigmoid in height and in slope.",
    "leaky relu": "Point at the jump of the derivative. Drag the left arm up to a straight line.",
    "rbf": "The only one here that goes up and down again. Ask for the mean of its slope.",
}

LOSSES = {
    "regression": "Drag the line y. Ask which gradient says how far off the output is, and which "
    "only says on which side.",
    "two classes, y = 1": "Ask where each gradient is 0, and what that means for a sample that is "
    "classified well.",
    "two classes, y = 0": "The same with the other label. Ask which part of the picture is "
    "mirrored.",
}

OUTLIER = {
    "no outlier": "All three lines are close together. Ask which one will move most.",
    "outlier": "Drag the lowest sample up and down and watch the dots at the right.",
    "far outlier": "Compare with the scene before. Ask which loss sees how far the sample is.",
    "outlier far to the right": "Ask whether the robust losses are robust here, too.",
}

SOFTMAX = {
    "float64, class 3": "Ask why the black dashes end earlier than the red line.",
    "float64, class 1": "The right class has the largest output. Ask what the loss is here.",
    "float32, class 3": "The numbers of most training. Ask where the exponential ends now.",
}

PREDICTION = {
    "logistic": "Drag the star across a border. Ask what the bars do there, all three of them.",
    "hinge": "Other regions from another loss. Ask whether the right bars still are probabilities.",
    "classes that overlap": "Ask where the network is unsure, and where it is sure but wrong.",
}

AFFINE = {
    "convolution": "Follow one colour down the diagonal. Ask what it means that it stays the same.",
    "dense": "No pattern at all. Ask what this layer can do that the convolution cannot.",
    "sparse": "As many entries in each row as the kernel has, at random places.",
    "average pooling": "Fewer rows than columns, and nothing to learn. Ask what is lost.",
}
