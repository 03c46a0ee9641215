"""The server's half of a live figure: each message to the browser leaves at once.

A live figure answers a move of a slider with several small messages. By default the operating
system holds the second one back until the first is acknowledged (Nagle's algorithm), which costs
some 40 ms per move. The package's Jupyter configuration loads this module as a server extension, so
that a plain `jupyter lab` in the course's environment is quick.
"""

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
