"""What makes a notebook a lesson: predict first, check yourself, read the code, see what runs."""

from dlcourse.lesson.checkup import doctor
from dlcourse.lesson.prediction import predict
from dlcourse.lesson.selfcheck import exercise
from dlcourse.lesson.source import show_source

__all__ = ["doctor", "exercise", "predict", "show_source"]
