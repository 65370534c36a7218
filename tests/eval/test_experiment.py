from itertools import count

import pytest

from assistant.records import Message
from eval.baseline import RankBM25
from eval.errors import GoldError, UnknownSystemError
from eval.experiment import DEPTH, SYSTEMS, check_systems, run_experiment
from eval.trec import qrels_lines, run_lines
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

TOPICS = [
    make_topic("t1"),
    make_topic(
        "t2",
        question="市域铁路S11线设站几座？",
        doc_id="rail",
        evidence=("全线设站十座",),
        answers=("十座",),
        history=(Message("user", "市域铁路？"),),
        type_="followup",
    ),
    unanswerable("t3", "红烧肉怎么做才不腻？"),
]


def test_every_system_sees_every_topic() -> None:
    assistant = FakeAssistant()
    asked: list[None] = []
    experiment = run_experiment(assistant, TOPICS, on_question=lambda: asked.append(None))
    assert len(asked) == len(SYSTEMS) * len(TOPICS)
    assert [(r.system, r.topic_id) for r in experiment.results] == [
        (s, t.id) for s in SYSTEMS for t in TOPICS
    ]
    assert {mode for _, mode in assistant.asked} == {"hybrid", "bm25", "dense"}
    assert len(experiment.answers) == len(experiment.turns) == len(TOPICS)
    assert experiment.fingerprint == "fake"


def test_results_are_of_answerable_topics_only() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid"])
    assert [bool(result.values) for result in experiment.results] == [True, True, False]
    assert experiment.results[0].values["hit@1"] == 1
    assert [answer.refused for answer in experiment.answers] == [False, False, True]
    assert experiment.answers[0].recall == 1
    assert all(len(result.ranking) <= DEPTH for result in experiment.results)


def test_answers_are_those_of_the_served_system_only() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["bm25", "rank-bm25"])
    assert (experiment.answers, experiment.turns) == ((), {})


def test_times_are_the_clocks_and_the_turns() -> None:
    seconds = count()
    experiment = run_experiment(
        FakeAssistant(), TOPICS, ["hybrid", "rank-bm25"], clock=lambda: float(next(seconds))
    )
    assert {(r.system, r.ms) for r in experiment.results} == {("hybrid", 3.0), ("rank-bm25", 1000.0)}
    assert {answer.ms for answer in experiment.answers} == {1000.0}


def test_the_baseline_finds_only_what_shares_a_word() -> None:
    baseline = RankBM25(FakeAssistant().passages)
    assert baseline.search("数字仓融通是什么产品", k=10)[0].passage.passage_id == "park#2"
    assert baseline.search("红烧肉", k=10) == []
    assert len(baseline.search("双湖科技园铁路产品", k=1)) == 1


def test_trec_files_give_the_same_ranking_back() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid"])
    lines = run_lines("hybrid", experiment.run("hybrid")).splitlines()
    assert lines[0] == "t1 Q0 park#1 1 1.000000 hybrid"
    assert lines[1].split()[3:5] == ["2", "0.500000"]
    assert qrels_lines(experiment.qrels) == "t1 0 park#1 1\nt2 0 rail#2 1\n"


def test_unknown_systems_are_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownSystemError, match="unknown system 'bm52': choose from hybrid, bm25"):
        check_systems(["bm25", "bm52"])
    with pytest.raises(UnknownSystemError, match="no system given"):
        check_systems([])
    assert check_systems(["bm25", "dense", "bm25"]) == ("bm25", "dense")


def test_a_wrong_label_stops_the_run() -> None:
    with pytest.raises(GoldError, match="t9: the document 'park' does not say"):
        run_experiment(FakeAssistant(), [make_topic("t9", evidence=("没有这句",))])
