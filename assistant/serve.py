"""The server: it listens, says where, and stops quietly."""

import errno
import logging
import socket

import uvicorn

from assistant.app import Assistant
from assistant.errors import AssistantError
from assistant.guard import WebSettings
from assistant.wording import EXAMPLES

_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


def serve(assistant: Assistant, host: str, port: int) -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it cannot listen there.

    On a loopback host only requests addressed to this machine by name or number are answered.
    """
    listener = _listen(host, port)
    from assistant.ui import create_app  # takes seconds: not before the port is known to be free

    try:
        assistant.ask(EXAMPLES[0])  # the first question loads dictionaries: before anybody waits for it
        app = create_app(assistant, WebSettings(hosts=_LOOPBACK if host in _LOOPBACK else ("*",)))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, server_header=False)
        _Server(config, _address(host, listener)).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Says one line when it is ready, and nothing about the tabs that are open when it stops."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Wenju is ready at {self._address} (Ctrl+C stops it)", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(f"port {port} is already in use: choose another one with --port") from error
        why = (error.strerror or str(error)).partition(" (while")[0]
        raise AssistantError(
            f"cannot listen on {host} port {port} ({why}): choose another --host or --port"
        ) from error


def _address(host: str, listener: socket.socket) -> str:
    """Where a browser on this machine finds the server."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{listener.getsockname()[1]}/"
