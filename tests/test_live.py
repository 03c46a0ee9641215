"""The live figure as a reader meets it: moved, reset, played, saved, given bad values."""

import asyncio
import base64
import io
import threading

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from dlcourse import (
    Bars,
    BarsPanel,
    Curves,
    CurvesPanel,
    Panel,
    Plane,
    epochs,
    explore,
)
from dlcourse.chapters.loss_landscape.pictures import SurfacePanel
from dlcourse.live.png import encode, encode_small
from tests.pictures import BOTH
from tests.waiting import until

X = np.linspace(0, 1, 20)


def one_curve(factor=1.0, seed=0, kind="sin", flip=False):
    rise = {"sin": np.sin(3 * X), "line": X}[kind]
    return Curves(X, (-1 if flip else 1) * (factor * rise + seed)[None], ("curve",))


def a_figure(**changed):
    options = dict(
        factor=(0.5, 4.0, 0.5), seed=(0, 5), kind=["sin", "line"], flip=False,
        scenes={"steep": dict(factor=4.0), "a line": dict(kind="line", seed=2)},
    )  # fmt: skip
    return explore(
        one_curve, CurvesPanel(limits=(-10, 10), switches=BOTH), **{**options, **changed}
    )


def size_of(png):
    return Image.open(io.BytesIO(png)).size


def is_sharp(figure):
    """Whether the picture has two pixels to a CSS pixel."""
    return size_of(figure.png)[0] == 2 * figure._size[0]


# ------------------------------------------------------------------------------- moving


@pytest.mark.parametrize(
    "name, value", [("factor", 4.0), ("seed", 3), ("kind", "line"), ("flip", True), ("free", True)]
)
def test_each_control_changes_the_picture(name, value):
    figure = a_figure()
    before = figure.png
    figure.controls[name].value = value
    assert figure.png != before and figure.error is None


def test_the_sentence_follows():
    figure = a_figure()
    figure.set(seed=3, kind="line")
    assert figure.sentence == "Curve: 3 to 4."
    assert "Curve: 3 to 4." in figure._layout.words.value


def test_defaults_are_the_experiments_own_otherwise_the_first():
    def experiment(a, b=2, c="y", d=True, e=0.3):
        return one_curve()

    figure = explore(
        experiment, CurvesPanel(), a=(1, 5), b=[1, 2, 3], c={"first": "x", "second": "y"}, d=False,
        e=(0.0, 1.0),
    )  # fmt: skip
    values = {name: figure.controls[name].value for name in "abcde"}
    assert values == {"a": 1, "b": 2, "c": "y", "d": True, "e": 0.3}


def test_set_is_one_move():
    calls = []

    def experiment(a=1, b=1):
        calls.append((a, b))
        return one_curve(a + b)

    figure = explore(experiment, CurvesPanel(), a=(1, 3), b=(1, 3))
    figure.set(a=2, b=3)
    assert calls == [(1, 1), (2, 3)]


def test_view_controls_do_not_run_the_experiment_again():
    calls = []

    def experiment():
        calls.append(1)
        return Plane(X, X, np.add.outer(X, X))

    figure = explore(experiment, SurfacePanel(elevation=40))
    before = figure.png
    figure.set(elevation=80)
    figure.controls["azimuth"].value = 20
    assert figure.controls["elevation"].value == 80 and figure.png != before
    assert len(calls) == 2  # made once; `set` runs, moving the widget itself does not


def test_reset_keeps_the_seed():
    figure = a_figure().set(seed=4, factor=3.0, flip=True, free=True)
    figure.buttons["reset"].click()
    values = {name: widget.value for name, widget in figure.controls.items()}
    assert values == {
        "factor": 1.0, "seed": 4, "kind": "sin", "flip": False, "log": False, "free": False
    }  # fmt: skip


def test_another_seed_goes_round():
    figure = a_figure()
    seen = []
    for _ in range(6):
        figure.buttons["another seed"].click()
        seen.append(figure.controls["seed"].value)
    assert seen == [1, 2, 3, 4, 5, 0]


def test_scenes_by_name_and_step_by_step():
    figure = a_figure().set(flip=True)
    figure.scene("a line")
    assert figure.sentence == "Curve: 2 to 3." and not figure.controls["flip"].value
    figure.buttons["previous scene"].click()
    assert figure.controls["factor"].value == 4.0 and figure.controls["kind"].value == "sin"
    figure.buttons["next scene"].click()
    assert figure._layout.chooser.value == "a line"
    figure.controls["factor"].value = 2.0  # no longer the scene
    assert figure._layout.chooser.value == ""
    figure._layout.chooser.value = "steep"
    assert figure.controls["factor"].value == 4.0


