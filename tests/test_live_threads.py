"""Callbacks may come from a second thread: whatever runs or draws holds the one lock."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dlcourse import Curves, CurvesPanel, explore
from dlcourse.live import canvas, runner
from tests.waiting import until

X = np.linspace(0, 1, 20)


def one_curve(factor=1.0, seed=0):
    return Curves(X, (factor * np.sin(3 * X) + seed)[None], ("curve",))


def taken():
    """Whether this thread holds the lock: another one cannot take it."""
    with ThreadPoolExecutor(1) as other:
        if free := other.submit(canvas.LOCK.acquire, blocking=False).result():
            other.submit(canvas.LOCK.release).result()
    return not free


class Watched(CurvesPanel):
    """Notes of each thing done with it whether the lock was held."""

    def __init__(self):
        super().__init__(switches=("log",))
        self.seen = []

    def _note(self, what):
        self.seen.append((what, taken()))

    def draw(self, ax):
        self._note("draw")
        super().draw(ax)

    def update(self, result, *, log=False, free=False):
        self._note("update")
        return super().update(result, log=log, free=free)

    def moving(self):
        self._note("pixels")
        return super().moving()


def watched():
    """A figure and the list in which its panel and its experiment note the lock."""
    panel = Watched()

    def experiment(factor=1.0, seed=0):
        panel._note("run")
        return one_curve(factor, seed)

    figure = explore(
        experiment, panel, factor=(0.5, 4.0, 0.5), seed=(0, 5), scenes={"steep": dict(factor=4.0)}
    )
    return figure, panel.seen


def test_making_a_figure_holds_the_lock():
    _, seen = watched()
    assert [what for what, _ in seen] == ["draw", "run", "update", "pixels"]
    assert all(held for _, held in seen)


ACTIONS = {
    "a slider moves": (lambda f: setattr(f.controls["factor"], "value", 2.0), "run"),
    "a view switch": (lambda f: setattr(f.controls["log"], "value", True), "update"),
    "a scene chosen": (lambda f: setattr(f._layout.chooser, "value", "steep"), "run"),
    "set": (lambda f: f.set(seed=3), "run"),
    "scene": (lambda f: f.scene("steep"), "run"),
    "reset": (lambda f: f.reset(), "run"),
    "Reset": (lambda f: f.buttons["reset"].click(), "run"),
    "Another seed": (lambda f: f.buttons["another seed"].click(), "run"),
    "next scene": (lambda f: f.buttons["next scene"].click(), "run"),
    "save": (lambda f: f.buttons["save"].click(), "pixels"),
    "store": (lambda f: f._repr_mimebundle_(), "pixels"),
}  # and whether it runs the experiment, or only draws


@pytest.mark.parametrize("action, done", ACTIONS.values(), ids=ACTIONS)
def test_whatever_runs_or_draws_holds_the_lock(action, done, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    figure, seen = watched()
    seen.clear()
    action(figure)
    assert done in [what for what, _ in seen]
    assert all(held for _, held in seen)


def test_closing_holds_the_lock(monkeypatch):
    figure, _ = watched()
    held = []
    monkeypatch.setattr(figure._runner.canvas, "close", lambda: held.append(taken()))
    figure.close()
    assert held == [True]


def test_the_event_loop_draws_with_the_lock():
    figure, seen = watched()

    async def rest():
        figure.controls["factor"].value = 2.0
        seen.clear()
        await until(lambda: seen)

    asyncio.run(rest())
    assert seen == [("pixels", True)]  # the sharp picture


def test_a_message_is_drawn_with_the_lock(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT")
    held = []

    def noting(*arguments):
        held.append(taken())
        return canvas.message(*arguments)

    monkeypatch.setattr(runner, "message", noting)
    figure = explore(lambda a=1: 1 / 0, CurvesPanel(), a=(1, 3))
    figure.controls["a"].value = 2
    figure._repr_mimebundle_()
    assert len(held) >= 3 and all(held)


def test_a_figure_moves_in_a_second_thread_while_others_are_made():
    def two(factor=1.0, seed=0):
        return one_curve(factor, seed), one_curve(10.0**seed * factor)

    def make(k):
        left = CurvesPanel(xlabel=f"$x_{k}$", ylabel=r"$\|W_j\|_2$", free=True)
        right = CurvesPanel(xlabel=rf"$\phi_{k}$", ylabel=r"$\partial f$", free=True, log=True)
        return explore(two, [left, right], factor=(0.5, 4.0), seed=(0, 5), size=(400, 200))

    dragged = make(0)

    def drag():
        for k in range(40):
            dragged.set(seed=k % 6, factor=1 + k % 3)

    with ThreadPoolExecutor(1) as other:
        moves = other.submit(drag)
        for k in range(8):
            figure = make(k % 5)
            figure.set(seed=2)
            figure._repr_mimebundle_()
            figure.close()
        moves.result()
    assert dragged.set(seed=2, factor=2).png == make(0).set(seed=2, factor=2).png
