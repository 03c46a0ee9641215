"""Training is recorded: `train` returns a Run that holds θ along the epochs."""