def test_two_panels_take_two_results_and_share_a_view():
    def experiment(a=1):
        return one_curve(a), one_curve(2 * a)

    figure = explore(
        experiment, [CurvesPanel(switches=BOTH), CurvesPanel(log=True, switches=BOTH)], a=(1, 3)
    )
    assert len(figure.results) == 2 and figure.controls["log"].value is False
    assert [panel.ax.get_yscale() for panel in figure.panels] == ["linear", "log"]
    figure.set(log=True)
    assert [panel.ax.get_yscale() for panel in figure.panels] == ["log", "log"]


class Choosing(Panel):
    """Writes below its axes what was chosen."""

    def __init__(self, choices):
        super().__init__()
        self.controls, self.view = {"against": list(choices)}, {"against": choices[0]}

    def update(self, result, *, against=None):
        return self.ax.set_xlabel(against) is not None


def test_of_two_panels_with_other_choices_the_second_keeps_its_own():
    panels = [Choosing("ab"), Choosing("ac")]
    figure = explore(lambda: (1, 2), panels)
    figure.controls["against"].value = "b"
    assert figure.error is None
    assert [panel.ax.get_xlabel() for panel in panels] == ["b", "a"]


def test_the_picture_keeps_its_size():
    figure = a_figure(size=(500, 300))
    sizes = set()
    for value in (0.5, 4.0):
        figure.set(factor=value, free=value > 1)
        sizes.add(size_of(figure.png))
    assert sizes == {(500, 300)}


def test_labels_may_have_spaces_and_greek():
    figure = a_figure(labels={"factor": "learning rate η", "free": "let it grow"})
    assert figure.controls["factor"].description == "learning rate η"
    assert figure.controls["free"].description == "let it grow"


def test_a_name_becomes_a_label():
    def experiment(learning_rate=1, x_1=1, w2=1):
        return one_curve()

    given = dict.fromkeys(("learning_rate", "x_1", "w2"), (1, 2))
    figure = explore(experiment, CurvesPanel(), **given)
    assert [figure.controls[name].description for name in given] == ["learning rate", "x₁", "w2"]


def test_slow_controls_act_on_release():
    figure = a_figure(slow=("factor",))
    assert not figure.controls["factor"].continuous_update
    assert figure.controls["seed"].continuous_update


def test_a_ready_widget_passes_through():
    slider = widgets.FloatLogSlider(value=1.0, min=-1, max=1, description="factor by tens")
    figure = a_figure(factor=slider)
    assert figure.controls["factor"] is slider and slider.description == "factor by tens"
    before = figure.png
    slider.value = 5.0
    assert figure.png != before


# ------------------------------------------------------------------------------- epochs


def test_epochs_can_be_scrubbed_and_stepped():
    def experiment(epoch=100):
        return one_curve(1 + epoch / 100)

    figure = explore(experiment, CurvesPanel(), epoch=epochs(100, snapshots=5))
    slider = figure.controls["epoch"]
    recorded = [value for _, value in slider.options]
    assert recorded == [0, 4, 16, 36, 64, 100] and slider.value == 100
    figure.buttons["epoch: rewind"].click()
    assert slider.value == 0
    figure.buttons["epoch: step on"].click()
    figure.buttons["epoch: step on"].click()
    figure.buttons["epoch: step back"].click()
    assert slider.value == 4
    play = figure._layout.players["epoch"].play
    assert (play.min, play.max) == (0, 5)


@pytest.mark.parametrize("total", [0, -5, 2.5, True, "many"])
def test_epochs_wants_a_positive_number(total):
    with pytest.raises(ValueError, match="total must be a positive whole number"):
        epochs(total)


# ------------------------------------------------------------------------- sharp pictures


def test_the_sharp_picture_follows_when_the_controls_rest():
    figure = a_figure(size=(500, 300))

    async def move():
        for value in (1.5, 2.0, 2.5):
            figure.controls["factor"].value = value
            assert size_of(figure.png) == (500, 300)
        await until(lambda: is_sharp(figure))
        assert size_of(figure.png) == (1000, 600)

    asyncio.run(move())


def test_the_sharp_picture_has_the_new_ticks_and_labels_too():
    def experiment(bars="abc"):
        return Bars(tuple(bars), np.arange(1.0, len(bars) + 1))

    def sharp(*settings):
        figure = explore(experiment, BarsPanel(limits=(0, 9)), bars=["abc", "xy"])
        for bars in settings:
            pixels = figure.set(bars=bars)._runner.pixels(2)
        return pixels.copy()

    assert (sharp("abc", "xy") == sharp("xy")).all()


