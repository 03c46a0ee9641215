"""Notebook 10: backpropagation, step by step, and what it costs."""
