"""Sentences against passages: what stands there is supported, what was changed in it is not."""

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cite import cite
from assistant.claims import clauses, directions, is_turned, numbers
from assistant.support import Sources
from assistant.units import units
from corpus.document import without_space
from index.passage import Passage
from index.searcher import Searcher
from index.segment import fold


def passage_with(searcher: Searcher, text: str) -> Passage:
    return next(p for p in searcher.passages if without_space(text) in without_space(p.text))


@pytest.fixture(scope="module")
def park(searcher: Searcher) -> Sources:
    """The passage on one park, and one on a plan."""
    return Sources(
        [passage_with(searcher, "规划面积8.05平方公里"), passage_with(searcher, "飞地经济：指")], searcher
    )


SAID = [
    "双湖科技园的规划面积为8.05平方公里。",
    "双湖科技园规划面积８.０５平方公里，是彭州市与金牛区深度合作的重点片区。",
    "双湖科技园以彭州汇通湖和金彭湖为中心。",
    "雙湖科技園規劃面積8.05平方公里。",
    "The Shuanghu Science Park has a planned area of 8.05 square kilometres.",
    "飞地经济是一种区域经济发展模式。",
]
NOT_SAID = [
    "双湖科技园规划面积为8.5平方公里。",
    "双湖科技园规划面积为8.05公里。",
    "双湖科技园规划面积为8.05万平方公里。",
    "双湖科技园规划面积超过8.05平方公里。",
    "双湖科技园规划面积不是8.05平方公里。",
    "双湖科技园已建成8.05平方公里。",
    "什邡产业园规划面积为8.05平方公里。",
    "双湖科技园由李建国设计。",
    "双湖科技园被称为“西部最大的科技新城”。",
    "双湖科技园2019年规划面积8.05平方公里。",
    "The Shuanghu Science Park has a planned area of 9 square kilometres.",
    "Elon Musk founded the Shuanghu Science Park.",
    "双湖科技园规划面积8.05平方公里，票价为20元。",
]


@pytest.mark.parametrize("sentence", SAID)
def test_what_the_passages_say_is_supported(park: Sources, sentence: str) -> None:
    assert park.support(sentence, ())


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_what_they_do_not_say_is_not(park: Sources, sentence: str) -> None:
    assert park.support(sentence, ()) == []
    assert not park.is_empty(sentence)


def test_what_another_passage_says_is_not_supported_by_the_one_cited(park: Sources) -> None:
    assert park.support(SAID[0], (1,))
    assert park.support(SAID[0], (2,)) == []
    assert park.support(SAID[0], (7, 0)) == []


def test_a_lead_in_says_nothing(park: Sources) -> None:
    assert park.is_empty("主要包括以下内容：")
    assert park.support("主要包括以下内容：", ()) == []


def sentence_of(searcher: Searcher, data: st.DataObject) -> tuple[Passage, str]:
    passage = data.draw(st.sampled_from([p for p in searcher.passages if len(p.text) > 60]))
    document = searcher.documents[passage.doc_id]
    texts = [document.reading[start:end] for start, end in units(passage, document)]
    plain = [t for t in texts if 12 < len(t) < 150 and "\n" not in t]
    return passage, data.draw(st.sampled_from(plain)) if plain else ""


@given(data=st.data())
def test_what_is_cited_says_the_numbers(searcher: Searcher, data: st.DataObject) -> None:
    """What is cited for it is exact, and says each of its numbers."""
    passage, sentence = sentence_of(searcher, data)
    quotes = Sources([passage], searcher).support(sentence, (1,)) if sentence else []
    cited = numbers(fold("\n".join(citation.quote for citation in cite(quotes, searcher))))
    assert all(any(n.is_said_by(other) for other in cited) for n in numbers(fold(sentence))) or not quotes


def _other_number(match: "re.Match[str]") -> str:
    return str(round(float(match[0]) * 2 + 1, 2)).removesuffix(".0")


CHANGES: dict[str, Callable[[str], str]] = {
    "another number": lambda s: re.sub(r"\d+(?:\.\d+)?", _other_number, s, count=1),
    "another unit": lambda s: re.sub(r"(?<=\d)\s*(?:亿元|万元|平方公里|公里|%)", "吨", s, count=1),
    "denied": lambda s: re.sub(r"(?<!不)(?=推进|建设|加强|实现|支持|打造|完善|发展)", "不", s, count=1),
    "the other way": lambda s: re.sub("提升|增长|提高|增加|增强", "下降", s, count=1),
    "a name of nobody": lambda s: re.sub("成都|德阳|彭州|什邡|金牛", "巴彦淖尔", s, count=1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_sentence_is_not_supported(searcher: Searcher, change: str) -> None:
    """Of the changed sentences of 150 random passages at most a fiftieth is let through."""
    drawn = random.Random(7).sample([p for p in searcher.passages if len(p.text) > 60], 150)
    tried = passed = 0
    for passage in drawn:
        document = searcher.documents[passage.doc_id]
        texts = [document.reading[start:end] for start, end in units(passage, document)]
        for text in texts[:3]:
            changed = CHANGES[change](text)
            if changed == text or "\n" in text:
                continue
            tried += 1
            passed += bool(Sources([passage], searcher).support(changed, (1,)))
    assert tried >= 5
    assert passed <= tried / 50, f"{passed} of {tried}"


def test_verbatim_sentences_are_supported(searcher: Searcher) -> None:
    """Of the sentences of 150 random passages at least nineteen twentieths are."""
    drawn = random.Random(7).sample([p for p in searcher.passages if len(p.text) > 60], 150)
    tried = passed = 0
    for passage in drawn:
        document = searcher.documents[passage.doc_id]
        sources = Sources([passage], searcher)
        for start, end in list(units(passage, document))[:3]:
            text = document.reading[start:end]
            if "\n" in text or sources.is_empty(text):
                continue
            tried += 1
            passed += bool(sources.support(text, (1,)))
    assert passed >= 0.95 * tried, f"{passed} of {tried}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3,500万元，百分之三十", [("35000000", "yuan"), ("30", "%")]),
        ("二〇二五年6月，12个月，十二座", [("2025", "year"), ("6", "month"), ("12", "months"), ("12", "thing")]),
        ("$5 million in June, 8.05 square kilometres", [("5000000", "usd"), ("6", "month"), ("8.05", "km2")]),
        ("一个园区，四川大学，S11线", [("11", "")]),
        ("1.2万亿元，5.5个百分点", [("1200000000000", "yuan"), ("5.5", "points")]),
    ],
)  # fmt: skip
def test_numbers_with_their_units(text: str, told: list[tuple[str, str]]) -> None:
    assert [(f"{n.value.normalize():f}", n.unit) for n in numbers(fold(text))] == told


def test_clauses_end_at_commas_but_not_inside_numbers() -> None:
    text = "面积3,500亩，分三期；2025年完成, in June"
    assert [text[start:end].strip() for start, end in clauses(text)] == [
        "面积3,500亩",
        "分三期",
        "2025年完成",
        "in June",
    ]


def test_denials_are_held_against_what_they_deny() -> None:
    assert is_turned("不得收取费用", "可以收取费用")
    assert is_turned("企业可以收取费用", "企业不得收取费用")
    assert not is_turned("企业不得收取费用", "不得向企业收取费用")
    assert directions("不断提高，不仅如此") == {"up"}