def test_callbacks_from_two_threads_do_not_disturb_each_other():
    figure, errors = a_figure(), []

    def drag(name, values):
        try:
            for value in values * 10:
                figure.controls[name].value = value
        except Exception as error:  # shown by the assertion
            errors.append(error)

    threads = [
        threading.Thread(target=drag, args=("factor", [1.0, 2.0, 3.0])),
        threading.Thread(target=drag, args=("seed", [0, 1, 2])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and figure.error is None
    fresh = a_figure().set(factor=3.0, seed=2)
    assert figure.set(factor=3.0, seed=2).png == fresh.png


def test_png_is_lossless():
    pixels = np.random.default_rng(0).integers(0, 256, (37, 53, 4), dtype=np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(encode(pixels)))) == pixels[..., :3]).all()


def test_few_colours_keep_white_and_the_named_ones():
    pixels = np.random.default_rng(0).integers(0, 256, (90, 90, 4), dtype=np.uint8)
    pixels[:5], pixels[5:10] = 255, (0xD5, 0x5E, 0x00, 255)
    small = np.asarray(Image.open(io.BytesIO(encode_small(pixels, ["#D55E00"]))).convert("RGB"))
    assert (small[:5] == 255).all() and (small[5:10] == (0xD5, 0x5E, 0x00)).all()


# ------------------------------------------------------------------------- off-line, saving


def test_the_bundle_shows_picture_and_sentence_without_a_kernel():
    figure = a_figure()
    bundle, metadata = figure._repr_mimebundle_()
    picture = base64.b64decode(bundle["image/png"])
    assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"] == figure.sentence
    assert len(picture) < 80_000 and metadata["image/png"]["width"] == figure._size[0]
    assert figure._repr_mimebundle_()[0]["image/png"] == bundle["image/png"]


def test_saving_writes_a_file_names_it_and_overwrites_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    figure = a_figure(title="My curve: η = 1")
    figure.buttons["save"].click()
    figure.buttons["save"].click()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["my-curve-1-1.png", "my-curve-1-2.png"]
    assert figure._layout.said.value == f"saved as {tmp_path / names[1]}"
    assert size_of((tmp_path / names[0]).read_bytes())[0] == 2 * figure._size[0]


# --------------------------------------------------------------------------------- errors


def fragile(a=1):
    if a == 2:
        raise ValueError("a must not be 2,\n  got 2")
    return one_curve(a)


