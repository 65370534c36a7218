from itertools import count

import pytest

from assistant.records import Message
from eval.errors import GoldError, RunError, UnknownSystemError
from eval.experiment import judge, run_experiment
from eval.measures import DEPTH
from eval.outcome import Outcome, outcome_line, parse_outcome
from eval.systems import SYSTEMS, System
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
    assert experiment.fingerprint == "fake"


def test_every_system_that_answers_is_measured() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS)
    assert [(a.system, a.topic_id) for a in experiment.answers] == [
        (s, t.id) for s in ("hybrid", "bm25", "dense") for t in TOPICS
    ]
    outcomes = list(experiment.outcomes["hybrid"])
    assert [outcome.topic_id for outcome in outcomes] == ["t1", "t2", "t3"]
    assert outcomes[0].hits()[0].doc_id == "park"
    assert (outcomes[0].confidence, outcomes[0].short, outcomes[2].refused) == (0.5, None, True)


def test_results_are_of_answerable_topics_only() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid"])
    assert [bool(result.values) for result in experiment.results] == [True, True, False]
    assert experiment.results[0].values["hit@1"] == 1
    assert experiment.results[0].relevant == ("park#1",)
    assert [answer.refused for answer in experiment.answers] == [False, False, True]
    assert experiment.answers[0].recall == 1
    assert all(len(result.ranking) <= DEPTH for result in experiment.results)


def test_times_are_the_clocks_and_the_turns() -> None:
    seconds = count()
    experiment = run_experiment(
        FakeAssistant(), TOPICS, ["hybrid", "rank-bm25"], clock=lambda: float(next(seconds))
    )
    assert {(r.system, r.ms) for r in experiment.results} == {("hybrid", 3.0), ("rank-bm25", 1000.0)}
    assert {answer.ms for answer in experiment.answers} == {1000.0}
    assert experiment.results[0].timings_ms == {"understand": 1.0, "retrieve": 2.0, "answer": 4.0}


def test_a_failure_scores_0_and_is_not_dropped() -> None:
    assistant = FakeAssistant(failing={TOPICS[0].question, TOPICS[2].question})
    experiment = run_experiment(assistant, TOPICS, ["hybrid", "rank-bm25"])
    failed, fine, failed_too = experiment.results[:3]
    assert set(failed.values.values()) == {0.0}
    assert [each.error for each in (failed, fine)] == ["RuntimeError: out of order", ""]
    assert failed_too.error
    assert [(a.recall, a.refused, a.is_right_to_answer) for a in experiment.answers] == [
        (0.0, False, False),
        (0.0, False, True),
        (None, False, False),
    ]
    assert not any(result.error for result in experiment.results[3:])


def test_a_system_that_always_fails_has_failed_answers() -> None:
    assistant = FakeAssistant(failing={topic.question for topic in TOPICS})
    experiment = run_experiment(assistant, TOPICS, ["hybrid"])
    assert [answer.error for answer in experiment.answers] == ["RuntimeError: out of order"] * 3


def test_a_wrong_label_stops_the_run() -> None:
    with pytest.raises(GoldError, match="t9: the document 'park' does not say"):
        run_experiment(FakeAssistant(), [make_topic("t9", evidence=("没有这句",))])
    with pytest.raises(UnknownSystemError):
        run_experiment(FakeAssistant(), TOPICS, ["bm52"])


def test_outcomes_must_be_those_of_the_topics() -> None:
    assistant = FakeAssistant()
    judged = judge(TOPICS, assistant.documents(), assistant.passages)
    outcomes = [Outcome(topic.id, 1.0, None, "failed") for topic in TOPICS]
    assert len(judged.score("x", outcomes[::-1], answers=True)[0]) == 3
    for wrong in (
        [*outcomes, outcomes[0]],
        outcomes[:2],
        [*outcomes[:2], Outcome("other", 1.0, None, "failed")],
    ):
        with pytest.raises(RunError):
            judged.score("x", wrong, answers=True)


def test_an_outcome_that_was_written_scores_as_it_was() -> None:
    assistant = FakeAssistant(failing={TOPICS[1].question})
    experiment = run_experiment(assistant, TOPICS, [System("hybrid"), SYSTEMS["rank-bm25"]])
    for outcomes in experiment.outcomes.values():
        for outcome in outcomes:
            again = parse_outcome(outcome_line(outcome), "here")
            assert (again.topic_id, again.turn, again.error) == (
                outcome.topic_id,
                outcome.turn,
                outcome.error,
            )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"topic_id": "t1"}',
        '{"topic_id": "t1", "ms": 1, "turn": {}, "error": ""}',
        '{"topic_id": "t1", "ms": 1, "turn": {"hits": [{}]}, "error": ""}',
        '{"topic_id": 1, "ms": 1, "turn": null, "error": ""}',
    ],
)
def test_what_is_no_outcome_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(RunError, match=r"a\.turns\.jsonl:3 is not a line of a run"):
        parse_outcome(line, "a.turns.jsonl:3")
