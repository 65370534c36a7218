"""How a retrieval system is run in an environment of its own: it reads a job and writes lines of JSON.

`python peer_NAME.py JOB`. The job is a JSON object: `texts` and `questions`, files of JSON Lines with `id`, `title`
and `text`; `whole`, whether texts are documents that the system cuts by itself or passages to be ranked as they
are; `setting`; `folder` for the index; `cold`, whether to open that index and answer one question; `encoder`, the folder of
the model; `memory_mb` and `seconds`, the limits; `depth`; `out`, the file that lines are added to.

Nothing but the standard library is imported here: the environments have nothing else in common. This project's source
is on the path of each.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time, time
from typing import Any, Protocol

_GRACE_S = 10

Message = Mapping[str, str]
"""An earlier message of a conversation: its `role` and its `content`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document or a passage. `whole`: both of its title and its text, as passages are given to a system."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """The title above the text, the usual form of a passage that has one."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage that a system cut: `spans` are `[start, end)` in characters of the document."""

    id: str
    doc_id: str
    spans: Sequence[tuple[int, int]]


class Peer(Protocol):
    """A system in one setting."""

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        """Index documents (`whole`), and give the passages cut; or index passages, and give nothing."""

    def save(self, folder: Path) -> None:
        """Store the index in an empty folder; nothing where the system cannot."""

    def load(self, folder: Path) -> None:
        """Make ready to answer from what was saved."""

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        """Ids of up to k passages, best first. Earlier messages are given; most systems have no use for them."""


Encode = Callable[[Sequence[str]], Any]
"""Texts to unit vectors, a float32 array `(len(texts), dim)`."""


def main(open_peer: Callable[[dict[str, Any]], Peer]) -> None:
    """Do the job that the command line names."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    limit = int(job["memory_mb"]) * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    signal.alarm(int(job["seconds"]) + _GRACE_S)  # should the one who watches the time be gone
    with Path(job["out"]).open("a", encoding="utf-8") as out:

        def tell(event: str, **values: object) -> None:
            out.write(json.dumps({"event": event, **values}) + "\n")
            out.flush()

        try:
            _work(open_peer, job, tell)
        except MemoryError:
            tell("failed", reason=f"out of memory: more than {job['memory_mb']} MB")
            raise


def _work(
    open_peer: Callable[[dict[str, Any]], Peer], job: dict[str, Any], tell: Callable[..., None]
) -> None:
    folder, depth = Path(job["folder"]), int(job["depth"])
    questions = list(_rows(job["questions"]))
    if job["cold"]:
        peer = open_peer(job)
        peer.load(folder)
        peer.search(questions[0]["text"], questions[0]["history"], depth)
        tell("cold", at=time())
        return
    texts = _texts(job["texts"])
    started, used = perf_counter(), process_time()
    peer = open_peer(job)
    pieces = peer.build(texts, whole=job["whole"])
    tell("built", s=perf_counter() - started, cpu_s=process_time() - used)
    for piece in pieces:
        tell("piece", id=piece.id, doc_id=piece.doc_id, spans=piece.spans)
    peer.save(folder)
    peer.search(
        questions[0]["text"], questions[0]["history"], depth
    )  # what is loaded at first use is not timed
    for question in questions:
        started, used = perf_counter(), process_time()
        ranking = list(peer.search(question["text"], question["history"], depth))[:depth]
        ms, cpu_ms = 1000 * (perf_counter() - started), 1000 * (process_time() - used)
        tell("answer", id=question["id"], ms=ms, cpu_ms=cpu_ms, ranking=ranking)
    tell("end", peak_mb=peak_mb())


def encoder(job: dict[str, Any]) -> Encode:
    """The encoder that all systems share."""
    from index.bag import BagEncoder

    bag = BagEncoder(Path(job["encoder"]))
    bag.encode(["?"])  # it is loaded at the first use

    def encode(texts: Sequence[str]) -> Any:
        return bag.encode(texts)

    return encode


def place(text: str, piece: str, start: int = 0) -> tuple[int, int] | None:
    """Where a piece stands in the text it was cut from, looked for from `start`, then from the beginning.

    Splitters trim and change white space; that apart, text at `[start, end)` is the piece. None: it is not there.
    """
    for begin in (start, 0):
        at = text.find(piece, begin)
        if at >= 0 and piece:
            return at, at + len(piece)
    squeezed = "".join(piece.split())
    if not squeezed:
        return None
    offsets = [offset for offset, character in enumerate(text) if not character.isspace()]
    plain = "".join(text[offset] for offset in offsets)
    first = next((n for n, offset in enumerate(offsets) if offset >= start), 0)
    at = plain.find(squeezed, first)
    if at < 0:
        at = plain.find(squeezed)
    return (offsets[at], offsets[at + len(squeezed) - 1] + 1) if at >= 0 else None


def pieces_of(document: Text, parts: Sequence[str]) -> list[tuple[Piece, str]]:
    """Parts that a splitter made of a document, in its order, with their places; one that has none has no spans."""
    pieces, start = [], 0
    for number, part in enumerate(parts):
        found = place(document.text, part, start)
        if found:
            start = found[0] + 1
        pieces.append((Piece(f"{document.id}#{number}", document.id, [found] if found else []), part))
    return pieces


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # not Linux; where it counts bytes
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def _rows(path: str) -> Iterator[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _texts(path: str) -> list[Text]:
    return [Text(row["id"], row["title"], row["text"]) for row in _rows(path)]
