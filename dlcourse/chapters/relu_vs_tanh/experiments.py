"""What notebook relu_vs_tanh trains and measures."""
