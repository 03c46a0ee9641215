"""One Chromium and one JupyterLab for all browser tests, and a picture of how each test ended."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.lab import ARTEFACTS, LabPage
from tests.browser.server import LabServer

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="session")
def browser():
    """The machine's Chromium; without one the test is skipped, or fails where it is required."""
    if reason := chromium.why_not():
        pytest.fail(reason) if chromium.required() else pytest.skip(reason)
    with chromium.browser() as running:
        yield running


@pytest.fixture(scope="session")
def server(browser):
    """JupyterLab on a copy of the course's notebooks, configured as the environment has it."""
    with LabServer(NOTEBOOKS) as running:
        yield running


@pytest.fixture
def open_lab(browser, request):
    """A function (server, notebook, width, height, scale) → LabPage."""
    with ExitStack() as stack:
        opened = []

        def open_one(server, notebook, width=1280, height=720, scale=1):
            page = stack.enter_context(chromium.page(browser, width, height, scale))
            opened.append(LabPage(page, server, notebook))
            return opened[-1]

        yield open_one
        for number, lab in enumerate(opened):
            name = re.sub(r"[^\w.-]+", "-", f"{request.node.name}-{number}")
            lab.screenshot(ARTEFACTS / f"{name}.png")
            lab.shut_down()
