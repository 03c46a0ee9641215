"""The lesson's cards, driven as a student would: choose, commit, fail, ask for a hint."""

import json
import re
import sys
from dataclasses import replace

import ipywidgets as widgets
import pytest
from packaging.specifiers import SpecifierSet

import dlcourse
from dlcourse import (
    Challenge,
    Curves,
    CurvesPanel,
    Network,
    Why,
    challenge,
    compiled,
    doctor,
    exercise,
    explore,
    forward,
    predict,
    say_why,
    show_source,
)
from dlcourse.lesson import checkup, selfcheck
from dlcourse.lesson.look import VIEW, as_html, as_markdown
from dlcourse.lesson.question import Question
from tests.contents import EXERCISES, QUESTIONS

ASKED = Question(
    "Is 2 < 3?",
    {"It is, θ*.": "Count on your fingers.", "It is not, W_1.": "That is 3 < 2."},
    "It is, θ*.",
)
IS, IS_NOT = ASKED.options


def everything_stored(card):
    """All that a saved notebook could hold of a card: its outputs and its widgets' state."""
    bundle = card._repr_mimebundle_()
    seen = [json.dumps(bundle, ensure_ascii=False)]
    todo = [card.widget]
    while todo:
        widget = todo.pop()
        seen.append(str({k: v for k, v in widget.get_state().items() if isinstance(v, str)}))
        todo += getattr(widget, "children", ())
    return re.sub(r"[0-9a-f]{32}", "id", "\n".join(seen))


class TestPredict:
    def test_the_verdict_waits_for_the_commitment(self):
        card = predict(ASKED)
        assert card.message.value == ""
        assert card.buttons["Commit"].disabled
        card.controls["choice"].value = IS_NOT
        assert card.message.value == ""
        card.buttons["Commit"].click()
        assert "Not right" in card.message.value
        assert "It is, θ*." in card.message.value
        assert "3 &lt; 2" in card.message.value and "fingers" in card.message.value
        assert card.controls["choice"].disabled

    def test_the_right_answer_is_told_so(self):
        card = predict(ASKED)
        card.controls["choice"].value = ASKED.answer
        card.buttons["Commit"].click()
        assert "✓ Right" in card.message.value

    def test_try_again_starts_over(self):
        card = predict(ASKED)
        card.controls["choice"].value = IS_NOT
        card.buttons["Commit"].click()
        card.buttons["Try again"].click()
        assert card.message.value == ""
        assert card.controls["choice"].value is None
        assert not card.controls["choice"].disabled
        assert card.buttons["Commit"].disabled
        card.controls["choice"].value = ASKED.answer
        card.buttons["Commit"].click()
        assert "✓ Right" in card.message.value

    def test_commit_without_a_choice_does_nothing(self):
        card = predict(ASKED)
        card.buttons["Commit"].click()
        assert card.message.value == "" and not card.committed

    def test_a_picture_stays_hidden_until_committed(self):
        picture = widgets.HTML("picture")
        card = predict(ASKED, reveal=picture)
        assert picture not in card.gate.widget.children and not card.gate.is_open
        card.controls["choice"].value = IS
        assert not card.gate.is_open
        card.buttons["Commit"].click()
        assert card.gate.widget.children == (picture,)
        card.buttons["Try again"].click()
        assert card.gate.is_open

    def test_a_presenter_opens_the_picture_and_the_question_stays_open(self):
        card = predict(ASKED, reveal=widgets.HTML("picture"))
        card.buttons["Open the picture"].click()
        assert card.gate.is_open and card.message.value == "" and not card.committed
        card.controls["choice"].value = IS
        card.buttons["Commit"].click()
        assert "✓ Right" in card.message.value

    def test_the_picture_opens_at_the_setting_that_was_asked_about(self):
        figure = figure_of()
        predict(ASKED, reveal=figure, at={"factor": 2.0})
        assert figure.controls["factor"].value == 2.0 and figure.results[0].values[0][1] == 2
        with pytest.raises(ValueError, match="unknown control 'depth'"):
            predict(ASKED, reveal=figure, at={"depth": 2})

    @pytest.mark.parametrize("name", sorted(QUESTIONS))
    def test_nothing_gives_the_answer_away(self, name):
        asked = QUESTIONS[name]
        card = predict(asked)
        stored = everything_stored(card)
        assert not any(reply in stored for reply in asked.options.values())
        for other in asked.options:  # whichever option were right, the page would be the same
            assert everything_stored(predict(replace(asked, answer=other))) == stored
        for option in asked.options:
            assert option in str(card) and as_markdown(option) in card.markdown()

    def test_the_displayed_bundles_have_a_text_for_readers_without_a_kernel(self):
        card = predict(ASKED)
        bundle = card._repr_mimebundle_()
        assert set(bundle) == {VIEW, "text/plain", "text/markdown"}
        assert "It is not, W\\_1." in bundle["text/markdown"]

    def test_the_gate_hands_the_picture_over_to_be_stored_elsewhere(self, monkeypatch):
        class Figure:
            widget = widgets.HTML("live")

            def _repr_mimebundle_(self, include=None, exclude=None):
                return {"text/plain": "3 kinks.", "image/png": "iVBO", VIEW: {}}, {"image/png": {}}

        figure = Figure()
        card = predict(ASKED, reveal=figure)
        assert set(card.gate._repr_mimebundle_()[0]) == {VIEW}  # or the answer would be read
        monkeypatch.setenv("DLCOURSE_STORE", "1")
        data, metadata = card.gate._repr_mimebundle_()
        assert data["image/png"] == "iVBO" and data["text/plain"] == "3 kinks."
        assert data[VIEW]["model_id"] == card.gate.widget.model_id
        assert metadata == {"image/png": {}}

    def test_question_and_picture_are_two_outputs(self, monkeypatch):
        sent = []
        monkeypatch.setattr("IPython.display.display", lambda data, **_: sent.append(data))
        card = predict(ASKED, reveal=widgets.HTML("picture"))
        card._ipython_display_()
        assert len(sent) == 2
        assert sent[0]["text/plain"].startswith("Predict: Is 2 < 3?")
        assert sent[1][VIEW]["model_id"] == card.gate.widget.model_id

    def test_wrong_arguments_are_named(self):
        with pytest.raises(ValueError, match="answer must be one of the options"):
            Question("?", {"a": "Yes.", "b": "No."}, "c")
        with pytest.raises(ValueError, match="two or more"):
            Question("?", {"a": "Yes."}, "a")
        with pytest.raises(ValueError, match="'b' has none"):
            Question("?", {"a": "Yes.", "b": " "}, "a")
        with pytest.raises(TypeError, match="question must be a Question of a chapter"):
            predict("a text alone")
        with pytest.raises(TypeError, match="reveal must be a live figure"):
            predict(ASKED, reveal=3)


