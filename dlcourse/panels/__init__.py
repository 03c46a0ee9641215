"""One class per kind of picture; each draws its artists once, then moves them."""
