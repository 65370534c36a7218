"""Processes that answer for the server: the same answers, from the index that is served, whatever befalls them."""

import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import Assistant, build, reopen
from assistant.crew import Crew, Member, Task
from assistant.desk import Desk
from assistant.errors import QuestionError
from assistant.limits import BusyError
from assistant.records import Message, Turn
from assistant.settings import ModelSettings, Settings
from tests.conftest import NEWS, PLAN

QUESTION = "青湖科技园规划面积多大？"
_HALF_A_REPLY = (
    "import os, time; os.write(1, bytes([128, 5, 149, 0, 0, 9, 0, 0, 0, 0, 0]) + bytes(1000)); time.sleep(60)"
)
HISTORY = (Message("user", QUESTION), Message("assistant", "8.05平方公里"))


def until(true: Callable[[], object]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it took a minute")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("crew")
    (home / "sources").mkdir()
    (home / "sources" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (home / "sources" / "news.txt").write_text(NEWS, encoding="utf-8")
    build([home / "sources"], home / "index")
    return home / "index"


@pytest.fixture(scope="module")
def alone(folder: Path) -> Assistant:
    """The assistant that answers itself."""
    return reopen(folder)


@pytest.fixture(scope="module")
def crew(folder: Path, alone: Assistant) -> Iterator[Crew]:
    made = Crew(1, Settings(llm=ModelSettings(url="http://127.0.0.1:9/v1", model="none")))
    made.at(folder, alone.fingerprint)
    made.start()
    yield made
    made.close()


def same(turn: Turn | None) -> Turn | None:
    """What two answers to one question have in common."""
    return turn and replace(turn, turn_id="", timings_ms={})


def test_its_answers_are_those_of_the_assistant(crew: Crew, folder: Path, alone: Assistant) -> None:
    elsewhere = crew.at(folder, alone.fingerprint)
    until(lambda: elsewhere(QUESTION, (), None))
    for question, history, documents in (
        (QUESTION, (), None),
        ("分几期建设？", HISTORY, None),
        ("双方如何分享税收？", (), {"plan"}),
        ("谁写了《红楼梦》？", (), None),
    ):
        answered = elsewhere(question, history, documents)
        assert same(answered) == same(alone.ask(question, history, documents=documents))
    with pytest.raises(QuestionError) as here:
        alone.ask("？？")
    with pytest.raises(QuestionError) as there:
        elsewhere("？？", (), None)
    assert str(there.value) == str(here.value)


def test_it_answers_from_no_other_index_than_the_one_asked_about(
    crew: Crew, folder: Path, alone: Assistant, tmp_path: Path
) -> None:
    until(lambda: crew.answer(Task(folder, alone.fingerprint, QUESTION)))
    assert crew.answer(Task(folder, "another", QUESTION)) is None
    (tmp_path / "new.txt").write_text("云岭渡口新建缆车一条，全长3600米。\n", encoding="utf-8")
    build([tmp_path / "new.txt"], tmp_path / "index")
    other = reopen(tmp_path / "index")
    turn = crew.at(tmp_path / "index", other.fingerprint)("云岭渡口的缆车全长多少？", (), None)
    assert turn is not None
    assert (turn.answer.short, turn.fingerprint) == ("3600米", other.fingerprint)
    build([folder.parent / "sources", tmp_path / "new.txt"], tmp_path / "index")
    newer = reopen(tmp_path / "index")
    assert crew.at(tmp_path / "index", newer.fingerprint)(QUESTION, (), None) is not None
    assert crew.answer(Task(tmp_path / "index", other.fingerprint, QUESTION)) is None


def test_where_no_process_answers_the_assistant_does(folder: Path, alone: Assistant) -> None:
    idle = Crew(1, Settings())  # not started
    asked = replace(alone, elsewhere=idle.at(folder, alone.fingerprint))
    assert same(asked.ask(QUESTION)) == same(alone.ask(QUESTION))
    idle.close()


def test_a_process_that_is_killed_is_replaced(crew: Crew, folder: Path, alone: Assistant) -> None:
    asked = replace(alone, elsewhere=crew.at(folder, alone.fingerprint))
    until(lambda: crew.answer(Task(folder, alone.fingerprint, QUESTION)))
    (killed,) = crew.members
    os.kill(killed.pid, signal.SIGKILL)
    with pytest.raises(BusyError):  # it might be the question: it is not asked of the server itself
        asked.ask(QUESTION)
    until(lambda: crew.answer(Task(folder, alone.fingerprint, QUESTION)))
    (fresh,) = crew.members
    assert fresh.pid != killed.pid


def test_a_process_that_hangs_is_replaced(
    crew: Crew, folder: Path, alone: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: crew.answer(Task(folder, alone.fingerprint, QUESTION)))
    (stopped,) = crew.members
    os.kill(stopped.pid, signal.SIGSTOP)
    with monkeypatch.context() as patched:
        patched.setattr("assistant.crew._LONGEST_S", 0.2)
        with pytest.raises(BusyError):
            crew.answer(Task(folder, alone.fingerprint, QUESTION))
    until(lambda: crew.answer(Task(folder, alone.fingerprint, QUESTION)))
    assert stopped not in crew.members


@pytest.mark.parametrize("begun", ["import time; time.sleep(60)", _HALF_A_REPLY])
def test_who_is_asked_when_it_ends_says_so(monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    monkeypatch.setattr("assistant.crew._START", begun)
    for n in range(20):
        member = Member(Settings(), None)
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(member.ask, Task(Path("index"), "any"))
            time.sleep(n * 0.003)
            member.end()
            assert isinstance(asked.exception(timeout=60), (OSError, EOFError, pickle.UnpicklingError))
        with pytest.raises(EOFError):
            member.ask(Task(Path("index"), "any"))


def test_a_desk_with_a_crew_answers_many_at_once(folder: Path, alone: Assistant) -> None:
    crew = Crew(2, Settings())
    desk = Desk(replace(alone, elsewhere=crew.at(folder, alone.fingerprint)), places=2)
    crew.start()
    try:
        questions = [f"青湖科技园第{n}期规划面积多大？" for n in range(40)]
        with ThreadPoolExecutor(8) as threads:
            turns = list(threads.map(desk.ask, questions))
        assert [turn.query.question for turn in turns] == questions
        until(lambda: len(crew.members) == 2)
    finally:
        desk.close()
        crew.close()
    assert crew.members == ()
    assert crew.answer(Task(folder, alone.fingerprint, QUESTION)) is None
