"""The store of feedback: what was put is there, once, whatever happens to the process."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FeedbackError
from assistant.feedback import Feedback, FeedbackStore, StoredFeedback, Unanswered

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FEEDBACK = st.builds(
    Feedback,
    st.from_regex(r"[\w]{1,6}", fullmatch=True),
    st.sampled_from(["good", "bad", "wrong_source"]),
    TEXT,
    TEXT,
    TEXT,
    st.none() | st.integers(1, 9),
    st.lists(TEXT, max_size=3).map(tuple),
    st.sampled_from(["", "zh", "en"]),
)


@given(st.lists(FEEDBACK, max_size=12))
def test_the_last_word_on_each_turn_is_kept(
    tmp_path_factory: pytest.TempPathFactory, given_: list[Feedback]
) -> None:
    store = FeedbackStore(tmp_path_factory.mktemp("feedback") / "f.sqlite")
    for feedback in given_:
        store.put(feedback)
    expected = {feedback.turn_id: feedback for feedback in given_}
    assert {each.feedback.turn_id: each.feedback for each in store.feedback()} == expected
    for turn_id in expected:
        store.take_back(turn_id)
    assert store.feedback() == []
    store.close()


def test_questions_without_an_answer_are_counted(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite")
    for question in ("票价是多少", "谁是市长", "票价是多少"):
        store.put_unanswered(question, "没有")
    found = store.unanswered()
    assert [(each.question, each.times) for each in found] == [("票价是多少", 2), ("谁是市长", 1)]
    assert all(isinstance(each, Unanswered) for each in found)


def test_threads_and_processes_share_a_file(tmp_path: Path) -> None:
    stores = [FeedbackStore(tmp_path / "f.sqlite") for _ in range(3)]

    def put(number: int) -> None:
        for i in range(10):
            stores[number % 3].put(Feedback(f"{number}-{i}", "good"))

    threads = [threading.Thread(target=put, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].feedback(1000)) == 60


WRITER = """
import sys
from pathlib import Path
from assistant.feedback import Feedback, FeedbackStore
store = FeedbackStore(Path(sys.argv[1]))
for number in range(100_000):
    store.put(Feedback(f"t{number}", "good", comment="c" * 500))
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(25):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged = 25 + len([line for line in writer.stdout.read().split("\n") if line])
    kept: list[StoredFeedback] = FeedbackStore(path).feedback(1_000_000)
    assert {f"t{number}" for number in range(acknowledged)} <= {each.feedback.turn_id for each in kept}


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    path.write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(FeedbackError, match=r"f\.sqlite"):
        FeedbackStore(path)
    with pytest.raises(FeedbackError):
        FeedbackStore(tmp_path / "f.sqlite" / "below")


def test_a_later_version_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "f.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("pragma user_version = 99")
    with pytest.raises(FeedbackError, match="another version"):
        FeedbackStore(path)


def test_a_store_of_the_version_before_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            "create table feedback (turn_id text primary key, at text not null, rating text not null,"
            " comment text not null, question text not null, answer text not null, citation integer,"
            " documents text not null, lang text not null) strict;"
            "create table unanswered (question text primary key, times integer not null, last text not null,"
            " reason text not null) strict; create index unanswered_last on unanswered (last);"
            "insert into feedback values ('t', '2026-01-01T00:00:00.000+00:00', 'good', '', 'q', 'a', 1, '[]', 'zh');"
            "insert into unanswered values ('q', 3, '2026-01-01T00:00:00.000+00:00', '');"
            "pragma user_version = 1"
        )
    old.close()
    for _ in range(2):
        store = FeedbackStore(path)
        (kept,) = store.feedback()
        assert kept.feedback == Feedback("t", "good", "", "q", "a", 1, (), "zh")
        assert [(each.question, each.times, each.index) for each in store.unanswered()] == [("q", 3, "")]
        store.close()
