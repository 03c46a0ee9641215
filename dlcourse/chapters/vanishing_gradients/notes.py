"""What a speaker may say and ask at the scenes of notebook 11."""

POWERS = {
    "vanishing": "A straight line on a logarithmic axis. Ask what its slope is.",
    "level": "Here depth costs nothing. Drag the end of the curve a little and ask how much room "
    "there is on either side.",
    "exploding": "The other side. Ask which is worse for training, too small a gradient or too "
    "large a one.",
}

LAYERS = {
    "sigmoid, plain": "The band holds most of thirty random networks, the dash-dotted line is the "
    "bound. Ask why no draw comes near it.",
    "Tanh, plain": "The bound stays at 1. Ask why the median falls all the same.",
    "ReLU, plain": "Ask whether ReLU keeps more of the gradient than Tanh, and why.",
    "LeakyReLU, plain": "Nearly the picture of ReLU. Ask what the small slope on the negative side "
    "can change, and what it cannot.",
    "ELU, plain": "Ask whether this is closer to ReLU or to Tanh, and where that comes from.",
    "SELU, plain": "SELU may be steeper than 1, so its bound rises. Ask whether the median rises, "
    "too.",
    "exploding: ReLU, ‖Wⱼ‖ = 5": "No skip connections, only large weights. Ask what one step of "
    "gradient descent would do now.",
    "exploding: Tanh, ‖Wⱼ‖ = 5": "The same norms with Tanh. Ask what holds the gradient back, and "
    "look at the states on the left.",
    "σ′ = 1.5 everywhere, ‖Wⱼ‖ = 1": "The slide says: exploding if σ′ is above 1 everywhere. Let "
    "the class test that against the picture.",
    "σ′ = 0.9 everywhere, ‖Wⱼ‖ = 3": "And the slide says: vanishing if σ′ is below 1 everywhere. "
    "Ask what it has left out.",
    "sigmoid, residual": "Sigmoid again, with skip connections. Ask which summand of the backward "
    "pass carries the gradient now.",
    "Tanh, residual": "Ask how the bound can be so large while all draws stay close together.",
    "ReLU, residual": "The gradient no longer vanishes. Ask whether it is level, and what twice "
    "the depth would bring.",
    "LeakyReLU, residual": "Ask whether the choice between ReLU and LeakyReLU matters any more "
    "with skip connections than without.",
    "ELU, residual": "The bound of ReLU, another band. Ask what such a bound can be used for.",
    "SELU, residual": "The largest bound of all six. Ask whether the draws have followed it.",
    "residual ReLU, ‖Wⱼ‖ = 3": "Skip connections and large weights together. Ask what could tame "
    "this.",
    "residual ReLU, ‖Wⱼ‖ = 3, α = 0.1": "A factor of 0.1 before σ, and nothing else. Ask which "
    "network is left as α goes to 0.",
}

AVERAGE = {
    "‖Wⱼ‖ = 4": "Left the mean slopes, right what they do to the states. Ask why the states of "
    "Tanh stop growing.",
    "‖Wⱼ‖ = 2": "Smaller weights. Ask which of the two networks comes closer to keeping its states "
    "level.",
    "‖Wⱼ‖ = 1": "Ask why the states shrink although no layer has a norm below 1.",
}

MATRICES = {
    "slide: nⱼ = 100, nⱼ₊₁ = 1": "A single row. Ask how many singular values it has, and why the "
    "three kinds of dots coincide.",
    "slide: nⱼ = 100, nⱼ₊₁ = 10": "Ten rows. Ask in which order the three kinds of dots must "
    "always come.",
    "slide: nⱼ = 100, nⱼ₊₁ = 100": "A square matrix. Ask how many of its singular values lie near "
    "the largest.",
    "slide: nⱼ = 1000, nⱼ₊₁ = 1": "A row again, ten times as long. Ask what that does to the "
    "scatter of the dots.",
    "slide: nⱼ = 1000, nⱼ₊₁ = 100": "The same shape as 100 and 10. Ask what depends on the shape "
    "of a matrix and what on its size.",
    "slide: nⱼ = 1000, nⱼ₊₁ = 1000": "The largest one. Ask whether one draw would have been enough "
    "here.",
    "the average at 1/L": "Now the average is put at 1/L. Ask where the norm is, and what that "
    "does to the bound.",
    "He: L = 1/√2": "Root mean squares, of singular values and of slopes. Ask which variance of "
    "the entries this gives for ReLU.",
}

TRAINING = {
    "20 layers, plain": "Start with the first gradients on the right. Ask which activation is "
    "going to fail, then look left.",
    "20 layers, residual": "Now with skip connections. Ask what has become of the differences "
    "between the activations on the right.",
    "40 layers, plain": "Twice as deep. Ask whether the first gradients explain what the losses "
    "do.",
    "40 layers, residual": "Ask which activations have the opposite trouble now, then try a start "
    "half as large.",
}

BOUNDS = {
    "‖Wⱼ‖₂ ≤ 1": "Ask how steep the model can be at most, and how steep the data are.",
    "‖Wⱼ‖₂ ≤ 2": "Twice the bound in each layer. Ask what that allows the slope of all eight "
    "layers.",
    "Frobenius norm ≤ 2": "The cheaper norm with the same number. Ask which of the two sets "
    "contains the other.",
    "no bound": "For comparison, free weights. Ask how large the norms have become by themselves.",
}

PRICE = {
    "a small layer": "Thirty by thirty. Ask why anybody would want something cheaper than the "
    "decomposition here.",
    "slide: a large layer": "A thousand by a thousand. Ask what the two cheap bounds would do to "
    "this layer as constraints.",
    "a large layer, 100 steps": "Five times as many steps of power iteration. Ask what they cost "
    "and what they bring.",
}
