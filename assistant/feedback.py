"""What readers said of answers, and the questions that stayed unanswered, in one SQLite file.

What was put is on the disk when `put` returns: the file survives a process that is killed.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.errors import FeedbackError

Rating = Literal["good", "bad", "wrong_source"]

_VERSION = 2
_SCHEMA = """
create table if not exists feedback (
    turn_id text primary key,
    at text not null,
    rating text not null,
    comment text not null,
    question text not null,
    answer text not null,
    citation integer,
    documents text not null,
    lang text not null,
    index_name text not null default ''
) strict;
create index if not exists feedback_at on feedback (at);
create table if not exists unanswered (
    question text not null,
    times integer not null,
    last text not null,
    reason text not null,
    index_name text not null default '',
    primary key (question, index_name)
) strict;
create index if not exists unanswered_last on unanswered (last);
"""
_FROM_1 = """
begin immediate;
alter table feedback add column index_name text not null default '';
alter table unanswered rename to unanswered_1;
drop index if exists unanswered_last;
create table unanswered (
    question text not null,
    times integer not null,
    last text not null,
    reason text not null,
    index_name text not null default '',
    primary key (question, index_name)
) strict;
insert into unanswered (question, times, last, reason) select question, times, last, reason from unanswered_1;
drop table unanswered_1;
pragma user_version = 2;
commit;
"""
_MOST_UNANSWERED = 10_000  # questions kept; the one asked longest ago goes first


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of the answer `turn_id`. `citation` is the number of the source that was meant, if one.

    `index` is the name of the index that answered; empty where it was not kept.
    """

    turn_id: str
    rating: Rating
    comment: str = ""
    question: str = ""
    answer: str = ""
    citation: int | None = None
    documents: tuple[str, ...] = ()
    lang: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """Feedback and when it came, as an ISO time in UTC."""

    feedback: Feedback
    at: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the documents of `index` did not answer: how often it was asked, and when last (ISO time in UTC)."""

    question: str
    times: int
    last: str
    reason: str
    index: str = ""


class FeedbackStore:
    """The file at `path`, made when it is not there. Any thread may use it, and several processes.

    Every method raises FeedbackError when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise FeedbackError(self._sentence(error)) from error
        with self._transaction() as database:
            (version,) = database.execute("pragma user_version").fetchone()
            if version not in (0, 1, _VERSION):
                raise FeedbackError(f"{path} was written by another version of Wenju: move it away")
        with self._failures():
            if version == 1:
                self._database.executescript(_FROM_1)
            self._database.execute("pragma journal_mode = wal")
            self._database.execute("pragma synchronous = full")
            self._database.executescript(_SCHEMA)
            self._database.execute(f"pragma user_version = {_VERSION}")

    def put(self, feedback: Feedback) -> None:
        """Store it durably, in the place of what was said of the same turn before."""
        with self._transaction() as database:
            database.execute(
                "insert or replace into feedback values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    feedback.turn_id,
                    _now(),
                    feedback.rating,
                    feedback.comment,
                    feedback.question,
                    feedback.answer,
                    feedback.citation,
                    json.dumps(feedback.documents),
                    feedback.lang,
                    feedback.index,
                ),
            )

    def take_back(self, turn_id: str) -> None:
        """Forget what was said of a turn."""
        with self._transaction() as database:
            database.execute("delete from feedback where turn_id = ?", (turn_id,))

    def feedback(self, limit: int = 200) -> list[StoredFeedback]:
        """The newest first."""
        with self._transaction() as database:
            rows = database.execute("select * from feedback order by at desc, turn_id limit ?", (limit,))
            return [_stored(*row) for row in rows]

    def put_unanswered(self, question: str, reason: str = "", index: str = "") -> None:
        """Count a question that an index did not answer."""
        with self._transaction() as database:
            database.execute(
                "insert into unanswered values (?, 1, ?, ?, ?) on conflict (question, index_name)"
                " do update set times = times + 1, last = excluded.last, reason = excluded.reason",
                (question, _now(), reason, index),
            )
            database.execute(
                "delete from unanswered where rowid in"
                " (select rowid from unanswered order by last desc limit -1 offset ?)",
                (_MOST_UNANSWERED,),
            )

    def unanswered(self, limit: int = 200) -> list[Unanswered]:
        """The one asked last first."""
        with self._transaction() as database:
            rows = database.execute("select * from unanswered order by last desc, question limit ?", (limit,))
            return [Unanswered(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._failures():
            self._database.execute("begin immediate")
            try:
                yield self._database
            except BaseException:
                self._database.execute("rollback")
                raise
            self._database.execute("commit")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise FeedbackError(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        return f"feedback cannot be kept in {self.path} ({error}): see that the file can be written, or move it away"


def _stored(turn_id: str, at: str, rating: Any, *rest: Any) -> StoredFeedback:
    comment, question, answer, citation, documents, lang, index = rest
    names = tuple(json.loads(documents))
    return StoredFeedback(
        Feedback(turn_id, rating, comment, question, answer, citation, names, lang, index), at
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
