"""Is everything there for the course? One line per fact, each with ✓ or with what to do."""

import os
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import ipywidgets as widgets
import numpy as np
from packaging.requirements import Requirement  # comes with matplotlib
from packaging.specifiers import SpecifierSet

import dlcourse
from dlcourse import compiled
from dlcourse.data import wiggly
from dlcourse.initialization import initialize
from dlcourse.lesson.look import Card, as_html, as_markdown, button, shown
from dlcourse.lifetime import lives_with_its_cell
from dlcourse.losses import LEAST_SQUARES
from dlcourse.network import deep_network

INSTALL = "run `pip install -r requirements.txt` in the course's folder"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Fact:
    """One line of the check-up: `good` is True, False, or None for "works, but …"."""

    good: bool | None
    text: str

    def __str__(self):
        return f"{'✓' if self.good else '✗' if self.good is False else '○'} {self.text}"


@lives_with_its_cell
def doctor() -> "Checkup":
    """Versions, widgets, accelerator and browser settings, in plain words.

    Live, it has a button that makes the round trip from the browser to Python and back.
    """
    facts = [_python(), Fact(True, f"dlcourse {dlcourse.__version__}")]
    facts += [_installed(name) for name in ("numpy", "matplotlib", "ipywidgets")]
    facts += [_jupyterlab(), _accelerator(), _browser_settings()]
    return Checkup(facts)


def _python():
    version = "{}.{}".format(*sys.version_info)
    if sys.version_info >= OLDEST_PYTHON:
        return Fact(True, f"Python {version}")
    return Fact(False, f"Python {version} is too old; the course needs 3.11 or later")


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return getattr(sys.modules.get(name), "__version__", None)


def _installed(name):
    version, needed = _version(name), _needed(name)
    if version is None:
        return Fact(False, f"{name} is missing: {INSTALL}")
    if not needed.contains(version, prereleases=True):
        return Fact(False, f"{name} {version} is here, the course needs {needed}: {INSTALL}")
    return Fact(True, f"{name} {version}")


def _needed(name):
    """The versions of `name` that the package itself asks for; any where it says nothing."""
    try:
        declared = metadata.requires("dlcourse") or []
    except metadata.PackageNotFoundError:
        declared = []
    found = (line.specifier for line in map(Requirement, declared) if line.name == name)
    return next(found, SpecifierSet())


def _jupyterlab():
    version = _version("jupyterlab")
    if version is not None:
        return Fact(True, f"jupyterlab {version}")
    return Fact(None, f"jupyterlab is not beside this Python: other front ends work, or {INSTALL}")


def _accelerator():
    if os.environ.get("DLCOURSE_ACCELERATOR", "").lower() == "off":
        return Fact(
            None,
            "accelerator switched off by DLCOURSE_ACCELERATOR=off: the same results on numpy, "
            "but deep networks answer a slider in seconds rather than at once",
        )
    version = _version("numba")
    if version is None:
        return Fact(
            None,
            "accelerator missing (numba): the same results on numpy, but deep networks answer a "
            f"slider in seconds rather than at once; to have it, {INSTALL}",
        )
    net, data = deep_network(), wiggly()
    theta = initialize(net)
    if not compiled.serves(net, theta, data.x, data.y, LEAST_SQUARES):
        return Fact(None, f"accelerator not in use: numba {version} is here, but numpy serves")
    fast = compiled.objective(net, theta, data.x, data.y, LEAST_SQUARES)
    right = LEAST_SQUARES(net(theta, data.x), data.y).sum()
    if not np.isclose(fast, right):
        text = f"accelerator wrong (numba {version}): {fast:g} where numpy says {right:g}; start "
        return Fact(False, text + "JupyterLab with DLCOURSE_ACCELERATOR=off in the environment")
    if not compiled.kernels().kept:
        text = f"accelerator on (numba {version}), but it cannot be kept on disk: each session "
        return Fact(None, text + "compiles it anew, some 10 s")
    return Fact(True, f"accelerator on (numba {version}): compiled once, then kept on disk")


def _browser_settings():
    """The files that the installation puts beside Jupyter's own."""
    prefix = Path(sys.prefix)
    files = (
        prefix / "etc" / "jupyter" / "jupyter_server_config.d" / "dlcourse.json",
        prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.d" / "dlcourse.json",
    )
    if all(path.is_file() for path in files):
        return Fact(True, "browser settings for quick sliders are installed")
    return Fact(
        None,
        "browser settings for quick sliders are not installed: without them a drag shows fewer "
        "pictures a second, and JupyterLab may call your functions from a second thread while a "
        f"cell runs; to have them, {INSTALL} and restart JupyterLab",
    )


class Checkup(Card):
    """What `doctor` returns: a live card, and plain text where widgets do not work.

    Attributes:
        facts: the findings.
        buttons: {"Test the round trip": Button}.
    """

    def __init__(self, facts):
        self.facts = facts
        test = button("Test the round trip")
        test.on_click(self._on_click)
        lines = "".join(f"<p>{as_html(str(fact))}</p>" for fact in facts)
        asked = "<p>✓ widgets are shown. Does Python answer them? Press the button.</p>"
        super().__init__(widgets.HTML(lines + asked), buttons={"Test the round trip": test})

    @shown
    def _on_click(self, _button):
        self.say("right", "widgets are alive: this answer came from Python.")

    def markdown(self):
        """The facts as a list."""
        return "\n".join(f"- {as_markdown(line)}" for line in str(self).splitlines())

    def __repr__(self):
        lines = [str(fact) for fact in self.facts]
        lines.append(
            "○ widgets: live, a button stands here; if this text stays after you ran the cell, "
            f"widgets are not shown: {INSTALL}, restart JupyterLab, reload the page"
        )
        return "\n".join(lines)
