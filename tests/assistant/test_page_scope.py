"""Only some documents are searched and asked: with the embedded documents, without a browser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import Assistant
from assistant.suggest import MOST, Suggester
from index.searcher import Searcher
from index.settings import Mode

QUESTION = "什么是飞地经济？"


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "dense"])
def test_only_passages_of_the_chosen_documents_are_found(searcher: Searcher, mode: Mode) -> None:
    ids = list(searcher.documents)

    @settings(max_examples=15)
    @given(st.sets(st.sampled_from(ids)))
    def check(chosen: set[str]) -> None:
        found = searcher.search("飞地经济合作园区", k=50, mode=mode, documents=chosen)
        assert {hit.passage.doc_id for hit in found} <= chosen
        assert bool(found) == bool(chosen)

    check()


def test_all_documents_chosen_is_the_same_as_none(searcher: Searcher) -> None:
    everything = searcher.search(QUESTION, k=10, documents=list(searcher.documents))
    assert [(hit.passage.passage_id, hit.score) for hit in everything] == [
        (hit.passage.passage_id, hit.score) for hit in searcher.search(QUESTION, k=10)
    ]


def test_only_the_chosen_documents_answer(assistant: Assistant) -> None:
    everything = assistant.ask(QUESTION)
    source = everything.answer.citations[0].doc_id
    others = [document.doc_id for document in assistant.documents() if document.doc_id != source]
    turn = assistant.ask(QUESTION, documents=others)
    assert source not in {hit.passage.doc_id for hit in turn.hits}
    assert source not in {citation.doc_id for citation in turn.answer.citations}
    alone = assistant.ask(QUESTION, documents=[source])
    assert {citation.doc_id for citation in alone.answer.citations} == {source}
    assert assistant.ask(QUESTION, documents=[]).answer.status == "not_found"


def test_the_questions_offered_are_answered_where_they_were_drawn_from(assistant: Assistant) -> None:
    offered = Suggester(assistant).suggest()
    assert len(offered) == MOST
    for question in offered:
        assert assistant.ask(question).answer.status == "answered"
    near = assistant.ask(QUESTION).answer.citations[0].passage_id
    follow_ups = Suggester(assistant).suggest([near])
    assert len(follow_ups) >= 2
    for question in follow_ups:
        assert assistant.ask(question).answer.status == "answered"
