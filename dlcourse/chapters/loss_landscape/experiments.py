"""What notebook loss_landscape trains and measures."""
