"""Each notebook as a reader meets it: open, Run All, then every figure by key, mouse and button."""

from pathlib import Path

import pytest

from tests.browser.lab import ARTEFACTS
from tests.browser.test_live_figure import wait_until

NOTEBOOKS = sorted(
    path.name for path in (Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb")
)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_run_all_and_move_every_figure(notebook, server, open_lab):
    lab = open_lab(server, notebook)
    lab.run_all(seconds=120)
    assert lab.errors() == []
    assert wait_until(lab, lambda: lab.scrolled() == 0), "Run All leaves the reader further down"
    lab.reveal()
    for number, figure in enumerate(lab.figures(), start=1):
        figure.show()
        figure.settle()
        assert figure.sentence
        lab.screenshot(ARTEFACTS / f"{Path(notebook).stem}-{number}.png")
        sliders = figure.sliders()
        if not sliders:
            continue
        for label in list(sliders)[:1]:
            by_key_and_mouse(figure, label)
        lab.screenshot(ARTEFACTS / f"{Path(notebook).stem}-{number}-moved.png")
    assert lab.errors() == []


def becomes(figure, states):
    """Whether it comes to show one of these pictures and its sentence, however late.

    A slow control may train anew what it has shown before, on a machine that does other things.
    """

    def there():
        figure.settle()
        return (figure.picture(), figure.sentence) in states

    return wait_until(figure.lab, there, seconds=90)


def by_key_and_mouse(figure, label):
    """One slider to its ends by keys and back by mouse; Reset restores the first picture."""
    place = figure.place()
    if "Reset" in figure.buttons():
        figure.click("Reset")
        figure.settle()
    first = figure.picture(), figure.sentence
    states = set()
    for key in ("Home", "End"):
        figure.answer(label, lambda key=key: figure.press(label, key))
        states.add((figure.picture(), figure.sentence))
    assert len(states) == 2, f"{label}: both ends show the same"
    figure.answer(label, lambda: figure.drag(label, 1, -0.1, seconds=0.5))  # beyond the end
    assert becomes(figure, states), f"{label}: the mouse ends at {figure.place_of(label)}"
    if "Reset" in figure.buttons() and label != "seed":
        figure.click("Reset")
        figure.settle()
        assert becomes(figure, {first}), "Reset does not lead back"
    assert figure.place() == place, "the layout jumped"
