"""HTTP as the server reads it: uvicorn's fast parser, which itself would gather a head of any size."""

from math import inf

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 64 * 1024
"""Of the request line and headers of a request."""


class BoundedHttp(HttpToolsProtocol):
    """Refuses with status 400 a request whose head does not end after `MAX_HEAD_BYTES`, give or take one read."""

    _head_bytes: float = 0
    """Read of the present head; minus infinity while a body is read."""

    def data_received(self, data: bytes) -> None:
        """Bytes from the client."""
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its body follows."""
        self._head_bytes = -inf
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Another request may follow."""
        self._head_bytes = 0
        super().on_message_complete()
