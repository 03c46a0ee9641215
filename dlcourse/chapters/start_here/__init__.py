"""The chapter of notebook 00: how a live figure, a question and an exercise work."""
