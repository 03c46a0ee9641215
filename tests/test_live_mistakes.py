"""A reader's mistake is said with type, message and line; Python's own account is folded below."""

import json

import numpy as np
import pytest

from dlcourse import Bars, BarsPanel, Network, exercise, explore, initialize
from dlcourse.chapters.relu_vs_tanh.exercises import COLLAPSE
from dlcourse.live.mistakes import in_words


@pytest.fixture(autouse=True)
def _as_readers_have_it(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")


def bars(height=1.0):
    return Bars(("share",), np.array([height]))


def misspelt(a=1):
    return bars(heigth) if a == 2 else bars()  # noqa: F821


def missing(a=1):
    data = {"x": 1.0}
    return bars(data["y"] if a == 2 else data["x"])


def called_wrongly(a=1):
    net = Network((1, 3, 1))
    theta = initialize(net, "uniform", seed=-1 if a == 2 else 0)
    return bars(theta[0])


def in_a_draft(a=1):
    yield bars(), 0.5
    yield bars(1 / (2 - a)), 1


def in_a_library(a=1):
    return bars(json.loads("no number" if a == 2 else "1"))


@pytest.mark.parametrize(
    "experiment, words, code",
    [
        (misspelt, "NameError: name 'heigth' is not defined", "return bars(heigth) if"),
        (missing, "KeyError: 'y' — in line", 'return bars(data["y"] if a == 2'),
        (called_wrongly, "ValueError: seed must be", 'theta = initialize(net, "uniform"'),
        (in_a_draft, "ZeroDivisionError: division by zero", "yield bars(1 / (2 - a)), 1"),
        (in_a_library, "JSONDecodeError: Expecting value", "return bars(json.loads("),
    ],
)
def test_a_mistake_is_said_with_its_line_in_the_readers_function(experiment, words, code):
    figure = explore(experiment, BarsPanel(limits=(0, 9)), a=(1, 3)).set(a=2)
    first = experiment.__code__.co_firstlineno
    line = int(figure.error.split(" in line ")[1].split()[0])
    assert words in figure.error and f"of {experiment.__name__}, `{code}" in figure.error
    assert first < line <= first + 3
    assert figure.sentence == figure.error and "\n" not in figure.error
    assert figure.error.startswith("This setting gives no picture: ")


def test_pythons_own_account_is_folded_below_the_sentence():
    figure = explore(called_wrongly, BarsPanel(limits=(0, 9)), a=(1, 3)).set(a=2)
    sentence, folded = figure._layout.words.value.split("<details>")
    assert "seed must be" in sentence and "Traceback" not in sentence
    assert "<summary>" in folded and "Traceback" in folded and folded.endswith("</details>")
    assert folded.index("called_wrongly") < folded.index("initialization.py")
    assert "runner.py" not in folded  # it begins with the reader's own line
    assert "details" not in figure._repr_mimebundle_()[0]["text/plain"]
    assert "<details>" not in figure.set(a=1)._layout.words.value


def test_what_is_said_is_no_markup():
    def experiment():
        raise ValueError("<b>bold</b>")

    words = explore(experiment, BarsPanel())._layout.words.value
    assert "<b>" not in words and "&lt;b&gt;" in words


def test_a_sentence_of_the_package_stands_alone():
    figure = explore(lambda: bars(), [BarsPanel(), BarsPanel()])
    assert figure.error == (
        "This setting gives no picture: the experiment must return 2 results, one per panel; got 1."
    )


def test_without_a_line_of_the_readers_the_type_is_said():
    assert in_words(KeyError("y")) == "KeyError: 'y'"
    figure = explore(lambda: 3, BarsPanel())  # the panel stops, not the experiment
    assert "AttributeError: 'int' object has no attribute" in figure.error


def test_exercises_say_it_in_the_same_words():
    def attempt(W, b):
        return W[9]

    told = exercise(COLLAPSE, attempt).verdict.text
    assert told.startswith("your code stops with IndexError: list index out of range — in line ")
    assert "of attempt, `return W[9]`. Lists count as on the slides" in told
