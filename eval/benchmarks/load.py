"""How many readers a server bears: `python -m eval.benchmarks.load ADDRESS --clients 200 --seconds 60`.

Each client asks one question after the other and reads the answer as it streams. Who is told that the server is
busy waits as long as it says, but no longer than a second. Questions are those of the gold set that stand alone, and
no two have the same words: an answer that the server remembers costs it next to nothing.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from json import dumps
from statistics import quantiles
from typing import Annotated
from urllib.parse import urlsplit

import typer

from eval.topics import default_gold, load_topics

_PATIENCE_S = 60.0
"""After which an answer that has not ended counts as failed."""
_PAUSE_S = 1.0
_FIRST = b"event: delta"
_BEGINNINGS = ("", "请问", "你好，", "麻烦问一下，", "我想知道，")
_ENDS = ("？", "", "?", "呢？", "，谢谢", "？谢谢！")


@dataclass(slots=True)
class Load:
    """What happened: answers by status, 0 for a connection that failed, and times in milliseconds.

    `first_ms`: until the first piece of an answer; `whole_ms`: until its end. `without_retry`: refusals that do
    not say when to come again.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    first_ms: list[float] = field(default_factory=list)
    whole_ms: list[float] = field(default_factory=list)
    without_retry: int = 0
    seconds: float = 0.0

    @property
    def wrong(self) -> int:
        """Answers that are neither an answer nor an orderly refusal."""
        return sum(n for status, n in self.statuses.items() if status not in (200, 503)) + self.without_retry

    def lines(self) -> list[str]:
        """The report, a line each."""
        answered = self.statuses[200]
        told = ", ".join(f"{n} of {status or 'no connection'}" for status, n in sorted(self.statuses.items()))
        return [
            f"{answered / self.seconds:.1f} answers a second ({told}; {self.wrong} wrong)",
            f"first piece of an answer, ms: {_percentiles(self.first_ms)}",
            f"whole answer, ms: {_percentiles(self.whole_ms)}",
        ]


def distinct(questions: Sequence[str]) -> Iterator[str]:
    """The questions again and again without end, worded differently each time."""
    for spaces in count():
        for beginning, end in product(_BEGINNINGS, _ENDS):
            for question in questions:
                yield f"{beginning}{' ' * spaces}{question.rstrip('？?。. ')}{end}"


async def press(
    address: str, questions: Iterator[str], clients: int, seconds: float, streams: bool = True
) -> Load:
    """Ask at an address with so many clients for so long; an answer that has begun is read to its end."""
    load = Load()
    started = time.perf_counter()
    until = started + seconds

    async def client() -> None:
        while time.perf_counter() < until:
            await asyncio.sleep(await _ask(address, next(questions), load, streams))

    await asyncio.gather(*(client() for _ in range(clients)))
    load.seconds = time.perf_counter() - started
    return load


async def _ask(address: str, question: str, load: Load, streams: bool) -> float:
    """Ask once and note what came of it; how long to wait before the next question, in seconds."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            head, first_s = await _read(address, question, started, streams)
    except (OSError, EOFError, TimeoutError, ValueError):
        load.statuses[0] += 1
        return _PAUSE_S
    status = int(head.split(None, 2)[1])
    load.statuses[status] += 1
    if status == 200:
        load.first_ms.append(1000 * first_s)
        load.whole_ms.append(1000 * (time.perf_counter() - started))
        return 0.0
    load.without_retry += status == 503 and b"\nretry-after:" not in head.lower()
    return _PAUSE_S


async def _read(address: str, question: str, started: float, streams: bool) -> tuple[bytes, float]:
    """The head of the response, and after how many seconds its first piece came. Raises EOFError if there is none."""
    at = urlsplit(address)
    reader, writer = await asyncio.open_connection(at.hostname, at.port or 80)
    try:
        body = dumps({"question": question}).encode()
        head = (
            f"POST {at.path.rstrip('/')}/api/ask HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n"
            f"Accept: {'text/event-stream' if streams else 'application/json'}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        head_back = await reader.readuntil(b"\r\n\r\n")
        read, first_s = b"", 0.0
        while piece := await reader.read(65536):
            if not first_s and _FIRST in (read := read[-len(_FIRST) :] + piece):
                first_s = time.perf_counter() - started
        return head_back, first_s or time.perf_counter() - started
    finally:
        writer.close()


def _percentiles(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "too few"
    cuts = quantiles(values, n=100, method="inclusive")
    return f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f}"


def main(
    address: Annotated[str, typer.Argument(help="where the server listens")] = "http://127.0.0.1:7860",
    clients: Annotated[int, typer.Option(min=1, help="how many ask at once")] = 200,
    seconds: Annotated[float, typer.Option(min=1, help="how long")] = 60,
    json: Annotated[bool, typer.Option("--json", help="ask for JSON, not for a stream")] = False,
) -> None:
    """Press a server; ends with 1 if it gave anything but answers and orderly refusals."""
    questions = [topic.question for topic in load_topics(default_gold()) if not topic.history]
    load = asyncio.run(press(address, distinct(questions), clients, seconds, streams=not json))
    for line in load.lines():
        print(line)
    raise typer.Exit(1 if load.wrong or not load.statuses[200] else 0)


if __name__ == "__main__":
    typer.run(main)
