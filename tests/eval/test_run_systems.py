"""Runs in folders: what is written, what is gone on with, what is refused."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import RunError
from eval.experiment import Experiment
from eval.ledger import count_runs, enter, ledger_of, read_ledger
from eval.machine import commit, peak_rss_mb, this_machine
from eval.run import GoldFile, Header, gold_files, read_header, read_run, turns_file
from eval.run_systems import Plan, run_systems
from eval.serving import Serving
from eval.systems import SYSTEMS, System
from eval.topics import load_topics, topic_line
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

TOPICS = (
    make_topic("t1"),
    make_topic("t2", question="监控？", evidence=("提供实时监控",), answers=("实时监控",), type_="list"),
    unanswerable("t3", "红烧肉怎么做才不腻？"),
)
FLAT = System("flat", settings=("search.dense_weight=0",))
PLAN = Plan((SYSTEMS["hybrid"], FLAT), TOPICS, (GoldFile("g.jsonl", "ab" * 32, 3),), "all", "2024-05-01", "wenju eval run")  # fmt: skip


class Opener:
    """Opens fakes, one for each settings, and remembers them."""

    def __init__(self, fingerprint: str = "fake") -> None:
        self.opened: dict[tuple[str, ...], FakeAssistant] = {}
        self.fingerprint = fingerprint

    def __call__(self, given: tuple[str, ...]) -> Serving:
        assert given not in self.opened, "one opening serves all systems of the same settings"
        assistant = self.opened[given] = FakeAssistant(self.fingerprint)
        return Serving(assistant, {"search.dense_weight": 0 if given else 1}, encoder="bag", index_mb=0.5)

    @property
    def asked(self) -> int:
        return sum(len(assistant.asked) for assistant in self.opened.values())


class Interrupted(BaseException):
    pass


def interrupt_after(n: int) -> Callable[[], None]:
    left = iter(range(n))

    def on_question() -> None:
        if next(left, None) is None:
            raise Interrupted

    return on_question


def scores(experiment: Experiment) -> list[tuple[object, ...]]:
    return [(r.system, r.topic_id, r.values, r.ranking, r.error) for r in experiment.results] + [
        (a.system, a.topic_id, a.recall, a.refused, a.citation_recall) for a in experiment.answers
    ]


def test_a_run_is_a_folder_that_says_what_was_run(tmp_path: Path) -> None:
    opener = Opener()
    experiment, header = run_systems(PLAN, tmp_path / "run", opener)
    run = read_run(tmp_path / "run")
    assert run.header == header
    assert (header.finished, header.documents, header.split) == (True, 2, "all")
    assert header.machine == this_machine()
    assert [(s.name, s.mode, s.fingerprint, s.encoder, s.passages) for s in header.systems] == [
        ("hybrid", "hybrid", "fake", "bag", 4),
        ("flat", "hybrid", "fake", "bag", 4),
    ]
    assert header.systems[1].settings == {"search.dense_weight": 0}
    assert load_topics([tmp_path / "run" / "topics.jsonl"]) == list(TOPICS)
    for name in ("hybrid", "flat"):
        outcomes = list(run.outcomes[name])
        assert [outcome.topic_id for outcome in outcomes] == ["t1", "t2", "t3"]
        turn = outcomes[0].turn
        assert turn is not None
        assert {"id", "question", "status", "answer", "citations", "hits", "timings_ms"} <= set(turn)
    assert {result.system for result in experiment.results} == {"hybrid", "flat"}
    assert set(opener.opened) == {(), FLAT.settings}


@pytest.mark.parametrize("n", range(6))
def test_an_interrupted_run_ends_like_one_that_was_not(tmp_path: Path, n: int) -> None:
    whole, _ = run_systems(PLAN, tmp_path / "whole", Opener())
    with pytest.raises(Interrupted):
        run_systems(PLAN, tmp_path / "run", Opener(), on_question=interrupt_after(n))
    assert not read_header(tmp_path / "run").finished
    opener = Opener()
    asked: list[None] = []
    again, header = run_systems(
        PLAN, tmp_path / "run", opener, resume=True, on_question=lambda: asked.append(None)
    )
    assert header.finished
    assert scores(again) == scores(whole)
    assert len(asked) == 6 - n - 1  # the one that was interrupted had been written


def test_a_line_cut_off_is_asked_again(tmp_path: Path) -> None:
    whole, _ = run_systems(PLAN, tmp_path / "run", Opener())
    file = turns_file(tmp_path / "run", "flat")
    file.write_bytes(file.read_bytes()[:-40])
    again, _ = run_systems(PLAN, tmp_path / "run", opener := Opener(), resume=True)
    assert scores(again) == scores(whole)
    assert opener.asked == 2  # once untimed
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("plan", "opener", "message"),
    [
        (PLAN, Opener("other"), "fingerprint of hybrid was fake and is other now"),
        (replace(PLAN, split="dev"), Opener(), "its split was all and is dev now"),
        (replace(PLAN, gold=(GoldFile("g.jsonl", "cd" * 32, 3),)), Opener(), "its gold was"),
        (
            replace(PLAN, systems=(replace(FLAT, name="hybrid"), FLAT)),
            Opener(),
            r"settings of hybrid was \{'search.dense_weight': 1\} and is \{'search.dense_weight': 0\} now",
        ),
    ],
)
def test_a_run_made_with_something_else_is_not_gone_on_with(
    tmp_path: Path, plan: Plan, opener: Opener, message: str
) -> None:
    run_systems(PLAN, tmp_path, Opener())
    before = turns_file(tmp_path, "hybrid").read_bytes()
    with pytest.raises(RunError, match=message):
        run_systems(plan, tmp_path, opener, resume=True)
    assert turns_file(tmp_path, "hybrid").read_bytes() == before


def test_an_interrupted_run_is_not_overwritten_and_a_finished_one_is(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"there is no run in .* to go on with"):
        run_systems(PLAN, tmp_path, Opener(), resume=True)
    with pytest.raises(Interrupted):
        run_systems(PLAN, tmp_path, Opener(), on_question=interrupt_after(1))
    with pytest.raises(RunError, match="holds an interrupted run: go on with --resume"):
        run_systems(PLAN, tmp_path, Opener())
    run_systems(PLAN, tmp_path, Opener(), resume=True)
    less = replace(PLAN, systems=(FLAT, replace(FLAT, name="same")))
    _, header = run_systems(less, tmp_path, Opener())
    assert [system.name for system in header.systems] == ["flat", "same"]
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == [
        "flat.turns.jsonl",
        "same.turns.jsonl",
        "topics.jsonl",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"split": "x"}', '{"split": "dev", "systems": [{}]}'])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=r"run\.json is not the header of a run"):
        read_run(tmp_path)
    with pytest.raises(RunError, match="is not the header of a run"):
        read_run(tmp_path / "nowhere")


def test_gold_files_know_how_many_of_theirs_are_asked(tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    paths[0].write_text(topic_line(TOPICS[0]) + "\n\n" + topic_line(TOPICS[1]), encoding="utf-8")
    paths[1].write_text(topic_line(TOPICS[2]) + "\n", encoding="utf-8")
    files = gold_files(paths, TOPICS, ["t2", "t3"])
    assert [(file.name, file.topics) for file in files] == [("a.jsonl", 1), ("b.jsonl", 1)]
    assert len({file.sha256 for file in files}) == 2


def test_the_ledger_counts_runs_of_the_same_questions(tmp_path: Path) -> None:
    _, header = run_systems(PLAN, tmp_path / "reports" / "run", Opener())
    path = ledger_of(tmp_path / "reports" / "run")
    assert path == tmp_path.resolve() / "reports" / "test-runs.jsonl"
    assert count_runs(path, header.gold) == 0
    enter(path, header)
    enter(path, replace(header, opened_test="why", gold=(GoldFile("other.jsonl", "x", 1),)))
    assert [entry.looked for entry in read_ledger(path)] == ["", "why"]
    assert count_runs(path, header.gold) == 1
    with path.open("a", encoding="utf-8") as file:
        file.write("{}\n")
    with pytest.raises(RunError, match=r"test-runs\.jsonl:3 is no entry"):
        read_ledger(path)


def test_the_machine_is_described() -> None:
    machine = this_machine()
    assert machine.cpu
    assert machine.cores >= 1
    assert machine.memory_mb > 100
    assert 10 < peak_rss_mb() < math.inf
    assert all(char.isalnum() or char == "-" for char in commit())


def test_a_header_is_json_and_comes_back(tmp_path: Path) -> None:
    _, header = run_systems(PLAN, tmp_path, Opener())
    row = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert set(row) == set(Header.__slots__)
    assert read_header(tmp_path) == header
