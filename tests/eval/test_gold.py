"""The shipped gold files against the shipped documents."""

import re
from itertools import pairwise

import pytest

from assistant.records import Message
from corpus.document import Document, without_space
from corpus.load import read_document
from corpus.sources import find_sources
from eval.answer_measures import answer_recall
from eval.qrels import Label, find_labels, project
from eval.topics import GOLD, Topic, default_gold, load_topics
from index.chunk import chunk
from index.settings import BuildSettings


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    return load_topics(default_gold())


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {source.doc_id: read_document(source) for source in find_sources()}


@pytest.fixture(scope="module")
def labels(topics: list[Topic], documents: dict[str, Document]) -> list[Label]:
    return find_labels(topics, documents)


def test_every_quote_is_in_the_reading_text(topics: list[Topic], documents: dict[str, Document]) -> None:
    readings = {doc_id: without_space(document.reading) for doc_id, document in documents.items()}
    for topic in topics:
        for quote in topic.quotes():
            assert without_space(quote.quote) == quote.quote, topic.id
            assert quote.quote in readings[quote.doc_id], topic.id


def test_labels_point_at_the_characters_of_their_quotes(
    labels: list[Label], documents: dict[str, Document]
) -> None:
    for label in labels:
        text = documents[label.doc_id].text
        assert sorted(text[i] for i in label.characters) == sorted(label.quote), label.topic_id


def test_evidence_holds_the_answers(topics: list[Topic]) -> None:
    for topic in topics:
        quotes = (*topic.evidence, *(quote.quote for quote in topic.elsewhere))
        assert not topic.answerable or answer_recall(topic.answers, quotes) == 1, topic.id


def test_every_answerable_topic_has_a_relevant_passage(
    topics: list[Topic], labels: list[Label], documents: dict[str, Document]
) -> None:
    passages = [p for document in documents.values() for p in chunk(document, BuildSettings())]
    answered = {qrel.topic_id for qrel in project(labels, passages)}
    assert answered == {topic.id for topic in topics if topic.answerable}


def test_standalone_twins_have_the_labels_of_their_follow_ups(topics: list[Topic]) -> None:
    by_id = {topic.id: topic for topic in topics}
    twins = [topic for topic in topics if topic.id.endswith("-alone")]
    assert twins
    for twin in twins:
        follow_up = by_id[twin.id.removesuffix("-alone")]
        assert follow_up.history, twin.id
        assert not twin.history, twin.id
        assert (twin.quotes(), twin.answers) == (follow_up.quotes(), follow_up.answers), twin.id


def test_the_turns_of_a_chain_go_on_from_each_other(topics: list[Topic]) -> None:
    turns = [topic for topic in topics if re.fullmatch(r"followup-\d+-\d+", topic.id)]
    assert turns
    for before, after in pairwise(turns):
        if before.id.rpartition("-")[0] == after.id.rpartition("-")[0]:
            asked = (*before.history, Message("user", before.question))
            assert after.history[: len(asked)] == asked, after.id


def test_the_readme_explains_every_type(topics: list[Topic]) -> None:
    readme = (GOLD / "README.md").read_text(encoding="utf-8")
    assert {topic.type for topic in topics} <= set(re.findall(r"`(\w+)`", readme))
