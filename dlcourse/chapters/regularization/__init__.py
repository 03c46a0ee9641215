"""The chapter of notebook 07: what keeps an overparameterized network from overfitting."""
