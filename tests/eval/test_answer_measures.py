import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Answer, Citation
from eval.answer_measures import (
    agrees,
    answer_recall,
    character_f1,
    is_exact,
    measure_answer,
    measure_outcome,
)
from eval.outcome import Outcome
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


@pytest.mark.parametrize(
    ("said", "expected", "f1"),
    [
        ("8.05平方公里", "８.０５ 平方公里", 1.0),
        ("8.05", "8.05平方公里", 2 * 3 / (3 + 7)),
        ("约8.05平方公里。", "8.05平方公里", 2 * 7 / (8 + 7)),
        ("Pengzhou", "pengzhou", 1.0),
        ("十座", "8.05平方公里", 0.0),
        ("，。", "8.05平方公里", 0.0),
        ("aab", "ab", 2 * 2 / 5),
    ],
)
def test_f1_of_letters_and_digits(said: str, expected: str, f1: float) -> None:
    assert character_f1(said, expected) == pytest.approx(f1)


@given(st.text(), st.text())
def test_f1_has_no_direction_and_is_1_for_the_same(a: str, b: str) -> None:
    assert 0 <= character_f1(a, b) <= 1
    assert character_f1(a, b) == character_f1(b, a)
    assert character_f1(a, a) == 1


def test_short_answers_are_held_against_the_nearest_expected_one() -> None:
    topic = make_topic(answers=("汇通湖", "8.05平方公里"))
    turn = make_turn(Answer("answered", "见[1]", short="8.05 平方公里。"))
    score = measure_answer(topic, turn, [], DOCUMENTS)
    assert (score.short_em, score.short_f1) == (1.0, 1.0)


def test_a_verdict_is_held_against_nothing_unless_it_is_expected() -> None:
    turn = make_turn(Answer("answered", "是。[1]", short="是"))
    score = measure_answer(make_topic(answers=("这是规划",)), turn, [], DOCUMENTS)
    assert (score.is_short_right, score.short_em, score.short_f1) == (None, None, None)
    assert measure_answer(make_topic(answers=("是",)), turn, [], DOCUMENTS).short_em == 1.0


def test_without_expected_answers_only_citations_are_measured() -> None:
    topic = make_topic(answers=())
    right = Answer("answered", "见[1]", short="9", citations=(make_citation("park", (FIRST,), "x"),))
    labels = find_labels([topic], DOCUMENTS)
    score = measure_answer(topic, make_turn(right), labels, DOCUMENTS)
    assert (score.recall, score.is_short_right, score.is_supported, score.loss) == (None, None, True, 0.0)
    refusal = measure_answer(topic, make_turn(Answer("not_found", "没有")), labels, DOCUMENTS)
    assert (refusal.recall, refusal.loss) == (None, 1.0)


def test_a_failure_is_neither_an_answer_nor_a_refusal() -> None:
    outcome = Outcome("t1", 5.0, None, "ValueError: broken")
    score = measure_outcome(make_topic(), outcome, [], DOCUMENTS)
    assert (score.refused, score.recall, score.is_supported, score.loss) == (False, 0.0, False, 1.0)
    assert not score.is_right_to_answer
    assert not measure_outcome(unanswerable("t1", "?"), outcome, [], DOCUMENTS).is_right_to_answer


def test_what_is_cited_is_what_the_document_says_not_what_the_citation_claims() -> None:
    claim = PARK[slice(*SECOND)]
    answer = Answer("answered", f"{claim} [1]", citations=(make_citation("park", (FIRST,), claim),))
    score = measure_answer(make_topic(), make_turn(answer), [], DOCUMENTS)
    assert (score.is_exact, score.citation_recall, score.citation_precision) == (False, 0.0, 0.0)
