"""The chapter of notebook 09: whether flat minima are better, and which kind of flat."""
