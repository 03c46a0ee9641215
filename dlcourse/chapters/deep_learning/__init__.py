"""The chapter of notebook 01: what a network is, and the losses it is trained with."""
