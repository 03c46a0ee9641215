"""A real JupyterLab server for one test: on loopback, with a token, on a copy of the notebooks."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

KERNELS = "@jupyterlab/apputils-extension"


def free_port():
    """A port of the loopback interface that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LabServer:
    """Starts `jupyter lab` on entering a `with` block and stops it, kernels included, on leaving.

    `notebooks` is the folder whose notebooks are copied and served. `prompt=False` and
    `subshells=True` undo the package's Jupyter configuration, so that what it changes can be
    measured; None leaves each as the environment has it. A user's own Jupyter settings are never
    read or written.
    """

    def __init__(self, notebooks, *, prompt=None, subshells=None, environment=None):
        self.folder = Path(tempfile.mkdtemp(prefix="dlcourse-lab-"))
        self.root = self.folder / "notebooks"
        self.root.mkdir()
        for path in Path(notebooks).glob("*.ipynb"):
            shutil.copy(path, self.root)
        self.prompt, self.subshells = prompt, subshells
        self.environment = environment or {}
        self.port, self.token = free_port(), secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "server.log"

    def __enter__(self):
        """Start and wait until it answers."""
        self._write_settings()
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += [f"--ServerApp.port={self.port}", "--ServerApp.ip=127.0.0.1"]
        command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={self.token}"]
        command += [f"--ServerApp.root_dir={self.root}", "--expose-app-in-browser"]
        if self.prompt is False:
            command += ["--ServerApp.jpserver_extensions=dlcourse.server=False"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._environment()
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        """Ask the server to stop, insist after ten seconds, and remove its folder."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, notebook):
        """The address that opens one notebook in JupyterLab, with the token."""
        return f"{self.url}/lab/tree/{notebook}?reset&token={self.token}"

    def _environment(self):
        own = {
            "JUPYTER_CONFIG_DIR": self.folder / "config",
            "JUPYTER_DATA_DIR": self.folder / "data",
            "JUPYTER_RUNTIME_DIR": self.folder / "runtime",
            "JUPYTERLAB_SETTINGS_DIR": self.folder / "settings",
            "JUPYTERLAB_WORKSPACES_DIR": self.folder / "workspaces",
            "IPYTHONDIR": self.folder / "ipython",
        }
        return os.environ | {name: str(path) for name, path in own.items()} | self.environment

    def _write_settings(self):
        settings = self.folder / "settings" / KERNELS
        settings.mkdir(parents=True)
        # Neither news nor update notices: no test reaches out of the machine.
        (settings / "notification.jupyterlab-settings").write_text(
            '{"fetchNews": "false", "checkForUpdates": false}'
        )
        if self.subshells is not None:
            choice = "perCommTarget" if self.subshells else "disabled"
            (settings / "kernels-settings.jupyterlab-settings").write_text(
                f'{{"commsOverSubshells": "{choice}"}}'
            )

    def _wait(self, seconds=60):
        request = f"{self.url}/api?token={self.token}"
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(request, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-3000:]}")
