"""What makes a notebook a lesson: predict first, check yourself, read the code, see what runs."""
