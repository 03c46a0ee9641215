"""The server's half of a live figure: each message to the browser leaves at once.

The package's Jupyter configuration names `PromptConnection`, so that a plain `jupyter lab` in the
course's environment uses it. A live figure sends a picture, then a sentence, as separate small
messages; by default the operating system holds the second one back until the first is
acknowledged (Nagle's algorithm), which costs some 40 ms per move of a slider.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The stock kernel connection with TCP_NODELAY set on its websocket."""

    def connect(self):
        """Switch the delay off, then connect as usual; returns what the stock `connect` returns."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
