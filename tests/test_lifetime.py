"""A cell that runs again leaves nothing of its former run: no widget, no picture, no memory."""

import gc
import sys
import threading
import weakref
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances as open_widgets
from matplotlib.backends.backend_agg import RendererAgg

from dlcourse import Curves, CurvesPanel, doctor, epochs, exercise, explore, lifetime, predict
from dlcourse.chapters.relu_vs_tanh.exercises import COLLAPSE
from dlcourse.lesson.question import Question
from dlcourse.lifetime import CLOSED, LIVE
from dlcourse.live import canvas

X = np.linspace(0, 1, 20)
ASKED = Question("Is 2 < 3?", {"It is.": "Count.", "It is not.": "It is."}, "It is.")


def one_curve(factor=1.0, epoch=100):
    return Curves(X, (factor * X + epoch)[None], ("curve",))


def a_figure(**controls):
    return explore(
        one_curve, CurvesPanel(limits=(-10, 10)), size=(300, 200), scenes={"one": {}},
        **{"factor": (0.5, 4.0, 0.5), "epoch": epochs(100), **controls},
    )  # fmt: skip


def a_card(reveal=None):
    return predict(ASKED, reveal=reveal)


@pytest.fixture
def run(monkeypatch):
    """`run("a cell")` begins a new run of that cell."""
    numbers = iter(range(100))

    def begin(cell):
        number = next(numbers)
        monkeypatch.setattr(lifetime, "running_cell", lambda: (cell, number))

    yield begin
    for thing in list(LIVE):
        thing.close()


# ------------------------------------------------------------------- which cell is running


def message(cell_id=None, **content):
    metadata = {} if cell_id is None else {"cellId": cell_id}
    return {"header": {"msg_id": "run 7"}, "metadata": metadata, "content": content}


@pytest.mark.parametrize(
    "request_, cell",
    [
        (message("cell 3", code="1 + 1"), ("cell 3", "run 7")),
        (message(code="1 + 1"), ("1 + 1", "run 7")),  # a front end that sends no ids
        (message("cell 3", comm_id="a button"), (None, None)),  # a widget's message
        ({}, (None, None)),
        (None, (None, None)),
    ],
)
@pytest.mark.parametrize("shape", ["ipykernel", "Pyodide"])
def test_a_cell_is_known_by_its_id_or_by_its_text(monkeypatch, request_, cell, shape):
    shell = SimpleNamespace(get_parent=lambda: request_)
    if shape == "Pyodide":  # there only the kernel knows
        shell = SimpleNamespace(kernel=shell)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert lifetime.running_cell() == cell


@pytest.mark.parametrize("shell", [None, SimpleNamespace(), SimpleNamespace(kernel=None)])
def test_without_a_notebook_there_is_no_cell(monkeypatch, shell):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert lifetime.running_cell() == (None, None)
    first, second = a_card(), a_card()
    assert first in LIVE and second in LIVE
    monkeypatch.delitem(sys.modules, "IPython")
    assert lifetime.running_cell() == (None, None)


# ------------------------------------------------------------------------- running it again


