"""A real HTTP server that speaks OpenAI's protocol, with the faults that endpoints have."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]
"""What the endpoint does with one request."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Endpoint"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append(json.loads(body))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.server.reached.set()
        behaviours = self.server.behaviours
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        try:
            behaviour(self)
        except OSError:
            self.server.left.set()
        self.close_connection = True

    def start(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def chunk(self, content: str | None, finish: str | None = None) -> None:
        choice = {
            "index": 0,
            "delta": {} if content is None else {"content": content},
            "finish_reason": finish,
        }
        whole = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }
        self.send(f"data: {json.dumps(whole)}\n\n")

    def log_message(self, *args: Any) -> None:
        pass


class Endpoint(ThreadingHTTPServer):
    """Behaves request by request as told; the last behaviour is kept. `reached` is set by a request, `left` when a client goes away."""

    daemon_threads = True

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = list(behaviours)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.reached = threading.Event()
        self.left = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def prompt(self) -> str:
        """The messages of the last request, one after another."""
        return "\n".join(message["content"] for message in self.asked[-1]["messages"])


@contextmanager
def endpoint(*behaviours: Behaviour) -> Iterator[Endpoint]:
    server = Endpoint(behaviours)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def says(text: str, *, piece: int = 7, finish: str | None = "stop") -> Behaviour:
    """Streams a text in pieces. `finish` None: the stream ends without saying so."""

    def behave(handler: Handler) -> None:
        handler.start()
        for at in range(0, len(text), piece):
            handler.chunk(text[at : at + piece])
        if finish:
            handler.chunk(None, finish)
            handler.send("data: [DONE]\n\n")

    return behave


def fails(status: int, message: str = "no", **headers: str) -> Behaviour:
    """Answers with an error."""

    def behave(handler: Handler) -> None:
        handler.start(status, "application/json", **headers)
        handler.send(json.dumps({"error": {"message": message, "type": "x", "code": None}}))

    return behave


def sends(raw: str, kind: str = "text/event-stream") -> Behaviour:
    """Sends something that is not the protocol."""

    def behave(handler: Handler) -> None:
        handler.start(200, kind)
        handler.send(raw)

    return behave


def breaks_after(text: str) -> Behaviour:
    """Streams a text and drops the connection in the middle of the next chunk."""

    def behave(handler: Handler) -> None:
        handler.start(transfer_encoding="chunked")
        line = json.dumps(
            {
                "id": "c1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "m",
                "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}],
            }
        )
        data = f"data: {line}\n\n".encode()
        handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n" + b"ff\r\ndata: {")
        handler.wfile.flush()
        handler.connection.close()

    return behave


def goes_on(text: str) -> Behaviour:
    """Says a text and then keeps saying something, until the client goes."""

    def behave(handler: Handler) -> None:
        handler.start()
        handler.chunk(text)
        for _ in range(1000):
            time.sleep(0.02)
            handler.chunk("嗯")

    return behave


def hangs(handler: Handler) -> None:
    """Takes the request and says nothing until the client goes away."""
    handler.connection.settimeout(20)
    if handler.connection.recv(1) == b"":
        handler.server.left.set()
