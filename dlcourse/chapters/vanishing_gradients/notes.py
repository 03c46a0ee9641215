"""What a speaker may say and ask at the scenes of notebook 11."""

FIFTY = {
    "ReLU, g = 1": "The states run from left to right, the gradient back from right to left. "
    "Ask how much the first layer learns from this gradient.",
    "ReLU, g = 2": "Twice the gain. Ask what a step of gradient descent would do to the first "
    "layer now.",
    "Tanh, g = 1": "The same weights with Tanh. Ask why less is lost than with ReLU.",
    "Tanh, g = 2": "Ask why the states do not grow, although the gradient does.",
}

POWERS = {
    "α = 0.9": "A straight line on a logarithmic axis. Ask what its slope is.",
    "α = 1": "Here depth costs nothing. Drag the end of the curve a little and ask how much room "
    "there is on either side.",
    "α = 1.1": "The other side. Ask which is worse for training, too small a gradient or too "
    "large a one.",
}

PLAIN = {
    "sigmoid": "Thin lines are single random networks, the dash-dotted one is the estimate. Ask "
    "why no network comes near it at the first layer.",
    "sigmoid, n = 2": "Only two layers. Let the class compare the estimate and the networks at "
    "each j.",
    "Tanh": "The estimate stays at 1. Ask why the median falls all the same.",
    "ReLU": "Ask whether ReLU keeps more of the gradient than Tanh, and why.",
    "LeakyReLU": "Nearly the picture of ReLU. Ask what the small slope on the negative side can "
    "change, and what it cannot.",
    "ELU": "Ask whether this is closer to ReLU or to Tanh, and where that comes from.",
    "SELU": "SELU may be steeper than 1, so its estimate rises. Ask whether the median rises, too.",
    "ReLU, ‖Wⱼ‖ = 5": "No skip connections, only large weights. Ask what one step of gradient "
    "descent would do now.",
    "Tanh, ‖Wⱼ‖ = 5": "The same norms with Tanh. Ask what holds the gradient back.",
    "σ′ = 1.5 everywhere, ‖Wⱼ‖ = 1": "The slide says: exploding if σ′ is above 1 everywhere. Let "
    "the class test that against the picture.",
    "σ′ = 0.9 everywhere, ‖Wⱼ‖ = 3": "And the slide says: vanishing if σ′ is below 1 everywhere. "
    "Ask what it has left out.",
}

SKIPS = {
    "Tanh, plain": "First without skip connections. Ask what the first layer can learn from this.",
    "Tanh": "Ask how the bound can be so large while all networks stay close together.",
    "ReLU": "The gradient no longer vanishes. Ask whether it is level, and what twice the depth "
    "would bring.",
    "sigmoid": "Sigmoid again. Ask which summand of the backward pass carries the gradient now.",
    "ReLU, ‖Wⱼ‖ = 3": "Skip connections and large weights together. Ask what could tame this.",
    "ReLU, ‖Wⱼ‖ = 3, α = 0.1": "A factor of 0.1 before σ, and nothing else. Ask which network is "
    "left as α goes to 0.",
    "Tanh, ‖Wⱼ‖ = 3": "Large weights with Tanh: milder than ReLU. Ask why.",
    "Tanh, ‖Wⱼ‖ = 3, α = 0.1": "The lecture's α × Tanh. Ask what it does to the states and what "
    "to the gradient.",
    "ReLU, ‖Wⱼ‖ = 0.1, ‖bⱼ‖ = 2": "Small weights, large biases. Ask which of the two pictures "
    "notices the biases.",
    "ReLU, ‖Wⱼ‖ = 0.1, ‖bⱼ‖ = 0.1": "Weights and biases both small, as the slide advises. Ask "
    "whether such a network can compute anything.",
}

AVERAGE = {
    "Tanh, s = 0.5": "Most inputs lie where Tanh is steep. Ask what moves the dashed line when v "
    "spreads.",
    "Tanh, s = 3": "Most inputs lie where Tanh is flat. Ask what that means for a state with large "
    "entries.",
    "ReLU, s = 3": "Ask why s does not matter here.",
    "SELU, s = 3": "Its largest slope stands just left of 0. Ask where the mean slope goes as s "
    "grows.",
}

MATRICES = {
    "slide: nⱼ = 100, nⱼ₊₁ = 10": "Ten rows, ten singular values. Ask how different two draws are.",
    "slide: nⱼ = 100, nⱼ₊₁ = 100": "A square matrix. Ask how many of its singular values lie near "
    "the largest.",
    "slide: nⱼ = 1000, nⱼ₊₁ = 100": "The same shape as 100 and 10. Ask what depends on the shape "
    "of a matrix and what on its size.",
    "slide: nⱼ = 1000, nⱼ₊₁ = 1000": "The largest one. Ask whether one draw would have been enough "
    "here.",
}

STARTS = {
    "the norm at 1/L, L = 1/2": "The lecture's first recipe. Ask what it promises, and what the "
    "picture says.",
    "the average at 1/L, L = 1/2": "The second recipe. Ask what the largest singular value is now.",
    "the root mean square at 1/L, L = 1/√2": "Root mean squares, of singular values and of slopes. "
    "Ask which variance of the entries this gives for ReLU.",
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

EXPLOSION = {
    "no clipping": "Eight starts, and no line is longer than a few steps. Ask what the second step "
    "does to the gradient.",
    "‖g‖ ≤ 1": "The same eight starts. Ask how long a step is at most, and how many it takes to "
    "come down.",
    "‖g‖ ≤ 5": "A looser clip. Ask what could be gained by it, and what risked.",
    "learning rate 0.001, no clipping": "The other cure: smaller steps. Ask what it costs.",
}

PRICE = {
    "20 steps": "On the left is what each method answers, on the right what it costs. Ask for the "
    "slopes on the right.",
    "100 steps": "Five times as many steps of power iteration. Ask what they cost and what they "
    "bring.",
    "5 steps": "Hardly any work. Ask whether this norm would do for a projection.",
}
