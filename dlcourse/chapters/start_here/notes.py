"""What a speaker may say and ask at the scenes of notebook 00."""

LIVE = {
    "before training": "The weights are random, and the curve is nearly flat. Ask: will the loss "
    "fall evenly or in steps? Then press play.",
    "two jumps": "The dashed truth has two jumps. Ask how the curve gets up and down there, and "
    "click units of the network to see which of them help.",
}

DEEPER = {
    "5 layers": "Point at the curve and at the loss in the end. Let the class repeat its "
    "prediction for 47 layers before you go on.",
    "47 layers": "Ask whether this is overfitting. Point at the training loss, not at the test "
    "loss.",
    "47 layers, residual": "The same depth, but each layer adds its input to its output. Ask what "
    "this may change for the gradient; notebook 05 is about it.",
}
