from pathlib import Path

import pytest

from eval.baseline import RankBM25
from eval.errors import FormatError, UnknownSystemError
from eval.experiment import run_experiment
from eval.systems import SYSTEMS, System, open_system, parse_systems
from eval.trec import qrels_lines, read_qrels_file, read_run_file, run_lines
from tests.eval.fakes import FakeAssistant, make_topic


def test_names_settings_modes_and_files() -> None:
    assert parse_systems(["hybrid,bm25", "rank-bm25"]) == (
        SYSTEMS["hybrid"],
        SYSTEMS["bm25"],
        SYSTEMS["rank-bm25"],
    )
    assert parse_systems(["flat=search.coverage_weight=0, search.dense_weight=0.5"]) == (
        System("flat", settings=("search.coverage_weight=0", "search.dense_weight=0.5")),
    )
    assert parse_systems(["words=mode=bm25,build.k1=2"]) == (System("words", "bm25", ("build.k1=2",)),)
    assert parse_systems(["mine=run:a=b.run"]) == (System("mine", None, ranking=Path("a=b.run")),)
    assert parse_systems(["bm25", "bm25"]) == (SYSTEMS["bm25"],)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["bm52"], "unknown system 'bm52': choose from hybrid, bm25"),
        ([","], "no system given"),
        ([], "no system given"),
        (["a=x=1", "a=x=2"], "two systems are called 'a'"),
        (["a=x"], "a: 'x' is no setting: write KEY=VALUE"),
        (["a=mode=sparse"], "unknown mode 'sparse': choose from hybrid"),
        (["../a=x=1"], "is no name for a system"),
        (["=x=1"], "is no name for a system"),
    ],
)
def test_what_cannot_be_run_is_said(given: list[str], message: str) -> None:
    with pytest.raises(UnknownSystemError, match=message):
        parse_systems(given)


def test_a_question_that_fails_is_an_outcome() -> None:
    topic = make_topic()
    ask = open_system(System("hybrid"), FakeAssistant(failing={topic.question}))
    outcome = ask(topic)
    assert (outcome.turn, outcome.error) == (None, "RuntimeError: out of order")
    assert ask(make_topic("t2", question="双湖科技园规划面积？")).error == ""


def test_the_baseline_finds_only_what_shares_a_word() -> None:
    baseline = RankBM25(FakeAssistant().passages)
    assert baseline.search("数字仓融通是什么产品", k=10)[0].passage.passage_id == "park#2"
    assert baseline.search("红烧肉", k=10) == []
    assert len(baseline.search("双湖科技园铁路产品", k=1)) == 1


def test_a_ranking_of_another_program_is_a_system(tmp_path: Path) -> None:
    path = tmp_path / "other.run"
    path.write_text("t1 Q0 park#2 1 9.5 x\nt1 Q0 park#1 2 3 x\nt2 Q0 nowhere#1 1 1 x\n", encoding="utf-8")
    topics = [make_topic("t1"), make_topic("t2"), make_topic("t3")]
    experiment = run_experiment(FakeAssistant(), topics, [System("other", None, ranking=path)])
    assert experiment.results[0].ranking == ("park#2", "park#1")
    assert experiment.results[0].values["RR@10"] == 0.5
    assert experiment.results[1].error == "LookupError: the index has no passage 'nowhere#1'"
    assert experiment.results[2].ranking == ()
    assert experiment.answers == ()


def test_trec_files_give_the_same_ranking_and_judgements_back(tmp_path: Path) -> None:
    experiment = run_experiment(FakeAssistant(), [make_topic("t1"), make_topic("t2")], ["hybrid"])
    path = tmp_path / "hybrid.run"
    path.write_text(run_lines("hybrid", experiment.run("hybrid")), encoding="utf-8")
    assert read_run_file(path) == {t: list(ranking) for t, ranking in experiment.run("hybrid").items()}
    path.write_text(qrels_lines(experiment.qrels), encoding="utf-8")
    assert read_qrels_file(path) == list(experiment.qrels)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t1 Q0 p 1 0.5\n", "other.run:1: expected 6 columns .*, found 5"),
        ("\nt1 Q0 p 1 high x\n", r"other.run:2, column 5 \(score\): 'high' is no number"),
        ("t1 Q0 p 1 nan x\n", "'nan' is no number"),
        ("t1 Q0 p 1 2 x\nt1 Q0 p 2 1 x\n", "other.run:2: the passage 'p' is there twice"),
        ("", "has no ranking in it"),
    ],
)
def test_a_run_that_is_none_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "other.run"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_run_file(path)
    with pytest.raises(FormatError, match="cannot read"):
        read_run_file(tmp_path / "none.run")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FormatError, match="not UTF-8"):
        read_run_file(path)
    path.write_text("t1 0 p 0.5\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"column 4 \(grade\): '0.5' is no whole number"):
        read_qrels_file(path)
