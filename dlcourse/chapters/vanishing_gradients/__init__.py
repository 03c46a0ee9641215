"""The chapter of notebook 11: what is left of the gradient when it reaches the first layer."""
