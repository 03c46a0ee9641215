"""A cell that runs before the import cell says what to run."""

import tomllib
from pathlib import Path

import pytest

from dlcourse.lesson import imports_first
from tests.pages import NOTEBOOKS, cells

ROOT = Path(__file__).parents[1]
interactive = pytest.importorskip("IPython.core.interactiveshell")


@pytest.fixture
def shell():
    shell = interactive.InteractiveShell()
    imports_first.load_ipython_extension(shell)
    yield shell
    shell.history_manager.enabled = False


def said(shell, cell, capsys):
    result = shell.run_cell(cell)
    assert isinstance(result.error_in_exec, NameError)
    return capsys.readouterr().out


def test_the_course_s_own_names_are_explained(shell, capsys):
    out = said(shell, "dl.explore(experiment)", capsys)
    assert "NameError" in out and imports_first.ADVICE.format(name="dl") in out


def test_other_names_are_left_to_python(shell, capsys):
    out = said(shell, "my_function(3)", capsys)
    assert "NameError" in out and "the imports" not in out


def test_a_name_that_is_there_is_not_explained(shell, capsys):
    out = said(shell, "dl = 3\ndef f():\n    del dl\nraise NameError('dl', name='dl')", capsys)
    assert "the imports" not in out


def test_all_names_of_the_import_cells_are_known():
    for name in NOTEBOOKS:
        space = {}
        exec(cells(name, "code")[0], space)
        assert set(space) - {"__builtins__"} <= imports_first.IMPORTED, name


def test_the_environment_loads_it_into_each_kernel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    (source,) = [path for path, target in shared.items() if target.startswith("etc/ipython/")]
    config = type("Config", (), {"InteractiveShellApp": type("App", (), {})})
    exec((ROOT / source).read_text(encoding="utf-8"), {"c": config})
    assert config.InteractiveShellApp.extensions == [imports_first.__name__]
