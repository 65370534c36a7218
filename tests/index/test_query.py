"""What the lexical index is asked: words as terms, other forms as groups, and which words matter."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bm25 import fit
from index.lexical import lexical_scores
from index.postings import count_terms
from index.query import SearchQuery
from index.searcher import Searcher


def groups(query: SearchQuery) -> list[set[str]]:
    return [{alternative.form for alternative in group} for group in query.groups]


def test_pairs_of_chinese_characters_are_terms(searcher: Searcher) -> None:
    query = with_settings(searcher, thesaurus=0).analyse("双湖科技园规划面积")
    assert query.terms == ("双湖", "湖科", "科技", "技园", "园规", "规划", "划面", "面积")
    assert {"科技园", "规划", "面积", "双湖"} <= {concept.text for concept in query.concepts}
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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("德洋", "德阳"), ("得阳", "德阳"), ("飞帝", "飞地"), ("成德同诚化", "同城"), ("州彭", "彭州")],
)
def test_a_misspelt_word_offers_what_is_meant(searcher: Searcher, typed: str, meant: str) -> None:
    assert any(meant in form for group in groups(searcher.analyse(typed)) for form in group)


@pytest.mark.parametrize("text", ["德阳市规划", "成都地铁票价", "和方式有关的事情", "氢能产业在哪里"])
def test_what_is_rightly_spelt_is_left_alone(searcher: Searcher, text: str) -> None:
    assert with_settings(searcher, thesaurus=0).analyse(text).groups == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shuanghu kejiyuan", "双湖"),
        ("shuanghu kejiyuan", "科技园"),
        ("shuang hu ke ji yuan", "双湖科技园"),
        ("shuanghukejiyuan面积", "双湖科技园"),
        ("deyang规划", "德阳"),
        ("Chéngdū", "成都"),
    ],
)
def test_pinyin_is_the_name_that_it_spells(searcher: Searcher, typed: str, meant: str) -> None:
    query = searcher.analyse(typed)
    assert any(meant in group for group in groups(query))
    assert any(meant in [a.form for a in concept.alternatives] for concept in query.concepts)


def test_english_is_no_pinyin(searcher: Searcher) -> None:
    words = {
        "he",
        "can",
        "long",
        "fan",
        "sun",
        "bin",
        "men",
        "tie",
        "women",
        "dance",
        "change",
        "she",
        "made",
    }
    for word in words:
        for concept in searcher.analyse(f"What {word} in Deyang?").concepts:
            assert concept.text in {word, "deyang"}


def test_a_number_is_searched_for_in_all_ways_to_write_it(searcher: Searcher) -> None:
    for text in ("第十四个五年规划", "第14个五年规划"):
        assert any("十四五" in group for group in groups(searcher.analyse(text)))
    assert searcher.analyse("二〇二五年目标").terms == searcher.analyse("２０２５年目标").terms


def test_words_that_only_ask_are_no_concepts(searcher: Searcher) -> None:
    texts = {concept.text for concept in searcher.analyse("这个园区的主要情况是什么").concepts}
    assert texts == {"园区"}


def test_a_compound_that_no_passage_has_is_asked_for_by_its_parts(searcher: Searcher) -> None:
    whole, parts = searcher.analyse("Chengdu-Deyang"), searcher.analyse("Chengdu Deyang")
    assert whole.terms == parts.terms
    assert [[a.form for a in group] for group in whole.groups] == [
        [a.form for a in group] for group in parts.groups
    ]


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


def with_settings(searcher: Searcher, **changes: float) -> Searcher:
    return replace(searcher, settings=replace(searcher.settings, **changes))  # type: ignore[arg-type]


def test_words_and_pairs_of_characters_are_weighed_apart(searcher: Searcher) -> None:
    text = "双湖科技园规划面积 S11"
    both = with_settings(searcher, word_weight=1).analyse(text)
    words = with_settings(searcher, word_weight=1, bigram_weight=0).analyse(text)
    pairs = with_settings(searcher, word_weight=0).analyse(text)
    assert not both.weights
    assert sorted(both.terms) == sorted([*words.terms, *(t for t in pairs.terms if t != "s11")])
    assert "s11" in words.terms
    assert "s11" in pairs.terms
    assert all(len(term) == 2 for term in pairs.terms if term != "s11")
    weighed = with_settings(searcher, word_weight=0.5).analyse(text)
    assert weighed.terms == both.terms
    assert len(weighed.weights) == len(weighed.terms)
    assert {0.5, 1.0} == set(weighed.weights)


def test_weights_add_up(searcher: Searcher) -> None:
    text = "双湖科技园规划面积"

    def scores(**changes: float) -> np.ndarray[Any, Any]:
        query = with_settings(searcher, thesaurus=0, **changes).analyse(text)
        return lexical_scores(query, searcher.bm25, context_weight=0.3, group_weight=1.0)

    expected = 0.5 * scores(word_weight=1, bigram_weight=0) + 2 * scores(word_weight=0)
    np.testing.assert_allclose(scores(word_weight=0.5, bigram_weight=2), expected, rtol=1e-4)


def test_corrections_and_the_dictionary_can_be_left_out(searcher: Searcher) -> None:
    assert searcher.analyse("彭洲的规划").groups
    assert not with_settings(searcher, corrections=0, thesaurus=0).analyse("彭洲的规划").groups
    english = with_settings(searcher, dictionary=0).analyse("cooperation zone of Shifang")
    assert not any("合作" in group for group in groups(english))
    assert any("什邡" in group for group in groups(english))


def given(searcher: Searcher, **names: list[str]) -> Searcher:
    return replace(searcher, bridge=replace(searcher.bridge, given=names))


def test_a_name_that_a_document_gives_is_an_alternative(searcher: Searcher) -> None:
    named = given(searcher, 双湖园=["双湖科技园"])
    query = named.analyse("双湖园的面积")
    assert {"双湖科技园"} in groups(query)
    assert any("双湖科技园" in {a.form for a in c.alternatives} for c in query.concepts)
    assert not any(
        "双湖科技园" in {a.form for a in c.alternatives} for c in query.concepts if c.text == "面积"
    )


def test_another_name_counts_less_than_the_one_that_is_asked_for(searcher: Searcher) -> None:
    """Of two passages as long, one with either name, and neither rarer."""
    terms = ["同诚园区", "双湖基地"]
    bm25 = fit(count_terms([segments(name) for name in terms]), k1=1.2, b=0.75)
    named = replace(given(searcher, 同诚园区=["双湖基地"]), bm25=bm25)
    query = named.analyse("同诚园区")
    scores = lexical_scores(query, bm25, context_weight=0, group_weight=1.0)
    assert scores[0] > scores[1] > 0


def segments(name: str) -> list[str]:
    return [name[i : i + 2] for i in range(len(name) - 1)]


def test_initials_stand_for_a_name_of_the_index(searcher: Searcher) -> None:
    assert any("双湖科技园" in group for group in groups(searcher.analyse("shkjy的面积")))
    for text in ("SHKJY的面积", "abcd", "What is the shkjyq?"):
        assert not any("双湖科技园" in group for group in groups(searcher.analyse(text)))
