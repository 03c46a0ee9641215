"""One set of versions everywhere: the pins, the conda file, the package's bounds, the README."""

import importlib.metadata
import io
import re
import tomllib
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [
    line.split("#")[0].strip()
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line.split("#")[0].strip()
]
PINS = {Requirement(line).name: Requirement(line) for line in LINES[:-1]}


def blocks(language):
    """The fenced code blocks of one language in the README."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands():
    """Every line of the README's shell blocks."""
    return [line for block in blocks("(?:sh|bat)") for line in block.splitlines() if line.strip()]


def test_pins_are_exact_and_the_package_comes_last():
    assert LINES[-1] == "-e ."
    for line in LINES[:-1]:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line), line


def test_conda_installs_the_same_pins():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["name"] == PROJECT["name"]
    python, installer, rest = conda["dependencies"]
    assert python.startswith("python=") and installer == "pip"
    assert rest == {"pip": ["-r requirements.txt"]}
    assert SpecifierSet(PROJECT["requires-python"]).contains(python.removeprefix("python=") + ".0")


def test_pins_satisfy_the_package():
    extras = PROJECT["optional-dependencies"]
    bounds = PROJECT["dependencies"] + extras["fast"] + extras["touch"]
    for bound in map(Requirement, bounds):
        (pin,) = PINS[bound.name].specifier
        assert bound.specifier.contains(pin.version), bound


def test_this_environment_has_the_pinned_versions():
    other = {
        name: (pin.specifier, found)
        for name, pin in PINS.items()
        if (found := installed(name)) and not pin.specifier.contains(found)
    }
    missing = [name for name in PINS if not installed(name)]
    if other or missing:
        pytest.skip(f"not the pinned environment: other versions {other}, missing {missing}")


def installed(name):
    """The installed version of a distribution, or None."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def test_both_licences_are_there():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "BSD 3-Clause" in text and "CC BY 4.0" in text


def test_readme_says_why_each_dependency_is_there():
    assert [name for name in PINS if f"`{name}`" not in README] == []


def test_readme_commands_name_files_that_exist():
    lines = commands()
    assert any("jupyter lab notebooks/00_start_here.ipynb" in line for line in lines)
    named = {word for line in lines for word in re.findall(r"[\w/]+\.(?:ipynb|txt|yml|py)\b", line)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_continuous_integration_runs_the_readme_command():
    (test,) = {line for line in commands() if line.startswith("python3") and "pytest" in line}
    assert f"\n{test}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_links_lead_somewhere():
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", README)
    targets += re.findall(r'(?:src|href)="([^"#]+)"', README)
    local = {target for target in targets if "://" not in target}
    assert {target for target in local if not (ROOT / target).exists()} == set()


def test_readme_example_prints_what_it_says():
    (example,), (printed,) = blocks("python"), blocks("text")
    assert len(example.strip().splitlines()) <= 14
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(example, "README.md", "exec"), {})
    assert out.getvalue().strip() == printed.strip()


def test_readme_map_names_every_module():
    rooms = {path.stem for path in (ROOT / "dlcourse").iterdir() if not path.name.startswith("_")}
    assert {room for room in rooms - {"dlcourse"} if f"`{room}`" not in README} == set()


def test_readme_table_lists_exactly_the_notebooks():
    linked = set(re.findall(r"\]\(notebooks/([\w.]+\.ipynb)\)", README))
    assert linked == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
