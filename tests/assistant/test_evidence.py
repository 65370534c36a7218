"""Evidence: what can be quoted, how much of a question it says, and how sure that is."""

import itertools

import pytest
from hypothesis import given, settings

from assistant.evidence import select, units
from assistant.records import Message
from assistant.understand import understand
from corpus.document import BlockKind
from index.chunk import chunk
from index.searcher import Searcher
from index.settings import BuildSettings
from tests.corpus.strategies import read, texts


@settings(max_examples=150)
@given(texts())
def test_units_are_quotable_and_do_not_overlap(text: str) -> None:
    document = read(text)
    for passage in chunk(document, BuildSettings()):
        end = passage.start
        for start, stop in units(passage, document):
            assert end <= start < stop <= passage.end
            quoted = document.reading[start:stop]
            assert quoted == quoted.strip()
            assert any(char.isalnum() for char in quoted)
            assert document.spans(start, stop)
            end = stop


def test_units_leave_out_headings_and_nothing_else(searcher: Searcher) -> None:
    for passage in searcher.passages:
        document = searcher.documents[passage.doc_id]
        quoted = {i for start, stop in units(passage, document) for i in range(start, stop)}
        for block in document.blocks:
            for i in range(max(block.start, passage.start), min(block.end, passage.end)):
                if document.reading[i].isalnum():
                    assert (i in quoted) == (block.kind is not BlockKind.HEADING)


def select_for(searcher: Searcher, question: str, *earlier: str):  # type: ignore[no-untyped-def]
    query = understand(question, [Message("user", text) for text in earlier], searcher)
    search = searcher.analyse(query.content)
    return select(query, search, searcher.search(search), searcher)


QUESTIONS = [
    "双湖科技园规划面积多大？",
    "什么是飞地经济？",
    "成都地铁票价是多少？",
    "格陵兰的首都在哪里？",
    "氢能",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_is_ranked_and_its_numbers_are_shares(searcher: Searcher, question: str) -> None:
    selection = select_for(searcher, question)
    assert selection.evidence
    assert 0 <= selection.confidence <= 1
    scores = [evidence.score for evidence in selection.evidence]
    assert scores == sorted(scores, reverse=True)
    for evidence in selection.evidence:
        document = searcher.documents[evidence.passage.doc_id]
        assert 0 <= evidence.coverage <= 1.0001
        assert evidence.text == document.reading[evidence.start : evidence.end]
        assert evidence.passage.start <= evidence.start < evidence.end <= evidence.passage.end


def test_the_sentence_that_answers_comes_first(searcher: Searcher) -> None:
    assert "8.05平方公里" in select_for(searcher, "双湖科技园规划面积多大？").evidence[0].text
    assert select_for(searcher, "什么是飞地经济？").evidence[0].text.startswith("飞地经济：")


def test_what_the_corpus_lacks_lowers_confidence(searcher: Searcher) -> None:
    sure = select_for(searcher, "双湖科技园规划面积多大？").confidence
    for elsewhere in ("格陵兰科技园规划面积多大？", "双湖科技园的企鹅有多少只？", "成都地铁票价是多少？"):
        assert select_for(searcher, elsewhere).confidence < sure


def test_a_place_that_the_document_does_not_name_is_not_answered_for(searcher: Searcher) -> None:
    assert select_for(searcher, "德阳准备建哪几个湿地公园？").confidence > 0.5
    assert select_for(searcher, "乐山准备建哪几个湿地公园？").confidence < 0.2


def test_no_hits_are_no_evidence(searcher: Searcher) -> None:
    query = understand("双湖科技园规划面积多大？", [], searcher)
    selection = select(query, searcher.analyse(query.content), [], searcher)
    assert selection.evidence == ()
    assert selection.confidence == 0


def test_the_order_of_sentences_does_not_depend_on_the_order_of_equal_hits(searcher: Searcher) -> None:
    query = understand("飞地经济", [], searcher)
    search = searcher.analyse(query.content)
    hits = searcher.search(search, k=3)
    first, *others = [select(query, search, list(order), searcher) for order in itertools.permutations(hits)]
    for other in others:
        assert [evidence.text for evidence in other.evidence] == [
            evidence.text for evidence in first.evidence
        ]


def test_a_row_of_a_table_answers_only_for_what_the_table_names(searcher: Searcher) -> None:
    named, other = (select_for(searcher, f"{city}2025年森林覆盖率是多少") for city in ("德阳", "绵阳"))
    assert named.evidence[0].passage.kind is BlockKind.TABLE
    assert not named.lacks_value
    assert other.lacks_value
    assert other.confidence < named.confidence
