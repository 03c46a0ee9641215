"""The chapter of notebook 02: what a network learns before its last layer."""
