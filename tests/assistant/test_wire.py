"""How the server reads HTTP: a head without end is refused, bodies and requests in a row are not."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant.wire import MAX_HEAD_BYTES, BoundedHttp


async def sizes(scope: Scope, receive: Receive, send: Send) -> None:
    """Replies with the size of what it was sent."""
    size = len(await Request(scope, receive).body())
    await PlainTextResponse(f"size {size};")(scope, receive, send)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(sizes, http=BoundedHttp, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = threading.Thread(target=lambda: server.run(sockets=[listener]))
        running.start()
        yield int(listener.getsockname()[1])
        server.should_exit = True
        running.join(30)


def talk(port: int, *pieces: bytes, until: bytes = b"") -> bytes:
    """What the server says to these pieces, sent one after the other, up to `until` or the end."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection, suppress(ConnectionError):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.01)  # so that it is read by itself
        while (piece := connection.recv(65536)) and not (until and until in said + piece):
            said += piece
        said += piece
    return said


def test_a_head_without_end_is_refused(port: int) -> None:
    endless = (b"x" * MAX_HEAD_BYTES for _ in range(16))
    said = talk(port, b"GET / HTTP/1.1\r\nhost: a\r\nx: ", *endless)
    assert said.startswith(b"HTTP/1.1 400 ") or said == b""  # reset before it was read
    assert b"size" not in said


def test_many_headers_are_a_head_too(port: int) -> None:
    header = b"x: " + b"y" * 1000 + b"\r\n"
    said = talk(port, b"GET / HTTP/1.1\r\nhost: a\r\n", *[header * 100] * 16)
    assert b"size" not in said


def test_a_body_is_not_bounded_here(port: int) -> None:
    body = b"b" * (20 * MAX_HEAD_BYTES)
    head = b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
    assert b"size %d;" % len(body) in talk(port, head, body)


def test_many_requests_on_one_connection_are_not_one_head(port: int) -> None:
    request = b"GET / HTTP/1.1\r\nhost: a\r\nx: %s\r\n\r\n" % (b"y" * 20_000)
    last = request.replace(b"host: a", b"host: a\r\nconnection: close")
    said = talk(port, *[request] * 20, last)
    assert said.count(b"size 0;") == 21


def test_the_server_goes_on(port: int) -> None:
    assert b"size 0;" in talk(port, b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
