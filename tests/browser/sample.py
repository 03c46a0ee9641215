"""A notebook with one small live figure, for what is measured apart from the course's notebooks."""

import nbformat

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}

IMPORTS = """
import numpy as np
from dlcourse import (
    Adam, FitPanel, LossPanel, Plane, curve, deep_network, epochs, explore, train,
    wiggly,
)
from dlcourse.chapters.loss_landscape.pictures import SurfacePanel
data = wiggly(30)
"""

RETRAIN = """
def experiment(depth=5, residual=False, seed=0, epoch=5000):
    net = deep_network(depth, residual=residual)
    run = train(net, data, epochs=5000, seed=seed, optimizer=Adam(3e-3), scale=0.5)
    return curve(net, run.at(epoch), data), (run, epoch)

explore(experiment, [FitPanel(), LossPanel()], depth=[5, 7, 12, 17, 47], residual=False,
        seed=(0, 199), epoch=epochs(5000))
"""

VIEW = """
t = np.linspace(-1, 1, 51)
plane = Plane(t, t, t[:, None] ** 2 - t**2)
explore(lambda: plane, SurfacePanel())
"""

QUESTION, BECAUSE = "Which seed fits best?", "It begins nearest."

SCENES = (
    RETRAIN.rstrip()[:-1]
    + """,
        title="Depth", scenes={"slide: five layers": dict(residual=True), "seven": dict(depth=7)},
        notes={"seven": "Ask which one is better."})
"""
)

ASKED = f"""
from dlcourse import Question, predict
predict(Question("{QUESTION}", {{"the first": "{BECAUSE}", "the second": "No."}}, "the first"))
"""

DRAG = """
import dlcourse as dl

def dragged(data="wiggly", depth=5, seed=0, epoch=5000):
    run = dl.trained(deep_network(depth), data, epochs=5000, seed=seed)
    return curve(run.net, run.at(epoch), data), (run, epoch)

explore(dragged, [FitPanel(), LossPanel()], data=dl.samples(["wiggly", "sine"]),
        depth=[5, 47], seed=(0, 19), epoch=epochs(5000))
"""

SCRUB = """
run = train(deep_network(5), data)

def state(epoch=5000):
    return curve(run.net, run.at(epoch), data), (run, epoch)

explore(state, [FitPanel(), LossPanel()], epoch=epochs(5000))
"""


ALL = (IMPORTS, RETRAIN, VIEW, SCRUB, DRAG)


def write(folder, name="sample.ipynb", cells=(IMPORTS, RETRAIN, VIEW, SCRUB)):
    """Write the notebook into `folder`; returns its name."""
    parts = [nbformat.v4.new_markdown_cell("# A sample")]
    parts += [nbformat.v4.new_code_cell(cell.strip()) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=parts, metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, folder / name)
    return name