def figure_of(factor=1.0):
    return explore(lambda factor=factor: Curves([0, 1], [[0, factor]], ["slope"]), CurvesPanel(),
                   factor=(0.0, 2.0, 0.5))  # fmt: skip


class TestChallenge:
    ASKED = Challenge(
        "Steep", "Make the slope 2.",
        lambda controls, curves: "" if curves.values[0][1] == 2 else f"it is {controls['factor']}.",
        "A factor is a slope.",
    )  # fmt: skip

    def test_it_says_what_is_missing_until_the_goal_is_reached_and_then_stays(self):
        figure = figure_of()
        card = challenge(self.ASKED, figure)
        assert "Not yet" in card.message.value and "it is 1.0." in card.message.value
        figure.controls["factor"].value = 1.5  # as a reader does
        assert "it is 1.5." in card.message.value and not card.reached
        figure.set(factor=2.0)
        assert card.reached and "✓ Right" in card.message.value
        figure.reset()
        assert card.reached and "A factor is a slope." in card.message.value

    def test_a_figure_that_begins_at_the_goal_has_reached_it(self):
        assert challenge(self.ASKED, figure_of(2.0)).reached

    def test_neither_what_is_reached_nor_how_is_stored(self):
        card = challenge(self.ASKED, figure_of())
        assert "Make the slope 2" in card.markdown()
        assert self.ASKED.said not in everything_stored(card)

    def test_a_title_that_asks_gets_no_full_stop(self):
        for title, end in (("How far?", "far?**"), ("Steep", "Steep.**")):
            assert end in challenge(replace(self.ASKED, title=title), figure_of()).markdown()

    def test_figure_and_card_can_close_before_each_other(self):
        figure = figure_of()
        card = challenge(self.ASKED, figure)
        card.close()
        figure.set(factor=2.0)
        other = challenge(self.ASKED, figure_of())
        figure.close()
        other.close()

    def test_a_check_that_fails_says_so_in_the_card(self, monkeypatch):
        monkeypatch.setenv("DLCOURSE_STRICT", "0")
        broken = replace(self.ASKED, check=lambda controls, curves: controls["depth"])
        assert "KeyError" in challenge(broken, figure_of()).message.value

    def test_wrong_arguments_are_named(self):
        with pytest.raises(TypeError, match="asked must be a Challenge"):
            challenge("up", figure_of())
        with pytest.raises(TypeError, match="figure must be a live figure, got 3"):
            challenge(self.ASKED, 3)


