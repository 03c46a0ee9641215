"""What notebook vanishing_gradients trains and measures."""
