"""What the chapters hold, by name: their exercises and their questions."""

from importlib import import_module
from pkgutil import iter_modules

import dlcourse.chapters
from dlcourse import Exercise, Question

CHAPTERS = [module.name for module in iter_modules(dlcourse.chapters.__path__)]


def _all(file, kind):
    modules = (import_module(f"dlcourse.chapters.{name}.{file}") for name in CHAPTERS)
    return {
        name.lower(): value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, kind)
    }


EXERCISES = _all("exercises", Exercise)
QUESTIONS = _all("questions", Question)
