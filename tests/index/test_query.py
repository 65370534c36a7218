"""What the lexical index is asked: words as terms, other forms as groups, and which words matter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import SearchQuery
from index.searcher import Searcher


def groups(query: SearchQuery) -> list[set[str]]:
    return [{alternative.form for alternative in group} for group in query.groups]


def test_chinese_words_are_terms(searcher: Searcher) -> None:
    query = searcher.analyse("双湖科技园规划面积")
    assert {"科技园", "规划", "面积", "双湖"} <= set(query.terms)
    assert not query.groups
    assert not query.is_bridged
    assert all(concept.is_known for concept in query.concepts)


def test_english_words_are_groups_of_translations(searcher: Searcher) -> None:
    query = searcher.analyse("What is the cooperation zone of Shifang?")
    assert query.is_bridged
    assert any("合作" in group for group in groups(query))
    assert any("什邡" in group for group in groups(query))
    assert not any({"the", "what", "is", "of"} & set(c.text.split()) for c in query.concepts)
    shifang = next(concept for concept in query.concepts if concept.text == "shifang")
    assert shifang.is_name
    assert shifang.is_known


def test_a_name_that_no_document_has_is_unknown(searcher: Searcher) -> None:
    for text, name in (("格陵兰的首都", "格陵兰"), ("the capital of Greenland", "greenland")):
        concept = next(c for c in searcher.analyse(text).concepts if c.text == name)
        assert not concept.is_known


def test_a_word_written_by_its_sound_is_a_group(searcher: Searcher) -> None:
    query = searcher.analyse("彭洲")
    assert any("彭州" in group for group in groups(query))


def test_words_that_only_ask_are_no_concepts(searcher: Searcher) -> None:
    texts = {concept.text for concept in searcher.analyse("这个园区的主要情况是什么").concepts}
    assert texts == {"园区"}


def test_a_compound_that_no_passage_has_is_asked_for_by_its_parts(searcher: Searcher) -> None:
    whole, parts = searcher.analyse("Chengdu-Deyang"), searcher.analyse("Chengdu Deyang")
    assert (whole.groups, whole.terms) == (parts.groups, parts.terms)


@settings(max_examples=100)
@given(st.text())
def test_any_text_is_analysed(searcher: Searcher, text: str) -> None:
    query = searcher.analyse(text)
    assert query.text == text
    for concept in query.concepts:
        assert concept.importance >= 0
        assert 0 <= concept.rarity <= 1
        assert concept.alternatives[0].form == concept.text
    for group in query.groups:
        assert group
        assert all(0 < alternative.weight <= 1 for alternative in group)


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("飛地經濟", "飞地经济"), ("成都都市圈發展", "成都都市圈发展")]
)
def test_both_scripts_ask_the_same(searcher: Searcher, traditional: str, simplified: str) -> None:
    assert searcher.analyse(traditional).terms == searcher.analyse(simplified).terms
