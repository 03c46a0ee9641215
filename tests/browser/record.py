"""Makes the README's moving picture: the first figure of notebook 00, a sample dragged.

    python -m tests.browser.record

writes `docs/live.png`, an animated PNG below 1 MB.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from tests.browser import chromium
from tests.browser.lab import LabPage
from tests.browser.server import LabServer

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs" / "live.png"
WIDTH = 760  # dots of the picture in the README
COLOURS = 64
LIMIT = 1_000_000
# What is moved, in order: (slider, key, how often one after another, milliseconds of each picture).
KEYS = [("epoch", "Home", 1, 700), ("epoch", "PageUp", 7, 200), ("epoch", "End", 1, 900)]
DRAGGED = "sample 16"
WAY = [(0, -15 * k) for k in range(1, 9)] + [(0, -120 + 25 * k) for k in range(1, 7)]  # pixels


def frames(figure):
    """(picture, milliseconds) after each move."""
    for slider, key, times, milliseconds in KEYS:
        for _ in range(times):
            figure.press(slider, key)
            yield shot(figure), milliseconds
    (x, y), mouse = figure.centre(DRAGGED), figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for right, down in WAY:
        mouse.move(x + right, y + down)
        yield shot(figure), 160
    mouse.up()
    yield shot(figure), 1500


def shot(figure):
    """The figure at rest, in the README's size."""
    figure.settle()
    image = Image.open(io.BytesIO(figure.output.screenshot())).convert("RGB")
    size = (WIDTH, round(image.height * WIDTH / image.width))
    return image.resize(size, Image.Resampling.LANCZOS)


def main():
    """Record, reduce to few colours, and write one animated PNG."""
    if reason := chromium.why_not():
        sys.exit(reason)
    with (
        LabServer(ROOT / "notebooks") as server,
        chromium.browser() as browser,
        chromium.page(browser, 1280, 900) as page,
    ):
        lab = LabPage(page, server, "00_start_here.ipynb")
        lab.run_all()
        figure = lab.figures()[0]
        figure.show()
        pictures, durations = zip(*frames(figure), strict=True)
    palette = pictures[-1].quantize(COLOURS)
    few = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    TARGET.parent.mkdir(exist_ok=True)
    few[0].save(TARGET, save_all=True, append_images=few[1:], duration=durations, loop=0)
    size = TARGET.stat().st_size
    print(f"{TARGET.relative_to(ROOT)}: {len(few)} pictures, {size / 1000:.0f} kB")
    if size > LIMIT:
        sys.exit(f"more than {LIMIT} bytes: take fewer pictures or colours")


if __name__ == "__main__":
    main()
