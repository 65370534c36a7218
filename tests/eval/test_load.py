"""The load benchmark against a server whose answers are known."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from eval.benchmarks.load import Load, distinct, press

STREAM = b"event: understood\ndata: {}\n\nevent: del", b"ta\ndata: {}\n\n", b"event: done\ndata: {}\n\n"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def answered(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    for piece in STREAM:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01)


def refused(head: bytes) -> Answer:
    async def refuse(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 503 Busy\r\n" + head + b"\r\n")

    return refuse


async def hung_up(_: asyncio.StreamWriter) -> None:
    pass


def pressed(answer: Answer, clients: int = 5) -> tuple[Load, int]:
    """What is reported of a server that answers so, and how many it was asked at once at most."""
    here = most = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal here, most
        here += 1
        most = max(most, here)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"POST /qa/api/ask ")
        await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split()[0]))
        await answer(writer)
        here -= 1
        writer.close()

    async def run() -> Load:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            questions = distinct(["一？", "二", "Three?"])
            return await press(f"http://127.0.0.1:{port}/qa/", questions, clients, 0.1)

    with ThreadPoolExecutor(1) as beside:  # browser tests leave a loop running in this thread
        return beside.submit(asyncio.run, run()).result(), most


def test_every_client_asks_and_the_first_piece_is_before_the_last() -> None:
    load, most = pressed(answered)
    assert most == 5
    assert load.statuses[200] == len(load.first_ms) == len(load.whole_ms) >= 5
    assert load.wrong == 0
    assert all(first < whole for first, whole in zip(load.first_ms, load.whole_ms, strict=True))
    assert load.lines()[0].endswith(f"({load.statuses[200]} of 200; 0 wrong)")


@pytest.mark.parametrize(("head", "wrong"), [(b"Retry-After: 1\r\n", 0), (b"", 2)])
def test_a_refusal_is_orderly_if_it_says_when_to_come_again(head: bytes, wrong: int) -> None:
    load, _ = pressed(refused(head), clients=2)
    assert load.statuses == {503: 2}
    assert load.wrong == wrong


def test_a_connection_that_ends_is_wrong() -> None:
    load, _ = pressed(hung_up, clients=1)
    assert load.statuses == {0: 1}
    assert load.wrong == 1


def test_no_question_is_asked_twice() -> None:
    asked = list(islice(distinct(["一？", "二", "Three?"]), 1000))
    assert len(set(asked)) == len(asked)
    assert asked[:3] == ["一？", "二？", "Three？"]
