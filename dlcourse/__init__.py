"""The live companion of a lecture on the mathematics of deep learning: every slide moves."""

__version__ = "0.1.0"
