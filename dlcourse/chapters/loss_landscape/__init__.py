"""The chapter of notebook 04: what the loss looks like around a solution."""
