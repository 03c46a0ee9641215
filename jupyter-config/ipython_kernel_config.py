"""Loads `dlcourse.lesson.imports_first` into each kernel of the environment."""

c.InteractiveShellApp.extensions = ["dlcourse.lesson.imports_first"]  # noqa: F821