class TestSayWhy:
    ASKED = Why("Why is $2 < 3$?", "Because 3 − 2 is positive.", ("the difference", "its sign"))

    def test_the_answer_waits_for_a_sentence(self):
        card = say_why(self.ASKED)
        assert card.buttons["Compare"].disabled and self.ASKED.answer not in everything_stored(card)
        card.controls["reason"].value = "  "
        assert card.buttons["Compare"].disabled
        card.controls["reason"].value = "I counted."
        card.buttons["Compare"].click()
        assert "3 − 2 is positive" in card.message.value and "its sign" in card.message.value
        assert card.controls["reason"].value == "I counted."

    def test_another_thing_is_refused(self):
        with pytest.raises(TypeError, match="asked must be a Why of a chapter, got 'x'"):
            say_why("x")


class TestExercise:
    def test_the_solution_is_right(self):
        card = exercise(EXERCISES["collapse"], EXERCISES["collapse"].solution)
        assert card.verdict.state == "right"
        assert "✓ Right" in card.message.value and "✓ Right" in card.markdown()

    @pytest.mark.parametrize("name", sorted(EXERCISES))
    def test_a_stub_is_not_yet(self, name):
        def stub(*given):
            return NotImplemented

        card = exercise(EXERCISES[name], stub)
        assert card.verdict.state == "not yet"
        assert str(card).splitlines()[1].startswith("○ Not yet: ")
        assert exercise(EXERCISES[name]).verdict.state == "not yet"

    def test_an_exception_is_told_in_words(self):
        def attempt(W, b):
            return W[0] @ W[1], b

        card = exercise(EXERCISES["collapse"], attempt)
        assert card.verdict.state == "wrong"
        for words in ("ValueError", "return W[0] @ W[1], b", "index start at 0", "line"):
            assert words in card.verdict.text
        assert "Traceback" not in everything_stored(card)

    def test_hints_come_one_by_one(self):
        card = exercise(EXERCISES["kinks_1_3_1"])
        hints = [as_html(hint) for hint in EXERCISES["kinks_1_3_1"].hints]
        for count in (1, 2, 3):
            assert card.buttons["Hint"].description == f"Hint {count} of 3"
            assert not any(hint in everything_stored(card) for hint in hints[count - 1 :])
            card.buttons["Hint"].click()
            assert all(hint in card._hints.value for hint in hints[:count])
        assert card.buttons["Hint"].disabled

    def test_the_solution_unfolds_and_folds(self):
        card = exercise(EXERCISES["landscape_formula"])
        assert "theta_star" not in card._solution.value
        card.buttons["Show solution"].click()
        assert "theta_star" in card._solution.value
        assert card.buttons["Show solution"].description == "Hide solution"
        card.buttons["Show solution"].click()
        assert card._solution.value == ""

    def test_a_failure_of_the_check_is_shown_and_in_strict_mode_raised(self, monkeypatch):
        def check(attempt):
            raise RuntimeError("no luck")

        broken = replace(EXERCISES["collapse"], check=check)
        with pytest.raises(RuntimeError):
            selfcheck.judge(broken, None)
        monkeypatch.setenv("DLCOURSE_STRICT", "0")
        verdict = selfcheck.judge(broken, None)
        assert verdict.state == "broken" and "no luck" in verdict.text

    def test_a_failing_button_is_shown_and_in_strict_mode_raised(self, monkeypatch):
        card = exercise(EXERCISES["collapse"])
        card.exercise = replace(card.exercise, solution=len)  # has no Python source
        with pytest.raises(TypeError):
            card._on_solution(None)
        assert "This went wrong" in card.message.value
        monkeypatch.setenv("DLCOURSE_STRICT", "0")
        card.message.value = ""
        card.buttons["Show solution"].click()
        assert "This went wrong" in card.message.value

    def test_a_name_is_no_exercise(self):
        with pytest.raises(TypeError, match="an Exercise of a chapter, got 'colapse'"):
            exercise("colapse", None)


class TestShowSource:
    def test_it_is_the_real_code_below_its_equation(self):
        shown = show_source(forward, equation=r"z_{j+1} = \sigma_j(v_j)")
        text = shown.markdown()
        assert text.startswith("$$\nz_{j+1} = \\sigma_j(v_j)\n$$")
        assert "`dlcourse.network.forward`" in text
        code = text.split("```python\n")[1].split("\n```")[0]
        assert "z_{j+1} = σ_j(v_j)" in code and '"""' not in code
        assert "<details>" in text
        compile(code, "shown", "exec")

    def test_methods_and_classes(self):
        shown = str(show_source(Network.unpack, Network))
        assert "# dlcourse.network.Network.unpack\ndef unpack" in shown
        assert "class Network:" in shown

    def test_what_has_no_source_is_named(self):
        with pytest.raises(TypeError, match=r"objects must be .*got <built-in function len>"):
            show_source(len)
        with pytest.raises(ValueError, match="at least one"):
            show_source()


