"""The chapter of notebook 03: what kind of function a network is."""
