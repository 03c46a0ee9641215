"""`import dlcourse as dl`: flat, lazy, complete, and no name twice."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import dlcourse as dl

PACKAGE = Path(dl.__file__).parent
# The rooms of the library that are for readers; in the others, what is public is public to us only.
OPEN = ("activations", "losses", "data", "network", "initialization", "backprop", "regularization",
        "training", "sweeps", "landscape", "measures", "results", "panels")  # fmt: skip
WITHIN = {
    "__init__",
    "base",
    "axes",
    "handles",
    "placing",
    "functions",
    "network_handles",
}  # files for panels only
INNER = {
    "Beyond",
    "Ghosts",
    "Rows",
    "beside",
    "shown",
    "check_response",
    "batch_gradients",
    "each",
    "struck",
    "Memory",
    "NETWORKS_AT_ONCE",
}  # of these rooms, but no reader's


def test_no_name_stands_twice():
    names = [name for listed in dl.PUBLIC.values() for name in listed.split()]
    assert sorted(names) == sorted(set(names))
    modules = {path.stem for path in PACKAGE.iterdir() if not path.stem.startswith("_")}
    assert set(names) & modules == set(), "a module of that name would hide it"


@pytest.mark.parametrize("name", sorted(set(dir(dl)) - {"__version__", "style"}))
def test_every_name_is_there(name):
    value = getattr(dl, name)
    if inspect.isfunction(value) or inspect.isclass(value):
        assert value.__name__ == name
        assert value.__module__.startswith("dlcourse.")


def modules_of(room):
    """The room's module, or all modules of its folder that have readers."""
    files = [PACKAGE / f"{room}.py", *sorted((PACKAGE / room).glob("*.py"))]
    for path in files:
        if path.exists() and path.stem not in WITHIN:
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            yield importlib.import_module(".".join(("dlcourse", *parts)))


@pytest.mark.parametrize("room", OPEN)
def test_every_public_function_and_class_of_the_library_is_there(room):
    missing = [
        name
        for module in modules_of(room)
        for name, value in vars(module).items()
        if (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and name not in INNER
        and getattr(dl, name, None) is not value
    ]
    assert missing == []


def test_completion_offers_the_names():
    assert {"train", "explore", "CurvesPanel", "style"} <= set(dir(dl))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no 'trian'"):
        dl.trian  # noqa: B018


def test_modules_are_loaded_when_first_used():
    code = (
        "import sys, dlcourse as dl; before = 'dlcourse.network' in sys.modules; dl.Network; "
        "print(before, 'dlcourse.network' in sys.modules, 'matplotlib' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "False"]
