"""Processes that answer for the server, so that answers are computed on more cores than one.

Each is a fresh interpreter that opens the indexes by itself (their files are mapped, so that they share most of the
memory). None is needed: where no process can answer, the server does, as it would without them.
"""

import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from queue import Empty, SimpleQueue

from assistant.errors import AssistantError
from assistant.limits import BusyError
from assistant.records import Message, Turn
from assistant.settings import Settings

log = logging.getLogger(__name__)

_START = "from assistant.member import main; main()"
_TRIES = 2
"""A question whose process died is asked of another one; then it is held to be at fault."""
_LONGEST_S = 60.0
"""A process that has not answered by then hangs, and is taken for dead. It may have had to open an index first."""


@dataclass(frozen=True, slots=True)
class Task:
    """A question for the index in `folder`, which has this fingerprint. Without a question: open the index."""

    folder: Path
    fingerprint: str
    question: str = ""
    history: tuple[Message, ...] = ()
    documents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a member replies that does not answer: an error of the question, or None if it has another index."""

    error: AssistantError | None = None


Reply = Turn | Refusal


class Member:
    """One process, on one core. What is asked of it raises OSError, EOFError or UnpicklingError when it has died or hangs.

    Its pipes are closed only when nobody reads from them: a reader whose pipe is closed fails at random.
    """

    def __init__(self, settings: Settings, encoder: str | None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"OMP_NUM_THREADS": "1", **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._pipes = threading.Lock()
        self._send((settings, encoder))

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, task: Task) -> Reply:
        """Its reply. One thread at a time."""
        assert self._process.stdout
        with self._pipes:
            if self._process.stdout.closed:
                raise EOFError
            self._send(task)
            if task.question and not wait([self._process.stdout.fileno()], _LONGEST_S):
                raise TimeoutError
            reply: Reply = pickle.load(self._process.stdout)
        return reply

    def end(self) -> None:
        """Ends at once, and with it what is asked of it: it keeps nothing that could be lost. May be called again."""
        self._process.kill()
        self._process.wait()
        with self._pipes:
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe
                with suppress(OSError):  # what was still to be sent
                    pipe.close()

    def _send(self, thing: object) -> None:
        assert self._process.stdin
        pickle.dump(thing, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()


class Crew:
    """So many processes, each answering one question at a time. They start in the background; one that dies is replaced."""

    def __init__(self, size: int, settings: Settings, encoder: str | None = None) -> None:
        self._size = size
        self._settings = settings
        self._encoder = encoder
        self._idle: SimpleQueue[Member] = SimpleQueue()
        self._members: set[Member] = set()
        self._open: dict[Path, str] = {}
        self._lock = threading.Lock()
        self._closed = False

    @property
    def members(self) -> tuple[Member, ...]:
        """The processes that are ready or answering."""
        with self._lock:
            return tuple(self._members)

    def start(self) -> None:
        """Start all processes; they answer as soon as they have opened what is served."""
        for _ in range(self._size):
            self._enlist()

    def at(self, folder: Path, fingerprint: str) -> "Elsewhere":
        """What asks them about the index in a folder. Those that are idle open it now."""
        self._open[folder] = fingerprint
        for _ in range(self._idle.qsize()):
            with suppress(Empty):
                self._try(self._idle.get_nowait(), Task(folder, fingerprint))
        return Elsewhere(self, folder, fingerprint)

    def answer(self, task: Task) -> Turn | None:
        """The turn; None if no process can answer now. Raises the error of the question, or BusyError if it kills."""
        for n_died in range(_TRIES):
            try:
                member = self._idle.get_nowait()
            except Empty:
                if n_died:
                    break
                return None
            reply = self._try(member, task)
            if isinstance(reply, Turn):
                return reply
            if isinstance(reply, Refusal):
                if reply.error is not None:
                    raise reply.error
                return None
        raise BusyError

    def close(self) -> None:
        """End all processes. Who is still being answered by one is answered by the server."""
        with self._lock:
            self._closed = True
            members, self._members = self._members, set()
        for member in members:
            member.end()

    def _try(self, member: Member, task: Task) -> Reply | None:
        """A member's reply; it is idle again then. None if it has died; another one takes its place."""
        try:
            reply = member.ask(task)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._leave(member)
            return None
        self._idle.put(member)
        return reply

    def _leave(self, member: Member) -> None:
        with self._lock:
            self._members.discard(member)
            closed = self._closed
        member.end()
        if not closed:
            log.warning(
                "a process that answers questions died or hung (id %d): another one is started", member.pid
            )
            self._enlist()

    def _enlist(self) -> None:
        threading.Thread(target=self._recruit, name="crew", daemon=True).start()

    def _recruit(self) -> None:
        """A new member, idle when it has opened all that is served."""
        try:
            member = Member(self._settings, self._encoder)
        except OSError as error:
            log.warning("no process that answers questions can be started: %s", error)
            return
        with self._lock:
            if self._closed:
                member.end()
                return
            self._members.add(member)
        try:
            for folder, fingerprint in tuple(self._open.items()):
                member.ask(Task(folder, fingerprint))
        except (OSError, EOFError, pickle.UnpicklingError):
            with self._lock:
                self._members.discard(member)
            member.end()
            if not self._closed:
                log.warning("a process that answers questions could not begin: the server answers itself")
            return
        self._idle.put(member)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Asks a crew about one index."""

    crew: Crew
    folder: Path
    fingerprint: str

    def __call__(
        self, question: str, history: Sequence[Message], documents: Collection[str] | None
    ) -> Turn | None:
        """The turn, None if nobody can answer now. Raises QuestionError, and BusyError if the question cannot be borne."""
        some = None if documents is None else frozenset(documents)
        return self.crew.answer(Task(self.folder, self.fingerprint, question, tuple(history), some))
