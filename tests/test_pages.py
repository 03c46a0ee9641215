"""The page of a notebook: a picture first, few words, questions before their answers, tasks."""

import re
from collections import Counter
from importlib import import_module

import pytest

from dlcourse.lesson.question import Question
from tests.contents import QUESTIONS
from tests.pages import NOTEBOOKS, cells

BEFORE_THE_FIRST_FIGURE = 60  # words, all of them
BEFORE_THE_CODE = 60  # words of a section before its first cell of code
WHAT_YOU_SAW = 70

each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)
FOLD = re.compile(r"<details><summary><b>(.*?)</b></summary>(.*?)</details>", re.S)
PICTURE = re.compile(r"^!\[.*$", re.M)  # what `tests.refresh_outputs` puts under a fold


def words(text):
    """How many words a reader reads: a formula in the line is one, a displayed one is none."""
    text = re.sub(r"\$\$.*?\$\$", " ", PICTURE.sub("", text), flags=re.S)
    text = re.sub(r"\$[^$\n]+\$|`[^`\n]+`", " formula ", text)
    text = re.sub(r"\]\([^)]*\)|<[^>]*>", " ", text)
    return len([word for word in text.split() if re.search(r"\w", word)])


def test_words_are_counted_as_they_are_read():
    text = "# A title\n\nSee [this one](a.ipynb): $x + y$ and `f(x)`.\n\n$$\na + b\n$$\n\n- one"
    assert words(text) == 2 + 3 + 3 + 1
    assert words("![A stored picture.](attachment:picture.png)\n\nTwo words") == 2


def before(name, marker):
    """The cells of a notebook before the first one of code that contains `marker`."""
    found = []
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code" and marker in cell.source:
            return found
        found.append(cell)
    raise LookupError(f"{name} has no {marker!r}")


def folds(name, title):
    """The texts of a notebook's folds with this title."""
    pairs = FOLD.findall("\n".join(cells(name, "markdown")))
    return [text for found, text in pairs if found == title]


@each_notebook
def test_a_live_figure_stands_on_the_first_screen(name):
    above = [cell.source for cell in before(name, "explore(") if cell.cell_type == "markdown"]
    assert words("\n".join(above)) <= BEFORE_THE_FIRST_FIGURE


@each_notebook
def test_a_section_begins_with_few_words(name):
    heading, many, text = None, {}, ""
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "markdown" and re.match(r"##? ", cell.source):
            heading, text = cell.source.splitlines()[0], ""
        if heading and cell.cell_type == "markdown":
            text += "\n" + FOLD.sub("", cell.source.removeprefix(heading))
        elif heading:
            many[heading], heading = words(text), None
    assert {title: count for title, count in many.items() if count > BEFORE_THE_CODE} == {}


@each_notebook
def test_what_you_saw_is_short(name):
    counts = [words(text) for text in folds(name, "What you saw")]
    assert counts and max(counts) <= WHAT_YOU_SAW


@each_notebook
def test_folds_have_names_that_a_reader_knows(name):
    found = {title for title, _ in FOLD.findall("\n".join(cells(name, "markdown")))}
    assert found <= {"What you saw", "The numbers", "Why"}


@each_notebook
def test_each_figure_behind_a_question_has_its_fold(name):
    """There its stored picture is kept."""
    waiting = None
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code" and re.search(r"predict\(.*reveal=", cell.source, re.S):
            assert waiting is None, f"no “What you saw” below {waiting}"
            waiting = cell.id
        if cell.cell_type == "markdown" and "<b>What you saw</b>" in cell.source:
            if waiting:
                assert "attachments" in cell, "renew the outputs"
            waiting = None
    assert waiting is None


@each_notebook
def test_a_questions_stored_output_holds_no_picture(name):
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code" and "predict(" in cell.source:
            assert not any("image/png" in out.get("data", {}) for out in cell.outputs), cell.id


@each_notebook
@pytest.mark.parametrize("task", ["exercise", "challenge", "say_why"])
def test_there_is_a_task_of_each_kind(name, task):
    assert any(f"dl.{task}(" in source for source in cells(name, "code"))


# ------------------------------------------------------------------------------------ questions


def asked(name):
    """(question's name, question, text above it as a reader without a kernel sees it)."""
    imports = cells(name, "code")[0]
    (folder,) = set(re.findall(r"from dlcourse\.chapters\.(\w+) import", imports))
    chapter = import_module(f"dlcourse.chapters.{folder}.questions")
    text = ""
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "markdown":
            text += "\n" + cell.source
            continue
        for question in re.findall(r"predict\(\s*questions\.(\w+)", cell.source):
            yield question, getattr(chapter, question), text.lower()
        for output in cell.outputs:
            text += "\n" + output.get("data", {}).get("text/plain", "")


@each_notebook
def test_no_answer_stands_above_its_question(name):
    """As far as a list of words can tell."""
    for title, question, above in asked(name):
        assert isinstance(question, Question) and question.tells, title
        assert [told for told in question.tells if told.lower() in above] == [], title


@each_notebook
def test_every_question_of_the_chapter_is_asked(name):
    imports = cells(name, "code")[0]
    (folder,) = set(re.findall(r"from dlcourse\.chapters\.(\w+) import", imports))
    chapter = import_module(f"dlcourse.chapters.{folder}.questions")
    mine = {key for key, value in vars(chapter).items() if isinstance(value, Question)}
    assert {title for title, _, _ in asked(name)} == mine


def test_the_right_answers_place_is_balanced():
    places = Counter(list(q.options).index(q.answer) for q in QUESTIONS.values())
    assert max(places.values()) <= len(QUESTIONS) / 2, places


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_is_plain_to_read(name):
    """Options are typeset by no one, so they are in plain letters; each reply is its own."""
    question = QUESTIONS[name]
    assert not re.search(r"[$_^*`]", "".join(question.options))
    assert "*" not in question.question and len(set(question.options.values())) > 1
    assert len(set(question.options.values())) == len(question.options)
    every = [question.question, *question.options, *question.options.values()]
    assert [text for text in every if re.search(r"[?!]\.|\.\.$", text)] == []
