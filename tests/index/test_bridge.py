"""Other ways to say a word: English and pinyin reach only words that the index holds."""

import pytest

from index.bridge import Bridge, build_bridge, gloss_acronym, gloss_phrase, gloss_words, is_stop_word, stem
from index.indexed import indexed_text
from index.searcher import Searcher
from index.segment import Vocabulary, fold


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


@pytest.mark.parametrize(
    ("gloss", "expected"),
    [
        ("science park", "science park"),
        ("to map out", "map out"),
        ("to map out (a plan)", "map out"),
        ("the West Lake", "west lake"),
        ("park", ""),
        ("to park", ""),
        ("to be in it", ""),
        ("to help sb", ""),
        ("a very long explanation of it", ""),
        ("surname Wang Li", ""),
    ],
)
def test_the_phrase_of_a_gloss(gloss: str, expected: str) -> None:
    assert gloss_phrase(gloss) == " ".join(map(stem, expected.split()))


def small_bridge(**counts: int) -> Bridge:
    return build_bridge(counts, Vocabulary(counts, frozenset(counts), frozenset()), {})


def test_words_side_by_side_that_a_gloss_has_are_known_together() -> None:
    bridge = small_bridge(工业=3, 公园=2, 工业园区=1)
    assert bridge.phrases(["new", "industrial", "parks", "here"]) == {
        "industrial": ["工业园区"],
        "parks": ["工业园区"],
    }
    assert bridge.phrases(["industrial", "new", "park"]) == {}
    assert bridge.phrases([]) == {}


def test_a_phrase_counts_in_full_for_each_of_its_words(searcher: Searcher) -> None:
    alone, together = (
        searcher.analyse(text).concepts for text in ("industrial, then the park", "industrial park")
    )
    weights = [
        {a.form: a.weight for c in cs for a in c.alternatives}.get("工业园区", 0) for cs in (alone, together)
    ]
    assert weights == [0.5, 1.0]


def test_a_word_that_only_a_character_says_is_looked_for_in_words_of_two() -> None:
    bridge = small_bridge(猪=9, 生猪=5, 养猪=2, 养猪场=1)
    assert [(a.form, a.weight) for a in bridge.translate("pig")] == [("养猪", 0.4), ("生猪", 0.4)]
    whole = small_bridge(水=9, 清水=5, 工业=1)
    assert all(len(form) > 1 for pairs in whole.english.values() for form, _ in pairs)


def test_where_a_whole_word_says_it_characters_are_not_taken_apart() -> None:
    assert [a.form for a in small_bridge(城=9, 城市=5, 城里=3, 长城=2).translate("city")] == ["城市"]


def test_an_irregular_form_is_looked_up_as_its_word() -> None:
    bridge = small_bridge(种植=3, 儿童=2)
    assert [[a.form for a in bridge.translate(word)] for word in ("grown", "children")] == [
        ["种植"],
        ["儿童"],
    ]


def test_a_form_that_has_a_gloss_of_its_own_keeps_to_it() -> None:
    assert [a.form for a in small_bridge(建设=9, 建成区=2).translate("built")] == ["建成区"]


def test_what_a_gloss_has_apart_may_be_asked_for_together() -> None:
    assert [a.form for a in small_bridge(猕猴桃=2).translate("kiwifruits")] == ["猕猴桃"]


def test_a_possessive_is_part_of_no_phrase() -> None:
    bridge = small_bridge(人大=2)
    assert bridge.phrases(["national", "people", "s", "congress"])["congress"] == ["人大"]


@pytest.mark.parametrize(
    ("gloss", "expected"),
    [
        ("gross domestic production (GDP)", "gdp"),
        ("trade of the Shanghai Cooperation Organisation (SCO)", "sco"),
        ("upper burner (TCM)", ""),
        ("(TCM) upper burner", ""),
        ("production (gdp)", ""),
    ],
)
def test_an_acronym_stands_behind_the_words_whose_initials_it_has(gloss: str, expected: str) -> None:
    assert gloss_acronym(gloss) == expected
