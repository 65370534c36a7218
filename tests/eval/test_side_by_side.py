"""Systems asked at once, in processes: the same outcomes, and nothing left behind by what ends early."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from assistant.app import build
from eval.errors import RunError
from eval.outcome import Outcome
from eval.run import GoldFile, done_topics, read_run, turns_file
from eval.run_systems import Open, Plan, run_systems
from eval.serving import open_serving
from eval.systems import SYSTEMS, System
from eval.topics import topic_line
from tests.conftest import NEWS, PLAN
from tests.eval.fakes import unanswerable

TOPICS = tuple(
    unanswerable(f"t{n}", question)
    for n, question in enumerate(
        ["规划面积多大？", "设站多少座？", "收益如何分配？", "票价多少？", "飞地园区"]
    )
)
FLAT = System("flat", "bm25", ("search.word_weight=0",))
RUN = Plan(
    (SYSTEMS["hybrid"], SYSTEMS["rank-bm25"], FLAT),
    TOPICS,
    (GoldFile("g.jsonl", "ab" * 32, 5),),
    "all",
    "2024-05-01",
    "wenju eval run",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("side-by-side")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    build([folder / "plan.txt", folder / "news.txt"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def alone(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of this process alone."""
    folder = tmp_path_factory.mktemp("alone")
    run_systems(RUN, folder / "run", opening(index, folder))
    return folder / "run"


def opening(index: Path, scratch: Path) -> Open:
    return lambda given: open_serving(index, given, scratch)


def timeless(outcome: Outcome) -> Outcome:
    turn = {k: v for k, v in (outcome.turn or {}).items() if k not in ("id", "timings_ms")}
    return replace(outcome, ms=0, turn=turn)


def outcomes(folder: Path) -> dict[str, list[Outcome]]:
    return {name: list(map(timeless, each)) for name, each in read_run(folder).outcomes.items()}


def test_processes_find_what_one_finds(index: Path, alone: Path, tmp_path: Path) -> None:
    named: list[tuple[str, ...]] = []

    def look() -> None:
        named.append(tuple(system.name for system in read_run(tmp_path / "run").header.systems))

    _, header = run_systems(RUN, tmp_path / "run", opening(index, tmp_path), processes=2, on_question=look)
    assert header.finished
    assert outcomes(tmp_path / "run") == outcomes(alone)
    assert named == [("hybrid", "rank-bm25", "flat")] * len(TOPICS) * len(RUN.systems)
    assert not active_children()


def stop_after(n: int, stop: Callable[[], None]) -> Callable[[], None]:
    left = iter(range(n))

    def on_question() -> None:
        if next(left, None) is None:
            stop()

    return on_question


def test_an_interrupted_one_is_gone_on_with(index: Path, alone: Path, tmp_path: Path) -> None:
    folder, opened = tmp_path / "run", opening(index, tmp_path)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_systems(RUN, folder, opened, processes=2, on_question=stop_after(1, interrupt))
    assert not active_children()
    done = [len(done_topics(turns_file(folder, system.name))) for system in RUN.systems]
    assert 1 < sum(done) < len(TOPICS) * len(RUN.systems)
    run_systems(RUN, folder, opened, processes=2, resume=True)
    assert outcomes(folder) == outcomes(alone)


def test_a_killed_process_is_named_and_nothing_is_lost(index: Path, tmp_path: Path) -> None:
    def kill() -> None:
        for child in active_children():
            child.kill()

    many = replace(RUN, topics=tuple(replace(TOPICS[0], id=f"t{n}") for n in range(3000)))
    with pytest.raises(RunError, match="was killed: go on with --resume"):
        run_systems(
            many, tmp_path / "run", opening(index, tmp_path), processes=2, on_question=stop_after(3, kill)
        )
    assert sum(len(done_topics(turns_file(tmp_path / "run", system.name))) for system in RUN.systems) > 3


def test_processes_end_with_the_one_that_started_them(index: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        "".join(topic_line(replace(TOPICS[0], id=f"t{n}")) + "\n" for n in range(5000)), encoding="utf-8"
    )
    out = tmp_path / "run"
    command = [sys.executable, "-m", "assistant", "eval", "run", "--processes", "2", "--split", "all"]
    parent = subprocess.Popen(
        [*command, "--gold", gold, "--index", index, "--out", out],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        turns = turns_file(out, "hybrid")
        while not turns.is_file() or not turns.stat().st_size:
            assert parent.poll() is None
            time.sleep(0.05)
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="ascii").split()
        assert len(children) >= 2
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    for child in map(int, children):
        for _ in range(200):
            if not is_running(child):
                break
            time.sleep(0.05)
        assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False
