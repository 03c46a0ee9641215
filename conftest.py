"""Every test runs in strict mode: an error behind a slider is raised, not only shown.

On numpy alone a training takes up to a hundred times as long: notebook cells get more time, and
those with the tag `minutes-on-numpy` are left out.
"""

import os

import pytest

os.environ["DLCOURSE_STRICT"] = "1"  # inherited by the kernels that run the notebooks
# Two workers on two cores: threads of numpy's own, which reads this once, would only wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dlcourse import compiled


def pytest_configure(config):
    if not compiled.available():
        config.option.nbval_cell_timeout = 1200  # seconds


def pytest_collection_modifyitems(items):
    left_out = pytest.mark.skip(reason="trains for minutes without the compiled kernels")
    for item in items:
        cell = getattr(item, "cell", None)  # of a notebook, as nbval has it
        tags = cell.metadata.get("tags", ()) if cell else ()
        if "minutes-on-numpy" in tags and not compiled.available():
            item.add_marker(left_out)