MAKERS = {
    "figure": a_figure,
    "predict": a_card,
    "predict and its figure": lambda: a_card(a_figure()),
    "exercise": lambda: exercise(COLLAPSE),
    "doctor": doctor,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_cell_that_runs_again_closes_what_its_former_run_made(run, make):
    counts = []
    for _ in range(3):
        run("cell 1")
        make()
        counts.append(len(open_widgets))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_closing_leaves_no_widget(make):
    before = set(open_widgets)
    thing = make()
    assert set(open_widgets) > before
    thing.close()
    assert set(open_widgets) == before
    thing.close()  # once more does no harm


def test_all_that_one_run_makes_lives(run):
    run("cell 1")
    made = [thing for _ in range(3) for thing in (a_figure(), a_card())]
    assert set(made) <= set(LIVE)
    run("cell 1")
    again = [thing for _ in range(3) for thing in (a_figure(), a_card())]
    assert not set(made) & set(LIVE) and set(again) <= set(LIVE)


def test_what_other_cells_made_lives_even_by_the_same_function(run):
    run("cell 1")
    first = a_figure()
    run("cell 2")
    second = a_figure()
    assert {first, second} <= set(LIVE)
    run("cell 1")
    third = a_card()
    assert {second, third} <= set(LIVE) and first not in LIVE


def test_a_refused_figure_leaves_no_widget_and_the_former_one_lives(run):
    run("cell 1")
    former, slider = a_figure(), widgets.FloatSlider(value=1.0, min=0.0, max=2.0)
    before = set(open_widgets)
    run("cell 1")
    for wrong in (
        dict(factor=(2.0, 3.0)),
        dict(epoch="soon"),
        dict(nothing=(1, 2)),
        dict(factor=slider, scenes={"odd": {"nothing": 1}}),
        dict(factor=slider, size=(20, 20)),
    ):
        with pytest.raises(ValueError):
            explore(one_curve, CurvesPanel(), **wrong)
    with pytest.raises(TypeError, match="question"):
        predict("a text alone")
    with pytest.raises(TypeError, match="reveal"):
        predict(ASKED, reveal=3)
    assert set(open_widgets) == before and former in LIVE
    slider.value = 2.0  # and nothing listens any more


# ---------------------------------------------------------------- what was handed to something


def test_a_card_closes_its_figure_unless_the_next_card_has_it(run):
    run("cell 1")
    figure = a_figure()
    run("cell 2")
    a_card(figure)
    run("cell 2")
    card = a_card(figure)
    assert figure in LIVE
    card.close()
    assert figure not in LIVE


@pytest.mark.parametrize("make", [lambda w: a_figure(factor=w), a_card], ids=["figure", "card"])
def test_a_ready_widget_closes_with_what_has_it_unless_the_next_one_does(run, make):
    before = set(open_widgets)
    slider = widgets.FloatSlider(value=1.0, min=0.0, max=2.0)
    run("cell 1")
    make(slider)
    run("cell 1")
    thing = make(slider)
    assert slider.comm is not None
    slider.value = 2.0
    assert "to 102" in getattr(thing, "sentence", "to 102")  # it still moves the figure
    thing.close()
    assert set(open_widgets) == before


# ----------------------------------------------------------------------------- when it is closed


def test_what_is_closed_says_so_and_how_to_get_it_back():
    for thing in [make() for make in MAKERS.values()]:
        thing.close()
        assert repr(thing) == CLOSED == thing._repr_mimebundle_()["text/plain"]
        for name in ("set", "scene", "controls", "buttons", "widget", "png", "say"):
            with pytest.raises(RuntimeError, match="run the cell that makes it"):
                getattr(thing, name)
        with pytest.raises(RuntimeError, match="run the cell that makes it"):
            predict(ASKED, reveal=thing)


def test_ipython_displays_what_is_closed_as_one_sentence():
    from IPython.core.formatters import DisplayFormatter

    card = a_card(a_figure())
    card.close()
    data, _ = DisplayFormatter().format(card)
    assert data == {"text/plain": CLOSED}


def test_a_card_whose_figure_was_closed_elsewhere_says_so():
    figure = a_figure()
    card = a_card(figure)
    figure.close()
    card.buttons["Open the picture"].click()
    (door,) = card.gate.widget.children
    assert "run the cell that makes it" in door.value and not card.gate.is_open
    card.close()


def test_a_move_that_waited_while_its_figure_closed_does_nothing():
    figure = a_figure()
    slider, move = figure.controls["factor"], figure._on_input
    figure.close()
    move({"new": 2.0})
    slider.value = 2.0
    assert repr(figure) == CLOSED


def test_a_drag_in_another_thread_survives_that_the_cell_runs_again(run):
    errors = []
    run("cell 1")
    figures = [a_figure()]
    done = threading.Event()

    def drag():
        try:
            while not done.is_set():
                slider = vars(figures[-1]).get("controls", {}).get("factor")
                if slider is not None:
                    slider.value = 5.0 - slider.value
        except Exception as error:  # shown by the assertion
            errors.append(error)

    thread = threading.Thread(target=drag)
    thread.start()
    for _ in range(10):
        run("cell 1")
        figures.append(a_figure())
    done.set()
    thread.join()
    assert errors == []


# --------------------------------------------------------------------------------- its memory


def test_a_closed_figure_holds_nothing():
    figure = a_figure()
    held = {
        "experiment": weakref.ref(figure._runner),
        "drawing": weakref.ref(figure._runner.canvas.figure),
        "widget": weakref.ref(figure.widget),
        "panel": weakref.ref(figure.panels[0]),
    }
    figure._repr_mimebundle_()
    figure.close()  # as in `Out`, the closed figure itself stays
    gc.collect()
    assert {name: ref() for name, ref in held.items() if ref() is not None} == {}


def test_the_pixels_are_free_at_once_even_if_somebody_keeps_the_panel(monkeypatch):
    made = []

    class Watched(RendererAgg):
        def __init__(self, *size):
            super().__init__(*size)
            made.append(weakref.ref(self))

    monkeypatch.setattr(canvas, "RendererAgg", Watched)
    figure = a_figure()
    figure._repr_mimebundle_()
    panel = figure.panels[0]
    gc.collect()
    gc.disable()
    try:
        figure.close()
        assert len(made) == 2 and [ref() for ref in made] == [None, None]
    finally:
        gc.enable()
    assert panel.ax is not None


# -------------------------------------------------------------------------------- real kernels

pytest.importorskip("ipykernel")
manager = pytest.importorskip("jupyter_client.manager")

SETUP = """
import ipywidgets, numpy as np, psutil
from dlcourse import Curves, CurvesPanel, epochs, exercise, explore, predict
from dlcourse.chapters.relu_vs_tanh import exercises, questions
X = np.linspace(0, 1, 50)
def experiment(factor=1.0, epoch=100):
    return Curves(X, np.sin(factor * X + epoch)[None], ("curve",))
"""
FIGURE = """
figure = explore(
    experiment, CurvesPanel(limits=(-5, 5)), size=(400, 240), title="A sine",
    factor=(0.5, 4.0), epoch=epochs(100), scenes={"steep": dict(factor=4.0)},
)
figure
"""
PREDICT = "predict(questions.SHAPE_OF_RELU)"
REVEAL = """
predict(questions.STEEPEST_FIT, reveal=explore(experiment, CurvesPanel(), size=(300, 200)))
"""
EXERCISE = "exercise(exercises.COLLAPSE)"
CENSUS = "print(len(ipywidgets.widget._instances), psutil.Process().memory_info().rss)"


class Kernel:
    """A kernel of its own; its cells come with ids or, as from plain clients, without."""

    def __init__(self, ids):
        self.ids = ids
        self.manager, self.client = manager.start_new_kernel(kernel_name="python3")
        self.run(SETUP)

    def run(self, source, cell=None):
        """Execute a cell; what it printed. A cell keeps its id when it runs again."""
        content = dict(
            code=source, silent=False, store_history=True, user_expressions={}, allow_stdin=False
        )
        metadata = {"cellId": cell or source[:20]} if self.ids else {}
        request = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(request)
        printed = []
        while True:
            reply = self.client.get_iopub_msg(timeout=120)
            if reply["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            content = reply["content"]
            assert reply["msg_type"] != "error", "\n".join(content["traceback"])
            if reply["msg_type"] == "stream" and content["name"] == "stdout":
                printed.append(content["text"])
            if content.get("execution_state") == "idle":
                self.client.get_shell_msg(timeout=120)
                return "".join(printed)

    def census(self):
        """(open widgets, bytes of memory)."""
        return tuple(int(number) for number in self.run(CENSUS).split())

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(params=[True, False], ids=["cell ids", "no cell ids"])
def kernel(request):
    running = Kernel(request.param)
    yield running
    running.stop()


@pytest.mark.slow
@pytest.mark.parametrize("cell", [FIGURE, PREDICT], ids=["figure", "predict"])
def test_two_hundred_runs_of_a_cell_leave_one(kernel, cell):
    for _ in range(20):  # until caches are full
        kernel.run(cell)
    widgets_before, memory_before = kernel.census()
    for _ in range(200):
        kernel.run(cell)
    widgets_after, memory_after = kernel.census()
    assert widgets_after == widgets_before
    assert memory_after - memory_before < 20e6


def test_running_all_cells_again_keeps_their_figures_and_cards(kernel):
    loop = "figures = [explore(experiment, CurvesPanel(), size=(300, 200)) for _ in range(3)]"
    counts = []
    for _ in range(3):
        for cell in (FIGURE, PREDICT, loop, EXERCISE, REVEAL):
            kernel.run(cell)
        counts.append(kernel.census()[0])
    assert counts[0] == counts[1] == counts[2]
    assert kernel.run("print(len({f.png for f in [figure, *figures]}))") == "2\n"  # all are open


def test_an_edited_cell_closes_its_former_figure_where_cells_have_ids():
    running = Kernel(ids=True)
    try:
        running.run(FIGURE, cell="one")
        before = running.census()[0]
        running.run(FIGURE.replace("A sine", "The sine"), cell="one")
        assert running.census()[0] == before
    finally:
        running.stop()
