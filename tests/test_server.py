"""The Jupyter configuration that the package installs: found, read, and in force."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

channels = pytest.importorskip("jupyter_server.services.kernels.connection.channels")
from dlcourse.server import PromptConnection  # noqa: E402 (it builds on jupyter_server)

SHIPPED = Path(sys.prefix) / "etc/jupyter/jupyter_server_config.d/dlcourse.json"
OVERRIDES = "share/jupyter/lab/settings/overrides.d/dlcourse.json"
SHOW = """
from jupyterlab.labapp import LabApp
app = LabApp.initialize_server(argv=["--no-browser", "--allow-root", *{extra}])
print(app.web_app.settings["kernel_websocket_connection_class"].__name__)
print(app.display_url.split()[0])
"""


@pytest.fixture
def lab():
    """JupyterLab, in an environment where dlcourse is installed."""
    if not SHIPPED.exists():
        pytest.skip("dlcourse is not installed in this environment (pip install -e .)")
    return pytest.importorskip("jupyterlab")


@pytest.fixture
def no_user_settings(tmp_path, monkeypatch):
    """Only the environment's configuration counts, not that of the person who tests."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))


def started(*extra):
    """What a JupyterLab server that starts with these further options says of itself."""
    command = [sys.executable, "-c", SHOW.format(extra=list(extra))]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return run.stdout.split()[-2:]


def connection_class(*extra):
    """The class of its connections."""
    return started(*extra)[0]


def address(*extra):
    """The address that it prints, without its token."""
    return started(*extra)[1].split("?")[0]


def test_plain_jupyter_lab_uses_the_prompt_connection(lab, no_user_settings):
    assert connection_class() == "PromptConnection"


def test_a_connection_chosen_by_the_user_stays(lab, no_user_settings, tmp_path, monkeypatch):
    (tmp_path / "ours.py").write_text(
        "from jupyter_server.services.kernels.connection import channels\n"
        "class Ours(channels.ZMQChannelsWebsocketConnection):\n    pass\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert connection_class("--ServerApp.kernel_websocket_connection_class=ours.Ours") == "Ours"


def test_the_printed_address_opens_the_notebook_that_the_command_names(
    lab, no_user_settings, tmp_path
):
    (tmp_path / "a.ipynb").touch()
    assert address(f"{tmp_path / 'a.ipynb'}").endswith("/lab/tree/a.ipynb")
    assert address().endswith("/lab")
    assert address("--LabApp.default_url=/tree", str(tmp_path / "a.ipynb")).endswith("/tree")


def test_lab_runs_widget_callbacks_in_the_kernels_main_thread(lab, no_user_settings):
    from jupyterlab.commands import get_app_dir
    from jupyterlab_server.settings_utils import get_settings

    folder = Path(get_app_dir())
    settings, _ = get_settings(
        str(folder / "settings"),
        str(folder / "schemas"),
        "",
        schema_name="@jupyterlab/apputils-extension:kernels-settings",
    )
    assert settings["schema"]["properties"]["commsOverSubshells"]["default"] == "disabled"


def test_the_connection_switches_the_delay_off_before_it_connects(monkeypatch):
    order = []

    class Handler:
        def set_nodelay(self, value):
            order.append(("nodelay", value))

    monkeypatch.setattr(
        channels.ZMQChannelsWebsocketConnection, "connect", lambda self: order.append("connected")
    )
    monkeypatch.setattr(PromptConnection, "websocket_handler", Handler())
    connection = PromptConnection.__new__(PromptConnection)
    connection.connect()
    assert order == [("nodelay", True), "connected"]


def test_lab_fetches_no_news(lab, no_user_settings):
    """A toast over the first figure is for nobody; the course touches no network."""
    settings = json.loads((SHIPPED.parents[3] / OVERRIDES).read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {
        "checkForUpdates": False, "fetchNews": "false",
    }  # fmt: skip
