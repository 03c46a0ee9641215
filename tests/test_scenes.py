"""Scenes: what each sets, in which order they come, and what the speaker may say."""

import pytest

from dlcourse.live.scenes import Scenes

BEGIN = {"depth": 5, "residual": False, "seed": 7}


def scenes(settings=None, notes=None):
    settings = settings or {"slide: one": {}, "deep": dict(depth=47), "slide: two": dict(depth=12)}
    return Scenes(settings, notes or {}, BEGIN, lambda name, value: value)


def test_a_scene_sets_all_controls_but_the_seed():
    assert scenes().values("deep") == {"depth": 47, "residual": False}


def test_a_scene_named_after_a_slide_goes_back_to_the_figure_s_seed():
    assert scenes().values("slide: two") == {"depth": 12, "residual": False, "seed": 7}


def test_a_scene_may_have_a_seed_of_its_own():
    assert scenes({"other": dict(seed=3)}).values("other")["seed"] == 3


def test_the_first_step_does_not_repeat_what_is_shown():
    assert scenes().step(1, BEGIN) == "deep"
    assert scenes().step(1, {**BEGIN, "seed": 8}) == "slide: one"
    assert scenes({"only": {}}).step(1, BEGIN) == "only"


def test_steps_go_to_the_ends_and_no_further():
    found = scenes()
    assert found.step(-1, BEGIN) == "slide: two"
    found.last = "deep"
    assert (found.step(1, BEGIN), found.step(-1, BEGIN)) == ("slide: two", "slide: one")
    assert found.step(9, BEGIN) == "slide: two"


def test_the_place_counts_from_one():
    found = scenes()
    assert found.place() == [0, 3, ""]
    found.last = "deep"
    assert found.place() == [2, 3, "deep"]


def test_a_note_on_no_scene_is_refused():
    with pytest.raises(ValueError, match="notes must name scenes \\(deep\\), got 'far'"):
        scenes({"deep": {}}, {"far": "?"})


def test_an_unknown_scene_is_refused():
    with pytest.raises(ValueError, match="scene must be one of: slide: one, deep, slide: two; got"):
        scenes().values("flat")
