"""What a speaker may say and ask at the scenes of notebook 02."""

TWO_WEIGHTS = {
    "two paths": "One sample, two weights, the whole loss. Ask where the blue path ends if the "
    "start is moved a little downwards, then drag it. Point at the long plateau on the right.",
    "a start below": "The same plane, another start. Ask which starts lead to which of the two "
    "bright curves, and whether some lead to neither.",
    "a small hidden weight": "With only the last layer trained the path is vertical, and slow "
    "here. Ask why: the loss along this line is a parabola. How wide is it?",
}

TWO_PLANES = {
    "slide: Learning features": "Left the inputs, in the middle the features of the same samples. "
    "Ask which of the two black boundaries the last layer can draw by itself. Then scrub the "
    "epochs and follow the thin grid.",
    "slide: Graphical representation": "Four units in the first layer now. The two boxes in the "
    "dashed frame are the two axes of the plane of features. Ask what happens when one unit is "
    "switched off.",
    "spirals: before training": "Random weights hardly bend the grid: among the features, too, the "
    "spirals are still spirals. Ask what training has to do to them, then press play.",
    "moons: before training": "Ask whether the moons need more or less bending than the spirals, "
    "then press play and watch the grid.",
    "blobs: before training": "Ask whether a straight line among the inputs would do, and what is "
    "then left for the features to do.",
    "xor: before training": "Opposite corners belong together. Ask whether training succeeds from "
    "every start, then press play and try some seeds.",
}

RESTARTS = {
    "slide: Optimizing only final layer": "On the right are the ends of thirty starts. Ask why "
    "Newton's all agree and those of all layers do not. On the left, ask why gradient descent "
    "takes so long.",
    "good features": "The hidden layers were trained before they were fixed. Ask what has changed "
    "for the last layer: the height of its minimum, or the number of its minima?",
}

BETWEEN = {
    "Tanh": "Follow each objective and its dashed chord. On the right, ask what a single negative "
    "eigenvalue proves.",
    "LeakyReLU": "The same line with LeakyReLU. Ask what the steps in the eigenvalue are: the "
    "Hessian of a piece jumps at its borders.",
    "a larger ridge": "Both solutions now have the same objective. Ask whether they must then be "
    "the same θ.",
}

BUDGET = {
    "spirals, 4 inputs": "Four kinds of features with nearly the same number of trained "
    "parameters. The last two inputs say nothing about the class. Ask which of the four belong to "
    "a convex problem.",
    "spirals, 2 inputs": "Without the two useless inputs. Ask which kinds of features had suffered "
    "from them, and why.",
    "moons, 4 inputs": "Other data, again two inputs that say nothing. Ask whether the kinds come "
    "in the same order as with the spirals.",
    "xor, 2 inputs": "Six parameters, and one kind makes no mistake. Ask which product of inputs "
    "it needs for XOR.",
}

ONE_NETWORK = {
    "two layers of eight": "One network on noisy samples. Point at the gap between the two error "
    "curves and ask whether a larger network would close or widen it.",
    "one layer of two": "Nine parameters. Ask whether this network is too small for the task, and "
    "how one can see that in the two curves.",
    "eight layers": "Much deeper now. Try some seeds and ask which changes more, the depth or the "
    "seed.",
    "eight layers, skip connections": "The green arcs add states and have no weights. Ask whether "
    "one network can tell what they are good for; the next figure trains twelve of each kind.",
}

ONE_CHOICE = {
    "width": "Each dot is a network; blue its training error, orange its test error. Ask why no "
    "training error does not mean no test error here.",
    "depth": "Now the number of hidden layers. Ask whether the medians differ by more than the "
    "dots of one design.",
    "activation": "Five activations. Ask which of the differences anybody would dare to report "
    "after twelve seeds.",
    "width, on the spirals": "Other data, another answer. Point at the dots of width 4 and ask "
    "what their median hides.",
}
