"""A slow experiment: drafts at once, now and then the event loop; what an interruption leaves."""

import asyncio
import base64
import io

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from dlcourse import Bars, BarsPanel, Curves, CurvesPanel, Points, explore, sweep
from dlcourse.chapters.learning_features.pictures import ScatterPanel
from dlcourse.live import runner
from dlcourse.live.figure import VIEW
from tests.pictures import BOTH
from tests.waiting import until

X = np.linspace(0, 1, 20)


class Clock:
    """The runner's clock: it stands still unless an experiment says that time passes."""

    now = 0.0

    def passes(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(runner, "perf_counter", lambda: clock.now)
    return clock


def slow(clock, each=0.001):
    """An experiment with `count` drafts, each of which takes `each` seconds."""

    def experiment(count=4):
        for k in range(1, count + 1):
            clock.passes(each)
            yield share(k), k / count

    return experiment


def share(value, label="share"):
    return Bars((label,), np.array([float(value)]))


def figure_of(experiment, most=100, **controls):
    return explore(experiment, BarsPanel(limits=(0, 99)), count=(0, most), **controls)


def drawn_by(figure, monkeypatch):
    """The list of all values that the panel gets to draw from now on."""
    seen, update = [], figure.panels[0].update

    def noting(result, **view):
        seen.append(result.values[0])
        return update(result, **view)

    monkeypatch.setattr(figure.panels[0], "update", noting)
    return seen


def test_drafts_come_to_their_end_without_an_event_loop(clock):
    figure = figure_of(slow(clock, each=1))
    assert figure.sentence == "Share: 4."
    figure.controls["count"].value = 6
    assert figure.sentence == "Share: 6."
    assert figure._layout.progress.layout.visibility == "hidden"


def test_a_sweep_is_drawn_to_its_end_too():
    def experiment(seeds=3):
        return sweep(lambda seed: seed, {"all": ()}, range(seeds), lambda f: share(len(f["all"])))

    figure = explore(experiment, BarsPanel(limits=(0, 9)), seeds=(1, 8))
    assert figure.sentence == "Share: 3."
    assert figure.set(seeds=8).sentence == "Share: 8."


def test_any_iterator_of_drafts_serves():
    figure = figure_of(lambda count=2: iter([(share(1), 0.5), (share(count), 1)]))
    assert figure.sentence == "Share: 2."


def test_drafts_show_progress_and_are_abandoned_by_the_next_move(clock):
    closed = []

    def experiment(count=1):
        try:
            for k in range(1, count + 1):
                clock.passes(1)
                yield share(k, f"of {count}"), k / count
        finally:
            closed.append(count)

    figure = figure_of(experiment)

    async def move():
        figure.controls["count"].value = 80
        assert figure.sentence == "Of 80: 1." and figure._layout.progress.value == 1 / 80
        assert figure._layout.progress.layout.visibility == "visible"
        await until(lambda: figure.results[0].values[0] > 1)
        figure.controls["count"].value = 2
        await until(lambda: closed == [1, 80, 2])

    asyncio.run(move())
    assert figure.sentence == "Of 2: 2."


def test_cheap_drafts_cost_no_time(clock):
    """The first is seen at once; a hundred that take 1 ms are one step of 40 ms after another."""
    figure, seen = figure_of(slow(clock, each=0.001)), set()

    def complete():
        seen.add(figure.results[0].values[0])
        return 100 in seen

    async def move():
        figure.controls["count"].value = 100
        await until(complete)

    asyncio.run(move())
    assert len(seen) == 3  # twice back to the event loop
    clock.passes = lambda seconds: None  # the clock stands still: nothing to wait for
    figure.set(count=1)

    async def at_once():
        figure.controls["count"].value = 100
        assert figure.sentence == "Share: 100."

    asyncio.run(at_once())


def test_drafts_that_come_too_fast_to_be_seen_are_not_drawn(clock, monkeypatch):
    figure = figure_of(slow(clock, each=0.009))
    drawn = drawn_by(figure, monkeypatch)
    figure.set(count=22)
    assert drawn == [1, 5, 10, 15, 20, 22]  # the first at once, and never an old one last


def test_each_draft_that_takes_long_is_drawn(clock, monkeypatch):
    figure = figure_of(slow(clock, each=0.5))
    drawn = drawn_by(figure, monkeypatch)
    figure.set(count=5)
    assert drawn == [1, 2, 3, 4, 5]


def test_the_last_draft_is_complete_also_when_it_does_not_say_so():
    def experiment(count=3):
        for k in range(1, count + 1):
            yield share(k), 0.5

    figure = figure_of(experiment)
    assert figure.sentence == "Share: 3."
    assert figure._layout.progress.layout.visibility == "hidden"


def test_a_view_control_moved_between_two_drafts_holds_for_the_next(clock):
    panel = BarsPanel(limits=(0.1, 99), switches=["log"])
    figure = explore(slow(clock, each=1), panel, count=(1, 80))

    async def move():
        figure.controls["count"].value = 80
        figure.controls["log"].value = True
        await until(lambda: panel.ax.get_yscale() == "log")
        assert figure.sentence == "Share: 2."

    asyncio.run(move())


def test_a_generator_without_any_draft_leaves_no_old_picture(monkeypatch, clock):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = figure_of(slow(clock)).set(count=0)
    assert figure.results is None and "must yield" in figure.error


def test_a_generator_must_yield_pairs(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = explore(lambda: iter([3]), BarsPanel())
    assert "must yield (results, fraction" in figure.error


# --------------------------------------------------------------------------- the range


def growing(most=90):
    """Curves that end far above where the first draft of them ended."""
    for part in (0.1, 1.0):
        yield Curves(X, (part * most * X)[None], ("curve",)), part


def cloud(most=90):
    """Samples that end farther out than in the first draft."""
    for part in (0.1, 1.0):
        x = part * most * np.stack([X, X])
        yield Points(x, np.zeros(20, int)), part


@pytest.mark.parametrize("experiment, panel", [(growing, CurvesPanel), (cloud, ScatterPanel)])
def test_the_range_kept_is_that_of_the_first_complete_result(experiment, panel):
    panel = panel()
    figure = explore(experiment, panel, most=[90, 10])
    low, high = panel.ax.get_ylim()
    assert low <= 0 and 90 < high < 120
    figure.set(most=10)  # neither a later result nor a later draft moves it
    assert panel.ax.get_ylim() == (low, high)


def test_until_then_each_draft_is_seen_as_a_whole():
    panel, seen = CurvesPanel(), []

    def experiment():
        for top in (9, 90, 40):
            yield Curves(X, (top * X)[None], ("curve",)), 0.5
            seen.append(panel.ax.get_ylim()[1])
        yield Curves(X, (70 * X)[None], ("curve",)), 1

    figure = explore(experiment, panel)
    assert panel.ax.get_ylim()[1] == pytest.approx(70 * 1.08)
    assert seen[0] == pytest.approx(9 * 1.08)
    assert figure.error is None


def test_a_range_kept_holds_for_both_scales():
    panel = CurvesPanel(switches=BOTH)
    figure = explore(growing, panel, most=[90, 10]).set(log=True)
    assert panel.ax.get_ylim()[1] == 100
    assert figure.set(log=False, most=10) and 90 < panel.ax.get_ylim()[1] < 120


# ------------------------------------------------------------------------- the first run


def shown(figure):
    """What the notebook gets when the figure is shown: (data, metadata) of each output."""
    with capture_output() as captured:
        figure._ipython_display_()
    return [output.data for output in captured.outputs]


@pytest.fixture
def shell():
    """IPython, as far as it is needed to show something."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_the_first_run_shows_its_first_draft_and_goes_on_by_the_event_loop(clock):
    async def cell():
        figure = figure_of(slow(clock, each=1))
        assert figure.sentence == "Share: 1."
        await until(lambda: figure.sentence == "Share: 4.")

    asyncio.run(cell())


def test_a_draft_is_shown_at_once_and_the_complete_picture_is_stored(clock, shell):
    async def cell():
        figure = figure_of(slow(clock, each=1))
        return figure, shown(figure)

    figure, (first, stored) = asyncio.run(cell())
    assert first == {VIEW: {**first[VIEW], "model_id": figure.widget.model_id}}
    assert stored["text/plain"] == figure.sentence == "Share: 4."
    complete = figure_of(slow(clock))
    assert stored["image/png"] == complete._repr_mimebundle_()[0]["image/png"]
    # where the live figure stands, what is stored is not seen a second time
    assert stored[VIEW]["model_id"] == figure._layout.unseen.model_id
    assert figure._layout.unseen.layout.display == "none"


def test_what_is_complete_is_shown_once(clock, shell):
    figure = figure_of(slow(clock))
    (output,) = shown(figure)
    assert output[VIEW]["model_id"] == figure.widget.model_id
    picture = Image.open(io.BytesIO(base64.b64decode(output["image/png"])))
    assert picture.size[0] >= figure._size[0] and output["text/plain"] == "Share: 4."


def test_the_bundle_alone_waits_for_the_complete_picture(clock):
    async def cell():
        return figure_of(slow(clock, each=1))._repr_mimebundle_()[0]["text/plain"]

    assert asyncio.run(cell()) == "Share: 4."


# ------------------------------------------------------------------- errors, interruptions


def stopping(error):
    """An experiment that a later draft stops."""

    def experiment(count=1):
        yield share(1), 0.5
        if count == 2:
            raise error
        yield share(count), 1

    return experiment


@pytest.mark.parametrize("move", ["input", "view"])
def test_an_interruption_leaves_a_figure_that_works(move):
    panel = BarsPanel(limits=(0.1, 9), switches=BOTH)
    figure = explore(stopping(KeyboardInterrupt()), panel, count=(1, 3))
    before = figure.png
    with pytest.raises(KeyboardInterrupt):
        figure.controls["count"].value = 2
    assert figure.error == figure.sentence == "This setting gives no picture: it was interrupted."
    assert figure.png != before and figure.results is None
    if move == "input":
        figure.controls["count"].value = 3
        assert figure.error is None and figure.sentence == "Share: 3."
    figure.set(count=1)
    figure.controls["log"].value = True
    assert figure.error is None and panel.ax.get_yscale() == "log"


def test_after_an_interruption_a_view_control_runs_the_experiment_again():
    stops = [KeyboardInterrupt()]

    def experiment():
        if stops:
            raise stops.pop()
        return share(5)

    panel = BarsPanel(limits=(0.1, 9), switches=BOTH)
    stops.clear()
    figure = explore(experiment, panel)
    stops.append(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        figure.set(log=True)
    assert "interrupted" in figure.error  # not the old picture beside the new value
    figure.controls["log"].value = False
    assert figure.error is None and figure.sentence == "Share: 5."


def test_an_error_in_a_later_draft_is_shown(monkeypatch, clock):
    monkeypatch.delenv("DLCOURSE_STRICT")

    def experiment(count=1):
        for k in range(count):
            clock.passes(1)
            yield share(k), 0.5
        raise ValueError("no more")

    async def cell():
        figure = figure_of(experiment)
        await until(lambda: figure.error)
        return figure

    assert "no picture: ValueError: no more — in line" in asyncio.run(cell()).error


def test_an_error_in_the_sharp_picture_is_shown(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    figure = figure_of(lambda count=1: share(count))
    pixels = figure._runner.canvas.pixels

    def failing(scale=1):
        if scale == 2:
            raise MemoryError("too large")
        return pixels(scale)

    async def move():
        monkeypatch.setattr(figure._runner.canvas, "pixels", failing)
        figure.controls["count"].value = 3
        assert figure.error is None
        await until(lambda: figure.error)

    asyncio.run(move())
    assert "too large" in figure.error
    monkeypatch.undo()
    assert figure.set(count=4).error is None


def test_what_is_abandoned_has_no_say(clock):
    def experiment(count=1):
        try:
            for k in range(count):
                clock.passes(1)
                yield share(k), (k + 1) / count
        finally:
            if count == 9:
                raise ValueError("too late")

    figure = figure_of(experiment)

    async def move():
        figure.controls["count"].value = 9
        figure.controls["count"].value = 1

    asyncio.run(move())
    assert figure.error is None and figure.sentence == "Share: 0."
