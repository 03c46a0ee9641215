"""Where things live: who may import whom, how big a file may grow, and what each name must say."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

import dlcourse

PACKAGE = Path(__file__).parents[1] / "dlcourse"

# The library, the picture, the lesson, the chapters: each room imports from rooms further up and,
# without going in circles, from its own floor.
FLOORS = [
    {"checks", "results", "activations", "losses", "data", "affine"},
    {"network", "initialization"},
    {"backprop", "compiled"},
    {"regularization", "training"},
    {"measures", "landscape", "sweeps"},
    {"style", "panels", "lifetime"},
    {"live", "lesson"},
    {"chapters"},
]
LIBRARY = set().union(*FLOORS[:5])
# Rooms with a rule of their own: what they may import from the package.
ONLY = {"style": set(), "panels": {"style", "results"}, "lifetime": set(), "server": set()}
# What a chapter's files are called; the first three are in each.
CHAPTER = ("experiments", "questions", "exercises", "models", "measures", "pictures", "notes")
# Libraries that belong in few rooms only.
RESERVED = {
    "ipywidgets": {"lifetime", "live", "lesson"},
    "anywidget": {"live"},
    "IPython": {"live", "lesson"},
    "matplotlib": {"style", "panels", "live", "chapters"},
    "numba": {"compiled", "lesson"},
    "jupyter_server": {"server"},
}

FILES = sorted(PACKAGE.rglob("*.py"))


def room(path):
    """The room of a file: `dlcourse/panels/fit.py` and `dlcourse/panels.py` are both `panels`."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path):
    """Full names of all that a file imports, also inside functions; relative imports resolved."""
    package = ["dlcourse", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def rooms_used(path):
    """The package's rooms that a file imports from, its own left out."""
    names = (name.split(".") for name in imports(path))
    used = {parts[1] for parts in names if parts[0] == "dlcourse" and len(parts) > 1}
    return {name for name in used if name in ROOMS} - {room(path)}


ROOMS = {room(path) for path in FILES} - {"__init__"}
CHAPTERS = [module.name for module in iter_modules([str(PACKAGE / "chapters")])]
NAMES = {name for listed in dlcourse.PUBLIC.values() for name in listed.split()}
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


def test_every_room_has_its_floor():
    assert ROOMS - set(FLOOR) - set(ONLY) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    here = room(path)
    if here == "__init__":
        return
    used = rooms_used(path)
    if here in ONLY:
        assert used <= ONLY[here]
    else:
        assert {name for name in used if FLOOR.get(name, 99) > FLOOR[here]} == set()
    for library, allowed in RESERVED.items():
        if here not in allowed:
            assert not any(name.split(".")[0] == library for name in imports(path)), library
    assert not any("pyplot" in name for name in imports(path)), "pyplot's state breaks in threads"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_does_not_import_what_it_offers(path):
    """`from dlcourse import train` is for readers and chapters; inside it would be a circle."""
    if room(path) not in ("__init__", "chapters"):
        assert {name for name in imports(path) if name.removeprefix("dlcourse.") in NAMES} == set()


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapters_have_the_same_files(name):
    inside = (PACKAGE / "chapters" / name).iterdir()
    files = {
        path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    files -= {"__init__"}
    assert set(CHAPTER[:3]) <= files <= set(CHAPTER)


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_chapter_imports_another(name):
    others = {f"dlcourse.chapters.{other}" for other in CHAPTERS if other != name}
    for path in (PACKAGE / "chapters" / name).glob("*.py"):
        assert {".".join(module.split(".")[:3]) for module in imports(path)} & others == set()


def test_the_library_stays_small():
    library = [path for path in FILES if room(path) != "chapters"]
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in library) < 10_300


def test_rooms_do_not_import_in_circles():
    uses = {name: set() for name in ROOMS}
    for path in FILES:
        if room(path) in uses:
            uses[room(path)] |= rooms_used(path)
    while free := [name for name, needs in uses.items() if not needs & set(uses)]:
        for name in free:
            del uses[name]
    assert not uses, f"a circle among {sorted(uses)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_opens_with_a_sentence_and_stays_small(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 300, "split it by idea into a folder of the same name"
    assert path.stem not in {"utils", "helpers", "common", "misc"}


def seconds_of_import(module):
    """The fastest of five fresh interpreters' imports of a module."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    runs = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(5)
    )
    return min(float(run.stdout) for run in runs)


def test_import_is_light():
    """`import dlcourse` costs little more than numpy: 0.4 s on a slow machine, libraries later."""
    assert seconds_of_import("dlcourse") < max(0.4, 3 * seconds_of_import("numpy"))
    heavy = "{'matplotlib', 'numba', 'ipywidgets', 'IPython'} & set(sys.modules)"
    code = f"import sys, dlcourse; print(*sorted({heavy}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


# ------------------------------------------------------------------------------ what names say

COMPUTING = sorted(LIBRARY & ROOMS)
ARRAYS = {"theta", "x", "y", "u", "v", "z", "direction", "directions", "t", "t1", "t2", "W"}
# No slide's: data sets say their formula, kernels repeat `backprop`, the rest keeps the books.
OF_OUR_OWN = {
    "checks",
    "data",
    "compiled",
    "sweeps.remember",
    "sweeps.sweep",
    "activations.activation",
    "backprop.check_response",
    "network.each",
    "training.snapshot_epochs",
}
SHAPE = re.compile(r"\(\s*(\.\.\.|[A-Z]|[a-z]_|len\(|\d)[^()]*(\([^()]*\)[^()]*)*\)")


def public_objects():
    """(label, object, owner's docstring) of every public function, class and method."""
    for name in sorted(ROOMS - {"server"}):
        module = importlib.import_module(f"dlcourse.{name}")
        for label, value in vars(module).items():
            if label.startswith("_") or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            if not value.__module__.startswith(f"dlcourse.{name}"):
                continue
            yield f"{name}.{label}", value, module.__doc__
            if inspect.isclass(value):
                for part, member in vars(value).items():
                    inner = member.fget if isinstance(member, property) else member
                    if inspect.isfunction(inner) and not part.startswith("_"):
                        yield f"{name}.{label}.{part}", inner, value.__doc__


def test_every_public_name_has_a_docstring():
    """Methods that fill a role described by a base class may leave the description to it."""
    silent = [label for label, value, _ in public_objects() if not inspect.getdoc(value)]
    inherited = {"draw", "update", "moving", "describe"}
    assert [label for label in silent if label.rsplit(".", 1)[-1] not in inherited] == []


def test_array_arguments_have_their_shapes_in_the_docstring():
    """A public function of the computing rooms that takes arrays says their shapes."""
    missing = []
    for label, value, around in public_objects():
        if label.split(".")[0] not in COMPUTING or inspect.isclass(value):
            continue
        if set(inspect.signature(value).parameters) & ARRAYS:
            method = label.count(".") == 2
            text = (inspect.getdoc(value) or "") + ((around or "") if method else "")
            if not SHAPE.search(text):
                missing.append(label)
    assert missing == []


def test_computing_functions_name_their_source():
    """A public function that computes what the lecture defines ends with `[002 its slide]`."""
    source = re.compile(r"\[[^\[\]]*(00[0-4]|beyond the slides)[^\[\]]*\]\s*$")
    lacking = [
        label
        for label, value, _ in public_objects()
        if inspect.isfunction(value)
        and label.count(".") == 1
        and label.split(".")[0] in set(COMPUTING) - OF_OUR_OWN
        and label not in OF_OUR_OWN
        and not source.search(inspect.getdoc(value) or "")
    ]
    assert lacking == []


def test_the_script_of_the_picture_stays_small():
    (script,) = PACKAGE.rglob("*.js")
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 400
