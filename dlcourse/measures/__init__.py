"""What can be said of a network in numbers: kinks and slopes, norms, sharpness, growth."""
