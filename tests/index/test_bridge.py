"""Other ways to say a word: English and pinyin reach only words that the index holds."""

import pytest

from index.bridge import gloss_words, is_stop_word, stem
from index.indexed import indexed_text
from index.searcher import Searcher
from index.segment import fold


def forms(searcher: Searcher, word: str) -> list[str]:
    return [alternative.form for alternative in searcher.bridge.translate(word)]


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("cooperation", "合作"), ("cooperate", "合作"), ("area", "区域"), ("economy", "经济"), ("hospital", "医院"),
        ("education", "教育"), ("railway", "铁路"), ("company", "公司"), ("ecological", "生态"),
    ],
)  # fmt: skip
def test_english_is_translated_to_words_of_the_index(searcher: Searcher, word: str, form: str) -> None:
    assert form in forms(searcher, word)


@pytest.mark.parametrize(
    ("pinyin", "name"),
    [
        ("shifang", "什邡"), ("pengzhou", "彭州"), ("chengdu", "成都"), ("deyang", "德阳"), ("jinniu", "金牛"),
        ("chongqing", "重庆"), ("guanghan", "广汉"), ("zhongjiang", "中江"), ("qingbaijiang", "青白江"),
    ],
)  # fmt: skip
def test_names_are_found_by_their_pinyin(searcher: Searcher, pinyin: str, name: str) -> None:
    """什 and 重 are read in two ways: as a name the rarer one."""
    assert name in forms(searcher, pinyin)


def test_everything_that_is_offered_stands_in_a_passage(searcher: Searcher) -> None:
    titles = {doc_id: document.title for doc_id, document in searcher.documents.items()}
    text = "\n".join(fold(indexed_text(p, titles[p.doc_id])) for p in searcher.passages)
    offered = {form for pairs in searcher.bridge.english.values() for form, _ in pairs}
    offered |= {form for words in searcher.bridge.sounds.values() for form in words}
    assert len(offered) > 1000
    assert [form for form in offered if form not in text] == []


def test_alternatives_are_weighed_and_ranked(searcher: Searcher) -> None:
    for word in searcher.bridge.english:
        weights = [alternative.weight for alternative in searcher.bridge.translate(word)]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)


def test_what_nobody_says_is_not_translated(searcher: Searcher) -> None:
    assert forms(searcher, "qwertyuiop") == []
    assert forms(searcher, "") == []


@pytest.mark.parametrize(
    ("gloss", "expected"),
    [
        ("cooperation", [("cooperation", 1.0)]),
        ("science park", [("science", 0.5), ("park", 0.5)]),
        ("to cooperate (with sb)", [("cooperate", 1.0)]),
        ("surname Wang", []),
        ("variant of 區|区", []),
        ("CL:個|个[ge4]", []),
        ("a very long explanation that nobody would ever type as a word", []),
        ("of", []),
    ],
)
def test_words_of_a_gloss(gloss: str, expected: list[tuple[str, float]]) -> None:
    assert gloss_words(gloss) == [(stem(word), weight) for word, weight in expected]


def test_stop_words() -> None:
    assert is_stop_word("the")
    assert not is_stop_word("park")