class TestDoctor:
    def test_it_names_each_part(self):
        found = doctor()
        for part in ("Python 3", "dlcourse", "numpy", "matplotlib", "ipywidgets", "accelerator"):
            assert part in str(found)
        assert "✗" not in str(found)
        assert str(found) == str(doctor())
        assert dlcourse.__version__ in str(found)

    def test_the_button_answers(self):
        found = doctor()
        found.buttons["Test the round trip"].click()
        assert "this answer came from Python" in found.message.value

    def test_a_missing_part_comes_with_what_to_do(self, monkeypatch):
        monkeypatch.delenv("DLCOURSE_ACCELERATOR", raising=False)
        monkeypatch.setattr(checkup, "_version", lambda name: None)
        found = doctor()
        assert "✗" in str(found)
        assert "✗ numpy is missing: run `pip install" in str(found)
        assert "accelerator missing (numba): the same results" in str(found)
        assert "○ jupyterlab is not beside" in str(found)

    def test_an_old_part_comes_with_what_to_do(self, monkeypatch):
        monkeypatch.setattr(checkup, "_version", lambda name: "1.26.4")
        monkeypatch.setattr(checkup, "_needed", lambda name: SpecifierSet(">=2.0"))
        monkeypatch.setattr(sys, "version_info", (3, 9, 2))
        text = str(doctor())
        assert "✗ numpy 1.26.4 is here, the course needs >=2.0: run `pip install" in text
        assert "✗ Python 3.9 is too old" in text

    @pytest.mark.parametrize(
        "version, well", [("2.0", True), ("2.0.0rc1", False), ("2.10.1", True), ("1.26.4", False)]
    )
    def test_versions_are_compared_as_versions(self, monkeypatch, version, well):
        monkeypatch.setattr(
            checkup.metadata, "requires", lambda _: ["numpy>=2.0; python_version > '3'", "numba>=9"]
        )
        monkeypatch.setattr(checkup, "_version", lambda name: version)
        assert checkup._installed("numpy").good is well
        assert checkup._installed("matplotlib").good  # nothing is asked of it

    def test_missing_browser_settings_are_said_with_what_they_do(self, monkeypatch, tmp_path):
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        text = str(doctor())
        assert "not installed: without them a drag shows fewer pictures" in text
        assert "from a second thread" in text

    def test_the_accelerator_switched_off_is_said(self, monkeypatch):
        monkeypatch.setenv("DLCOURSE_ACCELERATOR", "off")
        assert "○ accelerator switched off" in str(doctor())

    @pytest.mark.skipif(not compiled.available(), reason="numba is missing or off")
    def test_the_accelerator_is_called_and_compared(self, monkeypatch):
        assert "✓ accelerator on" in str(doctor())
        kernels = compiled.kernels()

        def wrong(wanted, thetas, task, states, out):
            out[:] = 7.0

        monkeypatch.setattr(compiled, "kernels", lambda: kernels._replace(sweep=wrong))
        found = doctor()
        assert "✗ accelerator wrong" in str(found) and "7 where numpy says" in str(found)
        assert "✗" in str(found)
        monkeypatch.setattr(compiled, "kernels", lambda: kernels._replace(kept=False))
        assert "○ accelerator on" in str(doctor()) and "each session compiles" in str(doctor())
        monkeypatch.setattr(compiled, "kernels", lambda: None)
        assert "○ accelerator not in use" in str(doctor())

    def test_it_can_be_displayed_without_widgets(self):
        bundle = doctor()._repr_mimebundle_()
        assert bundle["text/plain"].startswith("✓ Python")
        assert "- ✓ dlcourse" in bundle["text/markdown"]
        assert VIEW in bundle


class TestTexts:
    def test_html_keeps_code_bold_and_mathematics_and_nothing_else(self):
        text = as_html("`W[1]` **not** <b>x</b> & $a < b$")
        assert text == "<code>W[1]</code> <b>not</b> &lt;b&gt;x&lt;/b&gt; &amp; $a &lt; b$"

    def test_markdown_keeps_a_star_a_star(self):
        assert as_markdown("θ* + t θ_1, `W_1`, $x_1$") == r"θ\* + t θ\_1, `W_1`, $x_1$"


class TestQuestions:
    @pytest.mark.parametrize("name", sorted(QUESTIONS))
    def test_questions_are_whole_sentences(self, name):
        asked = QUESTIONS[name]
        assert re.search(r"\?( \(.*\))?$", asked.question)
        assert all(text.endswith(".") for pair in asked.options.items() for text in pair)
