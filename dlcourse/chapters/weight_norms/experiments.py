"""What notebook weight_norms trains and measures."""
