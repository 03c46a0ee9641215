"""What notebook start_here trains and measures."""
