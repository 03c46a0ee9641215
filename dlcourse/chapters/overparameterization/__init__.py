"""The chapter of notebook 06: more weights than samples, and what training does with them."""
