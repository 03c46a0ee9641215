"""The experiment runs, the panels move, a picture and a sentence come out.

Callbacks are synchronous: the browser keeps one message in flight and merges later ones, so
the latest value wins by itself. Only what may wait is left to the event loop: the sharp
picture, and the further drafts of a slow experiment.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter

from .canvas import LOCK, as_stored, message
from .mistakes import how_it_came, in_words
from .png import encode

REST = 0.08  # seconds after the last move until the sharp picture is drawn
BETWEEN = 0.04  # seconds between two drafts that are drawn: more are not seen, but cost time


class Runner:
    """Runs `experiment`, draws on `canvas`, and hands over `show(png, fraction)`.

    The sharp picture comes with `resting=True`.

    Who calls it holds `LOCK`; what it leaves to the event loop takes the lock by itself.

    Attributes:
        results: the last results, a tuple with one entry per panel, or None after an error.
        meaning: what the picture means, in one plain sentence; nothing for a draft.
        numbers: what it shows, in numbers.
        error: why there is no picture, in one sentence, or None.
        details: Python's own account of the error, or nothing.
    """

    def __init__(self, experiment, canvas, show, meaning=None):
        self.experiment, self.canvas, self.show = experiment, canvas, show
        self.results = self.error = None
        self.meaning = self.numbers = self.details = ""
        self._mean = meaning
        self._turn = 0  # counts moves: what was scheduled for an older one is dropped
        self._drafts = None  # the iterator of a slow experiment under way
        self._fraction = 1.0  # how much of it is done; 1: what is shown is complete
        self._inputs, self._view = {}, {}
        self.quick = 1  # pixels for a CSS pixel while something moves
        self._fresh = False  # the next draft is drawn at once

    def run(self, inputs: dict, view: dict, wait: bool) -> None:
        """The picture for these values; with `wait` the complete one of a slow experiment.

        Without it only the first draft, where an event loop can do the rest.
        """
        self._turn += 1
        self._abandon()
        self._inputs, self._view = inputs, view
        self._guarded(self._run, wait)

    def finish(self) -> None:
        """What is left of a slow experiment, at once."""
        if self.unfinished:
            self._turn += 1
            self._guarded(self._continue, True)

    def redraw(self, view: dict) -> None:
        """The same results, seen otherwise; a draft under way is so from the next one on."""
        if self.results is None:  # after an error or an interruption
            self.run(self._inputs, view, wait=False)
            return
        self._view, self._fresh = view, True
        if not self.unfinished:
            self._turn += 1
            self._guarded(self._draw)

    @property
    def unfinished(self) -> bool:
        """Whether a slow experiment is under way, and what is shown a draft."""
        return self._drafts is not None

    def pixels(self, scale: int):
        """The present picture as pixels (rows, columns, 4), `scale` to a CSS pixel."""
        if self.error is not None:
            return message(self.error, self.canvas.size, scale, self.canvas.dark)
        return self.canvas.pixels(scale)

    def stored(self, scale: int):
        """The present picture with a line below it that says what it is, for a saved notebook."""
        return as_stored(self.pixels(scale), self.canvas.size[0], scale)

    def close(self) -> None:
        """Stop what is under way and give the memory back."""
        self._turn += 1
        self._abandon()
        self.canvas.close()
        self.results = None

    def _run(self, wait):
        outcome = self.experiment(**self._inputs)
        if isinstance(outcome, Iterator):  # drafts, of a generator or a sweep
            self._drafts, self.results, self._fresh = outcome, None, True
            self._continue(wait)
        else:
            self._take(outcome)
            self._draw()

    def _continue(self, wait):
        """Take draft after draft; now and then draw one, and let the event loop see what moved."""
        begin = perf_counter()
        while self.unfinished:
            self._next_draft()
            late = perf_counter() - begin > BETWEEN
            if late or self._fresh or not self.unfinished:
                self._draw()
            if late and self.unfinished:
                if not wait and self._later(0.005, self._continue, False):
                    return
                begin = perf_counter()

    def _next_draft(self):
        """Take one more draft; the last one is complete, whether or not it says so."""
        step = next(self._drafts, None)
        if step is not None or self.results is None:
            if not (isinstance(step, tuple) and len(step) == 2 and 0 <= step[1] <= 1):
                raise ValueError(
                    "a slow experiment must yield (results, fraction), fraction 0 to 1"
                )
            self._take(step[0])
            self._fraction = float(step[1])
        if step is None or self._fraction == 1:
            self._abandon()

    def _abandon(self):
        drafts, self._drafts, self._fraction = self._drafts, None, 1.0
        if drafts is not None and hasattr(drafts, "close"):
            with suppress(Exception):  # nobody waits for what it has to say
                drafts.close()

    def _take(self, outcome):
        count = len(self.canvas.panels)
        results = outcome if isinstance(outcome, tuple) and count > 1 else (outcome,)
        if len(results) != count:
            raise ValueError(
                f"the experiment must return {count} results, one per panel; got {len(results)}"
            )
        self.results = results

    def _draw(self):
        self._fresh = False
        self.canvas.update(self.results, self._view, draft=self.unfinished)
        self._say()
        self.error, self.details = None, ""
        self.show(encode(self.canvas.pixels(self.quick)), self._fraction)
        self._later(REST, self._sharpen)

    def _say(self):
        """Put into words what is shown: what is said once is not said again."""
        pairs = list(zip(self.canvas.panels, self.results, strict=True))
        self.meaning = "" if self.unfinished else self._means(pairs)
        for panel in self.canvas.panels:
            panel.beside = self.results
        said = dict.fromkeys(panel.describe(result) for panel, result in pairs)
        self.numbers = " ".join(text for text in said if text and text != self.meaning)

    def _means(self, pairs):
        """What the figure's own function says; without one a panel may, if it is the only one."""
        if self._mean is None:
            found = [text for panel, result in pairs if (text := panel.meaning(result))]
            return found[0] if len(found) == 1 else ""
        text = self._mean(*self.results)
        if not isinstance(text, str):
            raise ValueError(f'meaning must return a sentence or nothing, "", got {text!r}')
        return text

    @property
    def sentence(self) -> str:
        """What is shown, in words and numbers."""
        return " ".join(text for text in (self.meaning, self.numbers) if text)

    def _sharpen(self):
        if self.error is None:
            self.show(encode(self.canvas.pixels(2)), self._fraction, resting=True)

    def _later(self, seconds, action, *arguments):
        """Do `action` on this thread's event loop unless a move comes first; False without one."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain script: nobody looks, nothing to sharpen
            return False
        self._turn += 1
        turn = self._turn

        def due():
            with LOCK:
                if turn == self._turn:
                    self._guarded(action, *arguments)

        loop.call_later(seconds, due)
        return True

    def _guarded(self, action, *arguments):
        """Show an error as one sentence in the picture's place; the tests also get it raised."""
        try:
            action(*arguments)
        except Exception as error:
            self._fail(in_words(error), how_it_came(error))
            if os.environ.get("DLCOURSE_STRICT") == "1":
                raise
        except KeyboardInterrupt:
            self._fail("it was interrupted")
            raise

    def _fail(self, reason, details=""):
        """Say why there is no picture, in the picture's place."""
        self._abandon()
        self.results, self.details = None, details
        self.error = self.meaning = f"This setting gives no picture: {reason}."
        self.numbers = ""
        self.show(encode(message(self.error, self.canvas.size, 2, self.canvas.dark)), 1.0)
