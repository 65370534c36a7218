"""Names that a text gives to one thing are known, and nothing that it does not give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.abbreviation import given_names, named
from index.segment import Vocabulary

VOCABULARY = Vocabulary(
    {"公司": 9000, "金牛": 5, "什邡": 5}, frozenset(), frozenset({"金牛", "什邡", "成都", "德阳"})
)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "根据《中华人民共和国固体废物污染环境防治法》（以下简称《固废法》），制定。",
            "固废法",
            "中华人民共和国固体废物污染环境防治法",
        ),
        ("由四川省发展和改革委员会（以下简称“省发展改革委”）负责。", "省发展改革委", "省发展和改革委员会"),
        ("双湖科技园，又称“双湖园”，位于城南。", "双湖园", "双湖科技园"),
        ("The World Health Organization (WHO) said so.", "who", "world health organization"),
        ("去年，国内生产总值（GDP）增长。", "gdp", "国内生产总值"),
        ("金牛—什邡两地共建，金什合作园今年开工。", "金什", "金牛 什邡"),
        ("成都市与德阳市携手，成德一体。", "成德", "成都 德阳"),
    ],
)
def test_a_name_that_the_text_gives(text: str, short: str, long: str) -> None:
    names = given_names([text], VOCABULARY)
    assert names[short] == [long]
    assert names[long] == [short]


@pytest.mark.parametrize(
    "text",
    [
        "成都甲乙丙有限公司（以下简称公司）成立。",  # a word that says nothing by itself
        "为了加强管理（以下简称养犬人），制定。",  # nothing before it begins as it does
        "上海市养犬管理条例（以下简称本条例）",
        "the rules of old (WHO) were kept",
        "金牛与成都来往，金成不是一个名字吗",
        "",
    ],
)
def test_no_name_is_made_up(text: str) -> None:
    vocabulary = Vocabulary(VOCABULARY.words, frozenset(), frozenset({"成都"}))
    assert given_names([text], vocabulary) == {}


def test_a_short_name_of_many_things_says_nothing() -> None:
    texts = [f"{name}市场主管部门（以下简称市主部）" for name in ("甲市", "乙市", "丙市", "丁市")]
    assert given_names(texts[:1], VOCABULARY)
    texts = [f"《{name}市场主管部门法》（以下简称《市主法》）" for name in "甲乙丙丁"]
    assert given_names(texts, VOCABULARY) == {}


NAMES = {
    "金什": ["金牛 什邡"],
    "金什园": ["金什合作园"],
    "who": ["world health organization"],
    "world health organization": ["who"],
}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("金什规划", ["金什"]),
        ("金什园规划", ["金什园"]),
        ("what is the world health organization", ["world health organization"]),
        ("whose plan", []),
        ("规划", []),
    ],
)
def test_the_longest_name_of_a_question_is_found(question: str, found: list[str]) -> None:
    assert [name for name, _ in named(question, NAMES)] == found


@given(st.lists(st.text(alphabet="金什园a b（以下简称）”“《》-、和", max_size=40), max_size=4))
def test_any_text_can_be_read(texts: list[str]) -> None:
    names = given_names(texts, VOCABULARY)
    assert all(name in names[other] for name, others in names.items() for other in others)
    assert all(list(named(text, names)) is not None for text in texts)
