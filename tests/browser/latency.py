"""How long a reader waits: from a key or the mouse to the new picture, in the real JupyterLab.

    python -m tests.browser.latency            # the package's configuration, displays of 1× and 2×
    python -m tests.browser.latency --stock    # also JupyterLab as it comes, remedy by remedy

All times are taken inside the page, from the key's event to the frame that shows the new picture.
Measure on an otherwise idle machine.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.browser import chromium, sample
from tests.browser.lab import LabPage
from tests.browser.server import LabServer

# Pictures are noted with the time of their frame, their width in dots and their place.
WATCH = """image => {
  const seen = window.seen = {pictures: [], keys: [], handles: [], release: null, image};
  image.addEventListener('load', () => requestAnimationFrame(time => {
    const {x, y, width, height} = image.getBoundingClientRect();
    seen.pictures.push({time, dots: image.naturalWidth, place: [x, y, width, height]});
  }));
  if (!window.listening) {
    window.listening = true;
    window.addEventListener('keydown', event => window.seen.keys.push(event.timeStamp), true);
    window.addEventListener('pointermove', event => {
      if (!event.buttons) return;
      window.seen.keys.push(event.timeStamp);
      requestAnimationFrame(time => window.seen.handles.push(time - event.timeStamp));
    }, true);
    window.addEventListener('pointerup', event => {
      window.seen.release = event.timeStamp;
    }, true);
  }
}"""
FORGET = "() => Object.assign(window.seen, {pictures: [], keys: [], handles: [], release: null})"
SEEN = "() => ({...window.seen, image: null})"
ANSWERED = "() => window.seen.pictures.some(picture => picture.time > window.seen.keys.at(-1))"

MOVES = [  # label, figure of the sample notebook, slider, depth before it
    ("scrub the epochs of a trained network", 2, "epoch", None),
    ("turn a surface", 1, "elevation", None),
    ("retrain 78 parameters", 0, "seed", "Home"),
    ("retrain 47 layers", 0, "seed", "End"),
]
PULLED = 3  # the figure whose samples are dragged
SERVERS = [  # label, LabServer options
    ("as installed", {}),
    ("stock", {"prompt": False, "subshells": True}),
    ("no delay, threads", {"prompt": True, "subshells": True}),
    ("delay, no threads", {"prompt": False, "subshells": False}),
]


def press_times(figure, slider, presses):
    """Milliseconds from each single key press to the frame with the new picture."""
    times = []
    figure.press(slider, "Home")
    figure.settle(quiet=1.0)
    for k in range(presses):
        figure.page.evaluate(FORGET)
        # ten steps up, ten down: no slider ends on the way
        figure.page.keyboard.press("ArrowLeft" if k // 10 % 2 else "ArrowRight")
        figure.page.wait_for_function(ANSWERED, timeout=30_000)
        seen = figure.page.evaluate(SEEN)
        times.append(seen["pictures"][0]["time"] - seen["keys"][-1])
        figure.page.wait_for_timeout(300)  # longer than a sharp picture takes to follow
    return times


def drag_times(figure, slider, seconds=3.0):
    """(pictures per second, last picture's delay after release in ms, layout jumps) of a drag."""
    figure.press(slider, "Home")
    figure.settle(quiet=1.0)
    figure.page.evaluate(FORGET)
    figure.drag(slider, 0, 1, seconds=seconds, sweeps=3)
    figure.settle(quiet=1.0)
    return rate_of(figure.page.evaluate(SEEN), seconds)


def rate_of(seen, seconds):
    """(pictures per second, last picture's delay after release in ms, layout jumps)."""
    pictures, release = seen["pictures"], seen["release"]
    during = sum(picture["time"] <= release for picture in pictures)
    delay = max(0.0, pictures[-1]["time"] - release)
    places = {tuple(round(side, 1) for side in picture["place"]) for picture in pictures}
    return during / seconds, delay, len(places) - 1


def pull_times(figure, handle, pulls):
    """Milliseconds from a single move of a held handle to the new picture, and to the handle's."""
    times, own = [], []
    (x, y), mouse = figure.centre(handle), figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for k in range(pulls):
        figure.page.evaluate(FORGET)
        mouse.move(x, y + 4 * (k % 10 - 5))
        figure.page.wait_for_function(ANSWERED, timeout=30_000)
        seen = figure.page.evaluate(SEEN)
        times.append(seen["pictures"][0]["time"] - seen["keys"][-1])
        own += seen["handles"]
        figure.page.wait_for_timeout(300)
    mouse.up()
    figure.settle(quiet=1.0)
    return times, own


def pull_rate(figure, handle, seconds=3.0):
    """(pictures per second, last picture's delay in ms, layout jumps) while a handle is dragged."""
    (x, y), mouse = figure.centre(handle), figure.page.mouse
    figure.page.evaluate(FORGET)
    mouse.move(x, y)
    mouse.down()
    begin, steps = time.monotonic(), round(60 * seconds)
    for k in range(steps):
        mouse.move(x, y + 60 * math.sin(2 * math.pi * k / 60))
        pause = begin + k / 60 - time.monotonic()
        if pause > 0:
            time.sleep(pause)
    mouse.up()
    figure.settle(quiet=1.0)
    return rate_of(figure.page.evaluate(SEEN), seconds)


def rows(browser, folder, options, scale, presses):
    """One row of numbers per kind of move."""
    with LabServer(folder, **options) as server, chromium.page(browser, scale=scale) as page:
        lab = LabPage(page, server, "sample.ipynb")
        lab.run_all()
        if errors := lab.errors():
            sys.exit("\n".join(errors))
        figures = lab.figures()
        for label, number, slider, depth in MOVES:
            figure = figures[number]
            figure.show()
            figure.image.evaluate(WATCH)
            if depth:
                figure.press("depth", depth)
                figure.settle(quiet=1.0)
            times = press_times(figure, slider, presses)
            p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
            yield label, statistics.median(times), p95, *drag_times(figure, slider)
        yield from pulled(lab.figures()[PULLED], presses)


def pulled(figure, presses):
    """The rows of a dragged sample, with 78 parameters and with 47 layers."""
    figure.show()
    figure.image.evaluate(WATCH)
    for label, key in (("drag a sample, 78 parameters", "Home"), ("…, 47 layers", "End")):
        figure.press("depth", key)
        figure.settle(quiet=1.0)
        times, own = pull_times(figure, "sample 15", presses)
        p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
        label += f" (the handle itself {statistics.median(own):.0f} ms)"
        yield label, statistics.median(times), p95, *pull_rate(figure, "sample 15")


def main(arguments=None):
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock", action="store_true", help="also without the remedies")
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--displays", type=int, nargs="+", default=[1, 2], help="pixel ratios")
    chosen = parser.parse_args(arguments)
    if reason := chromium.why_not():
        sys.exit(reason)
    print("| server | display | move | median ms | p95 ms | pictures/s | final after | jumps |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, chromium.browser() as browser:
        sample.write(Path(folder), cells=sample.ALL)
        for name, options in SERVERS if chosen.stock else SERVERS[:1]:
            for scale in chosen.displays:
                for label, median, p95, rate, delay, jumps in rows(
                    browser, folder, options, scale, chosen.presses
                ):
                    print(
                        f"| {name} | {scale}× | {label} | {median:.0f} | {p95:.0f} | {rate:.0f} "
                        f"| {delay:.0f} ms | {jumps} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
