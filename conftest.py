"""Every test runs in strict mode: an error behind a slider is raised, not only shown."""

import os

os.environ["DLCOURSE_STRICT"] = "1"  # inherited by the kernels that run the notebooks
# Two workers on two cores: threads of numpy's own would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
