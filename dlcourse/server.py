"""The server's half of a live figure: each message to the browser leaves at once.

A live figure answers a move of a slider with several small messages. By default the operating
system holds the second one back until the first is acknowledged (Nagle's algorithm), which costs
some 40 ms per move. The package's Jupyter configuration loads this module as a server extension, so
that a plain `jupyter lab` in the course's environment is quick, and its printed address opens the
notebook that the command names.
"""

from contextlib import suppress
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The stock kernel connection with TCP_NODELAY set on its websocket."""

    def connect(self):
        """Switch the delay off, then connect; returns the future of the stock `connect`."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points():
    return [{"module": "dlcourse.server"}]


def _load_jupyter_server_extension(app):
    """Replace the stock connection; a gateway's or a user's own choice stays."""
    if app.web_app.settings.get(SETTING) is ZMQChannelsWebsocketConnection:
        app.web_app.settings[SETTING] = PromptConnection
    _open_what_was_named(app)


def _open_what_was_named(app):
    """The printed address opens the notebook named in the command, as the server's own tab does."""
    if app.file_to_run and app.default_url.endswith("/lab"):
        with suppress(ValueError):  # a file outside the server's folder
            inside = Path(app.file_to_run).resolve().relative_to(Path(app.root_dir).resolve())
            app.default_url += f"/tree/{inside.as_posix()}"