def test_an_error_is_one_sentence_and_the_picture_comes_back(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(fragile, CurvesPanel(switches=["log"]), a=(1, 3))
    before = figure.png
    figure.controls["a"].value = 2
    assert figure.error.startswith(
        "This setting gives no picture: ValueError: a must not be 2, got 2"
    )
    assert figure.sentence == figure.error and figure.results is None
    assert "alert" in figure._layout.words.value and figure.png != before
    assert set(figure._repr_mimebundle_()[0]["text/plain"]) == set(figure.error)
    figure.controls["log"].value = True  # there is nothing to see otherwise: no traceback
    figure.controls["log"].value = False
    figure.controls["a"].value = 1
    assert figure.error is None and figure.png == before


def test_a_panel_that_fails_half_way_leaves_no_old_ticks(monkeypatch):
    """Its labels are those of the failed result already: they belong under the next bars, too."""
    monkeypatch.delenv("DLCOURSE_STRICT")

    def experiment(bars="abc", count=3):
        return Bars(tuple(bars), np.arange(1.0, count + 1))

    def figure():
        return explore(experiment, BarsPanel(limits=(0, 9)), bars=["abc", "xy"], count=[3, 2])

    moved = figure().set(bars="xy")
    assert moved.error is not None
    assert moved.set(count=2).png == figure().set(bars="xy", count=2).png


def test_strict_mode_raises_after_showing(monkeypatch):
    monkeypatch.setenv("DLCOURSE_STRICT", "1")
    figure = explore(fragile, CurvesPanel(), a=(1, 3))
    with pytest.raises(ValueError, match="a must not be 2"):
        figure.controls["a"].value = 2
    assert figure.error is not None
    assert figure.set(a=3).error is None


def test_wrong_number_of_results_is_said(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(lambda: (one_curve(),), [CurvesPanel(), CurvesPanel()])
    assert "must return 2 results, one per panel; got 1" in figure.error


def test_nothing_is_printed(capfd, monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(fragile, CurvesPanel(), a=(1, 3))
    figure.controls["a"].value = 2
    figure.controls["a"].value = 3
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "changed, message",
    [
        (
            dict(fatcor=(1, 2)),
            "control 'fatcor' is no parameter of the experiment, which takes: fa",
        ),
        (dict(factor="big"), "control 'factor' must be .*; got 'big'"),
        (dict(factor=(2.0, 1.0)), r"control 'factor' must be \(min, max\).* got \(2.0, 1.0\)"),
        (dict(factor=(2.0, 3.0)), "factor must be from 2 to 3, got 1.0"),
        (dict(kind=["line"]), "kind must be one of line; got 'sin'"),
        (dict(kind=[]), "control 'kind' must be"),
        (dict(kind=widgets.Accordion()), "control 'kind' must be a widget with a value"),
        (dict(scenes={"far": dict(factor=9.0)}), "scene 'far': factor must be from 0.5 to 4, got"),
        (dict(scenes={"odd": dict(nothing=9)}), "scene 'odd': unknown control 'nothing'; there ar"),
        (dict(labels={"nobody": "x"}), "labels and slow must name controls .* got 'nobody'"),
        (dict(slow=("nobody",)), "labels and slow must name controls .* got 'nobody'"),
        (dict(size=(20, 300)), "size must be .* from 100, got"),
    ],
)
def test_invalid_use_raises_at_once(changed, message):
    with pytest.raises(ValueError, match=message):
        a_figure(**changed)


def test_panels_must_be_different_ones():
    panel = CurvesPanel()
    with pytest.raises(ValueError, match="one or several different panels"):
        explore(lambda: (1, 1), [panel, panel])
    with pytest.raises(ValueError, match="one or several different panels"):
        explore(lambda: (), [])


def test_a_parameter_without_default_needs_a_control():
    with pytest.raises(ValueError, match="the experiment needs 'depth'"):
        explore(lambda depth: one_curve(depth), CurvesPanel())


def test_a_view_control_cannot_be_a_parameter_too():
    with pytest.raises(ValueError, match="'log' is a view control of CurvesPanel"):
        explore(lambda log=False: one_curve(), CurvesPanel(switches=["log"]), log=False)


@pytest.mark.parametrize(
    "values, message",
    [
        (dict(factor=9), "factor must be from 0.5 to 4, got 9"),
        (dict(flip="yes"), "flip must be True or False, got 'yes'"),
        (dict(kind="cos"), "kind must be one of sin, line; got 'cos'"),
        (dict(nothing=1), "unknown control 'nothing'; there are: factor, seed, kind, flip"),
    ],
)
def test_set_refuses_what_the_reader_could_not_choose(values, message):
    figure = a_figure()
    before = figure.png
    with pytest.raises(ValueError, match=message):
        figure.set(**values)
    with pytest.raises(ValueError, match="scene must be one of: steep, a line; got 'flat'"):
        figure.scene("flat")
    assert figure.png == before


# --------------------------------------------------------------------------- what it means


def test_the_meaning_stands_before_the_numbers_and_each_is_marked():
    figure = a_figure(meaning=lambda curves: f"It rises to {curves.values.max():.0f}.")
    assert figure.sentence == "It rises to 1. Curve: 0 to 1."
    said = figure._layout.words.value
    assert '<p class="dlcourse-meaning">It rises to 1.</p>' in said
    assert '<p class="dlcourse-numbers">Curve: 0 to 1.</p>' in said
    assert figure.set(seed=3).sentence.startswith("It rises to 4.")


def test_of_a_draft_no_meaning_is_asked():
    def grows():
        for part in (0.5, 1):
            yield one_curve(part), part

    asked = []
    explore(grows, CurvesPanel(), meaning=lambda curves: str(asked.append(curves)))
    assert len(asked) == 1


def test_a_panel_speaks_for_the_figure_if_it_is_the_only_one():
    class Says(CurvesPanel):
        def meaning(self, result):
            return "It rises."

    one, two = [Says(), CurvesPanel()], [Says(), Says()]
    curves = one_curve(), one_curve(2)
    assert explore(lambda: curves, one).sentence.startswith("It rises. Curve")
    assert explore(lambda: curves, two).sentence.startswith("Curve")
    silent = explore(lambda: curves, [Says(), CurvesPanel()], meaning=lambda *_: "")
    assert silent.sentence.startswith("Curve")


def test_an_error_takes_the_place_of_meaning_and_numbers(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(fragile, CurvesPanel(), a=(1, 3), meaning=lambda curves: "Fine.").set(a=2)
    assert figure.sentence == figure.error and 'role="alert"' in figure._layout.words.value
    assert "Fine." not in figure._layout.words.value
    assert figure.set(a=1).sentence.startswith("Fine.")


def test_a_meaning_that_is_no_sentence_is_an_error(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(one_curve, CurvesPanel(), meaning=lambda curves: None)
    assert 'meaning must return a sentence or nothing, "", got None' in figure.error
