"""Asking several systems at once, each in a process of its own, as Python computes in one thread at a time.

Each process is a fresh interpreter that opens the index itself; no lock or thread of this one is copied.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from ctypes import Array, c_ubyte, c_ulong
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from eval.errors import RunError
from eval.experiment import ask_all
from eval.outcome import Outcome
from eval.run import append_outcomes
from eval.serving import reopen_served
from eval.systems import ServedAssistant, System
from eval.topics import Topic

_LOOK_S = 0.1  # how often it is looked how far they are


@dataclass(frozen=True, slots=True)
class Share:
    """A system, the index that it is asked over, what is left to ask, and the file that the outcomes go into."""

    system: System
    index: Path
    topics: Sequence[Topic]
    file: Path


@dataclass(frozen=True, slots=True)
class _Signals:
    """What processes and their parent tell each other: how many questions of each share were asked; 1 to stop after this one.

    Memory without locks, which a process that is killed would never give back. Each number is written by one process.
    """

    asked: "Array[c_ulong]"
    stop: "Array[c_ubyte]"


def ask_side_by_side(
    shares: Sequence[Share], processes: int, on_question: Callable[[], None] = lambda: None
) -> None:
    """Ask every share in one of so many processes; `on_question` after each question.

    Raises RunError if a process dies, and what asking raises; the outcomes until then are in their files.
    """
    context = get_context("spawn")
    signals = _Signals(context.RawArray(c_ulong, len(shares)), context.RawArray(c_ubyte, 1))
    told = 0
    with ProcessPoolExecutor(processes, context, _begin, (signals, shares)) as pool:
        try:
            running: set[Future[None]] = {pool.submit(_ask, n) for n in range(len(shares))}
            while running:
                done, running = wait(running, _LOOK_S, FIRST_EXCEPTION)
                for _ in range(told, told := sum(signals.asked)):
                    on_question()
                for each in done:
                    each.result()
        except BrokenProcessPool as error:
            raise RunError("a process that asked questions was killed: go on with --resume") from error
        finally:
            signals.stop[0] = 1
            pool.shutdown(cancel_futures=True)


_signals: _Signals | None = None
_shares: Sequence[Share] = ()
"""Of this process, if it is one that asks. It has all shares from its start: what is queued fills no pipe, on which Python 3.11
waits for ever where a process is killed (CPython issue 94777)."""


def _begin(signals: _Signals, shares: Sequence[Share]) -> None:
    global _signals, _shares
    _signals, _shares = signals, shares
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all: the parent says when to stop
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _ask(n: int) -> None:
    share = _shares[n]
    outcomes = ask_all(share.system, _opened(share.index, share.system.settings), share.topics)
    append_outcomes(share.file, _until_stopped(outcomes, n))


@cache
def _opened(index: Path, settings: tuple[str, ...]) -> ServedAssistant:
    return reopen_served(index, settings)


def _until_stopped(outcomes: Iterable[Outcome], n: int) -> Iterator[Outcome]:
    assert _signals
    for outcome in outcomes:
        yield outcome
        _signals.asked[n] += 1
        if _signals.stop[0]:
            return
