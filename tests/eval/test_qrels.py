from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import without_space
from eval import qrels
from eval.errors import GoldError
from eval.qrels import MIN_SHARE, Labeller, Qrel, find_labels, project
from eval.topics import Quote
from tests.eval.fakes import PARK, RAIL, cut, make_document, make_topic, sentences, unanswerable

DOCUMENT = make_document("park", PARK)
DOCUMENTS = {"park": DOCUMENT}
CUTS = st.lists(st.integers(0, len(DOCUMENT.reading)), max_size=12)


def test_a_quote_across_line_breaks_becomes_characters_of_the_file() -> None:
    (label,) = find_labels([make_topic(evidence=("8.05平方公里，以汇通湖",))], DOCUMENTS)
    assert "".join(PARK[i] for i in label.characters) == "8.05平方公里，以汇通湖"
    assert label.covered(((0, len(PARK)),)) == len(label.quote)
    assert label.covered(((0, PARK.index("\n")),)) == len("8.05平方公里，")


def test_white_space_in_a_label_does_not_matter() -> None:
    spaced = find_labels([make_topic(evidence=("8.05 平方公里，\n以汇通湖",))], DOCUMENTS)
    assert spaced == find_labels([make_topic(evidence=("8.05平方公里，以汇通湖",))], DOCUMENTS)


def test_what_the_reading_text_leaves_out_is_found_in_the_file() -> None:
    (label,) = find_labels([make_topic(evidence=("中心。－13－数字",))], DOCUMENTS)
    assert "".join(PARK[i] for i in label.characters) == "中心。－13－数字"


def test_every_occurrence_counts() -> None:
    twice = make_document("twice", "面积8平方公里。它很大。面积8平方公里。")
    topic = make_topic(doc_id="twice", evidence=("面积8平方公里",))
    labels = find_labels([topic], {"twice": twice})
    assert [label.characters[0] for label in labels] == [0, 12]
    assert project(labels, sentences(twice)) == [Qrel("t1", "twice#1"), Qrel("t1", "twice#3")]


def test_alternatives_count_and_unanswerable_topics_have_no_labels() -> None:
    topic = make_topic(alt_evidence=("实时监控",))
    labels = find_labels([topic, unanswerable("t2", "?")], DOCUMENTS)
    assert project(labels, sentences(DOCUMENT)) == [Qrel("t1", "park#1"), Qrel("t1", "park#2")]


def test_names_the_topic_whose_quote_or_document_is_missing() -> None:
    with pytest.raises(GoldError, match="t1: the document 'park' does not say '面积9平方公里'"):
        find_labels([make_topic(evidence=("面积9平方公里",))], DOCUMENTS)
    with pytest.raises(GoldError, match=r"t1: there is no document 'other' .*\(it has park\)"):
        find_labels([make_topic(doc_id="other")], DOCUMENTS)


def test_half_of_a_quote_is_enough_and_less_is_not() -> None:
    labels = find_labels([make_topic(evidence=("规划面积",))], DOCUMENTS)
    start = DOCUMENT.reading.index("规划面积")
    assert project(labels, cut(DOCUMENT, [start + 2])) == [Qrel("t1", "park#1"), Qrel("t1", "park#2")]
    assert project(labels, cut(DOCUMENT, [start + 1])) == [Qrel("t1", "park#2")]


@given(CUTS, CUTS)
def test_cutting_elsewhere_leaves_the_judgement_of_a_passage(a: list[int], b: list[int]) -> None:
    """The same stretch of text is judged alike however the rest is cut, and as its own text says."""
    quote = "双湖科技园规划面积8.05平方公里"
    labels = find_labels([make_topic(evidence=(quote,))], DOCUMENTS)
    at = without_space(DOCUMENT.reading).index(quote)
    for cuts in (a, b, a + b):
        passages = cut(DOCUMENT, cuts)
        relevant = {qrel.passage_id for qrel in project(labels, passages)}
        for passage in passages:
            shared = min(passage.end, at + len(quote)) - max(passage.start, at)
            assert (passage.passage_id in relevant) == (shared >= MIN_SHARE * len(quote))


def test_a_quote_of_another_document_is_a_label_there() -> None:
    rail = make_document("rail", RAIL)
    topic = replace(make_topic(), elsewhere=(Quote("rail", "全线设站十座"),))
    labels = find_labels([topic], {**DOCUMENTS, "rail": rail})
    assert [label.doc_id for label in labels] == ["park", "rail"]
    assert project(labels, [*sentences(DOCUMENT), *sentences(rail)]) == [
        Qrel("t1", "park#1"),
        Qrel("t1", "rail#2"),
    ]


def test_the_texts_that_are_kept_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qrels, "_KEPT_TEXTS", 2)
    documents = {f"d{n}": make_document(f"d{n}", PARK) for n in range(5)}
    labeller = Labeller(documents)
    found = [labeller.labels(make_topic(doc_id=doc_id)) for doc_id in (*documents, *documents)]
    assert [labels[0].characters for labels in found] == [found[0][0].characters] * 10
    assert len(labeller._forms) == 2
