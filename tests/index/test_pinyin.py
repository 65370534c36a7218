"""Words by their sound: nothing is offered that the index does not hold, and what is meant is among it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from index.indexed import indexed_text
from index.pinyin import Sounds, blurred
from index.searcher import Searcher
from index.segment import bigrams, fold

TEXT = "双湖科技园在彭州，绿湖公园在西安，什邡与长沙相邻"
READINGS = {
    "双": "shuang", "湖": "hu", "科": "ke", "技": "ji", "园": "yuan", "彭": "peng", "州": "zhou", "洲": "zhou",
    "绿": "lv", "公": "gong", "西": "xi", "安": "an", "什": "shen shi", "邡": "fang", "长": "zhang chang",
    "沙": "sha", "在": "zai", "与": "yu", "相": "xiang", "邻": "lin", "商": "shang", "城": "cheng", "陈": "chen",
    "霜": "shuang", "壶": "hu", "克": "ke",
}  # fmt: skip


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    terms = {pair for run in TEXT.split("，") for pair in bigrams(run)}
    return Sounds(READINGS, terms, lambda form: form in TEXT)


@pytest.fixture(scope="module")
def of_index(searcher: Searcher) -> Sounds:
    return Sounds(searcher.bridge.syllables, searcher.bm25.rows.keys(), searcher.occurs)


@pytest.mark.parametrize(
    ("words", "spelt"),
    [
        (["shuanghu"], ["双湖"]),
        (["shuang", "hu"], ["双湖"]),
        (["shuanghu", "kejiyuan"], ["双湖科技园"]),
        (["shuang1hu2"], ["双湖"]),
        (["pengzhou", "kejiyuan"], ["彭州", "科技园"]),
        (["shifang"], ["什邡"]),
        (["changsha"], ["长沙"]),
        (["lvhu"], ["绿湖"]),
        (["luhu"], ["绿湖"]),
        (["xian"], ["西安"]),
        (["shuang"], []),
        (["kejiyuanshuang"], []),
        (["huzhou"], []),
        (["park"], []),
        (["3"], []),
        ([""], []),
        ([], []),
    ],
)
def test_pinyin_is_spelt_as_the_index_has_it(sounds: Sounds, words: list[str], spelt: list[str]) -> None:
    assert [forms[0] for _, forms in sounds.spell(words)] == spelt


@pytest.mark.parametrize(
    ("typed", "alike", "nearly"),
    [("彭洲", ["彭州"], ["彭州"]), ("商湖", [], ["双湖"]), ("彭州", [], []), ("沙", [], []), ("", [], [])],
)
def test_what_sounds_alike(sounds: Sounds, typed: str, alike: list[str], nearly: list[str]) -> None:
    assert sounds.alike(typed) == alike
    assert set(sounds.alike(typed)) <= set(sounds.nearly_alike(typed))
    if typed != "商湖":  # shang and shuang are not taken for each other
        assert sounds.nearly_alike(typed) == nearly


@pytest.mark.parametrize(
    ("typed", "meant"), [("州彭", ["彭州"]), ("双湖园科技", []), ("双湖技科园", ["双湖科技园"])]
)
def test_neighbours_that_changed_places(sounds: Sounds, typed: str, meant: list[str]) -> None:
    assert sounds.transposed(typed) == meant


@pytest.mark.parametrize(
    "pair", [("shi", "si"), ("zhang", "zan"), ("nan", "lan"), ("ling", "nin"), ("cheng", "cen")]
)
def test_sounds_that_many_do_not_tell_apart(pair: tuple[str, str]) -> None:
    assert blurred(pair[0]) == blurred(pair[1])


def test_other_sounds_are_told_apart() -> None:
    assert len({blurred(syllable) for syllable in ("shi", "xi", "ba", "ma", "san", "sen", "lv", "lu")}) == 8


@settings(max_examples=60)
@given(data=st.data())
def test_a_word_of_the_index_is_among_what_its_pinyin_spells(
    searcher: Searcher, of_index: Sounds, data: st.DataObject
) -> None:
    words = sorted(w for w in searcher.names if len(w) == 2 and w in searcher.bm25.rows)
    # before a vowel pinyin needs an apostrophe: jing'ao, for jingao is jin gao
    word = data.draw(st.sampled_from([w for w in words if lazy_pinyin(w)[1][0] not in "aoe"]))
    pieces = of_index.spell(["".join(lazy_pinyin(word))])
    assert any(word in forms for _, forms in pieces)


@settings(max_examples=60)
@given(data=st.data())
def test_nothing_is_offered_that_no_passage_has(
    searcher: Searcher, of_index: Sounds, data: st.DataObject
) -> None:
    passage = fold(data.draw(st.sampled_from(list(searcher.passages))).text)
    start = data.draw(st.integers(0, max(len(passage) - 2, 0)))
    word = passage[start : start + data.draw(st.integers(1, 4))]
    everything = "\n".join(
        fold(indexed_text(p, searcher.documents[p.doc_id].title)) for p in searcher.passages
    )
    for form in (*of_index.alike(word), *of_index.nearly_alike(word), *of_index.transposed(word)):
        assert form != word
        assert len(form) == len(word)
        assert form in everything


@settings(max_examples=100)
@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=40), max_size=4))
def test_any_latin_words_may_be_asked_for(of_index: Sounds, words: list[str]) -> None:
    for typed, forms in of_index.spell(words):
        assert typed
        assert forms


def test_a_long_run_of_syllables_is_soon_refused(of_index: Sounds) -> None:
    assert of_index.spell(["xian" * 300]) == []


def test_a_long_word_is_not_taken_for_one_that_shares_less_than_half_of_it(sounds: Sounds) -> None:
    assert sounds.alike("双壶科技园") == ["双湖科技园"]
    assert sounds.alike("霜壶科技园") == ["双湖科技园"]
    assert sounds.alike("霜壶克技园") == []
    assert sounds.alike("霜壶") == ["双湖"]
