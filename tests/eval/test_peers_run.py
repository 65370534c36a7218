import sys
from pathlib import Path

import pytest

from eval.benchmarks.peers.judge import judge
from eval.benchmarks.peers.run import Launch, Limits, Outcome, run
from eval.benchmarks.peers.task import Task
from tests.eval.peers import SOURCE, fake_contestant, passages_task, whole_task


def outcome(folder: Path, how: str, task: Task, *, seconds: float = 30, memory_mb: int = 500) -> Outcome:
    contestant = fake_contestant(folder, how)
    task.write(folder)
    launch = Launch(Path(sys.executable), contestant.system.script, how, SOURCE, folder, folder)
    return run(launch, task, folder, Limits(seconds, memory_mb))


def test_a_system_that_works_is_measured_whole(tmp_path: Path) -> None:
    found = outcome(tmp_path, "good", passages_task())
    assert not found.reason
    assert not found.cold_reason
    assert list(found.ranked) == ["q1", "q2", "q3"]
    assert all(ranked.ms >= 0 for ranked in found.ranked.values())
    assert found.build_s is not None
    assert found.peak_mb is not None
    assert 5 < found.peak_mb < 500
    assert found.cold_s is not None
    assert 0 < found.cold_s < 30


def test_of_quality_alone_no_cold_start_is_measured(tmp_path: Path) -> None:
    found = outcome(tmp_path, "good", passages_task("passages"))
    assert found.cold_s is None
    assert not found.cold_reason


@pytest.mark.parametrize(
    ("how", "answered", "reason"),
    [
        ("crash", 1, "ended by SIGABRT"),
        ("raise", 1, "failed (1): ValueError: no such thing"),
        ("quit", 1, "left 2 of 3 questions without an answer"),
        ("babble", 1, "wrote a line that is not JSON"),
        ("invent", 1, "ranked a passage that there is not"),
        ("hungry", 0, "out of memory: more than 500 MB"),
    ],
)
def test_what_goes_wrong_is_the_reason_and_what_was_done_before_is_kept(
    tmp_path: Path, how: str, answered: int, reason: str
) -> None:
    found = outcome(tmp_path, how, passages_task())
    assert reason in found.reason
    assert len(found.ranked) == answered
    judged = judge(passages_task(), found)
    assert (judged.n if judged else 0) == answered


def test_what_takes_too_long_is_killed(tmp_path: Path) -> None:
    found = outcome(tmp_path, "slow", passages_task(), seconds=3)
    assert found.reason == "killed after 3 s"
    assert list(found.ranked) == ["q1"]
    assert found.cold_s is None


def test_a_cold_start_that_hangs_leaves_the_rest(tmp_path: Path) -> None:
    found = outcome(tmp_path, "frozen", passages_task(), seconds=3)
    assert not found.reason
    assert len(found.ranked) == 3
    assert found.cold_s is None
    assert found.cold_reason == "killed after 3 s"


def test_a_system_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    task = passages_task()
    task.write(tmp_path)
    launch = Launch(tmp_path / "no-python", tmp_path / "no.py", "good", SOURCE, tmp_path, tmp_path)
    assert run(launch, task, tmp_path, Limits()).reason == "did not start: No such file or directory"


def test_passages_that_a_system_cuts_are_judged_by_the_characters_they_cover(tmp_path: Path) -> None:
    task = whole_task()
    found = outcome(tmp_path, "good", task)
    assert not found.reason
    judged = judge(task, found)
    assert judged is not None
    assert judged.means["hit@1"] == 1
    assert judged.read == 1
    assert judged.passages == 3
    assert judged.test == (1, 1)


def test_a_passage_outside_of_its_document_is_refused(tmp_path: Path) -> None:
    assert "outside of its document" in outcome(tmp_path, "outside", whole_task()).reason
