"""Finds the machine's own Chromium and opens pages in it, without a window."""

import contextlib
import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def why_not():
    """Why no browser test can run here, or None where one can."""
    if find() is None:
        return f"no Chromium found on PATH (looked for {', '.join(NAMES)})"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "the Python package playwright is not installed"
    return None


def required():
    """Whether a missing browser is a failure rather than a reason to skip."""
    return os.environ.get("DLCOURSE_BROWSER") == "required"


def find():
    """The path of the machine's Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def browser():
    """A headless Chromium, closed at the end of the `with` block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


@contextlib.contextmanager
def page(chromium, width=1280, height=720, scale=1):
    """A fresh page of `width` by `height` CSS pixels on a display of `scale` dots per pixel."""
    context = chromium.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    try:
        yield context.new_page()
    finally:
        context.close()
