"""The chapter of notebook 12: how large the first weights should be, and what becomes of them."""
