"""Folding and segmenting, with the full dictionary and with the one that an index carries."""

from collections import Counter

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.indexed import indexed_text
from index.searcher import Searcher
from index.segment import Segmenter, bigrams, commonness, fold, has_han, runs

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@settings(max_examples=300)
@given(st.text(HAN | st.sampled_from("ＡＢＣａｂｃABC１２３①㎡％（）Ⅳ ﹏ｶﾞ臺灣後發")))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_character_twice_changes_nothing() -> None:
    characters = map(chr, (*range(0x3400, 0xA000), *range(0x20000, 0x32000)))
    assert [char for char in characters if fold(fold(char)) != fold(char)] == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＰＡＲＫ　２０２１", "park 2021"),
        ("成都與德陽共同發展", "成都与德阳共同发展"),
        ("8.05㎡", "8.05m2"),
        ("“园区”，", "“园区”,"),
        ("", ""),
    ],
)
def test_forms_that_mean_the_same_become_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_runs_are_words_and_nothing_else(text: str) -> None:
    for run in runs(fold(text)):
        assert run
        assert has_han(run) or run.isascii() or "’" in run
        assert not any(char.isspace() for char in run)


@given(st.text(HAN, min_size=1, max_size=30))
def test_bigrams_overlap(run: str) -> None:
    pairs = bigrams(run)
    assert len(pairs) == max(len(run) - 1, 1)
    assert pairs[0] + "".join(pair[1] for pair in pairs[1:]) == run


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_commonness_grows_with_frequency(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert 0 <= commonness(low) <= commonness(high) <= 1


@pytest.fixture(scope="module")
def full() -> Segmenter:
    dictionary = jieba.Tokenizer()
    dictionary.initialize()
    return Segmenter(dictionary.FREQ)


def test_the_carried_dictionary_gives_the_terms_of_the_full_one(searcher: Searcher, full: Segmenter) -> None:
    """Measured 99.9 %: the rest are words across two runs of single characters."""
    same = total = 0
    for passage in searcher.passages:
        text = fold(indexed_text(passage, searcher.documents[passage.doc_id].title))
        ours, theirs = Counter(searcher.segmenter.terms(text)), Counter(full.terms(text))
        same += (ours & theirs).total()
        total += (ours | theirs).total()
    assert same / total >= 0.97


@settings(max_examples=100)
@given(st.text(HAN | st.sampled_from("abc123 -.’，。")))
def test_words_have_no_gaps_and_terms_are_words_or_pairs(searcher: Searcher, text: str) -> None:
    folded = fold(text)
    words = searcher.segmenter.words(folded)
    assert "".join(words) == "".join(runs(folded))
    for term in searcher.segmenter.terms(folded):
        assert term in folded


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("wi-fi", ["wi-fi", "wi", "fi"]),
        ("8.05", ["8.05", "05"]),
        ("园", ["园"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_terms_of_short_texts(searcher: Searcher, text: str, terms: list[str]) -> None:
    assert searcher.segmenter.terms(text) == terms


def test_words_within_words_are_terms(full: Segmenter) -> None:
    terms = full.terms("中华人民共和国")
    assert {"中华人民共和国", "人民", "共和国", "中华", "民共"} <= set(terms)
