import pytest

from assistant.records import Answer, Citation
from eval.answer_measures import agrees, answer_recall, is_exact, measure_answer
from eval.qrels import find_labels
from tests.eval.fakes import PARK, make_citation, make_document, make_topic, make_turn, unanswerable

DOCUMENTS = {"park": make_document("park", PARK)}
FIRST = (0, PARK.index("\n"))
SECOND = (FIRST[1] + 1, PARK.index("。") + 1)


def test_a_right_answer() -> None:
    topic = make_topic(answers=("8.05平方公里", "汇通湖"))
    answer = Answer(
        "answered",
        "规划面积８.０５ 平方公里[1]",
        short="8.05平方公里",
        citations=(make_citation("park", (FIRST,), PARK[slice(*FIRST)]),),
    )
    score = measure_answer(topic, make_turn(answer), find_labels([topic], DOCUMENTS), DOCUMENTS, ms=3.0)
    assert score.recall == 0.5
    assert (score.is_exact, score.is_supported, score.is_short_right) == (True, True, True)
    assert (score.refused, score.answer_chars, score.ms) == (False, len(answer.text), 3.0)


def test_what_a_citation_quotes_counts_as_said() -> None:
    topic = make_topic(answers=("金彭湖",))
    answer = Answer("answered", "见[1]", citations=(make_citation("park", (SECOND,), PARK[slice(*SECOND)]),))
    score = measure_answer(topic, make_turn(answer), find_labels([topic], DOCUMENTS), DOCUMENTS)
    assert (score.recall, score.is_supported, score.is_short_right) == (1.0, False, None)


def test_a_refusal_recalls_nothing_and_is_not_asked_for_support() -> None:
    refusal = Answer("not_found", "没有找到 8.05平方公里", short="8.05平方公里")
    score = measure_answer(make_topic(), make_turn(refusal), [], DOCUMENTS)
    assert (score.refused, score.recall) == (True, 0.0)
    assert (score.is_exact, score.is_supported, score.is_short_right) == (None, None, None)


def test_an_unanswerable_topic_is_only_asked_for_refusal_and_exact_quotes() -> None:
    answer = Answer("answered", "十座[1]", short="十座", citations=(make_citation("park", (FIRST,), "别的"),))
    score = measure_answer(unanswerable("t1", "?"), make_turn(answer), [], DOCUMENTS)
    assert (score.refused, score.recall, score.is_supported, score.is_short_right) == (
        False,
        None,
        None,
        None,
    )
    assert score.is_exact is False


@pytest.mark.parametrize(
    ("citation", "exact"),
    [
        (make_citation("park", (FIRST, SECOND), PARK[: SECOND[1]]), True),
        (make_citation("park", (FIRST, SECOND), PARK[: SECOND[1]].replace("\n", " ")), True),
        (make_citation("park", (FIRST,), PARK[: FIRST[1] - 1]), False),
        (make_citation("other", (FIRST,), PARK[slice(*FIRST)]), False),
        (make_citation("park", (), ""), False),
        (make_citation("park", ((-2, -1),), PARK[-2]), False),
        (make_citation("park", ((len(PARK) - 1, len(PARK) + 9),), PARK[-1]), False),
    ],
)
def test_exact_is_the_documents_own_characters(citation: Citation, exact: bool) -> None:
    assert is_exact(citation, DOCUMENTS) is exact


def test_recall_does_not_join_what_was_said_apart() -> None:
    assert answer_recall(["汇通湖", "金彭湖"], ["汇通", "湖和金彭湖"]) == 0.5


@pytest.mark.parametrize(
    ("short", "agreed"), [("8.05", True), ("约8.05平方公里", True), ("9", False), (" ", False)]
)
def test_a_short_answer_agrees_if_one_contains_the_other(short: str, agreed: bool) -> None:
    assert agrees(short, ["8.05平方公里"]) is agreed
