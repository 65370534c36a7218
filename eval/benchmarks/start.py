"""How long a reader waits: `python -m eval.benchmarks.start [--times 5] [-- OPTIONS OF wenju serve]`.

A server is started from nothing, on the default index; then the page is opened in a tab of Chromium and questions are asked
in it. Times count from the start of the process, from the navigation, and from the key that sends a question.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from statistics import median
from typing import Annotated

import typer
from playwright.sync_api import Browser, sync_playwright

from eval.topics import default_gold, in_split, load_topics

_PATIENCE_S = 120.0
_QUIET_S = 8.0
"""What the server does after it is ready is over by then: readers come to a server that has been there for a while."""

_QUESTIONS = 5
_READS_MS = 1500.0
"""Between an answer and the next question: the page shows the source meanwhile."""
# seen by the page itself, in the frame in which it is drawn: a driver looks only now and then
_SEEN = """() => new Promise(seen => {
    const box = document.querySelector("#question textarea"), chat = document.querySelector("#chat");
    const before = chat.querySelectorAll(".answer").length;
    let sent = 0;
    new MutationObserver((_, watch) => {
        if (chat.querySelectorAll(".answer").length > before) {
            watch.disconnect();
            requestAnimationFrame(() => seen(performance.now() - sent));
        }
    }).observe(document.body, {childList: true, subtree: true});
    box.focus();
    sent = performance.now();
    box.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", bubbles: true, cancelable: true}));
})"""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the server takes questions, has answered the first, has the page; and of processor time, which
    other work on the machine does not change as much: until it takes questions, until it has the page."""

    ready_s: float
    answered_s: float
    page_s: float
    ready_processor_s: float
    page_processor_s: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Milliseconds: until the page takes a question, and until each answer is seen."""

    usable_ms: float
    answers_ms: tuple[float, ...]


def start(options: list[str], question: str) -> tuple[Start, str, "subprocess.Popen[str]"]:
    """Start a server: how long it took, its address, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), *options]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    _until_ready(address)
    ready, ready_processor = time.perf_counter() - began, _processor_s(process.pid)
    _ask(address, question)
    answered = time.perf_counter() - began
    process.stdout.readline()  # it says when the page is there
    page = time.perf_counter() - began
    return Start(ready, answered, page, ready_processor, _processor_s(process.pid)), address, process


def read(browser: Browser, address: str, questions: Sequence[str]) -> Reading:
    """Open the page and ask one question after the other."""
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        page.wait_for_timeout(500)  # the tab itself is there
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        box = page.locator("#question textarea")
        box.fill(questions[0])  # waits until it takes text
        usable = time.perf_counter() - began
        answers = []
        for question in questions:
            page.wait_for_timeout(_READS_MS)
            box.fill(question)
            answers.append(float(page.evaluate(_SEEN)))
        return Reading(1000 * usable, tuple(answers))
    finally:
        context.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def _until_ready(address: str) -> None:
    until = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < until:
        with suppress(OSError), urllib.request.urlopen(f"{address}readyz", timeout=5) as reply:
            if reply.status == 200:
                return
        time.sleep(0.02)
    raise TimeoutError(f"the server is not ready after {_PATIENCE_S:.0f} s")


def _ask(address: str, question: str) -> None:
    request = urllib.request.Request(
        f"{address}api/ask",
        json.dumps({"question": question}).encode(),
        {"content-type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=_PATIENCE_S).read()


def _processor_s(pid: int) -> float:
    """Processor time of a process until now, where the system tells; else 0."""
    with suppress(OSError), open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def main(
    options: Annotated[list[str] | None, typer.Argument(help="options of wenju serve, after --")] = None,
    times: Annotated[int, typer.Option(min=1, help="how often; medians are shown")] = 5,
) -> None:
    """Start a server several times, and open its page; medians."""
    questions = [
        topic.question
        for topic in in_split(load_topics(default_gold()), "dev")
        if not topic.history and topic.answerable
    ]
    starts, readings = [], []
    with _chromium() as browser:
        for n in range(times):
            started, address, process = start(options or [], questions[0])
            try:
                time.sleep(_QUIET_S)
                readings.append(read(browser, address, questions[1 + n * _QUESTIONS :][:_QUESTIONS]))
            finally:
                process.terminate()
                process.communicate(timeout=_PATIENCE_S)
            starts.append(started)
    print(f"takes questions after {median(each.ready_s for each in starts):.1f} s")
    print(f"has answered one after {median(each.answered_s for each in starts):.1f} s")
    print(f"has the page after {median(each.page_s for each in starts):.1f} s")
    print(
        f"processor time until it takes questions {median(each.ready_processor_s for each in starts):.1f} s, "
        f"until it has the page {median(each.page_processor_s for each in starts):.1f} s"
    )
    print(f"page usable {median(each.usable_ms for each in readings):.0f} ms after navigation")
    first = median(each.answers_ms[0] for each in readings)
    every = median(answer for each in readings for answer in each.answers_ms)
    print(f"answer seen {every:.0f} ms after Enter, the first one in a page {first:.0f} ms")


if __name__ == "__main__":
    typer.run(main)
